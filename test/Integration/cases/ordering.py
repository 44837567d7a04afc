# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Running sums and sorting: GraphOrderingOps.td."""

from typing import Callable

import torch

from cases.tables import (Draw, booleans, case, distinct, inf, integers, nan,
                          normal, split, uniform, values)

I32 = torch.int32


def cumulative(name: str, function: Callable, draw: Callable) -> None:
    def add(label: str, axis: int, x: Draw, types: dict = None) -> None:
        case(name, label, f"{name}(x, axis = {axis})",
             lambda x: function(x, axis).to(x.dtype), types=types, x=x)

    add("first", 0, draw(5, 7, 11))
    add("middle", 1, draw(5, 7, 11))
    add("last", 2, draw(5, 7, 11))
    add("from_the_end", -2, draw(5, 7, 11))
    add("one_axis", 0, draw(37))
    add("one", 0, draw(1))
    add("ones", 1, draw(3, 1, 7))
    add("no_rows", 1, draw(0, 5))
    add("empty", 1, draw(3, 0, 2))
    add("long", 1, draw(2, 1031))
    add("long_columns", 0, draw(1031, 3))
    add("wide", 0, draw(5, 515))
    add("wide_middle", 1, draw(2, 5, 301))
    add("named", 1, draw(5, 9), types={"x": "real[M, N]",
                                       "output": "real[M, N]"})
    add("edges", 0, values(1, 2, inf, 3, -inf, 1, nan, 2))
    add("ints", 1, integers(-9, 9, 5, 7, dtype=I32))
    add("longs", 0, integers(-9, 9, 5, 7))


cumulative("cumsum", torch.cumsum, normal)
# Near 1, or a thousand factors would leave the range of f32.
cumulative("cumprod", torch.cumprod,
           lambda *shape: uniform(0.98, 1.02, *shape))


def argsort(label: str, axis: int, x: Draw, types: dict = None) -> None:
    for descending in (False, True):
        name = f"{label}_descending" if descending else label
        arguments = f"axis = {axis}" + (", descending = true" if descending
                                        else "")
        case("argsort", name, f"argsort(x, {arguments})",
             lambda x, descending=descending: torch.argsort(
                 x, dim=axis, descending=descending, stable=True),
             types=types, x=x)


argsort("first", 0, distinct(5, 7, 11))
argsort("middle", 1, distinct(5, 7, 11))
argsort("last", 2, distinct(5, 7, 11))
argsort("from_the_end", -2, distinct(5, 7, 11))
argsort("one", 0, distinct(1))
argsort("ones", 1, distinct(3, 1, 7))
argsort("no_rows", 1, distinct(0, 5))
argsort("empty", 1, distinct(3, 0, 2))
argsort("long", 1, distinct(2, 1031))
argsort("long_columns", 0, distinct(1031, 3))
argsort("named", 1, distinct(5, 9), types={"x": "real[M, N]",
                                           "output": "i64[M, N]"})
argsort("ties", 0, values(*(3 * [1, -1, 0, -0.0, 2, 0.5] + 17 * [1])))
argsort("edges", 0, values(1, nan, -0.0, 0, inf, nan, -inf, 2, 1, -1e-20, inf,
                           nan, -inf, 1e-20, -1))
argsort("ints", 1, integers(-5, 5, 5, 37, dtype=I32))
argsort("longs", 0, integers(-2**40, 2**40, 37, 5))
argsort("bytes", 1, integers(0, 7, 3, 40, dtype=torch.uint8))
argsort("bools", 1, booleans(3, 40))
argsort("bools_columns", 0, booleans(40, 3))
argsort("signed_bytes", 1, integers(-4, 4, 3, 40, dtype=torch.int8))
case("argsort", "gathers", "gather(x, argsort(x, axis = 1), axis = 1)",
     lambda x: torch.sort(x, dim=1).values, x=distinct(5, 37))

split("argsort", 13)
