# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The worker processes, seen from benchmark/run."""

import json
import os
import select
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Dict, List, Optional

from frameworks import Job, environment

BENCHMARK = Path(__file__).resolve().parents[1]
# For one answer. Some compilers take minutes.
TIMEOUT_SECONDS = 900


class WorkerError(Exception):
    """Why a worker has no result; `missing` if its framework is not there."""

    def __init__(self, message: str, missing: bool = False):
        super().__init__(message)
        self.missing = missing


def python_environment(**variables: str) -> Dict[str, str]:
    """That of a Python process that imports the modules of this folder."""
    return {**os.environ, "PYTHONPATH": str(BENCHMARK), **variables}


def choose_processors(threads: int) -> List[int]:
    """The last ones: the first is where the system does its own work."""
    return sorted(os.sched_getaffinity(0))[-threads:]


@dataclass
class FirstResult:
    """Seconds from the start of a process to its first result."""

    process: float
    # Without starting Python and loading the framework.
    loaded: float


class Worker:
    def __init__(self, python: str, framework: str, job: Job, log: Path):
        self.framework, self.log = framework, log
        started = time.monotonic()
        with open(log, "w") as errors:
            self.process = subprocess.Popen(
                [python, "-m", "harness.worker", framework,
                 json.dumps(asdict(job)),
                 json.dumps(choose_processors(job.threads))],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                bufsize=0,
                env=python_environment(**environment(framework, job.threads)))
        try:
            loaded = self._answer()
            first = self._answer()
        except WorkerError:
            self.kill()
            raise
        self.versions: Dict[str, str] = loaded["versions"]
        self.first = FirstResult(first["first"] - started,
                                 first["first"] - loaded["imported"])
        self.distance: float = first["distance"]

    def measure(self, seconds: float) -> dict:
        self._ask({"seconds": seconds})
        return self._answer()

    def close(self) -> Optional[int]:
        """Ends the process; returns the bytes that it took at most."""
        try:
            self.process.stdin.close()
            return self._answer()["peak_memory"]
        except (OSError, WorkerError):
            return None
        finally:
            self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def _ask(self, request: dict) -> None:
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            raise WorkerError(self._cause_of_death()) from None

    def _answer(self) -> dict:
        ready, _, _ = select.select([self.process.stdout], [], [],
                                    TIMEOUT_SECONDS)
        if not ready:
            raise WorkerError(f"no answer in {TIMEOUT_SECONDS} s")
        line = self.process.stdout.readline()
        if not line:
            raise WorkerError(self._cause_of_death())
        answer = json.loads(line)
        if "missing" in answer:
            raise WorkerError(answer["missing"], missing=True)
        if "failed" in answer:
            raise WorkerError(answer["failed"])
        return answer

    def _cause_of_death(self) -> str:
        status = self.process.wait()
        lines = self.log.read_text(errors="replace").strip().splitlines()
        cause = (f"killed by signal {-status}" if status < 0
                 else f"ended with status {status}")
        return f"{cause}: {lines[-1]}" if lines else cause


def make_files(python: str, request: dict) -> None:
    """Runs harness/making.py; a WorkerError if it fails."""
    done = subprocess.run(
        [python, "-m", "harness.making", json.dumps(request)],
        env=python_environment(), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        lines = done.stdout.strip().splitlines() or ["no reason given"]
        raise WorkerError(lines[-1])


def is_python_with_numpy(python: str) -> bool:
    return subprocess.run([python, "-c", "import numpy"],
                          stderr=subprocess.DEVNULL).returncode == 0


def default_python(venv: Path) -> str:
    """The environment's Python; without an environment, this one."""
    inside = venv / "bin" / "python"
    return str(inside) if inside.exists() else sys.executable
