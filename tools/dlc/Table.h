//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Text in columns.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_TABLE_H
#define DLC_TOOLS_DLC_TABLE_H

#include <cstdio>
#include <string>
#include <vector>

namespace dlc::tool {

/// Rows of text in aligned columns.
class Table {
public:
  /// Columns of numbers are aligned to the right.
  explicit Table(std::vector<bool> numeric) : numeric(std::move(numeric)) {}
  void add(std::vector<std::string> row) { rows.push_back(std::move(row)); }
  void print(std::FILE *stream = stdout) const;

private:
  std::vector<bool> numeric;
  std::vector<std::vector<std::string>> rows;
};

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_TABLE_H
