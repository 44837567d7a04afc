//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Errors of later phases find their way back to the source.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/MLIRDiagnostics.h"
#include "dlc/Frontend/Frontend.h"

#include "mlir/IR/MLIRContext.h"

#include "gtest/gtest.h"

using namespace dlc::frontend;

static constexpr llvm::StringLiteral program = R"(import nn
model M {
  body = nn.Sequential(nn.Linear(3, 4, use_bias = false))
  fn forward(x: real[N, 3]) -> real[N, 4] {
    return relu(body(x))
  }
}
)";

namespace {
class MLIRDiagnosticsTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(compilation.loadString(program, "m.dl"));
    module = compilation.generateGraph(context);
    ASSERT_TRUE(module);
  }
  mlir::Operation *find(llvm::StringRef name) {
    mlir::Operation *found = nullptr;
    module->walk([&](mlir::Operation *op) {
      if (op->getName().getStringRef() == name)
        found = op;
    });
    return found;
  }

  mlir::MLIRContext context{mlir::MLIRContext::Threading::DISABLED};
  Compilation compilation;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};
} // namespace

TEST_F(MLIRDiagnosticsTest, LocationsHoldLayerAndCalls) {
  SourceLocation location = decodeLocation(find("graph.matmul")->getLoc());
  EXPECT_EQ(location.layerPath, "M.body.0: Linear");
  ASSERT_EQ(location.positions.size(), 3u);
  EXPECT_EQ(location.positions[0].getFilename(), "nn/nn.dl");
  EXPECT_EQ(location.positions[1].getFilename(), "nn/nn.dl");
  EXPECT_EQ(location.positions[2].getFilename(), "m.dl");
  EXPECT_EQ(location.positions[2].getLine(), 5u);
  EXPECT_EQ(location.positions[2].getColumn(), 17u);

  location = decodeLocation(find("graph.relu")->getLoc());
  EXPECT_EQ(location.layerPath, "M");
  ASSERT_EQ(location.positions.size(), 1u);
}

TEST_F(MLIRDiagnosticsTest, ErrorsAreReportedInTheUsersFile) {
  {
    DiagnosticBridge bridge(
        context, compilation.diagnostics(),
        [&](llvm::StringRef file) { return compilation.isLibraryFile(file); });
    find("graph.matmul")->emitError("does not fit");
  }
  std::string text = compilation.renderDiagnostics();
  llvm::StringRef rest = text;
  EXPECT_TRUE(rest.consume_front("m.dl:5:17: error: does not fit\n"
                                 "      return relu(body(x))\n"
                                 "                  ^\n"
                                 "note: in M.body.0: Linear\n"
                                 "nn/nn.dl:"))
      << text;
  EXPECT_TRUE(rest.contains("note: in the library, here")) << text;
}
