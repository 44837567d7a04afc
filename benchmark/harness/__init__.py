# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What benchmark/run is made of. Everything but worker.py and making.py, which
run in processes of their own, needs nothing but Python's standard library.
"""
