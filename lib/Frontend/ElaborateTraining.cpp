//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What training adds to the module tree: for each trained parameter an instance
// of the optimizer, whose slots are states in the parameter's shape; and, for
// all of them, the optimizer's scalars and the number of steps.
//
// In a file of weights they are "optimizer.lr", "optimizer.step" and
// "optimizer.features.0.weight.momentum_buffer".
//
//===----------------------------------------------------------------------===//

#include "Elaboration.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

void Elaborator::elaborateTraining(const Train &train) {
  tree->train = &train;
  tree->step = &makeScalar(kStepCount, DType::I64, 0, train.model.range());
  std::vector<Parameter *> trained;
  for (const Parameter *parameter : tree->ordered)
    if (parameter->isTrained && isFloat(parameter->dtype))
      trained.push_back(const_cast<Parameter *>(parameter));
  for (Parameter *parameter : trained)
    if (!elaborateOptimizer(*train.optimizer, *parameter)) {
      tree->optimizers.clear();
      return;
    }
  // Steps give them new values.
  for (Parameter *parameter : trained)
    parameter->isState = true;
}

/// Constructs the optimizer for one parameter: errors are those of the first.
bool Elaborator::elaborateOptimizer(const Expression &expression,
                                    Parameter &parameter) {
  llvm::SaveAndRestore target(optimized, &parameter);
  hasOptimizer = false;
  Frame outer;
  outer.file = tree->root().file;
  outer.self = tree->instances.front().get();
  FrameGuard guard(*this, outer);
  Value value = evaluate(expression);
  auto *instance = value.as<LayerInstance *>();
  if (!instance || !(*instance)->declaration->isOptimizer()) {
    if (!value.isError())
      error(expression.range, "'optimizer' is one such as 'optim.SGD(lr = "
                              "0.1)', got " +
                                  value.describe());
    return false;
  }
  LayerInstance &optimizer = **instance;
  const Value *update = optimizer.find("update");
  if (!update || !update->is<FunctionReference>()) {
    error(expression.range,
          "optimizer '" + optimizer.className() + "' has no 'fn update'")
        .note(optimizer.declaration->name.range(), "declared here");
    return false;
  }
  optimizer.path = (kOptimizerPrefix + parameter.name).str();
  for (const auto &slot : optimizer.parameters)
    addParameter(*slot, optimizer.path + "." + slot->localName);
  tree->optimizers.push_back({&parameter, &optimizer});
  return true;
}

/// The constants that are scalars become tensors that the host may change.
bool Elaborator::makeScalars(LayerInstance &optimizer) {
  for (auto [formal, constant] :
       llvm::zip(optimizer.declaration->constants, optimizer.constants)) {
    auto *type = llvm::dyn_cast_or_null<ConstantType>(formal.type.get());
    if (!type || type->base != ConstantType::Base::Scalar)
      continue;
    Parameter *&scalar = scalars[constant.name];
    if (!scalar)
      scalar = &makeScalar(constant.name, prelude.realType(),
                           *constant.value.number(), formal.name.range());
    optimizer.names[constant.name] = Value(scalar);
  }
  optimizer.names[kStepCount] = Value(tree->step);
  return true;
}

Parameter &Elaborator::makeScalar(llvm::StringRef name, DType dtype,
                                  double value, llvm::SMRange declared) {
  auto parameter = std::make_unique<Parameter>();
  parameter->localName = name.str();
  parameter->dtype = dtype;
  parameter->initializer = *makeInitializer("constant");
  parameter->initializer.a = value;
  parameter->isState = true;
  parameter->isOptimizers = true;
  parameter->declared = declared;
  parameter->owner = tree->instances.front().get();
  tree->unowned.push_back(std::move(parameter));
  addParameter(*tree->unowned.back(), (kOptimizerPrefix + name).str());
  return *tree->unowned.back();
}
