# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the tables of cases are written with.

    case("clamp", "low_only", "clamp(x, low = 0)",
         lambda x: x.clamp(min=0), x=normal(3, 7))

adds the function `low_only` to Operations/clamp.dl: its body is the expression,
its parameters are the tensors, and what it returns is compared with what the
lambda makes of the same tensors in f64.

    layer("linear", "WithoutBias", "nn.Linear(33, 19, use_bias = false)",
          lambda: torch.nn.Linear(33, 19, bias=False), x=normal(5, 33))

adds a model with that layer to Operations/linear.dl. Weights are PyTorch's,
under PyTorch's names.
"""

import copy
from dataclasses import dataclass, field
from typing import Callable, Dict, List, Optional

import torch
from torch import Tensor

Tensors = Dict[str, Tensor]
# Draws a tensor. Tables hold these and not tensors, so that what one case draws
# does not depend on the cases before it.
Draw = Callable[[], Tensor]


@dataclass
class Case:
    """One function of a model, with a layer or without."""

    file: str
    name: str
    dl: str
    torch: Callable
    inputs: Dict[str, Draw]
    # What to write instead of the types that tensors have: named dimensions,
    # element types. Results are `output`, or have the names they are given.
    types: Dict[str, str] = field(default_factory=dict)
    # For layers: how to construct it here and there, and what to call.
    layer: str = ""
    module: Optional[Callable[[], torch.nn.Module]] = None
    training: bool = False
    # Where a file would take long, from 1 on.
    part: int = 0
    # f32 and f64 are tests of their own.
    real_apart: bool = False

    @property
    def stem(self) -> str:
        return f"{self.file}-part{self.part}" if self.part else self.file


CASES: List[Case] = []


def case(file: str, name: str, dl: str, function: Callable,
         types: Optional[Dict[str, str]] = None, training: bool = False,
         **inputs: Draw) -> None:
    """Adds a function. `dl` is an expression, or the statements of a body;
    `function` takes the inputs in order and returns a tensor or, for several
    results, a dictionary of them in the order of the tuple that `dl` is."""
    CASES.append(Case(file, name, dl, function, inputs, types or {},
                      training=training))


def layer(file: str, name: str, construction: str,
          module: Callable[[], torch.nn.Module], call: str = "",
          function: Optional[Callable] = None, training: bool = False,
          types: Optional[Dict[str, str]] = None, **inputs: Draw) -> None:
    """Adds a model with one layer, called with the inputs; `call` says how if
    that is more than `tested(x)`, and `function(module, x)` the same in Python.
    While `training`, states are compared after the call, too."""
    CASES.append(Case(
        file, name, call or f"tested({', '.join(inputs)})",
        function or (lambda module, *tensors: module(*tensors)),
        inputs, types or {}, construction, module, training))


def split(file: str, size: int) -> None:
    """Puts the cases of a file into several of at most `size` cases: none may
    take a second."""
    for i, case in enumerate(case for case in CASES if case.file == file):
        case.part = i // size + 1


def split_real(file: str) -> None:
    """Makes two tests of each part of a file, for f32 and for f64, where a
    single case takes a second."""
    for case in CASES:
        case.real_apart |= case.file == file


# Tensors. Floating point ones are f64 with values that f32 holds exactly, so
# that both of dlc's precisions compute from the same numbers.


def normal(*shape: int, scale: float = 1.0) -> Draw:
    return lambda: (torch.randn(shape) * scale).double()


def uniform(low: float, high: float, *shape: int) -> Draw:
    """Inside (low, high), where rounding to f32 may end on neither bound."""
    return lambda: (torch.rand(shape) * (high - low) + low).clamp(
        low + 1e-6, high - 1e-6).double()


def positive(*shape: int) -> Draw:
    return uniform(0.05, 4.0, *shape)


def quarters(*shape: int, limit: int = 8) -> Draw:
    """Multiples of 1/4 with ties and zeros among them, for what jumps there."""
    return lambda: torch.randint(-limit, limit + 1, shape).double() / 4


def distinct(*shape: int) -> Draw:
    """No two elements are equal, nor nearly: for what orders them."""
    def draw() -> Tensor:
        count = torch.Size(shape).numel()
        return ((torch.randperm(count) - count // 2).double() / 8).reshape(shape)
    return draw


def integers(low: int, high: int, *shape: int,
             dtype: torch.dtype = torch.int64) -> Draw:
    """In [low, high)."""
    return lambda: torch.randint(low, high, shape, dtype=dtype)


def booleans(*shape: int, p: float = 0.5) -> Draw:
    return lambda: torch.rand(shape) < p


def values(*numbers, dtype: torch.dtype = torch.float64) -> Draw:
    """These numbers, in one axis."""
    def draw() -> Tensor:
        tensor = torch.tensor(numbers, dtype=dtype)
        return tensor.float().double() if dtype == torch.float64 else tensor
    return draw


nan, inf = float("nan"), float("inf")
# What floating point operations meet at their edges.
SPECIAL = (nan, inf, -inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -3.0, 30.0,
           -30.0, 1e-20, -1e-20)


def special() -> Draw:
    return values(*SPECIAL)


def special_pairs(first: bool) -> Draw:
    """With its partner, every pair of edges."""
    edges = (nan, inf, -inf, 0.0, -0.0, 1.0, -1.0, 2.5, -3.0)
    return values(*(a if first else b for a in edges for b in edges))


# Evaluation.


def randomize(module: torch.nn.Module) -> torch.nn.Module:
    """Gives what starts as zeros and ones (running statistics, the weights of
    normalisations) other values, all of which f32 holds exactly."""
    for name, tensor in module.state_dict().items():
        if "running_var" in name:
            tensor.copy_(torch.rand_like(tensor) + 0.5)
        elif "num_batches" in name:
            tensor += 7
        elif tensor.is_floating_point() and (
                "running_mean" in name or bool((tensor == 0).all())
                or bool((tensor == 1).all())):
            tensor.copy_(torch.randn_like(tensor))
    return module


def named(results) -> Tensors:
    if isinstance(results, Tensor):
        return {"output": results}
    return dict(results)


@dataclass
class Recording:
    """What a case becomes: tensors before and after, with the results in f32
    as PyTorch rounds them."""

    inputs: Tensors
    weights: Tensors
    outputs: Tensors
    states: Tensors
    rounded: Tensors
    # The names of the weights that are trained.
    parameters: List[str] = field(default_factory=list)
    # Empty where there are none to compare.
    gradients: Tensors = field(default_factory=dict)
    rounded_gradients: Tensors = field(default_factory=dict)


def record(case: Case) -> Recording:
    from cases import derivatives

    with torch.no_grad():
        inputs = {name: draw() for name, draw in case.inputs.items()}
        module, small, weights, states = None, None, {}, {}
        if case.module:
            module = randomize(case.module()).train(case.training)
            weights = {f"tested.{name}": tensor.double() if
                       tensor.is_floating_point() else tensor.clone()
                       for name, tensor in module.state_dict().items()}
            small = copy.deepcopy(module)
            module = module.double()
        narrow = {name: tensor.float() if tensor.dtype == torch.float64
                  else tensor for name, tensor in inputs.items()}
        before = copy.deepcopy((module, small))
        if module:
            outputs = named(case.torch(module, *inputs.values()))
            rounded = named(case.torch(small, *narrow.values()))
        else:
            outputs = named(case.torch(*inputs.values()))
            rounded = named(case.torch(*narrow.values()))
        if case.training and module:
            states = {f"tested.{name}": tensor.clone()
                      for name, tensor in module.named_buffers()}
        parameters = [f"tested.{name}" for name, _ in
                      module.named_parameters()] if module else []
        gradients, rounded_gradients = {}, {}
        if derivatives.is_differentiable(case, inputs, module, outputs):
            gradients = derivatives.differentiate(case, before[0], inputs)
            rounded_gradients = derivatives.differentiate(case, before[1],
                                                          narrow)
    return Recording(inputs, weights, outputs, states, rounded, parameters,
                     gradients, rounded_gradients)
