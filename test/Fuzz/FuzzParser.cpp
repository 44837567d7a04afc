//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Fuzzes the lexer and the parser: any bytes give a syntax tree that can be
// printed and errors that can be shown.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Lexer.h"
#include "dlc/Frontend/Parser.h"

using namespace dlc::frontend;

/// The tokens lie in the text one behind the other.
static void lexAll(llvm::StringRef text, DiagnosticEngine &diagnostics) {
  Lexer lexer(text, diagnostics);
  const char *position = text.begin();
  while (true) {
    Token token = lexer.next();
    if (token.spelling.begin() < position || token.spelling.end() > text.end())
      __builtin_trap();
    if (token.is(Token::Kind::end_of_file))
      return;
    if (token.spelling.empty())
      __builtin_trap();
    position = token.spelling.end();
  }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  llvm::SourceMgr sources;
  auto buffer = llvm::MemoryBuffer::getMemBufferCopy(
      llvm::StringRef(reinterpret_cast<const char *>(data), size), "fuzz.dl");
  llvm::StringRef text = buffer->getBuffer();
  sources.AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());

  DiagnosticEngine lexing(sources), parsing(sources);
  lexAll(text, lexing);
  std::unique_ptr<ast::File> file = parseFile(text, parsing);
  // What is no token is no program.
  if (lexing.hasErrors() && !parsing.hasErrors())
    __builtin_trap();
  std::string shown = parsing.render();
  llvm::raw_string_ostream stream(shown);
  ast::dump(*file, stream);
  return 0;
}
