# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Softmax, normalisations and distances."""

from opinfo.translation import Builder, Excluded, translates


@translates("softmax", "softmax.with_dtype", "log_softmax",
            "log_softmax.with_dtype", "nn.functional.softmin",
            "nn.functional.softmin.with_dtype")
def softmax(b: Builder, x, dim, dtype=None, **_):
    name = b.operator.removeprefix("nn.functional.").removesuffix(".with_dtype")
    text = b(x, dtype)
    if not x.dim():
        return f"reshape({name}(reshape({text}, [1]), axis = 0), [])"
    return f"{name}({text}, axis = {dim % x.dim()})"


@translates("nn.functional.normalize")
def normalize(b: Builder, x, p=2.0, dim=1, eps=1e-12):
    if isinstance(dim, (list, tuple)):
        raise Excluded("a norm over several axes")
    if not x.dim():
        return (f"reshape(lp_normalize(reshape({b(x)}, [1]), p = {b(p)}, "
                f"axis = 0, eps = {eps}), [])")
    return f"lp_normalize({b(x)}, p = {b(p)}, axis = {dim}, eps = {b(eps)})"


@translates("nn.functional.layer_norm")
def layer_norm(b: Builder, x, sizes, weight=None, bias=None, eps=1e-5):
    return (f"layer_norm({b(x)}, {b(sizes)}, weight = {b(weight)}, "
            f"bias = {b(bias)}, eps = {eps})")


@translates("nn.functional.rms_norm")
def rms_norm(b: Builder, x, sizes, weight=None, eps=None):
    return (f"rms_norm({b(x)}, {b(sizes)}, weight = {b(weight)}, "
            f"eps = {b(eps)})")


@translates("nn.functional.group_norm")
def group_norm(b: Builder, x, groups, weight=None, bias=None, eps=1e-5):
    return (f"group_norm({b(x)}, {groups}, weight = {b(weight)}, "
            f"bias = {b(bias)}, eps = {eps})")


@translates("nn.functional.instance_norm")
def instance_norm(b: Builder, x, running_mean=None, running_var=None,
                  weight=None, bias=None, use_input_stats=True, momentum=0.1,
                  eps=1e-5):
    if not use_input_stats:
        raise Excluded("running statistics, which layers have")
    return (f"instance_norm({b(x)}, weight = {b(weight)}, bias = {b(bias)}, "
            f"eps = {eps})")


@translates("nn.functional.batch_norm",
            "nn.functional.batch_norm.without_cudnn")
def batch_norm(b: Builder, x, mean, var, weight=None, bias=None,
               training=False, momentum=0.1, eps=1e-5):
    text = b(x)
    if not x.numel():
        return text
    affine = f"{b(weight)}, {b(bias)}, {eps}"
    if not training:
        return f"normalize({text}, {b(mean)}, {b(var)}, {affine})"
    axes = [0, *range(2, x.dim())]
    return (f"let (mean, spread) = moments({text}, axes = {axes}) "
            f"return normalize({text}, mean, spread, {affine})")


@translates("nn.functional.cosine_similarity")
def cosine_similarity(b: Builder, x, y, dim=1, eps=1e-8):
    if not x.dim():
        left, right = f"reshape({b(x)}, [1])", f"reshape({b(y)}, [1])"
        return f"cosine_similarity({left}, {right}, axis = 0, eps = {b(eps)})"
    return f"cosine_similarity({b(x)}, {b(y)}, axis = {dim}, eps = {b(eps)})"


@translates("nn.functional.pairwise_distance")
def pairwise_distance(b: Builder, x, y, p=2.0, eps=1e-6, keepdim=False):
    return (f"pairwise_distance({b.real(x)}, {b.real(y)}, p = {b(p)}, "
            f"eps = {eps}, keep_dims = {b(keepdim)})")
