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
import json
import re
import subprocess
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
        self.compiled: Dict[str, "re.Pattern[str]"] = {}

    def pattern(self, text: str) -> "re.Pattern[str]":
        if text not in self.compiled:
            self.compiled[text] = re.compile(text)
        return self.compiled[text]

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

    def lines(self, text: str) -> Iterator[Tuple[str, List[Piece]]]:
        """Yields each line and its pieces, which cover it."""
        stack: List[dict] = [self.root]
        for line in text.splitlines():
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
        if len(stack) > 1:
            match = self.pattern(stack[-1]["end"]).search(line, position)
            if match:
                best = (stack[-1], match, True)
        for rule in self.rules_in(stack[-1]):
            source = rule.get("match", rule.get("begin"))
            match = self.pattern(source).search(line, position)
            if match and (best is None or match.start() < best[1].start()):
                best = (rule, match, False)
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


def lexed(path: Path) -> List[Tuple[int, int, str, str]]:
    """Line and column, from 0, kind and spelling of each token."""
    output = subprocess.run(["dlc", "emit", str(path), "--stage", "tokens"],
                            check=True, capture_output=True, text=True).stdout
    tokens = []
    for entry in output.splitlines():
        place, kind, spelling = (entry.split(" ", 2) + [""])[:3]
        line, column = place.split(":")
        tokens.append((int(line) - 1, int(column) - 1, kind, spelling))
    return tokens


class Checker:
    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.problems: List[str] = []
        self.seen = set()

    def report(self, where: str, problem: str) -> None:
        self.problems.append(f"{where}: {problem}")

    def check(self, path: Path) -> int:
        lines = list(self.grammar.lines(path.read_text()))
        scopes = []
        for line, pieces in lines:
            row: List[Scopes] = [()] * len(line)
            for piece in pieces:
                row[piece.begin:piece.end] = (
                    [piece.scopes] * (piece.end - piece.begin))
            scopes.append(row)
        inside = [[False] * len(line) for line, _ in lines]
        tokens = lexed(path)
        for line, column, kind, spelling in tokens:
            self.seen.add(spelling)
            where = f"{path.name}:{line + 1}:{column + 1}"
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
                    self.report(f"{path.name}:{row + 1}:{column + 1}",
                                f"'{character}', no token, is {scope}")
        return len(tokens)

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
    count = sum(checker.check(path) for path in arguments.files)
    if arguments.tokens:
        checker.check_vocabulary(arguments.tokens.read_text())
    for problem in checker.problems:
        print(problem)
    print(f"{count} tokens, {len(checker.problems)} problems")
    return 1 if checker.problems or count == 0 else 0


if __name__ == "__main__":
    raise SystemExit(main())
