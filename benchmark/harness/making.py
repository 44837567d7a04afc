# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes what all frameworks are given of one case, in a process of its own:

    python -m harness.making '{"case": ..., "batch": ..., "folder": ...,
                               "twins": ..., "onnx": ..., "dlc": ...}'

In the folder: weights.safetensors, x.npy, reference.npy, the output in f64, and
with "onnx" model.onnx, or onnx-error.txt. With "twins", PyTorch makes weights
and reference; else dlc draws the weights and its reference evaluator computes.
"""

import copy
import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np

from harness.cases import ROOT, Case, find_case


def make_with_pytorch(case: Case, folder: Path, x: np.ndarray,
                      onnx: bool) -> None:
    import torch

    from networks import pytorch, tensors
    network = pytorch.make(case.twin, case.arguments, torch.from_numpy(x))
    tensors.save_safetensors(folder / "weights.safetensors", {
        name: values.numpy() for name, values in network.state_dict().items()})
    with torch.no_grad():
        y = copy.deepcopy(network).double()(torch.from_numpy(x).double())
    np.save(folder / "reference.npy", y.numpy())
    if onnx:
        try:
            export(network, torch.from_numpy(x), folder / "model.onnx")
        except Exception as error:  # whatever the exporter raises
            (folder / "onnx-error.txt").write_text(str(error))


def export(network, x, path: Path) -> None:
    import torch
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, (x,), str(path), input_names=["x"],
                          output_names=["y"], dynamo=True, verbose=False)


def make_with_dlc(case: Case, folder: Path, x: np.ndarray, dlc: str) -> None:
    del x  # is in its file
    command = [dlc, "run", str(ROOT / case.file), "--seed", "1",
               "--input", str(folder / "x.npy")]
    if case.model:
        command += ["--model", case.model]
    for name, value in case.constants.items():
        command += ["-D", f"{name}={value}"]
    subprocess.run(command + ["--save", str(folder / "weights.safetensors"),
                              "--interpret", "--output",
                              str(folder / "reference.npy")], check=True)


def main() -> None:
    request = json.loads(sys.argv[1])
    case, folder = find_case(request["case"]), Path(request["folder"])
    shape = case.input_shape(request["batch"])
    x = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    np.save(folder / "x.npy", x)
    if request["twins"]:
        make_with_pytorch(case, folder, x, request["onnx"])
    else:
        make_with_dlc(case, folder, x, request["dlc"])


if __name__ == "__main__":
    main()
