# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pointwise operations: GraphPointwiseOps.td.

A line each: the operation, PyTorch's, and where it is defined. Shapes, element
types and edges are the same for all.
"""

from typing import Callable, Sequence

import torch

from cases.tables import (SPECIAL, Draw, booleans, case, integers, normal,
                          positive, quarters, special, special_pairs, split,
                          uniform, values)

I32, I64 = torch.int32, torch.int64
# Odd sizes, none, one, no axes, many axes, more than a vector or a thread takes.
SHAPES = {"odd": (3, 7), "scalar": (), "one": (1, 1), "empty": (0, 5),
          "four_axes": (2, 3, 1, 5), "vector": (37,), "long": (1031,)}


def unary(name: str, function: Callable, draw: Callable = normal,
          edges: Sequence[float] = SPECIAL, ints: bool = False,
          floats: bool = True, bools: bool = False) -> None:
    """`draw` makes what the function is defined for and f32 can express."""
    file, dl = name.replace("_", "-"), f"{name}(x)"
    if floats:
        for label, shape in SHAPES.items():
            case(file, label, dl, function, x=draw(*shape))
        case(file, "named", dl, function, x=draw(5, 9),
             types={"x": "real[M, N]", "output": "real[M, N]"})
        case(file, "edges", dl, function, x=values(*edges))
    for dtype, label in ((I32, "ints"), (I64, "longs")) if ints else ():
        case(file, label, dl, function, x=integers(-9, 9, 3, 7, dtype=dtype))
        case(file, f"{label}_long", dl, function,
             x=integers(-1000, 1000, 129, dtype=dtype))
        case(file, f"{label}_empty", dl, function,
             x=integers(0, 9, 0, dtype=dtype))
        case(file, f"{label}_one", dl, function,
             x=integers(-9, 0, 1, dtype=dtype))
    if bools:
        for label, shape in SHAPES.items():
            case(file, f"bool_{label}", dl, function, x=booleans(*shape))


without_overflow = [x for x in SPECIAL if abs(x) != 30] + [88.0, -80.0]

tiny = (1e-45, -1e-45, 1e-38, 1e-7, -1e-7)
ties = SPECIAL + tiny + (1.5, 2.5, -1.5, -2.5, 0.49999997, 8388609.5)

unary("abs", torch.abs, ints=True)
unary("neg", torch.neg, ints=True)
unary("exp", torch.exp, edges=without_overflow)
unary("log", torch.log, positive)
unary("sqrt", torch.sqrt, positive)
unary("rsqrt", torch.rsqrt, positive)
unary("sin", torch.sin, lambda *shape: normal(*shape, scale=50))
unary("cos", torch.cos, lambda *shape: normal(*shape, scale=50))
unary("floor", torch.floor, quarters)
unary("tanh", torch.tanh)
unary("sigmoid", torch.sigmoid)
unary("relu", torch.relu, ints=True)
unary("expm1", torch.expm1, edges=[*without_overflow, *tiny])
unary("log1p", torch.log1p, lambda *shape: uniform(-0.99, 4, *shape),
      edges=SPECIAL + tiny)
unary("erf", torch.erf, edges=SPECIAL + tiny)
unary("ceil", torch.ceil, quarters, edges=ties)
unary("round", torch.round, quarters, edges=ties)
unary("trunc", torch.trunc, quarters, edges=ties)
unary("sign", torch.sign, ints=True, edges=SPECIAL + tiny)
unary("logical_not", torch.logical_not, floats=False, bools=True)
case("logical-not", "operator", "not x", torch.logical_not, x=booleans(3, 7))
case("expm1", "range", "expm1(x)", torch.expm1, x=uniform(-90, 80, 1031))
case("log1p", "near_minus_one", "log1p(x)", torch.log1p,
     x=uniform(-1, -0.9999, 129))
case("erf", "range", "erf(x)", torch.erf, x=uniform(-5, 5, 1031))


def binary(name: str, dl: str, function: Callable,
           left: Callable = normal, right: Callable = normal,
           ints: bool = True, floats: bool = True,
           scalar: float = 2.5, int_scalar: int = 3,
           edges: bool = True, int_right: Callable = None) -> None:
    """`dl` is of x and y."""
    number = dl.replace("y", "{}")
    if floats:
        for label, shape in SHAPES.items():
            case(name, label, dl, function, x=left(*shape), y=right(*shape))
        case(name, "named", dl, function, x=left(5, 9), y=right(5, 9),
             types={"x": "real[M, N]", "y": "real[M, N]"}
             | _named_result(function))
        case(name, "broadcast_row", dl, function, x=left(3, 7), y=right(7))
        case(name, "broadcast_column", dl, function,
             x=left(3, 7), y=right(3, 1))
        case(name, "broadcast_both", dl, function,
             x=left(3, 1, 5), y=right(4, 1))
        case(name, "broadcast_empty", dl, function, x=left(0, 5), y=right(1))
        case(name, "by_number", number.format(scalar),
             lambda x: function(x, torch.tensor(scalar).to(x)), x=left(3, 7))
        if edges:
            case(name, "edges", dl, function,
                 x=special_pairs(True), y=special_pairs(False))
    int_right = int_right or (lambda *shape, dtype: integers(
        -9, 9, *shape, dtype=dtype))
    for dtype, label in ((I32, "ints"), (I64, "longs")) if ints else ():
        case(name, label, dl, function, x=integers(-9, 9, 3, 7, dtype=dtype),
             y=int_right(3, 7, dtype=dtype))
        case(name, f"{label}_row", dl, function,
             x=integers(-1000, 1000, 5, 33, dtype=dtype),
             y=int_right(33, dtype=dtype))
        case(name, f"{label}_by_number", number.format(int_scalar),
             lambda x: function(x, torch.tensor(int_scalar).to(x)),
             x=integers(-9, 9, 3, 7, dtype=dtype))


def _named_result(function: Callable) -> dict:
    dtype = function(torch.ones(1), torch.ones(1)).dtype
    return {"output": f"{'bool' if dtype == torch.bool else 'real'}[M, N]"}


binary("add", "x + y", torch.add)
binary("sub", "x - y", torch.sub)
binary("mul", "x * y", torch.mul)
binary("div", "x / y", torch.div, right=positive, ints=False)
binary("maximum", "maximum(x, y)", torch.maximum)
binary("minimum", "minimum(x, y)", torch.minimum)
for name, sign, function in (("equal", "==", torch.eq),
                             ("not-equal", "!=", torch.ne),
                             ("less", "<", torch.lt),
                             ("less-equal", "<=", torch.le),
                             ("greater", ">", torch.gt),
                             ("greater-equal", ">=", torch.ge)):
    binary(name, f"x {sign} y", function, quarters, quarters)


binary("pow", "pow(x, y)", torch.pow, left=positive, ints=False)
case("pow", "whole_exponents", "pow(x, y)", torch.pow,
     x=lambda: quarters(5, 33)() + 0.125,
     y=lambda: torch.randint(-4, 5, (5, 33)).double())
case("pow", "large_exponents", "pow(x, y)", torch.pow,
     x=uniform(0.99, 1.01, 129), y=uniform(-1000, 1000, 129))
for dtype, label in ((torch.int8, "i8"), (torch.uint8, "u8"), (I32, "i32"),
                     (I64, "i64")):
    low = 0 if dtype == torch.uint8 else -3
    # Most of them overflow.
    case("pow", f"whole_{label}", "pow(x, y)", torch.pow,
         x=integers(low, 100, 3, 37, dtype=dtype),
         y=integers(low, 12, 3, 37, dtype=dtype))
    case("pow", f"small_{label}", "pow(x, y)", torch.pow,
         x=integers(low, 3, 77, dtype=dtype),
         y=integers(low, 70, 77, dtype=dtype))
    case("pow", f"seventh_{label}", "pow(x, 7)", lambda x: torch.pow(x, 7),
         x=integers(low, 5, 3, 7, dtype=dtype))


def whole(*shape: int, dtype: torch.dtype) -> Draw:
    """For divisors: not zero."""
    return lambda: torch.randint(-5, 5, shape, dtype=dtype) * 2 + 1


def ends(dtype: torch.dtype, divisors: bool) -> Draw:
    """With its partner, quotients at the ends of the type's range. PyTorch
    cannot be asked about those that overflow."""
    low, high = torch.iinfo(dtype).min, torch.iinfo(dtype).max
    pairs = [(low, 2), (low, high), (high, high), (high, 3), (low, 1),
             (high, 1), (high, 2), (low, 3), (0, high), (5, high)]
    return values(*(pair[divisors] for pair in pairs), dtype=dtype)


for name, dl, function in (
        ("floor-divide", "floor_divide(x, y)", torch.floor_divide),
        ("remainder", "x % y", torch.remainder)):
    binary(name, dl, function, quarters, quarters, int_right=whole)
    case(name, "large_and_small", dl, function,
         x=values(1e30, 1e30, 3e38, -3e38, 1e-30, -1e-30, 16777216, 5, -5),
         y=values(3, 1e-3, 7, 11, 3, 3, 0.3, 1e30, 1e30))
    for dtype, label in ((torch.int8, "i8"), (torch.uint8, "u8"), (I32, "i32"),
                         (I64, "i64")):
        case(name, f"ends_{label}", dl, function, x=ends(dtype, False),
             y=ends(dtype, True))
        # What PyTorch refuses is zero here.
        case(name, f"by_zero_{label}", dl,
             lambda x, y, function=function: torch.where(
                 y == 0, 0, function(x, torch.where(y == 0, 1, y))),
             x=integers(0, 99, 77, dtype=dtype),
             y=integers(0, 4, 77, dtype=dtype))
case("remainder", "far_apart", "x % y", torch.remainder,
     x=values(3e38, -3e38, 1e38, 1e20, -1e10),
     y=values(1e-45, 1e-38, 3e-20, -7e-40, 1e-44))
case("remainder", "by_function", "remainder(x, y)", torch.remainder,
     x=normal(3, 7), y=positive(3, 7))


# Bools

for name, dl, function in (
        ("logical-and", "x and y", torch.logical_and),
        ("logical-or", "x or y", torch.logical_or),
        ("logical-xor", "logical_xor(x, y)", torch.logical_xor)):
    for label, shape in SHAPES.items():
        case(name, label, dl, function, x=booleans(*shape), y=booleans(*shape))
    case(name, "broadcast_row", dl, function, x=booleans(3, 7), y=booleans(7))
    case(name, "broadcast_both", dl, function, x=booleans(3, 1, 5),
         y=booleans(4, 1))
    case(name, "named", dl, function, x=booleans(5, 9), y=booleans(5, 9),
         types={"x": "bool[M, N]", "y": "bool[M, N]", "output": "bool[M, N]"})
    case(name, "by_true", dl.replace("y", "true"),
         lambda x, function=function: function(x, torch.tensor(True)),
         x=booleans(3, 7))
    case(name, "of_comparisons",
         dl.replace("x", "(a < b)").replace("y", "not (a <= 0.5)")
         if name != "logical-xor" else "logical_xor(a < b, not (a <= 0.5))",
         lambda a, b, function=function: function(a < b, ~(a <= 0.5)),
         a=quarters(5, 33), b=quarters(5, 33))
for name, sign, function in (("equal", "==", torch.eq),
                             ("not-equal", "!=", torch.ne),
                             ("less", "<", torch.lt)):
    case(name, "bools", f"x {sign} y", function, x=booleans(3, 7),
         y=booleans(3, 7))


# select(condition, on_true, on_false)

def select(label: str, dl: str, function: Callable, **inputs: Draw) -> None:
    case("select", label, dl, function, **inputs)


for label, shape in SHAPES.items():
    select(label, "select(c, x, y)", torch.where, c=booleans(*shape),
           x=normal(*shape), y=normal(*shape))
select("edges", "select(c, x, y)", torch.where, c=booleans(81),
       x=special_pairs(True), y=special_pairs(False))
select("ints", "select(c, x, y)", torch.where, c=booleans(3, 7),
       x=integers(-9, 9, 3, 7), y=integers(-9, 9, 3, 7))
select("small_ints", "select(c, x, y)", torch.where, c=booleans(3, 7),
       x=integers(-9, 9, 3, 7, dtype=I32), y=integers(-9, 9, 3, 7, dtype=I32))
select("bools", "select(c, x, y)", torch.where, c=booleans(3, 7),
       x=booleans(3, 7), y=booleans(3, 7))
select("by_number", "select(c, x, 0)",
       lambda c, x: torch.where(c, x, torch.zeros_like(x)),
       c=booleans(3, 7), x=normal(3, 7))
select("of_comparison", "select(x > 0, x, x * 0.25)",
       lambda x: torch.where(x > 0, x, x * 0.25), x=normal(3, 7))


# cast

NAMES = {"f32": torch.float32, "f64": torch.float64, "i64": I64, "i32": I32,
         "i8": torch.int8, "u8": torch.uint8, "bool": torch.bool}
SOURCES = {
    "reals": quarters(3, 7), "longs": integers(-99, 99, 3, 7),
    "ints": integers(-99, 99, 3, 7, dtype=I32),
    "bytes": integers(0, 255, 3, 7, dtype=torch.uint8),
    "signed_bytes": integers(-128, 127, 3, 7, dtype=torch.int8),
    "bools": booleans(3, 7)}

for source, draw in SOURCES.items():
    # What a negative real is as u8, PyTorch leaves open.
    names = [name for name in NAMES if (source, name) != ("reals", "u8")]
    case("cast", source,
         f"({', '.join(f'cast(x, {name})' for name in names)})",
         lambda x, names=names: {f"as_{name}": x.to(NAMES[name])
                                 for name in names},
         x=draw, types={f"as_{name}": f"{name}[3, 7]" for name in names})
case("cast", "positive", "cast(x, u8)", lambda x: x.to(torch.uint8),
     x=uniform(0, 255, 3, 7))
case("cast", "edges_to_bool", "cast(x, bool)", lambda x: x.to(torch.bool),
     x=special())
case("cast", "wide_to_i32", "cast(x, i32)", lambda x: x.to(I32),
     x=integers(-2**40, 2**40, 5))
case("cast", "empty", "cast(x, i64)", lambda x: x.to(I64), x=normal(0, 3))
case("cast", "scalar", "cast(x, i64)", lambda x: x.to(I64), x=quarters())
case("cast", "long", "cast(x, real)", lambda x: x.to(torch.float64),
     x=integers(-2**20, 2**20, 1031))
case("cast", "to_bf16", "cast(cast(x, bf16), real)",
     lambda x: x.to(torch.bfloat16).to(x.dtype), x=quarters(3, 7),
     types={"x": "f32[3, 7]"})

split("cast", 7)
split("floor-divide", 15)
split("less", 11)
split("less-equal", 10)
split("pow", 14)
split("remainder", 16)
