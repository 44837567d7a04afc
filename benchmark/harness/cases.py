# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What is measured: models, how they are made, and the shapes of their inputs.

A case has one input of f32 and one output. `twin` names the function in
networks/pytorch.py that makes the same network with the same names of weights,
and the one in networks/jax.py that computes it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Tuple

ROOT = Path(__file__).resolve().parents[2]

Shape = Tuple[int, ...]


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    file: str  # below ROOT
    twin: str
    # The input's, with 0 where the batch goes.
    shape: Shape
    batches: Tuple[int, ...] = (1, 8)
    model: str = ""  # where the file has several
    constants: Dict[str, str] = field(default_factory=dict)
    # What `twin` is called with.
    arguments: Dict[str, int] = field(default_factory=dict)

    def input_shape(self, batch: int) -> Shape:
        return tuple(batch if size == 0 else size for size in self.shape)


IMAGE = (0, 3, 224, 224)
STEPS = 100


def _recurrent(kind: str, hidden: int, layers: int) -> Case:
    suffix = f", {layers} layers" if layers > 1 else ""
    return Case(
        f"{kind}{hidden}", f"{kind.upper()} {hidden}{suffix}",
        "benchmark/models/recurrent.dl", kind, (STEPS, 0, hidden), (1, 16),
        model=kind.upper(),
        constants={"hidden": str(hidden), "layers": str(layers)},
        arguments={"hidden": hidden, "layers": layers})


CASES: List[Case] = [
    Case("mlp", "MLP 784-1024-10", "examples/mlp/mlp.dl", "mlp",
         (0, 1, 28, 28), constants={"hidden": "1024"},
         arguments={"hidden": 1024}),
    Case("lenet5", "LeNet-5", "examples/lenet5/lenet5.dl", "lenet5",
         (0, 1, 28, 28)),
    Case("alexnet", "AlexNet", "benchmark/models/alexnet.dl", "alexnet", IMAGE),
    Case("mobilenetv2", "MobileNetV2", "examples/mobilenet/mobilenet.dl",
         "mobilenetv2", IMAGE),
    Case("googlenet", "GoogLeNet", "examples/googlenet/googlenet.dl",
         "googlenet", IMAGE),
    Case("resnet18", "ResNet-18", "examples/resnet/resnet.dl", "resnet18",
         IMAGE),
    Case("resnet50", "ResNet-50", "examples/resnet/resnet.dl", "resnet50",
         IMAGE, constants={"blocks": "[3, 4, 6, 3]", "bottleneck": "true"}),
    Case("densenet121", "DenseNet-121", "benchmark/models/densenet.dl",
         "densenet121", IMAGE),
    Case("vgg16", "VGG-16", "examples/vgg/vgg.dl", "vgg16", IMAGE, constants={
        "settings": "[64, 64, 0, 128, 128, 0, 256, 256, 256, 0, "
                    "512, 512, 512, 0, 512, 512, 512, 0]"}),
    *(_recurrent(kind, hidden, 2 if hidden == 512 else 1)
      for kind in ("lstm", "gru") for hidden in (64, 128, 256, 512)),
    Case("encoder", "Transformer layer 512, 128 words",
         "benchmark/models/encoder.dl", "encoder", (0, 128, 512)),
]


def find_case(name: str) -> Case:
    """The case of a name; KeyError without one."""
    return {case.name: case for case in CASES}[name]
