//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rendering and suggestions.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Diagnostics.h"

#include "gtest/gtest.h"

using namespace dlc::frontend;

namespace {
class DiagnosticsTest : public testing::Test {
protected:
  void load(llvm::StringRef text) {
    unsigned id = sources.AddNewSourceBuffer(
        llvm::MemoryBuffer::getMemBufferCopy(text, "test.dl"), llvm::SMLoc());
    buffer = sources.getMemoryBuffer(id)->getBuffer();
  }
  llvm::SMRange range(size_t begin, size_t end) {
    return {llvm::SMLoc::getFromPointer(buffer.data() + begin),
            llvm::SMLoc::getFromPointer(buffer.data() + end)};
  }

  llvm::SourceMgr sources;
  DiagnosticEngine diagnostics{sources};
  llvm::StringRef buffer;
};
} // namespace

TEST_F(DiagnosticsTest, RendersPlacesPathAndNotes) {
  load("first\nsecond line\n");
  Diagnostic &diagnostic = diagnostics.error(range(6, 12), "wrong");
  diagnostic.layerPath = "M.a: Linear";
  diagnostic.note(range(0, 1), "because").note(llvm::SMRange(), "somewhere");
  EXPECT_EQ(diagnostics.render(), "test.dl:2:1: error: wrong\n"
                                  "  second line\n"
                                  "  ^~~~~~\n"
                                  "note: in M.a: Linear\n"
                                  "test.dl:1:1: note: because\n"
                                  "  first\n"
                                  "  ^\n"
                                  "note: somewhere\n");
}

TEST_F(DiagnosticsTest, KeepsColumnsUnderTabsAndUnicode) {
  load("\t\xC3\xA4 x\n");
  diagnostics.error(range(4, 5), "here");
  EXPECT_EQ(diagnostics.render(), "test.dl:1:4: error: here\n"
                                  "   \xC3\xA4 x\n"
                                  "     ^\n");
}

TEST_F(DiagnosticsTest, MarksTheFirstOfSeveralLines) {
  load("ab(\n  c)\n");
  diagnostics.error(range(0, 7), "call");
  EXPECT_EQ(diagnostics.render(), "test.dl:1:1: error: call\n"
                                  "  ab(\n"
                                  "  ^~~\n");
}

TEST_F(DiagnosticsTest, PointsBehindTheEnd) {
  load("ab");
  diagnostics.error(range(2, 2), "missing");
  EXPECT_EQ(diagnostics.render(), "test.dl:1:3: error: missing\n"
                                  "  ab\n"
                                  "    ^\n");
}

TEST_F(DiagnosticsTest, SaysThingsOnce) {
  load("ab");
  diagnostics.error(range(0, 1), "wrong").note(range(1, 2), "first");
  diagnostics.error(range(0, 1), "wrong").note(range(1, 2), "second");
  diagnostics.error(range(1, 2), "wrong");
  EXPECT_EQ(diagnostics.errorCount(), 3u);
  EXPECT_EQ(diagnostics.all().size(), 2u);
  EXPECT_EQ(diagnostics.all()[0]->notes.size(), 1u);
}

TEST(SuggestionTest, FindsTheCloseOne) {
  std::vector<llvm::StringRef> names = {"relu", "len", "sigmoid", "Linear",
                                        "x"};
  EXPECT_EQ(closestName("rleu", names), llvm::StringRef("relu"));
  EXPECT_EQ(closestName("linear", names), llvm::StringRef("Linear"));
  EXPECT_EQ(closestName("sigmiod", names), llvm::StringRef("sigmoid"));
  EXPECT_EQ(closestName("y", names), std::nullopt);
  EXPECT_EQ(closestName("sig", names), llvm::StringRef("sigmoid"));
  EXPECT_EQ(closestName("convolution", names), std::nullopt);
  EXPECT_EQ(closestName("bias", {"inputs", "use_bias"}),
            llvm::StringRef("use_bias"));
  EXPECT_EQ(didYouMean("sigmod", names), "; did you mean 'sigmoid'?");
  EXPECT_EQ(didYouMean("zzz", names), "");
}
