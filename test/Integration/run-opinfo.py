#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs PyTorch's own operator samples through dlc.

    run-opinfo.py [OPERATOR...] [--keep FOLDER]

Takes the samples that PyTorch tests its operators with (OpInfo), translates
each into a model of one function (opinfo/), replays it (dlc-replay: f32 and
f64, compiled and interpreted) and reports, operator by operator, how many pass,
what fails, what dlc has nothing for and what is out of scope; in the end all
reasons, and a table of the families. Needs PyTorch 2 with expecttest, and a
build of dlc.

An operator is "add", or "div.floor_rounding" where PyTorch has variants.
"""

import argparse
import concurrent.futures
import importlib
import sys
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List

sys.dont_write_bytecode = True
warnings.filterwarnings("ignore")

import torch
from torch.testing._internal.common_methods_invocations import op_db

from opinfo.samples import Batch, translate
from opinfo.translation import TRANSLATIONS, Excluded, Missing

HERE = Path(__file__).resolve().parent
FAMILIES = ("pointwise", "activations", "reductions", "ordering",
            "normalizations", "losses", "contraction", "convolutions",
            "pooling", "arrangement", "indexing", "images", "creation")
DTYPES = (torch.float32, torch.int64, torch.int32, torch.bool)
# A file holds so many models: few enough to be read again for each of them.
BATCH = 40


@dataclass
class Result:
    """What came of the samples of an operator, or of several."""

    passed: int = 0
    failures: List[str] = field(default_factory=list)
    missing: Counter = field(default_factory=Counter)
    excluded: Counter = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.passed + len(self.failures) + self.missing.total()

    def add(self, other: "Result") -> None:
        self.passed += other.passed
        self.failures += other.failures
        self.missing += other.missing
        self.excluded += other.excluded


def full_name(op) -> str:
    return ".".join(part for part in (op.name, op.variant_test_name) if part)


def make_batches(op, name: str, folder: Path, result: Result) -> List[Batch]:
    batches: List[Batch] = []
    count = 0
    for dtype in DTYPES:
        if dtype not in op.dtypes:
            continue
        torch.manual_seed(0)
        for sample in op.sample_inputs("cpu", dtype, requires_grad=False):
            try:
                case, recording = translate(op, name, sample)
                if count % BATCH == 0:
                    batches.append(Batch(folder / name / str(len(batches))))
                batches[-1].add(f"S{count:04}", str(dtype)[6:], case, recording)
                count += 1
            except Excluded as reason:
                result.excluded[str(reason)] += 1
            except Missing as reason:
                result.missing[str(reason)] += 1
            except Exception as error:
                result.failures.append(
                    f"{str(dtype)[6:]}: no translation: "
                    f"{type(error).__name__}: {error}")
    return batches


def as_text(reasons: Counter) -> str:
    return "; ".join(f"{count} {reason}"
                     for reason, count in reasons.most_common())


def show_operator(name: str, result: Result) -> None:
    notes = [f"{title}: {as_text(reasons)}" for title, reasons in
             (("missing", result.missing), ("out of scope", result.excluded))
             if reasons]
    print(f"{name:44} {result.passed:5} of {result.total:4} pass"
          + "".join(f"\n    {note}" for note in notes))
    for failure in result.failures:
        print(f"  FAILED: {failure.rstrip()}")
    sys.stdout.flush()


def show_summary(results: Dict[str, Result], untranslated: int) -> None:
    families = {family: Result() for family in FAMILIES}
    everything = Result()
    operators: Counter = Counter()
    for name, result in results.items():
        family = TRANSLATIONS[name].__module__.split(".")[-1]
        operators[family] += 1
        for sum_ in (families[family], everything):
            sum_.add(result)
    for title, reasons in (("Missing", everything.missing),
                           ("Out of scope", everything.excluded)):
        print(f"\n{title}:")
        for reason, count in reasons.most_common():
            print(f"{count:6}  {reason}")

    print(f"\nPyTorch {torch.__version__}, {len(results)} operators "
          f"({untranslated} more have no counterpart in dlc)\n")
    print(f"{'family':16}{'operators':>10}{'samples':>9}{'passed':>8}"
          f"{'failed':>8}{'missing':>9}{'pass rate':>11}{'out of scope':>14}")
    def row(title: str, count: int, result: Result) -> None:
        rate = 100 * result.passed / max(result.total, 1)
        print(f"{title:16}{count:10}{result.total:9}{result.passed:8}"
              f"{len(result.failures):8}{result.missing.total():9}"
              f"{rate:9.2f} %{result.excluded.total():14}")
    for family, result in families.items():
        if operators[family]:
            row(family, operators[family], result)
    row("all", len(results), everything)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("operators", nargs="*", metavar="OPERATOR")
    parser.add_argument("--replay", type=Path,
                        default=HERE.parents[1] / "build/bin/dlc-replay")
    parser.add_argument("--keep", type=Path, help="where the models stay")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for family in FAMILIES:
        importlib.import_module(f"opinfo.{family}")
    known = [op for op in op_db if full_name(op) in TRANSLATIONS]
    chosen = [op for op in known if not arguments.operators
              or full_name(op) in arguments.operators]

    results: Dict[str, Result] = {}
    with tempfile.TemporaryDirectory() as temporary, \
            concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        folder = arguments.keep or Path(temporary)
        waiting: List[tuple] = []

        def finish(name: str, result: Result, jobs: list) -> None:
            for batch, job in jobs:
                wrong = job.result()
                result.passed += len(batch.samples) - len(wrong)
                result.failures += [f"{batch.samples[sample]}\n{text}"
                                    for sample, text in wrong.items()]
            show_operator(name, result)

        for op in chosen:
            name = full_name(op)
            result = results[name] = Result()
            jobs = [(batch, pool.submit(batch.run, arguments.replay))
                    for batch in make_batches(op, name, folder, result)]
            waiting.append((name, result, jobs))
            while waiting and all(job.done() for _, job in waiting[0][2]):
                finish(*waiting.pop(0))
        for item in waiting:
            finish(*item)
    show_summary(results, len(op_db) - len(known))
    return any(result.failures for result in results.values())


if __name__ == "__main__":
    raise SystemExit(main())
