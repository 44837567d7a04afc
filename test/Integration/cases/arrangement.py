# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Arranging elements: prelude/arrangement.dl, padding.dl, matrices.dl."""

from typing import Callable

import torch
import torch.nn.functional as F
from torch import nn

from cases.tables import booleans, case, integers, layer, normal, split

NAMED = {"x": "real[N, 6, 5]", "output": "real[N, 6, 5]"}


def arrange(file: str, name: str, dl: str, function: Callable, *shape: int,
            types: dict = None) -> None:
    case(file, name, dl, function, types, x=normal(*shape))


for axis in (0, 1, -1):
    label = {0: "first", 1: "middle", -1: "last"}[axis]
    for size in (1, 2, 9):
        arrange("split", f"{label}_{size}",
                f"let p = split(x, {size}, {axis}) "
                f"return concat(p[::-1], {axis})",
                lambda x, a=axis, s=size: torch.cat(
                    torch.split(x, s, a)[::-1], a), 4, 5, 6)
    for count in (1, 3, 4, 9):
        arrange("chunk", f"{label}_{count}",
                f"let p = chunk(x, {count}, {axis}) "
                f"return concat(p[::-1], {axis})",
                lambda x, a=axis, c=count: torch.cat(
                    torch.chunk(x, c, a)[::-1], a), 4, 5, 6)
    arrange("narrow", label, f"narrow(x, {axis}, 1, 2)",
            lambda x, a=axis: x.narrow(a, 1, 2), 4, 5, 6)
    arrange("narrow", f"{label}_nothing", f"narrow(x, {axis}, 3, 0)",
            lambda x, a=axis: x.narrow(a, 3, 0), 4, 5, 6)
    for shift in (1, -2, 13):
        arrange("roll", f"{label}_by_{shift}".replace("-", "minus_"),
                f"roll(x, {shift}, {axis})",
                lambda x, a=axis, s=shift: torch.roll(x, s, a), 4, 5, 6)
    arrange("unsqueeze", label, f"unsqueeze(x, {axis})",
            lambda x, a=axis: x.unsqueeze(a), 4, 5)
    arrange("unsqueeze", f"{label}_named", f"unsqueeze(x, {axis})",
            lambda x, a=axis: x.unsqueeze(a), 4, 5, types={
                "x": "real[N, 5]", "output": {
                    0: "real[1, N, 5]", 1: "real[N, 1, 5]",
                    -1: "real[N, 5, 1]"}[axis]})
    arrange("repeat-interleave", label, f"repeat_interleave(x, 3, {axis})",
            lambda x, a=axis: x.repeat_interleave(3, a), 4, 5, 6)
    arrange("repeat-interleave", f"{label}_once",
            f"repeat_interleave(x, 1, {axis})",
            lambda x, a=axis: x.repeat_interleave(1, a), 4, 5, 6)
    for other in (0, 2):
        arrange("swap-axes", f"{label}_{other}",
                f"swap_axes(x, {axis}, {other})",
                lambda x, a=axis, b=other: x.transpose(a, b), 4, 5, 6)
arrange("split", "sizes", "let p = split(x, [1, 0, 4], axis = 1) "
        "return concat([p[2], p[1], p[0]], 1)",
        lambda x: torch.cat(torch.split(x, [1, 0, 4], 1)[::-1], 1), 2, 5, 3)
arrange("split", "named", "split(x, 4, axis = 1)[1]",
        lambda x: torch.split(x, 4, 1)[1], 3, 6, 5,
        types={"x": "real[N, 6, 5]", "output": "real[N, 2, 5]"})
arrange("chunk", "named", "chunk(x, 2, axis = 1)[1]",
        lambda x: torch.chunk(x, 2, 1)[1], 3, 6, 5,
        types={"x": "real[N, 6, 5]", "output": "real[N, 3, 5]"})
arrange("narrow", "named", "narrow(x, 0, 1, N - 1)", lambda x: x[1:], 3, 6, 5,
        types={"x": "real[N, 6, 5]", "output": "real[N - 1, 6, 5]"})
arrange("narrow", "whole", "narrow(x, 0, 0, 4)", lambda x: x, 4, 5)
arrange("roll", "two_axes", "roll(x, [1, 2], [0, 1])",
        lambda x: torch.roll(x, (1, 2), (0, 1)), 4, 5)
arrange("roll", "named", "roll(x, 2, 0)", lambda x: torch.roll(x, 2, 0),
        3, 6, 5, types=NAMED)
arrange("roll", "named_far", "roll(x, -10, axis = 0)",
        lambda x: torch.roll(x, -10, 0), 3, 6, 5, types=NAMED)
arrange("roll", "empty", "roll(x, 1, 0)", lambda x: x, 0, 3)
arrange("repeat-interleave", "named", "repeat_interleave(x, 2, axis = 0)",
        lambda x: x.repeat_interleave(2, 0), 3, 2,
        types={"x": "real[N, 2]", "output": "real[2 * N, 2]"})
arrange("repeat-interleave", "empty", "repeat_interleave(x, 2, axis = 0)",
        lambda x: x.repeat_interleave(2, 0), 0, 2)
arrange("swap-axes", "named", "swap_axes(x, -1, -2)",
        lambda x: x.transpose(1, 2), 3, 6, 5,
        types={"x": "real[N, 6, 5]", "output": "real[N, 5, 6]"})
arrange("swap-axes", "empty", "swap_axes(x, 0, 1)", lambda x: x.T, 0, 3)
arrange("unsqueeze", "scalar", "unsqueeze(x, 0)", lambda x: x[None])
arrange("unsqueeze", "empty", "unsqueeze(x, 1)", lambda x: x[:, None], 0, 2)

for name, dl, function, shape in (
        ("all", "squeeze(x)", torch.squeeze, (1, 3, 1)),
        ("first", "squeeze(x, 0)", lambda x: x.squeeze(0), (1, 3, 1)),
        ("last", "squeeze(x, -1)", lambda x: x.squeeze(-1), (1, 3, 1)),
        ("not_one", "squeeze(x, 1)", lambda x: x.squeeze(1), (1, 3, 1)),
        ("two", "squeeze(x, [0, 2])", torch.squeeze, (1, 3, 1)),
        ("to_scalar", "squeeze(x)", torch.squeeze, (1, 1)),
        ("empty", "squeeze(x)", torch.squeeze, (0, 1))):
    arrange("squeeze", name, dl, function, *shape)
arrange("squeeze", "named", "squeeze(x, 1)", lambda x: x.squeeze(1), 3, 1, 2,
        types={"x": "real[N, 1, 2]", "output": "real[N, 2]"})

for name, counts, shape in (
        ("both", (2, 3), (3, 4)), ("new_axis", (2, 1, 3), (3, 4)),
        ("last", (2,), (3, 4)), ("nothing", (0, 1), (3, 4)),
        ("once", (1, 1), (3, 4)), ("scalar", (3,), ()), ("vector", (5,), (3,)),
        ("empty", (2, 2), (0, 3))):
    arrange("tile", name, f"tile(x, {list(counts)})",
            lambda x, c=counts: x.tile(c), *shape)
arrange("tile", "named", "tile(x, [2, 3])", lambda x: x.tile(2, 3), 3, 2,
        types={"x": "real[N, 2]", "output": "real[2 * N, 6]"})

for name, start, end, shape in (
        ("All", 0, -1, (2, 3, 4)), ("First", 0, 1, (2, 3, 4)),
        ("Last", 1, -1, (2, 3, 4, 5)), ("Middle", 1, 2, (2, 3, 4, 5)),
        ("OneAxis", 1, 1, (2, 3, 4)), ("Matrix", 1, -1, (2, 3)),
        ("Empty", 1, -1, (0, 3, 2)), ("Ones", 1, -1, (1, 1, 1))):
    layer("flatten", name, f"nn.Flatten({start}, {end})",
          lambda s=start, e=end: nn.Flatten(s, e), x=normal(*shape))
arrange("flatten", "scalar", "flatten(x)", lambda x: x.flatten())
arrange("flatten", "named", "flatten(x, 1)", lambda x: x.flatten(1), 3, 6, 5,
        types={"x": "real[N, 6, 5]", "output": "real[N, 30]"})

for name, axis, sizes, shape in (
        ("First", 0, (2, 3), (6, 5)), ("Last", -1, (5, 1), (6, 5)),
        ("Middle", 1, (2, 2, 1), (3, 4, 5)), ("OnePart", 1, (4,), (3, 4)),
        ("Ones", 1, (1, 1), (3, 1)), ("Empty", 1, (2, 2), (0, 4)),
        ("Long", 1, (13, 10), (2, 130)), ("Images", -3, (2, 3), (2, 6, 3, 5))):
    layer("unflatten", name, f"nn.Unflatten({axis}, {list(sizes)})",
          lambda a=axis, s=sizes: nn.Unflatten(a, s), x=normal(*shape))
arrange("unflatten", "rest", "unflatten(x, 1, [2, -1])",
        lambda x: x.unflatten(1, (2, -1)), 3, 6, 5,
        types={"x": "real[N, 6, 5]", "output": "real[N, 2, 3, 5]"})

for mode, layer_name in (("reflect", "ReflectionPad2d"),
                         ("replicate", "ReplicationPad2d"),
                         ("circular", "CircularPad2d")):
    for name, p, shape in (
            ("Different", (1, 2, 3, 0), (2, 3, 5, 4)), ("One", 1, (1, 2, 3, 5)),
            ("None", 0, (2, 1, 3, 2)), ("Most", (2, 2, 3, 3), (1, 1, 4, 3)),
            ("Rows", (0, 0, 1, 2), (2, 2, 3, 1)),
            ("Columns", (2, 1, 0, 0), (2, 2, 1, 3)),
            ("EmptyBatch", (1, 0, 0, 1), (0, 2, 3, 3)),
            ("Wide", (3, 5, 1, 1), (2, 2, 5, 37))):
        text = list(p) if isinstance(p, tuple) else p
        layer(f"pad-{mode}", name, f"nn.{layer_name}({text})",
              lambda n=layer_name, p=p: getattr(nn, n)(p), x=normal(*shape))
    arrange(f"pad-{mode}", "named",
            f"pad_{mode}(x, [0, 1, 2], [0, 0, 1])",
            lambda x, m=mode: F.pad(x[:, None], (2, 1, 1, 0), mode=m)[:, 0],
            3, 6, 5, types={"x": "real[N, 6, 5]", "output": "real[N, 7, 8]"})
for mode in ("reflect", "replicate", "circular"):
    for name, low, high, shape in (
            ("around", (1, 1, 1), (1, 1, 1), (1, 2, 3, 4, 5)),
            ("mixed", (0, 2, 1), (1, 0, 2), (2, 1, 3, 4, 5)),
            ("small", (1, 1, 1), (1, 1, 1), (1, 1, 2, 2, 2))):
        arrange("pad-volume", f"{mode}_{name}",
                f"pad_{mode}(x, {[0, 0, *low]}, {[0, 0, *high]})",
                lambda x, m=mode, p=[n for pair in zip(low[::-1], high[::-1])
                                     for n in pair]: F.pad(x, p, mode=m), *shape)
for name, p, value in (("Zeros", 1, 0), ("Different", (1, 2, 3, 0), 1.5),
                       ("None", 0, 2), ("Negative", (0, 1, 0, 0), -7)):
    text = list(p) if isinstance(p, tuple) else p
    for suffix, shape in (("", (2, 3, 5, 4)), ("Small", (1, 1, 1, 1))):
        layer("constant-pad2d", name + suffix,
              f"nn.ConstantPad2d({text}, {value})",
              lambda p=p, v=value: nn.ConstantPad2d(p, v), x=normal(*shape))
        layer("zero-pad2d", name + suffix, f"nn.ZeroPad2d({text})",
              lambda p=p: nn.ZeroPad2d(p), x=normal(*shape))

for file, function in (("tril", torch.tril), ("triu", torch.triu)):
    for diagonal in (-6, -1, 0, 2, 9):
        label = str(diagonal).replace("-", "minus_")
        arrange(file, f"diagonal_{label}", f"{file}(x, {diagonal})",
                lambda x, d=diagonal, f=function: f(x, d), 5, 7)
    arrange(file, "batch", f"{file}(x)", function, 2, 7, 5)
    arrange(file, "one", f"{file}(x)", function, 1, 1)
    arrange(file, "empty", f"{file}(x)", function, 0, 3)
    arrange(file, "named", f"{file}(x, diagonal = 1)",
            lambda x, f=function: f(x, 1), 3, 5,
            types={"x": "real[N, 5]", "output": "real[N, 5]"})
    case(file, "bools", f"{file}(x)", function, x=booleans(4, 5))
    case(file, "ints", f"{file}(x)", function, x=integers(-9, 9, 4, 5))
for name, shape in (("scalar", ()), ("vector", (5,)), ("matrix", (3, 7)),
                    ("empty", (0, 3)), ("one", (1, 1)), ("volume", (2, 1, 3))):
    for kind, dtype, number in (("reals", "real", 2.5), ("bools", "bool", 1),
                                ("ints", "i32", -3)):
        torch_dtype = {"real": torch.float64, "bool": torch.bool,
                       "i32": torch.int32}[dtype]
        for function, dl in (("full", f"full(shape(x), {number}, {dtype})"),
                             ("zeros", f"zeros(shape(x), {dtype})"),
                             ("ones", f"ones(shape(x), {dtype})")):
            value = {"full": number, "zeros": 0, "ones": 1}[function]
            case(function, f"{name}_{kind}", dl,
                 lambda x, v=value, t=torch_dtype: torch.full(x.shape, v).to(t),
                 x=normal(*shape))
for name, n, m in (("square", 5, 5), ("wide", 3, 7), ("tall", 7, 3),
                   ("one", 1, 1), ("row", 1, 5), ("column", 5, 1),
                   ("empty", 0, 3), ("large", 33, 65)):
    arrange("causal-mask", name, f"select(causal_mask({n}, {m}), x, -1)",
            lambda x: torch.where(torch.ones_like(x).tril() > 0, x, -1), n, m)
    arrange("eye", name, f"x * eye({n}, {m})",
            lambda x: x * torch.eye(*x.shape).double(), n, m)

split("pad-volume", 5)
