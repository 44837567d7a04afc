# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Elements in order: prelude/ordering.dl."""

import torch
from torch import Tensor

from cases.tables import case, distinct, inf, nan, quarters, split

SHAPES = (("rows", (3, 7), 1), ("columns", (5, 4), 0), ("last", (2, 3, 5), -1),
          ("middle", (2, 5, 3), 1), ("one", (1, 1), 0), ("empty", (0, 3), 1),
          ("long", (2, 131), 1))


def edges() -> Tensor:
    return torch.tensor([[2, nan, -inf, inf, 0.5], [1, 2, 3, 4, 5]]).double()


def pair(results) -> dict:
    return {"values": results[0], "indices": results[1]}


for label, shape, axis in SHAPES:
    for down in (False, True):
        name = label + ("_down" if down else "")
        text = str(down).lower()
        case("sort", name, f"sort(x, {axis}, descending = {text})",
             lambda x, a=axis, d=down: pair(torch.sort(
                 x, dim=a, descending=d, stable=True)),
             x=distinct(*shape))
        case("topk", name, f"topk(x, {min(shape[axis], 3)}, {axis}, "
             f"largest = {text})",
             lambda x, a=axis, k=min(shape[axis], 3), d=down: pair(
                 torch.topk(x, k, a, d)), x=distinct(*shape))
    case("kthvalue", label, f"kthvalue(x, {min(shape[axis], 2)}, {axis})",
         lambda x, a=axis, k=min(shape[axis], 2): torch.kthvalue(x, k, a)[0],
         x=distinct(*shape))
    case("median", label, f"median(x, {axis})",
         lambda x, a=axis: torch.median(x, a)[0], x=distinct(*shape))
case("sort", "ties", "sort(x, 1)", lambda x: pair(
    torch.sort(x, dim=1, stable=True)), x=quarters(4, 33, limit=3))
case("sort", "edges", "sort(x)[0]", lambda x: torch.sort(x)[0], x=edges)
case("sort", "edges_down", "sort(x, descending = true)[0]",
     lambda x: torch.sort(x, descending=True)[0], x=edges)
case("sort", "named", "sort(x, 0)[0]", lambda x: torch.sort(x, 0)[0],
     {"x": "real[N, 3]", "output": "real[N, 3]"}, x=distinct(5, 3))
case("topk", "edges", "topk(x, 2)[0]", lambda x: torch.topk(x, 2)[0], x=edges)
case("topk", "named", "topk(x, 2)[0]", lambda x: torch.topk(x, 2)[0],
     {"x": "real[N, 3]", "output": "real[N, 2]"}, x=distinct(5, 3))
case("kthvalue", "kept", "kthvalue(x, 2, keep_dims = true)",
     lambda x: torch.kthvalue(x, 2, keepdim=True)[0], x=distinct(5, 3))
case("median", "even", "median(x)", lambda x: torch.median(x, -1)[0],
     x=distinct(3, 8))
case("median", "edges", "median(x)", lambda x: torch.median(x, -1)[0], x=edges)
case("median", "named", "median(x)", lambda x: torch.median(x, -1)[0],
     {"x": "real[N, 5]", "output": "real[N]"}, x=distinct(4, 5))

split("sort", 9)
split("topk", 8)
