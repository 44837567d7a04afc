# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Operations that move elements: GraphShapeOps.td, slices, and the functions of
prelude.dl over them.
"""

from typing import Callable

import torch
import torch.nn.functional as F

from cases.tables import booleans, case, integers, normal


def reshape(label: str, shape: tuple, target: list, **options) -> None:
    case("reshape", label, f"reshape(x, {target})",
         lambda x: x.reshape(options.get("numbers", target)),
         x=normal(*shape), types=options.get("types"))


reshape("flat", (3, 7), [21])
reshape("inferred", (3, 4, 5), [6, -1])
reshape("inferred_first", (3, 4, 5), [-1, 10])
reshape("to_scalar", (1, 1), [])
reshape("of_scalar", (), [1, 1, 1])
reshape("ones", (3, 7), [1, 3, 1, 7])
reshape("empty", (0, 5), [5, 0])
reshape("same", (3, 7), [3, 7])
case("reshape", "named", "reshape(x, [N, 3, -1])",
     lambda x: x.reshape(5, 3, 4), x=normal(5, 12),
     types={"x": "real[N, 12]", "output": "real[N, 3, 4]"})
case("reshape", "ints", "reshape(x, [-1])", torch.flatten, x=integers(0, 9, 3, 5))
case("reshape", "bools", "reshape(x, [5, 3])", lambda x: x.reshape(5, 3),
     x=booleans(3, 5))


def transpose(label: str, shape: tuple, permutation: list, **options) -> None:
    case("transpose", label, f"transpose(x, permutation = {permutation})",
         lambda x: x.permute(permutation), x=normal(*shape), **options)


transpose("matrix", (37, 33), [1, 0])
transpose("same", (3, 7), [0, 1])
transpose("rotate", (3, 5, 7), [1, 2, 0])
transpose("rotate_back", (3, 5, 7), [2, 0, 1])
transpose("reverse", (2, 3, 4, 5), [3, 2, 1, 0])
transpose("channels_last", (2, 3, 5, 7), [0, 2, 3, 1])
transpose("row", (1, 37), [1, 0])
transpose("empty", (0, 5), [1, 0])
transpose("vector", (5,), [0])
transpose("named", (4, 9), [1, 0],
          types={"x": "real[M, N]", "output": "real[N, M]"})
case("transpose", "bools", "transpose(x, permutation = [1, 0])",
     lambda x: x.T, x=booleans(5, 9))
case("transpose", "longs", "transpose(x, permutation = [1, 0])",
     lambda x: x.T, x=integers(-9, 9, 5, 9))


def broadcast(label: str, shape: tuple, target: list, axes: list = None,
              **options) -> None:
    def function(x: torch.Tensor) -> torch.Tensor:
        for axis in range(len(target)) if axes is not None else ():
            if axis not in axes:
                x = x.unsqueeze(axis)
        return x.expand(target)
    where = f", axes = {axes}" if axes is not None else ""
    case("broadcast", label, f"broadcast(x, {target}{where})", function,
         x=options.pop("x", normal(*shape)), **options)


broadcast("rows", (7,), [3, 7])
broadcast("columns", (3, 1), [3, 7])
broadcast("scalar", (), [3, 7])
broadcast("of_one", (1,), [5])
broadcast("both", (1, 4, 1), [3, 4, 5])
broadcast("along", (3,), [2, 3, 5], [1])
broadcast("two_axes", (3, 7), [3, 5, 7, 2], [0, 2])
broadcast("empty", (1, 5), [0, 5])
broadcast("same", (3, 7), [3, 7])
broadcast("ints", (), [5], x=integers(0, 9))
broadcast("bools", (), [5, 3], [1], x=booleans(3))


def concat(label: str, shapes: list, axis: int, **options) -> None:
    names = [f"x{i}" for i in range(len(shapes))]
    case("concat", label, f"concat([{', '.join(names)}], axis = {axis})",
         lambda *tensors: torch.cat(tensors, axis),
         **{name: normal(*shape) for name, shape in zip(names, shapes)},
         **options)


concat("rows", [(3, 7), (2, 7)], 0)
concat("columns", [(3, 7), (3, 1), (3, 4)], 1)
concat("from_the_end", [(2, 3, 5), (2, 3, 2)], -1)
concat("middle", [(2, 3, 5), (2, 1, 5), (2, 4, 5)], 1)
concat("single", [(3, 7)], 0)
concat("vectors", [(1,), (37,)], 0)
concat("with_empty", [(3, 0), (3, 5)], 1)
concat("all_empty", [(0, 3), (0, 3)], 0)
concat("many", [(1, 3)] * 9, 0)
concat("named", [(3, 4), (3, 4)], 1,
       types={"x0": "real[N, 4]", "x1": "real[N, 4]", "output": "real[N, 8]"})
case("concat", "bools", "concat([x, y], axis = 0)",
     lambda x, y: torch.cat([x, y]), x=booleans(3), y=booleans(5))
case("concat", "longs", "concat([x, y], axis = 1)",
     lambda x, y: torch.cat([x, y], 1), x=integers(-9, 9, 3, 2),
     y=integers(-9, 9, 3, 4))


def stack(label: str, shape: tuple, count: int, axis: int) -> None:
    names = [f"x{i}" for i in range(count)]
    case("stack", label, f"stack([{', '.join(names)}], axis = {axis})",
         lambda *tensors: torch.stack(tensors, axis),
         **{name: normal(*shape) for name in names})


stack("first", (3, 7), 2, 0)
stack("middle", (3, 7), 3, 1)
stack("last", (3, 7), 2, 2)
stack("single", (5,), 1, 0)
stack("scalars", (), 3, 0)
stack("empty", (0, 3), 2, 1)
stack("ones", (1, 1), 2, 2)
stack("four", (2, 3, 5), 4, 1)


def index(file: str, label: str, subscript: str, shape: tuple,
          types: dict = None, function: Callable = None) -> None:
    """The same text in both languages, unless steps go backwards."""
    case(file, label, f"x[{subscript}]",
         function or (lambda x: eval(f"x[{subscript}]", {"none": None},
                                     {"x": x})),
         types, x=normal(*shape))


index("slice", "rows", "1:4", (6, 5))
index("slice", "inner", "1:-1, 2:, -3:-1", (6, 5, 7))
index("slice", "evens", "::2", (7, 3))
index("slice", "odds", "1::2, ::3", (8, 10))
index("slice", "one", "3, ..., 0", (6, 5, 7))
index("slice", "last", "-1", (9, 4))
index("slice", "element", "2, 3", (5, 7))
index("slice", "new_axes", ":, none, :, none", (3, 5))
index("slice", "empty", "2:2", (5, 3))
index("slice", "of_empty", ":, 1:", (0, 4))
index("slice", "beyond", "2:100", (5, 3))
index("slice", "whole", "...", (5, 3))
index("slice", "named", "1:", (6, 4),
      {"x": "real[N, 4]", "output": "real[N - 1, 4]"})
index("slice", "reversed", "::-1", (7, 3), None, lambda x: x.flip(0))
index("slice", "every_second_reversed", ":, ::-2", (3, 8), None,
      lambda x: x.flip(1)[:, ::2])


def pad(label: str, shape: tuple, low: list, high: list,
        value: float = 0, **options) -> None:
    widths = [n for pair in zip(reversed(low), reversed(high)) for n in pair]
    text = f", value = {value}" if value else ""
    case("pad", label, f"pad(x, low = {low}, high = {high}{text})",
         lambda x: F.pad(x, widths, value=value),
         x=options.pop("x", normal(*shape)), **options)


pad("vector", (5,), [2], [3])
pad("matrix", (3, 7), [1, 2], [3, 0])
pad("value", (3, 7), [0, 1], [1, 0], -1.5)
pad("image", (2, 3, 5, 7), [0, 0, 1, 2], [0, 0, 2, 1])
pad("nothing", (3, 7), [0, 0], [0, 0])
pad("empty", (0, 3), [2, 0], [1, 1], 4.0)
pad("one", (1, 1), [1, 1], [1, 1])
pad("one_side", (37,), [0], [1])
pad("ints", (), [1], [2], 7, x=integers(-9, 9, 5))
pad("bools", (), [1, 0], [2, 1], x=booleans(5, 3))
pad("bools_true", (), [1], [2], 1, x=booleans(5))
pad("named", (3, 5), [0, 1], [0, 1],
    types={"x": "real[N, 5]", "output": "real[N, 7]"})


def flip(label: str, shape: tuple, axis: int) -> None:
    case("flip", label, f"flip(x, axis = {axis})", lambda x: x.flip(axis),
         x=normal(*shape))


flip("rows", (5, 7), 0)
flip("columns", (5, 7), 1)
flip("last", (2, 3, 5), 2)
flip("middle", (2, 3, 5), 1)
flip("vector", (37,), 0)
flip("one", (1, 3), 0)
flip("empty", (0, 3), 0)
flip("image", (2, 3, 5, 7), 3)


# Between two tensors.

for label, a, b, weight in (
        ("odd", (3, 7), (3, 7), (3, 7)), ("scalars", (), (), ()),
        ("one", (1, 1), (1, 1), (1, 1)), ("empty", (0, 5), (0, 5), (0, 5)),
        ("row", (3, 7), (3, 7), (7,)), ("repeated", (3, 1), (1, 7), (1,)),
        ("long", (1031,), (1031,), (1031,))):
    case("lerp", label, "lerp(a, b, weight)", torch.lerp, a=normal(*a),
         b=normal(*b), weight=normal(*weight))
case("lerp", "by_number", "lerp(a, b, 0.25)",
     lambda a, b: torch.lerp(a, b, 0.25), a=normal(3, 7), b=normal(3, 7))
