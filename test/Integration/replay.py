#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a model on recorded inputs and compares with PyTorch's outputs.

    replay.py MODEL.dl [--references FILE] [--weights FILE] --work FOLDER

The model runs compiled and interpreted, in f32 and f64; compiled, it must give
the same bits with one thread and with two. The references, by default
references/MODEL.safetensors beside the model, hold tensors named `input.NAME`,
`weight.NAME` and, in f64, `output.NAME`; make-references.py makes them.
"""

import argparse
import shlex
import subprocess
from pathlib import Path
from typing import Dict, List

import numpy as np

from compare import compare
from tensors import load_safetensors, save_safetensors

# dlc computes f32 sums in another order than PyTorch, f64 ones too.
TOLERANCES = {"f32": 1e-5, "f64": 1e-12}
NUMPY_DTYPES = {"f32": np.float32, "f64": np.float64}


def section(tensors: Dict[str, np.ndarray],
            prefix: str) -> Dict[str, np.ndarray]:
    """Returns the tensors named `prefix.NAME`, by NAME."""
    start = prefix + "."
    return {name[len(start):]: values for name, values in tensors.items()
            if name.startswith(start)}


def as_real(values: np.ndarray, dtype: str) -> np.ndarray:
    """Converts floating-point values to the model's element type."""
    if values.dtype.kind != "f":
        return values
    return values.astype(NUMPY_DTYPES[dtype])


def write_files(work: Path, dtype: str, weights: Dict[str, np.ndarray],
                inputs: Dict[str, np.ndarray]) -> List[str]:
    """Writes weights and inputs; returns the options that name them."""
    options = []
    if weights:
        file = f"weights-{dtype}.safetensors"
        save_safetensors(work / file, {name: as_real(values, dtype)
                                       for name, values in weights.items()})
        options += ["--weights", file]
    for name, values in inputs.items():
        file = f"{name}-{dtype}.npy"
        np.save(work / file, as_real(values, dtype))
        options += ["--input", f"{name}={file}"]
    return options


def run(model: Path, options: List[str], work: Path, prefix: str,
        outputs: List[str]) -> Dict[str, np.ndarray]:
    """Runs `dlc run` once and returns its outputs; leaves when it fails."""
    files = {name: f"{prefix}-{name}.npy" for name in outputs}
    command = ["dlc", "run", str(model), *options]
    for name, file in files.items():
        (work / file).unlink(missing_ok=True)
        command += ["--output", f"{name}={file}"]
    # lit shows this when the test fails, to be repeated by hand.
    print("$", shlex.join(command), flush=True)
    result = subprocess.run(command, cwd=work, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        raise SystemExit(f"error: exit code {result.returncode}")
    missing = [name for name, file in files.items()
               if not (work / file).exists()]
    if missing:
        raise SystemExit(f"error: dlc wrote no '{missing[0]}'")
    return {name: np.load(work / file) for name, file in files.items()}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--references", type=Path)
    parser.add_argument("--weights", type=Path,
                        help="weights, where the references hold none")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("options", nargs="*", help="further options of dlc run")
    arguments = parser.parse_args()

    model = arguments.model.resolve()
    references = load_safetensors(
        arguments.references
        or model.parent / "references" / f"{model.stem}.safetensors")
    weights = section(references, "weight")
    if arguments.weights:
        weights = load_safetensors(arguments.weights)
    expected = section(references, "output")
    arguments.work.mkdir(parents=True, exist_ok=True)
    print("$ cd", arguments.work)

    failures = 0

    def expect(equal: bool, what: str, text: str) -> None:
        nonlocal failures
        failures += not equal
        print(f"{'ok' if equal else 'FAILED'}: {what}: {text}")

    for dtype, tolerance in TOLERANCES.items():
        options = write_files(arguments.work, dtype, weights,
                              section(references, "input"))
        options += ["--dtype", dtype, *arguments.options]
        results = {
            mode: run(model, options + extra, arguments.work,
                      f"{dtype}-{mode}", list(expected))
            for mode, extra in {
                "interpreted": ["--interpret"],
                "compiled": ["--threads", "1"],
                "compiled-2-threads": ["--threads", "2"],
            }.items()
        }
        for name, values in expected.items():
            for mode in ("interpreted", "compiled"):
                equal, text = compare(results[mode][name], values, tolerance)
                expect(equal, f"'{name}', {dtype}, {mode}", text)
            same = (results["compiled"][name].tobytes()
                    == results["compiled-2-threads"][name].tobytes())
            expect(same, f"'{name}', {dtype}, 1 and 2 threads",
                   "same bits" if same else "the bits differ")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
