# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Convolutions of other kinds, Bilinear: nn/convolution.dl, nn/nn.dl."""

from torch import nn

from cases.tables import layer, normal, split

NAMES = {"stride": "stride", "padding": "padding", "dilation": "dilation",
         "groups": "groups", "bias": "use_bias",
         "padding_mode": "padding_mode", "output_padding": "output_padding"}


def text(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return str(list(value) if isinstance(value, tuple) else value)


def convolution(file: str, kind: str, name: str, x: tuple, arguments: tuple,
                types: dict = None, **options) -> None:
    given = [text(a) for a in arguments]
    given += [f"{NAMES[key]} = {text(value)}" for key, value in options.items()]
    layer(file, name, f"nn.{kind}({', '.join(given)})",
          lambda: getattr(nn, kind)(*arguments, **options), types=types,
          x=normal(*x))


def conv1d(name: str, x: tuple, *arguments: int, **options) -> None:
    convolution("conv1d", "Conv1d", name, x, arguments, **options)


conv1d("Odd", (3, 3, 11), 3, 5, 3)
conv1d("Stride", (2, 4, 12), 4, 6, 3, stride=2, padding=1)
conv1d("Groups", (2, 6, 9), 6, 4, 3, groups=2)
conv1d("Depthwise", (2, 5, 9), 5, 5, 3, padding=2, dilation=2, groups=5,
       bias=False)
conv1d("One", (1, 1, 1), 1, 1, 1)
conv1d("Same", (2, 3, 7), 3, 4, 3, padding="same", dilation=2)
conv1d("SameEven", (2, 3, 7), 3, 4, 2, padding="same")
conv1d("Valid", (2, 3, 7), 3, 4, 3, padding="valid")
conv1d("Reflect", (2, 3, 7), 3, 4, 3, padding=2, padding_mode="reflect")
conv1d("Circular", (2, 3, 7), 3, 4, 3, padding=2, padding_mode="circular")
conv1d("EmptyBatch", (0, 3, 7), 3, 4, 3)
conv1d("Named", (3, 2, 9), 2, 5, 3, padding=1,
       types={"x": "real[N, 2, L]", "output": "real[N, 5, L]"})


def conv2d(name: str, x: tuple, *arguments, **options) -> None:
    convolution("conv2d-padding-modes", "Conv2d", name, x, arguments, **options)


for mode in ("reflect", "replicate", "circular"):
    conv2d(mode.capitalize(), (2, 2, 7, 6), 2, 3, (3, 4), padding=(2, 1),
           stride=(1, 2), padding_mode=mode)
    conv2d(mode.capitalize() + "Same", (2, 2, 7, 6), 2, 3, (3, 4),
           padding="same", padding_mode=mode)
conv2d("Same", (2, 2, 7, 11), 2, 3, (2, 5), padding="same", dilation=(1, 2))
conv2d("Valid", (2, 2, 7, 11), 2, 3, (2, 5), padding="valid")
conv2d("NamedReflect", (3, 2, 5, 6), 2, 3, 3, padding=1, padding_mode="reflect",
       types={"x": "real[N, 2, H, W]", "output": "real[N, 3, H, W]"})


def conv3d(name: str, x: tuple, *arguments, **options) -> None:
    convolution("conv3d", "Conv3d", name, x, arguments, **options)


conv3d("Odd", (2, 2, 4, 5, 6), 2, 3, 3)
conv3d("NotCubic", (2, 2, 3, 5, 7), 2, 3, (1, 2, 3), stride=(2, 1, 2),
       padding=(0, 1, 1))
conv3d("Groups", (2, 4, 4, 5, 3), 4, 6, (3, 2, 1), groups=2)
conv3d("Depthwise", (1, 3, 5, 4, 6), 3, 3, 2, stride=2, dilation=2, groups=3,
       bias=False)
conv3d("Same", (1, 2, 4, 5, 6), 2, 3, (3, 2, 1), padding="same")
conv3d("Padding", (1, 2, 3, 2, 4), 2, 2, 3, padding=2)
conv3d("One", (1, 1, 1, 1, 1), 1, 1, 1)
conv3d("EmptyBatch", (0, 2, 3, 3, 3), 2, 3, 2)
conv3d("Named", (2, 2, 3, 4, 5), 2, 3, 3, padding=1,
       types={"x": "real[N, 2, D, H, W]", "output": "real[N, 3, D, H, W]"})


def transposed(name: str, x: tuple, *arguments, types: dict = None,
               **options) -> None:
    convolution("conv-transpose2d", "ConvTranspose2d", name, x, arguments,
                types, **options)
    if all(isinstance(a, int) for a in (*arguments, *options.values())):
        convolution("conv-transpose3d", "ConvTranspose3d", name, x + x[-1:],
                    arguments, types and {
                        "x": "real[N, 2, D, H, W]",
                        "output": "real[N, 3, 2 * D, 2 * H, 2 * W]"},
                    **options)
        convolution("conv-transpose1d", "ConvTranspose1d", name, x[:3],
                    arguments, types and {"x": "real[N, 2, L]",
                                          "output": "real[N, 3, 2 * L]"},
                    **options)


transposed("Odd", (2, 3, 5, 4), 3, 5, 3)
transposed("Stride", (2, 4, 5, 4), 4, 6, 3, stride=2, padding=1,
           output_padding=1, groups=2)
transposed("NotSquare", (2, 3, 5, 4), 3, 6, (3, 5), stride=(2, 3),
           padding=(1, 0), output_padding=(0, 2), bias=False)
transposed("Cropped", (2, 2, 5, 4), 2, 2, 2, padding=1, groups=2)
transposed("CroppedStride", (1, 2, 3, 4), 2, 3, 2, stride=2, padding=2)
transposed("PointStride", (2, 3, 5, 4), 3, 4, 1, stride=2, output_padding=1)
transposed("Dilation", (1, 2, 4, 5), 2, 3, 3, padding=2, dilation=2)
transposed("All", (2, 3, 4, 3), 3, 3, (2, 3), stride=(3, 1), padding=(2, 2),
           output_padding=(1, 0), groups=3, dilation=(2, 1))
convolution("conv-transpose3d", "ConvTranspose3d", "All", (2, 3, 4, 3, 2),
            (3, 3, (2, 3, 1)), stride=(3, 1, 2), padding=(2, 2, 0),
            output_padding=(1, 0, 1), groups=3, dilation=(2, 1, 3))
transposed("One", (1, 1, 1, 1), 1, 1, 1)
transposed("EmptyBatch", (0, 2, 3, 3), 2, 3, 2, stride=2)
transposed("Named", (3, 2, 4, 5), 2, 3, 2, stride=2,
           types={"x": "real[N, 2, H, W]",
                  "output": "real[N, 3, 2 * H, 2 * W]"})


def bilinear(name: str, rows: tuple, first: int, second: int, outputs: int,
             dl: str = "", types: dict = None, **options) -> None:
    layer("bilinear", name, f"nn.Bilinear({first}, {second}, {outputs}{dl})",
          lambda: nn.Bilinear(first, second, outputs, **options), types=types,
          a=normal(*rows, first), b=normal(*rows, second))


bilinear("Odd", (3,), 5, 4, 7)
bilinear("WithoutBias", (3,), 5, 4, 7, ", use_bias = false", bias=False)
bilinear("Matrix", (3, 4), 5, 2, 3)
bilinear("FourAxes", (2, 1, 3), 3, 2, 5)
bilinear("Ones", (1,), 1, 1, 1)
bilinear("OneOutput", (5,), 3, 7, 1)
bilinear("Empty", (0,), 3, 2, 5)
bilinear("Named", (4,), 5, 3, 2, types={
    "a": "real[N, 5]", "b": "real[N, 3]", "output": "real[N, 2]"})

split("conv3d", 3)
split("conv2d-padding-modes", 3)
split("conv-transpose2d", 3)
split("conv1d", 6)
split("conv-transpose1d", 5)
split("conv-transpose3d", 1)
