//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Remarks as JSON.
//
//===----------------------------------------------------------------------===//

#include "dlc/Remark.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

std::string dlc::toJson(const Remark &remark) {
  llvm::json::Object object{{"pass", remark.pass},
                            {"missed", remark.isMissed},
                            {"message", remark.message}};
  if (remark.line != 0) {
    object["file"] = llvm::json::fixUTF8(remark.file);
    object["line"] = remark.line;
    object["column"] = remark.column;
  }
  if (!remark.layerPath.empty())
    object["layer"] = remark.layerPath;
  std::string text;
  llvm::raw_string_ostream(text) << llvm::json::Value(std::move(object));
  return text;
}
