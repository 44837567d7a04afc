#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes what classifier.dl is evaluated on into the current folder, and what
trained.dl is trained with.

Seven images in IDX files, one file of them gzipped, and weights that make the
brightest pixel of the first row the class. Five of the labels say the same.
"""

import gzip
import json
import struct

import numpy as np


def idx(elements: np.ndarray) -> bytes:
    header = struct.pack(">BBBB", 0, 0, 8, elements.ndim)
    sizes = struct.pack(f">{elements.ndim}I", *elements.shape)
    return header + sizes + elements.tobytes()


brightest = np.array([0, 1, 2, 0, 1, 2, 0])
images = np.zeros((7, 2, 3), np.uint8)
images[np.arange(7), 0, brightest] = 255
labels = brightest.astype(np.uint8)
labels[[2, 5]] = 1

with open("t10k-images-idx3-ubyte", "wb") as file:
    file.write(idx(images))
with gzip.open("t10k-labels-idx1-ubyte.gz", "wb") as file:
    file.write(idx(labels))
with open("train-images-idx3-ubyte", "wb") as file:
    file.write(idx(images))
with open("train-labels-idx1-ubyte", "wb") as file:
    file.write(idx(brightest.astype(np.uint8)))
with open("other-labels", "wb") as file:
    file.write(idx(brightest.astype(np.uint8)))
with open("wide-labels", "wb") as file:
    file.write(idx(labels[:6]))
with open("bad-labels", "wb") as file:
    file.write(idx(np.array([0, 1, 2, 3, 0, 0, 0], np.uint8)))

weight = np.zeros((3, 6), np.float32)
weight[np.arange(3), np.arange(3)] = 1
header = json.dumps({
    "linear.weight": {"dtype": "F32", "shape": [3, 6],
                      "data_offsets": [0, 72]},
    "linear.bias": {"dtype": "F32", "shape": [3], "data_offsets": [72, 84]},
}).encode()
with open("weights.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header + weight.tobytes()
               + np.zeros(3, np.float32).tobytes())
