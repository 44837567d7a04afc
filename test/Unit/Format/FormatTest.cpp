//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What holds for formatting whatever the program looked like before. How the
// canonical form looks is tested in test/Format.
//
//===----------------------------------------------------------------------===//

#include "dlc/Format/Format.h"
#include "dlc/Frontend/Lexer.h"
#include "dlc/StandardLibrary/StandardLibrary.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

using namespace dlc;
using namespace dlc::frontend;

namespace {

/// Every construct, with lines that are too long for one line.
constexpr char kEverything[] = R"dl(
import nn, random
layer Empty { }
layer Everything(size: int, sizes: [int] = [1, 2], stride: pair = 1,
    flag: bool = size > 3 and not (size == 4 or false), rest: layer...) {
  let half = -size / 2 * (size - 1) % 3
  param weight as "gamma{half}": real[half, 2 * size, sizes[-1]] = init.uniform(-1e-5, 1.5)
  if flag and half > 2 { head = nn.ReLU() } else if half < 1 { tail = none }
  else { param bias: real[half] = init.zeros let other = [1, [2, 3], (1,)] }
  stages as "stage{i + 1}" = [nn.Linear(sizes[i], sizes[i + 1], use_bias = true) for i in 0..len(sizes) - 1]
  features = nn.Sequential(
    nn.Conv2d(1, 6, kernel = 5, padding = 2), nn.ReLU(),
    nn.Conv2d(6, 16, kernel = 5), nn.ReLU(),
  )
  fn forward(x: real[..., N, 2 * N], y: real[], axis: int = 1) -> (a: real[N], (real[], i64[N])) {
    let (p, _) = (x, none)
    var z = -x[0] + 1.5e-3 * y - (x - y) - p.weight.member[1](2, 3)[4].shape - weight * weight / size
    for stage in stages { z = z |> stage |> relu() }
    for i in 0..3 { if i == 2 { z = z + stages[i](z, longer_name_of_an_argument = z, and_another_one = z) } }
    if flag { return z }
    running_mean <- if training then lerp(running_mean, mean(x), 0.1) else if flag then running_mean else -running_mean
    let w = x[1:2, :, ::-1, size / 2:size - 1, ..., i:, 0](head..., training = false)
    let (hs, (_, c)) = scan reversed (h, c) = (z, zeros([B, 256], dtype = real)) over (x, y) in zip(embedding(words), words) {
      let (h1, c1) = cell(x, h, c)
      next (h1, c1) emit (h1,)
    }
    let s = scan a = z over b in x { next a + b }
    let long = [[i, j] for (i, j) in pairs if i < j and some_other_condition(i, j) for k in 0..i]
    return x |> features |> nn.some_function(axis = axis) |> nn.another_function |> nn.third_function
  }
}
fn helper(x) -> y: real[3] { return f(g(h(i(j(k(l(m(n(x, "a string that is long"), x + 1), x, x), x), x), x), x), x), x, [x]) }
extern fn custom(x: real[N, K], axis: int = 1) -> (y: real[N], real[K]) = "my_custom" adjoint "my_custom_adjoint"
model M { state mean as "running_mean": real[3] = init.zeros fn forward(x: real[N]) -> real[N] { return x } }
)dl";

struct Result {
  std::optional<std::string> text;
  std::string errors;
};

Result formatted(llvm::StringRef text) {
  llvm::SourceMgr sources;
  DiagnosticEngine diagnostics(sources);
  auto buffer = llvm::MemoryBuffer::getMemBufferCopy(text, "test.dl");
  llvm::StringRef source = buffer->getBuffer();
  sources.AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());
  Result result;
  result.text = format::formatFile(source, diagnostics);
  result.errors = diagnostics.render();
  return result;
}

/// The tokens of `text` with other white space and comments between them.
std::string scrambled(llvm::StringRef text, unsigned seed) {
  std::mt19937 random(seed);
  // Some layouts are tight, some airy, some full of comments.
  unsigned newlines = random() % 40;
  unsigned comments = random() % 3 == 0 ? random() % 20 : 0;
  auto chance = [&](unsigned percent) { return random() % 100 < percent; };
  llvm::SourceMgr sources;
  DiagnosticEngine diagnostics(sources);
  Lexer lexer(text, diagnostics);
  std::string result;
  for (Token token = lexer.next();; token = lexer.next()) {
    if (!token.documentation.empty())
      result += "\n" + token.documentation.str() + "\n";
    if (chance(comments))
      result += chance(50) ? " // behind\n" : "\n// above\n";
    else if (chance(newlines))
      result += chance(20) ? "\n\n\n" : "\n";
    result.append(random() % 4, ' ');
    if (token.is(Token::Kind::end_of_file))
      return result;
    // No two words grow together.
    result += ' ';
    result += token.spelling;
  }
}

void expectStable(llvm::StringRef text) {
  Result once = formatted(text);
  ASSERT_TRUE(once.text) << once.errors << "\nin\n" << text.str();
  Result twice = formatted(*once.text);
  ASSERT_TRUE(twice.text) << twice.errors << "\nin\n" << *once.text;
  EXPECT_EQ(*once.text, *twice.text) << "from\n" << text.str();
}

static void expectStableInAnyLayout(const std::string &program,
                                    unsigned layouts) {
  expectStable(program);
  for (unsigned seed = 0; seed < layouts && !testing::Test::HasFailure();
       ++seed)
    expectStable(scrambled(program, seed));
}

TEST(Format, IsIdempotentForAnyLayout) {
  expectStableInAnyLayout(kEverything, 200);
}

TEST(Format, IsIdempotentForAnyLayoutOfTheStandardLibrary) {
  for (llvm::StringRef module : standardLibraryModules())
    for (const LibraryFile &file : standardLibraryFiles(module))
      expectStableInAnyLayout(file.source.str(), 20);
}

/// Lines broken at every token, or at none, come out alike where the author's
/// line ends have no say.
TEST(Format, DependsOnTokensAlone) {
  const char *flat = "fn f(x, y: int = 3) { return g(x, [y, 2], a = -y) |> h }";
  const char *tall = "fn\nf\n(\nx , y\n:\nint\n=\n3)\n{\nreturn\ng(x\n,[y,2]\n,"
                     "a\n=\n-\ny\n)\n|>\nh\n}";
  Result one = formatted(flat);
  ASSERT_TRUE(one.text);
  EXPECT_EQ(*one.text, std::string(flat) + "\n");
  Result other = formatted(tall);
  ASSERT_TRUE(other.text);
  EXPECT_EQ(*other.text, "fn f(x, y: int = 3) {\n"
                         "  return g(x, [y, 2], a = -y) |> h\n"
                         "}\n");
}

TEST(Format, AcceptsWhatNestsAsDeepAsTheParserAllows) {
  std::string text = "fn f(x) { return " + std::string(240, '(') + "x" +
                     std::string(240, ')') + " }";
  expectStable(text);
  text = "fn f(x) { return x";
  for (int i = 0; i < 500; ++i)
    text += " + x";
  expectStable(text + " }");
  text = "fn f(x) { ";
  for (int i = 0; i < 250; ++i)
    text += "if x { ";
  expectStable(text + "return x " + std::string(250, '}') + "}");
}

TEST(Format, TakesTimeLinearInTheText) {
  std::string text;
  while (text.size() < (1U << 20))
    text += kEverything;
  // Imports stand at the beginning only.
  size_t place = 0;
  while ((place = text.find("import nn, random", place)) != std::string::npos)
    text.erase(place, sizeof("import nn, random") - 1);
  auto begin = std::chrono::steady_clock::now();
  Result result = formatted(text);
  std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(result.text) << result.errors;
  // Ten times what it takes on a slow machine.
  EXPECT_LT(seconds.count(), 10);
}

TEST(Format, FormatsHeads) {
  EXPECT_EQ(format::formatHead("fn  f( x:real[N] )->real [N]"),
            "fn f(x: real[N]) -> real[N]");
  EXPECT_EQ(format::formatHead("layer\nL ( n:int=3, )"), "layer L(n: int = 3)");
}

} // namespace
