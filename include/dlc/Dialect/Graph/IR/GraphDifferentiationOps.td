//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What programs say of derivatives, and what is made of them. The passes of the
// training phase replace these operations by others.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_DIFFERENTIATION_OPS_TD
#define DLC_GRAPH_DIFFERENTIATION_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

/// Marks operations that become others before anything is evaluated or lowered.
def Graph_ReplacedByDifferentiation : NativeOpTrait<"ReplacedByDifferentiation"> {
  let cppNamespace = "::dlc::graph";
}

def Graph_GradientsOp : Graph_InferredOp<"gradients",
    [Graph_ReplacedByDifferentiation]> {
  let summary = "derivatives of a number by each element of other tensors";
  let description = [{
    gradients[i] has the shape of variables[i] and holds, for each element, how
    `value` changes with it. Variables may be inputs, parameters or anything that
    `value` was computed from; where `value` does not depend on one, its
    gradient is zero. A gradient is a value like any other, so that it can be
    differentiated again.

    `value` is a tensor without axes, computed in the same function, or in the
    same step of a scan, before.

    Where a function has no derivative, gradients are those of PyTorch: the mean
    of both sides for equal operands of `maximum` and `minimum`, but 0 where one
    is a number, as in PyTorch's `clamp`; equal shares
    for equal largest elements of `max`, all to the first one in a pooling
    window, 0 for `abs` and `relu` at 0, infinite for `sqrt` at 0.

    ```mlir
    %loss = graph.sum %squares : (tensor<4xf32>) -> tensor<f32>
    %g = graph.gradients %loss, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
    ```
  }];
  let arguments = (ins Graph_FloatTensor:$value,
                       Variadic<Graph_FloatTensor>:$variables);
  let results = (outs Variadic<Graph_FloatTensor>:$gradients);
  let hasVerifier = 1;
}

def Graph_StopGradientOp : Graph_LanguageOp<"stop_gradient",
    [SameOperandsAndResultType, Graph_ReplacedByDifferentiation]> {
  let summary = "its operand, taken as a constant by derivatives";
  let description = [{
    The operand's gradient gets nothing from what is computed from the result.
  }];
  let arguments = (ins Graph_Tensor:$operand);
  let results = (outs Graph_Tensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}

def Graph_CustomGradientOp : Op<Graph_Dialect, "custom_gradient",
    [AttrSizedOperandSegments, RecursiveMemoryEffects, RecursivelySpeculatable,
     SingleBlock, Graph_ReplacedByDifferentiation]> {
  let summary = "values with a derivative that the program gives";
  let description = [{
    The results are the `values`, computed from the `variables`. Derivatives do
    not look at how: the gradients of the variables are what the body returns of
    the results, which are its first arguments, and of the gradients of those of
    floating point, its other arguments. The body may use what comes before the
    operation, too. Where no derivative is asked for, nothing of it is computed.

    ```mlir
    // Rounds, and has the derivative of a function that does not.
    %0 = graph.round %x : tensor<4xf32>
    %1 = graph.custom_gradient(%0 : tensor<4xf32>) of(%x : tensor<4xf32>)
        -> tensor<4xf32> {
    ^bb0(%y: tensor<4xf32>, %g: tensor<4xf32>):
      graph.return_gradients %g : tensor<4xf32>
    }
    ```
  }];
  let arguments = (ins Variadic<Graph_Tensor>:$values,
                       Variadic<Graph_FloatTensor>:$variables);
  let results = (outs Variadic<Graph_Tensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    `(` $values `:` type($values) `)` `of` `(` $variables `:` type($variables)
    `)` `->` type($results) $body attr-dict
  }];
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    /// The terminator of the body.
    ::dlc::graph::ReturnGradientsOp getReturned();
  }];
}

def Graph_ReturnGradientsOp : Graph_Op<"return_gradients",
    [HasParent<"CustomGradientOp">, Terminator]> {
  let summary = "ends the body of a custom gradient";
  let arguments = (ins Variadic<Graph_FloatTensor>:$gradients);
  let assemblyFormat = "$gradients attr-dict `:` type($gradients)";
}

def Graph_ClipGradientsOp : Graph_Op<"clip_gradients",
    [InferTypeOpAdaptor, Graph_ReplacedByDifferentiation]> {
  let summary = "gradients within limits, and their norm before";
  let description = [{
    `norm` is the square root of the sum of the squares of all elements of all
    gradients, before they are clipped: f64 where any of them is, else f32, since
    sums of narrow numbers are wide ones. graph-insert-gradient-clipping replaces
    the operation.

    With `max_value`, elements are brought into [-max_value, max_value]. With
    `max_norm`, gradients whose norm is above it are scaled by max_norm / (norm +
    1e-6), which keeps their direction (Pascanu et al., 2013;
    torch.nn.utils.clip_grad_norm_). With both limits, the second norm is that
    of what the first limit has left.
  }];
  let arguments = (ins Variadic<Graph_FloatTensor>:$gradients,
    OptionalAttr<F64Attr>:$max_norm, OptionalAttr<F64Attr>:$max_value);
  let results = (outs Variadic<Graph_FloatTensor>:$clipped,
                      Graph_FloatTensor:$norm);
}

def Graph_ApplyOptimizerOp : Op<Graph_Dialect, "apply_optimizer",
    [AttrSizedOperandSegments, InferTypeOpAdaptor, RecursiveMemoryEffects,
     RecursivelySpeculatable, SingleBlock, Graph_ReplacedByDifferentiation]> {
  let summary = "what an optimizer makes of parameters of one type";
  let description = [{
    The body is the optimizer's `update` for one parameter: its arguments are the
    parameter, its gradient and its slots, and it returns their new values. It
    may use what comes before the operation, too: the learning rate, the number
    of the step. Results are the new values of all parameters, and behind them
    those of all slots, which stand together for each parameter.
    graph-apply-optimizer replaces the operation.

    ```mlir
    // p - lr * v', where v' = v + g, of two parameters.
    %new:4 = graph.apply_optimizer ["a.weight", "b.weight"]
        of(%a, %b : tensor<4xf32>, tensor<4xf32>)
        by(%da, %db : tensor<4xf32>, tensor<4xf32>)
        with(%va, %vb : tensor<4xf32>, tensor<4xf32>) {
    ^bb0(%p: tensor<4xf32>, %g: tensor<4xf32>, %v: tensor<4xf32>):
      %0 = graph.add %v, %g : tensor<4xf32>
      %1 = graph.mul %rate, %0 : tensor<4xf32>
      %2 = graph.sub %p, %1 : tensor<4xf32>
      graph.return_updated %2, %0 : tensor<4xf32>, tensor<4xf32>
    }
    ```
  }];
  let arguments = (ins StrArrayAttr:$names,
                       Variadic<Graph_FloatTensor>:$parameters,
                       Variadic<Graph_FloatTensor>:$gradients,
                       Variadic<Graph_FloatTensor>:$slots);
  let results = (outs Variadic<Graph_FloatTensor>:$updated);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $names `of` `(` $parameters `:` type($parameters) `)`
    `by` `(` $gradients `:` type($gradients) `)`
    (`with` `(` $slots^ `:` type($slots) `)`)? $body attr-dict
  }];
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    /// The terminator of the body.
    ::dlc::graph::ReturnUpdatedOp getReturned();
    /// The slots of parameter number `index`, and their new values.
    ::mlir::OperandRange getSlotsOf(size_t index);
    ::mlir::ResultRange getUpdatedSlotsOf(size_t index);
  }];
}

def Graph_ReturnUpdatedOp : Graph_Op<"return_updated",
    [HasParent<"ApplyOptimizerOp">, Terminator]> {
  let summary = "ends the body of an optimizer's update";
  let arguments = (ins Graph_FloatTensor:$parameter,
                       Variadic<Graph_FloatTensor>:$slots);
  let assemblyFormat = "operands attr-dict `:` type(operands)";
}

#endif // DLC_GRAPH_DIFFERENTIATION_OPS_TD
