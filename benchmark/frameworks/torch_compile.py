# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""PyTorch with torch.compile. Weights are frozen, PyTorch's option for
inference that lets its compiler fold and pack them ahead of calls, as the
others do.
"""

import torch
import torch._inductor.config

from . import Job, pytorch


class Framework(pytorch.Framework):
    def __init__(self, job: Job):
        super().__init__(job)
        torch._inductor.config.freezing = True

    def open(self) -> None:
        super().open()
        self.network = torch.compile(self.network)

    def call(self) -> None:
        # Freezing wants no_grad, not inference_mode.
        with torch.no_grad():
            self.y = self.network(self.x)
