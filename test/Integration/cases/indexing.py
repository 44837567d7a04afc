# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Operations that index by tensors: GraphIndexingOps.td."""

import torch
import torch.nn.functional as F

from cases.tables import booleans, case, inf, integers, nan, normal, values

I32 = torch.int32


def take(label: str, shape: tuple, indices: tuple, axis: int,
         dtype: torch.dtype = torch.int64, x=None, **options) -> None:
    def function(x: torch.Tensor, i: torch.Tensor) -> torch.Tensor:
        place = axis % x.dim()
        taken = x.index_select(place, i.flatten())
        return taken.reshape(x.shape[:place] + i.shape + x.shape[place + 1:])
    size = shape[axis]
    case("take", label, f"take(x, i, axis = {axis})", function,
         x=x or normal(*shape), i=integers(0, max(size, 1), *indices,
                                           dtype=dtype), **options)


take("rows", (11, 7), (5,), 0)
take("table", (11, 7), (5, 3), 0)
take("columns", (3, 11), (4,), 1)
take("last", (2, 3, 11), (5, 2), -1)
take("middle", (2, 11, 3), (4,), 1)
take("scalar_index", (11, 7), (), 0)
take("no_indices", (11, 7), (0,), 0)
take("no_rows", (0, 5), (0,), 0)
take("of_one", (1, 5), (3,), 0)
take("small_indices", (11, 7), (5,), 0, I32)
take("named", (11, 7), (5,), 0,
     types={"i": "i64[N]", "output": "real[N, 7]"})
take("longs", (11,), (5,), 0, x=integers(-9, 9, 11))
take("bools", (11,), (5,), 0, x=booleans(11))


def gather(label: str, shape: tuple, indices: tuple, axis: int,
           dtype: torch.dtype = torch.int64) -> None:
    case("gather", label, f"gather(x, i, axis = {axis})",
         lambda x, i: torch.gather(x, axis, i.long()), x=normal(*shape),
         i=integers(0, max(shape[axis], 1), *indices, dtype=dtype))


gather("columns", (11, 37), (7, 13), 1)
gather("rows", (11, 5), (13, 5), 0)
gather("middle", (2, 7, 3), (2, 4, 3), 1)
gather("last", (2, 3, 7), (2, 3, 5), -1)
gather("vector", (11,), (5,), 0)
gather("one", (1, 1), (1, 1), 0)
gather("no_indices", (3, 5), (0, 5), 0)
gather("small_indices", (5, 7), (5, 3), 1, I32)
gather("fewer_rows", (5, 7), (2, 9), 1)


def scatter_add(label: str, shape: tuple, size: int, axis: int,
                dtype: torch.dtype = torch.int64, updates=None,
                **options) -> None:
    def function(u: torch.Tensor, i: torch.Tensor) -> torch.Tensor:
        result = list(u.shape)
        result[axis] = size
        return u.new_zeros(result).scatter_add(axis, i.long(), u)
    case("scatter-add", label,
         f"scatter_add(u, i, size = {options.pop('name', size)}, "
         f"axis = {axis})", function, u=updates or normal(*shape),
         i=integers(0, max(size, 1), *shape, dtype=dtype), **options)


def index_add(label: str, shape: tuple, size: int, axis: int) -> None:
    """The rows, or others, of a tensor: the adjoint of `take`."""
    def function(u: torch.Tensor, i: torch.Tensor) -> torch.Tensor:
        result = list(u.shape)
        result[axis] = size
        return u.new_zeros(result).index_add(axis, i, u)
    case("scatter-add", label,
         f"scatter_add(u, broadcast(i, {list(shape)}, axes = [{axis}]), "
         f"size = {size}, axis = {axis})", function, u=normal(*shape),
         i=integers(0, size, shape[axis]))


scatter_add("columns", (7, 13), 11, 1)
scatter_add("rows", (13, 5), 4, 0)
scatter_add("middle", (2, 7, 3), 4, 1)
scatter_add("last", (2, 3, 7), 5, -1)
scatter_add("vector", (31,), 5, 0)
scatter_add("wide", (9, 141), 3, 0)
scatter_add("one", (1, 1), 1, 0)
scatter_add("into_one", (3, 131), 1, 1)
scatter_add("no_updates", (0, 5), 3, 0)
scatter_add("small_indices", (5, 7), 3, 1, I32)
scatter_add("named", (9, 5), 5, 0, name="D", types={
    "u": "real[N, D]", "i": "i64[N, D]", "output": "real[D, D]"})
scatter_add("edges", (6,), 4, 0, updates=values(nan, 1, inf, -inf, 2, -0.0))
scatter_add("longs", (3, 9), 2, 1, updates=integers(-2**60, 2**60, 3, 9))
scatter_add("bytes", (3, 9), 2, 1,
            updates=integers(0, 256, 3, 9, dtype=torch.uint8))
index_add("taken_rows", (13, 37), 6, 0)
index_add("taken_columns", (4, 13), 6, 1)
index_add("taken_middle", (3, 11, 70), 4, 1)


def pick(label: str, shape: tuple, axis: int, **options) -> None:
    rest = shape[:axis] + shape[axis + 1:]
    case("pick", label, f"pick(x, i, axis = {axis})",
         lambda x, i: x.gather(axis, i.unsqueeze(axis).long()).squeeze(axis),
         x=normal(*shape), i=integers(0, shape[axis], *rest, **options))


pick("rows", (7, 5), 0)
pick("columns", (7, 5), 1)
pick("middle", (2, 7, 3), 1)
pick("last", (2, 3, 7), 2)
pick("vector", (11,), 0)
pick("one", (1, 1), 1)
pick("no_rows", (0, 5), 1)
pick("small_indices", (9, 4), 1, dtype=I32)
pick("long", (1031, 3), 1)


def one_hot(label: str, shape: tuple, classes: int, target: str = "real",
            dtype: torch.dtype = torch.float64,
            indices: torch.dtype = torch.int64) -> None:
    case("one-hot", label, f"one_hot(i, classes = {classes}, dtype = {target})",
         lambda i: F.one_hot(i.long(), classes).to(dtype),
         types={"output": f"{target}[{', '.join(map(str, (*shape, classes)))}]"},
         i=integers(0, classes, *shape, dtype=indices))


one_hot("vector", (7,), 5)
one_hot("matrix", (3, 4), 11)
one_hot("scalar", (), 3)
one_hot("one_class", (4,), 1)
one_hot("empty", (0,), 5)
one_hot("small_indices", (7,), 5, indices=I32)
one_hot("ints", (7,), 5, "i32", I32)
one_hot("longs", (7,), 5, "i64", torch.int64)
one_hot("long", (131,), 9)

case("iota", "vector", "x + iota(7, dtype = real)",
     lambda x: x + torch.arange(7), x=normal(7))
case("iota", "longs", "i + iota(7, dtype = i64)",
     lambda i: i + torch.arange(7), i=integers(0, 9, 7))
case("iota", "ints", "i + iota(7, dtype = i32)",
     lambda i: i + torch.arange(7, dtype=I32), i=integers(0, 9, 7, dtype=I32))
case("iota", "empty", "x + iota(0, dtype = real)",
     lambda x: x + torch.arange(0), x=normal(0))
case("iota", "one", "x + iota(1, dtype = real)",
     lambda x: x + torch.arange(1), x=normal(1))
case("iota", "long", "x + iota(1031, dtype = real)",
     lambda x: x + torch.arange(1031), x=normal(1031))
case("iota", "rows", "x + iota(5, dtype = real)",
     lambda x: x + torch.arange(5), x=normal(3, 5))
case("iota", "named", "x + iota(N, dtype = real)",
     lambda x: x + torch.arange(9), x=normal(9),
     types={"x": "real[N]", "output": "real[N]"})
