#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes npy files: write-arrays.py FILE=DTYPE:SHAPE[:VALUES]...

SHAPE is like 2x3, or empty for a scalar. Without VALUES (separated by commas)
elements count up from 0.
"""

import sys

import numpy as np

for argument in sys.argv[1:]:
    path, description = argument.split("=")
    dtype, shape, *values = description.split(":")
    sizes = [int(size) for size in shape.split("x") if size]
    elements = (np.array(values[0].split(",")).astype(dtype) if values
                else np.arange(np.prod(sizes, dtype=int)).astype(dtype))
    np.save(path, elements.reshape(sizes))
