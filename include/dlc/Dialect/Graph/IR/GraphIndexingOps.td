//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operations that read positions from tensors, and constants.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_INDEXING_OPS_TD
#define DLC_GRAPH_INDEXING_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

def Graph_PickOp : Graph_InferredOp<"pick", [Graph_MayFail]> {
  let summary = "one element along an axis for each position of the others";
  let description = [{
    result[a.., b..] = operand[a.., indices[a.., b..], b..], where a.. are the
    axes before `axis`. An index outside [0, size) is a run-time error that
    names this operation's position in the model file.
  }];
  let arguments = (ins Graph_Tensor:$operand, Graph_IndexTensor:$indices,
                       Graph_IntAttr:$axis);
  let results = (outs Graph_Tensor:$result);
}

def Graph_TakeOp : Graph_InferredOp<"take", [Graph_MayFail]> {
  let summary = "the slices along an axis that the indices name";
  let description = [{
    result[a.., i.., b..] = operand[a.., indices[i..], b..], where a.. are the
    axes before `axis`: the axis is replaced by the axes of `indices`
    (numpy.take). An index outside [0, size) is a run-time error that names
    this operation's position in the model file.
  }];
  let arguments = (ins Graph_Tensor:$operand, Graph_IndexTensor:$indices,
                       Graph_IntAttr:$axis);
  let results = (outs Graph_Tensor:$result);
}

def Graph_GatherOp : Graph_InferredOp<"gather", [Graph_MayFail]> {
  let summary = "elements along an axis, chosen at each position anew";
  let description = [{
    result[a.., j, b..] = operand[a.., indices[a.., j, b..], b..], where a..
    are the axes before `axis` (torch.gather): the result has the shape of
    `indices`, whose axes other than `axis` are at most as large as the
    operand's. An index outside [0, size) is a run-time error that names this
    operation's position in the model file.
  }];
  let arguments = (ins Graph_Tensor:$operand, Graph_IndexTensor:$indices,
                       Graph_IntAttr:$axis);
  let results = (outs Graph_Tensor:$result);
}

def Graph_ScatterAddOp
    : Graph_InferredOp<"scatter_add", [Graph_MayFail, Graph_Costly]> {
  let summary = "sums of the elements that indices send to a place";
  let description = [{
    The adjoint of `gather` (torch.scatter_add on zeros): `indices` have the
    shape of `updates`, the result has it with `size`, one dimension, along
    `axis`, and

    result[a.., i, b..] = the sum of updates[a.., j, b..] for all j with
    indices[a.., j, b..] = i, where a.. are the axes before `axis`.

    The elements of a sum are added in the order of j; integers wrap, and sums
    of bf16 are rounded at their end. A place that no index names is 0. An index outside [0, size) is a run-time error
    that names this operation's position in the model file.
  }];
  let arguments = (ins Graph_NumberTensor:$updates, Graph_IndexTensor:$indices,
                       Graph_ShapeAttr:$size, Graph_IntAttr:$axis);
  let results = (outs Graph_NumberTensor:$result);
  let hasCanonicalizer = 1;
}

def Graph_OneHotOp : Graph_InferredOp<"one_hot", [Graph_MayFail]> {
  let summary = "1 at each index along a new last axis, 0 elsewhere";
  let description = [{
    An index outside [0, classes) is a run-time error that names this
    operation's position in the model file.
  }];
  let arguments = (ins Graph_IndexTensor:$indices, Graph_IntAttr:$classes,
                       TypeAttr:$dtype);
  let results = (outs Graph_NumberTensor:$result);
}

def Graph_IotaOp : Graph_InferredOp<"iota"> {
  let summary = "0, 1, 2, ...";
  let description = [{
    `length` is one dimension. Numbers are converted to the element type as
    `cast` does.
  }];
  let arguments = (ins Graph_ShapeAttr:$length, TypeAttr:$dtype);
  let results = (outs Graph_NumberTensor:$result);
}

def Graph_DimensionOp : Graph_Op<"dimension", [InferTypeOpAdaptor]> {
  let summary = "the value of a dimension";
  let description = [{
    `value` is one dimension, converted to the element type as `cast` does.
    Becomes a constant once its names are bound.
  }];
  let arguments = (ins Graph_ShapeAttr:$value, TypeAttr:$dtype);
  let results = (outs Graph_NumberTensor:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
  let hasFolder = 1;
}

def Graph_ConstantOp : Graph_Op<"constant", [ConstantLike,
    AllTypesMatch<["value", "result"]>]> {
  let summary = "a tensor known while compiling";
  let arguments = (ins ElementsAttr:$value);
  let results = (outs Graph_Tensor:$result);
  let assemblyFormat = "attr-dict $value";
  let hasFolder = 1;
}

#endif // DLC_GRAPH_INDEXING_OPS_TD
