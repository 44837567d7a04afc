# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Trains a PyTorch classifier on Fashion-MNIST and saves it as safetensors.

The examples' `train.py` scripts build a network and call `main` here, so that
each of them shows little more than its network. Nothing here is needed to
compile or run a model with dlc: it makes the weights that are committed beside
the `.dl` files, and the accuracies that dlc must reproduce.

Needs PyTorch 2 and safetensors (`pip install torch numpy safetensors`) and the
images of Debian's package dataset-fashion-mnist.
"""

import argparse
import gzip
import struct
from pathlib import Path
from typing import NamedTuple, Tuple

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

DATA = Path("/usr/share/datasets/fashion-mnist")

# Mean and standard deviation of the training pixels, scaled to 0..1. The
# `preprocess` functions of the .dl files repeat them.
MEAN, STD = 0.2860, 0.3530


class Score(NamedTuple):
    """What a network achieves on a set of images."""

    correct: int
    total: int
    loss: float  # mean cross entropy
    margin: float  # smallest gap between the best logit and the next


def read_idx(path: Path) -> Tensor:
    """Reads a gzipped IDX file of bytes, the format MNIST introduced."""
    with gzip.open(path) as file:
        content = file.read()
    zero, element_type, rank = struct.unpack_from(">HBB", content)
    if zero != 0 or element_type != 0x08:
        raise ValueError(f"{path} is not an IDX file of unsigned bytes")
    shape = struct.unpack_from(f">{rank}I", content, 4)
    values = torch.frombuffer(bytearray(content), dtype=torch.uint8)
    return values[4 + 4 * rank :].reshape(shape)


def load(split: str, data: Path = DATA) -> Tuple[Tensor, Tensor]:
    """Returns the normalised images [N, 1, 28, 28] and labels [N] of a split.

    `split` is "train" (60,000 images) or "t10k" (10,000, for testing).
    """
    pixels = read_idx(data / f"{split}-images-idx3-ubyte.gz")
    labels = read_idx(data / f"{split}-labels-idx1-ubyte.gz")
    images = (pixels.unsqueeze(1).float() / 255 - MEAN) / STD
    return images, labels.long()


def train(network: nn.Module, epochs: int, batch: int, lr: float, data: Path):
    """Trains with Adam, its rate falling along a cosine to zero."""
    images, labels = load("train", data)
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    for epoch in range(epochs):
        network.train()
        total_loss = 0.0
        for indices in torch.randperm(len(images)).split(batch):
            loss = nn.functional.cross_entropy(
                network(images[indices]), labels[indices]
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total_loss += loss.item() * len(indices)
        schedule.step()
        print(f"epoch {epoch + 1:2}: training loss {total_loss / len(images):.4f}",
              flush=True)


@torch.no_grad()
def score(network: nn.Module, images: Tensor, labels: Tensor) -> Score:
    """Scores the network; the loss is summed in double precision."""
    network.eval()
    logits = torch.cat([network(part) for part in images.split(1000)])
    best = logits.topk(2, dim=1).values
    return Score(
        correct=int((logits.argmax(dim=1) == labels).sum()),
        total=len(labels),
        loss=nn.functional.cross_entropy(logits.double(), labels).item(),
        margin=(best[:, 0] - best[:, 1]).min().item(),
    )


def main(network_class: type, description: str, weights: Path) -> None:
    """Parses the command line, trains (or not), saves and scores."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=DATA,
                        help="folder of the four IDX files (%(default)s)")
    parser.add_argument("--weights", type=Path, default=weights,
                        help="the safetensors file to write (%(default)s)")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--score-only", action="store_true",
                        help="score the existing weights instead of training")
    arguments = parser.parse_args()

    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    torch.use_deterministic_algorithms(True)
    network = network_class()
    if arguments.score_only:
        network.load_state_dict(load_file(arguments.weights))
    else:
        train(network, arguments.epochs, arguments.batch, arguments.lr,
              arguments.data)
        save_file(network.state_dict(), arguments.weights)

    result = score(network, *load("t10k", arguments.data))
    print(f"test: {result.correct} of {result.total} correct, "
          f"mean loss {result.loss:.6f}, smallest margin {result.margin:.2e}")
