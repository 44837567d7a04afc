# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ONNX Runtime with the model that PyTorch exports, its input and output bound
to memory ahead of calls.
"""

from typing import Dict

import numpy as np
import onnxruntime as ort

from . import Job


class Framework:
    def __init__(self, job: Job):
        self.job = job

    def open(self) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = self.job.threads
        options.inter_op_num_threads = 1
        self.session = ort.InferenceSession(
            str(self.job.path("model.onnx")), options,
            providers=["CPUExecutionProvider"])
        self.binding = self.session.io_binding()
        self.x = ort.OrtValue.ortvalue_from_numpy(
            np.load(self.job.path("x.npy")))
        self.binding.bind_ortvalue_input("x", self.x)
        self.y = np.empty(np.load(self.job.path("reference.npy")).shape,
                          np.float32)
        self.binding.bind_output("y", "cpu", 0, np.float32, self.y.shape,
                                 self.y.ctypes.data)

    def call(self) -> None:
        self.session.run_with_iobinding(self.binding)

    def output(self) -> np.ndarray:
        return self.y

    def versions(self) -> Dict[str, str]:
        return {"onnxruntime": ort.__version__}
