# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pointwise operators."""

import torch
from torch import Tensor

from opinfo.translation import (Builder, Excluded, Missing, TRANSLATIONS,
                                dtype_name, translates)


def _unary(operator: str, template: str, floats_only: bool = True) -> None:
    """`floats_only`: integers become floating point numbers first."""
    def translate(b: Builder, x: Tensor, *args, **options):
        if args or options:
            raise Excluded(f"options of '{operator}'")
        if not floats_only and x.dtype == torch.bool:
            raise Excluded("arithmetic on bools")
        return template.format(b.real(x) if floats_only else b(x))
    TRANSLATIONS[operator] = translate


for name in ("exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "tanh", "sigmoid",
             "erf", "sin", "cos"):
    _unary(name, f"{name}({{}})")
for name in ("abs", "sign"):
    _unary(name, f"{name}({{}})", floats_only=False)
_unary("neg", "-{}", floats_only=False)
_unary("positive", "{}", floats_only=False)
_unary("sgn", "sign({})", floats_only=False)
_unary("reciprocal", "1 / {}")


@translates("square")
def square(b: Builder, x: Tensor):
    if x.dtype == torch.bool:
        raise Excluded("arithmetic on bools")
    name = b(x)
    return f"{name} * {name}"


@translates("floor", "ceil", "trunc")
def rounding(b: Builder, x: Tensor):
    # Whole numbers are what they are.
    return f"{b.operator}({b(x)})" if x.dtype.is_floating_point else b(x)


@translates("round", "round.decimals_0")
def round_half_even(b: Builder, x: Tensor, decimals: int = 0):
    if decimals:
        raise Excluded("rounding to decimal places")
    return f"round({b(x)})" if x.dtype.is_floating_point else b(x)


# Two operands.


def promoted(*values) -> torch.dtype:
    """The type that an operation on tensors and numbers computes in."""
    result = values[0]
    for value in values[1:]:
        dtype = torch.result_type(result, value)
        result = torch.zeros(torch.broadcast_shapes(
            *(v.shape for v in (result, value) if isinstance(v, Tensor))),
            dtype=dtype)
    return result.dtype


def _binary(operator: str, template: str, floats: bool = False,
            bools: bool = False) -> None:
    """`floats`: integers become floating point numbers first. `bools`: it is
    defined on bools."""
    def translate(b: Builder, x, y, **options):
        dtype = torch.result_type(x, y)
        if floats and not dtype.is_floating_point:
            dtype = torch.float64
        if dtype == torch.bool and not bools:
            raise Excluded("arithmetic on bools")
        if dtype == torch.bool and operator[:3] in ("max", "min"):
            word = "or" if operator[:3] == "max" else "and"
            return f"logical_{word}({b(x, dtype)}, {b(y, dtype)})"
        left, right = b.number(x, dtype), b.number(y, dtype)
        alpha = options.pop("alpha", 1)
        if alpha != 1:
            factor = b.number(alpha, dtype)
            if operator == "rsub":
                left = f"({left} * {factor})"
            else:
                right = f"({right} * {factor})"
        if options:
            raise Excluded(f"options of '{operator}'")
        return template.format(left, right)
    TRANSLATIONS[operator] = translate


_binary("add", "{} + {}")
_binary("__radd__", "{1} + {0}")
_binary("sub", "{} - {}")
_binary("rsub", "{1} - {0}")
_binary("__rsub__", "{1} - {0}")
_binary("mul", "{} * {}")
_binary("__rmul__", "{1} * {0}")
_binary("true_divide", "{} / {}", floats=True)
_binary("__rdiv__", "{1} / {0}", floats=True)
_binary("div.no_rounding_mode", "{} / {}", floats=True)
_binary("maximum", "maximum({}, {})", bools=True)
_binary("minimum", "minimum({}, {})", bools=True)
_binary("max.binary", "maximum({}, {})", bools=True)
_binary("min.binary", "minimum({}, {})", bools=True)
_binary("remainder", "{} % {}")
_binary("__rmod__", "{1} % {0}")
_binary("floor_divide", "floor_divide({}, {})")
for name, sign in (("eq", "=="), ("ne", "!="), ("lt", "<"), ("le", "<="),
                   ("gt", ">"), ("ge", ">=")):
    _binary(name, f"{{}} {sign} {{}}", bools=True)


@translates("div.floor_rounding", "div.trunc_rounding")
def divide_and_round(b: Builder, x, y, rounding_mode):
    dtype = torch.result_type(x, y)
    if dtype == torch.bool:
        raise Excluded("arithmetic on bools")
    left, right = b.number(x, dtype), b.number(y, dtype)
    if rounding_mode == "floor":
        return f"floor_divide({left}, {right})"
    if not dtype.is_floating_point:
        return (f"let q = floor_divide({left}, {right}) "
                f"return select(q < 0 and q * {right} != {left}, q + 1, q)")
    return f"trunc({left} / {right})"


@translates("pow", "__rpow__")
def power(b: Builder, x, y):
    if b.operator == "__rpow__":
        x, y = y, x
    dtype = torch.result_type(x, y)
    if dtype == torch.bool:
        raise Excluded("arithmetic on bools")
    return f"pow({b.number(x, dtype)}, {b.number(y, dtype)})"


@translates("logical_and", "logical_or", "logical_xor", "bitwise_and",
            "bitwise_or", "bitwise_xor", "__rand__", "__ror__", "__rxor__")
def logical(b: Builder, x, y):
    if not b.operator.startswith("logical") and not (
            torch.result_type(x, y) == torch.bool):
        raise Excluded("bits of integers")
    name = "logical_" + b.operator.strip("_").split("_")[-1].removeprefix("r")
    name = {"logical_and": "logical_and", "logical_or": "logical_or",
            "logical_xor": "logical_xor", "logical_": "logical_or"}[name]
    def truth(value) -> str:
        return b(value, torch.bool) if isinstance(value, Tensor) \
            else b(bool(value))
    return f"{name}({truth(x)}, {truth(y)})"


@translates("logical_not", "bitwise_not")
def logical_not(b: Builder, x):
    if b.operator == "bitwise_not" and x.dtype != torch.bool:
        raise Excluded("bits of integers")
    return f"not {b(x, torch.bool)}"


@translates("clamp", "clamp_min", "clamp_max")
def clamp(b: Builder, x, *bounds, **named):
    low, high = named.get("min"), named.get("max")
    bounds = list(bounds)
    if b.operator == "clamp_max":
        high = bounds.pop(0) if bounds else high
    elif bounds:
        low = bounds.pop(0)
    high = bounds.pop(0) if bounds else high
    dtype = promoted(x, *(v for v in (low, high) if v is not None))
    if dtype == torch.bool:
        raise Excluded("arithmetic on bools")
    text = [f"{key} = {b.number(bound, dtype)}"
            for key, bound in (("low", low), ("high", high))
            if bound is not None]
    return f"clamp({b(x, dtype)}, {', '.join(text)})"


@translates("where")
def where(b: Builder, x, condition, other):
    # OpInfo's samples begin with the value: where(condition, input, other).
    dtype = torch.result_type(x, other)
    shape = torch.broadcast_shapes(*(v.shape for v in (x, condition, other)
                                     if isinstance(v, Tensor)))
    def whole(value, text: str) -> str:
        needed = isinstance(value, Tensor) and value.shape != shape
        return f"broadcast({text}, {list(shape)})" if needed else text
    parts = [whole(condition, b(condition, torch.bool)),
             whole(x, b.number(x, dtype)), whole(other, b.number(other, dtype))]
    return f"select({', '.join(parts)})"


@translates("lerp")
def lerp(b: Builder, x, end, weight):
    return f"lerp({b(x)}, {b(end)}, {b.real(weight)})"


@translates("addcmul", "addcdiv")
def addc(b: Builder, x, first, second, value=1):
    dtype = promoted(x, first, second)
    if dtype == torch.bool:
        raise Excluded("arithmetic on bools")
    sign = "*" if b.operator == "addcmul" else "/"
    return (f"{b(x, dtype)} + {b.number(value, dtype)} * {b(first, dtype)} "
            f"{sign} {b(second, dtype)}")


@translates("masked_fill")
def masked_fill(b: Builder, x, mask, value):
    shape = torch.broadcast_shapes(x.shape, mask.shape)
    text = b(x)
    if x.shape != shape:
        text = f"broadcast({text}, {list(shape)})"
    condition = b(mask)
    if mask.shape != shape:
        condition = f"broadcast({condition}, {list(shape)})"
    other = b.number(value, x.dtype)
    if isinstance(value, Tensor) and value.shape != shape:
        other = f"broadcast({other}, {list(shape)})"
    return f"select({condition}, {other}, {text})"


for name, dtype in {"float": torch.float32, "double": torch.float64,
                    "long": torch.int64, "int": torch.int32,
                    "bool": torch.bool, "char": torch.int8,
                    "byte": torch.uint8}.items():
    def convert(b: Builder, x: Tensor, memory_format=None, dtype=dtype, **_):
        name = {torch.float32: "f32", torch.float64: "f64"}.get(dtype)
        if dtype == torch.uint8 and (x < 0).any():
            raise Excluded("negative numbers as u8, which PyTorch leaves open")
        b.result_type = name or dtype_name(dtype)
        return f"cast({b(x)}, {b.result_type})"
    TRANSLATIONS[name] = convert
