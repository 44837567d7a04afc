# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Statistics and distances: prelude/statistics.dl, matrices.dl."""

import torch
import torch.nn.functional as F
from torch import nn

from cases.tables import Draw, case, inf, layer, normal, split



def around(mean: float, deviation: float, *shape: int) -> Draw:
    """Where rounding the mean is much of the deviation."""
    draw = normal(*shape)
    return lambda: (draw() * deviation + mean).float().double()


AXES = (("rows", [1]), ("columns", [0]), ("all", []), ("outer", [0, 2]),
        ("last", [-1]), ("every", [0, 1, 2]))
ROWS = {"x": "real[N, 5, 6]", "output": "real[N, 6]"}
for label, axes in AXES:
    for correction in (0, 1, 2) if label == "rows" else (1,):
        case("variance", f"{label}_{correction}",
             f"variance(x, {axes}, correction = {correction})",
             lambda x, a=axes, c=correction: torch.var(x, a or None,
                                                       correction=c),
             x=normal(4, 5, 6))
    case("std", label, f"std(x, {axes})",
         lambda x, a=axes: torch.std(x, a or None), x=normal(4, 5, 6))
for file, function in (("variance", torch.var), ("std", torch.std)):
    case(file, "kept", f"{file}(x, [1], keep_dims = true)",
         lambda x, f=function: f(x, 1, keepdim=True), x=normal(4, 5))
    case(file, "one", f"{file}(x, [0])", lambda x, f=function: f(x, 0),
         x=normal(1, 3))
    case(file, "one_biased", f"{file}(x, [0], correction = 0)",
         lambda x, f=function: f(x, 0, correction=0), x=normal(1, 3))
    case(file, "named", f"{file}(x, [1])", lambda x, f=function: f(x, 1), ROWS,
         x=normal(4, 5, 6))
    case(file, "over_named", f"{file}(x, [0])", lambda x, f=function: f(x, 0),
         {"x": "real[N, 3]", "output": "real[3]"}, x=normal(7, 3))
    case(file, "over_one", f"{file}(x, [0])", lambda x, f=function: f(x, 0),
         {"x": "real[N, 3]", "output": "real[3]"}, x=normal(1, 3))
    case(file, "over_nothing", f"{file}(x, [0])", lambda x, f=function: f(x, 0),
         {"x": "real[N, 3]", "output": "real[3]"}, x=normal(0, 3))
    for label, mean, deviation, shape in (
            ("far", 1000, 1e-3, (5, 37)), ("farther", 1e6, 1, (3, 1031)),
            ("below", -70, 0.1, (4, 9))):
        # What PyTorch makes of the unshifted numbers is off by 1e-11.
        case(file, label, f"{file}(x, [1])",
             lambda x, f=function, m=mean: f(x - m, 1),
             x=around(mean, deviation, *shape))
    case(file, "alike", f"{file}(x, [1])", lambda x, f=function: f(x, 1),
         x=lambda: torch.cat([torch.tensor([[0.1], [1000], [-7.3], [0]])
                              .expand(4, 37), torch.randn(1, 37)]).double())
for p in (0, 0.5, 1, 2, 3, inf, -inf):
    name = str(p).replace("-", "minus_").replace(".", "_")
    for label, axes in AXES[:4] if p == 2 else AXES[:2]:
        case("norm", f"p_{name}_{label}", f"norm(x, {p}, {axes})",
             lambda x, p=p, a=axes: torch.linalg.vector_norm(x, p, a or None),
             x=normal(4, 5, 6))
case("norm", "kept", "norm(x, 3, [1], keep_dims = true)",
     lambda x: torch.linalg.vector_norm(x, 3, 1, keepdim=True),
     {"x": "real[N, 5]", "output": "real[N, 1]"}, x=normal(3, 5))
for name, p, axis, shape in (
        ("rows", 2, 1, (3, 5)), ("columns", 2, 0, (3, 5)),
        ("channels", 2, 1, (2, 3, 4)), ("sums", 1, -1, (2, 3, 4)),
        ("cubes", 3, 1, (3, 5)), ("one", 2, 1, (1, 1)), ("empty", 2, 1, (0, 3)),
        ("largest", inf, 1, (3, 5))):
    case("lp-normalize", name, f"lp_normalize(x, {p}, {axis})",
         lambda x, p=p, a=axis: F.normalize(x, p, a), x=normal(*shape))
case("lp-normalize", "zeros", "lp_normalize(0 * x)",
     lambda x: F.normalize(0 * x), x=normal(3, 5))
case("lp-normalize", "named", "lp_normalize(x)", F.normalize,
     {"x": "real[N, 5]", "output": "real[N, 5]"}, x=normal(3, 5))
for name, axis, shape in (
        ("Rows", 1, (3, 5)), ("Columns", 0, (3, 5)), ("Last", -1, (2, 3, 4)),
        ("Channels", 1, (2, 3, 4)), ("One", 1, (1, 1)), ("Empty", 1, (0, 3)),
        ("Long", 1, (2, 131)), ("Images", -3, (2, 3, 4, 5))):
    layer("cosine-similarity", name, f"nn.CosineSimilarity({axis})",
          lambda a=axis: nn.CosineSimilarity(a), a=normal(*shape),
          b=normal(*shape))
case("cosine-similarity", "zeros", "cosine_similarity(a, 0 * b)",
     lambda a, b: F.cosine_similarity(a, 0 * b), a=normal(3, 5), b=normal(3, 5))
for label, left, right, axis in (
        ("rows", (1, 2, 3), (2, 1, 3), -1), ("along_one", (1, 2, 3), (2, 1, 3), 1),
        ("rank", (2, 3), (2, 1, 3), -1), ("both", (4, 1), (1, 5), 0)):
    case("cosine-similarity", f"broadcast_{label}",
         f"cosine_similarity(a, b, {axis})",
         lambda a, b, d=axis: F.cosine_similarity(a, b, d), a=normal(*left),
         b=normal(*right))
case("cosine-similarity", "named", "cosine_similarity(a, b)",
     lambda a, b: F.cosine_similarity(a, b),
     {"a": "real[N, 5]", "b": "real[N, 5]", "output": "real[N]"},
     a=normal(3, 5), b=normal(3, 5))
for name, p, shape in (("Two", 2, (3, 5)), ("One", 1, (3, 5)),
                       ("Three", 3, (3, 5)), ("Largest", inf, (3, 5)),
                       ("Vector", 2, (5,)), ("Empty", 2, (0, 3)),
                       ("Single", 2, (1, 1)), ("Long", 2, (2, 3, 131))):
    layer("pairwise-distance", name, f"nn.PairwiseDistance({p})",
          lambda p=p: nn.PairwiseDistance(p), a=normal(*shape),
          b=normal(*shape))
case("pairwise-distance", "kept", "pairwise_distance(a, b, keep_dims = true)",
     lambda a, b: F.pairwise_distance(a, b, keepdim=True), a=normal(3, 5),
     b=normal(3, 5))
for name, n, m in (("odd", 3, 5), ("square", 4, 4), ("one", 1, 1),
                   ("row", 1, 5), ("column", 5, 1), ("empty", 0, 3),
                   ("long", 33, 65), ("nothing", 3, 0)):
    case("outer", name, "outer(a, b)", torch.outer, a=normal(n), b=normal(m))
    case("dot", name, "dot(a, b)", lambda a, b: (a * b).sum(-1),
         a=normal(n, m), b=normal(n, m))

split("cosine-similarity", 7)
split("std", 6)
split("variance", 7)
