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

#include "Table.h"

#include <fmt/format.h>

using namespace dlc::tool;

void Table::print(std::FILE *stream) const {
  std::vector<size_t> widths(numeric.size());
  for (const auto &row : rows)
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  for (const auto &row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i)
      line += numeric[i] ? fmt::format("  {:>{}}", row[i], widths[i])
                         : fmt::format("  {:<{}}", row[i], widths[i]);
    line.erase(line.find_last_not_of(' ') + 1);
    fmt::print(stream, "{}\n", line);
  }
}
