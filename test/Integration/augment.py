#!/usr/bin/python3
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks what the random functions of the library do to images.

    augment.py {images,numbers,streams,seeds} augment.dl --work FOLDER

Properties that hold for any numbers, and moments within five standard errors;
the bits themselves are compared with JAX's in the unit tests.
"""

import argparse
import subprocess
from pathlib import Path
from typing import List

import numpy as np

COUNT = 500
SHAPE = (COUNT, 2, 5, 4)

failures = 0


def expect(good: bool, what: str) -> None:
    global failures
    failures += not good
    print(f"{'ok' if good else 'FAILED'}: {what}", flush=True)


def near(values: np.ndarray, mean: float, variance: float, what: str) -> None:
    """Are the values a sample with these moments?"""
    error = abs(values.mean() - mean) / np.sqrt(variance / values.size)
    expect(error < 5, f"{what}: mean {values.mean():.4f}, expected {mean:.4f}")


class Runner:
    def __init__(self, model: Path, work: Path) -> None:
        self.model, self.work = model, work
        self.x = np.random.default_rng(1).normal(size=SHAPE).astype("f4")
        work.mkdir(parents=True, exist_ok=True)
        np.save(work / "x.npy", self.x)

    def __call__(self, function: str, *options: str,
                 outputs: int = 1) -> List[np.ndarray]:
        names = (["output"] if outputs == 1
                 else [f"output{i}" for i in range(outputs)])
        command = ["dlc", "run", str(self.model), "--function", function,
                   "--input", "x=x.npy", *options]
        for name in names:
            command += ["--output", f"{name}={name}.npy"]
        subprocess.run(command, cwd=self.work, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return [np.load(self.work / f"{name}.npy") for name in names]


def check_images(run: Runner) -> None:
    x = run.x
    [y] = run("flip")
    same = (y == x).all(axis=(1, 2, 3))
    mirrored = (y == x[..., ::-1]).all(axis=(1, 2, 3))
    expect((same ^ mirrored).all(), "an image is mirrored or as it was")
    near(mirrored, 0.25, 0.25 * 0.75, "mirrored images")

    [y] = run("crop")
    wide = np.pad(x, ((0, 0), (0, 0), (2, 2), (2, 2)))
    places = np.zeros((5, 5))
    for image, padded in zip(y, wide):
        found = [(i, j) for i in range(5) for j in range(5)
                 if (padded[:, i:i + 5, j:j + 4] == image).all()]
        if found:
            places[found[0]] += 1
    expect(places.sum() == COUNT, "every crop is a part of the padded image")
    expect(places.min() > 0, "every part is cut out at times")


def check_numbers(run: Runner) -> None:
    [y] = run("noise")
    noise = (y - run.x) / 3
    near(noise, 0, 1, "noise")
    near(noise ** 2, 1, 2, "noise squared")
    near(noise ** 4, 3, 96, "noise to the fourth")

    [y] = run("uniform")
    expect(y.min() >= -2 and y.max() < 6, "uniform numbers lie in [-2, 6)")
    near(y, 2, 64 / 12, "uniform numbers")

    [y] = run("drop")
    expect((y == run.x).all(), "dropout does nothing in evaluation")
    [y] = run("drop", "--training")
    kept = y != 0
    near(kept, 0.75, 0.25 * 0.75, "elements that dropout keeps")
    expect(np.allclose(y[kept], run.x[kept] / 0.75, rtol=1e-6),
           "dropout scales what it keeps")


def check_streams(run: Runner) -> None:
    equal, other = run("streams", outputs=2)
    expect((equal == 0).all(), "draws of one stream are equal")
    near(other ** 2, 2, 8, "draws of two streams differ")
    [y] = run("steps")
    # Numbers come back rounded from having been added to x.
    rows = {row.round(3).tobytes() for row in y}
    expect(len(rows) == COUNT, "every step of a scan draws anew")
    near(y, 0.5, 1 / 12, "draws of steps")


def check_seeds(run: Runner) -> None:
    [first] = run("noise", "--seed", "7")
    [again] = run("noise", "--seed", "7", "--threads", "1")
    [other] = run("noise", "--seed", "8")
    [slow] = run("noise", "--seed", "7", "--interpret")
    expect(first.tobytes() == again.tobytes(), "a seed gives the same bits")
    expect((first != other).mean() > 0.99, "another seed other numbers")
    expect(np.abs(first - slow).max() < 1e-5, "interpreted, the same numbers")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    checks = {"images": check_images, "numbers": check_numbers,
              "streams": check_streams, "seeds": check_seeds}
    parser.add_argument("what", choices=checks)
    parser.add_argument("model", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    run = Runner(arguments.model.resolve(), arguments.work)
    checks[arguments.what](run)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
