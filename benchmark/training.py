#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares steps of training with PyTorch's, eager and compiled.

A step is the loss of a batch, its gradients, their clipping, and stochastic
gradient descent with momentum. All start from the same weights, whose first
losses are compared, and take steps of the same batch in short turns;
docs/Benchmarks.md says more.
"""

import argparse
import ctypes
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from frameworks import environment
from harness import processes, setup
from harness.cases import ROOT
from harness.measuring import PAUSE_SECONDS

FRAMEWORKS = {"dlc": "dlc", "pytorch": "PyTorch eager",
              "torch-compile": "torch.compile"}
COMPARED_STEPS = 4
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Case:
    """A model file with a `train` block, and what its block says."""

    name: str
    title: str
    file: str
    rate: float
    weight_decay: float
    clip: float


CASES = {case.name: case for case in (
    Case("lenet5", "LeNet-5, batch 64", "examples/lenet5/lenet5.dl",
         0.05, 0, 10),
    Case("lstm", "LSTM 256, 100 steps, batch 16",
         "benchmark/models/training/lstm.dl", 0.05, 0, 1),
    Case("resnet18", "ResNet-18, 32x32, batch 16",
         "benchmark/models/training/resnet.dl", 0.001, 5e-4, 5),
)}


# ------------------------------------------------------------------------------
# Training with PyTorch
# ------------------------------------------------------------------------------


def make_network(name: str):
    """The network, and the batch by the names of the model file."""
    import torch
    from torch import nn

    class Classifier(nn.Module):
        """The last state of an LSTM, and a linear layer."""

        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(256, 256)
            self.fc = nn.Linear(256, 10)

        def forward(self, x):
            return self.fc(self.lstm(x)[1][0][0])

    class GreyValues(nn.Module):
        """As `preprocess` of lenet5.dl."""

        def __init__(self, network: nn.Module) -> None:
            super().__init__()
            self.network = network

        def forward(self, pixels):
            return self.network(
                ((pixels.float() / 255 - 0.2860) / 0.3530).unsqueeze(1))

    from networks import pytorch
    torch.manual_seed(0)
    if name == "lenet5":
        return GreyValues(pytorch.lenet5()), {
            "pixels": torch.randint(256, (64, 28, 28), dtype=torch.uint8),
            "labels": torch.randint(10, (64,))}
    if name == "lstm":
        return Classifier(), {"x": torch.randn(100, 16, 256),
                              "labels": torch.randint(10, (16,))}
    network = pytorch.torchvision_model("resnet18", num_classes=10)
    network.conv1 = nn.Conv2d(3, 64, 3, padding=1, bias=False)
    network.maxpool = nn.Identity()
    return network, {"x": torch.randn(16, 3, 32, 32),
                     "labels": torch.randint(10, (16,))}


def make_files(name: str, folder: Path) -> None:
    """Weights and batch, for dlc."""
    import numpy as np

    from networks.tensors import save_safetensors
    network, batch = make_network(name)
    save_safetensors(folder / "weights.safetensors", {
        key.removeprefix("network."): value.numpy()
        for key, value in network.state_dict().items()})
    for key, value in batch.items():
        np.save(folder / f"{key}.npy", value.numpy())


class PyTorch:
    """The network, an optimizer, and steps of them."""

    def __init__(self, case: Case, threads: int, compiled: bool):
        import torch
        from torch import nn
        torch.set_num_threads(threads)
        torch.set_num_interop_threads(1)
        self.network, self.batch = make_network(case.name)
        self.network.train()
        self.start = {name: value.clone()
                      for name, value in self.network.state_dict().items()}
        parameters = list(self.network.parameters())
        self.optimizer = torch.optim.SGD(
            parameters, lr=case.rate, momentum=0.9,
            weight_decay=case.weight_decay)

        def find_loss(x, labels):
            return nn.functional.cross_entropy(self.network(x), labels)

        def update():
            nn.utils.clip_grad_norm_(parameters, case.clip)
            self.optimizer.step()

        self.find_loss = torch.compile(find_loss) if compiled else find_loss
        self.update = torch.compile(update) if compiled else update
        # Compiles, also for the second step, at which the optimizer has a
        # state.
        for _ in range(COMPARED_STEPS):
            self.step()
        self.restart()

    def restart(self) -> None:
        """In place: what is compiled holds the tensors."""
        import torch
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                value.copy_(self.start[name])
            for state in self.optimizer.state.values():
                state["momentum_buffer"].zero_()

    def step(self) -> float:
        self.optimizer.zero_grad()
        loss = self.find_loss(*self.batch.values())
        loss.backward()
        self.update()
        return loss.item()


# ------------------------------------------------------------------------------
# Training with dlc
# ------------------------------------------------------------------------------


class Dlc:
    """dlc::Trainer, called by libdlc-benchmark.so (benchmark/Host.cpp)."""

    def __init__(self, case: Case, threads: int, folder: str, build: str):
        from frameworks.dlc import HostLibrary
        self.library = HostLibrary(build)
        self.handle = self.library.make(
            "dlc_benchmark_train", str(ROOT / case.file).encode(),
            folder.encode(), ctypes.c_uint(threads))
        self.loss = ctypes.c_double()

    def step(self) -> float:
        self.library.check(self.library.functions.dlc_benchmark_step(
            self.handle, ctypes.byref(self.loss)))
        return self.loss.value


# ------------------------------------------------------------------------------
# Each in a process of its own
# ------------------------------------------------------------------------------


def take_turn(step, seconds: float) -> float:
    """The seconds of a step. Others have used the caches meanwhile."""
    step()
    steps, begin = 0, time.perf_counter()
    while steps == 0 or time.perf_counter() - begin < seconds:
        step()
        steps += 1
    return (time.perf_counter() - begin) / steps


def work(request: dict) -> None:
    """Says the first losses, and then answers each line of the standard input,
    a number of seconds."""
    case, threads = CASES[request["case"]], request["threads"]
    os.sched_setaffinity(0, processes.choose_processors(threads))
    if request["framework"] == "dlc":
        training = Dlc(case, threads, request["folder"], request["build"])
    else:
        training = PyTorch(case, threads,
                           request["framework"] == "torch-compile")
    print(json.dumps([training.step() for _ in range(COMPARED_STEPS)]),
          flush=True)
    for line in sys.stdin:
        print(json.dumps(take_turn(training.step, float(line))), flush=True)


class Worker:
    def __init__(self, python: str, request: dict):
        self.log = Path(request["folder"]) / f"{request['framework']}.log"
        with open(self.log, "w") as errors:
            self.process = subprocess.Popen(
                [python, __file__, "--work", json.dumps(request)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                text=True, env=processes.python_environment(
                    **environment(request["framework"], request["threads"])))
        self.losses = self._answer()

    def take_turn(self, seconds: float) -> float:
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()

    def _answer(self):
        line = self.process.stdout.readline()
        if line:
            return json.loads(line)
        status = self.process.wait()
        said = self.log.read_text(errors="replace").strip().splitlines()
        raise processes.WorkerError(
            said[-1] if said else f"ended with status {status}")


# ------------------------------------------------------------------------------
# The comparison
# ------------------------------------------------------------------------------


def distance(losses: List[float], expected: List[float]) -> float:
    return max(abs(a - b) / abs(b) for a, b in zip(losses, expected))


def compare(case: Case, threads: int, python: str, names: List[str],
            arguments: argparse.Namespace, folder: str) -> bool:
    """Measures all in turns and writes a row each; false if losses differ."""
    workers: Dict[str, Worker] = {}
    turns: Dict[str, List[float]] = {name: [] for name in names}
    try:
        for name in names:
            workers[name] = Worker(python, {
                "framework": name, "case": case.name, "threads": threads,
                "folder": folder, "build": str(arguments.build)})
        for i in range(arguments.rounds):
            first = i % len(names)
            for name in names[first:] + names[:first]:
                time.sleep(PAUSE_SECONDS)
                turns[name].append(workers[name].take_turn(arguments.seconds))
    finally:
        for worker in workers.values():
            worker.close()
    right = True
    for name, seconds in turns.items():
        ratio = statistics.median(
            a / b for a, b in zip(seconds, turns["dlc"]))
        error = distance(workers[name].losses, workers["pytorch"].losses)
        right &= error <= TOLERANCE
        print(f"| {case.title} | {threads} | {FRAMEWORKS[name]} | "
              f"{statistics.median(seconds) * 1e3:.3f} ms | {ratio:.2f} | "
              f"{error:.1e} |", flush=True)
    return right


def measure(arguments: argparse.Namespace) -> int:
    python = processes.default_python(arguments.venv)
    if python == sys.executable:
        print(f"error: no environment in {arguments.venv}; benchmark/run "
              "--setup makes one", file=sys.stderr)
        return 1
    print("| training | threads | | a step | of dlc's | losses differ by |\n"
          "| --- | --- | --- | --- | --- | --- |", flush=True)
    failures = 0
    for name in arguments.models or CASES:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [python, __file__, "--make", name, folder], check=True,
                env=processes.python_environment())
            for threads in arguments.threads:
                try:
                    if not compare(CASES[name], threads, python,
                                   list(FRAMEWORKS), arguments, folder):
                        failures += 1
                        print(f"error: losses of {name} differ by more than "
                              f"{TOLERANCE}", file=sys.stderr)
                except processes.WorkerError as error:
                    failures += 1
                    print(f"error: {name}: {error}", file=sys.stderr)
    return 1 if failures else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", metavar="MODEL",
                        help=", ".join(CASES) + "; all without any")
    parser.add_argument("--threads", metavar="N,...",
                        type=lambda text: [int(n) for n in text.split(",")],
                        help="numbers of threads (1, and 2 where there are)")
    parser.add_argument("--rounds", type=int, default=15, metavar="N",
                        help="turns that each takes (15)")
    parser.add_argument("--seconds", type=float, default=0.3, metavar="S",
                        help="of a turn, at least a step (0.3)")
    parser.add_argument("--venv", type=Path, default=setup.DEFAULT_VENV,
                        metavar="DIR", help="the peers' virtual environment "
                        "(~/.cache/dlc-benchmark/venv)")
    parser.add_argument("--build", type=Path, default=ROOT / "build",
                        metavar="DIR", help="dlc's build (build)")
    parser.add_argument("--work", type=json.loads, help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(arguments.work)
        return 0
    if arguments.make:
        make_files(arguments.make[0], Path(arguments.make[1]))
        return 0
    for name in arguments.models:
        if name not in CASES:
            parser.error(f"no model '{name}'; there are " + ", ".join(CASES))
    available = len(processes.choose_processors(0))
    arguments.threads = arguments.threads or [
        count for count in (1, 2) if count <= available]
    return measure(arguments)


if __name__ == "__main__":
    sys.exit(main())
