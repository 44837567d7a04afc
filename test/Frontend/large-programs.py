#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes a program that no person would write.

    large-programs.py NAME > FILE.dl

The names are those of the functions below.
"""

import random
import sys

TEN_MEGABYTES = 10 << 20

LAYER = """
/// A block of a large program.
layer Block{i}(size: int, expansion: int = 4) {{
  widen = nn.Linear(size, expansion * size)
  narrow = nn.Linear(expansion * size, size)
  param scale: real[size] = init.constant(0.1)

  fn forward(x: real[N, size]) -> real[N, size] {{
    let y = x |> widen |> relu |> narrow
    return x + scale * y
  }}
}}
"""

MODEL = """
model {name} {{
{members}
  fn forward(x: real[N, {inputs}]) -> real[N, {outputs}] {{
    var y = x
{statements}
    return y
  }}
}}
"""


def thousand_members() -> str:
    """A model of a thousand layers, each with a line of its own."""
    sizes = [8 + i % 3 for i in range(1001)]
    members = [f"  dense{i} = nn.Linear({sizes[i]}, {sizes[i + 1]})"
               for i in range(1000)]
    statements = [f"    y = dense{i}(y)" for i in range(1000)]
    return "import nn\n" + MODEL.format(
        name="Thousand", members="\n".join(members), inputs=sizes[0],
        outputs=sizes[-1], statements="\n".join(statements))


def thousand_elements() -> str:
    """The same as a list."""
    return "import nn\n" + MODEL.format(
        name="Thousand",
        members="  dense = [nn.Linear(8, 8) for i in 0..1000]", inputs=8,
        outputs=8, statements="    for stage in dense { y = stage(y) }")


def layers() -> str:
    """10 MB of layers and a model that has one of each."""
    count = TEN_MEGABYTES // len(LAYER)
    text = "import nn\n" + "".join(LAYER.format(i=i) for i in range(count))
    # An operation of a graph costs more than a line of source.
    used = range(0, count, 100)
    return text + MODEL.format(
        name="Large",
        members="\n".join(f"  block{i} = Block{i}(4)" for i in used),
        inputs=4, outputs=4,
        statements="\n".join(f"    y = block{i}(y)" for i in used))


def models() -> str:
    """10 MB of models, each of which is checked."""
    model = MODEL.format(
        name="Large{i}", members="  dense = nn.Linear(4, 4)", inputs=4,
        outputs=4, statements="    y = dense(y) // {filler}").replace("\n\n",
                                                                    "\n")
    model = model.replace("{", "{{").replace("}", "}}").replace(
        "{{i}}", "{i}").replace("{{filler}}", "x" * 400)
    return "import nn\n" + "".join(
        model.format(i=i) for i in range(TEN_MEGABYTES // len(model)))


def one_line() -> str:
    """10 MB of source without a line end."""
    text = layers().replace("/// A block of a large program.\n", "")
    return text.replace("\n", " ")


def unknown_names() -> str:
    """A million errors."""
    names = ", ".join(f"name{i}" for i in range(TEN_MEGABYTES // 12))
    return f"fn f() {{ return [{names}] }}\n"


def garbage() -> bytes:
    """Bytes that are no text."""
    return random.Random(1).getrandbits(8 * TEN_MEGABYTES).to_bytes(
        TEN_MEGABYTES, "little")


def printable_garbage() -> bytes:
    """Characters in any order."""
    return bytes(32 + byte % 95 for byte in garbage())


def parentheses() -> str:
    return "(" * TEN_MEGABYTES


def nested_parentheses() -> str:
    return "fn f(x) { return " + "(" * TEN_MEGABYTES


def braces() -> str:
    return "fn f(x) " + "{" * TEN_MEGABYTES


def closing_braces() -> str:
    return "}" * TEN_MEGABYTES


def comments() -> str:
    return "// nothing but comments\n" * (TEN_MEGABYTES // 24)


def documentation() -> str:
    return ("/// nothing but comments\n" * (TEN_MEGABYTES // 25)
            + "fn f(x) { return x }\n")


def blank_lines() -> str:
    return "\n" * TEN_MEGABYTES


def long_name() -> str:
    return "fn f(x) { return " + "n" * TEN_MEGABYTES + " }\n"


def long_string() -> str:
    return 'fn f(x) { return "' + "s" * TEN_MEGABYTES + '" }\n'


def long_sum() -> str:
    return "fn f(x) { return x" + " + x" * (TEN_MEGABYTES // 4) + " }\n"


if __name__ == "__main__":
    program = globals()[sys.argv[1]]()
    sys.stdout.buffer.write(
        program if isinstance(program, bytes) else program.encode())
