# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reductions: GraphReductionOps.td."""

from typing import Callable

import torch

from cases.tables import (booleans, case, distinct, inf, integers, nan, normal,
                          split, uniform, values)

I32 = torch.int32


def reduction(name: str, function: Callable, draw: Callable = normal,
               ints: bool = True, empty: bool = True) -> None:
    """`function(x, dim=..., keepdim=...)` reduces over a tuple of axes."""
    def add(label: str, shape: tuple, axes: list, keep: bool = False,
            **options) -> None:
        arguments = f", axes = {axes}" if axes else ""
        arguments += ", keep_dims = true" if keep else ""
        dim = tuple(axes or range(len(shape)))
        case(name, label, f"{name}(x{arguments})",
             lambda x: function(x, dim=dim, keepdim=keep),
             x=options.pop("x", draw(*shape)), **options)

    add("first", (5, 7, 11), [0])
    add("middle", (5, 7, 11), [1])
    add("last", (5, 7, 11), [2])
    add("apart", (5, 7, 11), [0, 2])
    add("from_the_end", (5, 7, 11), [-2, -1])
    add("all", (3, 37), [])
    add("kept", (5, 7, 3), [1], keep=True)
    add("all_kept", (3, 7), [], keep=True)
    add("ones", (3, 1, 7), [1])
    add("one", (1,), [0])
    add("no_rows", (0, 5), [1])
    add("long_rows", (3, 1031), [1])
    add("long_columns", (1031, 3), [0])
    add("wide", (5, 3, 301), [0])
    add("wide_apart", (3, 5, 4, 67), [0, 2])
    add("narrow", (301, 9), [0])
    add("named", (5, 9), [1], types={"x": "real[M, N]", "output": "real[M]"})
    if empty:
        add("empty", (3, 0), [1])
    add("edges", (12,), [0], x=values(1, nan, 2, inf, -inf, 0, -1, 3, 0, 2, 5,
                                      7))
    add("infinities", (4,), [0], x=values(1, inf, -2, inf))
    if ints:
        add("ints", (5, 7), [1], x=integers(-99, 99, 5, 7, dtype=I32),
            types={"output": "i32[5]"} if name == "sum" else None)
        add("longs", (5, 7), [0], x=integers(-99, 99, 5, 7))


def keep_type(function: Callable) -> Callable:
    """Sums of i32 are i64 in PyTorch, i32 here."""
    return lambda x, **options: function(x, **options).to(x.dtype)


reduction("sum", keep_type(torch.sum))
reduction("mean", torch.mean, ints=False)


def product(x: torch.Tensor, dim: tuple, keepdim: bool) -> torch.Tensor:
    """PyTorch takes one axis at a time."""
    for axis in sorted((axis % x.dim() for axis in dim), reverse=True):
        x = x.prod(axis, keepdim=keepdim).to(x.dtype)
    return x


# Near 1, or a thousand factors would leave the range of f32.
reduction("prod", product, lambda *shape: uniform(0.98, 1.02, *shape),
          ints=False)
case("prod", "signs", "prod(x, axes = [1])", lambda x: x.prod(1),
     x=normal(9, 5))
case("prod", "ints", "prod(x, axes = [1])", lambda x: x.prod(1).to(I32),
     x=integers(-9, 9, 5, 7, dtype=I32))
case("prod", "longs", "prod(x, axes = [0])", lambda x: x.prod(0),
     x=integers(-99, 99, 5, 7))
reduction("max", torch.amax, empty=False)
reduction("min", torch.amin, empty=False)


def arg_reduction(name: str, function: Callable) -> None:
    def add(label: str, x: Callable, axis: int, keep: bool = False,
            **options) -> None:
        kept = ", keep_dims = true" if keep else ""
        case(name, label, f"{name}(x, axis = {axis}{kept})",
             lambda x: function(x, dim=axis, keepdim=keep), x=x, **options)

    add("first", distinct(5, 7, 11), 0)
    add("middle", distinct(5, 7, 11), 1)
    add("last", distinct(5, 7, 11), 2)
    add("from_the_end", distinct(5, 7, 11), -2)
    add("kept", distinct(5, 7, 3), 1, keep=True)
    add("ones", distinct(3, 1), 1)
    add("no_rows", distinct(0, 5), 1)
    add("long", distinct(2, 1031), 1)
    add("long_columns", distinct(131, 9), 0)
    add("named", distinct(5, 9), 1, types={"x": "real[M, N]",
                                           "output": "i64[M]"})
    # The first of equal ones, the first NaN.
    add("ties", values(1, 3, 3, -2, -2, 3), 0)
    add("edges", values(1, nan, 2, nan, inf, -inf), 0)
    add("infinities", values(1, inf, -inf, inf, -inf), 0)
    add("ints", integers(-99, 99, 5, 7, dtype=I32), 1)
    add("longs", integers(-2**40, 2**40, 5, 7), 0)


arg_reduction("argmax", torch.argmax)
arg_reduction("argmin", torch.argmin)


def truth(name: str, function: Callable, p: float) -> None:
    def add(label: str, shape: tuple, axes: list, keep: bool = False) -> None:
        arguments = f", axes = {axes}" if axes else ""
        arguments += ", keep_dims = true" if keep else ""
        dim = tuple(axes or range(len(shape)))
        case(name, label, f"{name}(x{arguments})",
             lambda x: function(x, dim=dim, keepdim=keep),
             x=booleans(*shape, p=p))

    add("first", (3, 7, 11), [0])
    add("middle", (5, 3, 11), [1])
    add("last", (5, 7, 3), [2])
    add("apart", (2, 7, 2), [0, 2])
    add("everything", (2, 2), [])
    add("kept", (5, 3, 3), [1], keep=True)
    add("ones", (3, 1, 7), [1])
    add("empty", (3, 0), [1])
    add("no_rows", (0, 5), [1])
    add("long", (7, 301), [1])
    add("wide", (3, 301), [0])
    case(name, "of_comparison", f"{name}(x > 0, axes = [1])",
         lambda x: function(x > 0, dim=(1,)), x=normal(9, 3))


truth("any", torch.any, 0.1)
truth("all", torch.all, 0.9)

split("max", 11)
split("min", 11)
split("prod", 12)
split("sum", 11)
