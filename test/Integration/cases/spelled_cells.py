# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Recurrent networks whose cells are written out, in Integration/Recurrence:
however a model spells its cell and keeps its weights, it computes what the
plain equations do.
"""

from typing import Callable, Dict, Optional, Tuple

import torch
from torch import Tensor

from cases.networks import Tensors, network, normal, randomized

LENGTH, BATCH, INPUTS, HIDDEN = 6, 3, 5, 7
BOTH = INPUTS + HIDDEN

Weights = Dict[str, Tensor]
# The next state and what is emitted.
Step = Callable[[Tensor, Tensor, Tensor], Tuple[Tensor, Tensor, Tensor]]


def scan(xs: Tensor, step: Step) -> Tensor:
    """The outputs of a cell that starts with zeros; a cell without c leaves it
    as it is."""
    h = torch.zeros(*xs.shape[1:-1], HIDDEN, dtype=torch.float64)
    c, outputs = h, []
    for x in xs:
        h, c, output = step(x, h, c)
        outputs.append(output)
    return torch.stack(outputs)


def draw(**shapes: tuple) -> Weights:
    return {name: normal(*shape, scale=0.3) for name, shape in shapes.items()}


def named(gates: str, **shapes: tuple) -> Weights:
    """A weight for each gate: w=(2, 3) is wi, wf and so on."""
    return draw(**{f"{name}{gate}": shape for gate in gates
                   for name, shape in shapes.items()})


def record(model: str, given: Weights, xs: Tensor, output: Tensor,
           **inputs: Tensor) -> Tensors:
    return {f"{model}.input.xs": xs,
            **{f"{model}.input.{name}": x for name, x in inputs.items()},
            **{f"{model}.weight.{name}": w for name, w in given.items()},
            f"{model}.output.output": output}


# LSTM. What follows makes of the weights of a model those of gates i, f, g and
# o: of the input [INPUTS, 4, HIDDEN], of the state [HIDDEN, 4, HIDDEN], and the
# bias [4, HIDDEN].

Gates = Tuple[Tensor, Tensor, Tensor]
Packing = Callable[[Weights], Gates]


def lstm(model: str, given: Weights, packing: Packing, masked: bool = False,
         batched: bool = True) -> Tensors:
    xs = normal(LENGTH, *([BATCH] if batched else []), INPUTS)
    mask = normal(LENGTH, BATCH, 1)
    w, u, b = packing(given)
    times = iter(mask)

    def step(x: Tensor, h: Tensor, c: Tensor):
        sums = (torch.tensordot(x, w, 1) + torch.tensordot(h, u, 1) + b)
        i, f, g, o = sums.unbind(-2)
        next_c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        next_h = o.sigmoid() * next_c.tanh()
        if masked:
            keep = next(times) > 0
            next_h = torch.where(keep, next_h, h)
            next_c = torch.where(keep, next_c, c)
        return next_h, next_c, next_h

    return record(model, given, xs, scan(xs, step),
                  **({"m": mask} if masked else {}))


def stacked(given: Weights, prefix: str) -> Tensor:
    return torch.stack([given[prefix + gate] for gate in "ifgo"], dim=-2)


def transposed(given: Weights) -> Weights:
    return {name: w.T if w.dim() == 2 else w for name, w in given.items()}


def per_gate(given: Weights) -> Gates:
    b = torch.zeros(4, HIDDEN, dtype=torch.float64)
    for prefix in "bd":
        if f"{prefix}i" in given:
            b = b + stacked(given, prefix)
    return stacked(given, "w"), stacked(given, "u"), b


def state_first(given: Weights) -> Gates:
    w = stacked(given, "w")
    return w[HIDDEN:], w[:HIDDEN], stacked(given, "b")


def input_first(given: Weights) -> Gates:
    w = stacked(given, "w")
    return w[:INPUTS], w[INPUTS:], stacked(given, "b")


def in_order(order: str, w: Tensor, u: Tensor, b: Tensor) -> Gates:
    """Gates side by side."""
    places = [order.index(gate) for gate in "ifgo"]
    return tuple(t.reshape(*t.shape[:-1], 4, HIDDEN)[..., places, :]
                 for t in (w, u, b))


def interleaved(given: Weights) -> Gates:
    """Gates of a unit side by side."""
    b = given.get("b")
    if b is None:
        b = torch.zeros(HIDDEN, 4, dtype=torch.float64)
        b[:, 1] = 1
    return tuple(t.reshape(-1, HIDDEN, 4).transpose(1, 2)
                 for t in (given["w"], given["u"], b))


def gate_weights(*biases: str) -> Weights:
    return named("ifgo", w=(INPUTS, HIDDEN), u=(HIDDEN, HIDDEN),
                 **{bias: (HIDDEN,) for bias in biases})


def packed_weights(**more: tuple) -> Weights:
    return draw(w=(INPUTS, 4 * HIDDEN), u=(HIDDEN, 4 * HIDDEN), **more)


@network("Recurrence/lstm-per-gate")
def lstm_per_gate() -> Tensors:
    return {**lstm("PerGate", gate_weights("b"), per_gate),
            **lstm("BiasFirst", gate_weights("b"), per_gate)}


@network("Recurrence/lstm-biases")
def lstm_biases() -> Tensors:
    return {**lstm("NoBias", gate_weights(), per_gate),
            **lstm("TwoBiases", gate_weights("b", "d"), per_gate)}


@network("Recurrence/lstm-concatenated")
def lstm_concatenated() -> Tensors:
    rows = named("ifgo", w=(HIDDEN, BOTH), b=(HIDDEN,))
    columns = named("ifgo", w=(BOTH, HIDDEN), b=(HIDDEN,))
    fused = draw(w=(BOTH, 4 * HIDDEN), b=(4 * HIDDEN,))
    return {
        **lstm("ConcatXhT", rows, lambda w: input_first(transposed(w))),
        **lstm("ConcatHx", columns, state_first),
        **lstm("FusedOfig", fused, lambda w: in_order(
            "ofig", w["w"][:INPUTS], w["w"][INPUTS:], w["b"]))}


@network("Recurrence/lstm-sigmoids")
def lstm_sigmoids() -> Tensors:
    rows = draw(w=(4 * HIDDEN, INPUTS), u=(4 * HIDDEN, HIDDEN),
                b=(4 * HIDDEN,))
    return {**lstm("SigmoidAll", rows, lambda w: in_order(
                "fiog", w["w"].T, w["u"].T, w["b"])),
            **lstm("GatesConcat", gate_weights("b"), per_gate),
            **lstm("TanhSigmoid", gate_weights("b"), per_gate)}


@network("Recurrence/lstm-exponentials")
def lstm_exponentials() -> Tensors:
    return {**lstm("SpelledSigmoid", gate_weights("b"), per_gate),
            **lstm("ExpSigmoid", gate_weights("b"), per_gate),
            **lstm("Negated", gate_weights("b"), per_gate)}


@network("Recurrence/lstm-packed-gates")
def lstm_packed_gates() -> Tensors:
    return {
        **lstm("Interleaved", packed_weights(b=(4 * HIDDEN,)), interleaved),
        **lstm("Reshape4", packed_weights(b=(4, HIDDEN)), lambda w: in_order(
            "ifgo", w["w"], w["u"], w["b"].flatten())),
        **lstm("Strided", packed_weights(), interleaved)}


@network("Recurrence/lstm-states")
def lstm_states() -> Tensors:
    return {**lstm("PackedState", gate_weights("b"), per_gate),
            **lstm("Masked", gate_weights("b"), per_gate, masked=True),
            **lstm("Hoisted", gate_weights("b"), per_gate)}


@network("Recurrence/lstm-vectors")
def lstm_vectors() -> Tensors:
    columns = named("ifgo", w=(HIDDEN, INPUTS), u=(HIDDEN, HIDDEN),
                    b=(HIDDEN,))
    both = named("ifgo", w=(HIDDEN, BOTH), b=(HIDDEN,))
    return {**lstm("Vectors", columns, lambda w: per_gate(transposed(w)),
                   batched=False),
            **lstm("VectorsConcat", both,
                   lambda w: state_first(transposed(w)), batched=False)}


# GRU. What becomes of an input x, a state h and the reset gate r before tanh.

New = Callable[[Weights, Tensor, Tensor, Tensor], Tensor]


def after(w: Weights, x: Tensor, h: Tensor, r: Tensor) -> Tensor:
    return x @ w["wn"] + r * (h @ w["un"] + w["bn"])


def after_without_bias(w: Weights, x: Tensor, h: Tensor, r: Tensor) -> Tensor:
    return x @ w["wn"] + r * (h @ w["un"]) + w["bn"]


def before(w: Weights, x: Tensor, h: Tensor, r: Tensor) -> Tensor:
    return x @ w["wn"] + (r * h) @ w["un"] + w["bn"]


def gru(model: str, given: Weights, new: New, keeps: bool,
        plain: Optional[Weights] = None) -> Tensors:
    """`keeps`: gate z is the share of the old state, not of the new; `plain`:
    the weights by gate, where the model keeps them otherwise."""
    xs, w = normal(LENGTH, BATCH, INPUTS), plain or given

    def step(x: Tensor, h: Tensor, c: Tensor):
        r = (x @ w["wr"] + h @ w["ur"] + w["br"]).sigmoid()
        z = (x @ w["wz"] + h @ w["uz"] + w["bz"]).sigmoid()
        share = z if keeps else 1 - z
        h = share * h + (1 - share) * new(w, x, h, r).tanh()
        return h, c, h

    return record(model, given, xs, scan(xs, step))


def gru_weights() -> Weights:
    return named("rzn", w=(INPUTS, HIDDEN), u=(HIDDEN, HIDDEN), b=(HIDDEN,))


@network("Recurrence/gru-reset-after")
def gru_reset_after() -> Tensors:
    return {**gru("GruAfter", gru_weights(), after, True),
            **gru("GruAfterFlipped", gru_weights(), after_without_bias, False)}


@network("Recurrence/gru-reset-before")
def gru_reset_before() -> Tensors:
    return {**gru("GruBefore", gru_weights(), before, True),
            **gru("GruBeforeFlipped", gru_weights(), before, False)}


@network("Recurrence/gru-concatenated")
def gru_concatenated() -> Tensors:
    both = named("rzn", w=(HIDDEN, BOTH), b=(HIDDEN,))
    plain = dict(both)
    for gate in "rzn":
        plain[f"u{gate}"] = both[f"w{gate}"][:, :HIDDEN].T
        plain[f"w{gate}"] = both[f"w{gate}"][:, HIDDEN:].T
    return gru("GruConcat", both, before, False, plain)


# Cells of other kinds.


def other(model: str, given: Weights, peephole: bool = False,
          next_state: Optional[Callable] = None,
          emitted: Optional[Callable] = None) -> Tensors:
    xs = normal(LENGTH, BATCH, INPUTS)
    w, u, b = per_gate(given)

    def step(x: Tensor, h: Tensor, c: Tensor):
        i, f, g, o = (torch.tensordot(x, w, 1) + torch.tensordot(h, u, 1)
                      + b).unbind(-2)
        if peephole:
            i, f = i + given["p"] * c, f + given["q"] * c
        i, f, g = i.sigmoid(), f.sigmoid(), g.tanh()
        c = next_state(i, c, g) if next_state else f * c + i * g
        o = (o + given["p"] * c if peephole else o).sigmoid()
        h = o * c.tanh()
        return h, c, emitted(h, f) if emitted else h

    return record(model, given, xs, scan(xs, step))


@network("Recurrence/other-cells")
def other_cells() -> Tensors:
    given = draw(w=(HIDDEN, BOTH), b=(HIDDEN,))
    xs = normal(LENGTH, BATCH, INPUTS)

    def rnn(x: Tensor, h: Tensor, c: Tensor):
        h = (torch.cat([h, x], 1) @ given["w"].T + given["b"]).tanh()
        return h, c, h

    return {**other("Coupled", gate_weights("b"),
                    next_state=lambda i, c, g: (1 - i) * c + i * g),
            **other("Peephole", {**gate_weights("b"),
                                 **draw(p=(HIDDEN,), q=(HIDDEN,))},
                    peephole=True),
            **other("ExtraUser", gate_weights("b"),
                    emitted=lambda h, f: h * 0.5 + f * 0.5),
            **record("Rnn", given, xs, scan(xs, rnn))}


def add_library(kind: str) -> None:
    @network(f"Recurrence/library-{kind.lower()}")
    def run() -> Tensors:
        layers = randomized(getattr(torch.nn, kind)(
            INPUTS, HIDDEN, num_layers=2, bidirectional=True))
        xs = normal(LENGTH, BATCH, INPUTS)
        given = {f"layers.{name}": weight
                 for name, weight in layers.state_dict().items()}
        return record(kind.title(), given, xs, layers(xs)[0])


for kind in ("LSTM", "GRU", "RNN"):
    add_library(kind)
