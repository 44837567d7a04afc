//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Contractions: products summed over one axis or several, the operations that
// get micro-kernels of their own. The packed forms are what layout assignment
// makes of the plain ones.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_CONTRACTION_OPS_TD
#define DLC_GRAPH_CONTRACTION_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

def Graph_MatmulOp : Graph_InferredOp<"matmul", [Graph_Costly]> {
  let summary = "matrix product: [.., M, K] x [.., K, N] -> [.., M, N]";
  let arguments = (ins Graph_NumberTensor:$lhs, Graph_NumberTensor:$rhs,
    DefaultValuedAttr<BoolAttr, "false">:$transpose_rhs);
  let results = (outs Graph_NumberTensor:$result);
  let description = [{
    With `transpose_rhs` the right operand is [.., N, K], as linear layers keep
    their weights. The axes before the matrices number them: trailing ones
    align, one of size 1 is repeated to a number, and an operand without
    them is one matrix for all of the other's:
    [B, H, M, K] x [H, K, N] -> [B, H, M, N].

    A vector [K] on the left is one row, on the right one column, and the
    result lacks that axis: [M, K] x [K] -> [M].
  }];
}

def Graph_Conv2dOp : Graph_InferredOp<"conv2d", [Graph_Costly]> {
  let summary = "2-d convolution: NCHW input, OIHW filter, NCHW result";
  let description = [{
    The cross-correlation that deep learning calls convolution:
    result[n, o, y, x] = sum over i, ky, kx of
      input[n, i, y*strides[0] + ky*dilations[0] - padding[0], ...] *
      filter[o, i, ky, kx],
    zero outside the input. With groups, output channel o sees the input
    channels of its group only, and the filter is [O, I/groups, KH, KW].
  }];
  let arguments = (ins Graph_FloatTensor:$input, Graph_FloatTensor:$filter,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<Graph_IntAttr, "1">:$groups);
  let results = (outs Graph_FloatTensor:$result);
}

//===----------------------------------------------------------------------===//
// Packed forms
//===----------------------------------------------------------------------===//

def Graph_PackedMatmulOp : Graph_Op<"packed_matmul",
    [InferTypeOpAdaptor, Graph_Costly]> {
  let summary = "matrix product with the right operand in column panels";
  let description = [{
    [.., M, K] x [.., ceil(N / B), K, B] -> [.., M, N], where panel p holds the
    columns [p*B, p*B + B) of the right operand, padded with zeros. `columns`
    is N. Axes before these number matrices as in matmul.
  }];
  let arguments = (ins Graph_FloatTensor:$lhs, Graph_FloatTensor:$rhs,
                       Graph_IntAttr:$columns);
  let results = (outs Graph_FloatTensor:$result);
}

def Graph_BlockedConv2dOp : Graph_Op<"blocked_conv2d",
    [InferTypeOpAdaptor, Graph_Costly]> {
  let summary = "2-d convolution over a padded input into channel blocks";
  let description = [{
    input [N, I, H, W] (padded already), filter [ceil(O / B), I, KH, KW, B]
    -> [N, ceil(O / C), OH, OW, C], where C = `channel_block` divides B.
    Channels beyond O are zero where the filter's are.
  }];
  let arguments = (ins Graph_FloatTensor:$input, Graph_FloatTensor:$filter,
    DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$dilations,
    Graph_IntAttr:$channel_block);
  let results = (outs Graph_FloatTensor:$result);
}

#endif // DLC_GRAPH_CONTRACTION_OPS_TD
