# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Attention and transformers, against torch.nn."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cases.tables import booleans, case, layer, normal, split, split_real

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
for added, dl, more in (
        ("Bias", ", add_bias_kv = true", dict(add_bias_kv=True)),
        ("Zero", ", add_zero_attn = true", dict(add_zero_attn=True)),
        ("BiasAndZero", ", add_bias_kv = true, add_zero_attn = true",
         dict(add_bias_kv=True, add_zero_attn=True))):
    self_attention("Added" + added, (5, 2, 6), 3, dl, options=more,
                   masks={"mask": forbidden(5, 5), "padding": forbidden(2, 5)})
    self_attention("BatchFirst" + added, (2, 5, 6), 3,
                   ", batch_first = true" + dl, options={**FIRST, **more})
self_attention("CausalAdded", (5, 2, 6), 3, ", add_bias_kv = true",
               options=dict(add_bias_kv=True), call=", causal = true",
               arguments=dict(attn_mask=torch.ones(5, 5).triu(1).bool()))


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


CAUSAL = torch.ones(4, 4).triu(1).bool()


def encoder(norm: bool, count: int = 2, **options) -> nn.Module:
    return nn.TransformerEncoder(
        nn.TransformerEncoderLayer(6, 3, 7, batch_first=True, **options), count,
        nn.LayerNorm(6) if norm else None, enable_nested_tensor=False)


for name, dl, norm, options in (
        ("Plain", "6, 3, 2, 7", False, {}), ("One", "6, 3, 1, 7", False, {}),
        ("FinalNorm", "6, 3, 2, 7, final_norm = true", True, {}),
        ("NormFirst", "6, 3, 2, 7, norm_first = true, final_norm = true", True,
         {"norm_first": True}),
        ("Gelu", "6, 3, 2, 7, activation = gelu", False,
         {"activation": "gelu"}),
        ("Eps", "6, 3, 1, 7, eps = 0.1, use_bias = false", False,
         {"layer_norm_eps": 0.1, "bias": False})):
    layer("transformer-encoder", name,
          f"nn.TransformerEncoder({dl}, batch_first = true)",
          lambda n=norm, c=int(dl.split(", ")[2]), o=options: encoder(n, c, **o),
          x=normal(2, 5, 6))
layer("transformer-encoder", "Padding",
      "nn.TransformerEncoder(6, 3, 2, 7, batch_first = true)",
      lambda: encoder(False), call="tested(x, padding = padding)",
      function=lambda module, x, padding: module(
          x, src_key_padding_mask=padding),
      x=normal(2, 5, 6), padding=forbidden(2, 5))
layer("transformer-encoder", "Causal",
      "nn.TransformerEncoder(6, 3, 1, 7, batch_first = true)",
      lambda: encoder(False, 1), call="tested(x, causal = true)",
      function=lambda module, x: module(x, mask=CAUSAL), x=normal(2, 4, 6))


def decoder_layer(name: str, dl: str = "", y: tuple = (4, 3, 6),
                  memory: tuple = (7, 3, 6), **options) -> None:
    layer("transformer-decoder-layer", name,
          f"nn.TransformerDecoderLayer({y[2]}, 2, 9{dl})",
          lambda: nn.TransformerDecoderLayer(y[2], 2, 9, **options),
          y=normal(*y), memory=normal(*memory))


def masked(kind: str, arguments: str, module) -> None:
    layer(kind, "Masks", f"nn.{arguments}", module,
          call="tested(y, memory, memory_padding = padding, causal = true)",
          function=lambda module, y, memory, padding: module(
              y, memory, tgt_mask=CAUSAL, memory_key_padding_mask=padding),
          y=normal(4, 3, 6), memory=normal(7, 3, 6), padding=forbidden(3, 7))


decoder_layer("Odd")
decoder_layer("NormFirst", ", norm_first = true", norm_first=True)
decoder_layer("Gelu", ", activation = gelu", activation="gelu")
decoder_layer("BatchFirst", ", batch_first = true", (3, 4, 6), (3, 7, 6),
              **FIRST)
decoder_layer("Eps", ", eps = 0.1", layer_norm_eps=0.1)
decoder_layer("WithoutBias", ", use_bias = false", bias=False)
decoder_layer("One", "", (1, 1, 2), (1, 1, 2))
masked("transformer-decoder-layer", "TransformerDecoderLayer(6, 2, 9)",
       lambda: nn.TransformerDecoderLayer(6, 2, 9))


def decoder(count: int, norm: bool, **options) -> nn.Module:
    return nn.TransformerDecoder(
        nn.TransformerDecoderLayer(6, 2, 9, **options), count,
        nn.LayerNorm(6) if norm else None)


for name, dl, count, norm, options in (
        ("Stack", "2, 9, final_norm = true", 2, True, {}),
        ("One", "1, 9", 1, False, {}),
        ("Three", "3, 9, norm_first = true", 3, False, {"norm_first": True}),
        ("Gelu", "1, 9, activation = gelu", 1, False, {"activation": "gelu"}),
        ("Eps", "1, 9, eps = 0.1", 1, False, {"layer_norm_eps": 0.1}),
        ("WithoutBias", "1, 9, use_bias = false", 1, False, {"bias": False}),
        ("FinalNorm", "1, 9, final_norm = true", 1, True, {})):
    layer("transformer-decoder", name, f"nn.TransformerDecoder(6, 2, {dl})",
          lambda c=count, n=norm, o=options: decoder(c, n, **o),
          y=normal(4, 3, 6), memory=normal(7, 3, 6))
masked("transformer-decoder", "TransformerDecoder(6, 2, 1, 9)",
       lambda: decoder(1, False))


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
for name, length, features, base in (
        ("odd", 5, 7, 10000), ("even", 5, 8, 10000), ("one", 1, 1, 10000),
        ("nothing", 0, 4, 10000), ("no_features", 3, 0, 10000),
        ("long", 130, 33, 10000), ("base", 9, 6, 100), ("row", 1, 37, 10000)):
    case("sinusoidal-encoding", name,
         f"nn.sinusoidal_encoding({length}, {features}, {base})",
         lambda l=length, f=features, b=base: sinusoids(l, f, b))


class Learned(nn.Module):
    def __init__(self, count: int, features: int, axis: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(count, features))
        self.axis = axis

    def forward(self, x: Tensor) -> Tensor:
        codes = self.weight[:x.shape[self.axis]]
        return x + (codes if self.axis else codes[:, None])


for name, x, count, dl, axis, types in (
        ("Odd", (5, 2, 7), 9, "", 0, None), ("All", (5, 2, 7), 5, "", 0, None),
        ("One", (1, 1, 1), 1, "", 0, None),
        ("NoSteps", (0, 2, 4), 3, "", 0, None),
        ("BatchFirst", (2, 5, 6), 8, ", batch_first = true", 1, None),
        ("Dropped", (5, 2, 7), 9, ", dropout = 0.5", 0, None),
        ("Long", (70, 1, 33), 71, "", 0, None),
        ("NamedBatch", (5, 2, 6), 9, "", 0,
         {"x": "real[5, B, 6]", "output": "real[5, B, 6]"})):
    layer("learned-encoding", name, f"nn.LearnedEncoding({count}, {x[2]}{dl})",
          lambda c=count, f=x[2], a=axis: Learned(c, f, a), types=types,
          x=normal(*x))

split("multihead-attention", 1)
split("transformer-encoder-layer", 1)
split("transformer-encoder", 1)
split("transformer-decoder-layer", 1)
split("transformer-decoder", 1)
split("scaled-dot-product-attention", 2)
split_real("transformer-decoder-layer")
split_real("transformer-decoder")
