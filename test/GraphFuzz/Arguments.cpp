//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Arguments of random graphs.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Random.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Runtime/BFloat16.h"

#include "mlir/IR/BuiltinOps.h"

using namespace dlc;
using namespace dlc::fuzz;

static constexpr llvm::StringLiteral kBelow = "below";
static constexpr llvm::StringLiteral kPositive = "positive";

std::string fuzz::nameBelow(int64_t limit, unsigned number) {
  return kBelow.str() + std::to_string(limit) + "_" + std::to_string(number);
}

std::string fuzz::namePositive(unsigned number) {
  return kPositive.str() + std::to_string(number);
}

Tensor fuzz::makeTensor(mlir::RankedTensorType type) {
  return Tensor(*graph::dtypeOf(type.getElementType()),
                Shape(type.getShape().begin(), type.getShape().end()));
}

namespace {
struct Range {
  int64_t low, high;
};
} // namespace

static Range integerRange(llvm::StringRef name, DType dtype) {
  int64_t limit;
  if (name.consume_front(kBelow) && !name.consumeInteger(10, limit))
    return {0, std::max<int64_t>(limit, 1) - 1};
  return {dtype == DType::U8 ? 0 : -4, 4};
}

template <typename T>
static void fillIntegers(Tensor &tensor, Random &random, Range range) {
  for (int64_t i = 0, count = tensor.elementCount(); i < count; ++i)
    tensor.as<T>()[i] = static_cast<T>(random.integer(range.low, range.high));
}

template <typename T>
static void fillReals(Tensor &tensor, Random &random, bool positive) {
  for (int64_t i = 0, count = tensor.elementCount(); i < count; ++i) {
    double value = positive ? random.real(0.5, 1.5) : random.real(-1, 1);
    tensor.as<T>()[i] = T(!positive && random.oneIn(32) ? 0.0 : value);
  }
}

Tensor fuzz::makeArgument(llvm::StringRef model, llvm::StringRef name,
                          mlir::RankedTensorType type) {
  Tensor tensor = makeTensor(type);
  Random random((model + "." + name).str());
  Range range = integerRange(name, tensor.dtype());
  bool positive = name.starts_with(kPositive);
  switch (tensor.dtype()) {
  case DType::Bool:
    for (int64_t i = 0, count = tensor.elementCount(); i < count; ++i)
      tensor.as<bool>()[i] = random.coin();
    break;
  case DType::U8:
    fillIntegers<uint8_t>(tensor, random, range);
    break;
  case DType::I8:
    fillIntegers<int8_t>(tensor, random, range);
    break;
  case DType::I32:
    fillIntegers<int32_t>(tensor, random, range);
    break;
  case DType::I64:
    fillIntegers<int64_t>(tensor, random, range);
    break;
  case DType::BF16:
    fillReals<BFloat16>(tensor, random, positive);
    break;
  case DType::F32:
    fillReals<float>(tensor, random, positive);
    break;
  case DType::F64:
    fillReals<double>(tensor, random, positive);
    break;
  }
  return tensor;
}

std::string fuzz::argumentName(mlir::func::FuncOp function, unsigned index) {
  for (llvm::StringRef kind :
       {graph::kParameterAttr, graph::kStateAttr, graph::kInputAttr})
    if (auto name = function.getArgAttrOfType<mlir::StringAttr>(index, kind))
      return name.str();
  if (function.getArgAttr(index, graph::kRandomKeyAttr))
    return "key";
  return "";
}

mlir::Value fuzz::insertInput(mlir::func::FuncOp function, mlir::Type type,
                              llvm::StringRef name) {
  mlir::Builder builder(function.getContext());
  unsigned index = function.getNumArguments();
  if (index > 0 && function.getArgAttr(index - 1, graph::kRandomKeyAttr))
    --index;
  function.insertArgument(index, type,
                          builder.getDictionaryAttr(builder.getNamedAttr(
                              graph::kInputAttr, builder.getStringAttr(name))),
                          function.getLoc());
  return function.getArgument(index);
}

std::vector<Tensor> fuzz::makeArguments(mlir::func::FuncOp function) {
  auto model = function->getParentOfType<mlir::ModuleOp>()
                   ->getAttrOfType<mlir::StringAttr>(graph::kModelAttr);
  std::vector<Tensor> arguments;
  for (auto [index, type] : llvm::enumerate(function.getArgumentTypes()))
    arguments.push_back(makeArgument(model ? model.getValue() : "",
                                     argumentName(function, index),
                                     llvm::cast<mlir::RankedTensorType>(type)));
  return arguments;
}
