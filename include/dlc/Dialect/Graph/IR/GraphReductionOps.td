//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reductions: the elements along some axes become one.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_REDUCTION_OPS_TD
#define DLC_GRAPH_REDUCTION_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

class Graph_ReduceOp<string mnemonic, string text, Type type>
    : Graph_InferredOp<mnemonic, [Graph_Costly]> {
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
def Graph_ProdOp : Graph_ReduceOp<"prod", "product; 1 over nothing",
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

def Graph_AnyOp : Graph_ReduceOp<"any",
    "whether some element is true; false over nothing", Graph_BoolTensor>;
def Graph_AllOp : Graph_ReduceOp<"all",
    "whether every element is true; true over nothing", Graph_BoolTensor>;

class Graph_ArgReduceOp<string mnemonic, string extremum>
    : Graph_InferredOp<mnemonic, [Graph_Costly]> {
  let summary = "position of the first " # extremum # " element along an axis";
  let arguments = (ins Graph_NumberTensor:$operand, Graph_IntAttr:$axis,
    DefaultValuedAttr<BoolAttr, "false">:$keep_dims);
  let results = (outs Graph_TensorOf<[I64]>:$result);
}

def Graph_ArgmaxOp : Graph_ArgReduceOp<"argmax", "largest"> {
  let description = [{
    NaN counts as larger than every number, as in PyTorch. The axis must not
    be empty.
  }];
}
def Graph_ArgminOp : Graph_ArgReduceOp<"argmin", "smallest"> {
  let description = [{
    NaN counts as smaller than every number, as in PyTorch. The axis must not
    be empty.
  }];
}

#endif // DLC_GRAPH_REDUCTION_OPS_TD
