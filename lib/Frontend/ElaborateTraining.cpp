//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What training adds to the module tree: for each trained parameter the group
// it is in, and an instance of the optimizer, whose slots are states in the
// parameter's shape; and, for all of them, the optimizers' scalars and the
// number of steps.
//
// In a file of weights they are "optimizer.lr", "optimizer.step" and
// "optimizer.features.0.weight.momentum_buffer"; the scalars of a group's
// optimizer have the name of the group, as "optimizer.backbone.lr".
//
//===----------------------------------------------------------------------===//

#include "Elaboration.h"

#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

void Elaborator::elaborateTraining(const Train &train) {
  tree->train = &train;
  tree->step = &makeScalar(kStepCount, DType::I64, 0, train.model.range());
  for (const Parameter *parameter : tree->ordered)
    if (parameter->isTrained && isFloat(parameter->dtype))
      tree->trained.push_back({const_cast<Parameter *>(parameter)});
  Frame outer;
  outer.file = tree->root().file;
  outer.self = tree->instances.front().get();
  FrameGuard guard(*this, outer);
  if (!assignGroups(train) || !constructOptimizers(train)) {
    tree->trained.clear();
    return;
  }
  // Steps give them new values.
  for (const TrainedParameter &target : tree->trained)
    target.parameter->isState = true;
}

//===----------------------------------------------------------------------===//
// Groups
//===----------------------------------------------------------------------===//

/// A parameter is in the first group that has a pattern its name matches, so
/// that exceptions can be made: they stand before the rule.
bool Elaborator::assignGroups(const Train &train) {
  bool whole = true;
  for (const ParameterGroup &group : train.groups)
    for (const ExpressionPtr &pattern : group.patterns)
      whole &= assignPattern(group, *pattern);
  return whole;
}

/// A pattern that gives its group no parameter is a mistake.
bool Elaborator::assignPattern(const ParameterGroup &group,
                               const Expression &expression) {
  Value value = evaluate(expression);
  const auto *pattern = value.as<std::string>();
  if (!pattern) {
    if (!value.isError())
      error(expression.range, "a pattern of parameters' names is a str such as "
                              "\"*.bias\", got " +
                                  value.describe());
    return false;
  }
  if (!spend(tree->trained.size() * (1 + textWork(pattern->size())),
             expression.range))
    return false;
  llvm::Expected<llvm::GlobPattern> glob = llvm::GlobPattern::create(*pattern);
  if (!glob) {
    error(expression.range, "\"" + *pattern + "\" is no pattern: " +
                                llvm::toString(glob.takeError()));
    return false;
  }
  const TrainedParameter *taken = nullptr;
  bool matches = false;
  for (TrainedParameter &target : tree->trained) {
    if (!glob->match(target.parameter->name))
      continue;
    if (!target.group)
      target.group = &group;
    if (target.group == &group)
      matches = true;
    else if (!taken)
      taken = &target;
  }
  if (matches)
    return true;
  if (taken) {
    error(expression.range, "all parameters that \"" + *pattern +
                                "\" matches are in groups before this one")
        .note(taken->group->name.range(),
              "as '" + taken->parameter->name + "' in this one");
    return false;
  }
  std::vector<llvm::StringRef> names;
  for (const TrainedParameter &target : tree->trained)
    names.push_back(target.parameter->name);
  error(expression.range, "no trained parameter has a name like \"" + *pattern +
                              "\"" + didYouMean(*pattern, names));
  return false;
}

//===----------------------------------------------------------------------===//
// Optimizers
//===----------------------------------------------------------------------===//

/// Errors of an optimizer are those of its first parameter.
bool Elaborator::constructOptimizers(const Train &train) {
  llvm::SmallPtrSet<const Expression *, 4> wrong;
  for (TrainedParameter &target : tree->trained) {
    const ParameterGroup *group = target.group;
    bool isOwn = group && group->settings.optimizer;
    target.construction = isOwn ? group->settings.optimizer.get()
                                : train.settings.optimizer.get();
    if (wrong.contains(target.construction))
      continue;
    scalarGroup = isOwn ? group->name.text : "";
    if (target.construction)
      target.optimizer =
          constructOptimizer(*target.construction, *target.parameter);
    else
      error(train.model.range(), "'train' needs 'optimizer = ...': no group "
                                 "with one has '" +
                                     target.parameter->name + "'");
    if (!target.optimizer)
      wrong.insert(target.construction);
  }
  return wrong.empty();
}

/// Null and reported where the expression is no optimizer.
LayerInstance *Elaborator::constructOptimizer(const Expression &expression,
                                              Parameter &parameter) {
  llvm::SaveAndRestore target(optimized, &parameter);
  hasOptimizer = false;
  Value value = evaluate(expression);
  auto *instance = value.as<LayerInstance *>();
  if (!instance || !(*instance)->declaration->isOptimizer()) {
    if (!value.isError())
      error(expression.range, "'optimizer' is one such as 'optim.SGD(lr = "
                              "0.1)', got " +
                                  value.describe());
    return nullptr;
  }
  LayerInstance &optimizer = **instance;
  const Value *update = optimizer.find("update");
  if (!update || !update->is<FunctionReference>()) {
    error(expression.range,
          "optimizer '" + optimizer.className() + "' has no 'fn update'")
        .note(optimizer.declaration->name.range(), "declared here");
    return nullptr;
  }
  optimizer.path = (kOptimizerPrefix + parameter.name).str();
  for (const auto &slot : optimizer.parameters)
    addParameter(*slot, optimizer.path + "." + slot->localName);
  return &optimizer;
}

/// The constants that are scalars become tensors that the host may change. All
/// optimizers of a group share them.
bool Elaborator::makeScalars(LayerInstance &optimizer) {
  for (auto [formal, constant] :
       llvm::zip(optimizer.declaration->constants, optimizer.constants)) {
    auto *type = llvm::dyn_cast_or_null<ConstantType>(formal.type.get());
    if (!type || type->base != ConstantType::Base::Scalar)
      continue;
    std::string name = constant.name;
    if (!scalarGroup.empty())
      name = (scalarGroup + "." + name).str();
    Parameter *&scalar = scalars[name];
    if (!scalar) {
      scalar = &makeScalar(name, prelude.realType(), *constant.value.number(),
                           formal.name.range());
      scalar->isScalar = true;
    }
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
