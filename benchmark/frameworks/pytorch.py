# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""PyTorch, each operation as it comes ("eager")."""

from typing import Dict

import numpy as np
import torch

from networks import pytorch as networks

from . import Job


class Framework:
    def __init__(self, job: Job):
        self.job = job
        torch.set_num_threads(job.threads)
        torch.set_num_interop_threads(1)

    def open(self) -> None:
        self.network = networks.load(self.job)
        self.x = torch.from_numpy(np.load(self.job.path("x.npy")))

    def call(self) -> None:
        with torch.inference_mode():
            self.y = self.network(self.x)

    def output(self) -> np.ndarray:
        return self.y.numpy()

    def versions(self) -> Dict[str, str]:
        return {"torch": torch.__version__}
