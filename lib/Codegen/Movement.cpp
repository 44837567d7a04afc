//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which kernels only move elements.
//
//===----------------------------------------------------------------------===//

#include "Movement.h"

using namespace dlc;
using namespace dlc::codegen;

std::unique_ptr<Movement> Movement::match(kernel::FuncOp kernel,
                                          const graph::VectorTarget &target) {
  for (auto *match : {matchTransposition, matchUnpacking, matchPanelPacking})
    if (std::unique_ptr<Movement> movement = match(kernel, target))
      return movement;
  return nullptr;
}
