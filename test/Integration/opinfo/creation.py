# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tensors out of nothing, and random ones."""

from torch import Tensor

from opinfo.translation import Builder, Excluded, dtype_name, translates


@translates("full", "full_like", "new_full")
def full(b: Builder, x, *arguments, fill_value=None, **_):
    value = arguments[-1] if fill_value is None else fill_value
    dtype = b.expected.dtype
    return (f"full({list(b.expected.shape)}, {b.number(value, dtype)}, "
            f"{dtype_name(dtype)})")


@translates("fill")
def fill(b: Builder, x, value):
    dtype = b.expected.dtype
    return (f"broadcast(cast({b.number(value, dtype)}, {dtype_name(dtype)}), "
            f"{list(x.shape)})")


@translates("zeros", "zeros_like", "new_zeros", "ones", "ones_like", "new_ones")
def constant(b: Builder, *_, **__):
    name = "zeros" if "zeros" in b.operator else "ones"
    return (f"{name}({list(b.expected.shape)}, "
            f"{dtype_name(b.expected.dtype)})")


@translates("eye")
def eye(b: Builder, rows, columns=None, dtype=None, **_):
    columns = rows if columns is None else columns
    return f"eye({rows}, {columns}, {dtype_name(b.expected.dtype)})"


@translates("nn.functional.dropout")
def dropout(b: Builder, x, p=0.5, training=True, inplace=False):
    if training and 0 < p < 1:
        raise Excluded("random numbers")
    if training and p == 1:
        return f"{b(x)} * 0"
    return f"drop({b(x)}, {b(p)})"


@translates("uniform", "normal", "normal.in_place", "normal.number_mean",
            "bernoulli", "rand_like", "randn", "randn_like")
def random(b: Builder, *_, **__):
    raise Excluded("random numbers")


@translates("to", "bfloat16")
def to(b: Builder, x: Tensor, *_, **__):
    return b(x, b.expected.dtype)
