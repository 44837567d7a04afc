# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One framework with one model, in a process of its own:

    python -m harness.worker FRAMEWORK JOB PROCESSORS

JOB is a `Job` as JSON, PROCESSORS the processors to run on. Requests and
answers are lines of JSON, on standard input and output; what the framework
itself prints goes to standard error.

At first the worker says, unasked, when the framework was loaded and when the
first result was there, in seconds of the monotonic clock, and the distance of
that result from the reference. Then, for {"seconds": s}, it calls for so long
and answers with the time of each call.
"""

import importlib
import json
import math
import os
import resource
import sys
import time
from typing import List

clock = time.perf_counter


def distance(actual, expected) -> float:
    """max|a - b| / max|b|; infinite where shapes differ or numbers are no
    numbers."""
    import numpy as np
    if actual.shape != expected.shape or not np.isfinite(actual).all():
        return math.inf
    difference = np.abs(actual.astype(np.float64) - expected).max()
    return float(difference / np.abs(expected).max())


def time_calls(call, seconds: float, slow: bool) -> List[float]:
    """The times of calls one after the other, at least one. Others have used
    the caches meanwhile, so calls that are not `slow` warm up first."""
    if not slow:
        end = clock() + seconds / 10
        call()
        while clock() < end:
            call()
    times = []
    begin = clock()
    while True:
        start = clock()
        call()
        end = clock()
        times.append(end - start)
        if end - begin >= seconds:
            return times


def summarize(times: List[float]) -> dict:
    ordered = sorted(times)

    def quantile(fraction: float) -> float:
        return ordered[round(fraction * (len(ordered) - 1))]
    return {"calls": len(ordered), "least": ordered[0],
            "p05": quantile(0.05), "median": quantile(0.5),
            "p95": quantile(0.95)}


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(value: dict) -> None:
        print(json.dumps(value), file=answers, flush=True)

    name, processors = sys.argv[1], json.loads(sys.argv[3])
    os.sched_setaffinity(0, processors)
    try:
        from frameworks import Job, module_name
        job = Job(**json.loads(sys.argv[2]))
        module = importlib.import_module(f"frameworks.{module_name(name)}")
        framework = module.Framework(job)
        answer({"imported": time.monotonic(),
                "versions": framework.versions()})
        framework.open()
        framework.call()
        first = time.monotonic()

        import numpy as np
        reference = np.load(job.path("reference.npy"))
        answer({"first": first,
                "distance": distance(framework.output(), reference)})
        last = 0.0
        for line in sys.stdin:
            request = json.loads(line)
            times = time_calls(framework.call, request["seconds"],
                               slow=last > request["seconds"])
            last = min(times)
            # Calls that go wrong later are wrong, too.
            answer({**summarize(times),
                    "distance": distance(framework.output(), reference)})
        usage = resource.getrusage(resource.RUSAGE_SELF)
        answer({"peak_memory": usage.ru_maxrss * 1024})
    except Exception as error:  # whatever a framework raises
        kind = ("missing" if isinstance(error, ModuleNotFoundError)
                else "failed")
        lines = str(error).strip().splitlines() or [type(error).__name__]
        answer({kind: lines[0]})


if __name__ == "__main__":
    main()
