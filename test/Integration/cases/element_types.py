# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Element types other than `real`: operations that data, indices and masks go
through, for each type that has them. Sums and products have the type of what
they are made of, as everywhere in dlc.
"""

from typing import Callable

import torch
import torch.nn.functional as F

from cases.tables import Draw, booleans, case, integers, normal, split

TYPES = {"u8": torch.uint8, "i8": torch.int8, "i32": torch.int32,
         "i64": torch.int64, "bf16": torch.bfloat16, "bool": torch.bool}
NUMBERS = [name for name in TYPES if name != "bool"]


def draw(name: str, *shape: int) -> Draw:
    """Small numbers, which leave room for products, of both signs where the
    type has them; what bf16 rounds."""
    if name == "bool":
        return booleans(*shape)
    if name == "bf16":
        numbers = normal(*shape)
        return lambda: numbers().bfloat16()
    return integers(0 if name == "u8" else -7, 8, *shape, dtype=TYPES[name])


def each(group: str, label: str, dl: str, function: Callable, *shape: int,
         names=tuple(TYPES), other: tuple = None, **more: Draw) -> None:
    """`dl` is of x, and of y where that has a shape, `other`."""
    for name in names:
        given = {"x": draw(name, *shape)}
        if other is not None:
            given["y"] = draw(name, *other)

        def typed(*tensors: torch.Tensor, t=TYPES[name]) -> torch.Tensor:
            result = function(*tensors)
            keeps = result.dtype == torch.bool or label in ("place_of_largest", "order")
            return result if keeps else result.to(t)

        case(f"{group}-{name}", label, dl, typed, **given, **more)


def arranged(*arguments, **options) -> None:
    each("arrangement", *arguments, **options)


arranged("sliced", "x[1:, ::2]", lambda x: x[1:, ::2], 5, 7)
arranged("reversed", "x[::-1]", lambda x: x.flip(0), 5, 7)
arranged("joined", "concat([x, y], axis = 1)",
         lambda x, y: torch.cat([x, y], 1), 3, 5, other=(3, 4))
arranged("stacked", "stack([x, y], 1)", lambda x, y: torch.stack([x, y], 1), 3,
         5, other=(3, 5))
arranged("taken", "take(x, i, axis = 0)", lambda x, i: x[i], 7, 5,
         i=integers(0, 7, 9))
arranged("gathered", "gather(x, i, axis = 1)",
         lambda x, i: torch.gather(x, 1, i), 3, 7, i=integers(0, 7, 3, 4))
arranged("picked", "pick(x, i, axis = 1)",
         lambda x, i: x.gather(1, i[:, None])[:, 0], 5, 7, i=integers(0, 7, 5))
arranged("turned", "transpose(x, permutation = [2, 0, 1])",
         lambda x: x.permute(2, 0, 1), 3, 5, 17)
arranged("reshaped", "reshape(x, [-1, 6])", lambda x: x.reshape(-1, 6), 4, 9)
arranged("repeated", "broadcast(x, [3, 5, 7])", lambda x: x.expand(3, 5, 7), 5,
         1)
arranged("tiled", "tile(x, [2, 3])", lambda x: x.tile(2, 3), 3, 5)
arranged("rolled", "roll(x, 2, 1)", lambda x: x.roll(2, 1), 3, 7)
arranged("selected", "select(c, x, y)",
         lambda x, y, c: torch.where(c, x, y), 3, 37, other=(3, 37),
         c=booleans(3, 37))
arranged("padded", "pad(x, low = [1, 0], high = [2, 1])",
         lambda x: F.pad(x, (0, 1, 1, 2)), 3, 5)
arranged("padded_by_three", "pad(x, low = [0, 2], high = [1, 0], value = 3)",
         lambda x: F.pad(x, (2, 0, 0, 1), value=3), 3, 5, names=NUMBERS)
arranged("reflected", "pad_reflect(x, [0, 1], [0, 2])",
         lambda x: F.pad(x.double(), (1, 2), mode="reflect"), 3, 5)
arranged("lower", "tril(x)", torch.tril, 5, 7)
arranged("empty", "concat([x, x[:, ::-1]], axis = 1)",
         lambda x: torch.cat([x, x], 1), 0, 3)
for name, dtype in TYPES.items():
    if name != "bool":
        case(f"arrangement-{name}", "hot",
             f"one_hot(i, classes = 5, dtype = {name})",
             lambda i, t=dtype: F.one_hot(i, 5).to(t), i=integers(0, 5, 7))
    case(f"arrangement-{name}", "filled", f"concat([x, full([2], 1, {name})], 0)",
         lambda x, t=dtype: torch.cat([x, torch.ones(2, dtype=t)]),
         x=draw(name, 3))


def computed(*arguments, names=NUMBERS, **options) -> None:
    each("arithmetic", *arguments, names=names, **options)


PAIR = dict(other=(3, 37))
computed("added", "x + y", torch.add, 3, 37, **PAIR)
computed("difference", "x - y", torch.sub, 3, 37, **PAIR)
computed("product", "x * y", torch.mul, 3, 37, **PAIR)
computed("by_number", "x * 2 + 1", lambda x: x * 2 + 1, 3, 37)
computed("larger", "maximum(x, y)", torch.maximum, 3, 37, **PAIR)
computed("smaller", "minimum(x, y)", torch.minimum, 3, 37, **PAIR)
computed("magnitude", "abs(x)", torch.abs, 3, 37)
computed("opposite", "-x", torch.neg, 3, 37)
computed("signs", "sign(x)", torch.sign, 3, 37)
computed("rectified", "relu(x)", torch.relu, 3, 37)
computed("clamped", "clamp(x, 1, 4)", lambda x: x.clamp(1, 4), 3, 37)
computed("equal", "x == y", torch.eq, 3, 37, names=TYPES, **PAIR)
computed("below", "x < y", torch.lt, 3, 37, names=TYPES, **PAIR)
computed("at_least", "x >= y", torch.ge, 3, 37, names=TYPES, **PAIR)
computed("total", "sum(x, axes = [1])", lambda x: x.sum(1), 5, 3)
computed("factors", "prod(x, axes = [1])", lambda x: x.prod(1), 5, 2)
computed("largest", "max(x, axes = [0])", lambda x: x.amax(0), 9, 37)
computed("least", "min(x, axes = [1])", lambda x: x.amin(1), 9, 37)
computed("place_of_largest", "argmax(x, axis = 1)", lambda x: torch.argmax(x, 1), 9, 7)
computed("running", "cumsum(x, axis = 0)", lambda x: x.cumsum(0), 3, 7,
         names=("u8", "i8"))
computed("sorted", "sort(x, 1)[0]", lambda x: torch.sort(x, 1)[0], 3, 37)
computed("order", "argsort(x, axis = 1)",
         lambda x: torch.argsort(x, dim=1, stable=True), 3, 37)
computed("matrices", "matmul(x, y)", lambda x, y: x.long() @ y.long(), 3, 2,
         other=(2, 5), names=("u8", "i8", "i32", "i64"))
computed("powers", "exp(x)", torch.exp, 3, 37, names=("bf16",))
computed("quotient", "x / y", torch.div, 3, 37, names=("bf16",), **PAIR)
computed("bent", "tanh(x)", torch.tanh, 3, 37, names=("bf16",))
computed("rounded", "round(x)", torch.round, 3, 37, names=("bf16",))
computed("average", "mean(x, axes = [1])", lambda x: x.mean(1), 3, 8,
         names=("bf16",))

split("arithmetic-bf16", 13)
split("arithmetic-i32", 11)
split("arithmetic-i64", 11)
split("arithmetic-i8", 12)
split("arithmetic-u8", 12)
split("arrangement-i8", 10)
