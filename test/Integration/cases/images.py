# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Images: prelude/images.dl, sampling.dl."""

import torch
import torch.nn.functional as F
from torch import nn

from cases.tables import case, layer, normal, split

SIZES = (("double", (2, 3, 5, 7), (10, 14)), ("smaller", (2, 3, 5, 7), (3, 4)),
         ("one", (2, 3, 5, 7), (1, 1)), ("same", (2, 3, 5, 7), (5, 7)),
         ("mixed", (2, 3, 5, 7), (7, 5)), ("of_one", (1, 1, 1, 1), (3, 2)),
         ("of_row", (2, 2, 1, 4), (3, 9)), ("long", (1, 1, 3, 31), (5, 101)))
for label, shape, size in SIZES:
    for mode in ("nearest", "nearest-exact", "bilinear"):
        case(f"resize-{mode}", label,
             f"resize(x, size = {list(size)}, mode = \"{mode}\")",
             lambda x, s=size, m=mode: F.interpolate(x, s, mode=m),
             x=normal(*shape))
    case("resize-corners", label,
         f"resize(x, {list(size)}, mode = \"bilinear\", align_corners = true)",
         lambda x, s=size: F.interpolate(x, s, mode="bilinear",
                                         align_corners=True), x=normal(*shape))
for mode in ("nearest", "nearest-exact", "bilinear"):
    for label, scale in (("two", 2), ("three", 3), ("half", 0.5),
                         ("more", 1.7), ("less", 0.37), ("least", 0.2),
                         ("two_scales", (1.3, 2))):
        text = list(scale) if isinstance(scale, tuple) else scale
        case(f"resize-{mode}-scale", label,
             f"resize(x, scale = {text}, mode = \"{mode}\")",
             lambda x, s=scale, m=mode: F.interpolate(
                 x, scale_factor=s, mode=m),
             x=normal(2, 3, 5, 7))
    case(f"resize-{mode}-scale", "named",
         f"resize(x, scale = 2, mode = \"{mode}\")",
         lambda x, m=mode: F.interpolate(x, scale_factor=2, mode=m),
         {"x": "real[N, 3, H, W]", "output": "real[N, 3, 2 * H, 2 * W]"},
         x=normal(2, 3, 5, 7))
for name, dl, options, shape in (
        ("Nearest", "scale = 3", {"scale_factor": 3}, (2, 3, 4, 5)),
        ("Size", "size = [7, 3]", {"size": (7, 3)}, (2, 3, 4, 5)),
        ("Bilinear", "scale = 2, mode = \"bilinear\"",
         {"scale_factor": 2, "mode": "bilinear"}, (2, 3, 4, 5)),
        ("Corners", "scale = 2, mode = \"bilinear\", align_corners = true",
         {"scale_factor": 2, "mode": "bilinear", "align_corners": True},
         (2, 3, 4, 5)),
        ("Signal", "size = 9", {"size": 9}, (2, 3, 4)),
        ("SignalLinear", "scale = 2, mode = \"linear\"",
         {"scale_factor": 2, "mode": "linear"}, (2, 3, 4)),
        ("Volume", "size = [4, 3, 7], mode = \"trilinear\"",
         {"size": (4, 3, 7), "mode": "trilinear"}, (1, 2, 3, 4, 5)),
        ("VolumeNearest", "scale = 2", {"scale_factor": 2}, (1, 2, 3, 1, 2))):
    layer("upsample", name, f"nn.Upsample({dl})",
          lambda o=options: nn.Upsample(**o), x=normal(*shape))

for name, factor, shape in (
        ("Two", 2, (2, 12, 3, 5)), ("Three", 3, (1, 9, 2, 1)),
        ("One", 1, (2, 3, 4, 5)), ("Pixel", 2, (1, 4, 1, 1)),
        ("Four", 4, (2, 16, 1, 3)), ("Row", 2, (3, 4, 1, 7)),
        ("Column", 2, (1, 4, 7, 1)), ("Long", 2, (1, 4, 3, 65)),
        ("EmptyBatch", 2, (0, 4, 2, 3))):
    n, c, h, w = shape
    layer("pixel-shuffle", name, f"nn.PixelShuffle({factor})",
          lambda f=factor: nn.PixelShuffle(f), x=normal(*shape))
    if n > 0:  # of nothing, PyTorch forgets the new shape
        layer("pixel-unshuffle", name, f"nn.PixelUnshuffle({factor})",
              lambda f=factor: nn.PixelUnshuffle(f),
              x=normal(n, c, h * factor, w * factor))
case("pixel-shuffle", "named", "pixel_shuffle(x, 2)",
     lambda x: F.pixel_shuffle(x, 2),
     {"x": "real[N, 8, H, W]", "output": "real[N, 2, 2 * H, 2 * W]"},
     x=normal(2, 8, 3, 5))
case("pixel-unshuffle", "named", "pixel_unshuffle(x, 2)",
     lambda x: F.pixel_unshuffle(x, 2),
     {"x": "real[N, 2, 6, 4]", "output": "real[N, 8, 3, 2]"},
     x=normal(2, 2, 6, 4))

for name, kernel, dilation, padding, stride, shape in (
        ("Two", 2, 1, 0, 1, (2, 3, 4, 5)), ("Stride", 3, 1, 1, 2, (2, 3, 7, 8)),
        ("All", (2, 3), 2, (1, 2), (1, 2), (2, 2, 7, 8)),
        ("One", 1, 1, 0, 1, (1, 1, 1, 1)),
        ("Whole", (4, 5), 1, 0, 1, (1, 2, 4, 5)),
        ("Apart", 2, 1, 0, 3, (1, 2, 8, 7)),
        ("Padded", 3, 1, 2, 1, (1, 1, 1, 1)),
        ("EmptyBatch", 2, 1, 0, 1, (0, 2, 3, 3))):
    options = [list(a) if isinstance(a, tuple) else a
               for a in (kernel, dilation, padding, stride)]
    layer("unfold", name, f"nn.Unfold({', '.join(map(str, options))})",
          lambda o=(kernel, dilation, padding, stride): nn.Unfold(*o),
          x=normal(*shape))

for label, n, h, w in (("odd", 2, 3, 5), ("row", 1, 1, 4), ("column", 1, 4, 1),
                       ("larger", 3, 9, 7)):
    for corners in (False, True):
        case("affine-grid", f"{label}{'_corners' if corners else ''}",
             f"affine_grid(theta, [{n}, 1, {h}, {w}], "
             f"align_corners = {str(corners).lower()})",
             lambda theta, s=(n, 1, h, w), c=corners: F.affine_grid(
                 theta, s, align_corners=c), theta=normal(n, 2, 3))
case("affine-grid", "named", "affine_grid(theta, [N, 1, 3, 4])",
     lambda theta: F.affine_grid(theta, (2, 1, 3, 4), align_corners=False),
     {"theta": "real[N, 2, 3]", "output": "real[N, 3, 4, 2]"},
     theta=normal(2, 2, 3))
for mode in ("bilinear", "nearest"):
    for padding in ("zeros", "border", "reflection"):
        for corners in (False, True):
            for label, shape in (("odd", (2, 3, 5, 7)), ("one", (2, 3, 1, 1)),
                                 ("row", (2, 1, 1, 4)), ("tall", (2, 2, 9, 3))):
                case(f"grid-sample-{mode}-{padding}",
                     f"{label}{'_corners' if corners else ''}",
                     f"grid_sample(x, grid, mode = \"{mode}\", "
                     f"padding = \"{padding}\", "
                     f"align_corners = {str(corners).lower()})",
                     lambda x, grid, m=mode, p=padding, c=corners:
                     F.grid_sample(x, grid, m, p, c), x=normal(*shape),
                     grid=normal(2, 4, 3, 2, scale=1.2))
    for padding in ("zeros", "border", "reflection"):
        for label, shape in (("odd", (2, 2, 3, 5, 4)), ("flat", (2, 1, 1, 3, 2))):
            case(f"grid-sample-volume-{mode}-{padding}", label,
                 f"grid_sample(x, grid, mode = \"{mode}\", "
                 f"padding = \"{padding}\")",
                 lambda x, grid, m=mode, p=padding: F.grid_sample(
                     x, grid, m, p, align_corners=False), x=normal(*shape),
                 grid=normal(2, 2, 4, 3, 3, scale=1.2))
    case(f"grid-sample-{mode}-zeros", "named",
         f"grid_sample(x, grid, mode = \"{mode}\")",
         lambda x, grid, m=mode: F.grid_sample(x, grid, m, align_corners=False),
         {"x": "real[N, 3, H, W]", "grid": "real[N, A, B, 2]",
          "output": "real[N, 3, A, B]"},
         x=normal(2, 3, 5, 4), grid=normal(2, 3, 2, 2))
for padding in ("zeros", "border", "reflection"):
    split(f"grid-sample-bilinear-{padding}", 1)
    split(f"grid-sample-volume-bilinear-{padding}", 1)
    split(f"grid-sample-nearest-{padding}", 3)
split("affine-grid", 2)
split("resize-bilinear", 3)
split("resize-bilinear-scale", 3)
split("resize-corners", 4)
split("resize-nearest", 4)
split("resize-nearest-exact-scale", 4)
split("resize-nearest-scale", 4)
split("unfold", 2)
split("upsample", 4)
