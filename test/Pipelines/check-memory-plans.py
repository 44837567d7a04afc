#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares the workspace of models with its lower bound.

    check-memory-plans.py [--training] LIMIT FILE.dl...

Prints a line for each model and size of a batch; fails where a plan takes more
than LIMIT times the largest sum of bytes in use at once.
"""

import pathlib
import re
import subprocess
import sys

PLAN = re.compile(r"workspace of a call: ([\d,]+) bytes.*\n"
                  r"  ([\d,]+) bytes in use at once")


def number(text: str) -> int:
    return int(text.replace(",", ""))


def batch_dimension(model: pathlib.Path) -> str:
    """The dimension of a batch is called B or N."""
    return "B" if re.search(r"[\[ ]B\b", model.read_text()) else "N"


def main() -> int:
    arguments = sys.argv[1:]
    mode = arguments[:1] if arguments[0] == "--training" else []
    limit, *files = arguments[len(mode):]
    failed = False
    for model in map(pathlib.Path, files):
        for size in (1, 3, 8):
            run = subprocess.run(
                ["dlc", "inspect", str(model), "--memory", "--dim",
                 f"{batch_dimension(model)}={size}", *mode],
                capture_output=True, text=True, check=False)
            found = PLAN.search(run.stdout)
            what = " ".join([model.stem, f"batch {size}", *mode])
            if not found:
                print(f"{what}: no plan: {run.stderr}{run.stdout}")
                failed = True
                continue
            taken, bound = map(number, found.groups())
            print(f"{what}: {taken} bytes, {bound} in use at once: "
                  f"{taken / bound:.3f}")
            failed |= taken > float(limit) * bound
    return failed


sys.exit(main())
