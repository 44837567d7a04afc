# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Recurrent layers, against those of torch.nn."""

import torch
from torch import Tensor, nn

from cases.tables import layer, normal, split

# [T, B, inputs]; the size of h; arguments here and there.
NETWORKS = {
    "Odd": ((7, 3, 5), 6, "", {}),
    "OneStep": ((1, 3, 5), 4, "", {}),
    "OneBatch": ((5, 1, 3), 7, "", {}),
    "OneFeature": ((4, 3, 1), 1, "", {}),
    "WithoutBias": ((4, 2, 3), 5, ", use_bias = false", dict(bias=False)),
    "Layers": ((6, 2, 5), 3, ", layers = 3", dict(num_layers=3)),
    "Bidirectional": ((6, 2, 5), 3, ", bidirectional = true",
                      dict(bidirectional=True)),
    "BatchFirst": ((6, 2, 5), 3, ", batch_first = true",
                   dict(batch_first=True)),
    "All": ((4, 3, 5), 3,
            ", layers = 2, batch_first = true, dropout = 0.5, "
            "bidirectional = true",
            dict(num_layers=2, batch_first=True, dropout=0.5,
                 bidirectional=True)),
}


def recurrent(kind: str, torch_layer: type, states: str) -> None:
    """`states`: names of what is carried."""
    pattern = f"({', '.join(states)})" if len(states) > 1 else states
    dl_body = f"let (out, {pattern}) = tested(%s) return (out, {', '.join(states)})"

    def outputs(out: Tensor, last) -> dict:
        tensors = last if isinstance(last, tuple) else (last,)
        return {"out": out, **dict(zip(states, tensors))}

    def plain(module: nn.Module, x: Tensor) -> dict:
        return outputs(*module(x))

    def given(module: nn.Module, x: Tensor, *start: Tensor) -> dict:
        return outputs(*module(x, start if len(states) > 1 else start[0]))

    def add(name: str, construction: str, options: dict, x: tuple, hidden: int,
            **more) -> None:
        layer(kind.lower(), name, f"nn.{kind}({construction})",
              lambda: torch_layer(x[2], hidden, **options),
              call=dl_body % "x", function=plain, x=normal(*x), **more)

    for name, (x, hidden, dl, options) in NETWORKS.items():
        add(name, f"{x[2]}, {hidden}{dl}", options, x, hidden)
    if kind == "RNN":
        add("Relu", '3, 4, nonlinearity = "relu"', {"nonlinearity": "relu"},
            (5, 2, 3), 4)
    add("Named", "3, 5", {}, (4, 2, 3), 5,
        types={"x": "real[T, B, 3]", "out": "real[T, B, 5]",
               **{name: "real[1, B, 5]" for name in states}})

    # Begun elsewhere than at zero. What PyTorch refuses: no steps at all.
    starts = {f"{name}0": normal(4, 3, 5) for name in states}
    call = ", ".join(starts)
    for name, steps in (("Given", 6), ("NoSteps", 0)):
        layer(kind.lower(), name,
              f"nn.{kind}(2, 5, layers = 2, bidirectional = true)",
              lambda: torch_layer(2, 5, num_layers=2, bidirectional=True),
              call=dl_body % f"x, {f'({call})' if len(states) > 1 else call}",
              function=given if steps else lambda module, x, *start: outputs(
                  torch.zeros(0, 3, 10, dtype=x.dtype), tuple(start)),
              x=normal(steps, 3, 2), **starts)


recurrent("RNN", nn.RNN, "h")
recurrent("GRU", nn.GRU, "h")
recurrent("LSTM", nn.LSTM, "hc")


def cell(kind: str, name: str, x: tuple, hidden: int, dl: str = "",
         start: bool = True, **options) -> None:
    is_lstm = kind == "LSTM"
    states = "hc" if is_lstm else "h"
    given = {f"{name}0": normal(x[0], hidden) for name in states}

    def function(module: nn.Module, x: Tensor, *start: Tensor):
        result = module(x, (start if is_lstm else start[0]) if start else None)
        return dict(zip("hc", result)) if is_lstm else result

    tensors = ", ".join(given)
    arguments = f", ({tensors})" if is_lstm else f", {tensors}"
    layer(f"{kind.lower()}-cell", name,
          f"nn.{kind}Cell({x[1]}, {hidden}{dl})",
          lambda: getattr(nn, f"{kind}Cell")(x[1], hidden, **options),
          call=f"tested(x{arguments if start else ''})", function=function,
          x=normal(*x), **(given if start else {}))


for kind in ("RNN", "GRU", "LSTM"):
    cell(kind, "Odd", (3, 5), 7)
    cell(kind, "Zeros", (3, 5), 7, start=False)
    cell(kind, "WithoutBias", (3, 5), 4, ", use_bias = false", bias=False)
    cell(kind, "OneRow", (1, 33), 17)
    cell(kind, "One", (1, 1), 1)
    cell(kind, "OneInput", (5, 1), 3)
    cell(kind, "Wide", (2, 9), 21)
    cell(kind, "Empty", (0, 5), 3)
cell("RNN", "Relu", (3, 5), 7, ', nonlinearity = "relu"', nonlinearity="relu")

split("lstm", 2)
split("gru", 2)
split("rnn", 5)
split("gru-cell", 4)
split("lstm-cell", 4)
split("rnn-cell", 5)
