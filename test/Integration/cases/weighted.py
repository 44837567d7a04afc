# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The number whose derivatives are compared: a function for models."""

WEIGHTED = """\
/// The elements of y, each times a number of its own, added up.
fn weighted(y, first: int) {
  let places = iota(numel(y), dtype = i64) + first
  let weights = cast(places * 37 % 64 * 2 - 57, y.dtype) / 64
  return sum(y * reshape(weights, shape(y)))
}
"""
