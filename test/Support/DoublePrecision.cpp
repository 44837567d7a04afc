//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Graphs in f64.
//
//===----------------------------------------------------------------------===//

#include "DoublePrecision.h"

#include "llvm/Support/Regex.h"

using namespace dlc;

std::string test::printInF64(mlir::ModuleOp module) {
  std::string text, result;
  llvm::raw_string_ostream stream(text);
  module.print(stream);
  llvm::StringRef rest = text;
  // Types stand in brackets and behind colons, and are no part of a name.
  static const llvm::Regex type("[x< ](bf16|f32)[>, }\n]");
  llvm::SmallVector<llvm::StringRef> matches;
  while (type.match(rest, &matches)) {
    result += rest.take_front(matches[1].data() - rest.data()).str() + "f64";
    rest = rest.drop_front(matches[1].end() - rest.data());
  }
  return result + rest.str();
}
