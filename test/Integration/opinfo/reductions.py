# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reductions, orders, statistics and normalisations."""

import math

import torch
from torch import Tensor

from opinfo.translation import (Builder, Excluded, TRANSLATIONS, float_of,
                                positive_axes, several, translates)


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
    return f"{b.operator}({b(x, _counted(x, dtype))}{_options(x, dim, keepdim)})"


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
    if x.dtype == torch.bool:
        raise Excluded("places of bools")
    text = b(x)
    values = f"{name}({text}{_options(x, dim, keepdim)})"
    if dim is None:
        return values
    if not x.dim():
        return (values, f"cast({text} * 0, i64)")
    keep = ", keep_dims = true" if keepdim else ""
    return (values, f"arg{name}({text}, axis = {dim % x.dim()}{keep})")


@translates("aminmax")
def aminmax(b: Builder, x, dim=None, keepdim=False):
    if x.dtype == torch.bool:
        raise Excluded("places of bools")
    text, options = b(x), _options(x, dim, keepdim)
    return (f"min({text}{options})", f"max({text}{options})")


@translates("argmax", "argmin")
def place(b: Builder, x, dim=None, keepdim=False):
    if x.dtype == torch.bool:
        raise Excluded("places of bools")
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


# Orders.


@translates("argsort")
def argsort(b: Builder, x, dim=-1, descending=False, stable=False):
    return _sorted(b, x, dim, descending, stable)[1]


def _sorted(b: Builder, x, dim, descending, stable) -> tuple:
    if x.dtype == torch.bool:
        raise Excluded("sorting bools")
    if not stable and x.numel() != x.unique().numel():
        raise Excluded("places of equal elements without 'stable'")
    text = b(x)
    if not x.dim():
        return (text, f"cast({text} * 0, i64)")
    axis, down = dim % x.dim(), ", descending = true" if descending else ""
    order = f"argsort({text}, axis = {axis}{down})"
    return (f"gather({text}, {order}, axis = {axis})", order)


@translates("sort")
def sort(b: Builder, x, dim=-1, descending=False, stable=False):
    return _sorted(b, x, dim, descending, stable)


@translates("msort")
def msort(b: Builder, x):
    return _sorted(b, x, 0, False, True)[0]


@translates("topk")
def topk(b: Builder, x, k, dim=-1, largest=True, sorted=True):
    if not sorted:
        raise Excluded("the largest in no order")
    if not x.dim():
        return _sorted(b, x, 0, False, True)
    values, order = _sorted(b, x, dim, largest, False)
    cut = ", ".join([":"] * (dim % x.dim()) + [f":{k}"])
    return (f"({values})[{cut}]", f"({order})[{cut}]")


# Softmax and normalisation.


@translates("softmax", "softmax.with_dtype", "log_softmax",
            "log_softmax.with_dtype", "nn.functional.softmin",
            "nn.functional.softmin.with_dtype")
def softmax(b: Builder, x, dim, dtype=None, **_):
    name = b.operator.removeprefix("nn.functional.").removesuffix(".with_dtype")
    if dtype is not None:
        # The other precision is the subject of other samples.
        raise Excluded("a type to compute in")
    if not x.dim():
        return f"reshape({name}(reshape({b(x)}, [1]), axis = 0), [])"
    return f"{name}({b(x)}, axis = {dim % x.dim()})"


@translates("nn.functional.normalize")
def normalize(b: Builder, x, p=2.0, dim=1, eps=1e-12):
    if isinstance(dim, (list, tuple)):
        raise Excluded("a norm over several axes")
    if not x.dim():
        return (f"reshape(lp_normalize(reshape({b(x)}, [1]), p = {b(p)}, "
                f"axis = 0, eps = {eps}), [])")
    return f"lp_normalize({b(x)}, p = {b(p)}, axis = {dim}, eps = {b(eps)})"


@translates("nn.functional.layer_norm")
def layer_norm(b: Builder, x, sizes, weight=None, bias=None, eps=1e-5):
    return (f"layer_norm({b(x)}, {b(sizes)}, weight = {b(weight)}, "
            f"bias = {b(bias)}, eps = {eps})")


@translates("nn.functional.rms_norm")
def rms_norm(b: Builder, x, sizes, weight=None, eps=None):
    return (f"rms_norm({b(x)}, {b(sizes)}, weight = {b(weight)}, "
            f"eps = {b(eps)})")


@translates("nn.functional.group_norm")
def group_norm(b: Builder, x, groups, weight=None, bias=None, eps=1e-5):
    return (f"group_norm({b(x)}, {groups}, weight = {b(weight)}, "
            f"bias = {b(bias)}, eps = {eps})")


@translates("nn.functional.instance_norm")
def instance_norm(b: Builder, x, mean=None, var=None, weight=None, bias=None,
                  use_input_stats=True, momentum=0.1, eps=1e-5):
    if not use_input_stats or mean is not None:
        raise Excluded("running statistics, which layers have")
    return (f"instance_norm({b(x)}, weight = {b(weight)}, bias = {b(bias)}, "
            f"eps = {eps})")


@translates("nn.functional.batch_norm")
def batch_norm(b: Builder, x, mean, var, weight=None, bias=None,
               training=False, momentum=0.1, eps=1e-5):
    text, affine = b(x), f"{b(weight)}, {b(bias)}, {eps}"
    if not training:
        return f"normalize({text}, {b(mean)}, {b(var)}, {affine})"
    axes = [0, *range(2, x.dim())]
    return (f"let (mean, spread) = moments({text}, axes = {axes}) "
            f"return normalize({text}, mean, spread, {affine})")


# Losses.


def _reduction(size_average, reduce, reduction: str) -> str:
    if size_average is not None or reduce is not None:
        raise Excluded("deprecated arguments")
    return f'reduction = "{reduction}"'


def _loss(operator: str, function: str, arguments: dict = {}) -> None:
    """Losses of two tensors; `arguments` are PyTorch's names by ours."""
    def translate(b: Builder, x, y, size_average=None, reduce=None,
                  reduction="mean", weight=None, **options):
        if weight is not None and "weight" not in arguments:
            raise Excluded("weights of elements")
        if weight is not None:
            options["weight"] = weight
        if operator != "binary_cross_entropy_with_logits" \
                and y.dtype != x.dtype:
            raise Excluded("operands of two types")
        text = [f"{ours} = {b(options.pop(theirs))}"
                for ours, theirs in arguments.items() if theirs in options]
        if options:
            raise Excluded(f"options {', '.join(options)}")
        text = [b(x), b(y), *text, _reduction(size_average, reduce, reduction)]
        return f"nn.{function}({', '.join(text)})"
    TRANSLATIONS[f"nn.functional.{operator}"] = translate


_loss("mse_loss", "mse_loss")
_loss("l1_loss", "l1_loss")
_loss("huber_loss", "huber_loss", {"delta": "delta"})
_loss("smooth_l1_loss", "smooth_l1_loss", {"beta": "beta"})
_loss("binary_cross_entropy", "bce_loss", {"weight": "weight"})
_loss("binary_cross_entropy_with_logits", "bce_with_logits",
      {"weight": "weight", "pos_weight": "pos_weight"})
_loss("kl_div", "kl_div", {"log_target": "log_target"})
_loss("poisson_nll_loss", "poisson_nll_loss",
      {"log_input": "log_input", "full": "full", "eps": "eps"})
_loss("soft_margin_loss", "soft_margin_loss")
_loss("hinge_embedding_loss", "hinge_embedding_loss", {"margin": "margin"})


@translates("nn.functional.margin_ranking_loss",
            "nn.functional.cosine_embedding_loss")
def ranking_loss(b: Builder, x, y, target, margin=0.0, size_average=None,
                 reduce=None, reduction="mean"):
    name = b.operator.split(".")[-1]
    if not x.dtype.is_floating_point or target.dtype.is_floating_point is False:
        target_text = f"cast({b(target)}, real)"
    else:
        target_text = b(target)
    if not x.dtype.is_floating_point:
        raise Excluded("losses of integers")
    return (f"nn.{name}({b(x)}, {b(y)}, {target_text}, margin = {b(margin)}, "
            + _reduction(size_average, reduce, reduction) + ")")


@translates("nn.functional.triplet_margin_loss")
def triplet(b: Builder, x, positive, negative, margin=1.0, p=2, eps=1e-6,
            swap=False, size_average=None, reduce=None, reduction="mean"):
    if not x.dtype.is_floating_point:
        raise Excluded("losses of integers")
    return (f"nn.triplet_margin_loss({b(x)}, {b(positive)}, {b(negative)}, "
            f"margin = {b(margin)}, p = {b(p)}, eps = {eps}, swap = {b(swap)}, "
            + _reduction(size_average, reduce, reduction) + ")")


@translates("nn.functional.cross_entropy", "nn.functional.nll_loss")
def cross_entropy(b: Builder, x, target, weight=None, size_average=None,
                  ignore_index=-100, reduce=None, reduction="mean",
                  label_smoothing=0.0):
    smoothing = f", label_smoothing = {label_smoothing}" \
        if "cross" in b.operator else ""
    return (f"nn.{b.operator.split('.')[-1]}({b(x)}, {b(target)}, "
            f"weight = {b(weight)}, ignore_index = {b(ignore_index)}, "
            + _reduction(size_average, reduce, reduction) + smoothing + ")")


@translates("nn.functional.cosine_similarity")
def cosine_similarity(b: Builder, x, y, dim=1, eps=1e-8):
    if x.shape != y.shape:
        raise Excluded("vectors that are broadcast")
    return f"cosine_similarity({b(x)}, {b(y)}, axis = {dim}, eps = {b(eps)})"


@translates("nn.functional.pairwise_distance")
def pairwise_distance(b: Builder, x, y, p=2.0, eps=1e-6, keepdim=False):
    return (f"pairwise_distance({b(x)}, {b(y)}, p = {b(p)}, eps = {eps}, "
            f"keep_dims = {b(keepdim)})")
