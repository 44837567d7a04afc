//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Differences between texts.
//
//===----------------------------------------------------------------------===//

#include "dlc/Format/Diff.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"

#include <gtest/gtest.h>

#include <random>

using dlc::format::unifiedDiff;

namespace {

/// What `patch` would make of `before`; every line of the diff must be where
/// it says.
std::string patched(llvm::StringRef before, llvm::StringRef diff) {
  llvm::SmallVector<llvm::StringRef> lines, changes;
  before.split(lines, '\n');
  diff.split(changes, '\n', -1, /*KeepEmpty=*/false);
  std::string result;
  size_t line = 0;
  for (llvm::StringRef change : changes) {
    if (change.consume_front("@@ -")) {
      size_t begin = 0, count = 1;
      EXPECT_FALSE(change.consumeInteger(10, begin));
      if (change.consume_front(",")) {
        EXPECT_FALSE(change.consumeInteger(10, count));
      }
      for (size_t end = count == 0 ? begin : begin - 1; line < end; ++line)
        result += (lines[line] + "\n").str();
      continue;
    }
    char mark = change.front();
    change = change.drop_front();
    if (mark != '+') {
      EXPECT_EQ(lines[line++], change);
    }
    if (mark != '-')
      result += (change + "\n").str();
  }
  for (; line + 1 < lines.size(); ++line)
    result += (lines[line] + "\n").str();
  return result;
}

TEST(Diff, LeadsFromOneTextToTheOther) {
  std::mt19937 random(7);
  for (unsigned round = 0; round < 2000; ++round) {
    std::string before, after;
    for (unsigned i = random() % 30; i != 0; --i) {
      std::string line(1, static_cast<char>('a' + random() % 4));
      unsigned what = random() % 8;
      if (what != 0)
        before += line + "\n";
      if (what != 1)
        after += (what == 2 ? "x" : line) + "\n";
    }
    std::string diff = unifiedDiff(before, after);
    EXPECT_EQ(diff.empty(), before == after);
    ASSERT_EQ(patched(before, diff), after) << diff << "of\n" << before;
  }
}

TEST(Diff, IsTheShortest) {
  EXPECT_EQ(unifiedDiff("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n"),
            "@@ -1,7 +1,6 @@\n"
            "-a\n"
            "-b\n"
            " c\n"
            "+b\n"
            " a\n"
            " b\n"
            "-b\n"
            " a\n"
            "+c\n");
}

TEST(Diff, SplitsIntoHunks) {
  std::string before, after;
  for (char c = 'a'; c <= 'z'; ++c) {
    before += std::string(1, c) + "\n";
    after += (c == 'b' || c == 'y' ? "1" : std::string(1, c)) + "\n";
  }
  EXPECT_EQ(unifiedDiff(before, after), "@@ -1,5 +1,5 @@\n"
                                        " a\n"
                                        "-b\n"
                                        "+1\n"
                                        " c\n"
                                        " d\n"
                                        " e\n"
                                        "@@ -22,5 +22,5 @@\n"
                                        " v\n"
                                        " w\n"
                                        " x\n"
                                        "-y\n"
                                        "+1\n"
                                        " z\n");
}

TEST(Diff, ShowsLineEnds) {
  EXPECT_EQ(unifiedDiff("a\r\nb", "a\nb\n"), "@@ -1,2 +1,2 @@\n"
                                             "-a^M\n"
                                             "-b\n"
                                             "\\ No newline at end of file\n"
                                             "+a\n"
                                             "+b\n");
  EXPECT_EQ(unifiedDiff("", "a\n"), "@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(unifiedDiff("a\n", ""), "@@ -1 +0,0 @@\n-a\n");
  EXPECT_EQ(unifiedDiff("a\n", "a\n"), "");
}

/// Texts that have nothing in common are not compared line by line for ever.
TEST(Diff, GivesUpOnLargeDifferences) {
  std::string before, after;
  for (unsigned i = 0; i < 100000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  EXPECT_EQ(patched(before, unifiedDiff(before, after)), after);
}

} // namespace
