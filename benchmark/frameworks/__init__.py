# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Frameworks: dlc and its peers, each as its users call it from Python.

A framework is a module here with a class `Framework`:

    __init__(job)  imports what it needs and sets the number of threads
    open()         reads the model, weights and input, ready for a first call
    call()         one call; its result stays where `output` finds it
    output()       the result of the last call, a numpy array
    versions()     of the packages that it measures, by name

`job` is what harness/making.py left in a folder: see `Job`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Dict

# In the order of tables. The first is dlc, the others are its peers.
TITLES = {
    "dlc": "dlc",
    "pytorch": "PyTorch",
    "torch-compile": "torch.compile",
    "onnxruntime": "ONNX Runtime",
    "openvino": "OpenVINO",
    "jax": "JAX",
}
# What pip installs for all of them.
PACKAGES = ["numpy", "safetensors", "torch", "torchvision", "onnx",
            "onnxscript", "onnxruntime", "openvino", "jax"]


@dataclass
class Job:
    """One model at one size: what a framework is told."""

    file: str
    model: str
    constants: Dict[str, str]
    twin: str
    arguments: Dict[str, int]
    # Has weights.safetensors, x.npy, reference.npy and model.onnx.
    folder: str
    threads: int
    # Where dlc was built.
    build: str = ""

    def path(self, name: str) -> Path:
        return Path(self.folder) / name


def module_name(framework: str) -> str:
    return framework.replace("-", "_")


def environment(framework: str, threads: int) -> Dict[str, str]:
    """What has to be set before the framework is loaded: its number of threads,
    and that it compiles everything anew."""
    count = str(threads)
    variables = {"OMP_NUM_THREADS": count, "MKL_NUM_THREADS": count}
    if framework == "torch-compile":
        variables["TORCHINDUCTOR_FORCE_DISABLE_CACHES"] = "1"
    if framework == "jax":
        variables["NPROC"] = count
        variables["JAX_PLATFORMS"] = "cpu"
        variables["JAX_ENABLE_COMPILATION_CACHE"] = "false"
        variables["XLA_FLAGS"] = (
            "--xla_cpu_multi_thread_eigen="
            + ("true" if threads > 1 else "false"))
    return variables


