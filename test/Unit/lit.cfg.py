# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""lit's configuration for the GoogleTest programs, which lie in the build tree.

Loaded by lit.site.cfg.py, which CMake makes. The names of the programs end in
"Tests"; lit asks each of them for its tests and counts these one by one.
"""

import lit.formats

config.name = "dlc-unit"
config.test_format = lit.formats.GoogleTest(".", "Tests")
config.test_source_root = config.unit_test_dir
config.test_exec_root = config.unit_test_dir

if config.sanitizers:
    config.environment["ASAN_OPTIONS"] = config.asan_options
