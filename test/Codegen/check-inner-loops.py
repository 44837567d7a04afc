"""Checks that the innermost loops of products keep their vectors in registers.

Reads x86 assembly from standard input. An innermost loop is a block that jumps
back to its own label; of a product, if it multiplies vectors and does not divide
them, as activations do. Prints how many there are and fails if one of them
touches the stack with a vector, or if there is none.
"""

import re
import sys

MULTIPLIES = re.compile(r"\s(vfn?madd\d+ps|vmulps|mulps)\s")
DIVIDES = re.compile(r"\sv?divps\s")
VECTOR_ON_STACK = re.compile(r"\(%rsp.*%[xyz]mm|%[xyz]mm.*\(%rsp")


def innermost_loops(lines):
    """The label of each innermost loop and its instructions."""
    label, block = None, []
    for line in lines:
        if found := re.match(r"(\.L\w+):", line):
            label, block = found[1], []
        elif line.startswith("\t") and not line.startswith("\t."):
            block.append(line)
        if jump := re.match(r"\tj\w+\t(\.L\w+)$", line):
            if jump[1] == label:
                yield label, block
            label, block = None, []


def main():
    loops = 0
    for label, block in innermost_loops(sys.stdin):
        if not any(map(MULTIPLIES.search, block)) or any(
                map(DIVIDES.search, block)):
            continue
        loops += 1
        if spilled := list(filter(VECTOR_ON_STACK.search, block)):
            sys.exit(f"{label}: vectors on the stack:\n{''.join(spilled)}")
    if not loops:
        sys.exit("no loop of a product")
    print(f"{loops} loops of products in registers")


main()
