//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Remarks of passes.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/Remarks.h"

bool dlc::graph::parseRemark(llvm::StringRef text, llvm::StringRef &pass,
                             bool &isMissed, llvm::StringRef &message) {
  if (!text.consume_front("["))
    return false;
  auto [head, rest] = text.split("] ");
  if (rest.data() == nullptr || rest.empty())
    return false;
  isMissed = head.consume_back(", missed");
  pass = head;
  message = rest;
  return true;
}
