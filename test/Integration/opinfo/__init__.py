# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Translations of PyTorch's operator samples into dlc's language: a function
for each operator, or a family of them, that takes a sample to an expression.
translation.py holds what they are written with.
"""
