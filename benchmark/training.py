#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares steps of training with PyTorch's, eager and compiled.

A step is the loss of a batch, its gradients, their clipping, and stochastic
gradient descent with momentum. Both start from the same weights and take steps
of the same batch; docs/Benchmarks.md says more.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, List

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from frameworks import environment
from harness import processes, setup
from harness.cases import ROOT

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
# PyTorch, in processes of its own
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


class Training:
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

    def take_turn(self, seconds: float) -> dict:
        """The first losses, and the seconds of a step."""
        self.restart()
        losses = [self.step() for _ in range(COMPARED_STEPS)]
        steps, begin = 0, time.perf_counter()
        while steps < 3 or time.perf_counter() - begin < seconds:
            self.step()
            steps += 1
        return {"losses": losses,
                "seconds": (time.perf_counter() - begin) / steps}


def work(request: dict) -> None:
    """Answers each line of the standard input, a number of seconds."""
    os.sched_setaffinity(0, processes.choose_processors(request["threads"]))
    training = Training(CASES[request["case"]], request["threads"],
                        request["framework"] == "torch-compile")
    # Compiles, also for the second step, at which the optimizer has a state.
    for _ in range(COMPARED_STEPS):
        training.step()
    for line in sys.stdin:
        print(json.dumps(training.take_turn(float(line))), flush=True)


class Worker:
    def __init__(self, python: str, framework: str, case: Case, threads: int):
        request = {"framework": framework, "case": case.name,
                   "threads": threads}
        self.process = subprocess.Popen(
            [python, __file__, "--work", json.dumps(request)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
            env=processes.python_environment(
                **environment(framework, threads)))

    def take_turn(self, seconds: float) -> dict:
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise processes.WorkerError(
                f"ended with status {self.process.wait()}")
        return json.loads(line)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


# ------------------------------------------------------------------------------
# dlc
# ------------------------------------------------------------------------------

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


def run_dlc(dlc: Path, case: Case, folder: Path, threads: int,
            steps: int) -> dict:
    command = [dlc, "step", ROOT / case.file, "--weights",
               folder / "weights.safetensors", "--steps", str(steps),
               "--threads", str(threads)]
    for path in sorted(folder.glob("*.npy")):
        command += ["--input", f"{path.stem}={path}"]
    processors = processes.choose_processors(threads)
    done = subprocess.run(
        list(map(str, command)), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, processors))
    if done.returncode:
        raise processes.WorkerError(done.stderr.strip())
    losses = [float(text) for text in re.findall(r"loss (\S+?),", done.stdout)]
    number, unit = re.search(r"^(\S+) (us|ms|s) a step$", done.stdout,
                             re.MULTILINE).groups()
    return {"losses": losses[:COMPARED_STEPS],
            "seconds": float(number) * UNITS[unit]}


class Dlc:
    """A process a turn: the object cache keeps what the first one compiled."""

    def __init__(self, dlc: Path, case: Case, folder: Path, threads: int):
        self.run: Callable[[int], dict] = \
            lambda steps: run_dlc(dlc, case, folder, threads, steps)
        self.seconds = self.run(COMPARED_STEPS)["seconds"]

    def take_turn(self, seconds: float) -> dict:
        return self.run(max(COMPARED_STEPS, int(seconds / self.seconds)))

    def close(self) -> None:
        pass


# ------------------------------------------------------------------------------
# The comparison
# ------------------------------------------------------------------------------


def distance(losses: List[float], expected: List[float]) -> float:
    return max(abs(a - b) / abs(b) for a, b in zip(losses, expected))


def compare(case: Case, threads: int, python: str, peers: List[str],
            arguments: argparse.Namespace, folder: Path) -> bool:
    """Measures all in turns and writes a row each; false if losses differ."""
    workers = {"dlc": Dlc(arguments.build / "bin" / "dlc", case, folder,
                          threads)}
    turns: Dict[str, List[dict]] = {name: [] for name in ["dlc"] + peers}
    try:
        for name in peers:
            workers[name] = Worker(python, name, case, threads)
            workers[name].take_turn(0)
        order = list(workers)
        for i in range(arguments.rounds):
            first = i % len(order)
            for name in order[first:] + order[:first]:
                turns[name].append(workers[name].take_turn(arguments.seconds))
    finally:
        for worker in workers.values():
            worker.close()
    right = True
    dlc = [turn["seconds"] for turn in turns["dlc"]]
    for name, taken in turns.items():
        seconds = [turn["seconds"] for turn in taken]
        ratio = statistics.median(a / b for a, b in zip(seconds, dlc))
        text = f"| {case.title} | {threads} | {FRAMEWORKS[name]} | " \
            f"{statistics.median(seconds) * 1e3:.3f} ms | {ratio:.2f} |"
        if peers:
            error = distance(taken[0]["losses"],
                             turns["pytorch"][0]["losses"])
            text += f" {error:.1e} |"
            right &= error <= TOLERANCE
        print(text, flush=True)
    return right


def measure(arguments: argparse.Namespace) -> int:
    python = processes.default_python(arguments.venv)
    if python == sys.executable:
        print(f"error: no environment in {arguments.venv}; benchmark/run "
              "--setup makes one", file=sys.stderr)
        return 1
    peers = [name for name in FRAMEWORKS if name != "dlc"]
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
                    if not compare(CASES[name], threads, python, peers,
                                   arguments, Path(folder)):
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
    parser.add_argument("--rounds", type=int, default=3, metavar="N",
                        help="turns that each takes (3)")
    parser.add_argument("--seconds", type=float, default=2, metavar="S",
                        help="of a turn (2)")
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
