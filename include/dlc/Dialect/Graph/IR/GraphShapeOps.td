//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shape operations: they move elements, or only say anew how they are counted,
// and compute nothing.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_SHAPE_OPS_TD
#define DLC_GRAPH_SHAPE_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

def Graph_ReshapeOp : Graph_InferredOp<"reshape"> {
  let summary = "the same elements in the same order, counted anew";
  let description = [{
    One dimension of `shape` may be -1; it is what remains of the operand's
    elements.
  }];
  let arguments = (ins Graph_Tensor:$operand, Graph_ShapeAttr:$shape);
  let results = (outs Graph_Tensor:$result);
  let hasFolder = 1;
}

def Graph_TransposeOp : Graph_InferredOp<"transpose"> {
  let summary = "result axis i is operand axis permutation[i]";
  let arguments = (ins Graph_Tensor:$operand, DenseI64ArrayAttr:$permutation);
  let results = (outs Graph_Tensor:$result);
  let hasFolder = 1;
}

def Graph_BroadcastOp : Graph_InferredOp<"broadcast"> {
  let summary = "repeats elements along new axes or axes of size 1";
  let description = [{
    Operand axis i becomes result axis `axes[i]` of the same size, or has size
    1 and is repeated. `axes` ascends; left out, the trailing axes align.
  }];
  let arguments = (ins Graph_Tensor:$operand, Graph_ShapeAttr:$shape,
    OptionalAttr<DenseI64ArrayAttr>:$axes);
  let results = (outs Graph_Tensor:$result);
  let hasFolder = 1;
  let declarations = [{
    /// The result axis of each operand axis, the default spelled out.
    ::llvm::SmallVector<int64_t> getResultAxes();
  }];
}

def Graph_ConcatOp : Graph_InferredOp<"concat"> {
  let summary = "operands side by side along one axis";
  let arguments = (ins Variadic<Graph_Tensor>:$operands, Graph_IntAttr:$axis);
  let results = (outs Graph_Tensor:$result);
  let hasFolder = 1;
}

def Graph_SliceOp : Graph_InferredOp<"slice"> {
  let summary = "sizes[i] elements from starts[i] on, strides[i] apart";
  let description = [{
    result[i..] = operand[starts[i] + i * strides[i]..]; one entry for each
    axis. Strides are not 0; a negative one walks backwards. Starts and sizes
    may be symbolic: `starts = #graph.dims<N + -1>, strides = array<i64: -1>`
    reverses an axis of size N. No element lies outside the operand; where that
    depends on named dimensions, it is checked when they are bound. A start
    without elements (size 0) may be anything.
  }];
  let arguments = (ins Graph_Tensor:$operand, Graph_ShapeAttr:$starts,
    Graph_ShapeAttr:$sizes, DenseI64ArrayAttr:$strides);
  let results = (outs Graph_Tensor:$result);
  let hasFolder = 1;
}

def Graph_PadOp : Graph_InferredOp<"pad"> {
  let summary = "surrounds the operand with a constant";
  let description = [{
    `low[i]` elements before and `high[i]` after along axis i. `value` must be
    one that an element can hold; floating point types round it. For bools it is
    0 or 1.
  }];
  let arguments = (ins Graph_Tensor:$operand, DenseI64ArrayAttr:$low,
    DenseI64ArrayAttr:$high, DefaultValuedAttr<F64Attr, "0.0">:$value);
  let results = (outs Graph_Tensor:$result);
  let hasFolder = 1;
}

//===----------------------------------------------------------------------===//
// Packing: layouts as explicit operations
//===----------------------------------------------------------------------===//

def Graph_PackOp : Graph_Op<"pack", [InferTypeOpAdaptor, Graph_BehindDifferentiation]> {
  let summary = "cuts one axis into blocks that become the innermost axis";
  let description = [{
    Axis `axis` of size S becomes ceil(S / block), and a last axis of size
    `block` is added; the outer axes are then ordered by
    `outer_permutation` (result outer axis i is outer axis
    outer_permutation[i]). Positions beyond S are zero.
  }];
  let arguments = (ins Graph_Tensor:$operand, Graph_IntAttr:$axis, Graph_IntAttr:$block,
    DenseI64ArrayAttr:$outer_permutation);
  let results = (outs Graph_Tensor:$result);
}

def Graph_UnpackOp : Graph_Op<"unpack", [InferTypeOpAdaptor, Graph_BehindDifferentiation]> {
  let summary = "the inverse of pack with the outer axes in order";
  let description = [{
    The last axis, of size B, is the position within blocks of axis `axis`,
    whose size becomes `size` <= blocks * B.
  }];
  let arguments = (ins Graph_Tensor:$operand, Graph_IntAttr:$axis, Graph_IntAttr:$size);
  let results = (outs Graph_Tensor:$result);
}

#endif // DLC_GRAPH_SHAPE_OPS_TD
