# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Results as Markdown."""

import math
from pathlib import Path
from typing import Dict, List

from frameworks import TITLES
from harness.cases import CASES
from harness.measuring import describe_spread, speedup
from harness.results import Results

BEGIN, END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"


def table(rows: List[List[str]]) -> str:
    """The first row is the header; numbers are right of the first column."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "| --- |" + " ---: |" * (len(rows[0]) - 1))
    return "\n".join(lines) + "\n"


def milliseconds(seconds: float) -> str:
    value = seconds * 1e3
    digits = max(0, 2 - math.floor(math.log10(value)))
    return f"{value:.{digits}f}"


def title(cell: dict) -> str:
    return f"{cell['title']}, batch {cell['batch']}"


def shown_frameworks(cells: List[dict]) -> List[str]:
    return [name for name in TITLES
            if any(name in cell["frameworks"] for cell in cells)]


def time_table(cells: List[dict]) -> str:
    """Milliseconds with their spread, the fastest bold, and how many times as
    fast as the best peer dlc is."""
    names = shown_frameworks(cells)
    rows = [["milliseconds"] + [TITLES[name] for name in names]
            + ["dlc's speed, best peer 1"]]
    for cell in cells:
        results = cell["frameworks"]
        times = [result["seconds"] for result in results.values()
                 if "seconds" in result]
        row = [title(cell)]
        for name in names:
            result = results.get(name, {"status": ""})
            if "seconds" not in result:
                row.append(result["status"])
                continue
            text = milliseconds(result["seconds"])
            if result["seconds"] == min(times):
                text = f"**{text}**"
            row.append(text + describe_spread(result))
        ratio, _ = speedup(cell)
        row.append("" if math.isnan(ratio) else f"{ratio:.2f}")
        rows.append(row)
    return table(rows)


def first_table(cells: List[dict]) -> str:
    """Seconds to the first result: of the whole process, and without starting
    it."""
    names = shown_frameworks(cells)
    rows = [["seconds to the first result"]
            + [TITLES[name] for name in names]
            + ["`dlc run`", "again"]]
    for cell in cells:
        results = cell["frameworks"]
        row = [title(cell)]
        for name in names:
            first = results.get(name, {}).get("first")
            row.append(f"{first['loaded']:.2f} ({first['process']:.2f})"
                       if first else "")
        first = results.get("dlc", {}).get("first", {})
        for key in ("command", "command_again"):
            row.append(f"{first[key]:.2f}" if key in first else "")
        rows.append(row)
    return table(rows)


def failures(cells: List[dict]) -> str:
    """A line for each reason why figures are missing."""
    reasons: Dict[str, List[str]] = {}
    for cell in cells:
        for name, result in cell["frameworks"].items():
            if "reason" in result:
                key = f"{TITLES[name]} {result['status']}: {result['reason']}"
                reasons.setdefault(key, []).append(title(cell))
    return "".join(f"- {reason} ({'; '.join(dict.fromkeys(titles))})\n"
                   for reason, titles in reasons.items())


def report(results: Results) -> str:
    order = [case.name for case in CASES]
    parts = [f"{results.dates()}, {results.machine}; {results.versions()}.\n"]
    for threads in results.thread_counts():
        cells = results.ordered(threads, order)
        parts.append(f"### {threads} thread{'s' if threads > 1 else ''}\n")
        parts.append(time_table(cells))
        parts.append("First results: from the loaded framework, and in "
                     "brackets from the start of the process.\n")
        parts.append(first_table(cells))
        if failures(cells):
            parts.append(failures(cells))
    return "\n".join(parts)


def readme_part(results: Results, chart: str) -> str:
    """The chart and the times of all numbers of threads."""
    order = [case.name for case in CASES]
    parts = [f"![Speed of dlc and its peers]({chart})\n",
             f"{results.dates()}, {results.machine}; {results.versions()}.\n"]
    for threads in results.thread_counts():
        parts.append(f"<details><summary>{threads} thread"
                     f"{'s' if threads > 1 else ''}: all times</summary>\n")
        parts.append(time_table(results.ordered(threads, order)))
        parts.append("</details>\n")
    return "\n".join(parts)


def replace_between_markers(path: Path, text: str) -> bool:
    """False where the file has no markers."""
    content = path.read_text()
    before, begin, rest = content.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        return False
    path.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}")
    return True
