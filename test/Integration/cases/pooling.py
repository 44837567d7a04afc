# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pooling: GraphPoolingOps.td."""

from typing import Callable

import torch
import torch.nn.functional as F

from cases.tables import Draw, case, inf, integers, nan, normal, split


def negative(*shape: int) -> Draw:
    """Padding counts as less than anything, not as zero."""
    draw = normal(*shape)
    return lambda: -draw().abs()


def edges() -> torch.Tensor:
    return torch.tensor([[[[1, nan, 3, -inf], [2, 1, -inf, -inf],
                           [0, inf, -1, -inf]]]]).double()


def pool(name: str, function: Callable) -> Callable:
    """`function` names the options of the language in PyTorch's words."""
    def add(label: str, x: Draw, types: dict = None, **options) -> None:
        def text(value) -> str:
            return str(value).lower()
        arguments = "".join(f", {key} = {text(value)}"
                            for key, value in options.items())
        case(name.replace("_", "-"), label, f"{name}(x{arguments})",
             lambda x: function(x, **options), types=types, x=x)
    return add


def windows(add: Callable, result: str = "real") -> None:
    """What pools of windows have in common."""
    add("odd", normal(2, 3, 13, 10), kernel=[2, 2], strides=[2, 2])
    add("overlapping", normal(2, 3, 9, 8), kernel=[3, 3], strides=[1, 1])
    add("padding", negative(2, 3, 11, 8), kernel=[3, 2], strides=[2, 1],
        padding=[1, 1])
    add("gaps", normal(1, 2, 11, 9), kernel=[2, 2], strides=[3, 4])
    add("one", normal(2, 3, 5, 7), kernel=[1, 1], strides=[1, 1])
    add("whole", normal(2, 3, 5, 7), kernel=[5, 7], strides=[1, 1])
    add("row", normal(2, 1, 1, 37), kernel=[1, 3], strides=[1, 2])
    add("empty_batch", normal(0, 3, 6, 6), kernel=[2, 2], strides=[2, 2])
    add("named", normal(3, 2, 9, 8), kernel=[2, 2], strides=[1, 1], types={
        "x": "real[N, 2, H, W]", "output": f"{result}[N, 2, H - 1, W - 1]"})
    add("edges", edges, kernel=[2, 2], strides=[1, 1])
    add("default_strides", normal(2, 3, 13, 10), kernel=[3, 2])
    add("ceil", normal(2, 3, 13, 11), kernel=[4, 3], ceil_mode=True)
    add("ceil_padding", negative(2, 3, 12, 9), kernel=[3, 2], strides=[2, 2],
        padding=[1, 1], ceil_mode=True)
    # The last window would begin in the padding behind the input.
    add("ceil_drops", negative(1, 2, 5, 4), kernel=[2, 2], strides=[3, 2],
        padding=[1, 1], ceil_mode=True)
    add("ceil_larger", normal(1, 2, 3, 4), kernel=[5, 7], strides=[4, 9],
        ceil_mode=True)
    add("ceil_edges", edges, kernel=[2, 3], strides=[2, 2], padding=[1, 1],
        ceil_mode=True)


def max_pool2d(x, kernel, strides=None, padding=0, dilations=1,
               ceil_mode=False):
    return F.max_pool2d(x, kernel, strides, padding, dilations, ceil_mode)


def max_pool2d_indices(x, kernel, strides=None, padding=0, dilations=1,
                       ceil_mode=False):
    return F.max_pool2d(x, kernel, strides, padding, dilations, ceil_mode,
                        return_indices=True)[1]


def dilated(add: Callable) -> None:
    add("dilated", normal(2, 3, 13, 10), kernel=[2, 3], strides=[1, 2],
        dilations=[3, 1])
    add("dilated_padding", negative(2, 3, 9, 10), kernel=[3, 3], strides=[2, 1],
        padding=[1, 1], dilations=[2, 3])
    add("dilated_ceil", negative(2, 3, 12, 13), kernel=[2, 3], strides=[4, 3],
        padding=[1, 0], dilations=[2, 2], ceil_mode=True)


def ties(*shape: int) -> Draw:
    """Small integers, as numbers."""
    draw = integers(-2, 3, *shape)
    return lambda: draw().double()


maxima = pool("max_pool2d", max_pool2d)
windows(maxima)
dilated(maxima)
places = pool("max_pool2d_indices", max_pool2d_indices)
windows(places, "i64")
dilated(places)
places("ties", ties(2, 3, 9, 12), kernel=[3, 4], strides=[2, 2],
       padding=[1, 2])
places("pairs_of_ties", ties(2, 3, 8, 34), kernel=[2, 2])
places("longs", integers(-2**60, -2**40, 2, 3, 9, 10), kernel=[2, 3],
       padding=[1, 1])
places("bytes", integers(0, 256, 1, 3, 9, 17, dtype=torch.uint8),
       kernel=[2, 2], padding=[1, 1])
maxima("ints", integers(-99, -9, 2, 3, 9, 10, dtype=torch.int32),
       kernel=[3, 3], strides=[2, 2], padding=[1, 1], ceil_mode=True)
maxima("longs", integers(-2**60, -2**40, 2, 3, 9, 10), kernel=[2, 3],
       padding=[1, 1])
maxima("bytes", integers(0, 256, 1, 3, 9, 17, dtype=torch.uint8),
       kernel=[2, 2], padding=[1, 1])
maxima("signed_bytes", integers(-128, -1, 1, 3, 9, 17, dtype=torch.int8),
       kernel=[2, 3], strides=[1, 2], dilations=[1, 2])


def avg_pool2d(x, kernel, strides=None, padding=0, ceil_mode=False,
               count_include_pad=True, divisor=None):
    return F.avg_pool2d(x, kernel, strides, padding, ceil_mode,
                        count_include_pad, divisor)


means = pool("avg_pool2d", avg_pool2d)
windows(means)
means("excluded", normal(2, 3, 11, 8), kernel=[3, 4], strides=[2, 3],
      padding=[1, 2], count_include_pad=False)
means("excluded_ceil", normal(2, 3, 11, 9), kernel=[3, 4], strides=[3, 2],
      padding=[1, 2], ceil_mode=True, count_include_pad=False)
means("partial", normal(2, 3, 13, 10), kernel=[5, 4], strides=[3, 2],
      padding=[2, 1], ceil_mode=True)
means("divisor", normal(2, 3, 9, 8), kernel=[3, 2], padding=[1, 0], divisor=5)
means("negative_divisor", normal(1, 2, 6, 6), kernel=[2, 2], divisor=-3)
means("large", normal(1, 2, 35, 37), kernel=[33, 35], strides=[1, 1])


def adaptive(name: str, function: Callable, result: str = "real") -> None:
    add = pool(name, function)
    add("whole", normal(2, 3, 13, 10), output_size=[1, 1])
    add("even", normal(2, 3, 12, 10), output_size=[4, 5])
    add("uneven", normal(2, 3, 13, 10), output_size=[5, 4])
    add("mixed", normal(2, 3, 13, 10), output_size=[6, 5])
    add("same", normal(1, 2, 5, 7), output_size=[5, 7])
    add("upwards", normal(1, 2, 3, 4), output_size=[7, 9])
    add("one", normal(2, 1, 1, 1), output_size=[1, 1])
    add("of_one", normal(2, 1, 1, 1), output_size=[2, 3])
    add("empty_batch", normal(0, 3, 6, 6), output_size=[2, 2])
    add("no_windows", normal(1, 2, 6, 6), output_size=[0, 3])
    add("named", normal(3, 2, 9, 8), output_size=[2, 3], types={
        "x": "real[N, C, H, W]", "output": f"{result}[N, C, 2, 3]"})
    add("edges", edges, output_size=[2, 3])
    add("large", normal(1, 2, 40, 37), output_size=[3, 2])


adaptive("adaptive_avg_pool2d", lambda x, output_size:
         F.adaptive_avg_pool2d(x, output_size))
adaptive("adaptive_max_pool2d", lambda x, output_size:
         F.adaptive_max_pool2d(x, output_size))
adaptive("adaptive_max_pool2d_indices", lambda x, output_size:
         F.adaptive_max_pool2d(x, output_size, return_indices=True)[1], "i64")
for label, dtype, low, high in (("ints", torch.int32, -99, -9),
                                ("bytes", torch.uint8, 0, 256)):
    pool("adaptive_max_pool2d", lambda x, output_size: F.adaptive_max_pool2d(
        x.double(), output_size).to(x.dtype))(
            label, integers(low, high, 2, 3, 9, 10, dtype=dtype),
            output_size=[4, 5])

split("avg-pool2d", 6)
split("max-pool2d", 10)
split("max-pool2d-indices", 8)
