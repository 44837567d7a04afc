//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A step of training as a function: the loss of a batch, its gradients, clipped
// where the program says so, and what the optimizer makes of each parameter and
// its slots. Parameters, slots and states are arguments, and their new values
// are results.
//
//===----------------------------------------------------------------------===//

#include "GraphGeneration.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <cmath>
#include <limits>

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

bool GraphGenerator::generateTraining(const Train &train) {
  // An optimizer or a group that is wrong has been reported.
  if (tree.trained.empty() && diagnostics.hasErrors())
    return false;
  if (tree.root().find(kTrainFunction)) {
    diagnostics.error(train.model.range(),
                      "'" + kTrainFunction +
                          "' is what a step of training is called; the model "
                          "has a member of that name");
    return false;
  }
  Frame entry;
  entry.self = const_cast<LayerInstance *>(&tree.root());
  entry.file = entry.self->file;
  entry.function = &train.step;
  Scope scope;
  entry.scope = &scope;
  FrameGuard guard(*this, entry);
  startFunction(kTrainFunction, train.model.range());
  if (!addInputs(train.step, entry) || !runHere(train.step.body))
    return false;

  llvm::SmallVector<mlir::Value> results;
  llvm::SmallVector<std::string> outputs;
  std::optional<StateValues> usedByLoss =
      evaluateObjectives(train, results, outputs);
  if (!usedByLoss)
    return false;
  mlir::Value loss = results.front();

  // Parameters that the loss does not use keep their values.
  llvm::SmallVector<TrainedParameter> trained;
  llvm::SmallVector<mlir::Value> variables;
  for (const TrainedParameter &target : tree.trained)
    if (auto found = usedByLoss->find(target.parameter);
        found != usedByLoss->end()) {
      trained.push_back(target);
      variables.push_back(found->second.before);
    }
  llvm::SMRange range = train.loss->range;
  if (trained.empty()) {
    error(range, "the loss depends on no parameter");
    return false;
  }
  auto derivatives = builder.create<graph::GradientsOp>(
      locate(range), mlir::ValueRange(variables).getTypes(), loss, variables);
  llvm::SmallVector<mlir::Value> gradients(derivatives.getResults());
  mlir::Value norm = clip(train, trained, gradients);
  for (mlir::Value gradient : gradients)
    origins[gradient] = {range, "the gradient of the loss"};
  results.push_back(norm);
  outputs.push_back(kNormOutput.str());
  if (stepOptions.onNonfinite == OnNonfinite::Stop)
    for (auto [target, gradient] :
         llvm::zip(trained, derivatives.getResults())) {
      // The squares are those that the norm of all is made of.
      results.push_back(clipGradients(gradient, {}, range).getNorm());
      outputs.push_back((kNormOutput + "." + target.parameter->name).str());
    }

  advanceStep(train);
  if (!updateParameters(trained, gradients))
    return false;
  if (stepOptions.onNonfinite != OnNonfinite::Proceed &&
      !keepStatesUnlessFinite(norm, range))
    return false;
  finishFunction(train.step, range, std::move(results), outputs);
  return true;
}

/// The loss, and the metrics behind it. Metrics see the states that the loss
/// sees, and draw the same random numbers: what both compute is computed once.
/// What they do to states is forgotten.
std::optional<GraphGenerator::StateValues> GraphGenerator::evaluateObjectives(
    const Train &train, llvm::SmallVectorImpl<mlir::Value> &results,
    llvm::SmallVectorImpl<std::string> &outputs) {
  StateValues &states = levels.front().states;
  auto restore = [&](const StateValues &known) {
    for (auto &[state, value] : states) {
      auto found = known.find(state);
      value.now = found == known.end() ? value.before : found->second.now;
    }
  };
  llvm::StringMap<unsigned> drawsBefore = draws;
  StateValues statesBefore = states;
  results.push_back(evaluateNumber(*train.loss, "the loss"));
  if (!results.back())
    return std::nullopt;
  outputs.push_back(kLossOutput.str());
  StateValues statesBehind = states;
  for (const Train::Metric &metric : train.metrics) {
    draws = drawsBefore;
    restore(statesBefore);
    Value value = evaluate(*metric.value);
    results.push_back(asTensor(value));
    if (!results.back()) {
      if (!value.isError())
        error(metric.value->range, "metric '" + metric.name.text +
                                       "' is a tensor, got " +
                                       value.describe());
      return std::nullopt;
    }
    outputs.push_back(metric.name.text.str());
  }
  restore(statesBehind);
  return statesBehind;
}

mlir::Value GraphGenerator::evaluateNumber(const Expression &expression,
                                           llvm::StringRef what) {
  Value value = evaluate(expression);
  mlir::Value tensor = asTensor(value);
  if (value.isError())
    return {};
  auto type = tensor ? llvm::cast<mlir::RankedTensorType>(tensor.getType())
                     : mlir::RankedTensorType();
  if (type && type.getRank() == 0 &&
      llvm::isa<mlir::FloatType>(type.getElementType()))
    return tensor;
  Diagnostic &diagnostic =
      error(expression.range, what + " is one floating point number, got " +
                                  (tensor ? value.str() : value.describe()));
  if (tensor)
    noteOperand(diagnostic, "", tensor);
  return {};
}

GraphGenerator::Limits
GraphGenerator::evaluateLimits(const TrainSettings &settings) {
  return {evaluateLimit(settings.clipNorm.get(), "clip_grad_norm"),
          evaluateLimit(settings.clipValue.get(), "clip_grad_value")};
}

/// A positive constant; nothing where the expression is absent or wrong.
std::optional<double>
GraphGenerator::evaluateLimit(const Expression *expression,
                              llvm::StringRef name) {
  if (!expression)
    return std::nullopt;
  Value value = evaluate(*expression);
  std::optional<double> limit = value.number();
  if (limit && *limit > 0 && std::isfinite(*limit))
    return limit;
  if (!value.isError())
    error(expression->range,
          "'" + name + "' is a positive number, got " + value.describe());
  return std::nullopt;
}

dlc::graph::ClipGradientsOp
GraphGenerator::clipGradients(mlir::ValueRange gradients, const Limits &limits,
                              llvm::SMRange range) {
  auto attribute = [&](std::optional<double> limit) {
    return limit ? builder.getF64FloatAttr(*limit) : mlir::FloatAttr();
  };
  return builder.create<graph::ClipGradientsOp>(locate(range), gradients,
                                                attribute(limits.norm),
                                                attribute(limits.value));
}

/// Groups with limits of their own are clipped by these alone, all other
/// gradients together. Limits of the host are for all of them.
mlir::Value GraphGenerator::clip(const Train &train,
                                 llvm::ArrayRef<TrainedParameter> trained,
                                 llvm::MutableArrayRef<mlir::Value> gradients) {
  struct Set {
    Limits limits;
    llvm::SmallVector<size_t> members;
  };
  llvm::MapVector<const ParameterGroup *, Set> sets;
  // All limits are evaluated, for their errors.
  sets[nullptr].limits = evaluateLimits(train.settings);
  for (const ParameterGroup &group : train.groups)
    if (group.settings.hasLimit())
      sets[&group].limits = evaluateLimits(group.settings);
  if (stepOptions.clipGradNorm || stepOptions.clipGradValue) {
    sets.clear();
    sets[nullptr].limits = {stepOptions.clipGradNorm,
                            stepOptions.clipGradValue};
  }
  for (auto [index, target] : llvm::enumerate(trained))
    sets[sets.contains(target.group) ? target.group : nullptr]
        .members.push_back(index);

  llvm::SMRange range = train.loss->range;
  llvm::SmallVector<mlir::Value> before(gradients);
  for (const auto &[group, set] : sets) {
    if (set.members.empty())
      continue;
    llvm::SmallVector<mlir::Value> own;
    for (size_t index : set.members)
      own.push_back(before[index]);
    graph::ClipGradientsOp op = clipGradients(own, set.limits, range);
    for (auto [index, gradient] : llvm::zip(set.members, op.getClipped()))
      gradients[index] = gradient;
    if (own.size() == before.size())
      return op.getNorm();
  }
  // Nobody knows the norm of all yet.
  return clipGradients(before, {}, range).getNorm();
}

/// The first step has number 1.
void GraphGenerator::advanceStep(const Train &train) {
  mlir::Value before = stateValue(tree.step, 0);
  auto type = llvm::cast<mlir::RankedTensorType>(before.getType());
  mlir::Value one =
      makeScalar(Value::integer(1), type.getElementType(), train.model.range());
  mlir::Value now = build("add", {before, one}, {}, train.model.range());
  levels.front().states.find(tree.step)->second.now = now;
}

/// Parameters of one type, whose optimizers one expression constructs, get what
/// `update` makes of the first of them.
bool GraphGenerator::updateParameters(llvm::ArrayRef<TrainedParameter> trained,
                                      llvm::ArrayRef<mlir::Value> gradients) {
  using Key = std::pair<const Expression *, mlir::Type>;
  llvm::MapVector<Key, llvm::SmallVector<size_t>> sets;
  for (auto [index, target] : llvm::enumerate(trained))
    sets[{target.construction, gradients[index].getType()}].push_back(index);
  // Errors are those of the first parameter.
  llvm::SmallPtrSet<const Expression *, 4> wrong;
  for (const auto &[key, members] : sets)
    for (llvm::ArrayRef<size_t> left = members;
         !left.empty() && !wrong.contains(key.first);) {
      std::optional<Update> update =
          traceUpdate(trained[left.front()], gradients[left.front()]);
      if (!update) {
        wrong.insert(key.first);
        break;
      }
      // Others draw other numbers.
      size_t count = update->draws ? 1 : left.size();
      applyUpdate(std::move(*update), trained, gradients,
                  left.take_front(count));
      left = left.drop_front(count);
    }
  return wrong.empty();
}

/// Nothing where anything was reported.
std::optional<GraphGenerator::Update>
GraphGenerator::traceUpdate(const TrainedParameter &target,
                            mlir::Value gradient) {
  const LayerInstance &optimizer = *target.optimizer;
  llvm::SMRange range = target.construction->range;
  Update update;
  update.body = std::make_unique<mlir::Region>();
  update.body->push_back(new mlir::Block());
  Level level;
  level.body = &update.body->front();
  llvm::SmallVector<mlir::Value> arguments;
  for (mlir::Value outside : {stateValue(target.parameter, 0), gradient}) {
    arguments.push_back(
        level.body->addArgument(outside.getType(), outside.getLoc()));
    inheritOrigin(arguments.back(), outside);
  }
  level.carried = arguments.size();

  mlir::OpBuilder::InsertionGuard insertion(builder);
  builder.setInsertionPointToEnd(level.body);
  levels.push_back(std::move(level));
  const auto &function = *optimizer.find("update")->as<FunctionReference>();
  Value result = callFunction(
      function,
      {{"", range, Value(arguments[0])}, {"", range, Value(arguments[1])}},
      range);
  level = std::move(levels.back());
  levels.pop_back();
  if (result.isError())
    return std::nullopt;
  mlir::Value tensor = asTensor(result);
  if (!tensor || tensor.getType() != arguments[0].getType()) {
    Diagnostic &diagnostic =
        error(range, "'update' of '" + optimizer.className() + "' makes " +
                         (tensor ? result.str() : result.describe()) + " of '" +
                         target.parameter->name + "', which is " +
                         Value(arguments[0]).str());
    diagnostic.note(function.declaration->name.range(), "declared here");
    return std::nullopt;
  }

  llvm::SmallVector<mlir::Value> slots;
  for (auto &[state, value] : level.states) {
    auto slot =
        llvm::find_if(optimizer.parameters, [state = state](const auto &known) {
          return known.get() == state;
        });
    if (slot != optimizer.parameters.end()) {
      update.slots.push_back({size_t(slot - optimizer.parameters.begin()),
                              /*isRebound=*/value.now != value.before});
      slots.push_back(value.now);
      continue;
    }
    // All share the number of the step and the scalars.
    value.before.replaceAllUsesWith(value.outside);
    level.body->eraseArgument(
        llvm::cast<mlir::BlockArgument>(value.before).getArgNumber());
  }
  builder.setInsertionPointToEnd(level.body);
  builder.create<graph::ReturnUpdatedOp>(locate(range), tensor, slots);
  update.draws = level.key != nullptr;
  return update;
}

void GraphGenerator::applyUpdate(Update update,
                                 llvm::ArrayRef<TrainedParameter> trained,
                                 llvm::ArrayRef<mlir::Value> gradients,
                                 llvm::ArrayRef<size_t> members) {
  llvm::SmallVector<llvm::StringRef> names;
  llvm::SmallVector<mlir::Value> parameters, own, slots;
  for (size_t member : members) {
    names.push_back(trained[member].parameter->name);
    parameters.push_back(stateValue(trained[member].parameter, 0));
    own.push_back(gradients[member]);
    for (const Update::Slot &slot : update.slots)
      slots.push_back(stateValue(
          trained[member].optimizer->parameters[slot.index].get(), 0));
  }
  auto op = builder.create<graph::ApplyOptimizerOp>(
      locate(trained[members.front()].construction->range),
      builder.getStrArrayAttr(names), parameters, own, slots);
  op.getBody().takeBody(*update.body);
  ++operationCount;
  StateValues &states = levels.front().states;
  for (auto [index, member] : llvm::enumerate(members)) {
    states.find(trained[member].parameter)->second.now = op.getUpdated()[index];
    for (auto [slot, value] :
         llvm::zip(update.slots, op.getUpdatedSlotsOf(index)))
      if (slot.isRebound)
        states.find(trained[member].optimizer->parameters[slot.index].get())
            ->second.now = value;
  }
}

/// A step whose norm is infinite or NaN leaves all states as they were: where
/// one gradient is, so is the norm, and no gradient is looked at for it.
bool GraphGenerator::keepStatesUnlessFinite(mlir::Value norm,
                                            llvm::SMRange range) {
  mlir::Type type =
      llvm::cast<mlir::RankedTensorType>(norm.getType()).getElementType();
  mlir::Value infinity =
      makeScalar(Value(std::numeric_limits<double>::infinity()), type, range);
  mlir::Value isFinite = build("less", {norm, infinity}, {}, range);
  for (auto &[state, value] : levels.front().states) {
    if (value.now == value.before)
      continue;
    mlir::Value condition =
        isFinite ? expand(isFinite, graph::dimensionsOf(value.now), range)
                 : mlir::Value();
    value.now =
        condition
            ? build("select", {condition, value.now, value.before}, {}, range)
            : mlir::Value();
    if (!value.now)
      return false;
  }
  return true;
}
