//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The front end as hosts use it.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Frontend.h"

#include "mlir/IR/MLIRContext.h"

#include "gtest/gtest.h"

#include <thread>

using namespace dlc::frontend;

static constexpr llvm::StringLiteral perceptron = R"(
import nn
/// Two layers.
model MLP(hidden: int = 8) {
  layers = nn.Sequential(nn.Linear(4, hidden), nn.ReLU(), nn.Linear(hidden, 2))
  fn forward(x: real[N, 4]) -> real[N, 2] { return layers(x) }
}
)";

TEST(CompilationTest, CompilesStrings) {
  FrontendOptions options;
  options.constants["hidden"] = "16";
  options.real = dlc::DType::F64;
  Compilation compilation(options);
  ASSERT_TRUE(compilation.loadString(perceptron, "mlp.dl"))
      << compilation.renderDiagnostics();
  EXPECT_EQ(compilation.models(), std::vector<llvm::StringRef>{"MLP"});
  const ModuleTree *tree = compilation.elaborate();
  ASSERT_TRUE(tree);
  ASSERT_EQ(tree->parameters().size(), 4u);
  const Parameter &weight = *tree->parameters().front();
  EXPECT_EQ(weight.name, "layers.0.weight");
  EXPECT_EQ(weight.shape, (std::vector<int64_t>{16, 4}));
  EXPECT_EQ(weight.dtype, dlc::DType::F64);
  EXPECT_EQ(weight.initializer.kind, dlc::Initializer::Kind::Uniform);
  EXPECT_EQ(weight.initializer.b, 0.5);
  EXPECT_EQ(tree->root().declaration->documentation, "Two layers.");
  EXPECT_EQ(tree->root().children.front().layer->children[2].layer->path,
            "layers.2");

  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  EXPECT_TRUE(compilation.generateGraph(context));
  // Again, and in another context.
  mlir::MLIRContext other(mlir::MLIRContext::Threading::DISABLED);
  EXPECT_TRUE(compilation.generateGraph(other));
  EXPECT_EQ(compilation.renderDiagnostics(), "");
}

TEST(CompilationTest, ReportsWithoutPrinting) {
  Compilation compilation;
  testing::internal::CaptureStderr();
  EXPECT_FALSE(compilation.loadString("model M { a = }", "bad.dl"));
  EXPECT_FALSE(compilation.elaborate());
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  EXPECT_FALSE(compilation.generateGraph(context));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(compilation.renderDiagnostics(),
            "bad.dl:1:15: error: expected an expression, found '}'\n"
            "  model M { a = }\n"
            "                ^\n");
}

/// Every second prefix of the program.
static void takePrefixes(size_t first) {
  for (size_t i = first; i <= perceptron.size(); i += 2) {
    Compilation prefix;
    prefix.loadString(perceptron.take_front(i));
    prefix.elaborate();
  }
}

TEST(CompilationTest, TakesAnyEvenPrefix) { takePrefixes(0); }
TEST(CompilationTest, TakesAnyOddPrefix) { takePrefixes(1); }

/// Every second byte of the program, from `first` on, broken in one of several
/// ways.
static void breakBytes(size_t first) {
  const std::string bytes{'\0', '\xFF', '"', '{', ')', '\n', '9', '|'};
  for (size_t i = first; i < perceptron.size(); i += 2) {
    std::string text = perceptron.str();
    text[i] = bytes[i % bytes.size()];
    Compilation broken;
    if (broken.loadString(text)) {
      mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
      broken.generateGraph(context);
    } else {
      EXPECT_NE(broken.renderDiagnostics(), "");
    }
  }
}

TEST(CompilationTest, TakesAnyEvenBytes) { breakBytes(0); }
TEST(CompilationTest, TakesAnyOddBytes) { breakBytes(1); }

TEST(CompilationTest, CompilationsShareNothing) {
  auto compile = [](std::string *diagnostics, const char *hidden) {
    for (int i = 0; i < 20; ++i) {
      FrontendOptions options;
      options.constants["hidden"] = hidden;
      Compilation compilation(options);
      mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
      compilation.loadString(perceptron, "mlp.dl");
      compilation.generateGraph(context);
      *diagnostics = compilation.renderDiagnostics();
    }
  };
  std::string good = "not run", bad;
  std::thread first(compile, &good, "3"), second(compile, &bad, "x");
  first.join();
  second.join();
  EXPECT_EQ(good, "");
  EXPECT_NE(bad, "");
}
