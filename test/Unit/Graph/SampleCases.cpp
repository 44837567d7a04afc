//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loading, feeding and comparing sample cases.
//
//===----------------------------------------------------------------------===//

#include "SampleCases.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"
#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/Runtime/BFloat16.h"

#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

using namespace dlc;

std::unique_ptr<mlir::MLIRContext> test::makeContext() {
  std::unique_ptr<mlir::MLIRContext> context = createContext();
  // For sample.range.
  context->allowUnregisteredDialects();
  return context;
}

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

std::vector<std::string> test::graphOperations() {
  std::unique_ptr<mlir::MLIRContext> context = makeContext();
  std::vector<std::string> names;
  for (mlir::RegisteredOperationName name : context->getRegisteredOperations())
    if (name.getDialectNamespace() == "graph" &&
        !name.hasTrait<mlir::OpTrait::IsTerminator>())
      names.push_back(name.stripDialect().str());
  llvm::sort(names);
  return names;
}

std::string test::samplePath(const std::string &operation) {
  return std::string(DLC_SAMPLES_DIR) + "/" + operation + ".mlir";
}

std::vector<std::string> test::sampledOperations() {
  std::vector<std::string> names;
  std::error_code error;
  for (llvm::sys::fs::directory_iterator file(DLC_SAMPLES_DIR, error), end;
       file != end && !error; file.increment(error))
    if (llvm::sys::path::extension(file->path()) == ".mlir")
      names.push_back(llvm::sys::path::stem(file->path()).str());
  llvm::sort(names);
  return names;
}

mlir::OwningOpRef<mlir::ModuleOp> test::parseText(mlir::MLIRContext &context,
                                                  llvm::StringRef text) {
  return mlir::parseSourceString<mlir::ModuleOp>(text, &context);
}

mlir::OwningOpRef<mlir::ModuleOp>
test::loadSamples(mlir::MLIRContext &context, const std::string &operation) {
  return mlir::parseSourceFile<mlir::ModuleOp>(samplePath(operation), &context);
}

mlir::OwningOpRef<mlir::ModuleOp> test::loadSamples(mlir::MLIRContext &context,
                                                    const CaseRange &cases) {
  mlir::OwningOpRef<mlir::ModuleOp> module =
      loadSamples(context, cases.operation);
  if (!module)
    return module;
  auto samples = llvm::to_vector(module->getOps<mlir::func::FuncOp>());
  for (auto [number, sample] : llvm::enumerate(samples))
    if (!cases.contains(number))
      sample.erase();
  return module;
}

/// Cases that stand in a file, without parsing it.
static size_t countCases(const std::string &operation) {
  auto file = llvm::MemoryBuffer::getFile(test::samplePath(operation));
  return file ? (*file)->getBuffer().count("func.func ") : 0;
}

std::vector<test::CaseRange>
test::caseRanges(const std::vector<std::string> &operations) {
  std::vector<CaseRange> ranges;
  for (const std::string &operation : operations) {
    size_t count = countCases(operation);
    for (size_t first = 0; first < count; first += CaseRange::size)
      ranges.push_back({operation, first});
  }
  return ranges;
}

std::string test::nameOf(const testing::TestParamInfo<CaseRange> &info) {
  return info.param.operation + "_" + std::to_string(info.param.first);
}

bool test::differentiate(mlir::ModuleOp module) {
  mlir::PassManager passes(module.getContext());
  passes.addPass(graph::createInsertGradientClippingPass());
  passes.addPass(graph::createApplyOptimizerPass());
  passes.addPass(graph::createDifferentiatePass());
  return mlir::succeeded(passes.run(module)) &&
         mlir::succeeded(mlir::verify(module));
}

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

namespace {
/// splitmix64: the same numbers wherever the tests run.
class Random {
public:
  explicit Random(llvm::StringRef seed) {
    for (char c : seed)
      state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  }

  uint64_t next() {
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  bool oneIn(uint64_t count) { return next() % count == 0; }
  /// In [low, high], computed without overflow for the whole of int64_t.
  int64_t integer(int64_t low, int64_t high) {
    uint64_t span = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
    uint64_t offset = span == UINT64_MAX ? next() : next() % (span + 1);
    return static_cast<int64_t>(static_cast<uint64_t>(low) + offset);
  }
  double real(double low, double high) {
    return low + (high - low) * std::ldexp(double(next() >> 11), -53);
  }

private:
  uint64_t state = 0xCBF29CE484222325;
};

struct Range {
  int64_t low, high;
};
} // namespace

static std::optional<Range> rangeOf(mlir::func::FuncOp sample,
                                    unsigned argument) {
  auto range =
      sample.getArgAttrOfType<mlir::ArrayAttr>(argument, "sample.range");
  if (!range)
    return std::nullopt;
  auto bound = [&](unsigned i) {
    return llvm::cast<mlir::IntegerAttr>(range[i]).getInt();
  };
  return Range{bound(0), bound(1)};
}

static double randomFloat(Random &random, Range range, test::Inputs inputs) {
  if (inputs == test::Inputs::NonFinite && random.oneIn(8)) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double values[] = {std::nan(""), infinity, -infinity};
    return values[random.next() % 3];
  }
  if (random.oneIn(16))
    return random.oneIn(2) ? 0.0 : -0.0;
  return random.real(double(range.low), double(range.high));
}

static void fill(Tensor &tensor, Random &random, std::optional<Range> range,
                 test::Inputs inputs) {
  Range floats = range.value_or(Range{-1, 3});
  Range integers = range.value_or(Range{-100, 100});
  for (int64_t i = 0, count = tensor.elementCount(); i < count; ++i)
    switch (tensor.dtype()) {
    case DType::Bool:
      tensor.as<bool>()[i] = random.oneIn(2);
      break;
    case DType::U8: {
      Range bytes = range.value_or(Range{0, 255});
      tensor.as<uint8_t>()[i] = random.integer(bytes.low, bytes.high);
      break;
    }
    case DType::I8:
      tensor.as<int8_t>()[i] = random.integer(integers.low, integers.high);
      break;
    case DType::I32:
      tensor.as<int32_t>()[i] = random.integer(integers.low, integers.high);
      break;
    case DType::I64:
      tensor.as<int64_t>()[i] = random.integer(integers.low, integers.high);
      break;
    case DType::BF16:
      tensor.as<BFloat16>()[i] = BFloat16(randomFloat(random, floats, inputs));
      break;
    case DType::F32:
      tensor.as<float>()[i] = randomFloat(random, floats, inputs);
      break;
    case DType::F64:
      tensor.as<double>()[i] = randomFloat(random, floats, inputs);
      break;
    }
}

std::vector<Tensor> test::makeInputs(mlir::func::FuncOp sample, Inputs inputs) {
  Random random(sample.getName());
  std::vector<Tensor> tensors;
  for (auto [index, type] : llvm::enumerate(sample.getArgumentTypes())) {
    auto tensorType = llvm::cast<mlir::RankedTensorType>(type);
    std::optional<DType> dtype = graph::dtypeOf(tensorType.getElementType());
    tensors.emplace_back(*dtype, Shape(tensorType.getShape().begin(),
                                       tensorType.getShape().end()));
    fill(tensors.back(), random, rangeOf(sample, index), inputs);
  }
  return tensors;
}

//===----------------------------------------------------------------------===//
// Comparing
//===----------------------------------------------------------------------===//

static bool sameKind(const Tensor &actual, const Tensor &expected) {
  EXPECT_EQ(describe(actual.dtype(), actual.shape()),
            describe(expected.dtype(), expected.shape()));
  return actual.dtype() == expected.dtype() &&
         actual.shape() == expected.shape();
}

template <typename T>
static void expectCloseFloats(const Tensor &actual, const Tensor &expected,
                              double tolerance) {
  double scale = 0, distance = 0;
  int64_t worst = 0;
  for (int64_t i = 0, count = expected.elementCount(); i < count; ++i) {
    double a = actual.as<T>()[i], b = expected.as<T>()[i];
    if (!std::isfinite(a) || !std::isfinite(b)) {
      bool same = (std::isnan(a) && std::isnan(b)) || a == b;
      EXPECT_TRUE(same) << "element " << i << " is " << a << ", not " << b;
      if (!same)
        return;
      continue;
    }
    scale = std::max(scale, std::fabs(b));
    if (std::fabs(a - b) > distance) {
      distance = std::fabs(a - b);
      worst = i;
    }
  }
  EXPECT_LE(distance, tolerance * scale)
      << "element " << worst << " is "
      << double(worst < actual.elementCount() ? actual.as<T>()[worst] : T())
      << ", not "
      << double(worst < expected.elementCount() ? expected.as<T>()[worst]
                                                : T());
}

void test::expectClose(const Tensor &actual, const Tensor &expected) {
  if (!sameKind(actual, expected))
    return;
  switch (expected.dtype()) {
  case DType::BF16:
    return expectCloseFloats<BFloat16>(actual, expected, 1e-2);
  case DType::F32:
    return expectCloseFloats<float>(actual, expected, 1e-5);
  case DType::F64:
    return expectCloseFloats<double>(actual, expected, 1e-12);
  default:
    return expectIdentical(actual, expected);
  }
}

void test::expectIdentical(const Tensor &actual, const Tensor &expected) {
  if (!sameKind(actual, expected))
    return;
  size_t size = byteSize(expected.dtype());
  auto *a = static_cast<const char *>(actual.data());
  auto *b = static_cast<const char *>(expected.data());
  for (int64_t i = 0, count = expected.elementCount(); i < count; ++i)
    if (std::memcmp(a + i * size, b + i * size, size) != 0) {
      ADD_FAILURE() << "element " << i << " differs";
      return;
    }
}
