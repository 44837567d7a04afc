# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Activations, softmax and their layers: prelude/activations.dl, softmax.dl."""

from typing import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import nn

from cases.tables import (SPECIAL, Draw, case, inf, layer, nan, normal,
                          special, split, values)

SHAPES = {"odd": (3, 7), "scalar": (), "one": (1, 1), "empty": (0, 5),
          "three_axes": (2, 3, 5), "long": (131,)}


def layers(file: str, construction: str, module: Callable[[], nn.Module],
           scale: float = 3) -> None:
    """The layer of a function, in a file of its own."""
    for label, shape in SHAPES.items():
        layer(f"{file}-layer", label.title().replace("_", ""), construction,
              module, x=normal(*shape, scale=scale))
    layer(f"{file}-layer", "Images", construction, module,
          x=normal(2, 3, 5, 4, scale=scale))
    layer(f"{file}-layer", "Named", construction, module,
          x=normal(5, 3, scale=scale),
          types={"x": "real[M, N]", "output": "real[M, N]"})


def activation(file: str, dl: str, function: Callable, construction: str,
               module: Callable[[], nn.Module],
               options: Sequence[tuple] = (), draw: Draw = None) -> None:
    """`options` are pairs of an expression and the same in Python."""
    for label, shape in SHAPES.items():
        case(file, label, dl, function, x=normal(*shape, scale=3))
    case(file, "named", dl, function, x=normal(5, 3, scale=3),
         types={"x": "real[M, N]", "output": "real[M, N]"})
    case(file, "edges", dl, function, x=draw or special())
    for i, (text, other) in enumerate(options):
        case(file, f"option{i}", text, other, x=normal(5, 7, scale=3))
    layer(file, "Layer", construction, module, x=normal(4, 6, scale=3))
    layers(file, construction, module)


layers("relu", "nn.ReLU()", nn.ReLU)
layers("tanh", "nn.Tanh()", nn.Tanh)
layers("sigmoid", "nn.Sigmoid()", nn.Sigmoid)
layers("identity", "nn.Identity()", nn.Identity)
activation("leaky-relu", "leaky_relu(x)", F.leaky_relu, "nn.LeakyReLU(0.25)",
           lambda: nn.LeakyReLU(0.25),
           [("leaky_relu(x, slope = 0.5)", lambda x: F.leaky_relu(x, 0.5))])
activation("elu", "elu(x)", F.elu, "nn.ELU(0.5)", lambda: nn.ELU(0.5),
           [("elu(x, alpha = 2.0)", lambda x: F.elu(x, 2.0))])
activation("celu", "celu(x)", F.celu, "nn.CELU(0.5)", lambda: nn.CELU(0.5),
           [("celu(x, alpha = 2.0)", lambda x: F.celu(x, 2.0))])
activation("selu", "selu(x)", F.selu, "nn.SELU()", nn.SELU)
# PyTorch's own results at infinity differ between f32 and f64.
DEFINED = values(*(x for x in SPECIAL if abs(x) != inf))
activation("gelu", "gelu(x)", F.gelu, "nn.GELU()", nn.GELU, draw=DEFINED)
activation("gelu-tanh", "gelu(x, approximate = \"tanh\")",
           lambda x: F.gelu(x, approximate="tanh"), "nn.GELU(\"tanh\")",
           lambda: nn.GELU("tanh"), draw=DEFINED)
activation("silu", "silu(x)", F.silu, "nn.SiLU()", nn.SiLU)
activation("mish", "mish(x)", F.mish, "nn.Mish()", nn.Mish)
activation("softplus", "softplus(x)", F.softplus, "nn.Softplus()", nn.Softplus,
           [("softplus(x, beta = 2.0, linear_from = 4)",
             lambda x: F.softplus(x, 2.0, 4))])
activation("softsign", "softsign(x)", F.softsign, "nn.Softsign()", nn.Softsign)
activation("log-sigmoid", "log_sigmoid(x)", F.logsigmoid, "nn.LogSigmoid()",
           nn.LogSigmoid)
activation("hardsigmoid", "hardsigmoid(x)", F.hardsigmoid, "nn.Hardsigmoid()",
           nn.Hardsigmoid)
activation("hardswish", "hardswish(x)", F.hardswish, "nn.Hardswish()",
           nn.Hardswish)
activation("hardtanh", "hardtanh(x)", F.hardtanh, "nn.Hardtanh(-0.5, 2.0)",
           lambda: nn.Hardtanh(-0.5, 2.0),
           [("hardtanh(x, -0.25, 0.5)", lambda x: F.hardtanh(x, -0.25, 0.5))])
activation("relu6", "relu6(x)", F.relu6, "nn.ReLU6()", nn.ReLU6)
activation("tanhshrink", "tanhshrink(x)", F.tanhshrink, "nn.Tanhshrink()",
           nn.Tanhshrink, draw=values(*(x for x in SPECIAL if abs(x) > 1e-9)))
activation("softshrink", "softshrink(x)", F.softshrink, "nn.Softshrink(1.0)",
           lambda: nn.Softshrink(1.0))
activation("hardshrink", "hardshrink(x)", F.hardshrink, "nn.Hardshrink(1.0)",
           lambda: nn.Hardshrink(1.0))
activation("threshold", "threshold(x, 0.5, -2)",
           lambda x: F.threshold(x, 0.5, -2), "nn.Threshold(-1, 3)",
           lambda: nn.Threshold(-1, 3))
activation("clamp", "clamp(x, -1, 2)", lambda x: x.clamp(-1, 2),
           "nn.Hardtanh(-1, 2)", lambda: nn.Hardtanh(-1, 2),
           [("clamp(x, low = 0.5)", lambda x: x.clamp(min=0.5)),
            ("clamp(x, high = 0.5)", lambda x: x.clamp(max=0.5)),
            ("clamp(x, 2, 1)", lambda x: x.clamp(2, 1))])
case("clamp", "tensors", "clamp(x, low, high)", torch.clamp,
     x=normal(5, 7), low=normal(5, 7), high=normal(7))

for name, x in (("Odd", (3, 8)), ("ThreeAxes", (2, 3, 4)), ("One", (1, 2)),
                ("Empty", (0, 4)), ("Vector", (74,)), ("Images", (2, 3, 5, 6)),
                ("Nothing", (3, 0)), ("Long", (2, 514))):
    layer("glu", name, "nn.GLU()", nn.GLU, x=normal(*x))
case("glu", "axis", "glu(x, axis = 1)", lambda x: F.glu(x, 1),
     x=normal(3, 4, 5))
case("glu", "first_axis", "glu(x, 0)", lambda x: F.glu(x, 0), x=normal(6, 5))
case("glu", "long", "glu(x)", F.glu, x=normal(3, 130))
case("glu", "named", "glu(x)", F.glu, x=normal(5, 4),
     types={"x": "real[N, 4]", "output": "real[N, 2]"})

for name, x in (("Odd", (3, 7)), ("ThreeAxes", (2, 3, 5)), ("One", (1, 1)),
                ("Empty", (0, 3)), ("Vector", (131,))):
    layer("prelu", name, "nn.PReLU()", nn.PReLU, x=normal(*x))
layer("prelu", "Channels", "nn.PReLU(3)", lambda: nn.PReLU(3),
      x=normal(2, 3, 5))
layer("prelu", "ChannelsOfRows", "nn.PReLU(7, initial = 0.5)",
      lambda: nn.PReLU(7, init=0.5), x=normal(5, 7))
layer("prelu", "Named", "nn.PReLU(3)", lambda: nn.PReLU(3), x=normal(4, 3),
      types={"x": "real[N, 3]", "output": "real[N, 3]"})


def over_axis(file: str, name: str, function: Callable, layer_name: str,
              module: Callable) -> None:
    for label, shape, axis in (
            ("rows", (3, 7), 1), ("columns", (3, 7), 0),
            ("last", (2, 3, 5), -1),
            ("middle", (2, 3, 5), 1), ("one", (1, 1), 1), ("empty", (0, 5), 1),
            ("long", (3, 1031), 1)):
        case(file, label, f"{name}(x, {axis})",
             lambda x, axis=axis: function(x, axis), x=normal(*shape, scale=4))
    case(file, "named", f"{name}(x, axis = 1)", lambda x: function(x, 1),
         x=normal(5, 3), types={"x": "real[N, 3]", "output": "real[N, 3]"})
    case(file, "edges", f"{name}(x, 1)", lambda x: function(x, 1),
         x=lambda: torch.tensor([[-inf, -inf], [-inf, 1], [inf, 1], [nan, 1],
                                 [100, -100], [1e30, 1e30]]).double()
         .float().double())
    layer(file, "Layer", f"nn.{layer_name}(-1)", lambda: module(-1),
          x=normal(4, 9))
    for label, shape, axis in (
            ("Rows", (3, 7), 1), ("Columns", (3, 7), 0), ("Last", (2, 3, 5), 2),
            ("Middle", (2, 3, 5), -2), ("One", (1, 1), 1), ("Empty", (0, 5), 1),
            ("Vector", (131,), 0), ("Images", (2, 3, 4, 5), 1)):
        layer(f"{file}-layer", label, f"nn.{layer_name}({axis})",
              lambda axis=axis: module(axis), x=normal(*shape, scale=4))


over_axis("softmax", "softmax", F.softmax, "Softmax", nn.Softmax)
over_axis("log-softmax", "log_softmax", F.log_softmax, "LogSoftmax",
          nn.LogSoftmax)
over_axis("softmin", "softmin", F.softmin, "Softmin", nn.Softmin)

for label, shape, axes in (
        ("rows", (3, 7), [1]), ("columns", (3, 7), [0]),
        ("both", (3, 7), [0, 1]),
        ("outer", (2, 3, 5), [0, 2]), ("last", (2, 3, 5), [-1]),
        ("one", (1, 1), [1]), ("nothing", (3, 0), [1]), ("empty", (0, 3), [1])):
    case("logsumexp", label, f"logsumexp(x, axes = {axes})",
         lambda x, axes=axes: torch.logsumexp(x, axes),
         x=normal(*shape, scale=5))
case("logsumexp", "all", "logsumexp(x)", lambda x: torch.logsumexp(x, (0, 1)),
     x=normal(5, 7))
case("logsumexp", "kept", "logsumexp(x, [1], keep_dims = true)",
     lambda x: torch.logsumexp(x, 1, keepdim=True), x=normal(5, 7),
     types={"x": "real[N, 7]", "output": "real[N, 1]"})
case("logsumexp", "edges", "logsumexp(x, [1])", lambda x: torch.logsumexp(x, 1),
     x=lambda: torch.tensor([[-inf, -inf], [-inf, 1], [inf, 1], [inf, -inf],
                             [nan, 1], [1000, 1000]]).double())

split("softmax-layer", 4)
split("softmin-layer", 4)
