//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pooling: the elements of a window become one. Images are NCHW and windows
// slide over the last two axes, unless `axes` says which two of how many; pairs
// are (height, width).
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_POOLING_OPS_TD
#define DLC_GRAPH_POOLING_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

class Graph_PoolOp<string mnemonic, Type type>
    : Graph_InferredOp<mnemonic, [Graph_Costly]> {
  let results = (outs type:$result);
  code axesDeclaration = [{
    /// The axes that windows slide over, counted from 0, their default spelled
    /// out.
    ::dlc::graph::WindowAxes getWindowAxes() {
      return ::dlc::graph::windowAxes(getAxes(), getType().getRank());
    }
  }];
  let declarations = axesDeclaration;
}

/// Windows of a size of their own, a fixed distance apart.
class Graph_WindowPoolOp<string mnemonic, Type type>
    : Graph_PoolOp<mnemonic, type> {
  let declarations = axesDeclaration # [{
    /// The strides, their default spelled out.
    ::llvm::ArrayRef<int64_t> getSteps() {
      return getStrides().value_or(getKernel());
    }
  }];
}

def Graph_MaxPool2dOp : Graph_WindowPoolOp<"max_pool2d", Graph_NumberTensor> {
  let summary = "the largest element of each window; NCHW";
  let description = [{
    Windows of `kernel` every `strides` (the size of the window unless given)
    over the input padded with minus infinity (the smallest number of an integer
    type) by `padding` on each side. The
    elements of a window are `dilations` apart. NaN if any element of the
    window is NaN. Padding is at most half the kernel.

    Only whole windows count; with `ceil_mode` also those that begin inside the
    input or the padding before it and reach beyond its end, where elements
    count as padding.

    With `axes` windows slide over these two axes of an input of any rank,
    counted from the end where negative: `axes = [1, 2]` where channels are
    last.
  }];
  let arguments = (ins Graph_NumberTensor:$input, DenseI64ArrayAttr:$kernel,
    OptionalAttr<DenseI64ArrayAttr>:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<BoolAttr, "false">:$ceil_mode,
    OptionalAttr<DenseI64ArrayAttr>:$axes);
}

def Graph_MaxPool2dIndicesOp
    : Graph_WindowPoolOp<"max_pool2d_indices", Graph_TensorOf<[I64]>> {
  let summary = "where the largest element of each window is; NCHW";
  let description = [{
    Windows and `axes` as those of `max_pool2d`, whose result's shape this has.
    The position of the element at (y, x) along the two axes of an input of
    W columns, without padding, is y * W + x. Of several largest elements it is
    the first one's, of NaNs, too: NaN counts as larger than every number. A
    window without an element, which `dilations` may lead past the input, has
    the position of one near it.

    So `scatter_add` along the two axes as one is the adjoint of `max_pool2d`.
  }];
  let arguments = (ins Graph_NumberTensor:$input, DenseI64ArrayAttr:$kernel,
    OptionalAttr<DenseI64ArrayAttr>:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<BoolAttr, "false">:$ceil_mode,
    OptionalAttr<DenseI64ArrayAttr>:$axes);
}

def Graph_AvgPool2dOp : Graph_WindowPoolOp<"avg_pool2d", Graph_FloatTensor> {
  let summary = "the mean of each window; NCHW";
  let description = [{
    Windows and `axes` as those of `max_pool2d`, over the input padded with
    zeros. The sum
    of a window is divided by `divisor` where there is one; else by the number
    of its elements, those in the padding included if `count_include_pad`.
    Beyond the padding, where `ceil_mode` lets windows reach, nothing counts.
  }];
  let arguments = (ins Graph_FloatTensor:$input, DenseI64ArrayAttr:$kernel,
    OptionalAttr<DenseI64ArrayAttr>:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$padding,
    DefaultValuedAttr<BoolAttr, "false">:$ceil_mode,
    DefaultValuedAttr<BoolAttr, "true">:$count_include_pad,
    OptionalAttr<Graph_IntAttr>:$divisor,
    OptionalAttr<DenseI64ArrayAttr>:$axes);
}

/// As many windows as the result has elements.
class Graph_AdaptivePoolOp<string mnemonic, string text, Type type,
                           Type resultType = type>
    : Graph_PoolOp<mnemonic, resultType> {
  let summary = text;
  let description = [{
    Windows that cover the input evenly: along an axis of size n with m
    windows, window i is [floor(i*n / m), ceil((i+1)*n / m)). Neighbours
    overlap where m does not divide n. The input's height and width must not
    be 0. `axes` as those of `max_pool2d`.
  }];
  let arguments = (ins type:$input, DenseI64ArrayAttr:$output_size,
    OptionalAttr<DenseI64ArrayAttr>:$axes);
}

def Graph_AdaptiveAvgPool2dOp : Graph_AdaptivePoolOp<"adaptive_avg_pool2d",
    "the mean of each of `output_size` windows; NCHW", Graph_FloatTensor>;
def Graph_AdaptiveMaxPool2dOp : Graph_AdaptivePoolOp<"adaptive_max_pool2d",
    "the largest element of each of `output_size` windows; NCHW",
    Graph_NumberTensor>;

def Graph_AdaptiveMaxPool2dIndicesOp
    : Graph_AdaptivePoolOp<"adaptive_max_pool2d_indices",
    "where the largest element of each of `output_size` windows is; NCHW",
    Graph_NumberTensor, Graph_TensorOf<[I64]>> {
  let description = [{
    Windows and `axes` as those of `adaptive_max_pool2d`, positions as those of
    `max_pool2d_indices`.
  }];
}

#endif // DLC_GRAPH_POOLING_OPS_TD
