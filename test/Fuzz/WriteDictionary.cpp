//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes libFuzzer's dictionary to standard output.
//
//===----------------------------------------------------------------------===//

#include "Vocabulary.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

int main() {
  for (const std::string &word : dlc::fuzz::vocabulary()) {
    llvm::outs() << '"';
    for (char c : word)
      if (c == '"' || c == '\\')
        llvm::outs() << '\\' << c;
      else if (llvm::isPrint(c))
        llvm::outs() << c;
      else
        llvm::outs() << "\\x" << llvm::hexdigit(c >> 4 & 15)
                     << llvm::hexdigit(c & 15);
    llvm::outs() << "\"\n";
  }
  return 0;
}
