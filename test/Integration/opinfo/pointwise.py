# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pointwise operators."""

import torch
from torch import Tensor

from opinfo.translation import (Builder, Excluded, TRANSLATIONS, dtype_name,
                                float_of, translates)


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


for name, template in {
        "relu": "relu", "relu6": "relu6", "selu": "selu", "silu": "silu",
        "mish": "mish", "softsign": "softsign", "logsigmoid": "log_sigmoid",
        "hardsigmoid": "hardsigmoid", "hardswish": "hardswish",
        "tanhshrink": "tanhshrink"}.items():
    def translate(b: Builder, x: Tensor, inplace: bool = False,
                  template: str = template):
        return f"{template}({b(x)})"
    TRANSLATIONS[f"nn.functional.{name}"] = translate


@translates("nn.functional.leaky_relu")
def leaky_relu(b: Builder, x, negative_slope=0.01, inplace=False):
    return f"leaky_relu({b(x)}, slope = {b(negative_slope)})"


@translates("nn.functional.elu", "nn.functional.celu")
def elu(b: Builder, x, alpha=1.0, inplace=False):
    return f"{b.operator.split('.')[-1]}({b(x)}, alpha = {b(float(alpha))})"


@translates("nn.functional.gelu")
def gelu(b: Builder, x, approximate="none"):
    return f"gelu({b(x)}, approximate = {b(approximate)})"


@translates("nn.functional.softplus")
def softplus(b: Builder, x, beta=1, threshold=20):
    return f"softplus({b(x)}, beta = {b(beta)}, linear_from = {b(threshold)})"


@translates("nn.functional.hardtanh")
def hardtanh(b: Builder, x, min_val=-1.0, max_val=1.0, inplace=False):
    return (f"hardtanh({b(x)}, low = {b.number(min_val, x.dtype)}, "
            f"high = {b.number(max_val, x.dtype)})")


@translates("nn.functional.hardshrink", "nn.functional.softshrink")
def shrink(b: Builder, x, lambd=0.5):
    return f"{b.operator.split('.')[-1]}({b(x)}, bound = {b(lambd)})"


@translates("nn.functional.threshold")
def threshold(b: Builder, x, threshold, value, inplace=False):
    return (f"threshold({b(x)}, {b.number(threshold, x.dtype)}, "
            f"{b.number(value, x.dtype)})")


@translates("nn.functional.glu")
def glu(b: Builder, x, dim=-1):
    return f"glu({b(x)}, axis = {dim})"


@translates("nn.functional.prelu")
def prelu(b: Builder, x, weight):
    name = b(x)
    slope = b(weight)
    if weight.dim() and x.dim() > 1:
        axis = "1" if weight.numel() > 1 else ""
        slope = (f"broadcast({slope}, shape({name}), axes = [1])" if axis
                 else f"broadcast(reshape({slope}, []), shape({name}))")
    elif weight.dim() and x.dim() == 0:
        slope = f"reshape({slope}, [])"
    return f"select({name} > 0, {name}, {slope} * {name})"


# Two operands.


def promoted(*values) -> torch.dtype:
    result = values[0] if isinstance(values[0], torch.dtype) else None
    for value in values:
        result = value if result is None else torch.result_type(result, value)
    return result.dtype if isinstance(result, Tensor) else result


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
        left, right = b.number(x, dtype), b.number(y, dtype)
        alpha = options.pop("alpha", 1)
        if alpha != 1:
            right = f"({right} * {b.number(alpha, dtype)})"
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
        raise Excluded("division of integers towards zero")
    return f"trunc({left} / {right})"


@translates("pow", "__rpow__")
def power(b: Builder, x, y):
    if b.operator == "__rpow__":
        x, y = y, x
    dtype = torch.result_type(x, y)
    if not dtype.is_floating_point:
        raise Excluded("powers of integers")
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
    dtype = x.dtype
    for bound in (low, high):
        if bound is not None:
            dtype = promoted(dtype, torch.result_type(x, bound))
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
    dtype = torch.result_type(first, second)
    if not dtype.is_floating_point:
        raise Excluded("arithmetic that only floating point numbers have here")
    sign = "*" if b.operator == "addcmul" else "/"
    return f"{b(x)} + {b(value)} * {b(first)} {sign} {b(second)}"


@translates("masked_fill")
def masked_fill(b: Builder, x, mask, value):
    shape = torch.broadcast_shapes(x.shape, mask.shape)
    if x.shape != shape:
        raise Excluded("a result larger than the operand")
    text = b(x)
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
