#!/usr/bin/env python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes a network compute what its gradients are like.

    differentiate.py MODEL.dl REFERENCES.safetensors [PATTERN=REPLACEMENT]...

Writes the model with another `forward`, of which the result has two numbers for
each gradient of sum(output * weights), with respect to the inputs of the type
real and each parameter among the references: the sum of its elements times
weights, and the sum of their squares. The patterns, regular expressions, make members of the
names of weights; `.0` is `[0]` as it is. See cases/derivatives.py for the
weights.
"""

import json
import re
import sys
from pathlib import Path
from typing import List

from cases.weighted import WEIGHTED


def parameters(references: Path) -> List[str]:
    content = references.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    # With or without other tensors.
    names = [name.removeprefix("weight.")
             for name in json.loads(content[8:start])
             if not re.match(r"__metadata__|input\.|output\.|state\.", name)]
    return [name for name in sorted(names)
            if not re.search(r"\.(running_\w+|num_batches_tracked)$", name)]


def main(model: str, references: str, *renamings: str) -> None:
    members = []
    for name in parameters(Path(references)):
        for renaming in renamings:
            pattern, _, replacement = renaming.partition("=")
            name = re.sub(pattern, replacement, name)
        members.append(re.sub(r"\.(\d+)\b", r"[\1]", name))
    before, forward, after = Path(model).read_text().rpartition("  fn forward(")
    given = after[:after.index(")")]
    inputs = re.findall(r"(\w+): (\w+)\[", given)
    variables = [name for name, type in inputs if type == "real"] + members
    print(f"""{before}  fn forward({given}) -> real[{2 * len(variables)}] {{
    let result = original({', '.join(name for name, _ in inputs)})
    let all = gradients(weighted(result, 0), [{', '.join(variables)}])
    return stack([weighted(g, 0) for g in as_list(all)]
                     + [sum(g * g) for g in as_list(all)])
  }}

  fn original({after}
{WEIGHTED}""")


if __name__ == "__main__":
    main(*sys.argv[1:])
