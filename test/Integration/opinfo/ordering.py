# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Operators that sort."""

from opinfo.translation import Builder, Excluded, translates


@translates("argsort")
def argsort(b: Builder, x, dim=-1, descending=False, stable=False):
    return _sorted(b, x, dim, descending)[1]


def _sorted(b: Builder, x, dim, descending) -> tuple:
    text = b(x)
    if not x.dim():
        return (text, "zeros([], i64)")
    axis, down = dim % x.dim(), ", descending = true" if descending else ""
    order = f"argsort({text}, axis = {axis}{down})"
    return (f"gather({text}, {order}, axis = {axis})", order)


@translates("sort")
def sort(b: Builder, x, dim=-1, descending=False, stable=False):
    return _sorted(b, x, dim, descending)


@translates("msort")
def msort(b: Builder, x):
    return _sorted(b, x, 0, False)[0]


@translates("topk")
def topk(b: Builder, x, k, dim=-1, largest=True, sorted=True):
    if not sorted:
        raise Excluded("the largest in no order")
    if not x.dim():
        return _sorted(b, x, 0, False)
    if x.numel() == x.unique().numel():
        return (f"let (values, places) = topk({b(x)}, {k}, axis = {dim}, "
                f"largest = {b(largest)}) return (values, places)")
    # Of equal elements PyTorch names any.
    b.only = slice(0, 1)
    return (f"let (values, _) = topk({b(x)}, {k}, axis = {dim}, "
            f"largest = {b(largest)}) return values")
