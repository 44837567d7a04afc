# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""lit's configuration for the tests in this folder.

Loaded by lit.site.cfg.py, which CMake makes and which says where the build is.
Tests call `dlc`, `dlc-opt`, `FileCheck` and `not` by name and find them on the
PATH; docs/Testing.md says how to write one.
"""

import importlib.util
import os

import lit.formats

if not hasattr(config, "dlc_build_dir"):
    lit_config.fatal("run lit through build/bin/dlc-lit, which knows the build")

config.name = "dlc"
# A test that hangs fails. (Running lit without psutil is allowed, but then
# nobody stops such a test.)
if importlib.util.find_spec("psutil"):
    lit_config.maxIndividualTestTime = 300
# Run lines are bash scripts: a pipe fails when any part of it fails.
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".dl", ".mlir", ".test"]
# Inputs, Corpus: what tests and fuzzing read. Unit: a suite of its own.
config.excludes = ["Inputs", "Corpus", "Unit"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.dlc_build_dir, "test")

config.environment["PATH"] = os.pathsep.join([
    os.path.join(config.dlc_build_dir, "bin"),
    config.llvm_tools_dir,
    config.environment["PATH"],
])
# Messages and numbers must not depend on who runs the tests.
config.environment["LC_ALL"] = "C.UTF-8"
# Tests must not leave compiled scripts in the source tree.
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"
config.environment["HOME"] = os.path.expanduser("~")
# What a test sees was compiled by that test; those of the cache turn it on.
config.environment["DLC_CACHE_SIZE"] = "0"

# A program that is built against the library is instrumented like it.
if config.sanitizers:
    config.environment["ASAN_OPTIONS"] = config.asan_options
    config.environment["CXXFLAGS"] = "-fsanitize=" + config.sanitizers
    config.available_features.add("sanitizers")

fashion_mnist = "/usr/share/datasets/fashion-mnist"
if os.path.isdir(fashion_mnist):
    config.available_features.add("fashion-mnist")

integration = os.path.join(config.test_source_root, "Integration")
config.substitutions += [
    ("%python", config.python),
    # lit itself, for tests of other suites.
    ("%lit", config.lit),
    # The source tree, for examples/ and docs/.
    ("%dlc_source", config.dlc_source_dir),
    ("%dlc_build", config.dlc_build_dir),
    ("%fashion_mnist", fashion_mnist),
    # %compare A.npy B.safetensors:name --tolerance 1e-5
    ("%compare", f"{config.python} {integration}/compare.py"),
    # %bounded --seconds 5 --megabytes 512 COMMAND
    ("%bounded", f"{config.python} {config.test_source_root}/bounded.py"
     + (" --slowdown 30" if config.sanitizers else "")),
]
