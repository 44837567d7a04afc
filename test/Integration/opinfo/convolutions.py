# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Convolutions."""

from opinfo.translation import Builder, Excluded, several, translates


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
    y = (f"conv{axes}d({text}, {b(weight)}, "
         f"strides = {each(stride)}, padding = "
         f"{each(padding)}, dilations = {each(dilation)}, groups = {groups})")
    return _finish(b, y, bias, batched)


def _finish(b: Builder, y: str, bias, batched: bool) -> str:
    shape = list(b.expected.shape)
    full = shape if batched else [1, *shape]
    if bias is not None:
        y = f"{y} + broadcast({b(bias)}, {full}, axes = [1])"
    return y if batched else f"reshape({y}, {shape})"


@translates("nn.functional.conv_transpose1d", "nn.functional.conv_transpose2d",
            "nn.functional.conv_transpose3d")
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
    y = (f"conv_transpose{axes}d({text}, {b(weight)}, "
         f"strides = {each(stride)}, "
         f"padding = {each(padding)}, output_padding = {each(output_padding)}, "
         f"dilations = {each(dilation)}, groups = {groups})")
    return _finish(b, y, bias, batched)
