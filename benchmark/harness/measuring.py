# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures one case with all frameworks, in turns.

All workers are started one after the other, each of which gives a first result,
and wait. Then the frameworks take turns, A B C, B C A, ..., so that what
disturbs the machine for a while disturbs all of them.
"""

import math
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Callable, Dict, List, Tuple

from frameworks import Job
from harness import processes
from harness.cases import ROOT, Case
from harness.processes import Worker, WorkerError

# Of max|a - b| / max|b| against f64. Results of f32 arithmetic are within 1e-5
# as a rule; a wrong padding or a missing activation makes 1e-2 and more.
TOLERANCE = 1e-4
# Between turns: threads of the one before go on spinning for a while.
PAUSE_SECONDS = 0.02


@dataclass
class Options:
    frameworks: List[str]
    python: str
    build: Path
    rounds: int
    # For each framework in all rounds together.
    seconds: float
    twins: bool
    say: Callable[[str], None]

    @property
    def dlc(self) -> str:
        return str(self.build / "bin" / "dlc")


def measure_case(case: Case, batch: int, thread_counts: List[int],
                 options: Options) -> List[dict]:
    """A cell for each number of threads."""
    folder = Path(tempfile.mkdtemp(prefix=f"dlc-benchmark-{case.name}-"))
    try:
        options.say(f"{case.title}, batch {batch}")
        processes.make_files(options.python, {
            "case": case.name, "batch": batch, "folder": str(folder),
            "twins": options.twins, "dlc": options.dlc,
            "onnx": any(name in ("onnxruntime", "openvino")
                        for name in options.frameworks)})
        return [measure_cell(case, batch, threads, folder, options)
                for threads in thread_counts]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure_cell(case: Case, batch: int, threads: int, folder: Path,
                 options: Options) -> dict:
    job = Job(str(ROOT / case.file), case.model, case.constants, case.twin,
              case.arguments, str(folder), threads, str(options.build))
    options.say(f"  {threads} thread{'s' if threads > 1 else ''}")
    results: Dict[str, dict] = {}
    workers: Dict[str, Worker] = {}
    try:
        for name in options.frameworks:
            worker, results[name] = start(name, job, options.python)
            if worker:
                workers[name] = worker
            if name == "dlc" and worker:
                first = results[name]["first"]
                # The second one finds code in dlc's cache.
                first["command"] = time_command(case, job, options.dlc)
                first["command_again"] = time_command(case, job, options.dlc)
            # The figure comes later, a failure shows at once.
            if "reason" in results[name]:
                options.say(f"    {name:14}{describe(results[name])}")
        take_turns(workers, results, options)
        for name, worker in workers.items():
            results[name]["peak_memory"] = worker.close()
    finally:
        for worker in workers.values():
            worker.kill()
    for name, result in results.items():
        if "rounds" in result:
            summarize(result)
            options.say(f"    {name:14}{describe(result)}")
    return {"case": case.name, "title": case.title, "batch": batch,
            "threads": threads, "frameworks": results,
            "date": datetime.now(timezone.utc).isoformat(timespec="seconds")}


def start(name: str, job: Job, python: str) -> Tuple[Worker, dict]:
    """A worker that has made a right first result, or none, and what is known
    of it."""
    reason = Path(job.folder) / "onnx-error.txt"
    if name in ("onnxruntime", "openvino") and reason.exists():
        return None, {"status": "failed",
                      "reason": f"no ONNX export: {reason.read_text()}"}
    try:
        worker = Worker(python, name, job, Path(job.folder) / f"{name}.log")
    except WorkerError as error:
        return None, {"status": "missing" if error.missing else "failed",
                      "reason": str(error)}
    result = {"status": "ok", "distance": worker.distance,
              "versions": worker.versions, "first": asdict(worker.first)}
    if worker.distance <= TOLERANCE:
        return worker, result
    worker.kill()
    return None, {**result, **wrong(worker.distance)}


def wrong(distance: float) -> dict:
    reason = (f"differs from the reference by {distance:.2g} of its largest "
              f"element; {TOLERANCE:g} is allowed" if math.isfinite(distance)
              else "has another shape than the reference, or no numbers")
    return {"status": "wrong", "reason": reason}


def take_turns(workers: Dict[str, Worker], results: Dict[str, dict],
               options: Options) -> None:
    """Adds "rounds" to the results of workers, and takes away those that
    fail."""
    for round_number in range(options.rounds):
        order = list(workers)
        shift = round_number % max(1, len(order))
        for name in order[shift:] + order[:shift]:
            time.sleep(PAUSE_SECONDS)
            try:
                turn = workers[name].measure(options.seconds / options.rounds)
            except WorkerError as error:
                results[name].update(status="failed", reason=str(error))
            else:
                results[name].setdefault("rounds", []).append(turn)
                if not turn["distance"] <= TOLERANCE:
                    results[name].update(wrong(turn["distance"]))
            if results[name]["status"] != "ok":
                results[name].pop("rounds", None)
                workers.pop(name).kill()


def summarize(result: dict) -> None:
    """The median of the rounds' medians and, where there are several, half of
    the range that they cover as a share of it."""
    medians = [turn["median"] for turn in result["rounds"]]
    result["seconds"] = statistics.median(medians)
    if len(medians) > 1:
        result["spread"] = ((max(medians) - min(medians)) / 2
                            / result["seconds"])


def describe_spread(result: dict) -> str:
    """" ±2 %"; nothing after one round, which says nothing of it."""
    return f" ±{100 * result['spread']:.0f} %" if "spread" in result else ""


def describe(result: dict) -> str:
    if "seconds" not in result:
        return f"{result['status']}: {result['reason']}"
    return (f"{result['seconds'] * 1e3:10.3f} ms{describe_spread(result)}, "
            f"first result after {result['first']['process']:.2f} s")


def time_command(case: Case, job: Job, dlc: str) -> float:
    """Seconds from the start of `dlc run` to its end, the result written. Its
    cache is in the job's folder."""
    command = [dlc, "run", job.file, "--threads", str(job.threads),
               "--weights", str(job.path("weights.safetensors")),
               "--input", str(job.path("x.npy")),
               "--output", str(job.path("command.npy"))]
    if case.model:
        command += ["--model", case.model]
    for name, value in case.constants.items():
        command += ["-D", f"{name}={value}"]
    chosen = processes.choose_processors(job.threads)
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ,
                        "XDG_CACHE_HOME": f"{job.folder}/cache-{job.threads}"},
                   preexec_fn=lambda: os.sched_setaffinity(0, chosen))
    return time.monotonic() - begin


def timed(cell: dict) -> dict:
    """The results that have a time."""
    return {name: result for name, result in cell["frameworks"].items()
            if "seconds" in result}


def best_peer(cell: dict) -> str:
    """The fastest besides dlc, or ""."""
    finished = timed(cell)
    peers = [name for name in finished if name != "dlc"]
    return min(peers, key=lambda name: finished[name]["seconds"], default="")


def ratio(slower: dict, faster: dict) -> float:
    """How many times as fast the second result is, the median of the rounds."""
    return statistics.median(
        before["median"] / now["median"]
        for before, now in zip(slower["rounds"], faster["rounds"]))


def speedup(cell: dict) -> Tuple[float, str]:
    """How many times as fast as its best peer dlc is, the median of the rounds,
    and the peer; (nan, "") without either."""
    finished, best = timed(cell), best_peer(cell)
    if "dlc" not in finished or not best:
        return math.nan, ""
    return ratio(finished[best], finished["dlc"]), best
