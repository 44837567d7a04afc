//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What two snapshots have in common. Nodes are matched in rounds, in the order
// of the text, by less and less:
//
// 1. the operation, where it comes from and all that it is computed from;
// 2. the operation, its attributes and type, and where it comes from;
// 3. the operation and where it comes from.
//
// Addresses of operations would tell more, but are used again for others.
//
//===----------------------------------------------------------------------===//

#include "Comparison.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

using namespace dlc;
using namespace dlc::explain;

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

static std::string originKey(const Node &node) {
  // A function's label is its name.
  return node.name + '\0' + (node.isContainer ? "" : node.label) + '\0' +
         (node.name == "func.func" ? node.label
                                   : node.layer + '\0' + node.place);
}

static std::string signature(const Node &node) {
  return originKey(node) + '\0' + node.attributes + '\0' +
         (node.isContainer ? "" : node.type);
}

/// The signature with those of all that the node is computed from.
static std::vector<uint64_t> historyKeys(const Snapshot &snapshot) {
  std::vector<uint64_t> keys;
  for (const Node &node : snapshot.nodes) {
    std::string text = signature(node);
    for (const Use &use : node.uses)
      text += '\0' + (use.node < 0 ? use.name : std::to_string(keys[use.node]));
    keys.push_back(llvm::xxh3_64bits(text));
  }
  return keys;
}

static std::vector<uint64_t>
keysBy(const Snapshot &snapshot,
       llvm::function_ref<std::string(const Node &)> text) {
  std::vector<uint64_t> keys;
  for (const Node &node : snapshot.nodes)
    keys.push_back(llvm::xxh3_64bits(text(node)));
  return keys;
}

static void matchEqual(const std::vector<uint64_t> &before,
                       const std::vector<uint64_t> &after, Comparison &result) {
  std::unordered_map<uint64_t, std::deque<int>> open;
  for (size_t i = 0; i < before.size(); ++i)
    if (result.before.partners[i] < 0)
      open[before[i]].push_back(int(i));
  for (size_t i = 0; i < after.size(); ++i) {
    if (result.after.partners[i] >= 0)
      continue;
    auto found = open.find(after[i]);
    if (found == open.end() || found->second.empty())
      continue;
    result.after.partners[i] = found->second.front();
    result.before.partners[found->second.front()] = int(i);
    found->second.pop_front();
  }
}

static bool sameUses(const Node &before, const Node &after,
                     const Comparison &comparison) {
  return llvm::equal(before.uses, after.uses, [&](const Use &a, const Use &b) {
    if (a.node < 0 || b.node < 0)
      return a == b;
    return comparison.before.partners[a.node] == b.node;
  });
}

static Change changeOf(const Node &before, const Node &after,
                       const Comparison &comparison) {
  if (signature(before) != signature(after))
    return Change::Changed;
  if (before.parent >= 0 && after.parent >= 0 &&
      comparison.before.partners[before.parent] != after.parent)
    return Change::Moved;
  return sameUses(before, after, comparison) ? Change::Same : Change::Rewired;
}

Comparison explain::compare(const Snapshot &before, const Snapshot &after) {
  Comparison result;
  result.before.partners.assign(before.nodes.size(), -1);
  result.after.partners.assign(after.nodes.size(), -1);
  // Of a graph nothing is left in a schedule, and nothing is to be told apart.
  Change alone =
      before.isSchedule == after.isSchedule ? Change::Alone : Change::Same;
  result.before.changes.assign(before.nodes.size(), alone);
  result.after.changes.assign(after.nodes.size(), alone);
  if (alone == Change::Same)
    return result;

  matchEqual(historyKeys(before), historyKeys(after), result);
  matchEqual(keysBy(before, signature), keysBy(after, signature), result);
  matchEqual(keysBy(before, originKey), keysBy(after, originKey), result);
  for (size_t i = 0; i < before.nodes.size(); ++i) {
    int partner = result.before.partners[i];
    if (partner < 0)
      continue;
    Change change = changeOf(before.nodes[i], after.nodes[partner], result);
    result.before.changes[i] = result.after.changes[partner] = change;
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Lines
//===----------------------------------------------------------------------===//

/// The longest sequence of pairs that rises on both sides; `pairs` rise on the
/// first.
static std::vector<std::pair<int, int>>
longestRise(const std::vector<std::pair<int, int>> &pairs) {
  // The pair that ends the best sequence of each length, and what came before.
  std::vector<size_t> ends;
  std::vector<size_t> previous(pairs.size(), SIZE_MAX);
  for (size_t i = 0; i < pairs.size(); ++i) {
    auto place = std::lower_bound(
        ends.begin(), ends.end(), pairs[i].second,
        [&](size_t end, int line) { return pairs[end].second < line; });
    if (place != ends.begin())
      previous[i] = *(place - 1);
    if (place == ends.end())
      ends.push_back(i);
    else
      *place = i;
  }
  std::vector<std::pair<int, int>> result;
  for (size_t i = ends.empty() ? SIZE_MAX : ends.back(); i != SIZE_MAX;
       i = previous[i])
    result.push_back(pairs[i]);
  std::reverse(result.begin(), result.end());
  return result;
}

std::vector<AlignedLines> explain::alignLines(const Snapshot &before,
                                              const Snapshot &after,
                                              const Comparison &comparison) {
  std::vector<std::pair<int, int>> pairs;
  auto add = [&](int first, int second) {
    if (first >= 0 && second >= 0)
      pairs.push_back({first, second});
  };
  // The module around everything.
  add(0, 0);
  add(int(before.lines.size()) - 1, int(after.lines.size()) - 1);
  for (size_t i = 0; i < before.nodes.size(); ++i) {
    int partner = comparison.before.partners[i];
    if (partner < 0)
      continue;
    add(before.nodes[i].line, after.nodes[partner].line);
    if (before.nodes[i].isContainer)
      add(before.nodes[i].lastLine, after.nodes[partner].lastLine);
  }
  llvm::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end(),
                          [](auto &a, auto &b) { return a.first == b.first; }),
              pairs.end());
  std::vector<AlignedLines> runs;
  for (auto [first, second] : longestRise(pairs)) {
    if (!runs.empty() && runs.back().before + runs.back().count == first &&
        runs.back().after + runs.back().count == second)
      ++runs.back().count;
    else
      runs.push_back({first, second, 1});
  }
  return runs;
}

std::string explain::changesByLine(const Snapshot &snapshot,
                                   const ComparedSide &side) {
  std::string result(snapshot.lines.size(), char(Change::Same));
  for (size_t i = 0; i < snapshot.nodes.size(); ++i) {
    const Node &node = snapshot.nodes[i];
    if (node.line >= 0 && size_t(node.line) < result.size())
      result[node.line] = char(side.changes[i]);
    if (node.isContainer && side.changes[i] == Change::Alone &&
        node.lastLine >= 0 && size_t(node.lastLine) < result.size())
      result[node.lastLine] = char(Change::Alone);
  }
  return result;
}
