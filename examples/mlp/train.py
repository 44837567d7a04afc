#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Trains a multi-layer perceptron on Fashion-MNIST and writes mlp.safetensors.

The modules are named as in mlp.dl, so that the names of the state_dict are the
names of the parameters that dlc looks for.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from torch import Tensor, nn

import fashion_mnist


class MLP(nn.Module):
    """One hidden layer between pixels and classes."""

    def __init__(self, hidden: int = 128, classes: int = 10) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, hidden), nn.ReLU(),
            nn.Linear(hidden, classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


if __name__ == "__main__":
    fashion_mnist.main(
        MLP,
        "Train a multi-layer perceptron on Fashion-MNIST.",
        Path(__file__).with_name("mlp.safetensors"),
    )
