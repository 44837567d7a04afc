# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Activations."""

from torch import Tensor

from opinfo.translation import Builder, TRANSLATIONS, translates


# Those that PyTorch computes of integers, too.
_REAL = ("softsign", "tanhshrink")

for name, template in {
        "relu": "relu", "relu6": "relu6", "selu": "selu", "silu": "silu",
        "mish": "mish", "softsign": "softsign", "logsigmoid": "log_sigmoid",
        "hardsigmoid": "hardsigmoid", "hardswish": "hardswish",
        "tanhshrink": "tanhshrink"}.items():
    def translate(b: Builder, x: Tensor, inplace: bool = False,
                  template: str = template):
        return f"{template}({b.real(x) if template in _REAL else b(x)})"
    TRANSLATIONS[f"nn.functional.{name}"] = translate


@translates("nn.functional.leaky_relu")
def leaky_relu(b: Builder, x, negative_slope=0.01, inplace=False):
    return f"leaky_relu({b(x)}, slope = {b(negative_slope)})"


@translates("nn.functional.elu", "nn.functional.celu")
def elu(b: Builder, x, alpha=1.0, inplace=False):
    return f"{b.operator.split('.')[-1]}({b(x)}, alpha = {b(float(alpha))})"


@translates("nn.functional.gelu")
def gelu(b: Builder, x, approximate="none"):
    return f"gelu({b(x)}, approximate = {b(approximate)})"


@translates("nn.functional.softplus")
def softplus(b: Builder, x, beta=1, threshold=20):
    return f"softplus({b(x)}, beta = {b(beta)}, linear_from = {b(threshold)})"


@translates("nn.functional.hardtanh")
def hardtanh(b: Builder, x, min_val=-1.0, max_val=1.0, inplace=False):
    return (f"hardtanh({b(x)}, low = {b.number(min_val, x.dtype)}, "
            f"high = {b.number(max_val, x.dtype)})")


@translates("nn.functional.hardshrink", "nn.functional.softshrink")
def shrink(b: Builder, x, lambd=0.5):
    return f"{b.operator.split('.')[-1]}({b(x)}, bound = {b(lambd)})"


@translates("nn.functional.threshold")
def threshold(b: Builder, x, threshold, value, inplace=False):
    return (f"threshold({b(x)}, {b.number(threshold, x.dtype)}, "
            f"{b.number(value, x.dtype)})")


@translates("nn.functional.glu")
def glu(b: Builder, x, dim=-1):
    return f"glu({b(x)}, axis = {dim})"


@translates("nn.functional.prelu")
def prelu(b: Builder, x, weight):
    name = b(x)
    slope = b(weight)
    if weight.dim() and x.dim() > 1:
        axis = "1" if weight.numel() > 1 else ""
        slope = (f"broadcast({slope}, shape({name}), axes = [1])" if axis
                 else f"broadcast(reshape({slope}, []), shape({name}))")
    elif weight.dim() and x.dim() == 0:
        slope = f"reshape({slope}, [])"
    return f"select({name} > 0, {name}, {slope} * {name})"
