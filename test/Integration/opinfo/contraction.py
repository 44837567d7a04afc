# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Products, convolutions, pooling and attention."""

import torch
from torch import Tensor

from opinfo.translation import (Builder, Excluded, pair, several, transposed,
                                translates)


def _numbers(x: Tensor) -> None:
    if x.dtype == torch.bool:
        raise Excluded("arithmetic on bools")


def product(b: Builder, x: Tensor, y: Tensor, left: str = "",
            right: str = "") -> str:
    """torch.matmul, where vectors are matrices of one row or column."""
    _numbers(x)
    left, right = left or b(x), right or b(y)
    if x.dim() == 1:
        left = f"reshape({left}, {[1, x.shape[0]]})"
    if y.dim() == 1:
        right = f"reshape({right}, {[y.shape[0], 1]})"
    text = f"matmul({left}, {right})"
    if x.dim() == 1 or y.dim() == 1:
        text = f"reshape({text}, {list(torch.matmul(x, y).shape)})"
    return text


@translates("matmul", "mm", "bmm", "mv", "__rmatmul__")
def matmul(b: Builder, x, y):
    return product(b, y, x) if b.operator == "__rmatmul__" else product(b, x, y)


@translates("dot", "vdot")
def dot(b: Builder, x, y):
    _numbers(x)
    return f"sum({b(x)} * {b(y)})"


@translates("inner")
def inner(b: Builder, x, y):
    if not x.dim() or not y.dim():
        return f"{b(x)} * {b(y)}"
    if y.dim() > 2:
        raise Excluded("inner products over more than matrices")
    return product(b, x, y.T if y.dim() == 2 else y, b(x),
                   transposed(b(y), 2, 0, 1) if y.dim() == 2 else "")


@translates("outer")
def outer(b: Builder, x, y):
    _numbers(x)
    return f"outer({b(x)}, {b(y)})"


@translates("addmm", "addmm.decomposed", "addmv", "baddbmm", "addbmm", "addr")
def add_product(b: Builder, x, first, second, beta=1, alpha=1):
    _numbers(x)
    name = b.operator.split(".")[0]
    if name == "addr":
        text = f"outer({b(first)}, {b(second)})"
    else:
        text = product(b, first, second)
    if name == "addbmm":
        text = f"sum({text}, axes = [0])"
    return (f"{b.number(beta, x.dtype)} * {b(x)} + "
            f"{b.number(alpha, x.dtype)} * {text}")


@translates("nn.functional.linear")
def linear(b: Builder, x, weight, bias=None):
    text = product(b, x, weight.T, b(x),
                   transposed(b(weight), 2, 0, 1) if weight.dim() == 2 else "")
    return text if bias is None else f"{text} + {b(bias)}"


@translates("nn.functional.bilinear")
def bilinear(b: Builder, x, y, weight, bias=None):
    raise Excluded("a layer, compared as such")


def _same(padding, kernel, dilation) -> list:
    """Padding before and after each axis."""
    if padding == "valid":
        return [(0, 0)] * len(kernel)
    totals = [d * (k - 1) for k, d in zip(kernel, dilation)]
    return [(t // 2, t - t // 2) for t in totals]


@translates("nn.functional.conv1d", "nn.functional.conv2d",
            "nn.functional.conv3d")
def convolution(b: Builder, x, weight, bias=None, stride=1, padding=0,
                dilation=1, groups=1):
    axes = int(b.operator[-2])
    _numbers(x)
    if not x.dtype.is_floating_point:
        raise Excluded("convolutions of integers")
    text, batched = b(x), x.dim() == axes + 2
    if not batched:
        text = f"reshape({text}, {[1, *x.shape]})"
    dilations = several(dilation, axes)
    if isinstance(padding, str):
        margins = _same(padding, weight.shape[2:], dilations)
        padding = [0] * axes
        text = (f"pad({text}, low = {[0, 0] + [m[0] for m in margins]}, "
                f"high = {[0, 0] + [m[1] for m in margins]})")
    def each(value):
        items = several(value, axes)
        return items[0] if axes == 1 else items
    y = (f"conv{axes}d({text}, {b(weight)}, strides = {each(stride)}, padding = "
         f"{each(padding)}, dilations = {each(dilation)}, groups = {groups})")
    return _finish(b, y, bias, batched)


def _finish(b: Builder, y: str, bias, batched: bool) -> str:
    shape = list(b.expected.shape)
    full = shape if batched else [1, *shape]
    if bias is not None:
        y = f"{y} + broadcast({b(bias)}, {full}, axes = [1])"
    return y if batched else f"reshape({y}, {shape})"


@translates("nn.functional.conv_transpose1d", "nn.functional.conv_transpose2d")
def transposed_convolution(b: Builder, x, weight, bias=None, stride=1,
                           padding=0, output_padding=0, groups=1, dilation=1):
    axes = int(b.operator[-2])
    if not x.dtype.is_floating_point:
        raise Excluded("convolutions of integers")
    text, batched = b(x), x.dim() == axes + 2
    if not batched:
        text = f"reshape({text}, {[1, *x.shape]})"
    def each(value):
        items = several(value, axes)
        return items[0] if axes == 1 else items
    y = (f"conv_transpose{axes}d({text}, {b(weight)}, strides = {each(stride)}, "
         f"padding = {each(padding)}, output_padding = {each(output_padding)}, "
         f"dilations = {each(dilation)}, groups = {groups})")
    return _finish(b, y, bias, batched)


@translates("nn.functional.conv_transpose3d")
def transposed_convolution3d(b: Builder, *_, **__):
    raise Excluded("transposed convolution in three dimensions")


# Pooling: 1-d is 2-d with a height of 1.


def _images(b: Builder, x: Tensor, axes: int) -> str:
    if not x.dtype.is_floating_point:
        raise Excluded("pooling integers")
    text, shape = b(x), list(x.shape)
    wanted = ([1] if x.dim() == axes + 1 else []) + shape
    if axes == 1:
        wanted.insert(2, 1)
    return text if wanted == shape else f"reshape({text}, {wanted})"


def _result(b: Builder, text: str, axes: int, x: Tensor) -> str:
    shape = list((b.expected[0] if isinstance(b.expected, tuple)
                  else b.expected).shape)
    return text if axes == 2 and x.dim() == 4 else f"reshape({text}, {shape})"


def _pool_options(axes: int, fill: int, **options) -> str:
    text = ""
    for name, value in options.items():
        if value is not None:
            items = several(value, axes)
            rest = 0 if name == "padding" else 1
            text += f", {name} = {items if axes == 2 else [rest, *items]}"
    return text


@translates("nn.functional.max_pool1d", "nn.functional.max_pool2d")
def max_pool(b: Builder, x, kernel_size, stride=None, padding=0, dilation=1,
             ceil_mode=False, return_indices=False):
    axes = int(b.operator[-2])
    if return_indices:
        raise Excluded("positions of the largest in windows")
    if stride == []:
        stride = None
    options = _pool_options(axes, 0, kernel=kernel_size, strides=stride,
                            padding=padding, dilations=dilation)
    return _result(b, f"max_pool2d({_images(b, x, axes)}{options}, "
                   f"ceil_mode = {b(ceil_mode)})", axes, x)


@translates("nn.functional.avg_pool1d", "nn.functional.avg_pool2d")
def avg_pool(b: Builder, x, kernel_size, stride=None, padding=0,
             ceil_mode=False, count_include_pad=True, divisor_override=None):
    axes = int(b.operator[-2])
    if stride in ([], ()):
        stride = None
    options = _pool_options(axes, 0, kernel=kernel_size, strides=stride,
                            padding=padding)
    if divisor_override is not None:
        options += f", divisor = {divisor_override}"
    return _result(b, f"avg_pool2d({_images(b, x, axes)}{options}, "
                   f"ceil_mode = {b(ceil_mode)}, "
                   f"count_include_pad = {b(count_include_pad)})", axes, x)


@translates("nn.functional.adaptive_avg_pool1d",
            "nn.functional.adaptive_avg_pool2d",
            "nn.functional.adaptive_max_pool1d",
            "nn.functional.adaptive_max_pool2d")
def adaptive_pool(b: Builder, x, output_size, return_indices=False):
    axes = int(b.operator[-2])
    if return_indices:
        raise Excluded("positions of the largest in windows")
    size = several(output_size, axes)
    size = [n if n is not None else x.shape[x.dim() - axes + i]
            for i, n in enumerate(size)]
    name = f"adaptive_{b.operator.split('_')[1]}_pool2d"
    return _result(b, f"{name}({_images(b, x, axes)}, output_size = "
                   f"{size if axes == 2 else [1, *size]})", axes, x)


@translates("nn.functional.scaled_dot_product_attention")
def attention(b: Builder, q, k, v, attn_mask=None, dropout_p=0.0,
              is_causal=False, scale=None, enable_gqa=False):
    if dropout_p:
        raise Excluded("random numbers")
    raise Excluded("a layer, compared as such")
