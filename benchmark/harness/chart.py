# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Results as a bar chart in SVG: speeds, where the best peer's is 1; a panel
for each number of threads, a group of bars for each model.
"""

from html import escape
from typing import List

from frameworks import TITLES
from harness.cases import CASES
from harness.measuring import best_peer, ratio, timed
from harness.results import Results

WIDTH = 1000
LABELS, RIGHT, GAP = 165, 52, 52  # beside and between panels
HEADER, FOOTER = 92, 64
BAR, BETWEEN_GROUPS = 7, 13
# Bars of dlc that are longer end in an arrow.
LONGEST = 3.0

STYLE = """<style>
.dlc-benchmark { font: 12px system-ui, sans-serif; color: #1c2024 }
.dlc-benchmark text { fill: currentColor }
.dlc-benchmark .background { fill: #ffffff }
.dlc-benchmark .title { font-size: 16px; font-weight: 600 }
.dlc-benchmark .panel { font-size: 13px; font-weight: 600 }
.dlc-benchmark .small { font-size: 10.5px; fill-opacity: .75 }
.dlc-benchmark .value { font-size: 10.5px; font-weight: 600; stroke: #ffffff;
  stroke-width: 3px; stroke-linejoin: round; paint-order: stroke }
.dlc-benchmark .grid { stroke: currentColor; stroke-opacity: .12 }
.dlc-benchmark .one { stroke: currentColor; stroke-opacity: .6 }
.dlc-benchmark .dlc { fill: #e8590c }
.dlc-benchmark .pytorch { fill: #adb5bd }
.dlc-benchmark .torch-compile { fill: #6c757d }
.dlc-benchmark .onnxruntime { fill: #4dabf7 }
.dlc-benchmark .openvino { fill: #9775fa }
.dlc-benchmark .jax { fill: #63b87f }
@media (prefers-color-scheme: dark) {
.dlc-benchmark { color: #e6e6e6 }
.dlc-benchmark .background { fill: #16181b }
.dlc-benchmark .value { stroke: #16181b }
.dlc-benchmark .dlc { fill: #ff8a4c }
.dlc-benchmark .pytorch { fill: #868e96 }
.dlc-benchmark .torch-compile { fill: #565e66 }
.dlc-benchmark .onnxruntime { fill: #3b8ed0 }
.dlc-benchmark .openvino { fill: #7e5fe0 }
.dlc-benchmark .jax { fill: #458f5f }
}
</style>
"""


def speeds(cell: dict) -> dict:
    """Of each framework that has a time, the best peer's being 1: the median of
    the rounds' ratios, which is what tables say of dlc."""
    finished = timed(cell)
    best = best_peer(cell) or "dlc"
    return {name: ratio(finished[best], result)
            for name, result in finished.items()}


class Chart:
    def __init__(self, results: Results, larger: bool):
        self.results = results
        order = [case.name for case in CASES]
        self.panels = []
        for threads in results.thread_counts():
            # The first or the last batch of each model.
            cells = {}
            for cell in results.ordered(threads, order):
                if larger or cell["case"] not in cells:
                    cells[cell["case"]] = cell
            self.panels.append((threads, cells))
        # Rows, the same in all panels.
        self.rows = [name for name in order
                     if any(name in cells for _, cells in self.panels)]
        self.shown = [name for name in TITLES if any(
            name in cell["frameworks"]
            for _, cells in self.panels for cell in cells.values())]
        self.group = BAR * max(1, len(self.shown)) + BETWEEN_GROUPS
        self.height = HEADER + len(self.rows) * self.group + FOOTER
        longest = max([speed for _, cells in self.panels
                       for cell in cells.values()
                       for speed in speeds(cell).values()], default=1)
        self.limit = max(1.25, min(longest * 1.12, LONGEST))
        self.parts: List[str] = []

    def add(self, text: str) -> None:
        self.parts.append(text)

    def text(self, x: float, y: float, text: str, style: str = "",
             anchor: str = "start") -> None:
        self.add(f'<text class="{style}" x="{x:.1f}" y="{y:.1f}" '
                 f'text-anchor="{anchor}">{escape(text)}</text>\n')

    def render(self) -> str:
        self.add(f'<svg xmlns="http://www.w3.org/2000/svg" '
                 f'class="dlc-benchmark" viewBox="0 0 {WIDTH} {self.height}" '
                 'role="img">\n')
        self.add(STYLE)
        self.add(f'<rect class="background" width="{WIDTH}" '
                 f'height="{self.height}"/>\n')
        self.text(20, 28, "Speed of inference in f32: the best of dlc's peers "
                  "is 1, longer is faster", "title")
        self.draw_legend()
        count = max(1, len(self.panels))
        width = (WIDTH - LABELS - RIGHT - GAP * (count - 1)) / count
        self.draw_rows()
        for i, (threads, cells) in enumerate(self.panels):
            self.draw_panel(LABELS + i * (width + GAP), width, threads, cells)
        self.text(20, self.height - 28,
                  f"{self.results.dates()}, {self.results.machine}", "small")
        self.text(20, self.height - 14, self.results.versions(), "small")
        self.add("</svg>\n")
        return "".join(self.parts)

    def draw_legend(self) -> None:
        x = 20.0
        for name in self.shown:
            self.add(f'<rect class="{name}" x="{x}" y="43" width="12" '
                     'height="12"/>\n')
            self.text(x + 17, 53, TITLES[name])
            x += 40 + 6.6 * len(TITLES[name])

    def draw_rows(self) -> None:
        for i, name in enumerate(self.rows):
            cell = next(cells[name] for _, cells in self.panels
                        if name in cells)
            middle = HEADER + i * self.group + (
                self.group - BETWEEN_GROUPS) / 2
            title, _, detail = cell["title"].partition(", ")
            self.text(LABELS - 10, middle - 2, title, anchor="end")
            batch = f"batch {cell['batch']}"
            self.text(LABELS - 10, middle + 12,
                      f"{detail}, {batch}" if detail else batch, "small",
                      "end")

    def draw_panel(self, left: float, width: float, threads: int,
                   cells: dict) -> None:
        self.text(left, 80, f"{threads} thread{'s' if threads > 1 else ''}",
                  "panel")
        bottom = self.height - FOOTER
        step = 0.5 if self.limit > 1.6 else 0.25
        for i in range(int(self.limit / step) + 1):
            x = left + width * i * step / self.limit
            self.add(f'<line class="{"one" if i * step == 1 else "grid"}" '
                     f'x1="{x:.1f}" x2="{x:.1f}" y1="{HEADER - 6}" '
                     f'y2="{bottom - 8}"/>\n')
            self.text(x, bottom + 5, f"{i * step:g}", "small", "middle")
        for i, name in enumerate(self.rows):
            if name in cells:
                self.draw_group(left, width, HEADER + i * self.group,
                                cells[name])

    def draw_group(self, left: float, width: float, top: float,
                   cell: dict) -> None:
        known, label = speeds(cell), None
        for i, name in enumerate(self.shown):
            if name not in known:
                continue
            result = cell["frameworks"][name]
            length = width * min(known[name], self.limit) / self.limit
            tip = (f"{TITLES[name]}, {cell['title']}, batch {cell['batch']}: "
                   f"{result['seconds'] * 1e3:.4g} ms")
            y = top + i * BAR
            self.add(f'<rect class="{name}" x="{left:.1f}" y="{y}" '
                     f'width="{length:.1f}" height="{BAR - 1}">'
                     f'<title>{escape(tip)}</title></rect>\n')
            if name == "dlc":
                label = (left + length + 4, y + BAR + 0.5, f"{known[name]:.2f}"
                         + (" \u2192" if known[name] > self.limit else ""))
        # Above the bars that it may cover.
        if label:
            self.text(*label, style="value")


def draw(results: Results, larger: bool = False) -> str:
    """The first batch of each model, or the largest."""
    return Chart(results, larger).render()
