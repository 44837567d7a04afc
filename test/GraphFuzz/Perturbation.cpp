//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Perturbed evaluation: a copy of the graph with a product behind each
// operation that rounds, whose other factor is a new argument.
//
//===----------------------------------------------------------------------===//

#include "Perturbation.h"
#include "Arguments.h"
#include "Comparison.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "dlc/Runtime/BFloat16.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

/// Operations whose result elements are operand elements, or follow from them
/// without rounding. Perturbing them would make ties ill-conditioned that are
/// exact in every evaluation order.
static bool isExact(Operation *op) {
  static const llvm::StringSet<> names = {"abs",       "adaptive_max_pool2d",
                                          "broadcast", "concat",
                                          "constant",  "dimension",
                                          "gather",    "iota",
                                          "max",       "max_pool2d",
                                          "maximum",   "min",
                                          "minimum",   "neg",
                                          "one_hot",   "pack",
                                          "pad",       "pick",
                                          "relu",      "reshape",
                                          "scan",      "select",
                                          "sign",      "slice",
                                          "take",      "transpose",
                                          "unpack",    "floor",
                                          "ceil",      "round",
                                          "trunc",     "random_uniform"};
  return names.contains(op->getName().stripDialect());
}

template <typename T>
static void fillNear1(Tensor &tensor, Random &random, double noise) {
  for (int64_t i = 0, count = tensor.elementCount(); i < count; ++i)
    tensor.as<T>()[i] = T(1 + random.real(-noise, noise));
}

static Tensor near1(RankedTensorType type, Random &random) {
  Tensor tensor = makeTensor(type);
  double noise = toleranceOf(tensor.dtype()).noise;
  if (tensor.dtype() == DType::F64)
    fillNear1<double>(tensor, random, noise);
  else if (tensor.dtype() == DType::F32)
    fillNear1<float>(tensor, random, noise);
  else
    fillNear1<BFloat16>(tensor, random, noise);
  return tensor;
}

/// Nothing from outside can be read in `graph.fused`, so factors need its
/// operations to stand in the block around it.
static void inlineFused(func::FuncOp function) {
  SmallVector<graph::FusedOp> found;
  function.walk([&](graph::FusedOp fused) { found.push_back(fused); });
  for (graph::FusedOp fused : found) {
    Block &body = fused.getBody().front();
    for (auto [argument, operand] :
         llvm::zip_equal(body.getArguments(), fused->getOperands()))
      argument.replaceAllUsesWith(operand);
    fused->replaceAllUsesWith(fused.getYield().getValues());
    fused.getYield().erase();
    fused->getBlock()->getOperations().splice(fused->getIterator(),
                                              body.getOperations());
    fused.erase();
  }
}

Expected<std::vector<Tensor>>
fuzz::interpretPerturbed(ModuleOp module, const ArgumentMap &arguments,
                         int number) {
  OwningOpRef<ModuleOp> copy = module.clone();
  func::FuncOp function = mainFunction(*copy);
  inlineFused(function);
  Random random("noise" + std::to_string(number));
  std::vector<Tensor> operands;
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    operands.push_back(arguments.at(argumentName(function, i)));

  std::vector<Value> rounded;
  function.walk([&](Operation *op) {
    if (op->getNumRegions() == 0 && !isExact(op))
      for (Value result : op->getResults())
        if (llvm::isa<mlir::FloatType>(getElementTypeOrSelf(result.getType())))
          rounded.push_back(result);
  });
  for (Value value : rounded) {
    auto type = llvm::cast<RankedTensorType>(value.getType());
    Value factor = function.front().addArgument(type, value.getLoc());
    operands.push_back(near1(type, random));
    OpBuilder builder(value.getContext());
    builder.setInsertionPointAfterValue(value);
    auto product =
        builder.create<graph::MulOp>(value.getLoc(), type, value, factor);
    value.replaceAllUsesExcept(product, product);
  }
  function.setAllArgAttrs(
      SmallVector<DictionaryAttr>(function.front().getNumArguments(),
                                  DictionaryAttr::get(module.getContext())));
  function.setFunctionType(FunctionType::get(
      module.getContext(), function.front().getArgumentTypes(),
      function.getResultTypes()));
  return graph::evaluateFunction(function, operands);
}
