# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Cases as model files and reference files."""

from pathlib import Path
from typing import Callable, Dict, List, Tuple

import numpy as np
import torch
from torch import Tensor

from cases import derivatives
from cases.tables import Case, Recording
from tensors import save_safetensors

# `real` is f32 or f64, whatever the model is compiled for.
_DTYPES = {
    torch.float64: "real", torch.float32: "f32", torch.bfloat16: "bf16",
    torch.int64: "i64", torch.int32: "i32", torch.int8: "i8",
    torch.uint8: "u8", torch.bool: "bool",
}
# What dlc is held to in f32, and how much less accurate than PyTorch it may be
# where PyTorch does not reach that.
TOLERANCE, GRADIENT_TOLERANCE, FACTOR = 1e-5, 1e-4, 4


def type_of(tensor: Tensor) -> str:
    return f"{_DTYPES[tensor.dtype]}[{', '.join(map(str, tensor.shape))}]"


def _function(name: str, case: Case, recording: Recording,
              differentiated: bool) -> str:
    def typed(tensors: Dict[str, Tensor], types: Dict[str, str]) -> List[str]:
        return [f"{key}: {types.get(key) or type_of(tensor)}"
                for key, tensor in tensors.items()]

    outputs, types = recording.outputs, case.types
    if differentiated:
        outputs = recording.gradients
        types = derivatives.types(case, recording)
    results = typed(outputs, types)
    result = f"({', '.join(results)})"
    if list(outputs) == ["output"]:
        result = results[0].removeprefix("output: ")
    body = case.dl if "return " in case.dl else f"return {case.dl}"
    if differentiated:
        body = derivatives.body(case, recording)
    parameters = ", ".join(typed(recording.inputs, case.types))
    return f"fn {name}({parameters}) -> {result} {{ {body} }}"


def write_model(name: str, cases: List[Tuple[Case, Recording]],
                header: str = "", imports: bool = True,
                differentiated: bool = False) -> str:
    """Returns the text of a model file: functions together in one model, each
    layer in its own."""
    functions, models = [], []
    for case, recording in cases:
        if case.layer:
            models.append(
                f"model {case.name} {{\n  tested = {case.layer}\n\n  "
                + _function("forward", case, recording, differentiated) + "\n}\n")
        else:
            functions.append(
                "  " + _function(case.name, case, recording, differentiated)
                + "\n")
    if functions:
        models.insert(0, f"model {name} {{\n" + "\n".join(functions) + "}\n")
    if differentiated:
        models.insert(0, derivatives.WEIGHTED)
    text = "\n".join(models)
    modules = [module for module in ("init", "metrics", "nn")
               if f"{module}." in text]
    if modules and imports:
        header += f"import {', '.join(modules)}\n\n"
    return header + text


def _finite_distance(a: np.ndarray, b: np.ndarray) -> float:
    """max|a-b| / max|b|; infinite if they are not finite in the same places."""
    finite = np.isfinite(b)
    same = (a == b) | (np.isnan(a) & np.isnan(b)) | finite & np.isfinite(a)
    if not same.all():
        return np.inf
    a, b = a[finite], b[finite]
    return float(np.abs(a - b).max(initial=0)
                 / (np.abs(b).max(initial=0) or 1))


def _own_tolerance(output: Tensor, rounded: Tensor, tolerance: float) -> float:
    """The tolerance in f32 of an output that is harder than most, or 0."""
    if not output.is_floating_point():
        if not torch.equal(output, rounded):
            raise ValueError("rounding changes an integer or a bool")
        return 0
    distance = FACTOR * _finite_distance(rounded.double().numpy(),
                                         output.double().numpy())
    if distance == np.inf:
        raise ValueError("rounding changes which elements are finite")
    return distance if distance > tolerance else 0


def to_array(tensor: Tensor, narrow: bool) -> np.ndarray:
    """`narrow`: as f32, which must hold it exactly; for what is given, so that
    every precision computes from the same numbers. Results stay f64."""
    if tensor.is_floating_point():
        exact = tensor.double()
        tensor = exact.float() if narrow else exact
        if narrow and not torch.equal(tensor.double().nan_to_num(),
                                      exact.nan_to_num()):
            raise ValueError("not exact in f32")
    return tensor.contiguous().numpy()


def references(prefix: str, recording: Recording) -> Dict[str, np.ndarray]:
    """The tensors of a case under the names that dlc-replay expects."""
    tensors: Dict[str, np.ndarray] = {}
    for kind, group, narrow in (("input", recording.inputs, True),
                                ("weight", recording.weights, True),
                                ("output", recording.outputs, False),
                                ("state", recording.states, False)):
        for name, tensor in group.items():
            tensors[f"{prefix}{kind}.{name}"] = to_array(tensor, narrow)
    for name, tensor in recording.outputs.items():
        tolerance = _own_tolerance(tensor, recording.rounded[name], TOLERANCE)
        if tolerance:
            tensors[f"{prefix}tolerance.{name}"] = np.array(tolerance)
    return tensors


def gradient_references(prefix: str,
                        recording: Recording) -> Dict[str, np.ndarray]:
    """The same of its gradients alone."""
    tensors: Dict[str, np.ndarray] = {}
    for name, tensor in recording.gradients.items():
        tensors[f"{prefix}gradient.{name}"] = to_array(tensor, False)
        tolerance = _own_tolerance(tensor, recording.rounded_gradients[name],
                                   GRADIENT_TOLERANCE)
        if tolerance:
            tensors[f"{prefix}tolerance.{name}"] = np.array(tolerance)
    return tensors


def model_name(file: str) -> str:
    return "".join(word.capitalize() for word in file.split("-"))


def write_references(path: Path, name: str,
                     cases: List[Tuple[Case, Recording]],
                     has_layers: bool, make: Callable = references) -> None:
    tensors: Dict[str, np.ndarray] = {}
    for case, recording in cases:
        prefix = f"{name}.{case.name}." if has_layers else f"{case.name}."
        try:
            tensors.update(make(
                f"{case.name}." if case.layer else prefix, recording))
        except ValueError as error:
            raise SystemExit(f"error: {path.stem}, {case.name}: {error}")
    save_safetensors(path, tensors)
