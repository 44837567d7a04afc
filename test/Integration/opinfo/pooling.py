# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pooling; in one dimension it is done in two, with a height of 1."""

from torch import Tensor

from opinfo.translation import Builder, Excluded, several, translates


def _images(b: Builder, x: Tensor, axes: int) -> str:
    if not x.dtype.is_floating_point and "avg" in b.operator:
        raise Excluded("means of integers")
    text, shape = b(x), list(x.shape)
    wanted = ([1] if x.dim() == axes + 1 else []) + shape
    if axes == 1:
        wanted.insert(2, 1)
    return text if wanted == shape else f"reshape({text}, {wanted})"


def _result(b: Builder, text: str, axes: int, x: Tensor) -> str:
    shape = list((b.expected[0] if isinstance(b.expected, tuple)
                  else b.expected).shape)
    return text if axes == 2 and x.dim() == 4 else f"reshape({text}, {shape})"


def _with_indices(b: Builder, name: str, arguments: str, axes: int, x: Tensor,
                  indices: bool):
    """The largest in windows, and on request where they are."""
    values = _result(b, name + arguments, axes, x)
    if not indices:
        return values
    return values, _result(b, f"{name}_indices{arguments}", axes, x)


def _pool_options(axes: int, **options) -> str:
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
    if stride == []:
        stride = None
    options = _pool_options(axes, kernel=kernel_size, strides=stride,
                            padding=padding, dilations=dilation)
    arguments = f"({_images(b, x, axes)}{options}, ceil_mode = {b(ceil_mode)})"
    return _with_indices(b, "max_pool2d", arguments, axes, x, return_indices)


@translates("nn.functional.avg_pool1d", "nn.functional.avg_pool2d")
def avg_pool(b: Builder, x, kernel_size, stride=None, padding=0,
             ceil_mode=False, count_include_pad=True, divisor_override=None):
    axes = int(b.operator[-2])
    if stride in ([], ()):
        stride = None
    options = _pool_options(axes, kernel=kernel_size, strides=stride,
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
    size = several(output_size, axes)
    size = [n if n is not None else x.shape[x.dim() - axes + i]
            for i, n in enumerate(size)]
    name = f"adaptive_{b.operator.split('_')[1]}_pool2d"
    arguments = (f"({_images(b, x, axes)}, output_size = "
                 f"{size if axes == 2 else [1, *size]})")
    return _with_indices(b, name, arguments, axes, x, return_indices)
