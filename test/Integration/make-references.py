#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes model files and references from the tables in cases/.

The files are committed, so that running the tests needs no PyTorch. Inputs are
random f32 numbers; outputs are computed in f64, so that both of dlc's
precisions are compared with the truth and not with another rounding. Needs
PyTorch 2, JAX (for random numbers) and numpy, a build of dlc (for `dlc fmt`),
and for the networks Debian's dataset-fashion-mnist.

    make-references.py [NAME...]    a file (clamp), family (pointwise), network
"""

import argparse
import importlib
import re
import subprocess
import sys
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Callable, Dict, List

sys.dont_write_bytecode = True

import torch

from cases import tables, writing
from tensors import save_safetensors

HERE = Path(__file__).resolve().parent
OPERATIONS = HERE / "Operations"
GRADIENTS = HERE / "Gradients"
# How many derivatives fit into a file that takes less than a second, by how its
# name begins.
GRADIENT_CASES = {
    "multihead-attention": 1, "scaled-dot-product-attention": 1,
    "transformer": 1, "conv-transpose3d": 1, "grid-sample-volume": 1,
    "conv-transpose": 2, "conv3d": 2, "lstm": 2, "gru": 2, "rnn": 2,
    "grid-sample": 2,
    "conv": 4, "batch-norm": 4, "group-norm": 4, "instance-norm": 4,
    "layer-norm": 4, "rms-norm": 6, "cross-entropy": 4, "sequential": 4,
    "bilinear": 4, "": 7,
}
FAMILIES = sorted(path.stem for path in (HERE / "cases").glob("*.py")
                  if path.stem not in ("__init__", "tables", "writing",
                                       "derivatives", "weighted",
                                       "networks", "spelled_cells"))


def seed(name: str) -> None:
    """Seeded by its name, a case does not change when others come or go."""
    torch.manual_seed(zlib.crc32(name.encode()))


def make_operation(file: str, family: str, cases: List[tables.Case]) -> None:
    OPERATIONS.mkdir(exist_ok=True)
    recorded = []
    for case in cases:
        seed(f"{case.file}.{case.name}")
        try:
            recorded.append((case, tables.record(case)))
        except Exception as error:
            raise SystemExit(f"error: {file}, {case.name}: {error}")
    # Where no state is recorded, the command says what mode it is.
    training = all(case.training and not recording.states
                   for case, recording in recorded)
    replay = f"dlc-replay{' --training' if training else ''}"
    run = f"{replay} %s"
    if cases[0].real_apart:
        run = f"{replay} --real f32 %s"
        (OPERATIONS / f"{file}-f64.test").write_text(
            f"As {file}.dl, in f64.\n\nRUN: {replay} --real f64 %S/{file}.dl\n")
    model = OPERATIONS / f"{file}.dl"
    model.write_text(writing.write_model(
        writing.model_name(file), recorded,
        f"// RUN: {run}\n\n// Made from cases/{family}.py.\n\n"))
    references = model.parent / "references" / f"{file}.safetensors"
    references.parent.mkdir(exist_ok=True)
    has_layers = any(case.layer for case in cases)
    writing.write_references(references, writing.model_name(file), recorded,
                             has_layers)
    print(f"{file}: {len(cases)} cases, {references.stat().st_size} bytes")
    make_gradients(file, recorded, replay, has_layers)


def make_gradients(file: str, recorded: List, replay: str,
                   has_layers: bool) -> None:
    GRADIENTS.mkdir(exist_ok=True)
    (GRADIENTS / "references").mkdir(exist_ok=True)
    for old in GRADIENTS.glob(f"**/{file}*"):
        if re.fullmatch(rf"{file}(-\d+)?(-f64)?", old.stem):
            old.unlink()
    differentiated = [(case, recording) for case, recording in recorded
                      if recording.gradients]
    step = next(size for start, size in GRADIENT_CASES.items()
                if file.startswith(start))
    parts = [differentiated[i:i + step]
             for i in range(0, len(differentiated), step)]
    for number, part in enumerate(parts, 1):
        stem = file if len(parts) == 1 else f"{file}-{number}"
        inputs = f"%S/../Operations/references/{file}.safetensors"
        (GRADIENTS / f"{stem}.dl").write_text(writing.write_model(
            writing.model_name(file), part,
            f"// RUN: {replay} --compiled f32 --inputs \\\n"
            f"// RUN:   {inputs} %s\n\n"
            f"// Made from Operations/{file}.dl.\n\n", differentiated=True))
        references = GRADIENTS / "references" / f"{stem}.safetensors"
        writing.write_references(references, writing.model_name(file), part,
                                 has_layers, writing.gradient_references)


def make_network(name: str, make: Callable[[], tables.Tensors]) -> None:
    seed(name)
    path = HERE / name
    path = path.parent / "references" / f"{path.name}.safetensors"
    path.parent.mkdir(exist_ok=True)
    # `f32`, `f64`: of a file that is compared otherwise.
    save_safetensors(path, {
        key: writing.to_array(
            tensor, not {"input", "weight"}.isdisjoint(key.split(".")[:2]))
        if "." in key else tensor.numpy()
        for key, tensor in make().items()})
    print(f"{name}: {path.stat().st_size} bytes")


def load_families() -> Dict[str, str]:
    """Returns the family of each file."""
    families: Dict[str, str] = {}
    for family in FAMILIES:
        known = len(tables.CASES)
        importlib.import_module(f"cases.{family}")
        families.update({case.file: family for case in tables.CASES[known:]})
    return families


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--dlc", type=Path,
                        default=HERE.parents[1] / "build" / "bin" / "dlc")
    arguments = parser.parse_args()
    torch.set_num_threads(1)

    families = load_families()
    files: Dict[str, List[tables.Case]] = defaultdict(list)
    for case in tables.CASES:
        files[case.stem].append(case)
    wanted = set(arguments.names)
    for stem, cases in files.items():
        file = cases[0].file
        if not arguments.names or wanted & {file, families[file]}:
            make_operation(stem, families[file], cases)
    wanted -= set(families)
    subprocess.run([arguments.dlc, "fmt", OPERATIONS, GRADIENTS], check=True,
                   stdout=subprocess.DEVNULL)
    wanted -= set(families.values())
    if not arguments.names or wanted:
        importlib.import_module("cases.spelled_cells")
        networks = importlib.import_module("cases.networks").NETWORKS
        for name in wanted or networks:
            if name not in networks:
                raise SystemExit(f"error: there is no '{name}'")
            make_network(name, networks[name])


if __name__ == "__main__":
    main()
