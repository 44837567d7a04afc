# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What translations are written with.

    @translates("clamp")
    def clamp(b: Builder, x, low=None, high=None):
        return f"clamp({b(x)}, low = {b(low)}, high = {b(high)})"

is called with the arguments of a sample of torch.clamp. Calling the builder
makes an expression of an argument: a tensor becomes an input of the model.
"""

import math
from typing import Callable, Dict, List, Optional

import torch
from torch import Tensor

Translation = Callable[..., object]
TRANSLATIONS: Dict[str, Translation] = {}


class Excluded(Exception):
    """A sample that is out of scope, with the reason: what dlc is not meant to
    do."""


class Missing(Exception):
    """A sample that dlc has nothing for, with the reason: an option that it
    lacks of an operator that it has. Such samples do not pass."""


def translates(*operators: str):
    """An operator is "name" or "name.variant", as OpInfo has them."""
    def register(function: Translation) -> Translation:
        for operator in operators:
            TRANSLATIONS[operator] = function
        return function
    return register


def dtype_name(dtype: torch.dtype) -> str:
    names = {torch.float64: "real", torch.float32: "real", torch.int64: "i64",
             torch.int32: "i32", torch.bool: "bool", torch.uint8: "u8",
             torch.int8: "i8", torch.bfloat16: "bf16"}
    if dtype not in names:
        raise Excluded(f"element type {str(dtype)[6:]}")
    return names[dtype]


class Builder:
    """Collects what one model takes."""

    def __init__(self, operator: str, expected) -> None:
        self.operator = operator
        # What PyTorch computes: a tensor, or a tuple of tensors.
        self.expected = expected
        # A slice, if not all results are to be compared.
        self.only: Optional[slice] = None
        # The type of the result, if numbers are not `real`.
        self.result_type = ""
        self.inputs: Dict[str, Tensor] = {}
        # How to construct the layer `tested`, if there is to be one.
        self.layer = ""
        self.weights: Dict[str, Tensor] = {}

    def __call__(self, value, dtype: Optional[torch.dtype] = None) -> str:
        """`dtype`: what a tensor is to be converted to; types never convert by
        themselves."""
        if isinstance(value, Tensor):
            name = f"x{len(self.inputs)}"
            dtype_name(value.dtype)
            self.inputs[name] = value.detach()
            if dtype and dtype_name(dtype) != dtype_name(value.dtype):
                return f"cast({name}, {dtype_name(dtype)})"
            return name
        if value is None:
            return "none"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (list, tuple)):
            return f"[{', '.join(self(item) for item in value)}]"
        if isinstance(value, str):
            return f'"{value}"'
        if isinstance(value, torch.dtype):
            return dtype_name(value)
        if isinstance(value, complex):
            raise Excluded("complex numbers")
        if isinstance(value, float) and not math.isfinite(value):
            return "nan" if math.isnan(value) else \
                "inf" if value > 0 else "(-inf)"
        return f"({value})" if value < 0 else str(value)

    def number(self, value, dtype: torch.dtype) -> str:
        """An operand: of a tensor of that type, or a number that it can mix
        with."""
        if isinstance(value, Tensor):
            return self(value, dtype)
        if isinstance(value, complex):
            raise Excluded("complex numbers")
        if dtype.is_floating_point:
            return self(float(value))
        return self(bool(value) if dtype == torch.bool else int(value))

    def real(self, value) -> str:
        """As floating point numbers, which is what PyTorch makes of others."""
        if isinstance(value, Tensor):
            return self(value, float_of(value))
        return self(float(value))


def float_of(value: Tensor) -> torch.dtype:
    return value.dtype if value.dtype.is_floating_point else torch.float64


def positive_axes(dim, x: Tensor) -> List[int]:
    """The axes as numbers from 0 on; a scalar counts as having one."""
    dims = [dim] if isinstance(dim, int) else list(dim)
    return [d % max(x.dim(), 1) for d in dims]


def several(value, count: int) -> List[int]:
    """One number for all axes, or a list of them."""
    items = list(value) if isinstance(value, (list, tuple)) else [value]
    return items * count if len(items) == 1 else items
