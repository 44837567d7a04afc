# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Derivatives of cases: Gradients/*.dl.

From each case comes a function of the same name that returns the gradients of

    sum(result * weights)

with respect to all floating point tensors that it is given and all parameters.
The weights are numbers of both signs, of which neighbours are not alike.
"""

import copy
import re
from typing import Dict, List, Optional

import torch
from torch import Tensor

from cases.tables import Case, Recording, Tensors, named
from cases.weighted import WEIGHTED

# Of a file, or FILE.CASE: why it has no gradients to compare.
_NAN = "where it is NaN, PyTorch's derivatives in f32 and f64 differ"
_SIXTH = "PyTorch divides by f32's 6"
_ZERO = "it is 0, of which rounding leaves something else"
_ALONE = "the variance of one element is NaN, its derivative NaN or 0"
_CERTAIN = "where p is 0 or 1, PyTorch's derivative is 0 or 1e12, not 0"
_REFUSED = "PyTorch refuses the derivative of nothing"
_COUNTED = "what is counted has no derivative but 0"
EXCEPTIONS: Dict[str, str] = {
    "floor-divide": "PyTorch has no derivative",
    "accuracy": _COUNTED,
    "top-k-accuracy": _COUNTED,
    "elu.edges": _NAN,
    "celu.edges": _NAN,
    "selu.edges": _NAN,
    "hardswish.edges": _NAN,
    "cast.reals": "its results have several element types",
    "cumprod.edges": "PyTorch divides by elements that are not 0",
    "bce-loss.edges_sum": _CERTAIN,
    "cosine-similarity.broadcast_along_one": _ZERO,
    "cosine-similarity.broadcast_both": _ZERO,
    "layer-norm.OneElement": _ZERO,
    "hardtanh.edges": _NAN,
    "hardshrink.edges": _NAN,
    "softshrink.edges": _NAN,
    "relu6.edges": _NAN,
    "transformer-decoder-layer.One": _ZERO,
    "transformer-encoder-layer.One": _ZERO,
    "std.one": _ALONE,
    "std.over_one": _ALONE,
    "variance.one": _ALONE,
    "variance.over_one": _ALONE,
    "max.edges": "of NaN, PyTorch makes shares of 0 / 0",
    "prod.infinities": "PyTorch divides by elements that are not 0",
    "resize-bilinear.of_one": _ZERO,
    "median.edges": "PyTorch takes the first NaN, dlc what is in the middle",
    "min.edges": "of NaN, PyTorch makes shares of 0 / 0",
    "hardsigmoid": _SIXTH,
    "hardsigmoid-layer": _SIXTH,
    "remainder.far_apart": "f32 has no quotient there, and f64 has",
    "pixel-shuffle.EmptyBatch": _REFUSED,
    "adaptive-avg-pool2d.no_windows": _REFUSED,
    "adaptive-max-pool2d.no_windows": _REFUSED,
}
# Inputs by which PyTorch does not differentiate.
CONSTANTS = {
    "bce-loss": "w", "bce-with-logits": "wp", "soft-margin-loss": "y",
    "cross-entropy": "w", "cross-entropy-smooth": "w",
    "cross-entropy-probabilities": "w", "nll-loss": "w",
    "normalize": ("mean", "spread"),
    # 0 log 0 has a derivative in PyTorch: NaN.
    "kl-div": "y", "poisson-nll-loss": "y",
}
# Larger ones are left out, to keep files small.
MAX_ELEMENTS = 2500

def weighted(y: Tensor, first: int) -> Tensor:
    places = torch.arange(y.numel()) + first
    weights = (places * 37 % 64 * 2 - 57).to(y.dtype) / 64
    return (y * weights.reshape(y.shape)).sum()


def exception(case: Case) -> Optional[str]:
    return EXCEPTIONS.get(case.file) or EXCEPTIONS.get(
        f"{case.file}.{case.name}")


def _is_variable(case: Case, name: str, tensor: Tensor) -> bool:
    return (tensor.is_floating_point()
            and name not in CONSTANTS.get(case.file, ()))


def is_differentiable(case: Case, inputs: Tensors,
                      module: Optional[torch.nn.Module],
                      outputs: Tensors) -> bool:
    variables = [tensor for name, tensor in inputs.items()
                 if _is_variable(case, name, tensor)]
    variables += module.parameters() if module else []
    # What rounds to bf16 in between differs in bf16's digits.
    is_rounded = "bf16" in case.dl or any(
        tensor.dtype == torch.bfloat16
        for tensor in [*inputs.values(), *outputs.values()])
    return (not exception(case) and bool(variables) and not is_rounded
            and any(tensor.is_floating_point() for tensor in outputs.values())
            and sum(tensor.numel() for tensor in variables) <= MAX_ELEMENTS)


@torch.enable_grad()
def differentiate(case: Case, module: Optional[torch.nn.Module],
                  inputs: Tensors) -> Tensors:
    """The gradients by the names that they have in the model."""
    variables: Tensors = {}
    given = []
    for name, tensor in inputs.items():
        if _is_variable(case, name, tensor):
            tensor = variables[f"d_{name}"] = tensor.clone().requires_grad_()
            tensor = tensor.view_as(tensor)
        given.append(tensor)
    if module:
        module = copy.deepcopy(module)
        for name, parameter in module.named_parameters():
            variables[result_of(f"tested.{name}")] = parameter.requires_grad_()
        results = named(case.torch(module, *given))
    else:
        results = named(case.torch(*given))
    parts = [weighted(result, first)
             for first, result in enumerate(results.values())
             if result.is_floating_point()]
    total = sum(parts[1:], parts[0])
    gradients = (torch.autograd.grad(total, list(variables.values()),
                                     allow_unused=True)
                 if total.requires_grad else [None] * len(variables))
    result = {name: torch.zeros_like(tensor) if gradient is None else gradient
              for (name, tensor), gradient in zip(variables.items(), gradients)}
    return result if len(result) > 1 else {"output": result.popitem()[1]}


def result_of(parameter: str) -> str:
    """What the gradient of a parameter is called."""
    return "d_" + parameter.removeprefix("tested.").replace(".", "_")


def _member(parameter: str, layer: str) -> str:
    """The members that lead to a parameter, where its name has other parts."""
    recurrent = re.fullmatch(r"tested\.((?:weight|bias)_[ih]h)"
                             r"(?:_l(\d+)(_reverse)?)?", parameter)
    if recurrent:
        name, number, backwards = recurrent.groups()
        cell = (f"cells[{number}][{1 if backwards else 0}]"
                if number else "cell")
        return f"tested.{'steps.' if number else ''}{cell}.{name}"
    path = re.sub(r"out_proj\.(weight|bias)$", r"out_\1", parameter)
    if "Sequential(" in layer:
        path = re.sub(r"\.(\d+)", r".stages[\1]", path)
    return re.sub(r"\.(\d+)", r"[\1]", path)


def _given(case: Case, recording: Recording) -> List[str]:
    """The inputs to differentiate by."""
    return [name for name, tensor in recording.inputs.items()
            if _is_variable(case, name, tensor)]


def types(case: Case, recording: Recording) -> Dict[str, str]:
    """The types of gradients, where they are not their tensors'."""
    types = {f"d_{name}": case.types[name]
             for name in _given(case, recording) if name in case.types}
    return types if len(recording.gradients) > 1 else {
        "output": "".join(types.values())}


def body(case: Case, recording: Recording) -> str:
    """The statements of the function."""
    before, _, result = case.dl.rpartition("return ")
    names = [f"result{i}" for i in range(len(recording.outputs))]
    pattern = names[0] if len(names) == 1 else f"({', '.join(names)})"
    total = " + ".join(
        f"weighted({name}, {first})"
        for first, (name, output) in enumerate(zip(
            names, recording.outputs.values()))
        if output.is_floating_point())
    variables = _given(case, recording)
    variables += [_member(name, case.layer) for name in recording.parameters]
    last = "[0]" if len(variables) == 1 else ""
    return (f"{before}let {pattern} = {result}\n"
            f"return gradients({total}, [{', '.join(variables)}]){last}")
