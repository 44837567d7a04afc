# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The networks of examples/ and models written by hand, in PyTorch's words. A
network has the name of its reference file, and a model of its own.
"""

import copy
import importlib.util
import sys
import zlib
from pathlib import Path
from typing import Callable, Dict, List, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from cases import derivatives
from tensors import load_safetensors

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
sys.path.append(str(EXAMPLES))

import fashion_mnist

Tensors = Dict[str, Tensor]
NETWORKS: Dict[str, Callable[[], Tensors]] = {}


def network(name: str):
    """Registers a function as the network `name`; it returns named tensors:
    `input.NAME`, `weight.NAME`, `output.NAME`, `state.NAME`."""

    def register(function: Callable[[], Tensors]) -> Callable[[], Tensors]:
        NETWORKS[name] = function
        return function

    return register


def gradients(name: str, make: Callable[[], torch.nn.Module],
              draw: Callable[[], Sequence[Tensor]],
              training: bool = False) -> None:
    """Registers what differentiate.py makes of the network `name`, which `make`
    and then `draw`, its inputs, are known from."""

    def summary(module: torch.nn.Module, inputs: Sequence[Tensor]) -> Tensor:
        variables = [x.requires_grad_() for x in inputs
                     if x.is_floating_point()]
        total = derivatives.weighted(module(*inputs), 0)
        parameters = dict(sorted(module.named_parameters()))
        all = torch.autograd.grad(total, [*variables, *parameters.values()])
        return torch.stack([derivatives.weighted(g, 0) for g in all]
                           + [(g * g).sum() for g in all])

    @network(f"{name}-gradients")
    @torch.enable_grad()
    def run() -> Tensors:
        torch.manual_seed(zlib.crc32(name.encode()))
        module = make().train(training).double()
        inputs = draw()
        narrow = copy.deepcopy(module).float()
        wide = summary(module, [x.clone() for x in inputs])
        rounded = summary(narrow, [x.float() if x.is_floating_point() else x
                                   for x in inputs])
        distance = ((wide - rounded.double()).abs().max() / wide.abs().max())
        print(f"{name}: PyTorch's f32 is {float(distance):.1e} away")
        return {"gradient.output": wide.detach()}


def normal(*shape: int, scale: float = 1.0) -> Tensor:
    """Random numbers that f32 holds exactly, in f64 to compute with."""
    return (torch.randn(*shape) * scale).double()


# DenseNet.


def randomized(module: torch.nn.Module) -> torch.nn.Module:
    """Gives running statistics, weights and biases of batchnorm values that
    are not those they start with."""
    for part in module.modules():
        if isinstance(part, torch.nn.modules.batchnorm._BatchNorm):
            for values in (part.weight, part.bias, part.running_mean):
                if values is not None:
                    values.data = torch.randn_like(values)
            part.running_var = torch.rand_like(part.running_var) + 0.5
            part.num_batches_tracked += 7
    # What f32 holds exactly, to compute with in f64.
    return module.float().double()


def weights(module: torch.nn.Module, prefix: str = "") -> Tensors:
    return {f"weight.{prefix}{name}": values.clone()
            for name, values in module.state_dict().items()}


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


def add_densenet(name: str, blocks: list, training: bool) -> None:
    @network(name)
    def run() -> Tensors:
        network = randomized(DenseNet(3, 2, blocks)).train(training)
        x, given = normal(2, 3, 32, 32), weights(network)
        with torch.no_grad():
            return {"input.x": x, **given, "output.logits": network(x)}

    if training:
        gradients(name, lambda: randomized(DenseNet(3, 2, blocks)),
                  lambda: [normal(2, 3, 32, 32)], training)


add_densenet("densenet", [2, 3], training=False)
add_densenet("densenet-training", [2, 1], training=True)


# Networks for images, with torchvision's names.


class Projection(torch.nn.Sequential):
    """A convolution of 1x1 and batch normalisation."""

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__(
            torch.nn.Conv2d(inputs, outputs, 1, stride, bias=False),
            torch.nn.BatchNorm2d(outputs))


class ResidualBlock(torch.nn.Module):
    """Convolutions, each (outputs, kernel, stride), with batch normalisation,
    and ReLU between."""

    def __init__(self, inputs: int, convolutions: list):
        super().__init__()
        outputs, stride, channels = convolutions[-1][0], 1, inputs
        for i, (width, kernel, step) in enumerate(convolutions):
            self.add_module(f"conv{i + 1}", torch.nn.Conv2d(
                channels, width, kernel, step, padding=kernel // 2, bias=False))
            self.add_module(f"bn{i + 1}", torch.nn.BatchNorm2d(width))
            stride, channels = stride * step, width
        self.count = len(convolutions)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = Projection(inputs, outputs, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = x
        for i in range(1, self.count + 1):
            y = F.relu(y) if i > 1 else y
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
        return F.relu(y + (self.downsample(x) if self.downsample else x))


class ResNet(torch.nn.Module):
    """examples/resnet."""

    def __init__(self, classes: int, blocks: list, bottleneck: bool,
                 width: int):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(width)
        inputs = width
        for i, count in enumerate(blocks):
            w = width << i
            stage = []
            for j in range(count):
                step = 2 if i > 0 and j == 0 else 1
                stage.append(ResidualBlock(
                    inputs, [(w, 1, 1), (w, 3, step), (4 * w, 1, 1)]
                    if bottleneck else [(w, 3, step), (w, 3, 1)]))
                inputs = 4 * w if bottleneck else w
            self.add_module(f"layer{i + 1}", torch.nn.Sequential(*stage))
        self.fc = torch.nn.Linear(inputs, classes)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for i in range(1, 5):
            x = getattr(self, f"layer{i}")(x)
        return self.fc(x.mean(dim=(2, 3)))


class ConvNorm(torch.nn.Sequential):
    def __init__(self, inputs: int, outputs: int, kernel: int = 1,
                 stride: int = 1, groups: int = 1):
        super().__init__(
            torch.nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2,
                            groups=groups, bias=False),
            torch.nn.BatchNorm2d(outputs), torch.nn.ReLU6())


class InvertedResidual(torch.nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int, expand: int):
        super().__init__()
        hidden = inputs * expand
        widen = [ConvNorm(inputs, hidden)] if expand != 1 else []
        self.conv = torch.nn.Sequential(
            *widen, ConvNorm(hidden, hidden, 3, stride, hidden),
            torch.nn.Conv2d(hidden, outputs, 1, bias=False),
            torch.nn.BatchNorm2d(outputs))
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv(x) if self.residual else self.conv(x)


class MobileNetV2(torch.nn.Module):
    """examples/mobilenet."""

    def __init__(self, classes: int, stem: int, last: int, settings: list):
        super().__init__()
        layers, inputs = [ConvNorm(3, stem, 3, 2)], stem
        for expand, outputs, count, stride in settings:
            for i in range(count):
                layers.append(InvertedResidual(
                    inputs, outputs, stride if i == 0 else 1, expand))
                inputs = outputs
        layers.append(ConvNorm(inputs, last))
        self.features = torch.nn.Sequential(*layers)
        self.classifier = torch.nn.Sequential(
            torch.nn.Dropout(0.2), torch.nn.Linear(last, classes))

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(self.features(x).mean(dim=(2, 3)))


class VGG(torch.nn.Module):
    """examples/vgg."""

    def __init__(self, classes: int, hidden: int, settings: list):
        super().__init__()
        nn, layers, channels = torch.nn, [], 3
        for c in settings:
            if c == 0:
                layers.append(nn.MaxPool2d(2))
                continue
            layers += [nn.Conv2d(channels, c, 3, padding=1),
                       nn.BatchNorm2d(c), nn.ReLU()]
            channels = c
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Linear(channels * 49, hidden), nn.ReLU(), nn.Dropout(),
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(),
            nn.Linear(hidden, classes))

    def forward(self, x: Tensor) -> Tensor:
        y = F.adaptive_avg_pool2d(self.features(x), (7, 7))
        return self.classifier(y.flatten(1))


class BasicConvolution(torch.nn.Module):
    def __init__(self, inputs: int, outputs: int, kernel: int = 1,
                 stride: int = 1):
        super().__init__()
        self.conv = torch.nn.Conv2d(inputs, outputs, kernel, stride,
                                    kernel // 2, bias=False)
        self.bn = torch.nn.BatchNorm2d(outputs, eps=0.001)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn(self.conv(x)))


class Inception(torch.nn.Module):
    def __init__(self, inputs: int, channels: list):
        super().__init__()
        conv, sequential = BasicConvolution, torch.nn.Sequential
        self.branch1 = conv(inputs, channels[0])
        self.branch2 = sequential(conv(inputs, channels[1]),
                                  conv(channels[1], channels[2], 3))
        self.branch3 = sequential(conv(inputs, channels[3]),
                                  conv(channels[3], channels[4], 3))
        self.branch4 = sequential(
            torch.nn.MaxPool2d(3, 1, 1, ceil_mode=True),
            conv(inputs, channels[5]))

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x),
                          self.branch4(x)], dim=1)


class GoogLeNet(torch.nn.Module):
    """examples/googlenet."""

    def __init__(self, classes: int, stem: list, blocks: list):
        super().__init__()
        self.conv1 = BasicConvolution(3, stem[0], 7, 2)
        self.conv2 = BasicConvolution(stem[0], stem[1])
        self.conv3 = BasicConvolution(stem[1], stem[2], 3)
        self.groups, width = [], stem[2]
        for i, group in enumerate(blocks):
            self.groups.append([])
            for channels, letter in zip(group, "abcde"):
                block = Inception(width, channels)
                self.add_module(f"inception{i + 3}{letter}", block)
                self.groups[-1].append(block)
                width = channels[0] + channels[2] + channels[4] + channels[5]
        self.fc = torch.nn.Linear(width, classes)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(self.conv1(x), 3, 2, ceil_mode=True)
        x = F.max_pool2d(self.conv3(self.conv2(x)), 3, 2, ceil_mode=True)
        for i, group in enumerate(self.groups):
            for block in group:
                x = block(x)
            if i < 2:
                x = F.max_pool2d(x, 3 - i, 2, ceil_mode=True)
        return self.fc(x.mean(dim=(2, 3)))


def add_images(name: str, make: Callable[[], torch.nn.Module],
               size: int, differentiated: bool = True) -> None:
    @network(name)
    def run() -> Tensors:
        module = randomized(make()).eval()
        x = normal(2, 3, size, size)
        with torch.no_grad():
            return {"input.x": x, **weights(module), "output.logits": module(x)}

    if differentiated:
        gradients(name, lambda: randomized(make()),
                  lambda: [normal(2, 3, size, size)])


add_images("resnet", lambda: ResNet(3, [1, 2, 1, 1], False, 3), 37)
add_images("resnet-bottleneck", lambda: ResNet(3, [2, 1, 1, 1], True, 3), 33,
           differentiated=False)
add_images("mobilenet", lambda: MobileNetV2(
    3, 7, 9, [[1, 4, 1, 1], [6, 5, 2, 2], [3, 6, 2, 1]]), 21)
add_images("vgg", lambda: VGG(3, 12, [3, 0, 5, 6, 0]), 34)
add_images("googlenet", lambda: GoogLeNet(3, [3, 4, 5], [
    [[2, 3, 4, 1, 2, 3], [3, 2, 1, 2, 3, 4]], [[1, 1, 2, 2, 3, 3]],
    [[4, 3, 2, 1, 2, 3]]]), 45)


# Convolutions and products beside batch normalisation.


@network("normalized-products")
def normalized_products() -> Tensors:
    nn = torch.nn
    modules = nn.ModuleDict({
        "conv1d": nn.Conv1d(4, 5, 3, stride=2, padding=1),
        "norm1d": nn.BatchNorm1d(5),
        "up": nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1,
                                 output_padding=1, groups=2),
        "up_norm": nn.BatchNorm2d(6),
        "deep": nn.Conv2d(6, 6, 3, dilation=2, groups=6, bias=False),
        "deep_norm": nn.BatchNorm2d(6, affine=False),
        "before": nn.BatchNorm2d(4),
        "grouped": nn.Conv2d(4, 6, (2, 3), groups=2),
        "linear": nn.Linear(4, 7),
        "linear_norm": nn.BatchNorm1d(7),
        "linear_again": nn.BatchNorm1d(7),
        "features": nn.BatchNorm1d(4),
        "narrow_linear": nn.Linear(4, 3, bias=False)})
    given = weights(randomized(modules).eval())
    m, x = modules, normal(2, 4, 7, 5)
    with torch.no_grad():
        wide = m["up_norm"](m["up"](x))
        e = m["linear"](x[:, :, :, 0].transpose(1, 2)).transpose(1, 2)
        e = m["linear_again"](m["linear_norm"](e))
        outputs = {
            "a": m["norm1d"](m["conv1d"](x.reshape(2, 4, 35))), "b": wide,
            "c": m["deep_norm"](m["deep"](F.relu(wide))),
            "d": m["grouped"](m["before"](x)), "e": (3 * e - 1) / 7,
            "f": -m["narrow_linear"](m["features"](x.mean(dim=(2, 3))))}
    return {"input.x": x, **given,
            **{f"output.{name}": value for name, value in outputs.items()}}


# Recurrence.


class Tagger(torch.nn.Module):
    """examples/tagger, whose gates are layers of their own."""

    def __init__(self):
        super().__init__()
        features, hidden, tags, vocabulary = 5, 7, 3, 11
        # PyTorch's gates: input, forget, cell, output.
        self.cell = torch.nn.ModuleDict()
        for gate in ("input", "forget", "cell", "output"):
            self.cell[gate] = linear(normal(hidden, features + hidden),
                                     normal(hidden))
        self.embedding = torch.nn.Embedding.from_pretrained(
            normal(vocabulary, features), freeze=False)
        self.head = linear(normal(tags, hidden), normal(tags))

    def forward(self, words: Tensor) -> Tensor:
        x, gates = self.embedding(words), self.cell.values()
        features, hidden = x.shape[2], self.head.in_features
        if len(words) == 0:
            return self.head(x.new_zeros(0, words.shape[1], hidden))
        both = torch.cat([gate.weight for gate in gates])
        bias = torch.cat([gate.bias for gate in gates])
        lstm = torch.nn.LSTM(features, hidden).to(x.dtype)
        return self.head(torch.func.functional_call(lstm, {
            "weight_ih_l0": both[:, :features],
            "weight_hh_l0": both[:, features:],
            "bias_ih_l0": bias, "bias_hh_l0": torch.zeros_like(bias)}, x)[0])


def linear(weight: Tensor, bias: Tensor) -> torch.nn.Linear:
    made = torch.nn.Linear(weight.shape[1], weight.shape[0])
    made.weight, made.bias = map(torch.nn.Parameter, (weight, bias))
    return made


def words_for_tagger(length: int, batch: int) -> List[Tensor]:
    return [torch.randint(0, 11, (length, batch))]


def add_tagger(name: str, length: int, batch: int) -> None:
    @network(name)
    def run() -> Tensors:
        tagger = Tagger()
        words, = words_for_tagger(length, batch)
        with torch.no_grad():
            return {"input.words": words, **weights(tagger),
                    "output.scores": tagger(words)}


add_tagger("tagger", length=9, batch=3)
add_tagger("tagger-one", length=1, batch=1)
add_tagger("tagger-zero", length=0, batch=2)
gradients("tagger", Tagger, lambda: words_for_tagger(9, 3))


class Transformer(torch.nn.Module):
    """examples/transformer, without the positions, which have no weights."""

    def __init__(self, vocabulary: int, classes: int, features: int,
                 heads: int, depth: int):
        super().__init__()
        self.features = features
        self.embedding = torch.nn.Embedding(vocabulary, features)
        self.encoder = torch.nn.TransformerEncoder(
            torch.nn.TransformerEncoderLayer(
                features, heads, 4 * features, activation="gelu",
                batch_first=True, norm_first=True),
            depth, torch.nn.LayerNorm(features), enable_nested_tensor=False)
        self.head = torch.nn.Linear(features, classes)

    def positions(self, length: int) -> Tensor:
        column = torch.arange(0, self.features, 2).double()
        angle = (torch.arange(length).double()[:, None]
                 * 10000 ** (-column / self.features))
        return torch.stack([angle.sin(), angle.cos()], dim=2).flatten(1)

    def forward(self, words: Tensor, padding: Tensor) -> Tensor:
        x = self.embedding(words)
        x = x + self.positions(words.shape[1]).to(x.dtype)
        y = self.encoder(x, src_key_padding_mask=padding)
        present = (~padding).to(y.dtype)[:, :, None]
        return self.head((y * present).sum(1) / present.sum(1).clamp(min=1))


def small_transformer() -> Transformer:
    torch.backends.mha.set_fastpath_enabled(False)
    network = Transformer(11, 3, 6, 2, 2).eval()
    for name, values in network.named_parameters():
        if "norm" in name or "bias" in name:
            torch.nn.init.normal_(values)
    # What f32 holds exactly, to compute with in f64.
    return network.double()


def padded_words() -> List[Tensor]:
    words = torch.randint(0, 11, (3, 5))
    return [words, torch.arange(5) >= torch.tensor([5, 2, 3])[:, None]]


@network("transformer")
def transformer() -> Tensors:
    network = small_transformer()
    words, padding = padded_words()
    with torch.no_grad():
        return {"input.words": words, "input.padding": padding,
                **weights(network), "output.scores": network(words, padding)}


gradients("transformer", small_transformer, padded_words)


@network("scans")
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


@network("slices")
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


@network("lenet5")
def lenet5() -> Tensors:
    network = load_example("lenet5", "LeNet5").double()
    x = fashion_images(4).double()
    return {"input.x": x, "output.logits": network(x)}


gradients("lenet5", lambda: load_example("lenet5", "LeNet5"),
          lambda: [fashion_images(4).double()])


@network("lenet5-64")
def lenet5_64() -> Tensors:
    # The inputs are the data set's first images: fashion-images.py.
    network = load_example("lenet5", "LeNet5")
    x = fashion_images(64)
    return {"f32": network(x), "f64": network.double()(x.double())}


@network("mlp")
def mlp() -> Tensors:
    network = load_example("mlp", "MLP").double()
    x = fashion_images(3).double()
    return {"input.x": x, "output.logits": network(x)}


gradients("mlp", lambda: load_example("mlp", "MLP"),
          lambda: [fashion_images(3).double()])
