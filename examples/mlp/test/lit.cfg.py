# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""lit's configuration for the tests of one model.

A pattern to copy for a model of one's own, with nothing in it from dlc's
sources: docs/Testing.md. Needs `dlc` on the PATH.
"""

import os
import subprocess

import lit.formats

config.name = "mlp"
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".test"]
config.test_source_root = os.path.dirname(__file__)
# Where tests leave their files (%t), below the folder lit is called in.
config.test_exec_root = os.path.join(os.getcwd(), "build", "mlp-test")

# FileCheck and not, which Debian keeps beside the other tools of LLVM.
llvm_tools = subprocess.check_output(
    ["llvm-config-19", "--bindir"], text=True).strip()
config.environment["PATH"] = os.pathsep.join(
    [config.environment["PATH"], llvm_tools])

config.substitutions += [
    ("%model", os.path.join(config.test_source_root, "..", "mlp.dl")),
    ("%weights", os.path.join(config.test_source_root, "..",
                              "mlp.safetensors")),
]
