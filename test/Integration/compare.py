#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares two tensors: compare.py ACTUAL EXPECTED --tolerance 1e-5

Each is FILE.npy or FILE.safetensors:NAME. Prints max|a-b| / max|b| over the
finite values and fails above the tolerance. Shapes, the places of NaNs and the
infinities must be equal.
"""

import argparse
from typing import Tuple

import numpy as np

from tensors import load_tensor


def compare(actual: np.ndarray, expected: np.ndarray,
            tolerance: float) -> Tuple[bool, str]:
    """Returns whether the tensors agree, and a sentence about it.

    One scale for the whole tensor, not one for each value: a sum whose terms
    nearly cancel has no accurate digits to compare.
    """
    if actual.shape != expected.shape:
        return False, f"shape {actual.shape}, expected {expected.shape}"
    if actual.dtype.kind != expected.dtype.kind:
        return False, f"dtype {actual.dtype}, expected {expected.dtype}"
    if actual.dtype.kind != "f":
        different = int((actual != expected).sum())
        return different == 0, f"{different} of {actual.size} values differ"

    a, b = actual.astype(np.float64), expected.astype(np.float64)
    special = ~(np.isfinite(a) & np.isfinite(b))
    wrong = special & ~((a == b) | (np.isnan(a) & np.isnan(b)))
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        return False, (f"{int(wrong.sum())} NaNs or infinities differ, the "
                       f"first at {place}: {a[place]}, expected {b[place]}")
    a, b = a[~special], b[~special]
    error = np.abs(a - b).max(initial=0.0)
    # Where all is zero, the error is measured as it stands.
    relative = error / (np.abs(b).max(initial=0.0) or 1.0)
    return bool(relative <= tolerance), f"max|a-b|/max|b| = {relative:.2e}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("actual")
    parser.add_argument("expected")
    parser.add_argument("--tolerance", type=float, required=True)
    arguments = parser.parse_args()
    equal, text = compare(load_tensor(arguments.actual),
                          load_tensor(arguments.expected), arguments.tolerance)
    print(text if equal else f"{text}, tolerance {arguments.tolerance:g}")
    return 0 if equal else 1


if __name__ == "__main__":
    raise SystemExit(main())
