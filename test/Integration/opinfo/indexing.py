# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Indexing by tensors."""

import torch
from torch import Tensor

from opinfo.translation import Builder, Excluded, translates


@translates("gather", "take_along_dim")
def gather(b: Builder, x, *arguments, dim=None, sparse_grad=False):
    arguments = list(arguments)
    if b.operator == "gather":
        dim, indices = arguments if len(arguments) == 2 else (dim, arguments[0])
    else:
        indices, dim = (arguments + [dim])[:2]
    if indices.dtype == torch.uint8:
        # How PyTorch writes that there are none.
        indices = indices.to(torch.int64)
    if (indices < 0).any():
        raise Excluded("negative positions in tensors")
    if not indices.numel() and b.operator == "gather" \
            and indices.dim() != x.dim():
        raise Excluded("no positions, in another number of axes")
    if not x.dim() or not indices.dim():
        flat = (f"gather(reshape({b(x)}, [-1]), reshape({b(indices)}, [-1]), "
                "axis = 0)")
        return f"reshape({flat}, {list(b.expected.shape)})"
    if dim is None:
        flat = (f"gather(reshape({b(x)}, [-1]), reshape({b(indices)}, [-1]), "
                "axis = 0)")
        return f"reshape({flat}, {list(b.expected.shape)})"
    axis = dim % x.dim()
    texts = [b(x), b(indices)]
    if b.operator == "take_along_dim":
        # All axes but one are broadcast.
        for i, tensor in enumerate((x, indices)):
            wanted = list(torch.broadcast_shapes(*(
                [1 if d == axis else n for d, n in enumerate(t.shape)]
                for t in (x, indices))))
            wanted[axis] = tensor.shape[axis]
            if wanted != list(tensor.shape):
                texts[i] = f"broadcast({texts[i]}, {wanted})"
    return f"gather({texts[0]}, {texts[1]}, axis = {axis})"


def _numbers(x: Tensor) -> None:
    if x.dtype == torch.bool:
        raise Excluded("arithmetic on bools")


@translates("scatter_add")
def scatter_add(b: Builder, x, dim, index, updates):
    _numbers(x)
    if not index.numel():
        return b(x)
    if not x.dim():
        sums = (f"scatter_add(reshape({b(updates)}, [-1]), "
                f"reshape({b(index)}, [-1]), size = 1, axis = 0)")
        return f"{b(x)} + reshape({sums}, [])"
    axis = dim % x.dim()
    text = b(updates)
    if updates.shape != index.shape:
        text += "[" + ", ".join(f":{n}" for n in index.shape) + "]"
    sums = (f"scatter_add({text}, {b(index)}, size = {x.shape[axis]}, "
            f"axis = {axis})")
    missing = [0 if d == axis else n - m
               for d, (n, m) in enumerate(zip(x.shape, index.shape))]
    if any(missing):
        sums = f"pad({sums}, low = {[0] * x.dim()}, high = {missing})"
    return f"{b(x)} + {sums}"


@translates("index_add")
def index_add(b: Builder, x, dim, index, updates, alpha=1):
    _numbers(x)
    text, places, shape = b(updates), b(index), list(updates.shape)
    if not x.dim():
        text, shape, dim = f"reshape({text}, [-1])", [index.numel()], 0
    axis = dim % max(x.dim(), 1)
    places = f"broadcast(reshape({places}, [-1]), {shape}, axes = [{axis}])"
    sums = (f"scatter_add({text}, {places}, "
            f"size = {x.shape[axis] if x.dim() else 1}, axis = {axis})")
    if not x.dim():
        sums = f"reshape({sums}, [])"
    return f"{b(x)} + {b(alpha)} * {sums}" if alpha != 1 else f"{b(x)} + {sums}"


@translates("index_select")
def index_select(b: Builder, x, dim, index):
    if not x.dim():
        return b(x)
    text, places = b(x), b(index)
    if not index.dim():
        places = f"reshape({places}, [1])"
    return f"take({text}, {places}, axis = {dim % x.dim()})"


@translates("nn.functional.embedding")
def embedding(b: Builder, weight, indices, padding_idx=None, max_norm=None,
              norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    if max_norm is not None:
        raise Excluded("weights that a call changes")
    return f"take({b(weight)}, {b(indices)}, axis = 0)"


@translates("take")
def take(b: Builder, x, indices):
    if (indices < 0).any():
        raise Excluded("negative positions in tensors")
    return f"take(reshape({b(x)}, [-1]), {b(indices)}, axis = 0)"


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
