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

# Tests of syntax errors; programs that are there because of their layout.
BROKEN = {"test/Frontend/misspelt.dl",
          "test/Frontend/parse-errors.dl",
          "test/Frontend/scan-syntax-errors.dl",
          "test/Frontend/parse-missing-brace.dl"}
UNFORMATTED = ("test/Format/Inputs/", "test/Fuzz/Corpus/")


def check(name: str, text: str, may_be_broken: bool) -> bool:
    """Returns whether `text` is in canonical form; says what is not."""
    result = subprocess.run(["dlc", "fmt", "--check", "-"], input=text,
                            text=True, capture_output=True)
    if result.returncode != 0 and not (may_be_broken and result.stderr):
        print(f"{name}:\n{result.stdout}{result.stderr}")
        return False
    return True


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
    results = []
    for path in sorted(root.glob("test/**/*.dl")):
        name = str(path.relative_to(root))
        if name in BROKEN:
            continue
        if name.startswith(UNFORMATTED) and ".canonical." not in name:
            continue
        results.append(check(name, path.read_text(), may_be_broken=False))
    for pattern in ("README.md", "docs/*.md", "examples/*/README.md"):
        for path in sorted(root.glob(pattern)):
            for line, text, words in programs_in(path.read_text()):
                if "unformatted" in words:
                    continue
                name = f"{path.relative_to(root)}:{line}"
                results.append(check(name, text, may_be_broken="error" in words))
    print(f"{sum(results)} of {len(results)} are in canonical form")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
