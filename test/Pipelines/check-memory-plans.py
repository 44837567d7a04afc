#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares the workspace of every example with its lower bound.

check-memory-plans.py DLC EXAMPLES LIMIT prints a line for each model and size
of a batch; it fails where a plan takes more than LIMIT times the largest sum of
bytes in use at once.
"""

import pathlib
import re
import subprocess
import sys

PLAN = re.compile(r"workspace of a call: ([\d,]+) bytes.*\n"
                  r"  ([\d,]+) bytes in use at once")


def number(text: str) -> int:
    return int(text.replace(",", ""))


def main() -> int:
    dlc, examples, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
    failed = False
    for model in sorted(pathlib.Path(examples).glob("*/*.dl")):
        for mode in ([], ["--training"]):
            for size in (1, 3, 8):
                # The dimension of a batch has one of these names.
                for name in ("N", "B"):
                    run = subprocess.run(
                        [dlc, "inspect", str(model), "--memory", "--dim",
                         f"{name}={size}", *mode],
                        capture_output=True, text=True, check=False)
                    if run.returncode == 0:
                        break
                found = PLAN.search(run.stdout)
                what = " ".join([model.stem, f"batch {size}", *mode])
                if not found:
                    print(f"{what}: no plan: {run.stderr}{run.stdout}")
                    failed = True
                    continue
                taken, bound = map(number, found.groups())
                print(f"{what}: {taken} bytes, {bound} in use at once: "
                      f"{taken / bound:.3f}")
                failed |= taken > limit * bound
    return failed


sys.exit(main())
