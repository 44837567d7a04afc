//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Myers' algorithm ("An O(ND) difference algorithm and its variations", 1986):
// the shortest way from one corner of the grid of line pairs to the other,
// where diagonal steps are lines that both texts have. Texts that differ in
// too many places are not compared any closer, because time and memory grow
// with the square of that number.
//
//===----------------------------------------------------------------------===//

#include "dlc/Format/Diff.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <vector>

namespace {
using Lines = std::vector<llvm::StringRef>;

constexpr int kMaximumEdits = 2000;
constexpr size_t kContext = 3;

/// `count` lines of the first text are replaced by `otherCount` of the second.
struct Change {
  size_t begin, count;
  size_t otherBegin, otherCount;
};
} // namespace

/// Lines with their ends.
static Lines linesOf(llvm::StringRef text) {
  Lines lines;
  while (!text.empty()) {
    size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.take_front(length));
    text = text.drop_front(length);
  }
  return lines;
}

/// The changed lines of both sides, one by one, from the last to the first.
static bool shortestEdits(llvm::ArrayRef<llvm::StringRef> a,
                          llvm::ArrayRef<llvm::StringRef> b,
                          std::vector<bool> &removed,
                          std::vector<bool> &added) {
  const int n = static_cast<int>(a.size());
  const int m = static_cast<int>(b.size());
  const int limit = std::min(n + m, kMaximumEdits);
  // furthest[k + limit]: how far into `a` the best path on diagonal k gets.
  std::vector<int> furthest(2 * static_cast<size_t>(limit) + 3, 0);
  std::vector<std::vector<int>> history;
  auto at = [&](std::vector<int> &row, int k) -> int & {
    return row[static_cast<size_t>(k + limit + 1)];
  };
  for (int edits = 0; edits <= limit; ++edits) {
    for (int k = -edits; k <= edits; k += 2) {
      bool down = k == -edits ||
                  (k != edits && at(furthest, k - 1) < at(furthest, k + 1));
      int x = down ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      int y = x - k;
      while (x < n && y < m &&
             a[static_cast<size_t>(x)] == b[static_cast<size_t>(y)])
        ++x, ++y;
      at(furthest, k) = x;
      if (x < n || y < m)
        continue;
      // Found: walk back through what was the best before each edit.
      for (int step = edits; step > 0; --step) {
        std::vector<int> &row = history[static_cast<size_t>(step - 1)];
        auto reached = [&](int diagonal) {
          // Rows of the history begin at diagonal -(step - 1).
          int index = diagonal + step - 1;
          return index < 0 || index >= static_cast<int>(row.size())
                     ? -1
                     : row[static_cast<size_t>(index)];
        };
        int diagonal = x - y;
        bool added_line =
            diagonal == -step ||
            (diagonal != step && reached(diagonal - 1) < reached(diagonal + 1));
        int previousX =
            added_line ? reached(diagonal + 1) : reached(diagonal - 1);
        int previousY = previousX - (added_line ? diagonal + 1 : diagonal - 1);
        if (added_line)
          added[static_cast<size_t>(previousY)] = true;
        else
          removed[static_cast<size_t>(previousX)] = true;
        x = previousX, y = previousY;
      }
      return true;
    }
    std::vector<int> row;
    for (int k = -edits; k <= edits; ++k)
      row.push_back((k + edits) % 2 == 0 ? at(furthest, k) : -1);
    history.push_back(std::move(row));
  }
  return false;
}

static std::vector<Change> changesOf(const Lines &before, const Lines &after) {
  size_t shorter = std::min(before.size(), after.size());
  size_t head = 0;
  while (head < shorter && before[head] == after[head])
    ++head;
  size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  std::vector<bool> removed(before.size() - head - tail);
  std::vector<bool> added(after.size() - head - tail);
  if (!shortestEdits(llvm::ArrayRef(before).slice(head, removed.size()),
                     llvm::ArrayRef(after).slice(head, added.size()), removed,
                     added)) {
    removed.assign(removed.size(), true);
    added.assign(added.size(), true);
  }
  std::vector<Change> changes;
  size_t i = 0, j = 0;
  while (i < removed.size() || j < added.size()) {
    Change change = {i + head, 0, j + head, 0};
    while (i < removed.size() && removed[i])
      ++i, ++change.count;
    while (j < added.size() && added[j])
      ++j, ++change.otherCount;
    if (change.count + change.otherCount != 0)
      changes.push_back(change);
    else
      ++i, ++j;
  }
  return changes;
}

static void writeLine(llvm::raw_ostream &stream, char mark,
                      llvm::StringRef line) {
  bool isWhole = line.consume_back("\n");
  bool isWindows = line.consume_back("\r");
  stream << mark << line << (isWindows ? "^M\n" : "\n");
  if (!isWhole)
    stream << "\\ No newline at end of file\n";
}

/// "@@ -1,3 +1,4 @@"; a range without lines is named by the line before it.
static void writeRange(llvm::raw_ostream &stream, char mark, size_t begin,
                       size_t count) {
  stream << ' ' << mark << (count == 0 ? begin : begin + 1);
  if (count != 1)
    stream << ',' << count;
}

/// Changes whose contexts touch, as one hunk.
static void writeHunk(llvm::raw_ostream &stream, const Lines &before,
                      const Lines &after, llvm::ArrayRef<Change> changes) {
  const Change &first = changes.front();
  const Change &last = changes.back();
  size_t lead = std::min(first.begin, kContext);
  size_t end = std::min(last.begin + last.count + kContext, before.size());
  size_t trail = end - last.begin - last.count;
  stream << "@@";
  writeRange(stream, '-', first.begin - lead, end - first.begin + lead);
  writeRange(stream, '+', first.otherBegin - lead,
             last.otherBegin + last.otherCount + trail - first.otherBegin +
                 lead);
  stream << " @@\n";
  size_t line = first.begin - lead;
  for (const Change &change : changes) {
    for (; line < change.begin; ++line)
      writeLine(stream, ' ', before[line]);
    for (; line < change.begin + change.count; ++line)
      writeLine(stream, '-', before[line]);
    for (size_t i = 0; i < change.otherCount; ++i)
      writeLine(stream, '+', after[change.otherBegin + i]);
  }
  for (; line < end; ++line)
    writeLine(stream, ' ', before[line]);
}

std::string dlc::format::unifiedDiff(llvm::StringRef before,
                                     llvm::StringRef after) {
  Lines oldLines = linesOf(before);
  Lines newLines = linesOf(after);
  std::vector<Change> changes = changesOf(oldLines, newLines);
  std::string text;
  llvm::raw_string_ostream stream(text);
  for (size_t begin = 0; begin < changes.size();) {
    size_t end = begin + 1;
    while (end < changes.size() && changes[end].begin - changes[end - 1].begin -
                                           changes[end - 1].count <=
                                       2 * kContext)
      ++end;
    writeHunk(stream, oldLines, newLines,
              llvm::ArrayRef(changes).slice(begin, end - begin));
    begin = end;
  }
  return text;
}
