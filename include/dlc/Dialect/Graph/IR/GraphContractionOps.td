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
    where positions outside of the input take no part. With groups, output channel o sees the input
    channels of its group only, and the filter is [O, I/groups, KH, KW].
  }];
  let arguments = (ins Graph_FloatTensor:$input, Graph_FloatTensor:$filter,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<Graph_IntAttr, "1">:$groups);
  let results = (outs Graph_FloatTensor:$result);
}

def Graph_Conv2dFilterGradientOp
    : Graph_InferredOp<"conv2d_filter_gradient", [Graph_Costly]> {
  let summary = "the gradient of conv2d with respect to its filter";
  let description = [{
    input [N, I, H, W], the gradient of conv2d's result [N, O, OH, OW] ->
    [O, I/groups, KH, KW], where `kernel` is [KH, KW] and the other attributes
    are those of conv2d:
    result[o, i, ky, kx] = sum over n, y, x of
      input[n, i, y*strides[0] + ky*dilations[0] - padding[0], ...] *
      gradient[n, o, y, x],
    where positions outside of the input take no part.
  }];
  let arguments = (ins Graph_FloatTensor:$input, Graph_FloatTensor:$gradient,
    DenseI64ArrayAttr:$kernel,
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
    [InferTypeOpAdaptor, Graph_Costly, Graph_BehindDifferentiation]> {
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
    [InferTypeOpAdaptor, Graph_Costly, Graph_BehindDifferentiation]> {
  let summary = "2-d convolution into channel blocks";
  let description = [{
    A convolution of `inputs` = I channels into `outputs` = O channels, which
    come in blocks of C = `channel_block`: [N, ceil(O / C), OH, OW, C]. With C'
    channels in a block of the input, and G = `groups`, operands are

    | input | filter |
    | --- | --- |
    | planar: [N, I, H, W] | [ceil(O / B), I / G, KH, KW, B] |
    | blocks: [N, ceil(I / C'), H, W, C'] | [ceil(O / B), ceil(I / G / C'), KH, KW, C', B] |

    A panel of the filter, B output channels, is a multiple of C wide. With
    groups, panels and blocks divide their channels.

    `low` and `high` say how far windows reach beyond the input at the
    beginning and the end of both axes; positions there take no part. Channels
    of the input's last block beyond I take no part, either, and may hold
    anything. Channels of the result beyond O are what the filter makes of them.
  }];
  let arguments = (ins Graph_FloatTensor:$input, Graph_FloatTensor:$filter,
    Graph_IntAttr:$inputs, Graph_IntAttr:$outputs, Graph_IntAttr:$channel_block,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$low,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$high,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<Graph_IntAttr, "1">:$groups);
  let results = (outs Graph_FloatTensor:$result);
  let extraClassDeclaration = [{
    /// Whether the input is in blocks of channels.
    bool readsBlocks() { return getInput().getType().getRank() == 5; }
  }];
}

def Graph_BlockedDepthwiseConv2dOp : Graph_Op<"blocked_depthwise_conv2d",
    [InferTypeOpAdaptor, Graph_Costly, Graph_BehindDifferentiation]> {
  let summary = "2-d convolution of each channel by itself, in channel blocks";
  let description = [{
    input [N, K, H, W, C] in K blocks of C channels, filter [K, KH, KW, C] ->
    [N, K, OH, OW, C]. `low` and `high` are as in blocked_conv2d. Channels of
    the last block that nobody uses may hold anything, and do so in the result.
  }];
  let arguments = (ins Graph_FloatTensor:$input, Graph_FloatTensor:$filter,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$low,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$high,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations);
  let results = (outs Graph_FloatTensor:$result);
}

def Graph_BlockedConv2dFilterGradientOp
    : Graph_Op<"blocked_conv2d_filter_gradient",
        [InferTypeOpAdaptor, Graph_Costly, Graph_BehindDifferentiation]> {
  let summary = "the gradient of a convolution's filter from channel blocks";
  let description = [{
    What conv2d_filter_gradient computes, for `inputs` = I and `outputs` = O
    channels. The input is planar, [N, I, H, W], or in blocks,
    [N, ceil(I / C'), H, W, C']; the gradient is in blocks,
    [N, ceil(O / C), OH, OW, C], and so is the result, along its first axis:
    [ceil(O / C), I / groups, KH, KW, C]. With groups, blocks divide their
    channels. `low` says how far windows reach beyond the input at the
    beginning of both axes. Channels of last blocks beyond I take no part; those
    beyond O make the result's there, which may be anything.
  }];
  let arguments = (ins Graph_FloatTensor:$input, Graph_FloatTensor:$gradient,
    Graph_IntAttr:$inputs, Graph_IntAttr:$outputs, DenseI64ArrayAttr:$kernel,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$low,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<Graph_IntAttr, "1">:$groups);
  let results = (outs Graph_FloatTensor:$result);
  let extraClassDeclaration = [{
    /// Whether the input is in blocks of channels.
    bool readsBlocks() { return getInput().getType().getRank() == 5; }
  }];
}

def Graph_BlockedDepthwiseConv2dFilterGradientOp
    : Graph_Op<"blocked_depthwise_conv2d_filter_gradient",
        [InferTypeOpAdaptor, Graph_Costly, Graph_BehindDifferentiation]> {
  let summary = "the gradient of a depthwise convolution's filter, in blocks";
  let description = [{
    What conv2d_filter_gradient computes where each channel is a group: input
    [N, K, H, W, C] in K blocks of C channels, gradient [N, K, OH, OW, C] ->
    [K, KH, KW, C]. `low` says how far windows reach beyond the input at the
    beginning of both axes. Channels of the last block that nobody uses may
    hold anything, and do so in the result.
  }];
  let arguments = (ins Graph_FloatTensor:$input, Graph_FloatTensor:$gradient,
    DenseI64ArrayAttr:$kernel,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$low,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations);
  let results = (outs Graph_FloatTensor:$result);
}

#endif // DLC_GRAPH_CONTRACTION_OPS_TD
