#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks that tests and documentation are written in the canonical form.

    check-repository.py --root SOURCES

Takes all .dl files of test/ and the `dl` blocks of README.md, docs/*.md and
the README files of the examples. What is not a program is left out: a block
that shows a syntax error, and the files named below; and so is a block that
begins with `dl unformatted`.
"""

import argparse
import re
import subprocess
import tempfile
from pathlib import Path
from typing import List

# Tests of syntax errors; programs that are there because of their layout.
BROKEN = {"test/Frontend/misspelt.dl",
          "test/Frontend/group-syntax-errors.dl",
          "test/Frontend/parse-errors.dl",
          "test/Frontend/scan-syntax-errors.dl",
          "test/Frontend/training-syntax-errors.dl",
          "test/Frontend/parse-missing-brace.dl"}
UNFORMATTED = ("test/Format/Inputs/", "test/Fuzz/Corpus/")


def check(files: List[Path], may_be_broken: bool) -> bool:
    """Returns whether the files are in canonical form; shows what is not."""
    assert files, "a pattern finds nothing"
    # One process: starting it takes longer than to format a file.
    result = subprocess.run(["dlc", "fmt", "--check", *files], text=True,
                            capture_output=True)
    # Of a program with syntax errors, only the errors are shown.
    good = result.returncode == 0 or (
        may_be_broken and result.returncode == 1 and not result.stdout)
    if not good:
        print(f"{result.stdout}{result.stderr}")
    return good


def programs_in(document: str):
    """Yields line, text and the words behind `dl` of each such block."""
    pattern = r"^```dl\b([^\n]*)\n(.*?)^```$"
    for block in re.finditer(pattern, document, re.MULTILINE | re.DOTALL):
        line = document.count("\n", 0, block.start()) + 1
        yield line, block[2], block[1].split()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--root", type=Path, required=True)
    root = parser.parse_args().root
    tests = []
    for path in sorted(root.glob("test/**/*.dl")):
        name = str(path.relative_to(root))
        if name not in BROKEN and (
                ".canonical." in name or not name.startswith(UNFORMATTED)):
            tests.append(path)
    good = check(tests, may_be_broken=False)
    with tempfile.TemporaryDirectory() as folder:
        blocks = {"correct": [], "error": []}
        for pattern in ("README.md", "docs/*.md", "examples/*/README.md"):
            for path in sorted(root.glob(pattern)):
                for line, text, words in programs_in(path.read_text()):
                    if "unformatted" in words:
                        continue
                    file = Path(folder, f"{path.relative_to(root)}:{line}")
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text(text)
                    kind = "error" if "error" in words else "correct"
                    blocks[kind].append(file)
        good &= check(blocks["correct"], may_be_broken=False)
        good &= check(blocks["error"], may_be_broken=True)
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
