# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The networks in JAX: functions of weights, which have PyTorch's names, and
input. Images are [N, H, W, C] and filters [H, W, I, O].
"""

from typing import Callable, Dict, Sequence, Tuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from frameworks import Job
from networks.tensors import load_safetensors

Array = jax.Array


class Layers:
    """Layers that find their weights by name."""

    def __init__(self, weights: Dict[str, Array]):
        self.weights = weights

    def has(self, name: str) -> bool:
        return f"{name}.weight" in self.weights

    def linear(self, x: Array, name: str) -> Array:
        return x @ self.weights[f"{name}.weight"].T + self.weights[
            f"{name}.bias"]

    def conv(self, x: Array, name: str, stride: int = 1, padding: int = 0,
             groups: int = 1) -> Array:
        y = lax.conv_general_dilated(
            x, self.weights[f"{name}.weight"], (stride, stride),
            [(padding, padding)] * 2, feature_group_count=groups,
            dimension_numbers=("NHWC", "HWIO", "NHWC"))
        bias = self.weights.get(f"{name}.bias")
        return y if bias is None else y + bias

    def norm(self, x: Array, name: str, eps: float = 1e-5) -> Array:
        """Batch normalisation with running statistics."""
        w = {part: self.weights[f"{name}.{part}"]
             for part in ("weight", "bias", "running_mean", "running_var")}
        scale = w["weight"] * lax.rsqrt(w["running_var"] + eps)
        return x * scale + (w["bias"] - w["running_mean"] * scale)

    def layer_norm(self, x: Array, name: str, eps: float = 1e-5) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        variance = (centred * centred).mean(-1, keepdims=True)
        return (centred * lax.rsqrt(variance + eps)
                * self.weights[f"{name}.weight"]
                + self.weights[f"{name}.bias"])


def relu(x: Array) -> Array:
    return jnp.maximum(x, 0)


def max_pool(x: Array, kernel: int, stride: int, padding: int = 0,
             ceil: bool = False) -> Array:
    # With `ceil`, the last window may go beyond the end.
    end = [padding + (-(size + 2 * padding - kernel) % stride if ceil else 0)
           for size in x.shape[1:3]]
    return lax.reduce_window(
        x, -jnp.inf, lax.max, (1, kernel, kernel, 1), (1, stride, stride, 1),
        [(0, 0), (padding, end[0]), (padding, end[1]), (0, 0)])


def mean_pool(x: Array) -> Array:
    windows = x.reshape(x.shape[0], x.shape[1] // 2, 2, x.shape[2] // 2, 2, -1)
    return windows.mean((2, 4))


def flatten(x: Array) -> Array:
    return x.reshape(x.shape[0], -1)


def mlp(w: Layers, x: Array, hidden: int) -> Array:
    return w.linear(relu(w.linear(flatten(x), "layers.1")), "layers.3")


def lenet5(w: Layers, x: Array) -> Array:
    x = max_pool(relu(w.conv(x, "features.0", padding=2)), 2, 2)
    x = flatten(max_pool(relu(w.conv(x, "features.3")), 2, 2))
    x = relu(w.linear(x, "classifier.1"))
    x = relu(w.linear(x, "classifier.3"))
    return w.linear(x, "classifier.5")


def alexnet(w: Layers, x: Array) -> Array:
    x = relu(w.conv(x, "features.0", stride=4, padding=2))
    x = relu(w.conv(max_pool(x, 3, 2), "features.3", padding=2))
    x = max_pool(x, 3, 2)
    for i in (6, 8, 10):
        x = relu(w.conv(x, f"features.{i}", padding=1))
    x = flatten(max_pool(x, 3, 2))
    x = relu(w.linear(x, "classifier.1"))
    x = relu(w.linear(x, "classifier.4"))
    return w.linear(x, "classifier.6")


def vgg16(w: Layers, x: Array) -> Array:
    i = 0
    for count in (2, 2, 3, 3, 3):
        for _ in range(count):
            x = w.conv(x, f"features.{i}", padding=1)
            x = relu(w.norm(x, f"features.{i + 1}"))
            i += 3
        x = max_pool(x, 2, 2)
        i += 1
    x = relu(w.linear(flatten(x), "classifier.0"))
    x = relu(w.linear(x, "classifier.3"))
    return w.linear(x, "classifier.6")


def resnet(w: Layers, x: Array, blocks: Sequence[int],
           bottleneck: bool) -> Array:
    x = relu(w.norm(w.conv(x, "conv1", 2, 3), "bn1"))
    x = max_pool(x, 3, 2, 1)
    for stage, count in enumerate(blocks):
        for i in range(count):
            name = f"layer{stage + 1}.{i}"
            stride = 2 if stage > 0 and i == 0 else 1
            # (padding, stride) of each convolution.
            steps = ([(0, 1), (1, stride), (0, 1)] if bottleneck
                     else [(1, stride), (1, 1)])
            y = x
            for j, (padding, step) in enumerate(steps, 1):
                y = relu(y) if j > 1 else y
                y = w.conv(y, f"{name}.conv{j}", step, padding)
                y = w.norm(y, f"{name}.bn{j}")
            if w.has(f"{name}.downsample.0"):
                x = w.conv(x, f"{name}.downsample.0", stride)
                x = w.norm(x, f"{name}.downsample.1")
            x = relu(x + y)
    return w.linear(x.mean((1, 2)), "fc")


def resnet18(w: Layers, x: Array) -> Array:
    return resnet(w, x, [2, 2, 2, 2], bottleneck=False)


def resnet50(w: Layers, x: Array) -> Array:
    return resnet(w, x, [3, 4, 6, 3], bottleneck=True)


def mobilenetv2(w: Layers, x: Array) -> Array:
    def block(x: Array, name: str, stride: int = 1, padding: int = 0,
              groups: int = 1) -> Array:
        y = w.norm(w.conv(x, f"{name}.0", stride, padding, groups),
                   f"{name}.1")
        return jnp.clip(y, 0, 6)

    x = block(x, "features.0", 2, 1)
    index = 1
    for expand, outputs, count, stride in [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2),
            (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]:
        for i in range(count):
            name = f"features.{index}.conv"
            y = block(x, f"{name}.0") if expand != 1 else x
            last = 1 if expand != 1 else 0
            y = block(y, f"{name}.{last}", stride if i == 0 else 1, 1,
                      y.shape[-1])
            y = w.norm(w.conv(y, f"{name}.{last + 1}"), f"{name}.{last + 2}")
            x = x + y if x.shape == y.shape else y
            index += 1
    x = block(x, f"features.{index}")
    return w.linear(x.mean((1, 2)), "classifier.1")


def googlenet(w: Layers, x: Array) -> Array:
    def block(x: Array, name: str, stride: int = 1, padding: int = 0) -> Array:
        y = w.conv(x, f"{name}.conv", stride, padding)
        return relu(w.norm(y, f"{name}.bn", 0.001))

    def inception(x: Array, name: str) -> Array:
        return jnp.concatenate([
            block(x, f"{name}.branch1"),
            block(block(x, f"{name}.branch2.0"), f"{name}.branch2.1", 1, 1),
            block(block(x, f"{name}.branch3.0"), f"{name}.branch3.1", 1, 1),
            block(max_pool(x, 3, 1, 1), f"{name}.branch4.1")], -1)

    x = max_pool(block(x, "conv1", 2, 3), 3, 2, ceil=True)
    x = max_pool(block(block(x, "conv2"), "conv3", 1, 1), 3, 2, ceil=True)
    for group, letters in enumerate(["ab", "abcde", "ab"]):
        for letter in letters:
            x = inception(x, f"inception{group + 3}{letter}")
        if group < 2:
            x = max_pool(x, 3 - group, 2, ceil=True)
    return w.linear(x.mean((1, 2)), "fc")


def densenet121(w: Layers, x: Array) -> Array:
    x = relu(w.norm(w.conv(x, "features.conv0", 2, 3), "features.norm0"))
    x = max_pool(x, 3, 2, 1)
    for i, count in enumerate((6, 12, 24, 16), 1):
        for j in range(1, count + 1):
            name = f"features.denseblock{i}.denselayer{j}"
            y = w.conv(relu(w.norm(x, f"{name}.norm1")), f"{name}.conv1")
            y = w.conv(relu(w.norm(y, f"{name}.norm2")), f"{name}.conv2", 1, 1)
            x = jnp.concatenate([x, y], -1)
        if i < 4:
            name = f"features.transition{i}"
            x = w.conv(relu(w.norm(x, f"{name}.norm")), f"{name}.conv")
            x = mean_pool(x)
    return w.linear(relu(w.norm(x, "features.norm5")).mean((1, 2)),
                    "classifier")


def recurrent(w: Layers, x: Array, name: str, layers: int,
              step: Callable[[Array, Array, Array, tuple], tuple],
              states: int) -> Array:
    """Layers over sequences [T, B, features]. `step` takes the projections of
    input and state and the states, of which the first is h, to new states."""
    for i in range(layers):
        def part(kind: str) -> Array:
            return w.weights[f"{name}.{kind}_l{i}"]
        # Not in the loop: one product for all steps.
        projections = x @ part("weight_ih").T + part("bias_ih")
        recurrent_weight, bias = part("weight_hh").T, part("bias_hh")
        zero = jnp.zeros((x.shape[1], recurrent_weight.shape[0]), x.dtype)

        def body(carry, p):
            q = carry[0] @ recurrent_weight + bias
            following = step(p, q, carry)
            return following, following[0]

        _, x = lax.scan(body, (zero,) * states, projections)
    return x


def lstm(w: Layers, x: Array, hidden: int, layers: int) -> Array:
    def step(p, q, carry):
        i, f, g, o = jnp.split(p + q, 4, -1)
        c = (jax.nn.sigmoid(f) * carry[1]
             + jax.nn.sigmoid(i) * jnp.tanh(g))
        return jax.nn.sigmoid(o) * jnp.tanh(c), c
    return recurrent(w, x, "lstm", layers, step, states=2)


def gru(w: Layers, x: Array, hidden: int, layers: int) -> Array:
    def step(p, q, carry):
        (pr, pz, pn), (qr, qz, qn) = jnp.split(p, 3, -1), jnp.split(q, 3, -1)
        z = jax.nn.sigmoid(pz + qz)
        n = jnp.tanh(pn + jax.nn.sigmoid(pr + qr) * qn)
        return ((1 - z) * n + z * carry[0],)
    return recurrent(w, x, "gru", layers, step, states=1)


def encoder(w: Layers, x: Array, heads: int = 8) -> Array:
    batch, length, features = x.shape
    projected = (x @ w.weights["self_attn.in_proj_weight"].T
                 + w.weights["self_attn.in_proj_bias"])
    q, k, v = (part.reshape(batch, length, heads, -1)
               for part in jnp.split(projected, 3, -1))
    scores = jnp.einsum("blhe,bshe->bhls", q, k) / np.sqrt(features // heads)
    attended = jnp.einsum("bhls,bshe->blhe", jax.nn.softmax(scores, -1), v)
    y = w.linear(attended.reshape(x.shape), "self_attn.out_proj")
    x = w.layer_norm(x + y, "norm1")
    y = w.linear(relu(w.linear(x, "linear1")), "linear2")
    return w.layer_norm(x + y, "norm2")


# The first weight behind a flattened image, whose channels PyTorch has first,
# and the channels, height and width of the image.
FLATTENED: Dict[str, Tuple[str, Tuple[int, int, int]]] = {
    "lenet5": ("classifier.1.weight", (16, 5, 5)),
    "alexnet": ("classifier.1.weight", (256, 6, 6)),
    "vgg16": ("classifier.0.weight", (512, 7, 7)),
}


def load(job: Job) -> Tuple[Callable, Dict[str, np.ndarray], np.ndarray]:
    """A function of weights and input, both of which are numpy's, in JAX's
    layouts."""
    weights = {name: values for name, values in load_safetensors(
        job.path("weights.safetensors")).items()
        if not name.endswith("num_batches_tracked")}
    for name, values in weights.items():
        if values.ndim == 4:
            weights[name] = values.transpose(2, 3, 1, 0)
    if job.twin in FLATTENED:
        name, image = FLATTENED[job.twin]
        weight = weights[name]
        weights[name] = weight.reshape(-1, *image).transpose(
            0, 2, 3, 1).reshape(weight.shape)
    x = np.load(job.path("x.npy"))
    if x.ndim == 4:
        x = x.transpose(0, 2, 3, 1)

    def forward(weights: Dict[str, Array], x: Array) -> Array:
        return globals()[job.twin](Layers(weights), x, **job.arguments)

    return forward, weights, x
