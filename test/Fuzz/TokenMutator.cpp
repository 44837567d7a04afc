//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Changes programs by tokens: libFuzzer's own changes, which are of bytes,
// rarely get past the parser.
//
// This file also holds the sanitizers' options, which every fuzz target needs.
//
//===----------------------------------------------------------------------===//

#include "Vocabulary.h"

#include "dlc/Frontend/Lexer.h"

#include <algorithm>
#include <cstring>
#include <random>

using namespace dlc;
using namespace dlc::frontend;

/// Debian's LLVM is not instrumented: what its code allocates from an arena it
/// does not mark as usable, while LLVM's headers, compiled here, mark arenas
/// as unusable. Leaks are left to the operating system by design of MLIR's
/// command line and registries.
extern "C" const char *__asan_default_options() {
  return "allow_user_poisoning=0:detect_leaks=0";
}
extern "C" const char *__ubsan_default_options() {
  return "print_stacktrace=1";
}

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maximum);

namespace {
/// A token with the white space and the comments before it.
using Piece = std::string;

class Mutator {
public:
  Mutator(llvm::StringRef text, unsigned seed)
      : random(seed), pieces(split(text)) {}

  void mutate();
  /// Takes a piece of another program over.
  void cross(llvm::StringRef other);
  size_t write(uint8_t *data, size_t maximum) const;

private:
  static std::vector<Piece> split(llvm::StringRef text);

  size_t below(size_t bound) {
    return std::uniform_int_distribution<size_t>(0, bound - 1)(random);
  }
  /// Mostly short runs; all of a bracket where one opens there.
  std::pair<size_t, size_t> chooseRun(const std::vector<Piece> &from);
  Piece randomWord() {
    const std::vector<std::string> &words = fuzz::vocabulary();
    return " " + words[below(words.size())];
  }
  /// A place between two tokens.
  std::vector<Piece>::iterator place() {
    return pieces.begin() + below(pieces.size() + 1);
  }

  std::minstd_rand random;
  std::vector<Piece> pieces;
};
} // namespace

std::vector<Piece> Mutator::split(llvm::StringRef text) {
  llvm::SourceMgr sources;
  DiagnosticEngine diagnostics(sources);
  Lexer lexer(text, diagnostics);
  std::vector<Piece> pieces;
  const char *position = text.begin();
  while (true) {
    Token token = lexer.next();
    const char *end = token.spelling.end();
    if (end != position)
      pieces.emplace_back(position, end);
    position = end;
    if (token.is(Token::Kind::end_of_file))
      return pieces;
  }
}

std::pair<size_t, size_t> Mutator::chooseRun(const std::vector<Piece> &from) {
  size_t begin = below(from.size());
  size_t end = begin + 1 + below(1 + below(8));
  auto endsWithAny = [](const Piece &piece, const char *characters) {
    return !piece.empty() && strchr(characters, piece.back());
  };
  if (endsWithAny(from[begin], "([{")) {
    size_t open = 0;
    for (end = begin; end < from.size(); ++end)
      if (endsWithAny(from[end], "([{"))
        ++open;
      else if (endsWithAny(from[end], ")]}") && --open == 0)
        break;
    ++end;
  }
  return {begin, std::min(end, from.size())};
}

void Mutator::mutate() {
  if (pieces.empty()) {
    pieces.push_back(randomWord());
    return;
  }
  auto [begin, end] = chooseRun(pieces);
  std::vector<Piece> run(pieces.begin() + begin, pieces.begin() + end);
  auto first = pieces.begin() + begin, last = pieces.begin() + end;
  switch (below(8)) {
  case 0:
    pieces.erase(first, last);
    break;
  case 1: // copy elsewhere
    pieces.insert(place(), run.begin(), run.end());
    break;
  case 2: // move elsewhere
    pieces.erase(first, last);
    pieces.insert(place(), run.begin(), run.end());
    break;
  case 3: // exchange neighbours
    if (first + 1 != pieces.end())
      std::swap(first[0], first[1]);
    break;
  case 4:
    *first = randomWord();
    break;
  case 5:
    pieces.insert(place(), randomWord());
    break;
  case 6: // replace by a token of the same program
    *first = pieces[below(pieces.size())];
    break;
  case 7: { // put into brackets
    static const char *const brackets[] = {"()", "[]", "{}"};
    const char *pair = brackets[below(3)];
    pieces.insert(last, Piece(1, pair[1]));
    pieces.insert(pieces.begin() + begin, Piece{' ', pair[0]});
    break;
  }
  }
}

void Mutator::cross(llvm::StringRef other) {
  std::vector<Piece> from = split(other);
  if (from.empty())
    return;
  auto [begin, end] = chooseRun(from);
  pieces.insert(place(), from.begin() + begin, from.begin() + end);
}

size_t Mutator::write(uint8_t *data, size_t maximum) const {
  size_t size = 0;
  for (const Piece &piece : pieces) {
    if (size + piece.size() > maximum)
      break;
    memcpy(data + size, piece.data(), piece.size());
    size += piece.size();
  }
  return size;
}

static llvm::StringRef asText(const uint8_t *data, size_t size) {
  return llvm::StringRef(reinterpret_cast<const char *>(data), size);
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size,
                                          size_t maximum, unsigned seed) {
  if (seed % 4 == 0)
    return LLVMFuzzerMutate(data, size, maximum);
  Mutator mutator(asText(data, size), seed);
  for (unsigned i = 0; i <= seed / 4 % 3; ++i)
    mutator.mutate();
  return mutator.write(data, maximum);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t *first,
                                            size_t firstSize,
                                            const uint8_t *second,
                                            size_t secondSize, uint8_t *out,
                                            size_t maximum, unsigned seed) {
  Mutator mutator(asText(first, firstSize), seed);
  mutator.cross(asText(second, secondSize));
  return mutator.write(out, maximum);
}
