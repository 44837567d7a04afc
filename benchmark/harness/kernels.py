# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each function of some model files against what the machine can do, by
`dlc bench --all`: the shapes of single products and convolutions, a function
for each.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Callable, Dict, List

from harness.cases import ROOT
from harness.machine import describe_machine, dlc_version
from harness.tables import table

DEFAULT_FILES = ("matrices.dl", "convolutions.dl")


def bench(dlc: Path, file: Path, threads: int, seconds: float) -> List[dict]:
    """What dlc bench says of each function."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "bench.json"
        subprocess.run([str(dlc), "bench", str(file), "--all", "--threads",
                        str(threads), "--seconds", str(seconds), "--json",
                        str(output)], check=True, stdout=subprocess.DEVNULL)
        return json.loads(output.read_text())


def part_of_products(dlc: Path, file: Path, function: str, threads: int,
                     seconds: float) -> float:
    """Which part of a call's time the kernels of products and convolutions take.
    The rest is what comes before and behind them: conversions of layouts, and the
    call."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "profile.json"
        subprocess.run([str(dlc), "profile", str(file), "--function", function,
                        "--threads", str(threads), "--seconds", str(seconds),
                        "--json", str(output)], check=True,
                       stdout=subprocess.DEVNULL)
        profile = json.loads(output.read_text())
    return (sum(each["seconds"] for each in profile["launches"]
                if each["flops"]) / profile["seconds"])


def measure(dlc: Path, file: Path, threads: int, seconds: float) -> List[dict]:
    """One round: all functions by calls, then one after another in a profile,
    which takes half as long."""
    functions = bench(dlc, file, threads, seconds * 2 / 3)
    for entry in functions:
        if not entry["flops"]:
            continue
        entry["products_share"] = entry["peak_share"] / part_of_products(
            dlc, file, entry["function"], threads, seconds / 3)
    return functions


def merge(rounds: List[List[dict]]) -> List[dict]:
    """A function's time is the median of the rounds' medians; its shares of the
    peak, which is measured beside the calls, are the medians of the shares. Its
    best share is that of the fastest twentieth of its calls in any round of the
    highest peak of all rounds: what it reaches while no other program uses the
    same core, its caches and the way to memory."""
    merged = []
    for measured in zip(*rounds):
        times = [each["median_seconds"] for each in measured]
        middle = statistics.median(times)
        entry = {**measured[0], "median_seconds": middle,
                 "spread": (max(times) - min(times)) / 2 / middle}
        if entry["flops"]:
            for share in ("peak_share", "products_share"):
                entry[share] = statistics.median(
                    each[share] for each in measured)
            fastest = min(each["p05_seconds"] for each in measured)
            peak = max(each["peak_flops_per_second"] for each in measured)
            alone = entry["products_share"] / entry["peak_share"]
            entry["best_products_share"] = (
                entry["flops"] / fastest / peak * alone)
        merged.append(entry)
    return merged


def kernel_table(functions: List[dict]) -> str:
    rows = [["function", "us", "", "GFLOP/s", "of peak", "products alone",
             "at best", "GB/s"]]
    for entry in functions:
        seconds = entry["median_seconds"]
        rate = entry["flops"] / seconds / 1e9
        rows.append([
            f"`{entry['function']}`", f"{seconds * 1e6:.2f}",
            f"±{100 * entry['spread']:.0f} %",
            f"{rate:.1f}" if entry["flops"] else "",
            f"{100 * entry['peak_share']:.1f} %" if entry["flops"] else "",
            f"{100 * entry['products_share']:.1f} %" if entry["flops"] else "",
            f"{100 * entry['best_products_share']:.1f} %"
            if entry["flops"] else "",
            f"{entry['bytes_moved'] / seconds / 1e9:.1f}"])
    return table(rows)


def measure_files(files: List[Path], arguments: argparse.Namespace,
                  say: Callable[[str], None]) -> int:
    """Writes kernels.json and kernels.md into the output folder."""
    models = ROOT / "benchmark" / "models"
    files = files or [models / name for name in DEFAULT_FILES
                      if (models / name).exists()]
    dlc = arguments.build / "bin" / "dlc"
    parts = [f"{describe_machine()}; dlc {dlc_version()}\n"]
    found: List[Dict] = []
    for file in files:
        for threads in arguments.threads:
            try:
                rounds = [measure(dlc, file, threads,
                                  arguments.seconds / arguments.rounds)
                          for _ in range(arguments.rounds)]
            except subprocess.CalledProcessError:
                return 1  # dlc has said why
            functions = merge(rounds)
            found += functions
            peak = statistics.median(
                entry["peak_flops_per_second"] for entry in functions) / 1e9
            parts.append(f"### {file.name}, {threads} thread"
                         f"{'s' if threads > 1 else ''}, peak "
                         f"{peak:.1f} GFLOP/s\n")
            parts.append(kernel_table(functions))
            say("\n".join(parts[-2:]))
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "kernels.json").write_text(
        json.dumps(found, indent=1) + "\n")
    (arguments.output / "kernels.md").write_text("\n".join(parts))
    return 0
