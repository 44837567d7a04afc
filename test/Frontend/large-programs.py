#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes a program that no person would write.

    large-programs.py [--size BYTES] NAME > FILE.dl

The names are those of the functions below. Without --size, programs have three
megabytes, but for those of a thousand parts.
"""

import argparse
import random
import sys

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


def thousand_members(_: int) -> str:
    """A model of a thousand layers, each with a line of its own."""
    sizes = [8 + i % 3 for i in range(1001)]
    members = [f"  dense{i} = nn.Linear({sizes[i]}, {sizes[i + 1]})"
               for i in range(1000)]
    statements = [f"    y = dense{i}(y)" for i in range(1000)]
    return "import nn\n" + MODEL.format(
        name="Thousand", members="\n".join(members), inputs=sizes[0],
        outputs=sizes[-1], statements="\n".join(statements))


def thousand_elements(_: int) -> str:
    """The same as a list."""
    return "import nn\n" + MODEL.format(
        name="Thousand",
        members="  dense = [nn.Linear(8, 8) for i in 0..1000]", inputs=8,
        outputs=8, statements="    for stage in dense { y = stage(y) }")


def layers(size: int) -> str:
    """Layers and a model that has one in a hundred of them."""
    count = size // len(LAYER)
    text = "import nn\n" + "".join(LAYER.format(i=i) for i in range(count))
    # An operation of a graph costs more than a line of source.
    used = range(0, count, 100)
    return text + MODEL.format(
        name="Large",
        members="\n".join(f"  block{i} = Block{i}(4)" for i in used),
        inputs=4, outputs=4,
        statements="\n".join(f"    y = block{i}(y)" for i in used))


def models(size: int) -> str:
    """Models, each of which is checked."""
    model = MODEL.format(
        name="Large{i}", members="  dense = nn.Linear(4, 4)", inputs=4,
        outputs=4, statements="    y = dense(y) // {filler}").replace("\n\n",
                                                                    "\n")
    model = model.replace("{", "{{").replace("}", "}}").replace(
        "{{i}}", "{i}").replace("{{filler}}", "x" * 400)
    return "import nn\n" + "".join(
        model.format(i=i) for i in range(size // len(model)))


def one_line(size: int) -> str:
    """Source without a line end."""
    text = layers(size).replace("/// A block of a large program.\n", "")
    return text.replace("\n", " ")


def unknown_names(size: int) -> str:
    """An error in each twelve bytes."""
    names = ", ".join(f"name{i}" for i in range(size // 12))
    return f"fn f() {{ return [{names}] }}\n"


def garbage(size: int) -> bytes:
    """Bytes that are no text."""
    return random.Random(1).randbytes(size)


def printable_garbage(size: int) -> bytes:
    """Characters in any order."""
    return garbage(size).translate(bytes(32 + i % 95 for i in range(256)))


def parentheses(size: int) -> str:
    return "(" * size


def nested_parentheses(size: int) -> str:
    return "fn f(x) { return " + "(" * size


def braces(size: int) -> str:
    return "fn f(x) " + "{" * size


def closing_braces(size: int) -> str:
    return "}" * size


def comments(size: int) -> str:
    return "// nothing but comments\n" * (size // 24)


def documentation(size: int) -> str:
    return ("/// nothing but comments\n" * (size // 25)
            + "fn f(x) { return x }\n")


def blank_lines(size: int) -> str:
    return "\n" * size


def long_name(size: int) -> str:
    return "fn f(x) { return " + "n" * size + " }\n"


def long_string(size: int) -> str:
    return 'fn f(x) { return "' + "s" * size + '" }\n'


def long_sum(size: int) -> str:
    return "fn f(x) { return x" + " + x" * (size // 4) + " }\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--size", type=int, default=3 << 20)
    arguments = parser.parse_args()
    program = globals()[arguments.name](arguments.size)
    sys.stdout.buffer.write(
        program if isinstance(program, bytes) else program.encode())


if __name__ == "__main__":
    main()
