#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Records how PyTorch's optimizers train a small network: Training/.

Two files an optimizer, without and with clipped gradients, and beside each, in
references/, the batches of 20 steps, the weights before them, and
the losses, norms, parameters, running statistics and what the optimizer keeps
that come of them in f64. The files are committed, so that running the tests
needs no PyTorch.

    make-trajectories.py [NAME...]    "adam"; all without any
"""

import argparse
import copy
import fnmatch
import itertools
import subprocess
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional

sys.dont_write_bytecode = True

import numpy as np
import torch
from torch import Tensor, nn, optim

from tensors import save_safetensors

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "Training"
STEPS, BATCH, FEATURES, CLASSES = 20, 8, 8, 8

LAYERS = """
import nn, optim

layer Network {
  hidden = nn.Linear(8, 8, use_bias = false)
  norm = nn.BatchNorm1d(8)
  out = nn.Linear(8, 8, use_bias = false)

  fn forward(x) { return x |> hidden |> norm |> tanh |> out }
}
"""

MODEL = """
model Trained {{ network = Network() }}

train Trained {{
  batch (x: real[N, 8], labels: i64[N])
  loss = nn.cross_entropy(network(x), labels)
  optimizer = optim.{optimizer}{clipping}{groups}
}}
"""

GROUP = """
  group {name} for "{pattern}" {{
    optimizer = optim.{optimizer}{clipping}
  }}"""


class Network(nn.Module):
    """Without a bias before the normalisation, whose gradient would be zero but
    for rounding; some optimizers take steps of one size whatever it is."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(FEATURES, 8, bias=False)
        self.norm = nn.BatchNorm1d(8)
        self.out = nn.Linear(8, CLASSES, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.out(torch.tanh(self.norm(self.hidden(x))))


@dataclass
class Group:
    """Parameters with an optimizer of their own."""

    name: str
    pattern: str
    optimizer: str
    make: Callable[..., optim.Optimizer]
    options: Dict[str, object]
    # Of the norm of its gradients, where any are clipped.
    limit: Optional[float] = None


@dataclass
class Trajectory:
    """An optimizer in dlc's words and in PyTorch's."""

    name: str
    optimizer: str
    make: Callable[..., optim.Optimizer]
    options: Dict[str, object]
    clip_value: bool = False
    # The learning rate of each step, if it changes.
    rate: Optional[Callable[[int], float]] = None
    groups: List[Group] = field(default_factory=list)
    # Of the gradients of no group with a limit; else one of all gradients is
    # found.
    limit: Optional[float] = None


TRAJECTORIES = [
    Trajectory("sgd", "SGD(lr = 0.2)", optim.SGD, dict(lr=0.2)),
    Trajectory("sgd-momentum", "SGD(lr = 0.05, momentum = 0.9)", optim.SGD,
               dict(lr=0.05, momentum=0.9)),
    Trajectory("sgd-nesterov",
               "SGD(lr = 0.05, momentum = 0.8, nesterov = true)", optim.SGD,
               dict(lr=0.05, momentum=0.8, nesterov=True)),
    Trajectory("sgd-weight-decay",
               "SGD(lr = 0.1, momentum = 0.5, weight_decay = 0.02)", optim.SGD,
               dict(lr=0.1, momentum=0.5, weight_decay=0.02)),
    Trajectory("sgd-value", "SGD(lr = 0.2, momentum = 0.5)", optim.SGD,
               dict(lr=0.2, momentum=0.5), clip_value=True),
    Trajectory("adam", "Adam(lr = 0.02)", optim.Adam, dict(lr=0.02)),
    Trajectory("adam-weight-decay",
               "Adam(lr = 0.02, beta1 = 0.8, beta2 = 0.95, eps = 0.0001,"
               " weight_decay = 0.05)", optim.Adam,
               dict(lr=0.02, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.05)),
    Trajectory("adamw", "AdamW(lr = 0.02, weight_decay = 0.1)", optim.AdamW,
               dict(lr=0.02, weight_decay=0.1)),
    Trajectory("rmsprop", "RMSprop(lr = 0.005)", optim.RMSprop,
               dict(lr=0.005)),
    Trajectory("rmsprop-centered",
               "RMSprop(lr = 0.005, alpha = 0.9, weight_decay = 0.01,"
               " centered = true)", optim.RMSprop,
               dict(lr=0.005, alpha=0.9, weight_decay=0.01, centered=True)),
    Trajectory("rmsprop-momentum", "RMSprop(lr = 0.002, momentum = 0.9)",
               optim.RMSprop, dict(lr=0.002, momentum=0.9)),
    Trajectory("adagrad",
               "Adagrad(lr = 0.1, lr_decay = 0.05, weight_decay = 0.02,"
               " initial = 0.1)", optim.Adagrad,
               dict(lr=0.1, lr_decay=0.05, weight_decay=0.02,
                    initial_accumulator_value=0.1)),
    Trajectory("changed-rate", "Adam(lr = 1.0)", optim.Adam, dict(lr=1.0),
               rate=lambda step: 0.03 * 0.9**step),
    Trajectory("groups", "AdamW(lr = 0.02, weight_decay = 0.1)", optim.AdamW,
               dict(lr=0.02, weight_decay=0.1), groups=[
                   Group("undecayed", "*.norm.*",
                         "AdamW(lr = 0.01, weight_decay = 0)", optim.AdamW,
                         dict(lr=0.01, weight_decay=0.0)),
                   Group("head", "network.[n-o]*.weight",
                         "SGD(lr = 0.1, momentum = 0.9, nesterov = true)",
                         optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True),
                         limit=0.62)], limit=0.7),
]


@dataclass
class Start:
    network: Network
    x: Tensor
    labels: Tensor


def draw_start(trajectory: Trajectory, attempt: int) -> Start:
    """Weights and batches, drawn in f32: exact in both precisions."""
    torch.manual_seed(zlib.crc32(f"{trajectory.name} {attempt}".encode()))
    # Batches of different scales, so that gradients have different norms.
    x = torch.randn(STEPS, BATCH, FEATURES) \
        * (0.5 + 2 * torch.rand(STEPS, 1, 1))
    labels = x[..., :4].argmax(-1) + 4 * (torch.rand(STEPS, BATCH) < 0.3)
    return Start(Network(), x, labels)


def parts_of(trajectory: Trajectory, network: Network
             ) -> Iterator[tuple[Optional[Group], Dict[str, nn.Parameter]]]:
    """The parameters of each group, and those of none. A parameter is in the
    first group that matches."""
    rest = {f"network.{name}": parameter
            for name, parameter in network.named_parameters()}
    for group in trajectory.groups:
        names = fnmatch.filter(rest, group.pattern)
        yield group, {name: rest.pop(name) for name in names}
    yield None, rest


def make_optimizers(trajectory: Trajectory,
                    network: Network) -> List[optim.Optimizer]:
    """One of each class, with PyTorch's groups of parameters."""
    groups: Dict[Callable, List[Dict]] = {}
    for group, parameters in parts_of(trajectory, network):
        of = group or trajectory
        groups.setdefault(of.make, []).append(
            {"params": list(parameters.values()), **of.options})
    return [make(parameters) if len(groups) > 1 or len(parameters) > 1
            else make(parameters[0]["params"], **trajectory.options)
            for make, parameters in groups.items()]


def clip(trajectory: Trajectory, network: Network, limit: float) -> None:
    """Groups with a limit apart, all other gradients together."""
    others: List[nn.Parameter] = []
    for group, parameters in parts_of(trajectory, network):
        if group and group.limit:
            nn.utils.clip_grad_norm_(parameters.values(), group.limit)
        else:
            others += parameters.values()
    if trajectory.clip_value:
        nn.utils.clip_grad_value_(others, limit)
    else:
        nn.utils.clip_grad_norm_(others, limit)


def take_steps(trajectory: Trajectory, start: Start, limit: Optional[float],
               dtype: torch.dtype = torch.float64) -> Dict[str, np.ndarray]:
    """Takes the steps and returns what is recorded of them."""
    recorded = {f"weight.network.{name}": tensor.numpy().copy()
                for name, tensor in start.network.state_dict().items()}
    network = copy.deepcopy(start.network).to(dtype)
    x, labels = start.x.to(dtype), start.labels
    optimizers = make_optimizers(trajectory, network)
    losses, norms = [], []
    rates = [trajectory.rate(step) for step in range(STEPS)] \
        if trajectory.rate else []
    for step in range(STEPS):
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rates[step] if rates else group["lr"]
            optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(x[step]), labels[step])
        loss.backward()
        gradients = [parameter.grad for parameter in network.parameters()]
        norms.append(nn.utils.get_total_norm(gradients).item())
        if limit:
            clip(trajectory, network, limit)
        for optimizer in optimizers:
            optimizer.step()
        losses.append(loss.item())
    recorded["input.x"] = start.x.numpy()
    recorded["input.labels"] = labels.numpy()
    if rates:
        recorded["input.optimizer.lr"] = np.array(rates)
    recorded["output.loss"] = np.array(losses)
    recorded["output.grad_norm"] = np.array(norms)
    for name, tensor in network.state_dict().items():
        recorded[f"state.network.{name}"] = tensor.numpy()
    for name, parameter in network.named_parameters():
        for optimizer in optimizers:
            for slot, tensor in optimizer.state.get(parameter, {}).items():
                if slot != "step":
                    recorded[f"state.optimizer.network.{name}.{slot}"] = \
                        tensor.numpy()
    recorded["state.optimizer.step"] = np.array(STEPS)
    return recorded


def is_steady(trajectory: Trajectory, start: Start) -> bool:
    """Whether PyTorch's own f32 stays close to f64. Adam's first step hangs on
    nothing but the sign of a gradient, so that it does not where one is nearly
    zero."""
    exact = take_steps(trajectory, start, None)
    rounded = take_steps(trajectory, start, None, torch.float32)
    return all(np.abs(rounded[name] - values).max()
               <= 2e-6 * np.abs(values).max()
               for name, values in exact.items() if name.startswith("state."))


def find_limit(trajectory: Trajectory, start: Start) -> float:
    """A limit that some steps reach and others do not."""
    if trajectory.clip_value:
        return 0.05
    if trajectory.limit:
        return trajectory.limit
    norms = take_steps(trajectory, start, None)["output.grad_norm"]
    limit = float(np.round(np.median(norms), 2))
    norms = take_steps(trajectory, start, limit)["output.grad_norm"]
    if not 4 <= (norms > limit).sum() <= STEPS - 4:
        raise SystemExit(f"error: {trajectory.name}: {limit} clips "
                         f"{(norms > limit).sum()} of {STEPS} steps")
    return limit


def make(trajectory: Trajectory) -> None:
    start = next(start for start in (draw_start(trajectory, attempt)
                                     for attempt in itertools.count())
                 if is_steady(trajectory, start))
    limit = find_limit(trajectory, start)
    if not trajectory.clip_value:
        write(trajectory.name, trajectory, start, None)
    write(f"{trajectory.name}-clipped", trajectory, start, limit)


def write(name: str, trajectory: Trajectory, start: Start,
          limit: Optional[float]) -> None:
    option = "clip_grad_value" if trajectory.clip_value else "clip_grad_norm"
    model = FOLDER / f"{name}.dl"
    model.write_text(
        "// RUN: dlc-replay --real f32 %s\n\n"
        f"// Made by make-trajectories.py.\n{LAYERS}" + MODEL.format(
            optimizer=trajectory.optimizer,
            clipping=f"\n  {option} = {limit}" if limit else "",
            groups="".join(GROUP.format(
                name=group.name, pattern=group.pattern,
                optimizer=group.optimizer,
                clipping=f"\n    clip_grad_norm = {group.limit}"
                if limit and group.limit else "")
                for group in trajectory.groups)))
    (FOLDER / f"{name}-f64.test").write_text(
        f"As {model.name}, in f64.\n\n"
        f"RUN: dlc-replay --real f64 %S/{model.name}\n")
    path = FOLDER / "references" / f"{name}.safetensors"
    path.parent.mkdir(exist_ok=True)
    save_safetensors(path, {
        f"train_step.{key}": value
        for key, value in take_steps(trajectory, start, limit).items()})
    print(f"{name}: limit {limit}, {path.stat().st_size} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--dlc", type=Path,
                        default=HERE.parents[1] / "build" / "bin" / "dlc")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    made: List[Path] = []
    for trajectory in TRAJECTORIES:
        if not arguments.names or trajectory.name in arguments.names:
            make(trajectory)
            made += FOLDER.glob(f"{trajectory.name}*.dl")
    subprocess.run([arguments.dlc, "fmt", *made], check=True,
                   stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
