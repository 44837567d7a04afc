# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Attention and transformers, against torch.nn."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cases.tables import booleans, case, layer, normal

# What is fast for sequences of different lengths leaves out positions that are
# padding; here all are compared.
torch.backends.mha.set_fastpath_enabled(False)


# The function.


def attention(name: str, q: tuple, k: tuple, v: tuple, dl: str = "",
              types: dict = None, mask=None, **options) -> None:
    tensors = {"q": normal(*q), "k": normal(*k), "v": normal(*v)}
    if mask:
        tensors["mask"] = mask
    case("scaled-dot-product-attention", name,
         f"nn.scaled_dot_product_attention({', '.join(tensors)}{dl})",
         lambda q, k, v, mask=None: F.scaled_dot_product_attention(
             q, k, v, attn_mask=mask, **options), types, **tensors)


SELF = ((2, 3, 7, 5),) * 3
attention("self", *SELF)
attention("cross", (2, 3, 4, 5), (2, 3, 7, 5), (2, 3, 7, 6))
attention("matrices", (4, 5), (7, 5), (7, 3))
attention("three_axes", (2, 4, 5), (2, 7, 5), (2, 7, 3))
attention("one", (1, 1, 1), (1, 1, 1), (1, 1, 1))
attention("one_key", (2, 5, 3), (2, 1, 3), (2, 1, 4))
attention("empty_batch", (0, 5, 3), (0, 4, 3), (0, 4, 2))
attention("no_queries", (2, 0, 3), (2, 4, 3), (2, 4, 2))
attention("causal", *SELF, ", causal = true", is_causal=True)
attention("scale", *SELF, ", scale = 0.25", scale=0.25)
attention("added", *SELF, mask=normal(7, 7))
attention("added_each", *SELF, mask=normal(2, 1, 7, 7))
# Some rows attend to nothing.
attention("allowed", *SELF, mask=booleans(7, 7, p=0.3))
attention("allowed_each", *SELF, mask=booleans(2, 3, 7, 7))
attention("large", (17, 33), (35, 33), (35, 9))
attention("named", *SELF, types={
    "q": "real[B, H, L, 5]", "k": "real[B, H, L, 5]", "v": "real[B, H, L, 5]",
    "output": "real[B, H, L, 5]"})


# Heads.


def forbidden(*shape: int):
    """A mask of true where attention is forbidden, nowhere all of a row."""
    def draw() -> Tensor:
        mask = torch.rand(shape) < 0.4
        mask[..., 0] = False
        return mask
    return draw


def heads(name: str, construction: str, make, inputs: dict, call: str,
          function, **more) -> None:
    layer("multihead-attention", name, f"nn.MultiheadAttention({construction})",
          make, call=call, function=function, **more,
          **inputs)


def self_attention(name: str, x: tuple, count: int, dl: str = "",
                   call: str = "", options: dict = None, masks: dict = None,
                   arguments: dict = None, **more) -> None:
    masks = masks or {}
    names = {"mask": "attn_mask", "padding": "key_padding_mask"}
    text = "".join(f", {mask} = {mask}" for mask in masks) + call

    def function(module: nn.Module, x: Tensor, *given: Tensor) -> dict:
        out, weights = module(
            x, x, x, **{names[key]: mask for key, mask in zip(masks, given)},
            **(arguments or {}))
        return {"out": out, "weights": weights}

    heads(name, f"{x[2]}, {count}{dl}",
          lambda: nn.MultiheadAttention(x[2], count, **(options or {})),
          {"x": normal(*x), **masks}, f"tested(x{text})", function, **more)


FIRST = dict(batch_first=True)
self_attention("Self", (5, 2, 6), 3)
self_attention("OneHead", (5, 2, 7), 1)
self_attention("OneFeatureEach", (5, 2, 6), 6)
self_attention("OneStep", (1, 3, 4), 2)
self_attention("WithoutBias", (5, 2, 6), 2, ", use_bias = false",
               options=dict(bias=False))
self_attention("BatchFirst", (2, 5, 6), 3, ", batch_first = true",
               options=FIRST)
self_attention("Heads", (5, 2, 6), 3, call=", average_heads = false",
               arguments=dict(average_attn_weights=False))
self_attention("Padding", (2, 5, 6), 3, ", batch_first = true", options=FIRST,
               masks={"padding": forbidden(2, 5)})
self_attention("Mask", (5, 2, 6), 3, masks={"mask": forbidden(5, 5)})
self_attention("MaskEach", (5, 2, 6), 3, masks={"mask": forbidden(6, 5, 5)})
self_attention("Added", (5, 2, 6), 3,
               masks={"mask": normal(5, 5), "padding": normal(2, 5)})
self_attention("Both", (5, 2, 6), 3, masks={"mask": forbidden(5, 5),
                                            "padding": forbidden(2, 5)})
self_attention("Causal", (5, 2, 6), 3, call=", causal = true",
               arguments=dict(attn_mask=torch.ones(5, 5).triu(1).bool()))
self_attention("Named", (5, 2, 6), 3, types={
    "x": "real[L, B, 6]", "out": "real[L, B, 6]", "weights": "real[B, L, L]"})


def cross(module: nn.Module, *tensors: Tensor) -> dict:
    query, key, value = (*tensors, tensors[-1])[:3]
    out, weights = module(query, key, value)
    return {"out": out, "weights": weights}


heads("Cross", "6, 2", lambda: nn.MultiheadAttention(6, 2),
      {"q": normal(4, 3, 6), "k": normal(7, 3, 6)}, "tested(q, k)", cross)
heads("Three", "6, 2", lambda: nn.MultiheadAttention(6, 2),
      {"q": normal(4, 3, 6), "k": normal(7, 3, 6), "v": normal(7, 3, 6)},
      "tested(q, k, v)", cross)
heads("OtherFeatures", "6, 2, key_features = 5, value_features = 3",
      lambda: nn.MultiheadAttention(6, 2, kdim=5, vdim=3),
      {"q": normal(4, 3, 6), "k": normal(7, 3, 5), "v": normal(7, 3, 3)},
      "tested(q, k, v)", cross)


# Transformers.


def encoder_layer(name: str, x: tuple, dl: str = "", call: str = "",
                  arguments=None, masks: dict = None, types: dict = None,
                  **options) -> None:
    names = {"mask": "src_mask", "padding": "src_key_padding_mask"}
    masks = masks or {}
    text = "".join(f", {mask} = {mask}" for mask in masks) + call
    layer("transformer-encoder-layer", name,
          f"nn.TransformerEncoderLayer({x[2]}, 2, 9{dl})",
          lambda: nn.TransformerEncoderLayer(x[2], 2, 9, **options),
          call=f"tested(x{text})",
          function=lambda module, x, *given: module(
              x, **{names[key]: mask for key, mask in zip(masks, given)},
              **(arguments or {})), types=types, x=normal(*x), **masks)


encoder_layer("Odd", (5, 3, 6))
encoder_layer("One", (1, 1, 2))
encoder_layer("NormFirst", (5, 3, 6), ", norm_first = true", norm_first=True)
encoder_layer("BatchFirst", (3, 5, 6), ", batch_first = true", **FIRST)
encoder_layer("Gelu", (5, 3, 6), ", activation = gelu", activation="gelu")
encoder_layer("WithoutBias", (5, 3, 6), ", use_bias = false", bias=False)
encoder_layer("Eps", (5, 3, 6), ", eps = 0.1", layer_norm_eps=0.1)
encoder_layer("Masks", (5, 3, 6), masks={"mask": forbidden(5, 5),
                                         "padding": forbidden(3, 5)})
encoder_layer("Causal", (5, 3, 6), call=", causal = true",
              arguments=dict(src_mask=torch.ones(5, 5).triu(1).bool()))
encoder_layer("Named", (5, 3, 6), types={"x": "real[L, B, 6]",
                                         "output": "real[L, B, 6]"})


def encoder(norm: bool) -> nn.Module:
    return nn.TransformerEncoder(
        nn.TransformerEncoderLayer(6, 3, 7, batch_first=True), 2,
        nn.LayerNorm(6) if norm else None, enable_nested_tensor=False)


layer("transformer-encoder", "Plain",
      "nn.TransformerEncoder(6, 3, 2, 7, batch_first = true)",
      lambda: encoder(False), x=normal(2, 5, 6))
layer("transformer-encoder", "FinalNorm",
      "nn.TransformerEncoder(6, 3, 2, 7, batch_first = true, "
      "final_norm = true)", lambda: encoder(True), x=normal(2, 5, 6))
layer("transformer-encoder", "Padding",
      "nn.TransformerEncoder(6, 3, 2, 7, batch_first = true)",
      lambda: encoder(False), call="tested(x, padding = padding)",
      function=lambda module, x, padding: module(
          x, src_key_padding_mask=padding),
      x=normal(2, 5, 6), padding=forbidden(2, 5))


def decoder_layer(name: str, dl: str = "", **options) -> None:
    layer("transformer-decoder-layer", name,
          f"nn.TransformerDecoderLayer(6, 2, 9{dl})",
          lambda: nn.TransformerDecoderLayer(6, 2, 9, **options),
          y=normal(4, 3, 6), memory=normal(7, 3, 6))


decoder_layer("Odd")
decoder_layer("NormFirst", ", norm_first = true", norm_first=True)
decoder_layer("Gelu", ", activation = gelu", activation="gelu")
layer("transformer-decoder-layer", "Masks", "nn.TransformerDecoderLayer(6, 2, 9)",
      lambda: nn.TransformerDecoderLayer(6, 2, 9),
      call="tested(y, memory, memory_padding = padding, causal = true)",
      function=lambda module, y, memory, padding: module(
          y, memory, tgt_mask=torch.ones(4, 4).triu(1).bool(),
          memory_key_padding_mask=padding),
      y=normal(4, 3, 6), memory=normal(7, 3, 6), padding=forbidden(3, 7))
layer("transformer-decoder-layer", "Stack",
      "nn.TransformerDecoder(6, 2, 2, 9, final_norm = true)",
      lambda: nn.TransformerDecoder(
          nn.TransformerDecoderLayer(6, 2, 9), 2, nn.LayerNorm(6)),
      y=normal(4, 3, 6), memory=normal(7, 3, 6))


# Positions.


def sinusoids(length: int, features: int, base: float = 10000,
              dtype: torch.dtype = torch.float64) -> Tensor:
    position = torch.arange(length, dtype=torch.float64)[:, None]
    column = torch.arange(features, dtype=torch.float64)
    angle = position * base ** (-2.0 * (column // 2) / max(features, 1))
    return torch.where(column % 2 == 0, angle.sin(), angle.cos()).to(dtype)


def positions(name: str, x: tuple, dl: str = "", first: bool = False,
              base: float = 10000, types: dict = None) -> None:
    def encode(module, x: Tensor) -> Tensor:
        codes = sinusoids(x.shape[1 if first else 0], x.shape[2], base, x.dtype)
        return x + (codes if first else codes[:, None])
    layer("positional-encoding", name,
          f"nn.PositionalEncoding({x[2]}{dl})", nn.Identity, function=encode,
          types=types, x=normal(*x))


positions("Odd", (5, 2, 7))
positions("Even", (5, 2, 8))
positions("One", (1, 1, 1))
positions("Long", (70, 1, 33))
positions("NoSteps", (0, 2, 4))
positions("BatchFirst", (2, 5, 6), ", batch_first = true", True)
positions("Base", (5, 2, 6), ", base = 100", base=100)
positions("Named", (5, 2, 6), types={"x": "real[L, B, 6]",
                                     "output": "real[L, B, 6]"})
