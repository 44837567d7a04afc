# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The layers of nn/pooling.dl, and prelude/pooling.dl by them."""

from torch import nn

from cases.tables import layer, normal, split

NAMES = {"ceil_mode": "ceil_mode", "count_include_pad": "count_include_pad",
         "divisor_override": "divisor", "padding": "padding",
         "stride": "stride", "dilation": "dilation"}


def text(value) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(text, value))}]"
    return str(value)


def pool(file: str, kind: str, name: str, x: tuple, size, types: dict = None,
         **options) -> None:
    given = [text(size)] + [f"{NAMES[key]} = {text(value)}"
                            for key, value in options.items()]
    layer(file, name, f"nn.{kind}({', '.join(given)})",
          lambda: getattr(nn, kind)(size, **options), types=types, x=normal(*x))


for kind, file in (("MaxPool1d", "max-pool1d"), ("AvgPool1d", "avg-pool1d")):
    for name, x, size, options in (
            ("Odd", (2, 3, 11), 3, {}),
            ("Stride", (2, 3, 12), 3, {"stride": 1}),
            ("Padding", (2, 3, 9), 4, {"stride": 2, "padding": 2}),
            ("Ceil", (2, 3, 8), 3, {"stride": 2, "ceil_mode": True}),
            ("CeilPadding", (1, 2, 10), 3,
             {"stride": 3, "padding": 1, "ceil_mode": True}),
            ("One", (1, 1, 1), 1, {}), ("EmptyBatch", (0, 2, 5), 2, {}),
            ("Whole", (2, 3, 7), 7, {})):
        pool(file, kind, name, x, size, **options)
    pool(file, kind, "Named", (4, 3, 6), 2, types={
        "x": "real[N, 3, 6]", "output": "real[N, 3, 3]"})
pool("max-pool1d", "MaxPool1d", "Dilation", (2, 3, 11), 3, dilation=2)
pool("avg-pool1d", "AvgPool1d", "PaddingLeftOut", (2, 3, 9), 4, stride=2,
     padding=2, count_include_pad=False)

for kind, file in (("MaxPool2d", "max-pool2d-layer"),
                   ("AvgPool2d", "avg-pool2d-layer")):
    for name, x, size, options in (
            ("Odd", (2, 3, 7, 9), 3, {}), ("Even", (2, 3, 6, 8), 2, {}),
            ("NotSquare", (2, 3, 7, 9), (1, 3), {"stride": (2, 1)}),
            ("Padding", (2, 3, 7, 6), (3, 4),
             {"stride": 2, "padding": (1, 2)}),
            ("Ceil", (2, 3, 8, 7), 3, {"stride": 2, "ceil_mode": True}),
            ("CeilPadding", (1, 2, 10, 5), 3,
             {"stride": 3, "padding": 1, "ceil_mode": True}),
            ("One", (1, 1, 1, 1), 1, {}), ("EmptyBatch", (0, 2, 5, 4), 2, {})):
        pool(file, kind, name, x, size, **options)
    pool(file, kind, "Named", (4, 3, 6, 4), 2, types={
        "x": "real[N, 3, 6, 4]", "output": "real[N, 3, 3, 2]"})
pool("max-pool2d-layer", "MaxPool2d", "Dilation", (2, 3, 9, 11), 3,
     dilation=(2, 1))
pool("avg-pool2d-layer", "AvgPool2d", "PaddingLeftOut", (2, 3, 9, 8), 4,
     stride=2, padding=2, count_include_pad=False)
pool("avg-pool2d-layer", "AvgPool2d", "Divisor", (2, 3, 9, 8), 3,
     divisor_override=5)

for kind in ("Avg", "Max"):
    for name, x, size in (
            ("Odd", (2, 3, 7, 9), (3, 4)), ("Even", (2, 3, 6, 8), 2),
            ("One", (2, 3, 7, 5), 1), ("More", (1, 2, 3, 2), (5, 4)),
            ("Same", (2, 3, 5, 4), (5, 4)), ("Kept", (2, 3, 5, 4), (None, 2)),
            ("Pixel", (1, 1, 1, 1), 1), ("EmptyBatch", (0, 2, 5, 4), 2)):
        pool(f"adaptive-{kind.lower()}-pool2d-layer", f"Adaptive{kind}Pool2d",
             name, x, size)
        if isinstance(size, int):
            pool(f"adaptive-{kind.lower()}-pool1d", f"Adaptive{kind}Pool1d",
                 name, x[:3], size)
    for i, (length, size) in enumerate(((7, 3), (11, 4), (3, 5), (5, 5))):
        pool(f"adaptive-{kind.lower()}-pool1d", f"Adaptive{kind}Pool1d",
             f"Length{length}To{size}", (2, 3, length), size)

split("avg-pool2d-layer", 6)
