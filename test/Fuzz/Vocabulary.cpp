//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The vocabulary. It is asked of the lexer's tables, of the graph dialect and
// of the library, so that no new word is forgotten.
//
//===----------------------------------------------------------------------===//

#include "Vocabulary.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/OpSignature.h"
#include "dlc/Frontend/Lexer.h"
#include "dlc/StandardLibrary/StandardLibrary.h"

#include "mlir/IR/MLIRContext.h"

#include <set>

using namespace dlc;
using namespace dlc::frontend;

static void addOperations(std::set<std::string> &words) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  context.loadDialect<graph::GraphDialect>();
  for (const std::string &name : graph::callableOperations(&context)) {
    words.insert(name);
    llvm::ArrayRef<graph::OpArgument> signature =
        *graph::lookupSignature(&context, name);
    for (const graph::OpArgument &argument : signature)
      words.insert(argument.name.str());
  }
}

/// All names, of what is declared there and of what is used.
static void addLibrary(std::set<std::string> &words) {
  for (llvm::StringRef module : standardLibraryModules()) {
    words.insert(module.str());
    llvm::SourceMgr sources;
    DiagnosticEngine diagnostics(sources);
    for (const LibraryFile &file : standardLibraryFiles(module)) {
      Lexer lexer(file.source, diagnostics);
      Token token = lexer.next();
      for (; !token.is(Token::Kind::end_of_file); token = lexer.next())
        if (token.is(Token::Kind::name))
          words.insert(token.spelling.str());
    }
  }
}

const std::vector<std::string> &dlc::fuzz::vocabulary() {
  static const std::vector<std::string> words = [] {
    std::set<std::string> words = {
#define DLC_PUNCTUATION(kind, spelling) spelling,
#define DLC_KEYWORD(spelling) #spelling,
#include "dlc/Frontend/Tokens.def"
        // Types, and what the prelude declares.
        "int", "float", "bool", "str", "dtype", "pair", "real", "u8", "i8",
        "i32", "i64", "bf16", "f32", "f64", "init", "len", "shape", "sqrt",
        "min", "max",
        // Numbers at which something happens.
        "0", "1", "2", "3", "64", "65536", "1000000", "4294967296",
        "9223372036854775807", "9223372036854775808", "0.5", "1e308", "1e-400",
        // Names and pieces of programs.
        "_", "x", "y", "N", "H", "M", "\"a{i}\"", "\"", "//", "///", "\n",
        "import nn", "fn forward(x: real[N, 3]) -> real[N, 3] {", "return x",
        "model M {", "layer L(n: int) {", "param w: real[n, 2] = init.zeros"};
    addOperations(words);
    addLibrary(words);
    return std::vector<std::string>(words.begin(), words.end());
  }();
  return words;
}
