//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recurrence, and what is computed together.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_CONTROL_OPS_TD
#define DLC_GRAPH_CONTROL_OPS_TD

include "mlir/IR/OpAsmInterface.td"
include "dlc/Dialect/Graph/IR/GraphBase.td"

// Pure when its body is.
def Graph_ScanOp : Op<Graph_Dialect, "scan",
    [AttrSizedOperandSegments, RecursiveMemoryEffects, RecursivelySpeculatable,
     SingleBlock, Graph_Costly]> {
  let summary = "steps through sequences, carrying values";
  let description = [{
    Runs its body once for each element of the sequences, which are tensors
    with one size of axis 0, the number of steps. The body takes the carried
    values, at first `inits`, and the element of each sequence; it may use
    values from outside. It ends in `graph.next`, which hands on the carried
    values of the next step and emits values.

    The results are the carried values after the last step, then for each
    emitted value the stack of all steps, with a new axis 0. With no steps the
    carried values are `inits` and the stacks are empty.

    A `reversed` scan begins with the last element. The value that it emits for
    element t is row t of the stack, as in a forward one.

    ```mlir
    %last, %all = graph.scan (%h = %h0 : tensor<4xf32>)
        over (%x in %xs : tensor<7x4xf32>) {
      %0 = graph.add %h, %x : tensor<4xf32>
      %1 = graph.tanh %0 : tensor<4xf32>
      graph.next %1 : tensor<4xf32> emit %1 : tensor<4xf32>
    }
    ```
    Here `%last` is a `tensor<4xf32>` and `%all` a `tensor<7x4xf32>`.
  }];
  let arguments = (ins Variadic<Graph_Tensor>:$inits,
    Variadic<Graph_Tensor>:$sequences,
    DefaultValuedAttr<BoolAttr, "false">:$reversed);
  let results = (outs Variadic<Graph_Tensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let skipDefaultBuilders = 1;
  let builders = [
    // Takes the finished body; the types of the results follow from it.
    OpBuilder<(ins "::mlir::ValueRange":$inits,
                   "::mlir::ValueRange":$sequences, "bool":$reversed,
                   "::std::unique_ptr<::mlir::Region>":$body)>
  ];
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
  let hasCanonicalizer = 1;
  let extraClassDeclaration = [{
    /// The number of steps: the size of axis 0 of the sequences.
    ::dlc::graph::Dimension getSteps();

    /// The terminator of the body.
    ::dlc::graph::NextOp getNext();

    /// Where what the body emits has changed: a scan in front of this one with
    /// its operands, its body and results for what is emitted now. This one is
    /// left without a body, to be replaced and erased.
    ::dlc::graph::ScanOp rebuild();

    /// The body's arguments.
    ::mlir::Block::BlockArgListType getCarried() {
      return getBody().getArguments().take_front(getInits().size());
    }
    ::mlir::Block::BlockArgListType getElements() {
      return getBody().getArguments().drop_front(getInits().size());
    }

    /// The results: carried values after the last step, stacks of emissions.
    ::mlir::ResultRange getLast() {
      return getResults().take_front(getInits().size());
    }
    ::mlir::ResultRange getStacks() {
      return getResults().drop_front(getInits().size());
    }

    /// The element of a sequence: axis 0 is gone. The sequence has one.
    static ::mlir::RankedTensorType
    elementOf(::mlir::RankedTensorType sequence);
    /// `steps` values of type `element`.
    static ::mlir::RankedTensorType
    stackOf(const ::dlc::graph::Dimension &steps,
            ::mlir::RankedTensorType element);
  }];
}

def Graph_NextOp : Graph_Op<"next",
    [AttrSizedOperandSegments, HasParent<"ScanOp">, Terminator]> {
  let summary = "ends a step of a scan";
  let description = [{
    `carried` are the carried values of the next step, `emitted` the rows that
    this step adds to the stacks.
  }];
  let arguments = (ins Variadic<Graph_Tensor>:$carried,
    Variadic<Graph_Tensor>:$emitted);
  let assemblyFormat = [{
    ($carried^ `:` type($carried))? (`emit` $emitted^ `:` type($emitted))?
    attr-dict
  }];
}

// Pure when its body is.
def Graph_FusedOp : Op<Graph_Dialect, "fused",
    [IsolatedFromAbove, RecursiveMemoryEffects, RecursivelySpeculatable,
     SingleBlock, Graph_BehindDifferentiation]> {
  let summary = "operations computed together";
  let description = [{
    What one kernel computes: the operations of its body, of which only what
    `graph.yield` names at the end is stored. The body takes what it reads from
    outside as arguments, in the order of their first use.
    `graph-fuse-pointwise` makes it; the language has no such operation.

    ```mlir
    %y = graph.fused (%a = %x : tensor<2x4xf32>, %b = %bias : tensor<4xf32>) {
      %0 = graph.broadcast %b {shape = #graph.dims<2, 4>}
          : (tensor<4xf32>) -> tensor<2x4xf32>
      %1 = graph.add %a, %0 : tensor<2x4xf32>
      %2 = graph.relu %1 : tensor<2x4xf32>
      graph.yield %2 : tensor<2x4xf32>
    }
    ```
    The body holds no operation with a region or of a foreign function, and no
    reshape, which computes nothing.
  }];
  let arguments = (ins Variadic<Graph_Tensor>:$inputs);
  let results = (outs Variadic<Graph_Tensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    /// The terminator of the body.
    ::dlc::graph::YieldOp getYield();
  }];
}

def Graph_YieldOp : Graph_Op<"yield", [HasParent<"FusedOp">, Terminator]> {
  let summary = "ends a body of operations computed together";
  let description = [{
    `values` is what the body computes, at least one.
  }];
  let arguments = (ins Variadic<Graph_Tensor>:$values);
  let assemblyFormat = "$values attr-dict `:` type($values)";
}

#endif // DLC_GRAPH_CONTROL_OPS_TD
