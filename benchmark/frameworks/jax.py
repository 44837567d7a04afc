# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""JAX: a jitted function of weights and input, compiled by XLA. Images are
[N, H, W, C], as JAX's libraries have them; weights and input get their layout
ahead of calls.
"""

from typing import Dict

import jax
import numpy as np

from networks import jax as networks

from . import Job


class Framework:
    def __init__(self, job: Job):
        self.job = job

    def open(self) -> None:
        forward, weights, x = networks.load(self.job)
        self.weights = jax.device_put(weights)
        self.x = jax.device_put(x)
        self.function = jax.jit(forward)

    def call(self) -> None:
        self.y = self.function(self.weights, self.x).block_until_ready()

    def output(self) -> np.ndarray:
        return np.asarray(self.y)

    def versions(self) -> Dict[str, str]:
        return {"jax": jax.__version__}
