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

def Graph_PickOp : Graph_InferredOp<"pick"> {
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

def Graph_OneHotOp : Graph_InferredOp<"one_hot"> {
  let summary = "1 at each index along a new last axis, 0 elsewhere";
  let description = [{
    An index outside [0, classes) is a run-time error that names this
    operation's position in the model file.
  }];
  let arguments = (ins Graph_IndexTensor:$indices, Graph_IntAttr:$classes,
                       TypeAttr:$dtype);
  let results = (outs Graph_NumberTensor:$result);
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
