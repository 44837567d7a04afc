# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Products and attention."""

import torch
from torch import Tensor

from opinfo.translation import Builder, Excluded, Missing, translates


def _numbers(x: Tensor) -> None:
    if x.dtype == torch.bool:
        raise Excluded("arithmetic on bools")


def product(b: Builder, x: Tensor, y: Tensor, left: str = "",
            right: str = "") -> str:
    """torch.matmul, where vectors are matrices of one row or column."""
    _numbers(x)
    left, right = left or b(x), right or b(y)
    if x.dim() == 1:
        left = f"reshape({left}, {[1, x.shape[0]]})"
    if y.dim() == 1:
        right = f"reshape({right}, {[y.shape[0], 1]})"
    text = f"matmul({left}, {right})"
    if x.dim() == 1 or y.dim() == 1:
        text = f"reshape({text}, {list(torch.matmul(x, y).shape)})"
    return text


@translates("matmul", "mm", "bmm", "mv", "__rmatmul__")
def matmul(b: Builder, x, y):
    return product(b, y, x) if b.operator == "__rmatmul__" else product(b, x, y)


@translates("dot", "vdot")
def dot(b: Builder, x, y):
    _numbers(x)
    return f"sum({b(x)} * {b(y)})"


@translates("inner")
def inner(b: Builder, x, y):
    if not x.dim() or not y.dim():
        return f"{b(x)} * {b(y)}"
    if y.dim() > 2:
        raise Missing("inner products over more than matrices")
    return product(b, x, y.T if y.dim() == 2 else y, b(x),
                   f"swap_axes({b(y)}, 0, 1)" if y.dim() == 2 else "")


@translates("outer")
def outer(b: Builder, x, y):
    _numbers(x)
    return f"outer({b(x)}, {b(y)})"


@translates("addmm", "addmm.decomposed", "addmv", "baddbmm", "addbmm", "addr")
def add_product(b: Builder, x, first, second, beta=1, alpha=1):
    _numbers(x)
    name = b.operator.split(".")[0]
    if name == "addr":
        text = f"outer({b(first)}, {b(second)})"
    else:
        text = product(b, first, second)
    if name == "addbmm":
        text = f"sum({text}, axes = [0])"
    text = f"{b.number(alpha, x.dtype)} * {text}"
    if beta == 0:
        # NaNs in x are not to count.
        return f"broadcast({text}, {list(b.expected.shape)})"
    return f"{b.number(beta, x.dtype)} * {b(x)} + {text}"


@translates("nn.functional.linear")
def linear(b: Builder, x, weight, bias=None):
    text = product(b, x, weight.T, b(x),
                   f"swap_axes({b(weight)}, 0, 1)" if weight.dim() == 2 else "")
    return text if bias is None else f"{text} + {b(bias)}"


@translates("nn.functional.bilinear")
def bilinear(b: Builder, x, y, weight, bias=None):
    if not x.dtype.is_floating_point:
        raise Excluded("layers of integers")
    outputs, *inputs = weight.shape
    b.layer = (f"nn.Bilinear({inputs[0]}, {inputs[1]}, {outputs}, "
               f"use_bias = {b(bias is not None)})")
    b.weights = {"weight": weight}
    if bias is not None:
        b.weights["bias"] = bias
    return f"tested({b(x)}, {b(y)})"


@translates("nn.functional.scaled_dot_product_attention")
def attention(b: Builder, q, k, v, attn_mask=None, dropout_p=0.0,
              is_causal=False, scale=None, enable_gqa=False):
    if dropout_p:
        raise Excluded("random numbers")
    if enable_gqa and q.shape[-3:-2] != k.shape[-3:-2]:
        raise Missing("heads of queries that share keys")
    return (f"nn.scaled_dot_product_attention({b(q)}, {b(k)}, {b(v)}, "
            f"mask = {b(attn_mask)}, causal = {b(is_causal)}, "
            f"scale = {b(scale)})")


@translates("nn.functional.multi_head_attention_forward")
def multihead_attention(b: Builder, query, key, value, features, heads,
                        in_weight, in_bias, bias_k, bias_v, add_zero_attn,
                        dropout, out_weight, out_bias, training=True,
                        key_padding_mask=None, need_weights=True,
                        attn_mask=None, use_separate_proj_weight=False,
                        q_proj_weight=None, k_proj_weight=None,
                        v_proj_weight=None, static_k=None, static_v=None,
                        average_attn_weights=True, is_causal=False):
    if dropout and training:
        raise Excluded("random numbers")
    if static_k is not None or static_v is not None:
        raise Missing("keys and values that are projected already")
    b.weights = {"in_proj_bias": in_bias, "out_proj.weight": out_weight,
                 "out_proj.bias": out_bias}
    sizes = ""
    if use_separate_proj_weight and key.shape[-1] == value.shape[-1] == features:
        in_weight = torch.cat([q_proj_weight, k_proj_weight, v_proj_weight])
    elif use_separate_proj_weight:
        sizes = (f", key_features = {key.shape[-1]}"
                 f", value_features = {value.shape[-1]}")
        b.weights.update(q_proj_weight=q_proj_weight,
                         k_proj_weight=k_proj_weight,
                         v_proj_weight=v_proj_weight)
    if in_weight is not None:
        b.weights["in_proj_weight"] = in_weight
    if bias_k is not None:
        sizes += ", add_bias_kv = true"
        b.weights.update(bias_k=bias_k.reshape(1, 1, -1),
                         bias_v=bias_v.reshape(1, 1, -1))
    if add_zero_attn:
        sizes += ", add_zero_attn = true"
    b.layer = f"nn.MultiheadAttention({features}, {heads}{sizes})"
    def batched(tensor: Tensor) -> str:
        shape = list(tensor.shape)
        return f"reshape({b(tensor)}, {[shape[0], 1, shape[1]]})" \
            if tensor.dim() == 2 else b(tensor)
    text = (f"let (out, weights) = tested({batched(query)}, {batched(key)}, "
            f"{batched(value)}, mask = {b(attn_mask)}, "
            f"padding = {b(key_padding_mask)}, "
            f"average_heads = {b(average_attn_weights)}) return ")
    out, weights = b.expected
    if not need_weights:
        b.only = slice(0, 1)
        return f"{text} reshape(out, {list(out.shape)})"
    return (f"{text} (reshape(out, {list(out.shape)}), "
            f"reshape(weights, {list(weights.shape)}))")


@translates("linalg.vecdot")
def vecdot(b: Builder, x, y, dim=-1):
    return f"sum({b(x)} * {b(y)}, axes = [{dim}])"


@translates("linalg.multi_dot")
def multi_dot(b: Builder, factors):
    text, so_far = b(factors[0]), factors[0]
    for factor in factors[1:]:
        text = product(b, so_far, factor, text)
        so_far = so_far @ factor
    return text
