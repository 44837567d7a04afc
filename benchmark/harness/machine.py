# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What figures depend on: the machine and the versions of dlc and Python."""

import os
import platform
import subprocess
from typing import Dict

from harness.cases import ROOT


def _cpu_fields() -> Dict[str, str]:
    """Of the first processor."""
    fields: Dict[str, str] = {}
    with open("/proc/cpuinfo") as file:
        for line in file:
            name, separator, value = line.partition(":")
            if not separator:
                break
            fields[name.strip()] = value.strip()
    return fields


def describe_machine() -> str:
    fields = _cpu_fields()
    flags = fields.get("flags", fields.get("Features", "")).split()
    vectors = next((name for flag, name in [
        ("avx512f", "AVX-512"), ("avx2", "AVX2"), ("asimd", "NEON")]
        if flag in flags), "")
    count = os.cpu_count() or 1
    parts = [fields.get("model name", platform.machine()),
             f"{count} processor{'s' if count > 1 else ''}"]
    if "hypervisor" in flags:
        parts.append("virtual machine")
    return ", ".join(parts + [vectors] if vectors else parts)


def dlc_version() -> str:
    """The commit, "+" with changes of it."""
    def git(*arguments: str) -> str:
        return subprocess.run(["git", "-C", str(ROOT), *arguments], text=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout.strip()
    commit = git("rev-parse", "--short=10", "HEAD")
    changed = git("status", "--porcelain", "--untracked-files=no")
    return commit + ("+" if changed else "") if commit else "unknown"
