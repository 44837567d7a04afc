# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pooling."""

import torch
import torch.nn.functional as F

from cases.tables import Draw, case, distinct, inf, nan, normal


def max_pool2d(label: str, x: Draw, kernel: list, strides: list,
               padding: list = None, **options) -> None:
    text = f", padding = {padding}" if padding else ""
    case("max-pool2d", label,
         f"max_pool2d(x, kernel = {kernel}, strides = {strides}{text})",
         lambda x: F.max_pool2d(x, kernel, strides, padding or 0), x=x,
         **options)


def negative(*shape: int) -> Draw:
    """Padding counts as less than anything, not as zero."""
    draw = normal(*shape)
    return lambda: -draw().abs()


max_pool2d("odd", normal(2, 3, 13, 10), [2, 2], [2, 2])
max_pool2d("overlapping", normal(2, 3, 9, 8), [3, 3], [1, 1])
max_pool2d("padding", negative(2, 3, 11, 8), [3, 2], [2, 1], [1, 1])
max_pool2d("gaps", normal(1, 2, 11, 9), [2, 2], [3, 4])
max_pool2d("one", normal(2, 3, 5, 7), [1, 1], [1, 1])
max_pool2d("whole", normal(2, 3, 5, 7), [5, 7], [1, 1])
max_pool2d("row", normal(2, 1, 1, 37), [1, 3], [1, 2])
max_pool2d("empty_batch", normal(0, 3, 6, 6), [2, 2], [2, 2])
max_pool2d("named", normal(3, 2, 9, 8), [2, 2], [1, 1], types={
    "x": "real[N, 2, H, W]", "output": "real[N, 2, H - 1, W - 1]"})
max_pool2d("edges", lambda: torch.tensor(
    [[[[1, nan, 3, -inf], [2, 1, -inf, -inf], [0, inf, -1, -inf]]]]).double(),
    [2, 2], [1, 1])
