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
  if (kernel.getResultTypes().size() != 1)
    return nullptr;
  auto type = graph::tensorOf(kernel.getResultValues().front());
  unsigned width = type.getElementTypeBitWidth();
  if (width != 32 && width != 64)
    return nullptr;
  for (auto *match : {matchTransposition, matchUnpacking, matchPanelPacking})
    if (auto movement = match(kernel, target.lanes(width / 8)))
      return movement;
  return nullptr;
}
