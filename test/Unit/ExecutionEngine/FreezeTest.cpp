//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Embedded weights give the bits that weights from the host give.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/Freeze.h"
#include "dlc/ExecutionEngine/CompiledFunction.h"
#include "dlc/Runtime/Initializer.h"

#include "mlir/Parser/Parser.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace dlc;

namespace {

/// A product, whose weight is packed, and a frozen state.
constexpr const char *kLinear = R"(
module attributes {graph.model = "Net"} {
  func.func @f(%w: tensor<33x19xf32> {graph.parameter = "weight"},
               %scale: tensor<33xf32> {graph.state = "scale"},
               %x: tensor<5x19xf32> {graph.input = "x"})
      -> (tensor<5x33xf32> {graph.output = "y"}) {
    %0 = graph.exp %scale : tensor<33xf32>
    %1 = graph.matmul %x, %w {transpose_rhs = true}
        : (tensor<5x19xf32>, tensor<33x19xf32>) -> tensor<5x33xf32>
    %2 = graph.broadcast %0 {shape = #graph.dims<5, 33>}
        : (tensor<33xf32>) -> tensor<5x33xf32>
    %3 = graph.mul %1, %2 : tensor<5x33xf32>
    return %3 : tensor<5x33xf32>
  }
})";

Tensor draw(Shape shape, uint64_t stream) {
  Tensor tensor(DType::F32, std::move(shape));
  initialize(tensor.view(), {Initializer::Kind::Normal, 0, 1}, 7, stream);
  return tensor;
}

TEST(Freeze, SameBits) {
  std::unique_ptr<mlir::MLIRContext> context = createContext();
  Expected<Target> target = Target::create();
  ASSERT_TRUE(bool(target));
  auto module = mlir::parseSourceString<mlir::ModuleOp>(kLinear, context.get());
  ASSERT_TRUE(succeeded(lower(*module, Phase::Kernels, {}, *target)));
  Tensor weight = draw({33, 19}, 0), scale = draw({33}, 1),
         x = draw({5, 19}, 2);

  auto code = CompiledFunction::compile(
      mlir::OwningOpRef<mlir::ModuleOp>(module->clone()), {}, *target,
      Phase::Kernels);
  ASSERT_TRUE(bool(code));
  auto prepared = (*code)->prepare({weight.data(), scale.data()}, 2);
  ASSERT_TRUE(bool(prepared));
  float expected[5 * 33], found[5 * 33];
  ASSERT_TRUE(bool((*code)->run(*prepared, {x.data()}, {expected}, 2)));

  auto done = freeze(*module, *target,
                     {{"scale", scale.view()}, {"weight", weight.view()}});
  ASSERT_TRUE(bool(done)) << done.error().message();
  auto frozen =
      CompiledFunction::compile(std::move(module), {}, *target, Phase::Kernels);
  ASSERT_TRUE(bool(frozen));
  EXPECT_EQ((*frozen)->descriptor().parameter_count, 0);
  EXPECT_EQ((*frozen)->descriptor().prepared_bytes, 0u);
  ASSERT_TRUE(bool((*frozen)->run(Buffer(), {x.data()}, {found}, 2)));
  EXPECT_EQ(std::memcmp(expected, found, sizeof(found)), 0);
}

} // namespace
