# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The layers of nn.dl, against those of torch.nn."""

from typing import Callable

import torch
from torch import nn

from cases.tables import integers, layer, normal, split


def linear(name: str, x: tuple, inputs: int, outputs: int, dl: str = "",
           **options) -> None:
    layer("linear", name, f"nn.Linear({inputs}, {outputs}{dl})",
          lambda: nn.Linear(inputs, outputs, **options), x=normal(*x))


linear("Odd", (5, 33), 33, 19)
linear("WithoutBias", (5, 33), 33, 19, ", use_bias = false", bias=False)
linear("OneRow", (1, 65), 65, 31)
linear("OneOutput", (7, 33), 33, 1)
linear("OneInput", (7, 1), 1, 5)
linear("Empty", (0, 5), 5, 3)
linear("ThreeAxes", (2, 3, 17), 17, 9)
linear("FourAxes", (2, 1, 3, 7), 7, 5)
layer("linear", "Named", "nn.Linear(33, 19)", lambda: nn.Linear(33, 19),
      x=normal(4, 33), types={"x": "real[N, 33]", "output": "real[N, 19]"})


def conv2d(name: str, x: tuple, arguments: tuple, dl: str = "",
           types: dict = None, **options) -> None:
    text = ", ".join(str(list(a) if isinstance(a, tuple) else a)
                     for a in arguments)
    layer("conv2d-layer", name, f"nn.Conv2d({text}{dl})",
          lambda: nn.Conv2d(*arguments, **options), types=types, x=normal(*x))


conv2d("Odd", (2, 3, 9, 11), (3, 5, 3))
conv2d("WithoutBias", (2, 3, 9, 7), (3, 5, 3), ", use_bias = false", bias=False)
conv2d("Stride", (3, 4, 10, 11), (4, 6, 3), ", stride = 2, padding = 1",
       stride=2, padding=1)
conv2d("NotSquare", (2, 3, 8, 13), (3, 4, (1, 5)),
       ", stride = [1, 2], padding = [0, 2]", stride=(1, 2), padding=(0, 2))
conv2d("Dilation", (2, 3, 11, 9), (3, 4, 3), ", dilation = [2, 3]",
       dilation=(2, 3))
conv2d("Groups", (2, 6, 7, 9), (6, 10, 3), ", groups = 2", groups=2)
conv2d("Depthwise", (2, 5, 7, 9), (5, 5, 3), ", padding = 1, groups = 5",
       padding=1, groups=5)
conv2d("OneByOne", (2, 7, 5, 3), (7, 3, 1))
conv2d("One", (1, 1, 1, 1), (1, 1, 1))
conv2d("EmptyBatch", (0, 3, 5, 5), (3, 4, 3))
conv2d("Named", (3, 2, 9, 8), (2, 5, 3), ", padding = 1",
       {"x": "real[N, 2, H, W]", "output": "real[N, 5, H, W]"}, padding=1)


def batch_norm2d(name: str, x: tuple, dl: str = "", training: bool = False,
                 types: dict = None, **options) -> None:
    layer("batch-norm2d", name, f"nn.BatchNorm2d({x[1]}{dl})",
          lambda: nn.BatchNorm2d(x[1], **options), training=training,
          types=types, x=normal(*x))


for suffix, training in (("", False), ("Training", True)):
    batch_norm2d(f"Odd{suffix}", (3, 5, 4, 7), training=training)
    batch_norm2d(f"OneChannel{suffix}", (2, 1, 3, 3), training=training)
    batch_norm2d(f"NotAffine{suffix}", (3, 5, 4, 7), ", affine = false",
                 training, affine=False)
    batch_norm2d(f"Eps{suffix}", (3, 5, 4, 7), ", eps = 0.01", training,
                 eps=0.01)
    batch_norm2d(f"OneImage{suffix}", (1, 5, 7, 9), training=training)
    batch_norm2d(f"Named{suffix}", (3, 5, 4, 7), training=training,
                 types={"x": "real[N, 5, H, W]", "output": "real[N, 5, H, W]"})
batch_norm2d("MomentumTraining", (3, 5, 4, 7), ", momentum = 0.25", True,
             momentum=0.25)


def embedding(name: str, indices: tuple, count: int, features: int,
              padding: int = None, **options) -> None:
    """The row `padding` of what is recorded is like any other."""
    text = "" if padding is None else f", padding = {padding}"

    def module() -> nn.Embedding:
        made = nn.Embedding(count, features, padding)
        made.weight.copy_(torch.randn(count, features))
        return made

    layer("embedding", name, f"nn.Embedding({count}, {features}{text})",
          module, indices=integers(
              0, count, *indices, dtype=options.pop("dtype", torch.int64)),
          **options)


embedding("Vector", (7,), 11, 5)
embedding("Matrix", (3, 4), 11, 5)
embedding("Scalar", (), 11, 5)
embedding("Empty", (0,), 11, 5)
embedding("OneRow", (5,), 1, 3)
embedding("OneFeature", (5,), 7, 1)
embedding("SmallIndices", (5,), 7, 3, dtype=torch.int32)
embedding("Padding", (30,), 5, 3, 2)
embedding("PaddingFirst", (3, 5), 4, 7, 0)
embedding("PaddingFromTheEnd", (30,), 5, 3, -1)
embedding("Named", (6, 2), 11, 5, types={"indices": "i64[T, B]",
                                         "output": "real[T, B, 5]"})


def sequential(name: str, dl: str, module: Callable, *x: int) -> None:
    layer("sequential", name, f"nn.Sequential({dl})", module, x=normal(*x))


sequential("One", "nn.Linear(5, 3)", lambda: nn.Sequential(nn.Linear(5, 3)),
           2, 5)
sequential("Perceptron", "nn.Linear(7, 9), nn.ReLU(), nn.Linear(9, 3)",
           lambda: nn.Sequential(nn.Linear(7, 9), nn.ReLU(), nn.Linear(9, 3)),
           5, 7)
sequential("Nested",
           "nn.Sequential(nn.Linear(7, 5), nn.Tanh()), nn.Linear(5, 3)",
           lambda: nn.Sequential(nn.Sequential(nn.Linear(7, 5), nn.Tanh()),
                                 nn.Linear(5, 3)), 4, 7)
sequential("Images", "nn.Conv2d(3, 4, 3), nn.ReLU(), nn.MaxPool2d(2), "
           "nn.Flatten(), nn.Linear(36, 5)",
           lambda: nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(),
                                 nn.MaxPool2d(2), nn.Flatten(),
                                 nn.Linear(36, 5)), 2, 3, 8, 9)
sequential("Normalised", "nn.Conv2d(3, 5, 3), nn.BatchNorm2d(5), nn.Sigmoid()",
           lambda: nn.Sequential(nn.Conv2d(3, 5, 3), nn.BatchNorm2d(5),
                                 nn.Sigmoid()), 2, 3, 7, 6)
sequential("Dropped", "nn.Linear(5, 7), nn.Dropout(0.3), nn.Linear(7, 3)",
           lambda: nn.Sequential(nn.Linear(5, 7), nn.Dropout(0.3),
                                 nn.Linear(7, 3)), 4, 5)
sequential("Activations", "nn.ReLU(), nn.Tanh(), nn.Sigmoid()",
           lambda: nn.Sequential(nn.ReLU(), nn.Tanh(), nn.Sigmoid()), 3, 7)
sequential("Empty", "nn.Linear(5, 3), nn.ReLU()",
           lambda: nn.Sequential(nn.Linear(5, 3), nn.ReLU()), 0, 5)

split("batch-norm2d", 7)
split("conv2d-layer", 4)
split("linear", 5)
