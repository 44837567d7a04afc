#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the first test images of Fashion-MNIST as an npy file.

    fashion-images.py IMAGES.gz COUNT OUTPUT.npy

The pixels are normalised as the examples' models are trained on them. Not to
be confused with `dlc eval`, which leaves this to the model's `preprocess`.
"""

import gzip
import sys

import numpy as np


def main() -> None:
    source, count, output = sys.argv[1:]
    with gzip.open(source) as file:
        file.seek(16)  # the IDX header of a rank-3 array
        pixels = np.frombuffer(file.read(int(count) * 28 * 28), np.uint8)
    images = pixels.reshape(-1, 1, 28, 28).astype(np.float32)
    mean, deviation = np.float32(0.2860), np.float32(0.3530)
    np.save(output, (images / np.float32(255) - mean) / deviation)


if __name__ == "__main__":
    main()
