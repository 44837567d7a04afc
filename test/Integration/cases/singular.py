# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Where functions have no derivative, and PyTorch gives one: what they compute
there, and in Gradients, what becomes of it.
"""

from typing import Callable

import torch
import torch.nn.functional as F

from cases.tables import Draw, case, inf, nan, split, values

I64 = torch.int64


def at(name: str, dl: str, function: Callable, **inputs: Draw) -> None:
    case("singular-points", f"at_{name}", dl, function, **inputs)


def shaped(draw: Draw, *shape: int) -> Draw:
    return lambda: draw().reshape(shape)


zeros = values(0.0, -0.0, 1.0, -1.0)
at("abs", "abs(x)", torch.abs, x=zeros)
at("relu", "relu(x)", torch.relu, x=zeros)
at("sign", "sign(x)", torch.sign, x=zeros)
at("sqrt", "sqrt(x)", torch.sqrt, x=values(0.0, 1.0, 4.0))
at("rsqrt", "rsqrt(x)", torch.rsqrt, x=values(0.25, 1.0, 4.0))
at("log", "log(x)", torch.log, x=values(0.0, 1.0))
at("reciprocal", "1 / x", lambda x: 1 / x, x=values(0.0, 2.0))
at("quotient_of_zeros", "x / y", torch.div, x=values(0.0, 0.0, 1.0),
   y=values(0.0, 2.0, 0.0))

# Equal operands.
pairs = {"x": values(1.0, 1.0, 2.0, 0.0, -0.0, -3.0),
         "y": values(1.0, 2.0, 1.0, 0.0, 0.0, -3.0)}
at("maximum", "maximum(x, y)", torch.maximum, **pairs)
at("minimum", "minimum(x, y)", torch.minimum, **pairs)
at("maximum_of_one", "maximum(x, x)", lambda x: torch.maximum(x, x),
   x=values(1.0, -2.0))
ties = shaped(values(1, 3, 3, 2, 2, 2, -1, -1, -2, 5, 4, 3), 4, 3)
for name, function in (("max", torch.amax), ("min", torch.amin)):
    at(name, f"{name}(x, axes = [1])", lambda x, f=function: f(x, 1), x=ties)
    at(f"{name}_of_all", f"{name}(x)", lambda x, f=function: f(x), x=ties)
at("max_pool", "max_pool2d(x, kernel = [2, 2], strides = [1, 1])",
   lambda x: F.max_pool2d(x, 2, 1), x=shaped(ties, 1, 1, 4, 3))
at("max_pool_apart", "max_pool2d(x, kernel = [2, 3])",
   lambda x: F.max_pool2d(x, (2, 3)), x=shaped(ties, 1, 1, 4, 3))
at("sort", "sort(x, axis = 1)[0]", lambda x: x.sort(dim=1, stable=True).values, x=ties)

# Products with zeros.
for name, numbers in (("one", (2, 0, 3, 4)), ("two", (2, 0, 0, 4)),
                      ("all", (0, 0, 0)), ("none", (2, -1, 3))):
    at(f"prod_{name}", "prod(x)", torch.prod, x=values(*numbers))
    at(f"cumprod_{name}", "cumprod(x, axis = 0)",
       lambda x: torch.cumprod(x, 0), x=values(*numbers))
at("prod_of_rows", "prod(x, axes = [1])", lambda x: x.prod(1),
   x=shaped(values(2, 0, 3, 0, 0, 4, 1, 2, 3), 3, 3))

# Powers.
at("pow", "pow(x, y)", torch.pow,
   x=values(0, 0, 0, 0, 0, 2, -2, -2, -2, 1, 4),
   y=values(0, 1, 2, 0.5, 3, 0, 0, 2, 3, 0, 0.5))
at("pow_of_negative", "pow(x, y)", torch.pow, x=values(-2, -0.5),
   y=values(0.5, 1.5))
for exponent in (0, 1, 2, 3, 0.5):
    name = f"pow_{str(exponent).replace('.', '_')}"
    at(name, f"pow(x, {exponent})", lambda x, e=exponent: x.pow(e),
       x=values(0, 2, -2) if exponent != 0.5 else values(0, 2))

# Bounds.
bounds = values(-1.0, 2.0, 0.0, -3.0, 3.0)
at("clamp", "clamp(x, -1, 2)", lambda x: x.clamp(-1, 2), x=bounds)
at("clamp_low", "clamp(x, low = 0)", lambda x: x.clamp(min=0), x=zeros)
at("clamp_high", "clamp(x, high = 0)", lambda x: x.clamp(max=0), x=zeros)
at("clamp_by_tensors", "clamp(x, low, high)", torch.clamp,
   x=values(-1, 2, 0, -3, 3), low=values(-1, -1, -1, -1, -1),
   high=values(2, 2, 2, 2, 2))
for name, function, dl, numbers in (
        ("hardtanh", F.hardtanh, "hardtanh(x)", (-1, 1, 0)),
        ("relu6", F.relu6, "relu6(x)", (0, 6, 3)),
        ("hardsigmoid", lambda x: F.relu6(x + 3) / 6, "hardsigmoid(x)", (-3, 3, 0)),
        ("hardswish", F.hardswish, "hardswish(x)", (-3, 3, 0)),
        ("hardshrink", F.hardshrink, "hardshrink(x)", (-0.5, 0.5, 1)),
        ("softshrink", F.softshrink, "softshrink(x)", (-0.5, 0.5, 1)),
        ("leaky_relu", F.leaky_relu, "leaky_relu(x, 0.125)", (0, -0.0, 1)),
        ("elu", F.elu, "elu(x)", (0, -0.0, 1)),
        ("selu", F.selu, "selu(x)", (0, -0.0, 1)),
        ("celu", F.celu, "celu(x)", (0, -0.0, 1)),
        ("log_sigmoid", F.logsigmoid, "log_sigmoid(x)", (0, -0.0, 1)),
        ("softsign", F.softsign, "softsign(x)", (0, -0.0, 1)),
        ("threshold", lambda x: F.threshold(x, 1, 3), "threshold(x, 1, 3)",
         (1, 2, 0)),
        ("softplus", F.softplus, "softplus(x)", (20, 21, 0))):
    if name == "leaky_relu":
        function = lambda x: F.leaky_relu(x, 0.125)
    at(name, dl, function, x=values(*numbers))

# What a condition leaves out.
at("select_log", "select(x > 0, log(x), 0)",
   lambda x: torch.where(x > 0, x.log(), torch.zeros_like(x)),
   x=values(0.0, -1.0, 2.0))
at("select_sqrt", "select(x > 0, sqrt(x), 0)",
   lambda x: torch.where(x > 0, x.sqrt(), torch.zeros_like(x)),
   x=values(0.0, -1.0, 4.0))
at("select_safe", "select(x > 0, sqrt(select(x > 0, x, 1)), 0)",
   lambda x: torch.where(x > 0, torch.where(
       x > 0, x, torch.ones_like(x)).sqrt(), torch.zeros_like(x)),
   x=values(0.0, -1.0, 4.0))

# Norms, spreads and angles of nothing.
for p in (1, 2, 3, inf):
    at(f"norm_{p}", f"norm(x, p = {p}, axes = [1])",
       lambda x, p=p: torch.linalg.vector_norm(x, p, 1),
       x=shaped(values(0, 0, 0, 3, 0, 4, 2, -2, 2), 3, 3))
for name, function, dl in (
        ("std", lambda x: x.std(1), "std(x, axes = [1])"),
        ("variance", lambda x: x.var(1), "variance(x, axes = [1])")):
    at(name, dl, function, x=shaped(values(2, 2, 2, 3, 0, 4), 2, 3))
at("layer_norm", "layer_norm(x, 3)", lambda x: F.layer_norm(x, (3,)),
   x=shaped(values(2, 2, 2, 3, 0, 4), 2, 3))
at("cosine_similarity", "cosine_similarity(a, b)", F.cosine_similarity,
   a=shaped(values(0, 0, 3, 4), 2, 2), b=shaped(values(1, 2, 0, 0), 2, 2))

# Sums of exponentials with infinities.
infinite = shaped(values(-inf, 0, 1, -inf, -inf, 2), 2, 3)
at("softmax", "softmax(x, axis = 1)", lambda x: x.softmax(1), x=infinite)
at("log_softmax", "log_softmax(x, axis = 1)[:, 2]",
   lambda x: x.log_softmax(1)[:, 2], x=infinite)
at("logsumexp", "logsumexp(x, axes = [1])", lambda x: x.logsumexp(1),
   x=infinite)
at("softmax_of_ties", "softmax(x, axis = 1)", lambda x: x.softmax(1), x=ties)

# Losses where their parts meet.
same = {"x": values(0, 1, 2, -1, 0.5), "y": values(0, 0, 0, 0, 0.5)}
at("l1_loss", "nn.l1_loss(x, y)", F.l1_loss, **same)
at("huber_loss", "nn.huber_loss(x, y)", F.huber_loss, **same)
at("smooth_l1_loss", "nn.smooth_l1_loss(x, y)", F.smooth_l1_loss, **same)
at("hinge", "nn.hinge_embedding_loss(x, y)", lambda x, y:
   F.hinge_embedding_loss(x, y.detach()), x=values(1, 2, 0),
   y=values(-1, -1, -1))
at("bce_with_logits", "nn.bce_with_logits(x, y)",
   F.binary_cross_entropy_with_logits, x=values(0.0, 30.0, -30.0),
   y=values(0.0, 1.0, 0.5))
at("margin_ranking", "nn.margin_ranking_loss(a, b, y)",
   lambda a, b, y: F.margin_ranking_loss(a, b, y.detach()),
   a=values(1.0, 2.0), b=values(1.0, 3.0), y=values(1.0, -1.0))

# Steps.
at("remainder", "x % y", torch.remainder, x=values(4.0, -4.0, 0.0, 5.0),
   y=values(2.0, 2.0, 3.0, -2.5))
at("floor", "floor(x) + round(x)", lambda x: x.floor() + x.round(),
   x=values(1.0, 0.5, -1.0))
at("take", "take(x, i, axis = 0)", lambda x, i: x[i], x=values(1, 2, 3),
   i=values(0, 0, 2, dtype=I64))

split("singular-points", 20)
