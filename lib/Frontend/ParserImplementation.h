//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The recursive descent parser, one member function a grammar rule; the rules
// stand above the definitions in Parse*.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FRONTEND_PARSERIMPLEMENTATION_H
#define DLC_LIB_FRONTEND_PARSERIMPLEMENTATION_H

#include "dlc/Frontend/AST/Declaration.h"
#include "dlc/Frontend/Lexer.h"

namespace dlc::frontend {

/// A rule that fails has reported why and returns null, false or nullopt; the
/// nearest list of statements, members or declarations resumes after it. What
/// a bracket leaves open is skipped with it, so one mistake is one error.
class Parser {
public:
  Parser(llvm::StringRef text, DiagnosticEngine &diagnostics,
         unsigned depth = 0);

  std::unique_ptr<ast::File> parseFile();
  /// An expression that is the whole text.
  ast::ExpressionPtr parseWholeExpression();

private:
  // Parser.cpp: tokens and recovery.
  void advance();
  bool at(Token::Kind kind) const { return token.is(kind); }
  bool consume(Token::Kind kind);
  bool expect(Token::Kind kind, const llvm::Twine &context);
  std::optional<ast::Identifier> expectName(const llvm::Twine &what);
  /// Reports "expected <what>, found <token>". Where the current token starts
  /// a line, what is missing is missing at the end of the previous one.
  void reportExpected(const llvm::Twine &what);
  /// The same, but it is the current token that is out of place.
  void reportMisplaced(const llvm::Twine &what);
  void reportExpected(const llvm::Twine &what, llvm::SMRange place);
  bool atTopLevelKeyword() const;
  bool atMemberOrStatement() const;
  /// Takes a misspelt keyword for the one of `keywords` that it resembles, and
  /// reports it.
  bool correctKeyword(llvm::ArrayRef<Token::Kind> keywords);
  void skipBalanced();
  void skipToMemberOrStatement();
  void skipToDeclaration();
  bool skipBehind(Token::Kind closing);
  llvm::SMRange rangeFrom(llvm::SMLoc begin) const {
    return {begin, previousEnd};
  }

  /// A word that is a name elsewhere: `over`, `next`.
  bool atWord(llvm::StringRef word) const {
    return at(Token::Kind::name) && token.spelling == word;
  }
  bool consumeWord(llvm::StringRef word);
  bool atNext() const;

  /// The braces around what is being parsed.
  struct Block {
    explicit Block(Parser &parser)
        : parser(parser), outer(parser.block), indentation(parser.indentation) {
      parser.block = this;
    }
    ~Block() { parser.block = outer; }
    Parser &parser;
    Block *outer;
    /// Of the line on which the declaration or statement begins that the block
    /// belongs to.
    unsigned indentation;
    llvm::SMRange brace;
  };
  bool openBlock(const llvm::Twine &context);
  /// Has the innermost block ended, with or without its brace?
  bool atBlockEnd();
  void closeBlock(const llvm::Twine &context);
  bool atOuterIndentation();
  bool bracesMatch();

  /// Counts nested rules; false and reported where there are too many.
  bool enter(llvm::SMLoc place);
  struct Nesting {
    explicit Nesting(Parser &parser)
        : parser(parser), ok(parser.enter(parser.token.begin())) {}
    ~Nesting() { --parser.depth; }
    Parser &parser;
    bool ok;
  };

  // ParseExpressions.cpp
  ast::ExpressionPtr parseExpression();
  ast::ExpressionPtr parsePipe();
  ast::ExpressionPtr parseConditionalExpression();
  ast::ExpressionPtr parseDisjunction();
  ast::ExpressionPtr parseConjunction();
  ast::ExpressionPtr parseNegation();
  ast::ExpressionPtr parseComparison();
  ast::ExpressionPtr parseSum();
  ast::ExpressionPtr parseProduct();
  ast::ExpressionPtr parseUnary();
  ast::ExpressionPtr parsePostfix();
  ast::ExpressionPtr parsePrimary();
  ast::ExpressionPtr parseNumber();
  ast::ExpressionPtr parseString();
  ast::ExpressionPtr parseParenthesized();
  ast::ExpressionPtr parseList();
  ast::ExpressionPtr parseComprehension(llvm::SMLoc begin,
                                        ast::ExpressionPtr element);
  ast::ExpressionPtr parseIndex(llvm::SMLoc begin, ast::ExpressionPtr base);
  std::optional<ast::Subscript> parseSubscript();
  bool parseArguments(ast::Call &call);
  ast::ExpressionPtr parseScan();
  std::optional<ast::Pattern> parsePattern(const llvm::Twine &what);
  std::optional<ast::Iterable> parseIterable();
  ast::ExpressionPtr makeBinary(ast::BinaryOperator op, ast::ExpressionPtr lhs,
                                ast::ExpressionPtr rhs);
  /// Sets the height of a node, and bounds it.
  ast::ExpressionPtr finish(ast::ExpressionPtr node, unsigned childHeight);

  // ParseTypes.cpp
  ast::TypePtr parseType();
  ast::TypePtr parseTensorType();
  ast::TypePtr parseConstantType();
  std::optional<ast::Result> parseResult();

  // ParseStatements.cpp
  bool parseBlock(std::vector<ast::StatementPtr> &body,
                  const llvm::Twine &context);
  ast::StatementPtr parseStatement();
  ast::StatementPtr parseLet();
  ast::StatementPtr parseIf();
  ast::StatementPtr parseFor();
  ast::StatementPtr parseReturn();
  ast::StatementPtr parseAssign();
  ast::StatementPtr parseNext();

  // ParseDeclarations.cpp
  bool parseImport(ast::File &file);
  ast::DeclarationPtr parseDeclaration();
  ast::DeclarationPtr parseLayer();
  std::unique_ptr<ast::Function> parseFunction();
  bool parseExternSymbol(ast::Function &function);
  bool parseFormals(std::vector<ast::Formal> &formals);
  std::optional<ast::Formal> parseFormal();
  bool parseMembers(std::vector<ast::DeclarationPtr> &members,
                    const llvm::Twine &context);
  ast::DeclarationPtr parseMember();
  ast::DeclarationPtr parseParameter(ast::ParameterDeclaration::Role role);
  ast::DeclarationPtr parseSublayer();
  ast::DeclarationPtr parseConstant();
  ast::DeclarationPtr parseConditional();
  bool parseOutsideName(ast::ExpressionPtr &name);

  // ParseTraining.cpp
  ast::DeclarationPtr parseSlot();
  ast::DeclarationPtr parseTrain();
  llvm::StringRef trainWord(llvm::ArrayRef<llvm::StringRef> words);
  void skipToTrainItem();
  bool parseTrainItem(ast::Train &train);
  bool parseGroup(ast::Train &train);
  bool parseGroupItem(ast::ParameterGroup &group);
  bool parseSetting(ast::ExpressionPtr &value, llvm::StringRef word,
                    llvm::SMRange place);

  llvm::StringRef text;
  DiagnosticEngine &diagnostics;
  Lexer lexer;
  Token token;
  Token following;
  llvm::SMLoc previousEnd;
  Block *block = nullptr;
  /// Of the current line.
  unsigned lineIndentation = 0;
  /// Of the line on which the current declaration or statement begins.
  unsigned indentation = 0;
  std::optional<bool> matching;
  unsigned depth;
  /// Bodies of `scan` around the current token.
  unsigned scanDepth = 0;
};

} // namespace dlc::frontend

#endif // DLC_LIB_FRONTEND_PARSERIMPLEMENTATION_H
