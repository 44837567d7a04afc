# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Metrics: metrics.dl."""

from typing import Callable

import torch
from torch import Tensor

from cases.tables import (Draw, case, distinct, integers, nan, normal, quarters,
                          split, values)

LABELS = {"y": "i64[N]"}
IGNORED = -100


def class_axis(scores: Tensor) -> int:
    return 0 if scores.dim() == 1 else 1


def share(hits: Tensor, labels: Tensor, ignored: int,
          dtype: torch.dtype) -> Tensor:
    return hits[labels != ignored].to(dtype).mean()


def accuracy(x: Tensor, y: Tensor, ignored: int = IGNORED) -> Tensor:
    return share(x.argmax(class_axis(x)) == y, y, ignored, x.dtype)


def top_k(k: int, ignored: int = IGNORED) -> Callable[..., Tensor]:
    def function(x: Tensor, y: Tensor) -> Tensor:
        axis = class_axis(x)
        best = x.topk(k, axis).indices
        return share((best == y.unsqueeze(axis)).any(axis), y, ignored,
                     x.dtype)
    return function


def confusion(x: Tensor, y: Tensor, ignored: int = IGNORED) -> Tensor:
    axis = class_axis(x)
    classes = x.shape[axis]
    counted = y != ignored
    places = (y * classes + x.argmax(axis))[counted]
    return places.bincount(minlength=classes**2).reshape(classes, classes)


def skipping(labels: Draw, ignored: int) -> Draw:
    def draw() -> Tensor:
        drawn = labels()
        drawn.view(-1)[::3] = ignored
        return drawn
    return draw


for label, scores in (("rows", (50, 4)), ("sequences", (3, 4, 5)),
                      ("images", (2, 3, 2, 3)), ("one", (1, 1)),
                      ("single", (4,)), ("row", (1, 5)), ("long", (129, 65)),
                      ("empty", (0, 3))):
    axis = 0 if len(scores) == 1 else 1
    shape = scores[:axis] + scores[axis + 1:]
    drawn = {"x": distinct(*scores), "y": integers(0, scores[axis], *shape)}
    count = min(scores[axis], 3)
    case("accuracy", label, "metrics.accuracy(x, y)", accuracy, **drawn)
    case("top-k-accuracy", label, f"metrics.top_k_accuracy(x, y, {count})",
         top_k(count), **drawn)
    case("confusion-matrix", label, "metrics.confusion_matrix(x, y)", confusion,
         **drawn)
    if label in ("rows", "sequences"):
        skipped = {**drawn, "y": skipping(drawn["y"], IGNORED)}
        case("accuracy", f"{label}_ignored", "metrics.accuracy(x, y)", accuracy,
             **skipped)
        case("top-k-accuracy", f"{label}_ignored",
             "metrics.top_k_accuracy(x, y, k = 2)", top_k(2), **skipped)
        case("confusion-matrix", f"{label}_ignored",
             "metrics.confusion_matrix(x, y)", confusion, **skipped)

rows = {"x": distinct(20, 4), "y": integers(0, 4, 20)}
IGNORE = "ignore_index = 2"
case("accuracy", "ignored_class", f"metrics.accuracy(x, y, {IGNORE})",
     lambda x, y: accuracy(x, y, 2), **rows)
case("top-k-accuracy", "ignored_class",
     f"metrics.top_k_accuracy(x, y, k = 2, {IGNORE})", top_k(2, 2), **rows)
case("confusion-matrix", "ignored_class",
     f"metrics.confusion_matrix(x, y, {IGNORE})",
     lambda x, y: confusion(x, y, 2), **rows)
case("accuracy", "all_ignored", "metrics.accuracy(x, y)", accuracy,
     x=distinct(3, 4), y=lambda: torch.full((3,), IGNORED))
case("accuracy", "ties", "metrics.accuracy(x, y)", accuracy,
     x=quarters(50, 4, limit=2), y=integers(0, 4, 50))
case("accuracy", "nan", "metrics.accuracy(x, y)", accuracy,
     x=lambda: torch.tensor([[1.0, nan, 2.0]] * 3, dtype=torch.float64),
     y=values(0, 1, 2, dtype=torch.int64))
case("top-k-accuracy", "default", "metrics.top_k_accuracy(x, y)", top_k(5),
     x=distinct(40, 9), y=integers(0, 9, 40))
case("top-k-accuracy", "one_best", "metrics.top_k_accuracy(x, y, 1)", top_k(1),
     **rows)
for name, dl, function, output in (
        ("accuracy", "accuracy(x, y)", accuracy, "real[]"),
        ("top-k-accuracy", "top_k_accuracy(x, y, k = 2)", top_k(2), "real[]")):
    case(name, "named", f"metrics.{dl}", function,
         {"x": "real[N, 4]", **LABELS, "output": output}, **rows)
case("confusion-matrix", "named", "metrics.confusion_matrix(x, y)", confusion,
     {"x": "real[N, C]", **LABELS, "output": "i64[C, C]"}, **rows)
case("confusion-matrix", "narrow", "metrics.confusion_matrix(cast(x, bf16), y)",
     lambda x, y: confusion(x.bfloat16(), y), **rows)

for label, shape in {"matrix": (5, 4), "vector": (7,), "images": (2, 3, 2),
                     "one": (1, 1), "empty": (0, 3), "scalar": (),
                     "long": (1031,)}.items():
    case("mean-absolute-error", label, "metrics.mean_absolute_error(x, y)",
         lambda x, y: (x - y).abs().mean(), x=normal(*shape), y=normal(*shape))
case("mean-absolute-error", "named", "metrics.mean_absolute_error(x, y)",
     lambda x, y: (x - y).abs().mean(),
     {"x": "real[N, 3]", "y": "real[N, 3]", "output": "real[]"},
     x=normal(5, 3), y=normal(5, 3))

split("accuracy", 5)
split("top-k-accuracy", 5)
split("confusion-matrix", 5)
