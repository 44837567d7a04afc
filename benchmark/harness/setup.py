# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Sets up the peers in a virtual environment outside the repository."""

import subprocess
import venv
from pathlib import Path
from typing import Callable

from frameworks import PACKAGES

DEFAULT_VENV = Path.home() / ".cache" / "dlc-benchmark" / "venv"


def set_up(folder: Path, say: Callable[[str], None]) -> int:
    """Makes the environment and installs each package that can be installed.
    Returns the number of those that cannot."""
    if not (folder / "bin" / "python").exists():
        say(f"making {folder}")
        venv.create(folder, with_pip=True)
    missing = 0
    for package in PACKAGES:
        done = subprocess.run(
            [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet",
             "--disable-pip-version-check", package],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode == 0:
            say(f"{package}: installed")
            continue
        missing += 1
        errors = [line for line in done.stdout.splitlines()
                  if "error" in line.lower()] or ["pip failed"]
        say(f"{package}: MISSING, {errors[-1]}")
    return missing
