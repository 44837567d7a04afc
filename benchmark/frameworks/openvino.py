# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""OpenVINO with the model that PyTorch exports to ONNX, in f32, set to answer
one request at a time.
"""

from typing import Dict

import numpy as np
import openvino as ov

from . import Job


class Framework:
    def __init__(self, job: Job):
        self.job = job

    def open(self) -> None:
        compiled = ov.Core().compile_model(
            str(self.job.path("model.onnx")), "CPU", {
                "INFERENCE_NUM_THREADS": self.job.threads,
                "INFERENCE_PRECISION_HINT": "f32",
                "PERFORMANCE_HINT": "LATENCY",
                # Processors are chosen for all frameworks alike, by the worker.
                "ENABLE_CPU_PINNING": False,
            })
        self.request = compiled.create_infer_request()
        self.x = np.load(self.job.path("x.npy"))
        self.request.set_input_tensor(ov.Tensor(self.x, shared_memory=True))

    def call(self) -> None:
        self.request.infer()

    def output(self) -> np.ndarray:
        return self.request.get_output_tensor(0).data

    def versions(self) -> Dict[str, str]:
        # Without build number and branch.
        return {"openvino": ov.__version__.partition("-")[0]}
