# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random numbers: random.dl, dropout. The generator is JAX's, so that the very
numbers are compared; this file needs jax.

Numbers of f32 are the same whatever `real` is, and so are masks.
"""

from typing import Callable

import jax
import numpy as np
import torch
from jax.extend.random import threefry_2x32
from torch import Tensor, nn

from cases.tables import case, integers, layer, normal, split

jax.config.update("jax_enable_x64", True)

# What a stream folds into the key: a number of the layer's path and the place
# among its draws, or the stream's name (`dlc emit --stage graph` shows them).
STREAMS = {"": -4977434845143992341, "tested": -5157342666890946202,
           "a": -5041827735893717048, "a.radius": -1209262836494148438,
           "a.angle": 777609172024388786}


def unit(stream: str, *shape: int, dtype=np.float32) -> Tensor:
    """Uniform in [0, 1), of the first call after seed 0."""
    number = np.uint64(STREAMS[stream] % 2**64)
    key = threefry_2x32(
        jax.random.key_data(jax.random.fold_in(jax.random.key(0), 0)),
        np.array([number >> np.uint64(32), number & np.uint64(2**32 - 1)],
                 np.uint32))
    drawn = jax.random.uniform(jax.random.wrap_key_data(key), shape, dtype)
    return torch.from_numpy(np.array(drawn))


def gaussian(*shape: int, dtype=np.float32) -> Tensor:
    u = unit("a.radius", *shape, dtype=dtype).double()
    v = unit("a.angle", *shape, dtype=dtype).double()
    return (-2 * (1 - u).log()).sqrt() * (2 * np.pi * v).cos()


def kept(stream: str, p: float, *shape: int) -> Tensor:
    """True with probability p, as f32 rounds that."""
    return unit(stream, *shape) < np.float32(p)


SHAPES = {"odd": (3, 7), "scalar": (), "one": (1, 1), "empty": (0, 5),
          "vector": (37,), "four_axes": (2, 3, 1, 5), "long": (1031,)}
TYPES = {"f32": np.float32, "f64": np.float64}


def drawn(file: str, name: str, dl: str, function: Callable,
          *shape: int) -> None:
    """Of numbers alone, in both types."""
    for label, dtype in TYPES.items():
        case(file, f"{name}_{label}",
             f"random.{dl.format(list(shape))}, dtype = {label}, stream = \"a\")",
             lambda t=dtype: function(t),
             {"output": f"{label}[{', '.join(map(str, shape))}]"})


for label, shape in SHAPES.items():
    drawn("random-uniform", label, "uniform({}",
          lambda t, s=shape: unit("a", *s, dtype=t), *shape)
    drawn("random-normal", label, "normal({}",
          lambda t, s=shape: gaussian(*s, dtype=t), *shape)
drawn("random-uniform", "between", "uniform({}, low = -2, high = 3",
      lambda t: unit("a", 5, 7, dtype=t).double() * 5 - 2, 5, 7)
drawn("random-uniform", "point", "uniform({}, 1, 1",
      lambda t: torch.ones(5, dtype=torch.float64), 5)
drawn("random-normal", "moments", "normal({}, mean = 3, stddev = 0.25",
      lambda t: gaussian(5, 7, dtype=t).double() / 4 + 3, 5, 7)

for label, shape in SHAPES.items():
    case("random-bernoulli", label,
         f"random.bernoulli({list(shape)}, p = 0.3, stream = \"a\")",
         lambda s=shape: kept("a", 0.3, *s))
for label, p in (("never", 0), ("always", 1)):
    case("random-bernoulli", label, f"random.bernoulli([37], {p})",
         lambda p=p: torch.full((37,), bool(p)))
case("random-bernoulli", "half", "random.bernoulli([5, 7])",
     lambda: kept("", 0.5, 5, 7))
case("random-bernoulli", "each", "random.bernoulli(shape(p), p)",
     lambda p: unit("", 5, 37) < p.float(),
     p=lambda: torch.rand(5, 37).double(), types={"p": "f32[5, 37]"})
case("random-bernoulli", "named",
     "select(random.bernoulli(shape(x), 0.5), x, -x)",
     lambda x: torch.where(kept("", 0.5, 4, 9), x, -x), x=normal(4, 9),
     types={"x": "real[M, N]", "output": "real[M, N]"})

for count in (0, 1, 2, 7, 8, 100, 1031):
    case("random-permutation", f"of_{count}",
         f"random.permutation({count}, stream = \"a\")",
         lambda n=count: torch.argsort(unit("a", n), stable=True))
case("random-permutation", "named",
     "take(x, random.permutation(N), axis = 0)",
     lambda x: x[torch.argsort(unit("", 9), stable=True)], x=normal(9, 5),
     types={"x": "real[N, 5]", "output": "real[N, 5]"})


# Dropout


def dropped(p: float, channels: bool) -> Callable:
    def function(module, x: Tensor) -> Tensor:
        if p == 1:
            return x * 0
        stays = kept("tested" if module else "", 1 - p,
                     *x.shape[:2 if channels else x.dim()])
        while stays.dim() < x.dim():
            stays = stays[..., None]
        return torch.where(stays, x / (1 - p), 0)
    return function


for kind, file, shapes in (
        ("Dropout", "dropout", {
            "Odd": (3, 7), "Scalar": (), "One": (1, 1), "Empty": (0, 5),
            "Vector": (37,), "Images": (2, 3, 4, 5), "Long": (1031,)}),
        ("Dropout2d", "dropout2d", {
            "Odd": (3, 7, 2, 5), "One": (1, 1, 1, 1), "Empty": (0, 5, 2, 2),
            "Pixels": (5, 9, 1, 1), "Wide": (2, 3, 5, 41),
            "Column": (2, 3, 5, 1), "Batch": (33, 2, 1, 1)})):
    module = getattr(nn, kind)
    for name, shape in shapes.items():
        layer(file, name, f"nn.{kind}(0.3)", lambda m=module: m(0.3),
              function=dropped(0.3, kind == "Dropout2d"), training=True,
              x=normal(*shape))
        # PyTorch's own is the identity, too.
        layer(f"{file}-evaluation", name, f"nn.{kind}(0.3)",
              lambda m=module: m(0.3), x=normal(*shape))
    first = next(iter(shapes.values()))
    for name, p in (("Default", 0.5), ("Never", 0), ("Always", 1),
                    ("Mostly", 0.9)):
        text = "" if p == 0.5 else str(p)
        layer(file, name, f"nn.{kind}({text})", lambda m=module, p=p: m(p),
              function=dropped(p, kind == "Dropout2d"), training=True,
              x=normal(*first))
    layer(f"{file}-evaluation", "Always", f"nn.{kind}(1)",
          lambda m=module: m(1), x=normal(*first))
    named = ", ".join("NABC"[:len(first)])
    layer(file, "Named", f"nn.{kind}(0.25)", lambda m=module: m(0.25),
          function=dropped(0.25, kind == "Dropout2d"), training=True,
          types={"x": f"real[{named}]", "output": f"real[{named}]"},
          x=normal(*first))

for label, shape in SHAPES.items():
    case("drop", label, "drop(x, 0.25)",
         lambda x: dropped(0.25, False)(None, x), training=True,
         x=normal(*shape))
case("drop", "half", "drop(x)", lambda x: dropped(0.5, False)(None, x),
     training=True, x=normal(5, 7))
case("drop", "never", "drop(x, 0)", lambda x: x, training=True, x=normal(5, 7))


# The row of an embedding that stands for nothing.

for name, indices, padding in (("Vector", (30,), 2), ("Matrix", (3, 9), 0),
                               ("FromTheEnd", (30,), -1), ("Empty", (0,), 1)):
    layer("embedding-training", name, f"nn.Embedding(5, 3, padding = {padding})",
          lambda: nn.Embedding(5, 3), training=True,
          function=lambda module, i, p=padding: torch.where(
              (i == p % 5)[..., None], 0, module(i)),
          indices=integers(0, 5, *indices))

split("dropout", 6)
split("dropout2d", 4)
split("random-bernoulli", 4)
split("random-normal", 3)
split("random-uniform", 6)
