#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a command, which must not take more than it is allowed.

    bounded.py [--seconds S] [--megabytes M] [--times T] [--slowdown F]
               COMMAND...

Counted are seconds of the processor, which do not depend on what else the
machine is doing, and resident memory; with --times, the fastest of several
runs. The exit code is the command's, or 99 where it took too much.
Instrumented programs may take more: --slowdown multiplies what is allowed.
"""

import argparse
import os
import subprocess
import sys
import time


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--megabytes", type=float, default=512)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--slowdown", type=float, default=1)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()

    best = None
    for _ in range(arguments.times):
        start = time.monotonic()
        process = subprocess.Popen(arguments.command)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        figures = (usage.ru_utime + usage.ru_stime, wall,
                   usage.ru_maxrss / 1024)
        best = min(best or figures, figures)
    seconds, wall, megabytes = best
    code = os.waitstatus_to_exitcode(status)
    print(f"bounded.py: exit code {code}, {seconds:.3f} s of the processor, "
          f"{wall:.3f} s, {megabytes:.0f} MB", file=sys.stderr)
    factor = arguments.slowdown
    if (seconds > factor * arguments.seconds
            or megabytes > factor * arguments.megabytes):
        return 99
    # A signal is not the failure that `not` expects.
    return code if code >= 0 else 99


if __name__ == "__main__":
    sys.exit(main())
