# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Taking turns, comparing and reporting, with workers that say what a test
wants: `results.py FOLDER`, run by results.test.
"""

import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmark"))

from harness import chart, measuring, tables
from harness.processes import WorkerError
from harness.results import Results, ResultsError


class Worker:
    """A worker with a time for each round."""

    def __init__(self, name: str, times, log, distance: float = 0):
        self.name, self.times, self.log = name, list(times), log
        self.distance = distance

    def measure(self, seconds: float) -> dict:
        self.log.append(self.name)
        time = self.times.pop(0)
        if time is None:
            raise WorkerError("killed by signal 11")
        return {"median": time, "distance": self.distance}

    def kill(self) -> None:
        self.log.append(f"end of {self.name}")


def take_turns() -> dict:
    log = []
    workers = {
        "dlc": Worker("dlc", [2.0, 2.2, 1.0], log),
        "pytorch": Worker("pytorch", [3.0, 3.3, 3.6], log),
        "onnxruntime": Worker("onnxruntime", [1.0, 1.0, 1.0], log, 0.01),
        "openvino": Worker("openvino", [1.0, None], log),
        "jax": Worker("jax", [9.0] * 3, log, math.nan),
    }
    results = {name: {"status": "ok", "versions": {f"{name} package": "1.0"},
                      "first": {"process": 2.0, "loaded": 1.0}}
               for name in workers}
    measuring.take_turns(workers, results, measuring.Options(
        frameworks=list(workers), python="", build=Path(), rounds=3, seconds=1,
        twins=True, say=print))
    # Another one begins each time.
    assert log == [
        "dlc", "pytorch", "onnxruntime", "end of onnxruntime", "openvino",
        "jax", "end of jax",
        "pytorch", "openvino", "end of openvino", "dlc",
        "dlc", "pytorch"], log
    # What is wrong or fails is not fast.
    assert results["onnxruntime"]["status"] == "wrong"
    assert results["jax"]["status"] == "wrong"
    assert results["openvino"] == {
        **results["openvino"], "status": "failed",
        "reason": "killed by signal 11"}
    for result in results.values():
        assert ("rounds" in result) == (result["status"] == "ok"), result
        if "rounds" in result:
            measuring.summarize(result)
    assert results["dlc"]["seconds"] == 2.0
    assert math.isclose(results["dlc"]["spread"], 0.3)
    return {"case": "lenet5", "title": "LeNet-5", "batch": 1, "threads": 2,
            "frameworks": results, "date": "2026-01-02T03:04:05+00:00"}


def main() -> None:
    folder = Path(sys.argv[1])
    cell = take_turns()
    ratio, best = measuring.speedup(cell)
    # By rounds 1.5, 1.5 and 3.6.
    assert best == "pytorch" and math.isclose(ratio, 1.5), (ratio, best)

    results = Results(folder / "results.json")
    results.add(dict(cell))
    results.add({**cell, "batch": 8})
    results.add({**cell, "batch": 8, "date": "2026-01-05T00:00:00+00:00"})
    results.save()
    again = Results(folder / "results.json")
    assert len(again.cells) == 2 and again.dates() == "2026-01-02 to 2026-01-05"
    again.check_machine()
    again.machine = "another"
    try:
        again.check_machine()
        raise AssertionError("figures of two machines")
    except ResultsError:
        pass

    print(tables.report(Results(folder / "results.json")))
    (folder / "chart.svg").write_text(chart.draw(results))
    readme = folder / "README.md"
    readme.write_text(f"before\n{tables.BEGIN}\nold\n{tables.END}\nafter\n")
    assert tables.replace_between_markers(readme, "new")
    assert readme.read_text() == (
        f"before\n{tables.BEGIN}\n\nnew\n{tables.END}\nafter\n")
    json.loads((folder / "results.json").read_text())


if __name__ == "__main__":
    main()
