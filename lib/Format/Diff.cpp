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
#include <cstdlib>
#include <vector>

namespace {
using Lines = std::vector<llvm::StringRef>;

constexpr ptrdiff_t kMaximumEdits = 2000;
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

namespace {
/// The search: paths with more and more edits, and for each number of them and
/// each diagonal k = x - y how far into `a` the best one leads.
class Search {
public:
  Search(llvm::ArrayRef<llvm::StringRef> a, llvm::ArrayRef<llvm::StringRef> b)
      : a(a), b(b) {}

  /// Marks the lines that only one side has; false where there are too many.
  bool run(std::vector<bool> &removed, std::vector<bool> &added);

private:
  using Row = std::vector<ptrdiff_t>;

  /// x on a diagonal after so many edits; -1 off the row.
  ptrdiff_t reached(ptrdiff_t edits, ptrdiff_t diagonal) const {
    if (edits < 0 || std::abs(diagonal) > edits)
      return -1;
    return rows[size_t(edits)][size_t(diagonal + edits)];
  }
  /// Does the best path to a diagonal come from above, by adding a line?
  bool comesByAdding(ptrdiff_t edits, ptrdiff_t diagonal) const {
    return reached(edits - 1, diagonal - 1) < reached(edits - 1, diagonal + 1);
  }
  ptrdiff_t afterEdit(ptrdiff_t edits, ptrdiff_t diagonal) const {
    if (edits == 0)
      return 0;
    return comesByAdding(edits, diagonal)
               ? reached(edits - 1, diagonal + 1)
               : reached(edits - 1, diagonal - 1) + 1;
  }

  llvm::ArrayRef<llvm::StringRef> a;
  llvm::ArrayRef<llvm::StringRef> b;
  std::vector<Row> rows;
};
} // namespace

bool Search::run(std::vector<bool> &removed, std::vector<bool> &added) {
  const auto n = ptrdiff_t(a.size()), m = ptrdiff_t(b.size());
  const ptrdiff_t limit = std::min(n + m, kMaximumEdits);
  for (ptrdiff_t edits = 0; edits <= limit; ++edits) {
    // Diagonals of the other parity are not reached.
    rows.emplace_back(size_t(2 * edits + 1), -1);
    for (ptrdiff_t k = -edits; k <= edits; k += 2) {
      ptrdiff_t x = afterEdit(edits, k);
      while (x < n && x - k < m && a[size_t(x)] == b[size_t(x - k)])
        ++x;
      rows.back()[size_t(k + edits)] = x;
      if (x < n || x - k < m)
        continue;
      for (; edits > 0; --edits) {
        x = afterEdit(edits, k);
        if (comesByAdding(edits, k)) {
          added[size_t(x - k - 1)] = true;
          ++k;
        } else {
          removed[size_t(x - 1)] = true;
          --k;
        }
      }
      return true;
    }
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
  llvm::ArrayRef<llvm::StringRef> a(before), b(after);
  Search search(a.slice(head, removed.size()), b.slice(head, added.size()));
  if (!search.run(removed, added)) {
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
