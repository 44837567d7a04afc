#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds the TextMate grammar of the model language to the lexer.

    check-grammar.py --grammar dl.tmLanguage.json --tokens Tokens.def FILE.dl...

Tokenises the files as an editor does, from the regular expressions of the
grammar, and compares with `dlc emit --stage tokens`: every token has a scope
that suits its kind, all of it the same; what is no token is blank or a comment;
nothing is without a scope. Every keyword and operator of Tokens.def must have
been seen, in the files or on a line of its own. With --dump, prints the scope
of each piece instead.
"""

import argparse
import bisect
import itertools
import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

Scopes = Tuple[str, ...]


class Piece(NamedTuple):
    begin: int
    end: int
    scopes: Scopes


class Grammar:
    """The part of TextMate's rules that dl.tmLanguage.json is written in:
    match, begin and end, captures, include. No back references."""

    def __init__(self, description: dict) -> None:
        self.root = description
        self.repository = description.get("repository", {})
        # Matches in the current line by pattern, which are often asked for.
        self.found: Dict[str, Optional["re.Match[str]"]] = {}
        # Patterns and rules by the identity of the rule that they are within.
        self.inner: Dict[int, List[Tuple[str, dict]]] = {}

    def search(self, pattern: str, line: str, position: int
               ) -> Optional["re.Match[str]"]:
        """The first match from a position on."""
        match = self.found.get(pattern, self)
        if match is self or (match and match.start() < position):
            match = re.compile(pattern).search(line, position)
            self.found[pattern] = match
        return match

    def rules_in(self, rule: dict) -> Iterator[dict]:
        """The rules that a rule's list leads to, in the order they count."""
        for inner in rule.get("patterns", []):
            target = inner.get("include", "")
            if target == "$self":
                yield from self.rules_in(self.root)
            elif target:
                yield from self.rules_in(self.repository[target[1:]])
            else:
                yield inner

    def inner_of(self, rule: dict) -> List[Tuple[str, dict]]:
        if id(rule) not in self.inner:
            self.inner[id(rule)] = [
                (inner.get("match", inner.get("begin")), inner)
                for inner in self.rules_in(rule)]
        return self.inner[id(rule)]

    def lines(self, text: str) -> Iterator[Tuple[str, List[Piece]]]:
        """Yields each line and its pieces, which cover it."""
        stack: List[dict] = [self.root]
        for line in text.splitlines():
            self.found.clear()
            pieces = []
            position = 0
            while position <= len(line):
                found = self.first(line, position, stack)
                if found is None:
                    break
                rule, match, is_end = found
                scopes = self.scopes_of(stack)
                if match.start() > position:
                    pieces.append(Piece(position, match.start(), scopes))
                if is_end:
                    stack.pop()
                    key = "endCaptures"
                elif "begin" in rule:
                    scopes += self.own_scope(rule)
                    key = "beginCaptures"
                else:
                    scopes += self.own_scope(rule)
                    key = "captures"
                pieces += self.captured(match, rule.get(key, {}), scopes)
                if not is_end and "begin" in rule:
                    stack.append(rule)
                elif match.end() == position and not is_end:
                    break  # an empty match leads nowhere
                position = match.end()
                if is_end and match.end() == len(line) == match.start():
                    if len(stack) == 1:
                        break
            if position < len(line):
                pieces.append(
                    Piece(position, len(line), self.scopes_of(stack)))
            yield line, [piece for piece in pieces if piece.end > piece.begin]

    @staticmethod
    def own_scope(rule: dict) -> Scopes:
        return (rule["name"],) if "name" in rule else ()

    def scopes_of(self, stack: List[dict]) -> Scopes:
        return tuple(rule["name"] for rule in stack[1:] if "name" in rule)

    def first(self, line: str, position: int, stack: List[dict]
              ) -> Optional[Tuple[dict, "re.Match[str]", bool]]:
        """The rule that matches first; the end of the current one, and then
        the earlier rule of the list, wins where several do."""
        best = None
        start = len(line) + 1
        if len(stack) > 1:
            match = self.search(stack[-1]["end"], line, position)
            if match:
                best, start = (stack[-1], match, True), match.start()
        for pattern, rule in self.inner_of(stack[-1]):
            match = self.search(pattern, line, position)
            if match and match.start() < start:
                best, start = (rule, match, False), match.start()
        return best

    @staticmethod
    def captured(match: "re.Match[str]", captures: dict, scopes: Scopes
                 ) -> Iterator[Piece]:
        position = match.start()
        if "0" in captures:
            scopes += (captures["0"]["name"],)
        for index in sorted(int(key) for key in captures if key != "0"):
            begin, end = match.span(index)
            if begin > position:
                yield Piece(position, begin, scopes)
            if begin >= position:
                yield Piece(begin, end, scopes + (captures[str(index)]["name"],))
                position = end
        yield Piece(position, match.end(), scopes)


NAMES = ("entity.name.", "variable.", "support.", "constant.other.dimension.")
WORDS = ("keyword.", "storage.", "constant.language.")
# What a scope may begin with, by the kind of token; of operators by spelling.
SUITABLE = {
    "name": NAMES + WORDS,  # words with a meaning in one place only
    "integer": ("constant.numeric.integer.",),
    "floating": ("constant.numeric.float.",),
    "string": ("string.quoted.",),
}


def suitable(kind: str, spelling: str) -> Tuple[str, ...]:
    if kind in SUITABLE:
        return SUITABLE[kind]
    if kind.startswith("kw_"):
        return WORDS
    if spelling in {"(", ")", "[", "]", "{", "}", ",", ":", "."}:
        return ("punctuation.",)
    return ("keyword.operator.",)


def lexed(texts: List[str]) -> List[List[Tuple[int, int, str, str]]]:
    """Of each text line and column, from 0, kind and spelling of each token."""
    # One file of all: starting dlc takes longer than its work.
    with tempfile.NamedTemporaryFile("w", suffix=".dl") as file:
        file.write("".join(texts))
        file.flush()
        output = subprocess.run(["dlc", "emit", file.name, "--stage", "tokens"],
                                check=True, capture_output=True,
                                text=True).stdout
    ends = list(itertools.accumulate(text.count("\n") for text in texts))
    tokens = [[] for _ in texts]
    for entry in output.splitlines():
        place, kind, spelling = (entry.split(" ", 2) + [""])[:3]
        line, column = (int(number) - 1 for number in place.split(":"))
        index = bisect.bisect_right(ends, line)
        if index < len(texts):  # not the end of the last
            line -= ends[index - 1] if index > 0 else 0
            tokens[index].append((line, column, kind, spelling))
    return tokens


class Checker:
    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.problems: List[str] = []
        self.seen = set()

    def report(self, where: str, problem: str) -> None:
        self.problems.append(f"{where}: {problem}")

    def check(self, name: str, text: str,
              tokens: List[Tuple[int, int, str, str]]) -> None:
        lines = list(self.grammar.lines(text))
        scopes = []
        for line, pieces in lines:
            row: List[Scopes] = [()] * len(line)
            for piece in pieces:
                row[piece.begin:piece.end] = (
                    [piece.scopes] * (piece.end - piece.begin))
            scopes.append(row)
        inside = [[False] * len(line) for line, _ in lines]
        for line, column, kind, spelling in tokens:
            self.seen.add(spelling)
            where = f"{name}:{line + 1}:{column + 1}"
            end = column + len(spelling)
            inside[line][column:end] = [True] * len(spelling)
            found = scopes[line][column:end]
            if kind == "string":
                good = all(each[:1] == ("string.quoted.double.dl",)
                           for each in found)
            else:
                good = (len(set(found)) == 1 and len(found[0]) == 1
                        and found[0][0].startswith(suitable(kind, spelling)))
            if not good:
                self.report(where, f"{kind} '{spelling}' is {set(found)}")
        for row, (line, _) in enumerate(lines):
            for column, character in enumerate(line):
                scope = scopes[row][column]
                if inside[row][column] or character.isspace():
                    continue
                if not scope or not scope[0].startswith("comment.line."):
                    self.report(f"{name}:{row + 1}:{column + 1}",
                                f"'{character}', no token, is {scope}")

    def check_vocabulary(self, definitions: str) -> None:
        """Every fixed spelling has a scope that suits it, wherever it may
        stand."""
        spellings = [("kw_" + word, word) for word in re.findall(
            r"^DLC_KEYWORD\((\w+)\)", definitions, re.MULTILINE)]
        spellings += re.findall(
            r'^DLC_PUNCTUATION\((\w+), "(.+)"\)', definitions, re.MULTILINE)
        assert len(spellings) > 40, "Tokens.def is written otherwise than here"
        for kind, spelling in spellings:
            (_, pieces), = self.grammar.lines(f"{spelling} ")
            scopes = pieces[0].scopes
            if (pieces[0].end != len(spelling) or not scopes
                    or not scopes[0].startswith(suitable(kind, spelling))):
                self.report("Tokens.def", f"'{spelling}' is {scopes}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--grammar", type=Path, required=True)
    parser.add_argument("--tokens", type=Path)
    parser.add_argument("--dump", action="store_true")
    parser.add_argument("files", type=Path, nargs="*")
    arguments = parser.parse_args()
    grammar = Grammar(json.loads(arguments.grammar.read_text()))
    if arguments.dump:
        for path in arguments.files:
            for line, pieces in grammar.lines(path.read_text()):
                for piece in pieces:
                    text = line[piece.begin:piece.end]
                    if text.strip():
                        print(f"{text.strip():<24} {' '.join(piece.scopes)}")
        return 0
    checker = Checker(grammar)
    texts = [path.read_text().rstrip("\n") + "\n" for path in arguments.files]
    count = 0
    for path, text, tokens in zip(arguments.files, texts, lexed(texts)):
        checker.check(path.name, text, tokens)
        count += len(tokens)
    if arguments.tokens:
        checker.check_vocabulary(arguments.tokens.read_text())
    for problem in checker.problems:
        print(problem)
    print(f"{count} tokens, {len(checker.problems)} problems")
    return 1 if checker.problems or count == 0 else 0


if __name__ == "__main__":
    raise SystemExit(main())
