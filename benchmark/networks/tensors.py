# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Safetensors files, read and written by the scripts of the tests."""

import sys

from harness.cases import ROOT

sys.path.append(str(ROOT / "test" / "Integration"))

from tensors import load_safetensors, save_safetensors  # noqa: E402
