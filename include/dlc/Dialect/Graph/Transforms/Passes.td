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

def DifferentiatePass : Pass<"graph-differentiate", "::mlir::ModuleOp"> {
  let summary = "Replace gradients by what computes them";
  let description = [{
    Derivatives in reverse mode: operations between a value and its variables
    are gone through from the last to the first, and each adds to the gradients
    of its operands what they get from those of its results. Derivatives are
    operations of the graph, so that they have derivatives, too.

    The derivative of a scan is a scan in the other direction. It needs values
    that the steps computed: what is cheap is computed again, the rest the scan
    emits.

    ```mlir
    %y = graph.mul %x, %x : tensor<4xf32>
    %loss = graph.sum %y : (tensor<4xf32>) -> tensor<f32>
    %g = graph.gradients %loss, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
    // becomes
    %one = graph.constant dense<1.0> : tensor<f32>
    %0 = graph.broadcast %one {axes = array<i64>, shape = #graph.dims<4>}
        : (tensor<f32>) -> tensor<4xf32>
    %1 = graph.mul %0, %x : tensor<4xf32>
    %2 = graph.mul %0, %x : tensor<4xf32>
    %g = graph.add %1, %2 : tensor<4xf32>
    ```
    `graph.stop_gradient` disappears.
  }];
  let statistics = [
    Statistic<"expanded", "expanded", "gradients expanded">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def InsertGradientClippingPass
    : Pass<"graph-insert-gradient-clipping", "::mlir::ModuleOp"> {
  let summary = "Make the clipping of gradients explicit";
  let description = [{
    Replaces `graph.clip_gradients` by the norm of all gradients together and,
    where there is a limit, by what keeps them within it: by value, each element;
    by norm, all by one factor, min(max_norm / (norm + 1e-6), 1).

    Says where a step of training with a scan has no limit
    (`--remarks=missed`).
  }];
  let options = [
    Option<"maxNorm", "max-norm", "double", "0",
           "limit of norms, in place of the graph's limits; 0: none">,
    Option<"maxValue", "max-value", "double", "0",
           "limit of elements, in place of the graph's limits; 0: none">
  ];
  let statistics = [
    Statistic<"inserted", "inserted", "sets of gradients with a limit">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def ApplyOptimizerPass : Pass<"graph-apply-optimizer", "::mlir::ModuleOp"> {
  let summary = "Make what an optimizer does a part of the graph";
  let description = [{
    Replaces `graph.apply_optimizer` by its body, once for each parameter. What
    clips a gradient, updates the slots and the parameter is computed by one
    kernel then, which goes once over each of them (graph-fuse-pointwise).

    ```mlir
    %new = graph.apply_optimizer ["weight"] of(%p : tensor<4xf32>)
        by(%g : tensor<4xf32>) {
    ^bb0(%a: tensor<4xf32>, %b: tensor<4xf32>):
      %0 = graph.sub %a, %b : tensor<4xf32>
      graph.return_updated %0 : tensor<4xf32>
    }
    // becomes
    %new = graph.sub %p, %g : tensor<4xf32>
    ```
  }];
  let statistics = [
    Statistic<"updated", "updated", "parameters updated">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def BatchScanResultsPass
    : Pass<"graph-batch-scan-results", "::mlir::ModuleOp"> {
  let summary = "Compute for all steps at once what they only hand out";
  let description = [{
    A carried value that each step adds a product of matrices to becomes one
    product of the rows of all steps, which the scan emits. So do sums over
    rows that it emits anyway. An emitted product by a matrix from outside
    becomes one product of what is emitted in its place. Gradients of recurrent
    networks are such sums and products.

    ```mlir
    %0 = graph.scan (%sum = %zero : tensor<5x5xf32>)
        over (%x in %xs : tensor<9x2x5xf32>, %y in %ys : tensor<9x2x5xf32>) {
      %1 = graph.transpose %x ...
      %2 = graph.matmul %1, %y : (tensor<5x2xf32>, tensor<2x5xf32>) -> tensor<5x5xf32>
      %3 = graph.add %sum, %2 : tensor<5x5xf32>
      graph.next %3 : tensor<5x5xf32>
    }
    // becomes
    %0 = graph.reshape %xs ... -> tensor<18x5xf32>
    %1 = graph.transpose %0 ...
    %2 = graph.reshape %ys ... -> tensor<18x5xf32>
    %3 = graph.matmul %1, %2 : (tensor<5x18xf32>, tensor<18x5xf32>) -> tensor<5x5xf32>
    %4 = graph.add %zero, %3 : tensor<5x5xf32>
    ```
  }];
  let statistics = [
    Statistic<"batched", "batched", "sums and products taken out">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def AssignLayoutsPass : Pass<"graph-assign-layouts", "::mlir::ModuleOp"> {
  let summary = "Make the layouts of contractions explicit";
  let description = [{
    Rewrites products and convolutions to their packed forms and adds the
    packing as operations of the graph, so that later steps see its cost:
    packing of parameters is hoisted, and what meets its inverse disappears.

    A product packs its right operand into column panels; one of activations,
    which each call would have to pack, is read as it is unless it is large. A
    convolution reads and makes blocks of channels, which `unpack` turns back,
    and takes zeros around its input into itself; a few channels that no
    convolution made, such as those of an image, it reads as planes. Depthwise
    convolutions have a form of their own. Groups whose outputs are no whole
    blocks get filters of zeros, and what these make is cut off. Integer products
    keep the plain form.

    An `unpack` then moves below what can be computed on blocks: pointwise
    operations, pooling, reductions, running sums, padding, slices,
    concatenations, reshapes and transposes that leave the channels an axis.
    What else is read there is packed, if that costs less than unpacking.

    ```mlir
    %1 = graph.unpack %0 {axis = 1, size = 20} : (tensor<1x2x8x8x16xf32>) -> ...
    %2 = graph.max_pool2d %1 {kernel = array<i64: 2, 2>} : ...
    // becomes
    %1 = graph.max_pool2d %0 {axes = array<i64: 2, 3>, kernel = array<i64: 2, 2>} : ...
    %2 = graph.unpack %1 {axis = 1, size = 20} : (tensor<1x2x4x4x16xf32>) -> ...
    ```
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
              "operations computed on blocks in place of unpacked values">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def RecognizeActivationsPass
    : Pass<"graph-recognize-activations", "::mlir::ModuleOp"> {
  let summary = "Find sigmoid and tanh where programs spell them out";
  let description = [{
    1 / (1 + exp(-x)), exp(x) / (exp(x) + 1), tanh(x / 2) / 2 + 1 / 2 and other
    fractions of exponentials and multiples of the functions become
    `graph.sigmoid` and `graph.tanh`.

    ```mlir
    %0 = graph.neg %x : ...
    %1 = graph.exp %0 : ...
    %2 = graph.add %one, %1 : ...
    %3 = graph.div %one, %2 : ...
    // becomes
    %3 = graph.sigmoid %x : ...
    ```

    For real numbers that is the same. In floating point it is at least as
    accurate but may differ in the last bits, and where a spelled-out form
    overflows to infinity over infinity, which is NaN, it is the limit: 1 for
    exp(1000) / (exp(1000) + 1). NaN stays NaN.
  }];
  let statistics = [
    Statistic<"recognized", "recognized", "functions found">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def FuseLstmGatesPass : Pass<"graph-fuse-lstm-gates", "::mlir::ModuleOp"> {
  let summary = "Find the recurrent cells that programs write out";
  let description = [{
    The products, gates and state update of an LSTM or GRU become
    `graph.lstm_cell` or `graph.gru_cell`, whose one product holds the weights
    of all gates, and what they take from the input becomes one product and one
    bias of its own, which can then leave the scan. Cells are found in scans and
    where functions call them once.

    ```mlir
    %xh = graph.concat %x, %h {axis = 1} : ...
    %0 = graph.matmul %xh, %wi : ...            // and for f, g and o
    %1 = graph.add %0, %bi : ...
    %i = graph.sigmoid %1 : ...
    %2 = graph.mul %f, %c : ...
    %3 = graph.mul %i, %g : ...
    %c1 = graph.add %2, %3 : ...
    %4 = graph.tanh %c1 : ...
    %h1 = graph.mul %o, %4 : ...
    // becomes, with weights and biases side by side before the scan
    %0 = graph.matmul %x, %wx {transpose_rhs = true} : ...
    %1 = graph.add %0, %b : ...
    %h1, %c1 = graph.lstm_cell %1, %h, %c, %wh : ...
    ```

    It does not matter how a program spells a cell: sums and products may stand
    in any order; gates may be products of their own, slices of one or parts of
    a concatenation, on vectors, rows or columns; weights may be transposed or
    not; biases may be many, one or none. A GRU's reset gate may come before or
    after the product. Sums are reassociated, so results may differ in the last
    bits.

    A cell stays as it is where something of it has another user that needs a
    product again, and where it is no such cell: with peepholes, normalised,
    coupled or otherwise activated gates.
  }];
  let statistics = [
    Statistic<"lstmCells", "lstm-cells", "LSTM cells found">,
    Statistic<"gruCells", "gru-cells", "GRU cells found">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def SeparateScanSumsPass
    : Pass<"graph-separate-scan-sums", "::mlir::ModuleOp"> {
  let summary = "Take what is known earlier out of the sums of a scan's step";
  let description = [{
    A sum with products in a scan's body becomes one product of what depends on
    carried values plus what depends on elements only, which can then leave the
    scan. A product of a concatenation is taken apart for it. Sums are
    reassociated, so results may differ in the last bits.

    ```mlir
    %xh = graph.concat %x, %h {axis = 1} : ...
    %0 = graph.matmul %xh, %w : ...
    %1 = graph.add %0, %b : ...
    // becomes
    %0 = graph.matmul %x, %wx : ...
    %1 = graph.add %0, %b : ...
    %2 = graph.matmul %h, %wh : ...
    %3 = graph.add %2, %1 : ...
    ```
  }];
  let statistics = [
    Statistic<"separated", "separated", "sums made anew">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def FuseProductsPass : Pass<"graph-fuse-products", "::mlir::ModuleOp"> {
  let summary = "Make one product of several that share a factor";
  let description = [{
    Products of one left operand with right operands known before (parameters,
    or values from outside of a scan) become slices of one wide product; so do
    convolutions of one image with filters of one size. Biases and activations
    that all results have are then computed for all together. Slices of a
    scan's sequence are taken in the step.

    ```mlir
    %q = graph.matmul %x, %wq : ...
    %k = graph.matmul %x, %wk : ...
    // becomes
    %w = graph.concat %wq, %wk {axis = 1} : ...
    %0 = graph.matmul %x, %w : ...
    %q = graph.slice %0 ...
    %k = graph.slice %0 ...
    ```

    It happens where it pays: a product less to launch, and no idle columns of
    narrow ones, against the copies of slices that others need in memory by
    themselves and epilogues that are not the same for all. The rule stands
    above the pass.
  }];
  let statistics = [
    Statistic<"fused", "fused", "products that have become part of another">,
    Statistic<"absorbed", "absorbed",
              "operations on all results that have become one">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def PackCellsPass : Pass<"graph-pack-cells", "::mlir::ModuleOp"> {
  let summary = "Pack recurrent cells by blocks of units";
  let description = [{
    Rewrites cells to their packed forms, in which all gates of a block of units
    lie side by side, as many units as a vector has lanes. The product that the
    gates have from outside gets its columns in that order, and its biases, so
    that only parameters are packed. A GRU with the reset gate before the
    product has no packed form, nor have bf16 cells.

    ```mlir
    %0 = graph.matmul %xs, %wx {transpose_rhs = true} : ...
    %1 = graph.add %0, %b : ...
    graph.scan ... over (%gates in %1 : ...) {
      %h1, %c1 = graph.lstm_cell %gates, %h, %c, %w : ...
    // becomes, but for reshapes
    %wx1 = graph.pack %wx ...
    %0 = graph.matmul %xs, %wx1 : ...
    %b1 = graph.pack %b ...
    %1 = graph.add %0, %b1 : ...
    graph.scan ... over (%gates in %1 : ...) {
      %w1 = graph.pack %w ...
      %h1, %c1 = graph.packed_lstm_cell %gates, %h, %c, %w1 : ...
    ```
  }];
  let options = [
    Option<"vectorBytes", "vector-bytes", "int64_t", "64",
           "bytes of a vector register">,
    Option<"registers", "registers", "int64_t", "32",
           "number of vector registers">
  ];
  let statistics = [
    Statistic<"packed", "packed", "cells packed">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def DecomposeCellsPass : Pass<"graph-decompose-cells", "::mlir::ModuleOp"> {
  let summary = "Turn recurrent cells into products and pointwise operations";
  let description = [{
    For cells that code generation has no kernel of its own for: bf16, and a
    GRU's reset gate before the product.

    ```mlir
    %h1, %c1 = graph.lstm_cell %gates, %h, %c, %w : ...
    // becomes
    %0 = graph.matmul %h, %w {transpose_rhs = true} : ...
    %1 = graph.add %0, %gates : ...
    %2 = graph.slice %1 ...
    %i = graph.sigmoid %2 : ...
    ...
    ```
  }];
  let statistics = [
    Statistic<"decomposed", "decomposed", "cells turned into operations">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def BatchScanProductsPass
    : Pass<"graph-batch-scan-products", "::mlir::ModuleOp"> {
  let summary = "Multiply the elements of all steps at once";
  let description = [{
    A product of what depends on a scan's elements only with a value from
    outside becomes one product of the whole sequence before the scan, if the
    step's has few rows and all of them together are not too large: the input
    projection of a recurrent cell. What its left operand is computed from
    leaves with it, and so do biases and activations of such a product, where
    the step does not need the product without them.

    ```mlir
    %hs = graph.scan (%h = %h0 : ...) over (%x in %xs : tensor<100x1x128xf32>) {
      %0 = graph.matmul %x, %w : ...
      %1 = graph.add %0, %b : ...
    // becomes
    %0 = graph.matmul %xs, %w : (tensor<100x1x128xf32>, ...) -> tensor<100x1x1024xf32>
    %1 = graph.add %0, %bs : ...
    %hs = graph.scan (%h = %h0 : ...) over (%2 in %1 : tensor<100x1x1024xf32>) {
    ```
  }];
  let statistics = [
    Statistic<"batched", "batched", "products moved out of a scan">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def FoldConvBatchNormPass
    : Pass<"graph-fold-conv-batchnorm", "::mlir::ModuleOp"> {
  let summary = "Fold scales and shifts of channels into filters";
  let description = [{
    A convolution (of any groups, dilation and stride) or matrix product by a
    parameter value whose result is scaled and shifted by one number a channel,
    as batch normalisation does outside training, becomes one by a scaled filter
    plus one bias. So does one whose input is scaled and shifted, unless a shift
    meets zero padding. It does not matter how the scale and shift are spelled:
    whatever multiplies, divides, adds, subtracts and negates, with reshapes and
    transposes between that keep the channels an axis, and broadcasts of
    parameters, frozen states and constants beside it.

    ```mlir
    %0 = graph.conv2d %x, %w : ...
    %1 = graph.sub %0, %mean : ...    // broadcasts of frozen states
    %2 = graph.mul %1, %scale : ...
    %3 = graph.add %2, %bias : ...
    // becomes
    %0 = graph.mul %w, %scale : ...   // moves to @prepare
    %1 = graph.mul %mean, %scale : ...
    %2 = graph.sub %bias, %1 : ...
    %3 = graph.conv2d %x, %0 : ...
    %4 = graph.add %3, %2 : ...
    ```

    Not folded are: what depends on anything but parameters, frozen states and
    constants, such as the statistics of a batch; parameters that the function
    rebinds, because it trains them; a product that somebody else needs as it
    is; a lone bias, which stays as it is.

    Results are rounded differently, within a few units in the last place of the
    product's largest summands. bf16 is left alone, since its filters would lose
    what its sums keep. An infinite scale (a variance of -eps) meets each weight
    instead of each sum, so that infinities may become NaN, and the other way
    round.
  }];
  let statistics = [
    Statistic<"foldedResults", "folded-results",
              "products that took in what happened to their result">,
    Statistic<"foldedInputs", "folded-inputs",
              "products that took in what happened to their input">
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
    uses. `f` takes the prepared values in their place. Broadcasts stay behind:
    hoisting one would only cost memory. Expressions over constants move when
    they are costly, such as the sines of a positional encoding.

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

def SinkMovementPass : Pass<"graph-sink-movement", "::mlir::ModuleOp"> {
  let summary = "Move elements after computing, not before";
  let description = [{
    Reshapes, transposes and broadcasts move below pointwise operations.
    Arithmetic then follows the contraction that made its operands, and
    movements stand side by side, where the rules of the canonical form make
    them one or nothing. A broadcast sinks where that computes fewer elements, a
    transpose or reshape where all operands have a form before it and all its
    users can follow.

    ```mlir
    %0 = graph.reshape %conv : (tensor<1x10x1x5xf32>) -> tensor<1x10x5xf32>
    %1 = graph.broadcast %bias {axes = array<i64: 1>} : ... -> tensor<1x10x5xf32>
    %2 = graph.add %0, %1 : tensor<1x10x5xf32>
    // becomes
    %0 = graph.broadcast %bias {axes = array<i64: 1>} : ... -> tensor<1x10x1x5xf32>
    %1 = graph.add %conv, %0 : tensor<1x10x1x5xf32>
    %2 = graph.reshape %1 : (tensor<1x10x1x5xf32>) -> tensor<1x10x5xf32>
    ```
  }];
  let statistics = [
    Statistic<"sunkBroadcasts", "sunk-broadcasts",
              "operations computed before their operands are repeated">,
    Statistic<"sunkMovements", "sunk-movements",
              "operations computed before a transpose or reshape">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def PlaceConcatsPass : Pass<"graph-place-concats", "::mlir::ModuleOp"> {
  let summary = "Compute operands where they lie in a concatenation";
  let description = [{
    Marks concatenations whose result is in memory anyway and whose operands are
    contiguous in it. Code generation computes their operands in the memory of
    the result, and nothing is copied. What a single operation reads element by
    element is computed there instead; `@prepare`, which runs once, is left
    alone.

    ```mlir
    %2 = graph.concat %0, %1 {axis = 1 : i64}
        : (tensor<1x24x8x8xf32>, tensor<1x12x8x8xf32>) -> tensor<1x36x8x8xf32>
    // becomes
    %2 = graph.concat %0, %1 {axis = 1 : i64, graph.placed}
        : (tensor<1x24x8x8xf32>, tensor<1x12x8x8xf32>) -> tensor<1x36x8x8xf32>
    ```
  }];
  let options = [
    Option<"minBytes", "min-bytes", "int64_t", "1024",
           "what operands have on average at least">
  ];
  let statistics = [
    Statistic<"placedConcats", "placed-concats",
              "concatenations that nothing copies">,
    Statistic<"placedOperands", "placed-operands",
              "operands computed in a concatenation's result">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def ViewSlicesPass : Pass<"graph-view-slices", "::mlir::ModuleOp"> {
  let summary = "Read slices where their operand lies";
  let description = [{
    Marks slices whose elements lie side by side in a value that is in memory
    anyway. Code generation reads them there, and nothing is copied. `@prepare`
    and the steps of scans are left alone.

    ```mlir
    %1 = graph.slice %0 {starts = #graph.dims<0, 4, 0, 0, 0>, ...}
        : (tensor<1x10x8x8x16xf32>) -> tensor<1x6x8x8x16xf32>
    // becomes
    %1 = graph.slice %0 {starts = #graph.dims<0, 4, 0, 0, 0>, ..., graph.view}
        : (tensor<1x10x8x8x16xf32>) -> tensor<1x6x8x8x16xf32>
    ```
  }];
  let statistics = [
    Statistic<"views", "views", "slices that nothing copies">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

#endif // DLC_GRAPH_TRANSFORMS_PASSES_TD
