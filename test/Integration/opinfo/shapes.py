# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Operators that move and choose elements."""

import math

import torch
from torch import Tensor

from opinfo.translation import (Builder, Excluded, positive_axes, several,
                                transposed, translates)


@translates("reshape", "view", "view_as", "reshape_as", "flatten", "ravel",
            "unflatten", "squeeze", "squeeze.multiple", "unsqueeze",
            "atleast_1d", "atleast_2d", "atleast_3d")
def reshape(b: Builder, x, *_, **__):
    if not isinstance(x, Tensor) or not isinstance(b.expected, Tensor):
        raise Excluded("lists of tensors")
    text = b(x)
    shape = list(b.expected.shape)
    return f"reshape({text}, {shape})"


@translates("clone", "contiguous", "alias_copy")
def same(b: Builder, x, *_, **__):
    return b(x)


@translates("permute")
def permute(b: Builder, x, *dims):
    dims = dims[0] if isinstance(dims[0], (tuple, list)) else dims
    return f"transpose({b(x)}, permutation = {positive_axes(dims, x)})"


@translates("transpose", "t", "T", "mT", "swapaxes")
def transpose(b: Builder, x, first=0, second=1):
    if b.operator == "mT":
        first, second = -2, -1
    if x.dim() < 2:
        return b(x)
    return transposed(b(x), x.dim(), first, second)


@translates("movedim")
def movedim(b: Builder, x, source, destination):
    order = list(range(x.dim()))
    moved = torch.movedim(torch.zeros([i + 2 for i in order]), source,
                          destination).shape
    order = [size - 2 for size in moved]
    return f"transpose({b(x)}, permutation = {order})"


@translates("expand", "expand_as", "broadcast_to")
def expand(b: Builder, x, *_):
    return f"broadcast({b(x)}, {list(b.expected.shape)})"


@translates("tile", "repeat")
def tile(b: Builder, x, *counts):
    counts = list(counts[0] if isinstance(counts[0], (tuple, list)) else counts)
    counts = [1] * (x.dim() - len(counts)) + counts
    text = b(x)
    if len(counts) > x.dim():
        text = f"reshape({text}, {[1] * (len(counts) - x.dim()) + list(x.shape)})"
    return f"tile({text}, {counts})" if counts else text


@translates("cat", "concatenate")
def concat(b: Builder, tensors, dim=0):
    kept = [t for t in tensors if t.shape != (0,) or b.expected.dim() == 1]
    if len({t.dtype for t in kept}) > 1:
        raise Excluded("operands of two types")
    if not kept:
        raise Excluded("no operands")
    axis = dim % max(kept[0].dim(), 1)
    return f"concat({b(kept)}, axis = {axis})"


@translates("stack")
def stack(b: Builder, tensors, dim=0):
    if len({t.dtype for t in tensors}) > 1:
        raise Excluded("operands of two types")
    return f"stack({b(tensors)}, axis = {dim % (tensors[0].dim() + 1)})"


@translates("hstack", "vstack")
def stacks(b: Builder, tensors):
    if b.operator == "hstack":
        axis = 0 if tensors[0].dim() < 2 else 1
        parts = [f"reshape({b(t)}, [1])" if not t.dim() else b(t)
                 for t in tensors]
    else:
        axis = 0
        parts = [f"reshape({b(t)}, {[1, t.numel()]})" if t.dim() < 2 else b(t)
                 for t in tensors]
    return f"concat([{', '.join(parts)}], axis = {axis})"


def _parts(b: Builder, x: Tensor, text: str, count: int) -> tuple:
    b.inputs.clear()
    call = text.format(b(x))
    return tuple(f"({call})[{i}]" for i in range(count))


@translates("split", "split.list_args", "split_with_sizes")
def split(b: Builder, x, sizes, dim=0):
    return _parts(b, x, f"split({{}}, {sizes if isinstance(sizes, int) else list(sizes)}, "
                  f"axis = {dim % x.dim()})", len(b.expected))


@translates("chunk")
def chunk(b: Builder, x, count, dim=0):
    return _parts(b, x, f"chunk({{}}, {count}, axis = {dim % x.dim()})",
                  len(b.expected))


@translates("narrow")
def narrow(b: Builder, x, dim, start, length):
    if isinstance(start, Tensor):
        start = int(start)
    start = start % x.shape[dim] if start < 0 else start
    return f"narrow({b(x)}, {dim % x.dim()}, {start}, {length})"


@translates("select")
def select(b: Builder, x, dim, index):
    cut = ", ".join([":"] * (dim % x.dim()) + [str(index)])
    return f"{b(x)}[{cut}]"


@translates("unbind")
def unbind(b: Builder, x, dim=0):
    name, before = b(x), ", ".join([":"] * (dim % x.dim()))
    before += ", " if before else ""
    return tuple(f"{name}[{before}{i}]" for i in range(x.shape[dim]))


@translates("__getitem__")
def subscript(b: Builder, x, index):
    items = index if isinstance(index, (tuple, list)) else [index]
    parts = []
    for item in items:
        if isinstance(item, slice):
            parts.append(":".join("" if v is None else str(v) for v in
                                  (item.start, item.stop, item.step))
                         .removesuffix(":") if item.step is None else
                         ":".join("" if v is None else str(v) for v in
                                  (item.start, item.stop, item.step)))
            if parts[-1] == "":
                parts[-1] = ":"
        elif item is Ellipsis:
            parts.append("...")
        elif item is None:
            parts.append("none")
        elif isinstance(item, int) and not isinstance(item, bool):
            parts.append(str(item))
        else:
            raise Excluded("indexing by tensors, which 'take' and 'gather' do")
    return f"{b(x)}[{', '.join(parts)}]" if parts else b(x)


@translates("flip")
def flip(b: Builder, x, *dims):
    dims = dims[0] if dims and isinstance(dims[0], (tuple, list)) else dims
    axes = positive_axes(dims, x)
    return f"flip({b(x)}, {axes})" if axes and x.dim() else b(x)


@translates("fliplr", "flipud")
def flip_image(b: Builder, x):
    return f"flip({b(x)}, {1 if b.operator == 'fliplr' else 0})"


@translates("roll")
def roll(b: Builder, x, shifts, dims=None):
    if not x.dim():
        return b(x)
    if dims is None or dims == ():
        flat = f"roll(reshape({b(x)}, [-1]), {b(shifts)}, 0)"
        return f"reshape({flat}, {list(x.shape)})"
    if isinstance(shifts, int):
        return f"roll({b(x)}, {b(shifts)}, {positive_axes(dims, x)[0]})"
    return f"roll({b(x)}, {b(shifts)}, {positive_axes(dims, x)})"


@translates("constant_pad_nd", "nn.functional.pad.constant",
            "nn.functional.pad.reflect", "nn.functional.pad.replicate",
            "nn.functional.pad.replicate_negative",
            "nn.functional.pad.circular")
def pad(b: Builder, x, widths, *value, **options):
    # The variant is part of the operator that OpInfo calls.
    mode = b.operator.split(".")[-1].split("_")[0]
    value = value[-1] if value and not isinstance(value[-1], str) \
        else options.get("value")
    if x.dtype == torch.bool:
        raise Excluded("padding bools")
    axes = len(widths) // 2
    low, high = [0] * x.dim(), [0] * x.dim()
    for i in range(axes):
        low[-1 - i], high[-1 - i] = widths[2 * i], widths[2 * i + 1]
    if min(low + high, default=0) < 0:
        raise Excluded("padding that cuts off; slices do")
    if mode == "constant":
        return (f"pad({b(x)}, low = {low}, high = {high}, "
                f"value = {b.number(value or 0, x.dtype)})")
    return f"pad_{mode}({b(x)}, {low}, {high})"


@translates("tril", "triu")
def triangle(b: Builder, x, diagonal=0):
    return f"{b.operator}({b(x)}, diagonal = {b(diagonal)})"


# Indexing by tensors.


@translates("gather", "take_along_dim")
def gather(b: Builder, x, *arguments, dim=None, sparse_grad=False):
    arguments = list(arguments)
    if b.operator == "gather":
        dim, indices = arguments if len(arguments) == 2 else (dim, arguments[0])
    else:
        indices, dim = (arguments + [dim])[:2]
    if not x.dim() or not indices.dim():
        raise Excluded("gathering from or by a scalar")
    if dim is None:
        flat = f"gather(reshape({b(x)}, [-1]), reshape({b(indices)}, [-1]), axis = 0)"
        return f"reshape({flat}, {list(b.expected.shape)})"
    axis = dim % x.dim()
    if (indices < 0).any():
        raise Excluded("negative positions in tensors")
    if b.operator == "take_along_dim" and any(
            i != s for d, (i, s) in enumerate(zip(indices.shape, x.shape))
            if d != axis):
        raise Excluded("gathering by indices that are broadcast")
    return f"gather({b(x)}, {b(indices)}, axis = {axis})"


@translates("index_select")
def index_select(b: Builder, x, dim, index):
    if not x.dim():
        raise Excluded("gathering from or by a scalar")
    text = b(index)
    if not index.dim():
        text = f"reshape({text}, [1])"
    return f"take({b(x)}, {text}, axis = {dim % x.dim()})"


@translates("nn.functional.embedding")
def embedding(b: Builder, indices, weight, padding_idx=None, max_norm=None,
              norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    if max_norm is not None:
        raise Excluded("weights that a call changes")
    return f"take({b(weight)}, {b(indices)}, axis = 0)"


@translates("nn.functional.one_hot")
def one_hot(b: Builder, indices, num_classes=-1):
    classes = b.expected.shape[-1]
    return f"one_hot({b(indices)}, classes = {classes}, dtype = i64)"


@translates("repeat_interleave")
def repeat_interleave(b: Builder, x, repeats, dim=None, **_):
    if isinstance(repeats, Tensor):
        raise Excluded("sizes of results that depend on values")
    if not x.dim():
        return f"repeat_interleave(reshape({b(x)}, [1]), {repeats}, 0)"
    if dim is None:
        return f"repeat_interleave(reshape({b(x)}, [-1]), {repeats}, 0)"
    return f"repeat_interleave({b(x)}, {repeats}, {dim % x.dim()})"


# Images.


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
    if recompute_scale_factor or antialias:
        raise Excluded("antialiasing and recomputed scales")
    if x.dtype == torch.uint8:
        raise Excluded("interpolating integers")
    axes = x.dim() - 2
    target = f"size = {several(size, axes)}" if size is not None \
        else f"scale = {several(scale_factor, axes)}"
    return (f'resize({b(x)}, {target}, mode = "{mode}", '
            f"align_corners = {b(bool(align_corners))})")


@translates("nn.functional.interpolate.area",
            "nn.functional.interpolate.bicubic")
def no_interpolation(b: Builder, *_, **__):
    raise Excluded("bicubic and area interpolation")


@translates("nn.functional.grid_sample", "grid_sampler_2d")
def grid_sample(b: Builder, x, grid, mode="bilinear", padding_mode="zeros",
                align_corners=False):
    if b.operator == "grid_sampler_2d":
        mode = ["bilinear", "nearest", "bicubic"][mode]
        padding_mode = ["zeros", "border", "reflection"][padding_mode]
    if x.dim() == 5:
        raise Excluded("sampling volumes")
    if mode == "bicubic":
        raise Excluded("bicubic and area interpolation")
    return (f'grid_sample({b(x)}, {b(grid)}, mode = "{mode}", '
            f'padding = "{padding_mode}", '
            f"align_corners = {b(bool(align_corners))})")


@translates("nn.functional.pixel_shuffle", "nn.functional.pixel_unshuffle")
def pixel_shuffle(b: Builder, x, factor):
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
    return (f"unfold({b(x)}, {several(kernel_size, 2)}, {several(dilation, 2)}, "
            f"{several(padding, 2)}, {several(stride, 2)})")
