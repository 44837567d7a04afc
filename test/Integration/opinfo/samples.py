# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Samples become models, and models are replayed."""

import subprocess
from pathlib import Path
from typing import Dict, Tuple

import torch
from torch import Tensor

from cases import tables, writing
from opinfo.translation import Builder, Excluded, TRANSLATIONS
from tensors import save_safetensors


def _convert(value, function):
    """The argument with each tensor and element type in it, or in lists in it,
    replaced."""
    if isinstance(value, (Tensor, torch.dtype)):
        return function(value)
    if isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
        return type(value)(_convert(item, function) for item in value)
    if isinstance(value, dict):
        return {k: _convert(item, function) for k, item in value.items()}
    return value


def _widened(value):
    if isinstance(value, torch.dtype):
        return torch.float64 if value == torch.float32 else value
    value = value.detach().clone().contiguous()
    return value.double() if value.dtype == torch.float32 else value


def _narrowed(value):
    if isinstance(value, torch.dtype):
        return torch.float32 if value == torch.float64 else value
    return value.float() if value.dtype == torch.float64 else value.clone()


def _cloned(value):
    return value.clone() if isinstance(value, Tensor) else value


def _call(op, sample: tuple, default: torch.dtype):
    """The operator's result, where numbers become `default`."""
    torch.set_default_dtype(default)
    try:
        first, rest, options = sample
        result = op.op(first, *rest, **options)
    finally:
        torch.set_default_dtype(torch.float32)
    return tuple(result) if isinstance(result, (tuple, list)) else result


def _as_outputs(result) -> Dict[str, Tensor]:
    if isinstance(result, Tensor):
        return {"output": result}
    if not result or not all(isinstance(part, Tensor) for part in result):
        raise Excluded("results that are no tensors")
    if len(result) == 1:
        return {"output": result[0]}
    return {f"output{i}": part for i, part in enumerate(result)}


def translate(op, name: str, sample) -> Tuple[tables.Case, tables.Recording]:
    wide = _convert((sample.input, list(sample.args), sample.kwargs), _widened)
    result = _call(op, _convert(wide, _cloned), torch.float64)
    rounded = _call(op, _convert(wide, _narrowed), torch.float32)
    builder = Builder(name, result)
    dl = TRANSLATIONS[name](builder, wide[0], *wide[1], **wide[2])
    if builder.only is not None:
        result, rounded = result[builder.only], rounded[builder.only]
    outputs = _as_outputs(result)
    if isinstance(dl, tuple):
        dl = dl[0] if len(dl) == 1 else f"({', '.join(dl)})"
    case = tables.Case("", "forward", dl, None, {}, layer=builder.layer)
    if builder.result_type:
        shape = ", ".join(map(str, result.shape))
        case.types["output"] = f"{builder.result_type}[{shape}]"
    weights = {f"tested.{name}": weight
               for name, weight in builder.weights.items()}
    return case, tables.Recording(builder.inputs, weights, outputs, {},
                                  _as_outputs(rounded))


def _compute_in_f64(case: tables.Case, recording: tables.Recording) -> None:
    """For samples that f32 cannot express: overflows, and jumps that rounding
    moves. Both precisions run them in f64."""
    for tensors in (recording.inputs, recording.outputs):
        for name, tensor in tensors.items():
            if tensor.dtype == torch.float64 and name not in case.types:
                case.types[name] = writing.type_of(tensor).replace("real",
                                                                   "f64")
    case.dl = case.dl.replace(", real)", ", f64)")
    recording.rounded = recording.outputs


class Batch:
    """Samples of one operator that share a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "samples.dl"
        self.text, self.tensors = "", {}
        self.samples: Dict[str, str] = {}
        folder.mkdir(parents=True)

    def add(self, name: str, what: str, case: tables.Case,
            recording: tables.Recording) -> None:
        prefix = f"{name}."
        try:
            tensors = writing.references(prefix, recording)
            own = [v for k, v in tensors.items() if ".tolerance." in k]
            if own and max(own) > 1e-2:
                raise ValueError("too inaccurate to tell")
        except ValueError:
            _compute_in_f64(case, recording)
            tensors = writing.references(prefix, recording)
        if case.layer:
            case.name = name
        self.text += writing.write_model(name, [(case, recording)],
                                         imports=False)
        self.tensors.update(tensors)
        layer = case.layer and case.layer + ": "
        self.samples[name] = f"{what}: {layer}{case.dl}"

    def run(self, replay: Path) -> Dict[str, str]:
        """Returns what is wrong with each sample; nothing if it passes."""
        self.file.write_text("import nn\n\n" + self.text)
        references = self.file.with_suffix(".safetensors")
        save_safetensors(references, self.tensors)
        wrong: Dict[str, str] = {}
        todo = sorted(self.samples)
        while todo:
            only = [word for name in todo for word in ("--only", name)]
            try:
                result = subprocess.run(
                    [replay, "--verbose", *only, self.file, references],
                    capture_output=True, text=True, timeout=600)
                code, text = result.returncode, result.stdout
            except subprocess.TimeoutExpired as expired:
                code, text = None, (expired.stdout or b"").decode()
            done = self._read(text, wrong)
            rest = [name for name in todo if name not in done]
            if code not in (0, 1) and rest or len(rest) == len(todo):
                # It ended in the first that it did not report.
                wrong[rest.pop(0)] = "takes too long" if code is None \
                    else f"exit code {code}"
            todo = rest
        return wrong

    @staticmethod
    def _read(text: str, wrong: Dict[str, str]) -> set:
        done = set()
        current = ""
        for line in text.splitlines():
            if line.startswith("ok: "):
                current = ""
                done.add(line[4:])
            elif line.startswith("FAILED: "):
                current = line[8:].split(",")[0].split(":")[0]
                done.add(current)
                wrong.setdefault(current, "")
                wrong[current] += line[8 + len(current):].strip(" ,") + "\n"
            elif current and not line.endswith("cases passed"):
                wrong[current] += line + "\n"
        return done
