# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Losses."""

from opinfo.translation import Builder, Excluded, TRANSLATIONS, translates


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
        if operator == "poisson_nll_loss":
            # PyTorch computes these of integers, too.
            pair = [b.real(x), b.real(y)]
        else:
            pair = [b(x), b(y)]
        text = [*pair, *text, _reduction(size_average, reduce, reduction)]
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
    if not b.expected.dtype.is_floating_point:
        raise Excluded("losses that are integers")
    return (f"nn.{name}({b.real(x)}, {b.real(y)}, {b.real(target)}, "
            f"margin = {b(margin)}, "
            + _reduction(size_average, reduce, reduction) + ")")


@translates("nn.functional.triplet_margin_loss")
def triplet(b: Builder, x, positive, negative, margin=1.0, p=2, eps=1e-6,
            swap=False, size_average=None, reduce=None, reduction="mean"):
    if not b.expected.dtype.is_floating_point:
        raise Excluded("losses that are integers")
    return (f"nn.triplet_margin_loss({b.real(x)}, {b.real(positive)}, "
            f"{b.real(negative)}, "
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
