# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reductions and statistics."""

import torch
from torch import Tensor

from opinfo.translation import Builder, Excluded, positive_axes, translates


def _options(x: Tensor, dim, keepdim: bool) -> str:
    """No axes are all axes, and a scalar has none."""
    text = ""
    if dim is not None and dim != () and dim != [] and x.dim():
        text += f", axes = {positive_axes(dim, x)}"
    return text + (", keep_dims = true" if keepdim and x.dim() else "")


def _counted(x: Tensor, dtype=None) -> torch.dtype:
    """Integers are summed as i64."""
    return dtype or (x.dtype if x.dtype.is_floating_point else torch.int64)


@translates("sum", "prod")
def total(b: Builder, x, dim=None, keepdim=False, dtype=None):
    if dtype == torch.bool:
        raise Excluded("arithmetic on bools")
    text = b(x, _counted(x, dtype))
    return f"{b.operator}({text}{_options(x, dim, keepdim)})"


@translates("mean")
def mean(b: Builder, x, dim=None, keepdim=False, dtype=None):
    return f"mean({b(x, dtype)}{_options(x, dim, keepdim)})"


@translates("amax", "amin")
def extremum(b: Builder, x, dim=None, keepdim=False):
    if x.dtype == torch.bool:
        name = "any" if b.operator == "amax" else "all"
        return f"{name}({b(x)}{_options(x, dim, keepdim)})"
    return f"{b.operator[1:]}({b(x)}{_options(x, dim, keepdim)})"


@translates("max.reduction_with_dim", "min.reduction_with_dim",
            "max.reduction_no_dim", "min.reduction_no_dim")
def extremum_and_place(b: Builder, x, dim=None, keepdim=False):
    name = b.operator[:3]
    text = b(x)
    of_bools = {"max": "any", "min": "all"}[name]
    function = of_bools if x.dtype == torch.bool else name
    values = f"{function}({text}{_options(x, dim, keepdim)})"
    if dim is None:
        return values
    if not x.dim():
        return (values, "zeros([], i64)")
    keep = ", keep_dims = true" if keepdim else ""
    numbers = f"cast({text}, i32)" if x.dtype == torch.bool else text
    return (values, f"arg{name}({numbers}, axis = {dim % x.dim()}{keep})")


@translates("aminmax")
def aminmax(b: Builder, x, dim=None, keepdim=False):
    text, options = b(x), _options(x, dim, keepdim)
    low, high = ("all", "any") if x.dtype == torch.bool else ("min", "max")
    return (f"{low}({text}{options})", f"{high}({text}{options})")


@translates("argmax", "argmin")
def place(b: Builder, x, dim=None, keepdim=False):
    text = b(x)
    if dim is None or not x.dim():
        flat = f"{b.operator}(reshape({text}, [-1]), axis = 0)"
        return f"reshape({flat}, {[1] * x.dim()})" if keepdim else flat
    keep = ", keep_dims = true" if keepdim else ""
    return f"{b.operator}({text}, axis = {dim % x.dim()}{keep})"


@translates("any", "all")
def truth(b: Builder, x, dim=None, keepdim=False):
    return f"{b.operator}({b(x, torch.bool)}{_options(x, dim, keepdim)})"


@translates("count_nonzero")
def count_nonzero(b: Builder, x, dim=None):
    return f"sum(cast({b(x, torch.bool)}, i64){_options(x, dim, False)})"


@translates("var", "std", "var.unbiased", "std.unbiased")
def variance(b: Builder, x, *args, dim=None, unbiased=None, correction=None,
             keepdim=False):
    for value in args:
        if isinstance(value, bool):
            unbiased = value
        else:
            dim = value
    if correction is None:
        correction = 1 if unbiased is None or unbiased else 0
    name = "variance" if b.operator.startswith("var") else "std"
    return (f"{name}({b(x)}{_options(x, dim, keepdim)}, "
            f"correction = {b(correction)})")


@translates("var_mean", "std_mean", "var_mean.unbiased", "std_mean.unbiased")
def variance_and_mean(b: Builder, x, *args, **options):
    b.operator = b.operator.replace("_mean", "")
    spread = variance(b, x, *args, **options)
    dim = options.get("dim", next((a for a in args
                                   if not isinstance(a, bool)), None))
    keep = options.get("keepdim", False)
    return (spread, f"mean(x0{_options(x, dim, keep)})")


@translates("logsumexp")
def logsumexp(b: Builder, x, dim, keepdim=False):
    return f"logsumexp({b.real(x)}{_options(x, dim, keepdim)})"


@translates("cumsum", "cumprod")
def running(b: Builder, x, dim, dtype=None):
    text = b(x, _counted(x, dtype))
    if not x.dim():
        return f"reshape({b.operator}(reshape({text}, [1]), axis = 0), [])"
    return f"{b.operator}({text}, axis = {dim % x.dim()})"


@translates("median", "kthvalue")
def middle(b: Builder, x, *arguments, dim=None, keepdim=False, k=None):
    arguments = list(arguments)
    place = ""
    if b.operator == "kthvalue":
        place = f", {k or arguments.pop(0)}"
    if arguments:
        dim = arguments.pop(0)
    if arguments:
        keepdim = arguments.pop(0)
    if b.operator == "kthvalue" and dim is None:
        dim = -1
    # Of equal elements PyTorch names any.
    b.only = slice(0, 1) if isinstance(b.expected, tuple) else None
    text = b(x)
    if dim is None or not x.dim():
        return f"{b.operator}(reshape({text}, [-1]){place}, axis = 0)"
    keep = ", keep_dims = true" if keepdim else ""
    return f"{b.operator}({text}{place}, axis = {dim % x.dim()}{keep})"


@translates("linalg.norm")
def matrix_or_vector_norm(b: Builder, x, ord=None, dim=None, keepdim=False,
                          dtype=None):
    axes = x.dim() if dim is None else 1 if isinstance(dim, int) else len(dim)
    if ord is not None and ord != "fro" and axes == 2:
        raise Excluded("norms of matrices")
    return norm(b, x, ord, dim, keepdim, dtype)


@translates("linalg.vector_norm")
def vector_norm(b: Builder, x, ord=2, dim=None, keepdim=False, dtype=None):
    return f"norm({b(x, dtype)}, {b(ord)}{_options(x, dim, keepdim)})"


@translates("norm", "norm.fro", "norm.inf")
def norm(b: Builder, x, p="fro", dim=None, keepdim=False, dtype=None):
    if p == "nuc":
        raise Excluded("singular values")
    if p is None or p == "fro":
        p = 2
    return f"norm({b(x, dtype)}, {b(p)}{_options(x, dim, keepdim)})"


@translates("dist")
def dist(b: Builder, x, y, p=2):
    return f"norm({b(x)} - {b(y)}, {b(p)})"
