#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks the fenced blocks of Markdown files, so that no example is wrong.

    check-snippets.py --root SOURCES --build FOLDER [--part K/N] [--long] FILE.md...

    ```dl [name=FILE.dl]        a whole file, which `dlc check` must accept
    ```dl unformatted ...       the same (but see test/Format)
    ```dl error [name=FILE.dl]  a file it must reject, with the output in the
                                ```text block that follows
    ```cpp name=FILE            a file that must compile against include/
    ```mlir name=FILE           a file for commands that follow
    ```console                  lines beginning with `$ ` are run; what follows
                                each of them must be its output

In expected output, `...` stands for anything within a line, and a line of
nothing but `...` for any number of lines. Each Markdown file has a folder of
its own, where its `dl` blocks are files (model.dl unless named), beside links
to examples/ and build/. Blocks of other kinds (`sh`, `mlir` or `cpp` without a
name) are left alone. With --part 1/2 every other block is checked, with 2/2 the
rest. What takes longer than a test should (```console long) is checked with
--long alone, and then nothing else.
"""

import argparse
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import List, NamedTuple, Tuple


class Block(NamedTuple):
    line: int  # of the opening fence
    kind: str
    words: List[str]  # what follows the kind
    text: str


def blocks_of(document: str) -> List[Block]:
    """Returns the fenced blocks of a Markdown text."""
    blocks = []
    lines = iter(enumerate(document.splitlines(keepends=True), start=1))
    for number, line in lines:
        fence = re.match(r"(`{3,})([^`]*)$", line)
        if not fence:
            continue
        text = ""
        for _, inner in lines:
            if inner.rstrip() == fence[1]:
                break
            text += inner
        kind, *words = fence[2].split() or [""]
        blocks.append(Block(number, kind, words, text))
    return blocks


def matches(actual: str, expected: str) -> bool:
    """Compares line by line, without trailing spaces; see above for `...`."""
    pattern = ""
    for line in expected.rstrip().splitlines():
        line = line.rstrip()
        if line.strip() == "...":
            pattern += r"(?:[^\n]*\n)*"
        else:
            pattern += r"[^\n]*".join(
                re.escape(part) for part in line.split("...")) + r"\n"
    lines = [line.rstrip() + "\n" for line in actual.rstrip().splitlines()]
    return re.fullmatch(pattern, "".join(lines)) is not None


def commands_of(text: str) -> List[Tuple[str, str]]:
    """Splits a console block into commands and their expected outputs."""
    command = r"^\$ ((?:.*\\\n)*.*\n)"  # goes on behind a backslash
    output = r"((?:(?!\$ ).*\n)*)"
    return re.findall(command + output, text, re.MULTILINE)


class Checker:
    """Runs the blocks of one Markdown file and counts what is wrong."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = path, folder
        self.checked = self.failed = 0

    def run(self, command: str) -> Tuple[int, str]:
        result = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        return result.returncode, result.stdout

    def expect(self, good: bool, block: Block, message: str) -> None:
        self.checked += 1
        if not good:
            self.failed += 1
            print(f"{self.path}:{block.line}: {message}\n")

    def write_file(self, block: Block, name: str = "") -> str:
        """Writes the file that the block is and returns its name."""
        name = next((word[len("name="):] for word in block.words
                     if word.startswith("name=")), name)
        if name:
            (self.folder / name).write_text(block.text)
        return name

    def check_model(self, block: Block, following: Block, name: str) -> None:
        status, output = self.run(f"dlc check {name}")
        if "error" not in block.words:
            self.expect(status == 0, block, f"is rejected:\n{output}")
            return
        self.expect(status != 0, block, "is accepted, but should not be")
        self.expect(following.kind == "text", block,
                    "no ```text block with the expected errors follows")
        self.expect(matches(output, following.text), block,
                    f"expected:\n{following.text}\nprinted:\n{output}")

    def check_program(self, block: Block, include: Path) -> None:
        name = self.write_file(block)
        status, output = self.run(
            f"c++ -std=c++17 -Wall -fsyntax-only -I {include} {name}")
        self.expect(status == 0 and not output, block,
                    f"does not compile:\n{output}")

    def check_commands(self, block: Block) -> None:
        for command, expected in commands_of(block.text):
            _, output = self.run(command)
            self.expect(
                matches(output, expected), block,
                f"$ {command}expected:\n{expected}\nprinted:\n{output}")

    def check(self, part: int, parts: int, long: bool, include: Path) -> None:
        blocks = blocks_of(self.path.read_text())
        nothing = Block(0, "", [], "")
        count = 0
        for block, following in zip(blocks, blocks[1:] + [nothing]):
            # Commands of any part may need the file.
            name = ""
            if block.kind in ("dl", "mlir"):
                name = self.write_file(
                    block, "model.dl" if block.kind == "dl" else "")
            is_program = block.kind == "cpp" and any(
                word.startswith("name=") for word in block.words)
            if block.kind not in ("dl", "console") and not is_program:
                continue
            if ("long" in block.words) != long:
                continue
            count += 1
            if count % parts != part % parts:
                continue
            if block.kind == "dl":
                self.check_model(block, following, name)
            elif is_program:
                self.check_program(block, include)
            else:
                self.check_commands(block)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--part", default="1/1", metavar="K/N")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("files", type=Path, nargs="+")
    arguments = parser.parse_args()
    part, parts = map(int, arguments.part.split("/"))
    failed = 0
    for path in arguments.files:
        with tempfile.TemporaryDirectory() as folder:
            for name in ("examples", "test"):
                os.symlink(arguments.root / name, Path(folder, name))
            os.symlink(arguments.build, Path(folder, "build"))
            checker = Checker(path, Path(folder))
            checker.check(part, parts, arguments.long,
                          arguments.root / "include")
        print(f"{path}: {checker.checked - checker.failed} of "
              f"{checker.checked} checks passed")
        failed += checker.failed
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
