#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes references/*.safetensors: inputs, and what PyTorch computes from them.

The files are committed, so that running the tests needs no PyTorch. Each case
below has the name of the model it belongs to (conv2d-stride: conv2d-stride.dl)
and says the same as that model in PyTorch's words. Inputs are random f32
numbers; outputs are computed in f64, so that both of dlc's precisions are
compared with the truth and not with another rounding.

    make-references.py [CASE...]

Needs PyTorch 2 and numpy, and Debian's dataset-fashion-mnist.
"""

import importlib.util
import sys
import zlib
from pathlib import Path
from typing import Callable, Dict

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tensors import load_safetensors, save_safetensors

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
sys.path.append(str(EXAMPLES))
sys.dont_write_bytecode = True

import fashion_mnist

Tensors = Dict[str, Tensor]
CASES: Dict[str, Callable[[], Tensors]] = {}


def case(name: str):
    """Registers a function as the case `name`; it returns named tensors:
    `input.NAME`, `weight.NAME`, `output.NAME`."""

    def register(function: Callable[[], Tensors]) -> Callable[[], Tensors]:
        CASES[name] = function
        return function

    return register


def normal(*shape: int, scale: float = 1.0) -> Tensor:
    """Random numbers that f32 holds exactly, in f64 to compute with."""
    return (torch.randn(*shape) * scale).double()


# Convolutions. Height and width differ and fill no tile, so that an exchanged
# or miscounted dimension cannot go unnoticed.


def add_conv2d(name: str, x: tuple, filter: tuple, **attributes) -> None:
    @case(name)
    def run() -> Tensors:
        image, weight = normal(*x), normal(*filter)
        return {"input.x": image, "input.weight": weight,
                "output.output": F.conv2d(image, weight, **attributes)}


add_conv2d("conv2d", (2, 3, 13, 9), (5, 3, 3, 3))
add_conv2d("conv2d-pointwise", (2, 5, 5, 7), (11, 5, 1, 1))
add_conv2d("conv2d-stride", (2, 3, 15, 12), (7, 3, 3, 3), stride=(2, 2))
add_conv2d("conv2d-padding", (2, 3, 9, 7), (5, 3, 5, 3), padding=(2, 1))
add_conv2d("conv2d-dilation", (2, 3, 9, 11), (5, 3, 3, 3), dilation=(2, 3))
add_conv2d("conv2d-groups", (2, 6, 9, 7), (10, 3, 3, 3), groups=2)
add_conv2d("conv2d-depthwise", (2, 5, 11, 9), (5, 1, 3, 3), padding=(1, 1),
           groups=5)
add_conv2d("conv2d-non-square", (2, 3, 9, 20), (5, 3, 1, 7), stride=(1, 3),
           padding=(0, 2))
add_conv2d("conv2d-all", (2, 4, 15, 18), (6, 2, 3, 4), stride=(2, 3),
           padding=(2, 1), dilation=(3, 2), groups=2)


@case("conv2d-layer")
def conv2d_layer() -> Tensors:
    x = normal(3, 4, 10, 11)
    weight, bias = normal(6, 4, 3, 3), normal(6)
    return {"input.x": x,
            "weight.convolution.weight": weight,
            "weight.convolution.bias": bias,
            "output.output": F.conv2d(x, weight, bias, stride=2, padding=1)}


@case("max-pool2d")
def max_pool2d() -> Tensors:
    x = normal(2, 3, 13, 10)
    return {"input.x": x, "output.output": F.max_pool2d(x, 2)}


@case("max-pool2d-padding")
def max_pool2d_padding() -> Tensors:
    # All negative: padding counts as less than anything, not as zero.
    x = -normal(2, 3, 11, 8).abs()
    return {"input.x": x,
            "output.output": F.max_pool2d(x, (3, 2), stride=(2, 1),
                                          padding=(1, 1))}


# Products.


@case("matmul")
def matmul() -> Tensors:
    a, b = normal(37, 33), normal(33, 43)
    return {"input.a": a, "input.b": b, "output.output": a @ b}


@case("matmul-vector")
def matmul_vector() -> Tensors:
    # One row and one column: nothing but the tails of every tile.
    a, b, c = normal(1, 129), normal(129, 1), normal(3, 1)
    return {"input.a": a, "input.b": b, "input.c": c,
            "output.inner": a @ b, "output.outer": c @ a}


@case("linear")
def linear() -> Tensors:
    x, weight, bias = normal(5, 33), normal(19, 33), normal(19)
    return {"input.x": x, "weight.linear.weight": weight,
            "weight.linear.bias": bias,
            "output.output": F.linear(x, weight, bias)}


# Reductions and losses.


@case("log-softmax")
def log_softmax() -> Tensors:
    # Large values: exp overflows unless the maximum is subtracted first.
    x = normal(7, 10, scale=200)
    return {"input.x": x, "output.output": F.log_softmax(x, dim=1)}


@case("cross-entropy")
def cross_entropy() -> Tensors:
    x, y = normal(9, 10, scale=5), torch.randint(0, 10, (9,))
    return {"input.x": x, "input.y": y,
            "output.output": F.cross_entropy(x, y)}


@case("reductions")
def reductions() -> Tensors:
    x = normal(5, 7, 11)
    return {"input.x": x,
            "output.sums": x.sum(dim=1),
            "output.means": x.mean(dim=(0, 2)),
            "output.maxima": x.amax(dim=2),
            "output.minima": x.amin(dim=0),
            "output.places": x.argmax(dim=1)}


# Pointwise operations.


@case("pointwise")
def pointwise() -> Tensors:
    a, b = normal(3, 37), normal(3, 37)
    return {"input.a": a, "input.b": b,
            "output.arithmetic": (a + b) * a - b / (a * a + 1),
            "output.extrema": torch.maximum(a, b) * torch.minimum(a, -b),
            "output.activations": torch.tanh(a) + torch.sigmoid(b) + F.relu(a),
            "output.powers": torch.exp(-a.abs()) + torch.log(b.abs() + 1)
            + torch.sqrt(a.abs())}


@case("indexing")
def indexing() -> Tensors:
    x, angle = normal(11, 37), normal(501, scale=50)
    rows, columns = torch.randint(11, (5, 3)), torch.randint(37, (7, 13))
    return {"input.x": x, "input.rows": rows, "input.columns": columns,
            "input.angle": angle,
            "output.taken": x[rows], "output.taken_last": x[:, rows],
            "output.gathered": torch.gather(x, 1, columns),
            "output.reversed": x.flip(0, 1)[1:8:2, 0:36:3],
            "output.sines": torch.sin(angle),
            "output.cosines": torch.cos(angle),
            "output.floors": torch.floor(angle),
            "output.roots": torch.rsqrt(angle.abs())}


@case("special-values")
def special_values() -> Tensors:
    nan, inf = float("nan"), float("inf")
    a = torch.tensor([nan, inf, -inf, 0.0, -0.0, 1.0, -1.0, 100.0, -100.0,
                      nan, 2.0]).double()
    b = torch.tensor([1.0, inf, 1.0, 0.0, 1.0, nan, inf, -inf, 0.0, nan,
                      -2.0]).double()
    return {"input.a": a, "input.b": b,
            "output.added": a + b,
            "output.multiplied": a * b,
            "output.divided": a / b,
            "output.larger": torch.maximum(a, b),
            "output.smaller": torch.minimum(a, b),
            "output.rectified": F.relu(a),
            "output.root": torch.sqrt(a),
            "output.logarithm": torch.log(a),
            "output.hyperbolic": torch.tanh(a),
            "output.logistic": torch.sigmoid(a),
            # One NaN makes a sum and a maximum NaN.
            "output.peak": a.amax(dim=0),
            "output.total": b.sum(dim=0)}


@case("elementary")
def elementary() -> Tensors:
    nan, inf = float("nan"), float("inf")
    special = torch.tensor([nan, inf, -inf, 0.0, -0.0, 1.0, -1.0, 2.0, -2.0,
                            0.5, -0.5, 1.5, 2.5, 3.0, -3.0, 16777217.0])
    tiny = torch.tensor([2.0**-149, -2.0**-140, 2.0**-126, 1e-20, -1e-8])
    x = torch.cat([special, tiny, torch.randn(997) * 3]).double()
    a = torch.cat([special, torch.randn(13) * 3]).double()
    b = torch.cat([special, torch.randn(27)]).double()
    # Powers stay within the range of f32.
    a, b = a.clamp(-1000, 1000), b.clamp(-10, 10)
    a[1:3], b[1:3] = special[1:3], special[1:3]
    a = a[:, None]
    return {"input.x": x, "input.a": a, "input.b": b,
            "output.exponentials": torch.expm1(torch.where(x > 80, -x, x)),
            "output.logarithms": torch.log1p(x),
            "output.errors": torch.erf(x),
            "output.rounded": torch.round(x),
            "output.up": torch.ceil(x),
            "output.cut": torch.trunc(x),
            "output.signs": torch.sign(x),
            "output.powers": torch.pow(a, b),
            "output.remainders": torch.remainder(a, b),
            "output.quotients": torch.floor_divide(a, b)}


@case("integer-division")
def integer_division() -> Tensors:
    def pair(dtype: torch.dtype, count: int) -> tuple:
        info = torch.iinfo(dtype)
        ends = torch.tensor([info.min, info.min, info.max, info.max, info.min,
                             info.max], dtype=dtype)
        by = torch.tensor([2, info.max, info.max, 3, 1, 1], dtype=dtype)
        dividend = torch.randint(max(info.min, -1000), min(info.max, 1000),
                                 (count,), dtype=dtype)
        divisor = torch.randint(1, 12, (count,), dtype=dtype)
        if info.min < 0:
            divisor[::3] *= -1
        return torch.cat([ends, dividend]), torch.cat([by, divisor])

    result = {}
    for left, right, dtype, count, name in (
            ("a", "b", torch.int64, 211, "64"), ("c", "d", torch.int32, 307, "32"),
            ("e", "f", torch.int8, 95, "8"), ("g", "h", torch.uint8, 95, "u8")):
        dividend, divisor = pair(dtype, count)
        result |= {f"input.{left}": dividend, f"input.{right}": divisor,
                   f"output.q{name}": torch.floor_divide(dividend, divisor),
                   f"output.r{name}": torch.remainder(dividend, divisor)}
    return result | {"output.signs": torch.sign(result["input.c"])}


@case("logic")
def logic() -> Tensors:
    x = normal(67)
    x[:3] = torch.tensor([0.5, float("nan"), -1.0])
    p, q = torch.randint(2, (67,)) > 0, torch.randint(2, (67,)) > 0
    between = (x > -1) & ~((x >= 1) | (x == 0.5))
    return {"input.x": x, "input.p": p, "input.q": q,
            "output.both": p & q, "output.either": p | q,
            "output.other": p ^ q, "output.neither": ~(p | q),
            "output.between": torch.where(between, x, 0),
            "output.same": p == q, "output.below": p < q, "output.open": p,
            "output.nothing": torch.tensor([False])}


# Layers with states.


def randomized(module: torch.nn.Module) -> torch.nn.Module:
    """Gives running statistics, weights and biases of batchnorm values that
    are not those they start with."""
    for part in module.modules():
        if isinstance(part, torch.nn.BatchNorm2d):
            for values in (part.weight, part.bias, part.running_mean):
                values.data = torch.randn_like(values)
            part.running_var = torch.rand_like(part.running_var) + 0.5
            part.num_batches_tracked += 7
    # What f32 holds exactly, to compute with in f64.
    return module.float().double()


def weights(module: torch.nn.Module, prefix: str = "") -> Tensors:
    return {f"weight.{prefix}{name}": values.clone()
            for name, values in module.state_dict().items()}


def add_batch_norm(name: str, training: bool) -> None:
    @case(name)
    def run() -> Tensors:
        norm = randomized(torch.nn.BatchNorm2d(5)).train(training)
        x, given = normal(3, 5, 4, 7), weights(norm, "norm.")
        with torch.no_grad():
            y = norm(x)
        return {"input.x": x, **given, "output.y": y,
                "output.mean": norm.running_mean,
                "output.variance": norm.running_var,
                "output.count": norm.num_batches_tracked}


add_batch_norm("batch-norm", training=False)
add_batch_norm("batch-norm-training", training=True)


class DenseLayer(torch.nn.Module):
    def __init__(self, channels: int, growth: int):
        super().__init__()
        self.norm1 = torch.nn.BatchNorm2d(channels)
        self.conv1 = torch.nn.Conv2d(channels, 4 * growth, 1, bias=False)
        self.norm2 = torch.nn.BatchNorm2d(4 * growth)
        self.conv2 = torch.nn.Conv2d(4 * growth, growth, 3, padding=1,
                                     bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv1(F.relu(self.norm1(x)))
        return self.conv2(F.relu(self.norm2(y)))


class DenseBlock(torch.nn.Module):
    def __init__(self, channels: int, growth: int, count: int):
        super().__init__()
        for i in range(count):
            self.add_module(f"denselayer{i + 1}",
                            DenseLayer(channels + i * growth, growth))

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.children():
            x = torch.cat([x, layer(x)], dim=1)
        return x


class Transition(torch.nn.Module):
    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.norm = torch.nn.BatchNorm2d(inputs)
        self.conv = torch.nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return F.avg_pool2d(self.conv(F.relu(self.norm(x))), 2)


class DenseNet(torch.nn.Module):
    """examples/densenet, with PyTorch's names."""

    def __init__(self, classes: int, growth: int, blocks: list):
        super().__init__()
        channels = 2 * growth
        self.features = torch.nn.Sequential()
        self.features.add_module("conv0", torch.nn.Conv2d(
            3, channels, 3, padding=1, bias=False))
        for i, count in enumerate(blocks):
            self.features.add_module(
                f"denseblock{i + 1}", DenseBlock(channels, growth, count))
            channels += count * growth
            if i + 1 < len(blocks):
                self.features.add_module(
                    f"transition{i + 1}", Transition(channels, channels // 2))
                channels //= 2
        self.features.add_module("norm_final", torch.nn.BatchNorm2d(channels))
        self.classifier = torch.nn.Linear(channels, classes)

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(F.relu(self.features(x)).mean(dim=(2, 3)))


def add_densenet(name: str, training: bool) -> None:
    @case(name)
    def run() -> Tensors:
        network = randomized(DenseNet(3, 2, [2, 3])).train(training)
        x, given = normal(2, 3, 32, 32), weights(network)
        with torch.no_grad():
            return {"input.x": x, **given, "output.logits": network(x)}


add_densenet("densenet", training=False)
add_densenet("densenet-training", training=True)


# Recurrence.


def add_tagger(name: str, length: int, batch: int) -> None:
    @case(name)
    def run() -> Tensors:
        features, hidden, tags, vocabulary = 5, 7, 3, 11
        # PyTorch's gates: input, forget, cell, output.
        gates = {gate: (normal(hidden, features + hidden), normal(hidden))
                 for gate in ("input", "forget", "cell", "output")}
        both = torch.cat([weight for weight, _ in gates.values()])
        lstm = torch.nn.LSTM(features, hidden).double()
        lstm.load_state_dict({
            "weight_ih_l0": both[:, :features],
            "weight_hh_l0": both[:, features:],
            "bias_ih_l0": torch.cat([bias for _, bias in gates.values()]),
            "bias_hh_l0": torch.zeros(4 * hidden)})
        table = normal(vocabulary, features)
        weight, bias = normal(tags, hidden), normal(tags)
        words = torch.randint(0, vocabulary, (length, batch))
        with torch.no_grad():
            hs = (lstm(table[words])[0] if length
                  else torch.zeros(0, batch, hidden).double())
        tensors = {"input.words": words, "weight.embedding.weight": table,
                   "weight.head.weight": weight, "weight.head.bias": bias,
                   "output.scores": F.linear(hs, weight, bias)}
        for gate, (weight, bias) in gates.items():
            tensors[f"weight.cell.{gate}.weight"] = weight
            tensors[f"weight.cell.{gate}.bias"] = bias
        return tensors


add_tagger("tagger", length=9, batch=3)
add_tagger("tagger-one", length=1, batch=1)
add_tagger("tagger-zero", length=0, batch=2)


@case("scans")
def scans() -> Tensors:
    xs, h = normal(6, 5), normal(5)
    forward, backward, total, shift = [], [], h, (h, h * 2)
    for x in xs:
        total = torch.tanh(total + x)
        forward.append(total)
    end = total
    for x in xs.flip(0):
        total = torch.tanh(total * 0.5 + x)
        backward.insert(0, total)
    for x in xs:
        shift = (shift[1] + x, shift[0])
    nested = torch.stack([torch.cumsum(x, 0).prod() + h for x in xs])
    return {"input.xs": xs, "input.h": h,
            "output.forward": torch.stack(forward), "output.last": end,
            "output.backward": torch.stack(backward),
            "output.first": shift[0], "output.second": shift[1],
            "output.nested": nested}


# Indexing.


@case("slices")
def slices() -> Tensors:
    x, many = normal(6, 5, 7), normal(9, 4)
    return {"input.x": x, "input.many": many,
            "output.evens": x[::2],
            "output.inner": x[1:-1, 2:, -3:-1],
            "output.one": x[3, ..., 0],
            "output.backwards": x.flip(0, 2)[:, 1::2],
            "output.last": many[-1],
            "output.rest": many[1:],
            "output.reversed": many.flip(0),
            "output.differences": many[1:] - many[:-1],
            "output.outer": many[:, None, :] * many[:, :, None]}


# The examples, with the weights beside them.


def load_example(name: str, network_class: str) -> torch.nn.Module:
    """Makes the network of an example's train.py, with its weights."""
    spec = importlib.util.spec_from_file_location(
        f"{name}_train", EXAMPLES / name / "train.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    network = getattr(module, network_class)()
    weights = load_safetensors(EXAMPLES / name / f"{name}.safetensors")
    network.load_state_dict({key: torch.from_numpy(values.copy())
                             for key, values in weights.items()})
    return network.eval()


def fashion_images(count: int) -> Tensor:
    return fashion_mnist.load("t10k")[0][:count]


@case("lenet5")
def lenet5() -> Tensors:
    network = load_example("lenet5", "LeNet5").double()
    x = fashion_images(4).double()
    return {"input.x": x, "output.logits": network(x)}


@case("lenet5-64")
def lenet5_64() -> Tensors:
    # The inputs are the data set's first images: fashion-images.py.
    network = load_example("lenet5", "LeNet5")
    x = fashion_images(64)
    return {"f32": network(x), "f64": network.double()(x.double())}


@case("mlp")
def mlp() -> Tensors:
    network = load_example("mlp", "MLP").double()
    x = fashion_images(3).double()
    return {"input.x": x, "output.logits": network(x)}


def to_array(name: str, values: Tensor) -> np.ndarray:
    """Stores inputs and weights as f32, which must hold them exactly, so that
    every precision computes from the same numbers."""
    if values.is_floating_point() and name.startswith(("input.", "weight.")):
        exact = values
        values = values.float()
        if not torch.equal(values.double().nan_to_num(), exact.nan_to_num()):
            raise ValueError(f"'{name}' is not exact in f32")
    return values.contiguous().numpy()


@torch.no_grad()
def main() -> None:
    torch.set_num_threads(1)
    for name in sys.argv[1:] or CASES:
        # Seeded by its name, a case does not change when others come or go.
        torch.manual_seed(zlib.crc32(name.encode()))
        path = HERE / "references" / f"{name}.safetensors"
        path.parent.mkdir(exist_ok=True)
        save_safetensors(path, {key: to_array(key, values)
                                for key, values in CASES[name]().items()})
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
