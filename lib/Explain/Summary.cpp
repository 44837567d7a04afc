//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An explanation for terminals.
//
//===----------------------------------------------------------------------===//

#include "dlc/Explain/Explanation.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace dlc;
using namespace dlc::explain;

std::string explain::grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t place = text.size(); place > 3;)
    text.insert(place -= 3, ",");
  return text;
}

std::string explain::counted(uint64_t number, llvm::StringRef noun) {
  bool hisses = noun.ends_with("s") || noun.ends_with("ch");
  return grouped(number) + " " + noun.str() +
         (number == 1 ? ""
          : hisses    ? "es"
                      : "s");
}

llvm::StringRef explain::withoutModel(llvm::StringRef layer) {
  // "ResNet.layer1.0: Block", or the model itself: "ResNet".
  llvm::StringRef path = layer.split(": ").first;
  return path.contains('.') ? layer.split('.').second : llvm::StringRef();
}

/// "275 -> 138 operations: broadcast -40, mul -20".
static std::string describeCounts(const Snapshot &before,
                                  const Snapshot &after) {
  std::map<std::string, int> differences;
  for (const auto &[name, count] : before.counts)
    differences[name] -= int(count);
  for (const auto &[name, count] : after.counts)
    differences[name] += int(count);
  std::string text =
      grouped(before.operations) + " -> " +
      counted(after.operations, after.isSchedule ? "launch" : "operation");
  if (before.isSchedule != after.isSchedule)
    return text;
  const char *separator = ": ";
  for (const auto &[name, difference] : differences)
    if (difference != 0) {
      text += separator + name + llvm::formatv(" {0:+}", difference).str();
      separator = ", ";
    }
  return text;
}

std::string explain::summarize(const Explanation &explanation) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << explanation.model << '.' << explanation.function;
  if (!explanation.binding.empty())
    stream << " with " << explanation.binding;
  stream << ", " << explanation.target << '\n';
  llvm::StringRef stage;
  size_t idle = 0;
  for (const Step &step : explanation.steps) {
    idle += !step.changed();
    if (!step.changed() && step.remarks.empty())
      continue;
    if (step.stage != stage)
      stream << '\n' << step.stage << ":\n";
    stage = step.stage;
    stream << "  " << step.pass << ": "
           << (step.changed()
                   ? describeCounts(explanation.snapshots[step.before],
                                    explanation.snapshots[step.after])
                   : std::string("changed nothing"))
           << '\n';
    for (const Remark &remark : step.remarks) {
      stream << "    ";
      if (remark.line != 0)
        stream << remark.file << ':' << remark.line << ':' << remark.column
               << ": ";
      stream << (remark.isMissed ? "missed: " : "") << remark.message;
      if (!remark.layerPath.empty())
        stream << " (" << remark.layerPath << ')';
      stream << '\n';
    }
  }
  stream << '\n' << counted(idle, "pass") << " changed nothing\n";
  for (const Schedule &schedule : explanation.schedules)
    stream << '@' << schedule.function << ": "
           << counted(schedule.launches.size(), "launch") << ", "
           << grouped(schedule.workspace) << " bytes of workspace\n";
  return text;
}
