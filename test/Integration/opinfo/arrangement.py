# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Operators that move and choose elements."""

import torch
from torch import Tensor

from opinfo.translation import Builder, Excluded, positive_axes, translates


@translates("reshape", "view", "view_copy")
def reshape(b: Builder, x, shape):
    return f"reshape({b(x)}, {list(shape)})"


@translates("flatten", "ravel")
def flatten(b: Builder, x, start_dim=0, end_dim=-1):
    return f"flatten({b(x)}, {start_dim}, {end_dim})"


@translates("unflatten")
def unflatten(b: Builder, x, dim, sizes):
    return f"unflatten({b(x)}, {dim}, {list(sizes)})"


@translates("squeeze", "squeeze.multiple", "squeeze_copy")
def squeeze(b: Builder, x, dim=None):
    if dim is None:
        return f"squeeze({b(x)})"
    # A scalar has no axes, though PyTorch lets one name its first.
    return f"squeeze({b(x)}, {b(dim)})" if x.dim() else b(x)


@translates("unsqueeze", "unsqueeze_copy")
def unsqueeze(b: Builder, x, dim):
    return f"unsqueeze({b(x)}, {dim})"


@translates("view_as", "reshape_as", "atleast_1d", "atleast_2d", "atleast_3d")
def reshape_to_result(b: Builder, x, *_, **__):
    if not isinstance(x, Tensor):
        raise Excluded("lists of tensors")
    return f"reshape({b(x)}, {list(b.expected.shape)})"


@translates("clone", "contiguous", "alias_copy")
def same(b: Builder, x, *_, **__):
    return b(x)


@translates("permute", "permute_copy")
def permute(b: Builder, x, *dims):
    dims = dims[0] if isinstance(dims[0], (tuple, list)) else dims
    return f"transpose({b(x)}, permutation = {positive_axes(dims, x)})"


@translates("transpose", "transpose_copy", "t", "t_copy", "T", "mT")
def transpose(b: Builder, x, first=0, second=1):
    if b.operator == "mT":
        first, second = -2, -1
    if x.dim() < 2:
        return b(x)
    return f"swap_axes({b(x)}, {first}, {second})"


@translates("movedim")
def movedim(b: Builder, x, source, destination):
    order = list(range(x.dim()))
    moved = torch.movedim(torch.zeros([i + 2 for i in order]), source,
                          destination).shape
    order = [size - 2 for size in moved]
    return f"transpose({b(x)}, permutation = {order})"


@translates("expand", "expand_as", "expand_copy", "broadcast_to")
def expand(b: Builder, x, *_):
    return f"broadcast({b(x)}, {list(b.expected.shape)})"


@translates("broadcast_tensors")
def broadcast_tensors(b: Builder, *tensors):
    return tuple(f"broadcast({b(x)}, {list(y.shape)})"
                 for x, y in zip(tensors, b.expected))


@translates("tile", "repeat")
def tile(b: Builder, x, *counts):
    counts = list(counts[0] if isinstance(counts[0], (tuple, list)) else counts)
    return f"tile({b(x)}, {counts})"


@translates("cat")
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


@translates("split", "split.list_args", "split_with_sizes",
            "split_with_sizes_copy", "unsafe_split")
def split(b: Builder, x, sizes, dim=0):
    sizes = sizes if isinstance(sizes, int) else list(sizes)
    return _parts(b, x, f"split({{}}, {sizes}, "
                  f"axis = {dim})", len(b.expected))


@translates("chunk", "unsafe_chunk")
def chunk(b: Builder, x, count, dim=0):
    return _parts(b, x, f"chunk({{}}, {count}, axis = {dim})",
                  len(b.expected))


@translates("narrow", "narrow_copy")
def narrow(b: Builder, x, dim, start, length):
    if isinstance(start, Tensor):
        start = int(start)
    start = start % x.shape[dim] if start < 0 else start
    return f"narrow({b(x)}, {dim}, {start}, {length})"


@translates("slice")
def slice_axis(b: Builder, x, dim=0, start=None, end=None, step=1):
    bounds = ["" if n is None else str(n) for n in (start, end, step)]
    cut = ", ".join([":"] * (dim % x.dim()) + [":".join(bounds)])
    return f"{b(x)}[{cut}]"


@translates("select")
def select(b: Builder, x, dim, index):
    cut = ", ".join([":"] * (dim % x.dim()) + [str(index)])
    return f"{b(x)}[{cut}]"


@translates("unbind", "unbind_copy")
def unbind(b: Builder, x, dim=0):
    if not x.shape[dim]:
        raise Excluded("results that are no tensors")
    name, before = b(x), ", ".join([":"] * (dim % x.dim()))
    before += ", " if before else ""
    return tuple(f"{name}[{before}{i}]" for i in range(x.shape[dim]))


@translates("__getitem__")
def subscript(b: Builder, x, index):
    items = list(index) if isinstance(index, tuple) else [index]
    parts = []
    for axis, item in enumerate(items):
        if isinstance(item, list) and all(type(i) is int for i in item):
            item = torch.tensor(item)
        others = items[:axis] + items[axis + 1:]
        if isinstance(item, Tensor) and item.dtype == torch.int64 \
                and (item >= 0).all() and all(
                    isinstance(i, slice) and i == slice(None) for i in others):
            return f"take({b(x)}, {b(item)}, axis = {axis})"
        if isinstance(item, slice):
            bounds = [item.start, item.stop]
            bounds += [] if item.step is None else [item.step]
            parts.append(":".join("" if v is None else str(v) for v in bounds))
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
def flip(b: Builder, x, dims):
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
