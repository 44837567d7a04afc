#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures what the front end says about programs with one mistake.

    mutations.py [--deletions N] [--swaps N] FILE.dl...

Each file, which must be correct, is spoilt in two ways: single characters are
deleted, and adjacent tokens are exchanged. What is still a correct program does
not count. Of the other mutants, the first error must be on the line of the
edit or the next in at least 9 of 10 (--minimum); none may crash or hang. Small
samples say little about one file: --together counts all files as one.

With --all every edit is made that may matter; otherwise a sample, the same in
each run. `dlc-check-batch` checks the mutants in one process.
"""

import argparse
import re
import select
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Tuple

# Longer is a hang: a mutant takes a few milliseconds.
TIME_LIMIT = 10.0

TOKEN = re.compile(
    rb'//[^\n]*'  # a comment, which is no token
    rb'|"(?:\\.|[^"\\\n])*"'
    rb"|[A-Za-z_][A-Za-z_0-9]*"
    rb"|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
    rb"|\.\.\.|\.\.|==|!=|<=|>=|\|>|->|<-|[^\sA-Za-z_0-9]")

# In groups, what is worth deleting: not words of a comment, only its first
# slash and its line end; of white space, only a lone blank. Continuation bytes
# of UTF-8 go with the byte before them.
CHARACTER = re.compile(rb"\s\s+|(/)/[^\n]*(\n)?"
                       rb"|([\x00-\x7f]|[\xc0-\xff][\x80-\xbf]*)")


class Mutant(NamedTuple):
    """A program with one mistake, in lines first..last of its text."""
    kind: str
    first: int
    last: int
    what: str
    text: bytes


class Outcome(NamedTuple):
    """What the front end said."""
    errors: int
    line: int
    milliseconds: float
    message: str


def line_of(text: bytes, offset: int) -> int:
    return text.count(b"\n", 0, offset) + 1


def show(text: bytes) -> str:
    return repr(text.decode("utf-8", "replace"))


def deletions(text: bytes) -> List[Mutant]:
    """All programs without one of the characters."""
    mutants = []
    for match in CHARACTER.finditer(text):
        for begin, end in map(match.span, (1, 2, 3)):
            if begin < 0:
                continue
            line = line_of(text, begin)
            mutants.append(Mutant("deletion", line, line,
                                  show(text[begin:end]),
                                  text[:begin] + text[end:]))
    return mutants


def swaps(text: bytes) -> List[Mutant]:
    """All programs with two neighbouring tokens exchanged."""
    tokens = [match for match in TOKEN.finditer(text)
              if not match[0].startswith(b"//")]
    mutants = []
    for left, right in zip(tokens, tokens[1:]):
        if left[0] == right[0]:
            continue
        between = text[left.end():right.start()]
        mutants.append(Mutant(
            "swap", line_of(text, left.start()), line_of(text, right.start()),
            f"{show(left[0])} {show(right[0])}",
            text[:left.start()] + right[0] + between + left[0]
            + text[right.end():]))
    return mutants


class Batch:
    """A running dlc-check-batch, started anew where it dies."""

    def __init__(self, program: str) -> None:
        self.program = program
        self.process: Optional[subprocess.Popen] = None

    def check(self, text: bytes) -> Optional[Outcome]:
        """Returns None where the front end crashed or took too long."""
        if self.process is None:
            self.process = subprocess.Popen([self.program],
                                            stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE)
        try:
            self.process.stdin.write(b"%d\n" % len(text) + text)
            self.process.stdin.flush()
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        TIME_LIMIT)
            line = self.process.stdout.readline() if ready else b""
        except BrokenPipeError:
            line = b""
        if not line:
            self.process.kill()
            self.process.wait()
            self.process = None
            return None
        errors, number, milliseconds, message = line.decode().split(" ", 3)
        return Outcome(int(errors), int(number), float(milliseconds),
                       message.rstrip())

    def close(self) -> None:
        if self.process:
            self.process.stdin.close()
            self.process.wait()


class Count:
    """The mutants of one kind of one file."""

    def __init__(self) -> None:
        self.made = self.wrong = self.placed = self.crashes = 0
        self.slowest = 0.0

    def add(self, mutant: Mutant, outcome: Optional[Outcome]) -> bool:
        """Returns whether the outcome is as it should be."""
        self.made += 1
        if outcome is None:
            self.crashes += 1
            return False
        self.slowest = max(self.slowest, outcome.milliseconds)
        if outcome.errors == 0:
            return True
        self.wrong += 1
        good = mutant.first <= outcome.line <= mutant.last + 1
        self.placed += good
        return good

    def __iadd__(self, other: "Count") -> "Count":
        for name, value in vars(other).items():
            mine = getattr(self, name)
            setattr(self, name, max(mine, value) if name == "slowest"
                    else mine + value)
        return self

    def share(self) -> float:
        return self.placed / self.wrong if self.wrong else 1.0

    def row(self, name: str, kind: str) -> str:
        return (f"{name:24} {kind:9} {self.made:6} {self.wrong:6} "
                f"{self.placed:6} {100 * self.share():6.1f} % "
                f"{self.crashes:7} {self.slowest:7.1f} ms")


def measure(path: Path, wanted: Dict[str, Optional[int]], batch: Batch,
            verbose: bool) -> Tuple[bool, Dict[str, Count]]:
    text = path.read_bytes()
    original = batch.check(text)
    if original is None or original.errors:
        print(f"error: {path} is not correct itself: {original}")
        return False, {}
    mutants = []
    for kind, make in (("deletion", deletions), ("swap", swaps)):
        made = make(text)
        number = wanted[kind]
        if number is not None and number < len(made):
            # From all parts of the file, and the same in each run.
            made = [made[len(made) * (2 * i + 1) // (2 * number)]
                    for i in range(number)]
        mutants += made
    counts = {"deletion": Count(), "swap": Count()}
    for mutant in mutants:
        outcome = batch.check(mutant.text)
        if counts[mutant.kind].add(mutant, outcome):
            continue
        if outcome is None:
            crash = Path(f"crash-{path.stem}.dl")
            crash.write_bytes(mutant.text)
            print(f"{path}:{mutant.first}: {mutant.kind} of {mutant.what}: "
                  f"crashes or hangs; see {crash}")
        elif verbose:
            print(f"{path}:{mutant.first}: {mutant.kind} of {mutant.what}: "
                  f"line {outcome.line}: {outcome.message}")
    return True, counts


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--deletions", type=int, default=200)
    parser.add_argument("--swaps", type=int, default=200)
    parser.add_argument("--all", action="store_true", help="make every edit")
    parser.add_argument("--minimum", type=float, default=0.9,
                        help="share of mutants whose error is well placed")
    parser.add_argument("--together", action="store_true",
                        help="count the mutants of all files together")
    parser.add_argument("--verbose", action="store_true",
                        help="list the mutants whose error is elsewhere")
    parser.add_argument("--program", default="dlc-check-batch")
    arguments = parser.parse_args()
    wanted = {"deletion": None if arguments.all else arguments.deletions,
              "swap": None if arguments.all else arguments.swaps}

    batch = Batch(arguments.program)
    failed = False
    counts = []  # name, kind, count
    for path in arguments.files:
        correct, of_file = measure(path, wanted, batch, arguments.verbose)
        failed |= not correct
        counts += [(path.name, kind, count)
                   for kind, count in of_file.items()]
    batch.close()
    if arguments.together:
        total = {"deletion": Count(), "swap": Count()}
        for _, kind, count in counts:
            total[kind] += count
        counts = [("all", kind, count) for kind, count in total.items()]
    print(f"{'':24} {'':9} {'made':>6} {'wrong':>6} {'placed':>6} {'share':>8} "
          f"{'crashes':>7} {'slowest':>10}")
    for name, kind, count in counts:
        good = count.crashes == 0 and count.share() >= arguments.minimum
        failed |= not good
        print(count.row(name, kind) + ("" if good else "  FAILED"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
