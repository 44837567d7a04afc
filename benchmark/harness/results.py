# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The figures of one machine in a file, which later runs add to."""

import json
import math
from pathlib import Path
from typing import List

from harness.machine import describe_machine, dlc_version
from harness.measuring import TOLERANCE


class ResultsError(Exception):
    pass


class Results:
    """Cells of models, sizes and numbers of threads, each measured in one go.
    A cell that is measured again replaces the one before."""

    def __init__(self, path: Path):
        self.path = path
        self.machine = describe_machine()
        self.cells: List[dict] = []
        if path.exists():
            content = json.loads(path.read_text())
            self.machine, self.cells = content["machine"], content["cells"]

    def check_machine(self) -> None:
        """Figures of two machines do not mix."""
        here = describe_machine()
        if self.machine != here:
            raise ResultsError(f"{self.path} is of another machine: "
                               f"{self.machine}; this is {here}")

    def add(self, cell: dict) -> None:
        cell["dlc_version"] = dlc_version()
        for result in cell["frameworks"].values():
            if not math.isfinite(result.get("distance", 0)):
                del result["distance"]  # JSON has no infinity

        def key(cell: dict):
            return cell["case"], cell["batch"], cell["threads"]
        self.cells = [old for old in self.cells if key(old) != key(cell)]
        self.cells.append(cell)

    def save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"machine": self.machine, "tolerance": TOLERANCE,
                           "cells": self.cells}, indent=1, allow_nan=False)
        self.path.write_text(text + "\n")

    def ordered(self, threads: int, case_order: List[str]) -> List[dict]:
        """The cells of a number of threads, in the order of the cases."""
        chosen = [cell for cell in self.cells if cell["threads"] == threads
                  and cell["case"] in case_order]
        return sorted(chosen, key=lambda cell: (
            case_order.index(cell["case"]), cell["batch"]))

    def thread_counts(self) -> List[int]:
        return sorted({cell["threads"] for cell in self.cells})

    def versions(self) -> str:
        """"dlc 1a2b3c4d5e, torch 2.15.0, ..."."""
        found = {}
        for cell in self.cells:
            found.setdefault("dlc", []).append(cell["dlc_version"])
            for result in cell["frameworks"].values():
                for name, version in result.get("versions", {}).items():
                    found.setdefault(name, []).append(version)
        return ", ".join(f"{name} {' and '.join(dict.fromkeys(versions))}"
                         for name, versions in found.items())

    def dates(self) -> str:
        """"2026-11-28", or the first and the last day."""
        days = sorted({cell["date"][:10] for cell in self.cells})
        return " to ".join(dict.fromkeys([days[0], days[-1]])) if days else ""
