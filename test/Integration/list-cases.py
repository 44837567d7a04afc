#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Lists operations, functions and layers with the number of their cases.

    list-cases.py                 a line for each, see below
    list-cases.py --at-least 8    only what has fewer; fails if there is any
    list-cases.py --tolerances    cases that are allowed more in f32, and how much
    list-cases.py --tolerances Gradients    the same of their gradients

A line: the name, how many functions of Operations/*.dl call it or stand in the
file of its name, and the element types there.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Dict, Iterator, List, Set, Tuple

from tensors import load_safetensors

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

# Parts of others, which are tested in their stead, and what makes no tensors.
PARTS = """
    as_list attention_weights axis_from_start backwards even_zero
    joint_shape batch_share below_diagonal class_axis cropped equal_parts
    fans gain_of grid_place grid_positions kernel_padding label_weights
    moments numel output_size pad_positions pad_sides padded pixels_at
    product reduce_loss reduced_count repeated resize_axis scaled_size root
    share source_positions source_step surrounded trailing_axes
    transposed_image without_output_padding unbiased weigh_classes window_count x_log_x average
    RecurrentCell RecurrentLayers
""".split()
# Operations that programs do not call, and those of the language itself.
HIDDEN = """
    blocked_conv2d blocked_conv2d_filter_gradient blocked_depthwise_conv2d
    blocked_depthwise_conv2d_filter_gradient constant dimension extern fused next pack packed_gru_cell packed_lstm_cell
    packed_matmul random_fold random_split random_uniform scan unpack yield
""".split()
# Derivatives of all these cases are in Gradients, steps that clip and apply them
# in Training, and those that layers give themselves in own-gradients.dl.
DERIVATIVES = ["gradient", "gradients", "stop_gradient", "clip_gradients",
               "custom_gradient", "return_gradients", "apply_optimizer",
               "return_updated"]
# First values are tested in test/Frontend/initializers.dl and InitializerTest,
# optimizers in Training, changes of images by augment.py.
APART = ["init.dl", "optim.dl"]
AUGMENTATIONS = ["horizontal_flip", "crop", "noise"]


def library_names(library: Path) -> Iterator[str]:
    for path in sorted(library.rglob("*.dl")):
        if path.name not in APART:
            yield from re.findall(r"^(?:fn|layer) (\w+)\(", path.read_text(),
                                  re.MULTILINE)


def operation_names(reference: Path) -> List[str]:
    return re.findall(r"^### `graph\.(\w+)`", reference.read_text(),
                      re.MULTILINE)


def stem(path: Path) -> str:
    return re.sub(r"-part\d+$", "", path.stem)


def cases(folder: Path) -> Iterator[Tuple[str, str]]:
    """The file and the text of each function, with that of its layer."""
    for path in sorted(folder.glob("*.dl")):
        file = stem(path).replace("-", "_")
        for model in re.split(r"^model ", path.read_text(),
                              flags=re.MULTILINE)[1:]:
            head, *functions = re.split(r"^  fn ", model, flags=re.MULTILINE)
            for function in functions:
                yield file, head + function


def tolerances(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.safetensors")):
        for name, value in sorted(load_safetensors(path).items()):
            case, is_tolerance, output = name.partition(".tolerance.")
            if is_tolerance:
                yield f"{stem(path)}: {case}, {output}: {float(value):.2g}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--at-least", type=int, metavar="N")
    parser.add_argument("--tolerances", nargs="?", const="Operations",
                        metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.tolerances:
        print(*tolerances(HERE / arguments.tolerances / "references"), sep="\n")
        return

    names = {*operation_names(ROOT / "docs" / "reference" / "GraphDialect.md"),
             *library_names(ROOT / "lib" / "StandardLibrary")}
    names -= {*PARTS, *HIDDEN, *DERIVATIVES, *AUGMENTATIONS}
    counts: Dict[str, int] = dict.fromkeys(names, 0)
    types: Dict[str, Set[str]] = {name: set() for name in names}
    for file, text in cases(HERE / "Operations"):
        called = {*re.findall(r"(\w+)\(", text), file}
        for name in called & names:
            counts[name] += 1
            types[name] |= set(re.findall(
                r"\b(real|f32|f64|bf16|i64|i32|i8|u8|bool)\[", text))
    few = 0
    for name in sorted(names, key=lambda name: (name.lower(), name)):
        if arguments.at_least and counts[name] >= arguments.at_least:
            continue
        few += 1
        print(f"{name:30} {counts[name]:4}  {' '.join(sorted(types[name]))}")
    if arguments.at_least and few:
        sys.exit(f"error: {few} names have fewer than {arguments.at_least} "
                 "cases")


if __name__ == "__main__":
    main()
