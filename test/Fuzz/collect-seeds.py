#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Collects the programs that fuzzing starts from in one folder.

    collect-seeds.py FOLDER

These are the corpus beside this script, every other .dl file in the sources,
and every `dl` block in the documentation. Library modules, which hold no model,
are programs, too. The hundreds of models of test/Integration/Gradients are left
out: all differentiate, in the same few words, a model that is there itself.
"""

import hashlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "test" / "Fuzz" / "Corpus"
GRADIENTS = ROOT / "test" / "Integration" / "Gradients"


def main() -> int:
    folder = Path(sys.argv[1])
    files = [path for name in ("lib", "examples", "test", "docs")
             for path in sorted((ROOT / name).rglob("*"))
             if path.suffix in (".dl", ".md") or path.parent == CORPUS
             if path.parent != GRADIENTS]
    programs = []
    for path in files + [ROOT / "README.md"]:
        content = path.read_bytes()
        if path.suffix == ".md":
            programs += re.findall(rb"^```dl[^\n]*\n(.*?)^```", content,
                                   re.DOTALL | re.MULTILINE)
        else:
            programs.append(content)
    for program in programs:
        name = hashlib.sha1(program).hexdigest()
        (folder / name).write_bytes(program)
    return 0


if __name__ == "__main__":
    sys.exit(main())
