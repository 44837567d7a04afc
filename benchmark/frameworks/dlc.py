# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""dlc through its host interface, dlc::Model: libdlc-benchmark.so calls it for
ctypes (benchmark/Host.cpp).
"""

import ctypes
from pathlib import Path
from typing import Dict, List

import numpy as np

from . import Job


def _strings(texts: List[str]):
    """A C array of strings that ends with null."""
    return (ctypes.c_char_p * (len(texts) + 1))(
        *(text.encode() for text in texts), None)


class HostLibrary:
    """libdlc-benchmark.so; what fails in it raises."""

    def __init__(self, build: str):
        path = Path(build) / "lib" / "libdlc-benchmark.so"
        if not path.exists():
            raise RuntimeError(f"{path} is missing; build 'dlc-benchmark'")
        self.functions = ctypes.CDLL(str(path))
        self.functions.dlc_benchmark_error.restype = ctypes.c_char_p

    def make(self, name: str, *arguments) -> ctypes.c_void_p:
        """What a function makes, to be given to others."""
        function = getattr(self.functions, name)
        function.restype = ctypes.c_void_p
        handle = function(*arguments)
        self.check(handle is None)
        return ctypes.c_void_p(handle)

    def check(self, failed: int) -> None:
        if failed:
            raise RuntimeError(self.functions.dlc_benchmark_error().decode())


class Framework:
    def __init__(self, job: Job):
        self.job = job
        self.library = HostLibrary(job.build)
        self.function = self.library.functions.dlc_benchmark_call

    def open(self) -> None:
        job = self.job
        constants = [part for item in job.constants.items() for part in item]
        self.handle = self.library.make(
            "dlc_benchmark_open", job.file.encode(), job.model.encode(),
            _strings(constants),
            str(job.path("weights.safetensors")).encode(),
            _strings([str(job.path("x.npy"))]), ctypes.c_uint(job.threads))

    def call(self) -> None:
        if self.function(self.handle):
            self.library.check(1)

    def output(self) -> np.ndarray:
        path = self.job.path("dlc.npy")
        self.library.check(self.library.functions.dlc_benchmark_save(
            self.handle, str(path).encode()))
        return np.load(path)

    def versions(self) -> Dict[str, str]:
        return {}
