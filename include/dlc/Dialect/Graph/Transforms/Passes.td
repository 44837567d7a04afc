//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Passes from graph to graph.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_TRANSFORMS_PASSES_TD
#define DLC_GRAPH_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def BindDimensionsPass : Pass<"graph-bind-dimensions", "::mlir::ModuleOp"> {
  let summary = "Replace named dimensions by numbers";
  let description = [{
    Substitutes the numbers of `binding` in every type and attribute and
    verifies again, so that sizes that cannot work together are found with the
    numbers at hand. A function keeps its part of the binding as
    `graph.binding`. Everything below is static.

    ```mlir
    // --graph-bind-dimensions="binding=N=8"
    func.func @f(%x: tensor<?x3xf32, #graph.dims<N, 3>>)
    // becomes
    func.func @f(%x: tensor<8x3xf32>) attributes {graph.binding = "N=8"}
    ```
  }];
  let options = [
    Option<"binding", "binding", "std::string", "",
           "numbers for the named dimensions: 'N=8,T=100'">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def AssignLayoutsPass : Pass<"graph-assign-layouts", "::mlir::ModuleOp"> {
  let summary = "Make the layouts of contractions explicit";
  let description = [{
    Rewrites products and convolutions to their packed forms and adds the
    packing as operations of the graph, so that later steps see its cost:
    packing of parameters is hoisted, an `unpack` moves below the pointwise
    operations that follow it, and what meets its inverse disappears.

    A product packs its right operand into column panels. A convolution pads
    its input, packs its filter by blocks of output channels and makes blocks
    of channels, which `unpack` turns back. Convolutions with groups and
    integer products keep their plain form.
  }];
  let options = [
    Option<"vectorBytes", "vector-bytes", "int64_t", "64",
           "bytes of a vector register">,
    Option<"registers", "registers", "int64_t", "32",
           "number of vector registers">
  ];
  let statistics = [
    Statistic<"packedProducts", "packed-products", "products packed">,
    Statistic<"blockedConvolutions", "blocked-convolutions",
              "convolutions blocked">,
    Statistic<"movedUnpacks", "moved-unpacks",
              "unpacks moved below a pointwise operation">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def BatchScanProductsPass
    : Pass<"graph-batch-scan-products", "::mlir::ModuleOp"> {
  let summary = "Multiply the elements of all steps at once";
  let description = [{
    A product of a scan's element with a value from outside becomes one product
    of the whole sequence before the scan, if the step's has few rows and all of
    them together are not too large: the input projection of a recurrent cell.

    ```mlir
    %hs = graph.scan (%h = %h0 : ...) over (%x in %xs : tensor<100x1x128xf32>) {
      %0 = graph.matmul %x, %w : ...
    // becomes
    %0 = graph.matmul %xs, %w : (tensor<100x1x128xf32>, ...) -> tensor<100x1x1024xf32>
    %hs = graph.scan (%h = %h0 : ...) over (..., %1 in %0 : tensor<100x1x1024xf32>) {
    ```
  }];
  let statistics = [
    Statistic<"batched", "batched", "products moved out of a scan">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def HoistScanInvariantsPass
    : Pass<"graph-hoist-scan-invariants", "::mlir::ModuleOp"> {
  let summary = "Move what is the same in each step out of scans";
  let description = [{
    An operation of a scan's body that depends neither on carried values nor on
    elements moves before the scan: the packing of weights, above all, which
    can then move on to `@prepare`. Constants and broadcasts move only together
    with an operation that needs them, since storing them would only cost
    memory. An operation that may fail, for an index out of range, stays where
    the scan may take no step, for then it must not report an error.
  }];
  let statistics = [
    Statistic<"hoisted", "hoisted", "operations moved out of a scan">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def HoistParameterExpressionsPass
    : Pass<"graph-hoist-parameter-expressions", "::mlir::ModuleOp"> {
  let summary = "Move what depends on parameters alone into @prepare";
  let description = [{
    The module's function `f` is split in two. `@prepare` takes the parameters
    and the frozen states - those that `f` does not rebind - and returns the
    prepared values: every expression over these alone that the rest of `f`
    uses. `f` takes the prepared values in their place. Broadcasts stay behind: hoisting one would only cost memory.

    ```mlir
    func.func @prepare(%w: ... {graph.parameter = "weight"})
        -> (... {graph.prepared = 0})
    func.func @forward(%p: ... {graph.prepared = 0}, %x: ... {graph.input = "x"})
    ```
  }];
  let statistics = [
    Statistic<"hoisted", "hoisted", "operations moved into @prepare">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

#endif // DLC_GRAPH_TRANSFORMS_PASSES_TD
