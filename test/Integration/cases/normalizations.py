# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Normalisation: nn/normalization.dl."""

from typing import Callable

import torch.nn.functional as F
from torch import nn

from cases.tables import Draw, case, layer, normal, positive, split


def far(*shape: int) -> Draw:
    """From zero."""
    draw = normal(*shape)
    return lambda: (draw() + 100).float().double()


def batch_norm(kind: str, file: str, *shapes: tuple) -> None:
    module = getattr(nn, kind)
    for suffix, training in (("", False), ("Training", True)):
        def add(name: str, x: tuple, dl: str = "", types: dict = None,
                **options) -> None:
            layer(file, name + suffix, f"nn.{kind}({x[1]}{dl})",
                  lambda: module(x[1], **options), training=training,
                  types=types, x=normal(*x))

        for i, shape in enumerate(shapes):
            add(f"Shape{i}", shape)
        x = shapes[0]
        named = "real[N, " + ", ".join(str(size) for size in x[1:]) + "]"
        add("NotAffine", x, ", affine = false, eps = 0.01", affine=False,
            eps=0.01)
        add("Cumulative", x, ", momentum = none", momentum=None)
        layer(file, "Far" + suffix, f"nn.{kind}({x[1]})",
              lambda: module(x[1]), training=training, x=far(*x))
        add("Untracked", x, ", track_running_stats = false",
            track_running_stats=False)
        add("Named", x, ", momentum = 0.25", {"x": named, "output": named},
            momentum=0.25)


batch_norm("BatchNorm1d", "batch-norm1d", (5, 3), (4, 3, 7), (3, 1, 2), (2, 5))
batch_norm("BatchNorm2d", "batch-norm2d-options", (4, 3, 5, 6))


def instance_norm(kind: str, file: str, x: tuple, one: tuple) -> None:
    module = getattr(nn, kind)
    named = "real[N, " + ", ".join(str(size) for size in x[1:]) + "]"
    for suffix, training in (("", False), ("Training", True)):
        for name, shape, dl, options in (
                ("Odd", x, "", {}), ("OneImage", one, "", {}),
                ("Affine", x, ", affine = true", {"affine": True}),
                ("Tracked", x, ", track_running_stats = true",
                 {"track_running_stats": True}),
                ("Momentum", x, ", track_running_stats = true, momentum = 0.5",
                 {"track_running_stats": True, "momentum": 0.5})):
            layer(file, name + suffix, f"nn.{kind}({shape[1]}{dl})",
                  lambda s=shape, o=options: module(s[1], **o),
                  training=training, x=normal(*shape))
    layer(file, "Named", f"nn.{kind}({x[1]})", lambda: module(x[1]),
          types={"x": named, "output": named}, x=normal(*x))


instance_norm("InstanceNorm1d", "instance-norm1d", (2, 3, 7), (1, 1, 5))
instance_norm("InstanceNorm2d", "instance-norm2d", (2, 3, 5, 4), (1, 1, 2, 3))


def layer_norm(name: str, x: tuple, sizes, dl: str = "",
               types: dict = None, **options) -> None:
    text = list(sizes) if isinstance(sizes, tuple) else sizes
    layer("layer-norm", name, f"nn.LayerNorm({text}{dl})",
          lambda: nn.LayerNorm(sizes, **options), types=types, x=normal(*x))
    if "bias" not in options:
        layer("rms-norm", name, f"nn.RMSNorm({text}{dl}, eps = 0.001)"
              .replace(", eps = 0.01", ""),
              lambda: nn.RMSNorm(sizes, **{**options, "eps": 1e-3}),
              types=types, x=normal(*x))


layer_norm("Rows", (3, 7), 7)
layer_norm("Matrices", (3, 4, 5), (4, 5))
layer_norm("Whole", (2, 3, 5), (2, 3, 5))
layer_norm("FourAxes", (2, 3, 2, 3), (3, 2, 3))
layer_norm("OneElement", (3, 1), 1)
layer_norm("Vector", (131,), 131)
layer_norm("Empty", (0, 5), 5)
layer_norm("NotAffine", (3, 7), 7, ", affine = false", elementwise_affine=False)
layer_norm("WithoutBias", (3, 7), 7, ", use_bias = false", bias=False)
layer_norm("Eps", (3, 7), 7, ", eps = 0.01", eps=0.01)
for function, dl in ((F.layer_norm, "layer_norm"), (F.rms_norm, "rms_norm")):
    case(dl.replace("_", "-"), "far", f"{dl}(x, 37, eps = 0.001)",
         lambda x, f=function: f(x, (37,), eps=1e-3), x=far(5, 37))
layer_norm("Named", (3, 4, 5), 5,
           types={"x": "real[N, T, 5]", "output": "real[N, T, 5]"})
case("rms-norm", "eps_of_type", "rms_norm(x, 5)", lambda x: F.rms_norm(x, (5,)),
     x=normal(3, 5))


def group_norm(name: str, groups: int, x: tuple, dl: str = "",
               types: dict = None, **options) -> None:
    layer("group-norm", name, f"nn.GroupNorm({groups}, {x[1]}{dl})",
          lambda: nn.GroupNorm(groups, x[1], **options), types=types,
          x=normal(*x))


group_norm("Images", 2, (3, 6, 4, 5))
group_norm("OneGroup", 1, (2, 5, 3))
group_norm("EachChannel", 5, (2, 5, 3))
group_norm("Rows", 3, (4, 6))
group_norm("Volumes", 2, (2, 4, 2, 3, 2))
group_norm("NotAffine", 2, (3, 6, 4), ", affine = false", affine=False)
group_norm("Eps", 2, (3, 6, 4), ", eps = 0.01", eps=0.01)
group_norm("EmptyBatch", 2, (0, 4, 3))
case("group-norm", "far", "group_norm(x, 2)", lambda x: F.group_norm(x, 2),
     x=far(3, 6, 5))
group_norm("Named", 2, (3, 6, 4, 5), types={
    "x": "real[N, 6, 4, 5]", "output": "real[N, 6, 4, 5]"})


# The functions.

for label, x, options in (
        ("images", (3, 6, 4, 5), {}), ("signals", (2, 5, 7), {}),
        ("volumes", (2, 3, 2, 3, 2), {}), ("one_channel", (4, 1, 3), {}),
        ("eps", (3, 4, 5), {"eps": 0.01}), ("empty_batch", (0, 3, 4), {}),
        ("long", (1, 2, 1031), {}), ("affine", (3, 6, 4, 5), {"affine": True})):
    given = {"x": normal(*x)}
    text = "".join(f", {key} = {value}" for key, value in options.items()
                   if key == "eps")
    if "affine" in options:
        given.update(weight=normal(x[1]), bias=normal(x[1]))
        text = ", weight, bias"
    case("instance-norm", label, f"instance_norm(x{text})",
         lambda x, weight=None, bias=None, eps=options.get("eps", 1e-5):
         F.instance_norm(x, None, None, weight, bias, True, 0, eps), **given)
for label, x, dl, eps, axis in (
        ("images", (3, 6, 4, 5), "", 1e-5, 1), ("rows", (4, 7), "", 0.01, 1),
        ("last", (2, 3, 5), ", axis = 2", 1e-5, 2),
        ("first", (5, 3), ", axis = 0", 1e-3, 0), ("one", (1, 1), "", 1e-5, 1),
        ("empty", (0, 3), "", 1e-5, 1)):
    channels = x[axis]

    def normalized(x, mean, spread, weight=None, bias=None, a=axis, e=eps):
        return F.batch_norm(x.movedim(a, 1), mean, spread, weight, bias,
                            eps=e).movedim(1, a)

    given = {"x": normal(*x), "mean": normal(channels),
             "spread": positive(channels)}
    for name, parts in (("", ("weight", "bias")), ("_plain", ()),
                        ("_scaled", ("weight",))):
        text = ", ".join(part if part in parts else "none"
                         for part in ("weight", "bias"))
        case("normalize", label + name,
             f"normalize(x, mean, spread, {text}, {eps}{dl})", normalized,
             **given, **{part: normal(channels) for part in parts})

split("batch-norm1d", 6)
split("batch-norm2d-options", 5)
split("instance-norm2d", 6)
split("instance-norm1d", 6)
split("group-norm", 5)
split("layer-norm", 6)
