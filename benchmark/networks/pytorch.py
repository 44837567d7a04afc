# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The networks in PyTorch, with the names of weights that the .dl files have.

Networks for images are torchvision's, with weights that keep numbers of the
same size through all layers, so that a mistake anywhere shows in the output.
"""

import importlib.util
from typing import Callable

import torch
from torch import Tensor, nn

from frameworks import Job
from harness.cases import ROOT
from networks.tensors import load_safetensors


def torchvision_model(name: str, **options) -> nn.Module:
    import torchvision.models
    return getattr(torchvision.models, name)(weights=None, **options)


def example(name: str, network: str) -> Callable[..., nn.Module]:
    """The class of an example's train.py."""
    folder = ROOT / "examples" / name
    spec = importlib.util.spec_from_file_location(f"{name}_train",
                                                  folder / "train.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, network)


def lenet5() -> nn.Module:
    return example("lenet5", "LeNet5")()


def mlp(hidden: int) -> nn.Module:
    return example("mlp", "MLP")(hidden)


def alexnet() -> nn.Module:
    return torchvision_model("alexnet")


def mobilenetv2() -> nn.Module:
    return torchvision_model("mobilenet_v2")


def googlenet() -> nn.Module:
    return torchvision_model("googlenet", aux_logits=False, init_weights=False)


def resnet18() -> nn.Module:
    return torchvision_model("resnet18")


def resnet50() -> nn.Module:
    return torchvision_model("resnet50")


def densenet121() -> nn.Module:
    return torchvision_model("densenet121")


def vgg16() -> nn.Module:
    return torchvision_model("vgg16_bn")


class Recurrent(nn.Module):
    """All outputs of a recurrent layer, which is the attribute `name`."""

    def __init__(self, name: str, layer: nn.Module):
        super().__init__()
        self.name = name
        self.add_module(name, layer)

    def forward(self, x: Tensor) -> Tensor:
        return getattr(self, self.name)(x)[0]


def lstm(hidden: int, layers: int) -> nn.Module:
    return Recurrent("lstm", nn.LSTM(hidden, hidden, layers))


def gru(hidden: int, layers: int) -> nn.Module:
    return Recurrent("gru", nn.GRU(hidden, hidden, layers))


def encoder() -> nn.Module:
    return nn.TransformerEncoderLayer(512, 8, 2048, dropout=0.1,
                                      batch_first=True)


def make(twin: str, arguments: dict, x: Tensor) -> nn.Module:
    """A network for inference, with random weights from seed 0 and the running
    statistics of `x`."""
    torch.manual_seed(0)
    network = globals()[twin](**arguments)
    if twin not in ("lstm", "gru", "encoder"):
        for part in network.modules():
            if isinstance(part, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(part.weight, nonlinearity="relu")
            if isinstance(part, nn.BatchNorm2d):
                nn.init.uniform_(part.weight, 0.5, 1.5)
                nn.init.normal_(part.bias, std=0.1)
                # The next call in training determines the statistics.
                part.momentum = None
        with torch.no_grad():
            network.train()(torch.cat([x, x.flip(0)]))
    return network.eval()


def load(job: Job) -> nn.Module:
    """The network of a job, with the weights in its folder."""
    network = globals()[job.twin](**job.arguments)
    weights = load_safetensors(job.path("weights.safetensors"))
    network.load_state_dict({name: torch.from_numpy(values.copy())
                             for name, values in weights.items()})
    return network.eval()
