//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tokens and their places.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Lexer.h"

#include "gtest/gtest.h"

using namespace dlc::frontend;
using Kind = Token::Kind;

namespace {
class LexerTest : public testing::Test {
protected:
  std::vector<Token> lex(llvm::StringRef text) {
    unsigned id = sources.AddNewSourceBuffer(
        llvm::MemoryBuffer::getMemBufferCopy(text, "test.dl"), llvm::SMLoc());
    Lexer lexer(sources.getMemoryBuffer(id)->getBuffer(), diagnostics);
    std::vector<Token> tokens;
    do {
      tokens.push_back(lexer.next());
    } while (!tokens.back().is(Kind::end_of_file));
    return tokens;
  }
  std::vector<Kind> kinds(llvm::StringRef text) {
    std::vector<Kind> result;
    for (const Token &token : lex(text))
      result.push_back(token.kind);
    return result;
  }

  llvm::SourceMgr sources;
  DiagnosticEngine diagnostics{sources};
};
} // namespace

TEST_F(LexerTest, LongestPunctuationWins) {
  EXPECT_EQ(kinds("... .. . |> -> <= < == = !="),
            (std::vector<Kind>{Kind::ellipsis, Kind::dot_dot, Kind::dot,
                               Kind::pipe, Kind::arrow, Kind::less_equal,
                               Kind::less, Kind::equal_equal, Kind::equal,
                               Kind::exclaim_equal, Kind::end_of_file}));
}

TEST_F(LexerTest, RangesAreNotFloats) {
  EXPECT_EQ(kinds("0..10 1.5 2e3 1.5e-3 x.y"),
            (std::vector<Kind>{Kind::integer, Kind::dot_dot, Kind::integer,
                               Kind::floating, Kind::floating, Kind::floating,
                               Kind::name, Kind::dot, Kind::name,
                               Kind::end_of_file}));
  EXPECT_FALSE(diagnostics.hasErrors());
}

TEST_F(LexerTest, KeywordsAreNotNames) {
  EXPECT_EQ(kinds("layer layers _x state_ true"),
            (std::vector<Kind>{Kind::kw_layer, Kind::name, Kind::name,
                               Kind::name, Kind::kw_true, Kind::end_of_file}));
}

TEST_F(LexerTest, KnowsLineStarts) {
  std::vector<Token> tokens = lex("a b\n  c // d\ne");
  ASSERT_EQ(tokens.size(), 5u);
  EXPECT_TRUE(tokens[0].startsLine);
  EXPECT_FALSE(tokens[1].startsLine);
  EXPECT_TRUE(tokens[2].startsLine);
  EXPECT_TRUE(tokens[3].startsLine);
}

TEST_F(LexerTest, DocumentationBelongsToTheNextToken) {
  std::vector<Token> tokens = lex("/// One.\n///   Two.\nfn // no\n/// Far.\n\n"
                                  "layer //// rule\nparam");
  ASSERT_EQ(tokens.size(), 4u);
  EXPECT_EQ(documentationText(tokens[0].documentation), "One.\n  Two.");
  EXPECT_EQ(tokens[1].documentation, "");
  EXPECT_EQ(tokens[2].documentation, "");
}

TEST_F(LexerTest, EndsEverywhere) {
  // Any prefix of a program, any cut through a string, comment or number.
  std::string program = "fn f() { return \"a\\n{1}\" + 1.5e-3 } /// d\n\"\\";
  for (size_t length = 0; length <= program.size(); ++length)
    EXPECT_TRUE(lex(llvm::StringRef(program).take_front(length))
                    .back()
                    .is(Kind::end_of_file));
}

TEST_F(LexerTest, Unescapes) {
  EXPECT_EQ(unescape("a\\n\\\"\\\\\\{\\t"), "a\n\"\\{\t");
  EXPECT_EQ(unescape("end\\"), "end\\");
}

TEST(Lexer, FindsTheDocumentationOfAFile) {
  EXPECT_EQ(leadingDocumentation("/// One,\n/// two.\n\nlayer L { }"),
            "One,\ntwo.");
  EXPECT_EQ(leadingDocumentation("\xEF\xBB\xBF/// One.\r\n\r\n"), "One.");
  EXPECT_EQ(leadingDocumentation("/// One."), "One.");
  // This documents what is below.
  EXPECT_EQ(leadingDocumentation("/// One.\nlayer L { }"), "");
  EXPECT_EQ(leadingDocumentation("// One.\n\n/// Two.\n\n"), "");
  EXPECT_EQ(leadingDocumentation("//// One.\n\n"), "");
  EXPECT_EQ(leadingDocumentation(""), "");
}
