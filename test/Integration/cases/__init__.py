# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What operations, functions and layers compute, in the words of dlc's language
and in PyTorch's: tables that make-references.py turns into tests. A family of
operations has a file here; tables.py holds what they are written with.
"""
