#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs PyTorch's own operator samples through dlc.

    run-opinfo.py [OPERATOR...] [--keep FOLDER]

Takes the samples that PyTorch tests its operators with (OpInfo), translates
each into a model of one function (opinfo/), replays it (dlc-replay: f32 and
f64, compiled and interpreted) and reports how many pass, what is out of scope
and why, and what fails. Needs PyTorch 2 with expecttest, and a build of dlc.

An operator is "add", or "div.floor_rounding" where PyTorch has variants.
"""

import argparse
import concurrent.futures
import importlib
import subprocess
import sys
import tempfile
import warnings
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Tuple

sys.dont_write_bytecode = True
warnings.filterwarnings("ignore")

import torch
from torch import Tensor
from torch.testing._internal.common_methods_invocations import op_db

from cases import tables, writing
from opinfo.translation import TRANSLATIONS, Builder, Excluded
from tensors import save_safetensors

HERE = Path(__file__).resolve().parent
FAMILIES = ("pointwise", "reductions", "contraction", "shapes")
DTYPES = (torch.float32, torch.int64, torch.int32, torch.bool)
# A file holds so many models: few enough to be read again for each of them.
BATCH = 40


@dataclass
class Result:
    passed: int = 0
    excluded: Counter = field(default_factory=Counter)
    failures: List[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.passed + len(self.failures)


def map_tensors(value, function):
    """The argument with each tensor in it, or in lists in it, replaced."""
    if isinstance(value, Tensor):
        return function(value)
    if isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
        return type(value)(map_tensors(item, function) for item in value)
    if isinstance(value, dict):
        return {k: map_tensors(item, function) for k, item in value.items()}
    return value


def widened(tensor: Tensor) -> Tensor:
    tensor = tensor.detach().clone().contiguous()
    return tensor.double() if tensor.dtype == torch.float32 else tensor


def narrowed(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.dtype == torch.float64 else tensor.clone()


def call(op, sample: tuple, default: torch.dtype):
    """The operator's result, where numbers become `default`."""
    torch.set_default_dtype(default)
    try:
        first, rest, options = sample
        result = op.op(first, *rest, **options)
    finally:
        torch.set_default_dtype(torch.float32)
    return tuple(result) if isinstance(result, (tuple, list)) else result


def as_outputs(result) -> Dict[str, Tensor]:
    if isinstance(result, Tensor):
        return {"output": result}
    if not result or not all(isinstance(part, Tensor) for part in result):
        raise Excluded("results that are no tensors")
    if len(result) == 1:
        return {"output": result[0]}
    return {f"output{i}": part for i, part in enumerate(result)}


def translate(op, name: str, sample) -> Tuple[tables.Case, tables.Recording]:
    wide = map_tensors((sample.input, list(sample.args), sample.kwargs), widened)
    result = call(op, map_tensors(wide, Tensor.clone), torch.float64)
    rounded = call(op, map_tensors(wide, narrowed), torch.float32)
    outputs = as_outputs(result)
    for tensor in outputs.values():
        if tensor.is_complex():
            raise Excluded("complex numbers")
    builder = Builder()
    builder.operator, builder.expected = name, result
    dl = TRANSLATIONS[name](builder, wide[0], *wide[1], **wide[2])
    if isinstance(dl, tuple):
        dl = dl[0] if len(dl) == 1 else f"({', '.join(dl)})"
    case = tables.Case("", "", dl, None, {})
    if getattr(builder, "result_type", None):
        shape = ", ".join(map(str, result.shape))
        case.types["output"] = f"{builder.result_type}[{shape}]"
    return case, tables.Recording(builder.inputs, {}, outputs, {},
                                  as_outputs(rounded))


def compute_in_f64(case: tables.Case, recording: tables.Recording) -> None:
    """For samples that f32 cannot express: overflows, and jumps that rounding
    moves. Both precisions run them in f64."""
    for tensors in (recording.inputs, recording.outputs):
        for name, tensor in tensors.items():
            if tensor.dtype == torch.float64 and name not in case.types:
                case.types[name] = writing.type_of(tensor).replace("real", "f64")
    case.dl = case.dl.replace(", real)", ", f64)")
    recording.rounded = recording.outputs


class Batch:
    """Samples of one operator that share a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "samples.dl"
        self.text, self.tensors = "", {}
        self.samples: Dict[str, str] = {}
        folder.mkdir(parents=True)

    def add(self, name: str, what: str, case: tables.Case,
            recording: tables.Recording) -> None:
        prefix = f"{name}."
        try:
            tensors = writing.references(prefix, recording)
            own = [v for k, v in tensors.items() if ".tolerance." in k]
            if own and max(own) > 1e-2:
                raise ValueError("too inaccurate to tell")
        except ValueError:
            compute_in_f64(case, recording)
            tensors = writing.references(prefix, recording)
        case.name = "forward"
        self.text += writing.write_model(name, [(case, recording)],
                                         imports=False)
        self.tensors.update(tensors)
        self.samples[name] = f"{what}: {case.dl}"

    def run(self, replay: Path) -> Dict[str, str]:
        """Returns what is wrong with each sample; nothing if it passes."""
        self.file.write_text("import nn\n\n" + self.text)
        references = self.file.with_suffix(".safetensors")
        save_safetensors(references, self.tensors)
        wrong: Dict[str, str] = {}
        todo = list(self.samples)
        while todo:
            only = [word for name in todo for word in ("--only", name)]
            result = subprocess.run(
                [replay, "--verbose", *only, self.file, references],
                capture_output=True, text=True, timeout=600)
            done = self.read(result.stdout, wrong)
            todo = [name for name in todo if name not in done]
            if result.returncode in (0, 1) or not todo:
                break
            # It crashed in the first that it did not report.
            crashed = min(todo)
            wrong[crashed] = f"exit code {result.returncode}"
            todo.remove(crashed)
        for name in todo:
            wrong.setdefault(name, "was not run")
        return wrong

    def read(self, text: str, wrong: Dict[str, str]) -> set:
        done = set()
        current = ""
        for line in text.splitlines():
            if line.startswith("ok: "):
                current = ""
                done.add(line[4:])
            elif line.startswith("FAILED: "):
                current = line[8:].split(",")[0].split(":")[0]
                done.add(current)
                wrong.setdefault(current, "")
                wrong[current] += line[8 + len(current):].strip(" ,") + "\n"
            elif current and not line.endswith("cases passed"):
                wrong[current] += line + "\n"
        return done


def full_name(op) -> str:
    return op.name + (f".{op.variant_test_name}" if op.variant_test_name else "")


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
            except Exception as error:
                result.failures.append(
                    f"{str(dtype)[6:]}: no translation: "
                    f"{type(error).__name__}: {error}")
    return batches


def report(results: Dict[str, Result]) -> None:
    print(f"{'operator':48} {'passed':>12}  out of scope")
    for name, result in sorted(results.items()):
        reasons = "; ".join(f"{count} {reason}" for reason, count
                            in result.excluded.most_common())
        print(f"{name:48} {result.passed:5} of {result.total:4}  {reasons}")
    for name, result in sorted(results.items()):
        for failure in result.failures:
            print(f"\nFAILED: {name}, {failure.rstrip()}")
    passed = sum(result.passed for result in results.values())
    total = sum(result.total for result in results.values())
    excluded = sum(sum(r.excluded.values()) for r in results.values())
    print(f"\n{len(results)} operators: {passed} of {total} samples pass "
          f"({100 * passed / max(total, 1):.2f} %), {excluded} are out of scope")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("operators", nargs="*", metavar="OPERATOR")
    parser.add_argument("--replay", type=Path,
                        default=HERE.parents[1] / "build/bin/dlc-replay")
    parser.add_argument("--keep", type=Path, help="where the models stay")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for family in FAMILIES:
        importlib.import_module(f"opinfo.{family}")

    results: Dict[str, Result] = {}
    jobs = []
    with tempfile.TemporaryDirectory() as temporary, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        folder = arguments.keep or Path(temporary)
        for op in op_db:
            name = full_name(op)
            if name not in TRANSLATIONS or (arguments.operators
                                            and name not in arguments.operators):
                continue
            result = results[name] = Result()
            for batch in make_batches(op, name, folder, result):
                jobs.append((result, batch,
                             pool.submit(batch.run, arguments.replay)))
        for result, batch, job in jobs:
            wrong = job.result()
            result.passed += len(batch.samples) - len(wrong)
            result.failures += [f"{batch.samples[name]}\n{text}"
                                for name, text in wrong.items()]
    report(results)
    return any(result.failures for result in results.values())


if __name__ == "__main__":
    raise SystemExit(main())
