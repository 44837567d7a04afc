# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Operators that sort."""

import torch
from torch import Tensor

from opinfo.translation import Builder, Excluded, translates


@translates("argsort")
def argsort(b: Builder, x, dim=-1, descending=False, stable=False):
    _check_order(b.expected, x, dim, descending, stable)
    if not x.dim():
        return f"cast({b(x)}, i64) * 0"
    return f"argsort({b(x)}, axis = {dim}, descending = {b(descending)})"


@translates("sort")
def sort(b: Builder, x, dim=-1, descending=False, stable=False):
    _check_order(b.expected[1], x, dim, descending, stable)
    if not x.dim():
        return (b(x), "zeros([], i64)")
    return (f"let (values, places) = sort({b(x)}, {dim}, "
            f"descending = {b(descending)}) return (values, places)")


def _check_order(places: Tensor, x: Tensor, dim: int, descending: bool,
                 stable: bool) -> None:
    if not stable and not torch.equal(places, torch.argsort(
            x, dim=dim, descending=descending, stable=True)):
        raise Excluded("an order of equal elements that is not 'stable'")


@translates("msort")
def msort(b: Builder, x):
    return f"let (values, _) = sort({b(x)}, 0) return values" if x.dim() \
        else b(x)


@translates("topk")
def topk(b: Builder, x, k, dim=-1, largest=True, sorted=True):
    if not sorted:
        raise Excluded("the largest in no order")
    if not x.dim():
        return (b(x), "zeros([], i64)")
    if x.numel() == x.unique().numel():
        return (f"let (values, places) = topk({b(x)}, {k}, axis = {dim}, "
                f"largest = {b(largest)}) return (values, places)")
    # Of equal elements PyTorch names any.
    b.only = slice(0, 1)
    return (f"let (values, _) = topk({b(x)}, {k}, axis = {dim}, "
            f"largest = {b(largest)}) return values")
