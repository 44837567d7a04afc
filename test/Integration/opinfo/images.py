# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Padding, resizing and sampling."""

import math

import torch

from opinfo.translation import Builder, Excluded, several, translates


@translates("constant_pad_nd", "nn.functional.pad.constant",
            "nn.functional.pad.reflect", "nn.functional.pad.replicate",
            "nn.functional.pad.replicate_negative",
            "nn.functional.pad.circular")
def pad(b: Builder, x, widths, *value, **options):
    # The variant is part of the operator that OpInfo calls.
    mode = b.operator.split(".")[-1].split("_")[0]
    value = value[-1] if value and not isinstance(value[-1], str) \
        else options.get("value")
    axes = len(widths) // 2
    low, high = [0] * x.dim(), [0] * x.dim()
    for i in range(axes):
        low[-1 - i], high[-1 - i] = widths[2 * i], widths[2 * i + 1]
    before, after = [max(n, 0) for n in low], [max(n, 0) for n in high]
    text = b(x)
    if mode == "circular":
        # Only here, what negative widths cut off is no longer there to repeat.
        text = _cut(text, low, high, x.shape)
        low, high = before, after
    if mode == "constant":
        number = bool(value) if x.dtype == torch.bool else value or 0
        text = (f"pad({text}, low = {before}, high = {after}, "
                f"value = {b(float(number))})")
    else:
        text = f"pad_{mode}({text}, {before}, {after})"
    wide = [sum(sizes) for sizes in zip(before, x.shape, after)]
    return _cut(text, low, high, wide)


def _cut(text: str, low: list, high: list, shape) -> str:
    """Without what negative widths cut off."""
    if min([*low, *high], default=0) >= 0:
        return text
    cuts = [f"{max(-l, 0)}:{n + min(h, 0)}"
            for l, h, n in zip(low, high, shape)]
    return f"({text})[{', '.join(cuts)}]"


@translates("tril", "triu")
def triangle(b: Builder, x, diagonal=0):
    return f"{b.operator}({b(x)}, diagonal = {b(diagonal)})"


@translates("nn.functional.interpolate.nearest",
            "nn.functional.interpolate.nearest-exact",
            "nn.functional.interpolate.linear",
            "nn.functional.interpolate.bilinear",
            "nn.functional.interpolate.trilinear",
            "nn.functional.upsample_nearest", "nn.functional.upsample_bilinear")
def interpolate(b: Builder, x, size=None, scale_factor=None, mode=None,
                align_corners=None, recompute_scale_factor=None,
                antialias=False):
    if "upsample" in b.operator:
        mode = b.operator.split("_")[1]
        align_corners = mode == "bilinear"
    mode = mode or b.operator.split(".")[-1]
    if antialias:
        raise Excluded("antialiasing")
    axes = x.dim() - 2
    if recompute_scale_factor:
        size = list(b.expected.shape[2:])
    target = f"size = {several(size, axes)}" if size is not None \
        else f"scale = {several(scale_factor, axes)}"
    return (f'resize({b(x)}, {target}, mode = "{mode}", '
            f"align_corners = {b(bool(align_corners))})")


@translates("nn.functional.interpolate.area",
            "nn.functional.interpolate.bicubic")
def no_interpolation(b: Builder, *_, **__):
    raise Excluded("bicubic and area interpolation")


@translates("nn.functional.grid_sample", "grid_sampler_2d", "grid_sampler_3d")
def grid_sample(b: Builder, x, grid, mode="bilinear", padding_mode="zeros",
                align_corners=False):
    if "sampler" in b.operator:
        mode = ["bilinear", "nearest", "bicubic"][mode]
        padding_mode = ["zeros", "border", "reflection"][padding_mode]
    if mode == "bicubic":
        raise Excluded("bicubic and area interpolation")
    return (f'grid_sample({b(x)}, {b(grid)}, mode = "{mode}", '
            f'padding = "{padding_mode}", '
            f"align_corners = {b(bool(align_corners))})")


@translates("nn.functional.pixel_shuffle", "nn.functional.pixel_unshuffle")
def pixel_shuffle(b: Builder, x, upscale_factor=1, downscale_factor=1):
    factor = max(upscale_factor, downscale_factor)
    name = b.operator.split(".")[-1]
    if x.dim() == 4:
        return f"{name}({b(x)}, {factor})"
    full = [math.prod(x.shape[:-3]), *x.shape[-3:]]
    return (f"reshape({name}(reshape({b(x)}, {full}), {factor}), "
            f"{list(b.expected.shape)})")


@translates("nn.functional.unfold")
def unfold(b: Builder, x, kernel_size, dilation=1, padding=0, stride=1):
    if x.dim() == 3:
        return (f"reshape(unfold(reshape({b(x)}, {[1, *x.shape]}), "
                f"{several(kernel_size, 2)}, {several(dilation, 2)}, "
                f"{several(padding, 2)}, {several(stride, 2)}), "
                f"{list(b.expected.shape)})")
    return (f"unfold({b(x)}, {several(kernel_size, 2)}, "
            f"{several(dilation, 2)}, "
            f"{several(padding, 2)}, {several(stride, 2)})")
