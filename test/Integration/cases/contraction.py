# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Contractions: GraphContractionOps.td. Sizes differ and fill no tile, so that
an exchanged or miscounted one cannot go unnoticed.
"""

import torch
import torch.nn.functional as F

from cases.tables import case, inf, integers, nan, normal, split


def matmul(label: str, x: tuple, y: tuple, **options) -> None:
    case("matmul", label, "matmul(x, y)", torch.matmul, x=normal(*x),
         y=normal(*y), **options)


matmul("odd", (37, 33), (33, 43))
matmul("one", (1, 1), (1, 1))
matmul("row_times_column", (1, 129), (129, 1))
matmul("column_times_row", (3, 1), (1, 129))
matmul("row", (1, 129), (129, 31))
matmul("column", (37, 65), (65, 1))
matmul("empty_rows", (0, 5), (5, 3))
matmul("empty_columns", (3, 5), (5, 0))
matmul("empty_sum", (3, 0), (0, 5))
matmul("three_axes", (3, 5, 17), (17, 9))
matmul("four_axes", (2, 3, 1, 7), (7, 5))
matmul("named", (6, 33), (33, 7), types={"x": "real[N, 33]",
                                         "output": "real[N, 7]"})
matmul("large", (70, 130), (130, 66))
matmul("few_last_columns", (41, 130), (130, 67))
matmul("narrow", (70, 65), (65, 2))
case("matmul", "transposed", "matmul(x, y, transpose_rhs = true)",
     lambda x, y: x @ y.T, x=normal(11, 19), y=normal(23, 19))
case("matmul", "transposed_row", "matmul(x, y, transpose_rhs = true)",
     lambda x, y: x @ y.T, x=normal(1, 7), y=normal(5, 7))
case("matmul", "edges", "matmul(x, y)", torch.matmul,
     x=lambda: torch.tensor([[nan, 1], [inf, 1], [1, 2]]).double(),
     y=lambda: torch.tensor([[1, 0.0], [2, 1]]).double())
case("matmul", "ints", "matmul(x, y)", torch.matmul,
     x=integers(-9, 9, 5, 7, dtype=torch.int32),
     y=integers(-9, 9, 7, 3, dtype=torch.int32))
case("matmul", "longs", "matmul(x, y)", torch.matmul,
     x=integers(-9, 9, 5, 7), y=integers(-9, 9, 7, 3))

# Vectors, which have no row or no column.
matmul("vectors", (33,), (33,))
matmul("vector_left", (33,), (33, 17))
matmul("vector_right", (37, 33), (33,))
matmul("vector_left_batches", (7,), (2, 3, 7, 5))
matmul("vector_right_batches", (2, 3, 5, 7), (7,))
matmul("vector_named", (7,), (7, 4), types={"x": "real[K]", "y": "real[K, N]",
                                            "output": "real[N]"})
matmul("vectors_empty", (0,), (0,))

# Matrices on both sides, numbered by axes before them.
matmul("batches", (3, 5, 7), (3, 7, 4))
matmul("batches_tiles", (2, 33, 65), (2, 65, 47))
matmul("batches_last_column", (3, 33, 31), (3, 31, 33))
matmul("batches_one_panel", (3, 9, 31), (3, 31, 64))
matmul("batches_one", (1, 1, 1), (1, 1, 1))
matmul("batches_rows", (6, 1, 19), (6, 19, 23))
matmul("batches_columns", (6, 19, 23), (6, 23, 1))
matmul("batches_none", (0, 5, 7), (0, 7, 4))
matmul("batches_empty_sum", (3, 5, 0), (3, 0, 4))
matmul("left_alone", (5, 7), (3, 7, 4))
matmul("left_repeated", (3, 1, 5, 7), (4, 7, 2))
matmul("right_repeated", (3, 4, 5, 7), (1, 7, 2))
matmul("right_aligned", (2, 3, 5, 7), (3, 7, 4))
matmul("both_repeated", (3, 1, 5, 7), (1, 2, 7, 4))
matmul("batches_named", (4, 3, 5, 7), (4, 3, 7, 6),
       types={"x": "real[N, H, T, 7]", "y": "real[N, H, 7, S]",
              "output": "real[N, H, T, S]"})
for label, x, y in (("batches_transposed", (3, 5, 7), (3, 4, 7)),
                    ("attention_scores", (2, 2, 17, 64), (2, 2, 35, 64)),
                    ("transposed_tail", (2, 19, 31), (2, 67, 31)),
                    ("transposed_row", (6, 1, 19), (6, 23, 19)),
                    ("transposed_repeated", (3, 1, 5, 17), (2, 35, 17)),
                    ("transposed_empty", (2, 0, 7), (2, 5, 7))):
    case("matmul", f"batched_{label}", "matmul(x, y, transpose_rhs = true)",
         lambda x, y: x @ y.mT, x=normal(*x), y=normal(*y))
case("matmul", "batches_edges", "matmul(x, x, transpose_rhs = true)",
     lambda x: x @ x.mT,
     x=lambda: torch.tensor([[[nan, 1], [2, 1]], [[inf, 1], [0, -0.0]]]).double())
case("matmul", "batches_ints", "matmul(x, y)", torch.matmul,
     x=integers(-9, 9, 4, 1, 5, 7, dtype=torch.int32),
     y=integers(-9, 9, 2, 7, 3, dtype=torch.int32))
case("matmul", "heads", """
    let left = transpose(x, [0, 2, 1, 3])
    let right = transpose(y, [0, 2, 1, 3])
    return matmul(left, right, transpose_rhs = true) / 3 + b""",
     lambda x, y, b: x.transpose(1, 2) @ y.transpose(1, 2).mT / 3 + b,
     x=normal(2, 9, 3, 16), y=normal(2, 21, 3, 16), b=normal(9, 21))
case("matmul", "bias_three_axes", "tanh(matmul(x, y) + b)",
     lambda x, y, b: torch.tanh(x @ y + b), x=normal(3, 7, 19),
     y=normal(19, 35), b=normal(35))


def conv2d(label: str, x: tuple, weight: tuple, dl: str = "",
           types: dict = None, **options) -> None:
    case("conv2d", label, f"conv2d(x, weight{dl})",
         lambda x, weight: F.conv2d(x, weight, **options), types,
         x=normal(*x), weight=normal(*weight))


conv2d("odd", (2, 3, 13, 9), (5, 3, 3, 3))
conv2d("pointwise", (2, 5, 5, 7), (11, 5, 1, 1))
conv2d("strides", (2, 3, 15, 12), (7, 3, 3, 3), ", strides = [2, 2]", stride=2)
conv2d("padding", (2, 3, 9, 7), (5, 3, 5, 3), ", padding = [2, 1]",
       padding=(2, 1))
conv2d("dilations", (2, 3, 9, 11), (5, 3, 3, 3), ", dilations = [2, 3]",
       dilation=(2, 3))
conv2d("groups", (2, 6, 9, 7), (10, 3, 3, 3), ", groups = 2", groups=2)
conv2d("depthwise", (2, 5, 11, 9), (5, 1, 3, 3),
       ", padding = [1, 1], groups = 5", padding=1, groups=5)
conv2d("depthwise_twice", (1, 3, 7, 8), (6, 1, 3, 2), ", groups = 3", groups=3)
conv2d("not_square", (2, 3, 9, 20), (5, 3, 1, 7),
       ", strides = [1, 3], padding = [0, 2]", stride=(1, 3), padding=(0, 2))
conv2d("all", (2, 4, 15, 18), (6, 2, 3, 4),
       ", strides = [2, 3], padding = [2, 1], dilations = [3, 2], groups = 2",
       stride=(2, 3), padding=(2, 1), dilation=(3, 2), groups=2)
conv2d("one", (1, 1, 1, 1), (1, 1, 1, 1))
conv2d("only_padding", (1, 2, 1, 1), (3, 2, 3, 3), ", padding = [1, 1]",
       padding=1)
conv2d("empty_batch", (0, 3, 5, 5), (4, 3, 3, 3))
conv2d("whole", (2, 3, 5, 7), (4, 3, 5, 7))
conv2d("wide", (1, 33, 6, 7), (35, 33, 3, 3), ", padding = [1, 1]", padding=1)
conv2d("named", (3, 2, 8, 9), (5, 2, 3, 3), ", padding = [1, 1]",
       {"x": "real[N, 2, H, W]", "output": "real[N, 5, H, W]"}, padding=1)


def conv2d_filter_gradient(label: str, x: tuple, weight: tuple, dl: str = "",
                           types: dict = None, **options) -> None:
    """The gradient of a filter of the shape `weight`."""
    result = F.conv2d(torch.empty(x), torch.empty(weight), **options).shape
    case("conv2d-filter-gradient", label,
         "conv2d_filter_gradient(x, gradient, "
         f"kernel = [{weight[2]}, {weight[3]}]{dl})",
         lambda x, gradient: torch.nn.grad.conv2d_weight(
             x, weight, gradient, **options),
         types, x=normal(*x), gradient=normal(*result))


conv2d_filter_gradient("odd", (2, 3, 13, 9), (5, 3, 3, 3))
conv2d_filter_gradient("pointwise", (2, 19, 5, 7), (11, 19, 1, 1))
conv2d_filter_gradient("strides", (2, 3, 15, 12), (7, 3, 3, 3),
                       ", strides = [2, 2]", stride=2)
conv2d_filter_gradient("padding", (2, 17, 9, 7), (25, 17, 5, 3),
                       ", padding = [2, 1]", padding=(2, 1))
conv2d_filter_gradient("dilations", (2, 3, 9, 11), (5, 3, 3, 3),
                       ", dilations = [2, 3]", dilation=(2, 3))
conv2d_filter_gradient("groups", (2, 16, 9, 7), (32, 8, 3, 3), ", groups = 2",
                       groups=2)
conv2d_filter_gradient("depthwise", (2, 5, 11, 9), (5, 1, 3, 3),
                       ", padding = [1, 1], groups = 5", padding=1, groups=5)
conv2d_filter_gradient("images", (19, 9, 11, 12), (33, 9, 3, 3),
                       ", padding = [1, 1]", padding=1)
conv2d_filter_gradient("all", (2, 4, 15, 18), (6, 2, 3, 4),
                       ", strides = [2, 3], padding = [2, 1], "
                       "dilations = [3, 2], groups = 2",
                       stride=(2, 3), padding=(2, 1), dilation=(3, 2), groups=2)
conv2d_filter_gradient("one", (1, 1, 1, 1), (1, 1, 1, 1))
conv2d_filter_gradient("only_padding", (1, 2, 1, 1), (3, 2, 3, 3),
                       ", padding = [1, 1]", padding=1)
conv2d_filter_gradient("named", (3, 2, 8, 9), (5, 2, 3, 3), ", padding = [1, 1]",
                       {"x": "real[N, 2, H, W]",
                        "gradient": "real[N, 5, H, W]"}, padding=1)
conv2d_filter_gradient("depthwise_strides", (3, 19, 15, 12), (19, 1, 3, 3),
                       ", strides = [2, 2], padding = [1, 1], groups = 19",
                       stride=2, padding=1, groups=19)
conv2d_filter_gradient("depthwise_window", (2, 9, 10, 13), (9, 1, 5, 7),
                       ", padding = [2, 3], groups = 9", padding=(2, 3),
                       groups=9)
conv2d_filter_gradient("depthwise_dilations", (2, 8, 11, 13), (8, 1, 3, 3),
                       ", padding = [2, 3], dilations = [2, 3], groups = 8",
                       padding=(2, 3), dilation=(2, 3), groups=8)

split("matmul", 10)
split("conv2d", 8)
split("conv2d-filter-gradient", 2)
