//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reductions and pooling: many operand elements make one result element.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_REDUCTION_OPS_TD
#define DLC_GRAPH_REDUCTION_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

class Graph_ReduceOp<string mnemonic, string text, Type type>
    : Graph_InferredOp<mnemonic> {
  let summary = text;
  let description = [{
    `axes` are counted from the end where negative; no axes at all reduce over
    every one. With `keep_dims` the reduced axes stay with size 1.
  }];
  let arguments = (ins type:$operand,
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$axes,
    DefaultValuedAttr<BoolAttr, "false">:$keep_dims);
  let results = (outs type:$result);
}

def Graph_SumOp : Graph_ReduceOp<"sum", "sum; 0 over nothing",
                                 Graph_NumberTensor>;
def Graph_MeanOp : Graph_ReduceOp<"mean", "mean; NaN over nothing",
                                  Graph_FloatTensor>;
def Graph_MaxOp : Graph_ReduceOp<"max",
    "the largest element; NaN if any is NaN, "
    "over nothing -inf or the lowest integer",
    Graph_NumberTensor>;
def Graph_MinOp : Graph_ReduceOp<"min",
    "the smallest element; NaN if any is NaN, "
    "over nothing inf or the highest integer",
    Graph_NumberTensor>;

def Graph_ArgmaxOp : Graph_InferredOp<"argmax"> {
  let summary = "position of the first largest element along an axis";
  let description = [{
    NaN counts as larger than every number, as in PyTorch. The axis must not
    be empty.
  }];
  let arguments = (ins Graph_NumberTensor:$operand, Graph_IntAttr:$axis,
    DefaultValuedAttr<BoolAttr, "false">:$keep_dims);
  let results = (outs Graph_TensorOf<[I64]>:$result);
}

def Graph_MaxPool2dOp : Graph_InferredOp<"max_pool2d"> {
  let summary = "the largest element of each window; NCHW";
  let description = [{
    Windows of `kernel` every `strides` over the input padded with minus
    infinity by `padding` on each side; only whole windows count. NaN if any
    element of the window is NaN. Padding is at most half the kernel.
  }];
  let arguments = (ins Graph_FloatTensor:$input, DenseI64ArrayAttr:$kernel,
    DenseI64ArrayAttr:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$padding);
  let results = (outs Graph_FloatTensor:$result);
}

#endif // DLC_GRAPH_REDUCTION_OPS_TD
