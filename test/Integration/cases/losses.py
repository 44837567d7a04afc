# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Losses: nn/losses.dl."""

import itertools
from typing import Callable, Dict

import torch
import torch.nn.functional as F
from torch import Tensor

from cases.tables import (CASES, Draw, case, integers, normal, split, uniform,
                          values)

SHAPES = {"matrix": (5, 4), "vector": (7,), "images": (2, 3, 2), "one": (1, 1),
          "empty": (0, 3), "scalar": (), "long": (1031,)}


REDUCTIONS = ("mean", "sum", "none")
_next = itertools.cycle(REDUCTIONS)


def reduced(file: str, name: str, dl: str, function: Callable,
            **inputs: Draw) -> None:
    """`dl` lacks its reduction and the closing bracket. Of the reductions,
    each case has the next one, but the first of a file all."""
    first = all(case.file != file for case in CASES)
    for reduction in REDUCTIONS if first else (next(_next),):
        case(file, f"{name}_{reduction}",
             f"nn.{dl}, reduction = \"{reduction}\")",
             lambda *tensors, r=reduction: function(*tensors, reduction=r),
             **inputs)


def elementwise(file: str, dl: str, function: Callable,
                inputs: Dict[str, Callable[..., Draw]]) -> None:
    """`inputs` draws each from a shape."""
    for label, shape in SHAPES.items():
        reduced(file, label, dl, function,
                **{key: draw(*shape) for key, draw in inputs.items()})
    named = {key: "real[N, 3]" for key in inputs}
    case(file, "named", f"nn.{dl})", function, {**named, "output": "real[]"},
         **{key: draw(5, 3) for key, draw in inputs.items()})


def signs(*shape: int) -> Draw:
    return lambda: torch.randint(0, 2, shape).double() * 2 - 1


def exact(function: Callable[[Tensor], Tensor], *shape: int) -> Draw:
    """Of normal numbers, rounded to f32."""
    return lambda: function(torch.randn(shape)).double()


PAIR = {"x": normal, "y": normal}
elementwise("mse-loss", "mse_loss(x, y", F.mse_loss, PAIR)
elementwise("l1-loss", "l1_loss(x, y", F.l1_loss, PAIR)
elementwise("huber-loss", "huber_loss(x, y", F.huber_loss, PAIR)
reduced("huber-loss", "delta", "huber_loss(x, y, delta = 0.25",
        lambda x, y, reduction: F.huber_loss(x, y, reduction, 0.25),
        x=normal(5, 4), y=normal(5, 4))
elementwise("smooth-l1-loss", "smooth_l1_loss(x, y", F.smooth_l1_loss, PAIR)
reduced("smooth-l1-loss", "beta", "smooth_l1_loss(x, y, beta = 0.25",
        lambda x, y, reduction: F.smooth_l1_loss(x, y, reduction=reduction,
                                                 beta=0.25),
        x=normal(5, 4), y=normal(5, 4))
reduced("smooth-l1-loss", "no_beta", "smooth_l1_loss(x, y, beta = 0",
        lambda x, y, reduction: F.smooth_l1_loss(x, y, reduction=reduction,
                                                 beta=0.0),
        x=normal(5, 4), y=normal(5, 4))
elementwise("bce-loss", "bce_loss(p, y", F.binary_cross_entropy,
            {"p": lambda *shape: uniform(0.01, 0.99, *shape),
             "y": lambda *shape: exact(torch.sigmoid, *shape)})
reduced("bce-loss", "weight", "bce_loss(p, y, w",
        lambda p, y, w, reduction: F.binary_cross_entropy(p, y, w, None, None,
                                                          reduction),
        p=exact(torch.sigmoid, 5, 4), y=exact(torch.sigmoid, 5, 4),
        w=exact(torch.exp, 5, 4))
reduced("bce-loss", "edges", "bce_loss(p, y", F.binary_cross_entropy,
        p=values(0, 1, 0, 1, 0.5), y=values(0, 1, 1, 0, 0.5))
elementwise("bce-with-logits", "bce_with_logits(x, y",
            F.binary_cross_entropy_with_logits,
            {"x": normal, "y": lambda *shape: exact(torch.sigmoid, *shape)})
reduced("bce-with-logits", "weights",
        "bce_with_logits(x, y, weight = w, pos_weight = p",
        lambda x, y, w, p, reduction: F.binary_cross_entropy_with_logits(
            x, y, w, reduction=reduction, pos_weight=p),
        x=normal(5, 4), y=exact(torch.sigmoid, 5, 4), w=exact(torch.exp, 5, 4),
        p=exact(torch.exp, 4))
reduced("bce-with-logits", "edges", "bce_with_logits(x, y",
        F.binary_cross_entropy_with_logits,
        x=values(1000, -1000, 1000, 0, 30), y=values(1, 0, 0, 0.5, 1))
elementwise("soft-margin-loss", "soft_margin_loss(x, y", F.soft_margin_loss,
            {"x": normal, "y": signs})
elementwise("hinge-embedding-loss", "hinge_embedding_loss(x, y",
            F.hinge_embedding_loss, {"x": normal, "y": signs})
elementwise("margin-ranking-loss", "margin_ranking_loss(a, b, y, margin = 0.5",
            lambda a, b, y, reduction="mean": F.margin_ranking_loss(
                a, b, y, margin=0.5, reduction=reduction),
            {"a": normal, "b": normal, "y": signs})
elementwise("kl-div", "kl_div(x, y", F.kl_div,
            {"x": lambda *shape: exact(lambda t: -t.abs(), *shape),
             "y": lambda *shape: exact(lambda t: t.clamp(0, 1), *shape)})
reduced("kl-div", "logarithms", "kl_div(x, y, log_target = true",
        lambda x, y, reduction: F.kl_div(x, y, reduction=reduction,
                                         log_target=True),
        x=normal(5, 4), y=normal(5, 4))
case("kl-div", "batch_mean", "nn.kl_div(x, y, reduction = \"batchmean\")",
     lambda x, y: F.kl_div(x, y, reduction="batchmean"), x=normal(5, 4),
     y=exact(torch.sigmoid, 5, 4))
elementwise("poisson-nll-loss", "poisson_nll_loss(x, y", F.poisson_nll_loss,
            {"x": normal, "y": lambda *shape: lambda: torch.randint(
                0, 5, shape).double()})
reduced("poisson-nll-loss", "full",
        "poisson_nll_loss(x, y, log_input = false, full = true",
        lambda x, y, reduction: F.poisson_nll_loss(
            x, y, log_input=False, full=True, reduction=reduction),
        x=exact(torch.exp, 5, 4),
        y=lambda: torch.randint(0, 5, (5, 4)).double())

for label, rows, columns in (("odd", 5, 7), ("one", 1, 1), ("long", 3, 131)):
    vectors = {key: normal(rows, columns) for key in "abc"}
    for margin in (0.0, 0.25):
        reduced("cosine-embedding-loss", f"{label}_{int(4 * margin)}",
                f"cosine_embedding_loss(a, b, y, {margin}",
                lambda a, b, y, reduction, m=margin: F.cosine_embedding_loss(
                    a, b, y, m, reduction=reduction),
                a=vectors["a"], b=vectors["b"], y=signs(rows))
    for name, dl, options in (
            ("", "", {}), ("_one", ", p = 1", {"p": 1}),
            ("_swap", ", swap = true, margin = 0.5",
             {"swap": True, "margin": 0.5})):
        reduced("triplet-margin-loss", label + name,
                f"triplet_margin_loss(a, b, c{dl}",
                lambda a, b, c, reduction, o=options: F.triplet_margin_loss(
                    a, b, c, reduction=reduction, **o), **vectors)

for label, logits in (("rows", (5, 4)), ("sequences", (3, 4, 2)),
                      ("images", (2, 3, 2, 3)), ("one", (1, 1)),
                      ("single", (4,)), ("long", (33, 65))):
    axis = 0 if len(logits) == 1 else 1
    classes = logits[axis]
    shape = logits[:axis] + logits[axis + 1:]
    drawn = {"x": normal(*logits, scale=3), "y": integers(0, classes, *shape)}
    weights = {**drawn, "w": exact(torch.exp, classes)}

    def skipping(draw: Draw = drawn["y"]) -> Tensor:
        labels = draw()
        labels.view(-1)[::3] = -100
        return labels

    reduced("cross-entropy", label, "cross_entropy(x, y", F.cross_entropy,
            **drawn)
    reduced("cross-entropy", f"{label}_weights", "cross_entropy(x, y, w",
            lambda x, y, w, reduction: F.cross_entropy(x, y, w,
                                                       reduction=reduction),
            **weights)
    reduced("cross-entropy-smooth", label,
            "cross_entropy(x, y, label_smoothing = 0.125",
            lambda x, y, reduction: F.cross_entropy(
                x, y, label_smoothing=0.125, reduction=reduction), **drawn)
    reduced("cross-entropy-smooth", f"{label}_weights",
            "cross_entropy(x, y, w, label_smoothing = 0.125",
            lambda x, y, w, reduction: F.cross_entropy(
                x, y, w, label_smoothing=0.125, reduction=reduction), **weights)
    probabilities = exact(
        lambda t, a=axis: torch.softmax(t, a), *logits)
    reduced("cross-entropy-probabilities", label, "cross_entropy(x, y",
            F.cross_entropy, x=drawn["x"], y=probabilities)
    reduced("cross-entropy-probabilities", f"{label}_weights",
            "cross_entropy(x, y, w, label_smoothing = 0.125",
            lambda x, y, w, reduction: F.cross_entropy(
                x, y, w, label_smoothing=0.125, reduction=reduction),
            x=drawn["x"], y=probabilities, w=weights["w"])
    reduced("nll-loss", label, "nll_loss(x, y", F.nll_loss, **drawn)
    if len(logits) > 1 and logits != (1, 1):
        skipped = {**weights, "y": skipping}
        reduced("cross-entropy", f"{label}_ignored", "cross_entropy(x, y",
                F.cross_entropy, x=drawn["x"], y=skipping)
        reduced("cross-entropy-smooth", f"{label}_ignored",
                "cross_entropy(x, y, w, label_smoothing = 0.125",
                lambda x, y, w, reduction: F.cross_entropy(
                    x, y, w, label_smoothing=0.125, reduction=reduction),
                **skipped)
        reduced("nll-loss", f"{label}_ignored", "nll_loss(x, y, w",
                lambda x, y, w, reduction: F.nll_loss(x, y, w,
                                                      reduction=reduction),
                **skipped)
reduced("cross-entropy", "ignored_class",
        "cross_entropy(x, y, ignore_index = 0",
        lambda x, y, reduction: F.cross_entropy(x, y, ignore_index=0,
                                                reduction=reduction),
        x=normal(5, 4), y=integers(0, 4, 5))
reduced("cross-entropy", "all_ignored", "cross_entropy(x, y", F.cross_entropy,
        x=normal(3, 4), y=lambda: torch.full((3,), -100))
case("cross-entropy", "named", "nn.cross_entropy(x, y)", F.cross_entropy,
     {"x": "real[N, C]", "y": "i64[N]", "output": "real[]"},
     x=normal(5, 4), y=integers(0, 4, 5))

split("cross-entropy", 5)
split("cross-entropy-smooth", 4)
split("cross-entropy-probabilities", 5)
