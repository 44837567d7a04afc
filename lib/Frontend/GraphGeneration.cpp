//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Functions of the graph: their arguments, bodies, results and locations.
//
//===----------------------------------------------------------------------===//

#include "GraphGeneration.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"

#include "mlir/IR/Verifier.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

GraphGenerator::GraphGenerator(DiagnosticEngine &diagnostics,
                               const Prelude &prelude, const ModuleTree &tree,
                               const StepOptions &stepOptions,
                               mlir::MLIRContext &context)
    : Evaluator(diagnostics, prelude), tree(tree), stepOptions(stepOptions),
      context(context), builder(&context) {
  context.loadDialect<graph::GraphDialect, mlir::func::FuncDialect>();
  for (auto [index, parameter] : llvm::enumerate(tree.parameters()))
    order[parameter] = index;
}

mlir::OwningOpRef<mlir::ModuleOp> GraphGenerator::generate() {
  // What inference and verifiers say is reported at the call, with notes.
  mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic &d) {
    emitted = d.str();
    return mlir::success();
  });
  const LayerInstance &root = tree.root();
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::ModuleOp::create(position(root.declaration->name.range()));
  (*module)->setAttr(graph::kModelAttr,
                     builder.getStringAttr(tree.modelName()));
  builder.setInsertionPointToStart(module->getBody());

  llvm::SmallVector<const Function *> entries;
  collectEntryPoints(root.declaration->members, entries);
  for (const Function *function : entries) {
    // Each function is checked even if another one is wrong.
    generateFunction(*function);
    builder.setInsertionPointToEnd(module->getBody());
  }
  if (tree.train)
    generateTraining(*tree.train);
  if (entries.empty() && !tree.train)
    reportNoEntryPoint();
  if (diagnostics.hasErrors())
    return nullptr;
  if (mlir::failed(mlir::verify(*module))) {
    diagnostics.error(root.declaration->name.range(),
                      "the graph of '" + tree.modelName() +
                          "' is malformed: " + emitted);
    return nullptr;
  }
  return module;
}

void GraphGenerator::reportNoEntryPoint() {
  const LayerInstance &root = tree.root();
  bool isTrained = llvm::any_of(
      root.file->declarations, [&](const DeclarationPtr &declaration) {
        auto *train = llvm::dyn_cast<Train>(declaration.get());
        return train && train->model.text == tree.modelName();
      });
  diagnostics.error(
      root.declaration->name.range(),
      "model '" + tree.modelName() +
          "' has no entry point: a function whose parameters and results all "
          "have tensor types" +
          (isTrained ? "; its 'train' makes one with '--training', as for "
                       "'dlc step'"
                     : ""));
}

void GraphGenerator::collectEntryPoints(
    const std::vector<DeclarationPtr> &members,
    llvm::SmallVectorImpl<const Function *> &entries) {
  for (const DeclarationPtr &member : members) {
    if (auto *conditional =
            llvm::dyn_cast<ConditionalDeclaration>(member.get())) {
      collectEntryPoints(conditional->thenMembers, entries);
      collectEntryPoints(conditional->elseMembers, entries);
    }
    auto *function = llvm::dyn_cast<Function>(member.get());
    if (!function || !function->isFullyTyped() ||
        function->name.text == "backward")
      continue;
    // Under an `if` that does not hold, the name is something else.
    const Value *present = tree.root().find(function->name.text);
    if (present->is<FunctionReference>() &&
        present->as<FunctionReference>()->declaration == function)
      entries.push_back(function);
  }
}

void GraphGenerator::startFunction(llvm::StringRef name, llvm::SMRange place) {
  parameterValues.clear();
  origins.clear();
  used.clear();
  usedStates.clear();
  draws.clear();
  levels.clear();
  currentFunction = builder.create<mlir::func::FuncOp>(
      position(place), name, builder.getFunctionType({}, {}));
  builder.setInsertionPointToEnd(currentFunction.addEntryBlock());
  levels.emplace_back();
  levels.back().body = &currentFunction.getBody().front();
}

bool GraphGenerator::generateFunction(const Function &function) {
  if (function.name.text == "prepare") {
    diagnostics.error(function.name.range(),
                      "'prepare' is what the compiler calls the function that "
                      "turns parameters into their packed form");
    return false;
  }
  Frame entry;
  // The tree is whole and is not changed any more; frames of elaboration
  // write through the same pointer.
  entry.self = const_cast<LayerInstance *>(&tree.root());
  entry.file = entry.self->file;
  entry.function = &function;
  Scope scope;
  entry.scope = &scope;
  FrameGuard guard(*this, entry);

  startFunction(function.name.text, function.name.range());
  if (!addInputs(function, entry))
    return false;

  std::optional<Value> result = runBody(function.body);
  if (!result) {
    error(function.name.range(),
          "'" + function.name.text + "' ends without 'return'");
    return false;
  }
  if (result->isError())
    return false;
  Value checked = checkResult(function, std::move(*result), function.range);
  if (checked.isError())
    return false;

  llvm::SmallVector<mlir::Value> results;
  if (const std::vector<Value> *elements = checked.elements())
    for (const Value &element : *elements)
      results.push_back(asTensor(element));
  else
    results.push_back(asTensor(checked));
  llvm::SmallVector<std::string> outputs;
  for (auto [index, output] : llvm::enumerate(function.results))
    outputs.push_back(!output.name.empty()    ? output.name.text.str()
                      : function.returnsTuple ? "output" + std::to_string(index)
                                              : "output");
  finishFunction(function, entry.returned, std::move(results), outputs);
  return true;
}

/// The inputs follow the parameters, which are inserted before them where
/// they are first used.
bool GraphGenerator::addInputs(const Function &function, Frame &entry) {
  for (const DimensionBinder &binder : findDimensionBinders(function.formals)) {
    llvm::StringRef name = binder.name->name.text;
    entry.dimensions.emplace(name, graph::Dimension::symbol(name));
  }
  bool whole = true;
  for (const Formal &formal : function.formals) {
    const auto &type = llvm::cast<TensorType>(*formal.type);
    std::optional<Interface> interface = evaluateInterface(type);
    if (!interface) {
      whole = false;
      continue;
    }
    if (interface->anyLeading) {
      error(type.range, "an entry point of the model states all axes: no "
                        "'...' in '" +
                            formal.name.text + "'");
      whole = false;
      continue;
    }
    graph::Dimensions dimensions;
    for (const std::optional<graph::Dimension> &dimension :
         interface->dimensions)
      dimensions.push_back(*dimension);
    mlir::Value argument = currentFunction.getBody().front().addArgument(
        graph::tensorType(dimensions,
                          graph::elementType(&context, interface->dtype)),
        position(formal.name.range()));
    origins[argument] = {formal.name.range(),
                         ("input '" + formal.name.text + "'").str(), nullptr};
    entry.scope->variables[formal.name.text] = Value(argument);
  }
  return whole;
}

void GraphGenerator::finishFunction(const Function &function,
                                    llvm::SMRange place,
                                    llvm::SmallVector<mlir::Value> results,
                                    llvm::ArrayRef<std::string> outputs) {
  llvm::SmallVector<mlir::Type> resultTypes;
  llvm::SmallVector<mlir::DictionaryAttr> argumentAttrs, resultAttrs;
  auto named = [&](llvm::StringRef attribute, llvm::StringRef name) {
    return builder.getDictionaryAttr(
        builder.getNamedAttr(attribute, builder.getStringAttr(name)));
  };
  for (const Parameter *parameter : used)
    argumentAttrs.push_back(named(graph::kParameterAttr, parameter->name));
  for (const Parameter *state : usedStates)
    argumentAttrs.push_back(named(graph::kStateAttr, state->name));
  for (const Formal &formal : function.formals)
    argumentAttrs.push_back(named(graph::kInputAttr, formal.name.text));
  if (levels.front().key)
    argumentAttrs.push_back(builder.getDictionaryAttr(
        builder.getNamedAttr(graph::kRandomKeyAttr, builder.getUnitAttr())));
  for (llvm::StringRef output : outputs)
    resultAttrs.push_back(named(graph::kOutputAttr, output));
  // States come behind the outputs, in the order of their arguments.
  for (const Parameter *state : usedStates) {
    const StateValue &value =
        levels.front().states.find(const_cast<Parameter *>(state))->second;
    if (value.now == value.before)
      continue;
    results.push_back(value.now);
    resultAttrs.push_back(named(graph::kStateAttr, state->name));
  }
  for (mlir::Value result : results)
    resultTypes.push_back(result.getType());
  builder.create<mlir::func::ReturnOp>(position(place), results);
  mlir::Block &body = currentFunction.getBody().front();
  currentFunction.setFunctionType(
      builder.getFunctionType(body.getArgumentTypes(), resultTypes));
  currentFunction.setAllArgAttrs(argumentAttrs);
  currentFunction.setAllResultAttrs(resultAttrs);
}

mlir::Value GraphGenerator::parameterArgument(Parameter *parameter) {
  mlir::Value &value = parameterValues[parameter];
  if (value)
    return value;
  graph::Dimensions dimensions(parameter->shape.begin(),
                               parameter->shape.end());
  auto &list = parameter->isState ? usedStates : used;
  auto place = llvm::lower_bound(
      list, parameter, [&](const Parameter *lhs, const Parameter *rhs) {
        return order[lhs] < order[rhs];
      });
  unsigned index = place - list.begin();
  // States stand behind the parameters.
  if (parameter->isState)
    index += used.size();
  list.insert(place, parameter);
  llvm::SMRange range = parameter->declared;
  value = currentFunction.getBody().front().insertArgument(
      index,
      graph::tensorType(dimensions,
                        graph::elementType(&context, parameter->dtype)),
      mlir::NameLoc::get(builder.getStringAttr(parameter->owner->displayPath()),
                         position(range)));
  llvm::StringRef kind =
      parameter->isState && !parameter->isTrained ? "state" : "parameter";
  origins[value] = {range, (kind + " '" + parameter->name + "'").str(),
                    parameter};
  return value;
}

mlir::Value GraphGenerator::asTensor(const Value &value) {
  if (const auto *tensor = value.as<mlir::Value>())
    return *tensor;
  if (auto *parameter = value.as<Parameter *>())
    return (*parameter)->isState ? stateValue(*parameter, levels.size() - 1)
                                 : parameterArgument(*parameter);
  return {};
}

mlir::FileLineColLoc GraphGenerator::position(llvm::SMRange range) {
  SourcePosition place = resolve(diagnostics.sourceManager(), range.Start);
  return mlir::FileLineColLoc::get(&context, place.file, place.line,
                                   place.column);
}

/// The chain of calls that led to a frame.
mlir::LocationAttr GraphGenerator::callerLocation(Frame &callee) {
  if (callee.callerLocation)
    return *callee.callerLocation;
  mlir::LocationAttr location;
  if (callee.caller && callee.callSite.isValid()) {
    location = position(callee.callSite);
    if (mlir::LocationAttr outer = callerLocation(*callee.caller))
      location = mlir::CallSiteLoc::get(mlir::Location(location),
                                        mlir::Location(outer));
  }
  callee.callerLocation = location;
  return location;
}

mlir::Location GraphGenerator::locate(llvm::SMRange range) {
  mlir::Location location = position(range);
  if (mlir::LocationAttr caller = callerLocation(*frame))
    location = mlir::CallSiteLoc::get(location, mlir::Location(caller));
  return mlir::NameLoc::get(builder.getStringAttr(currentLayerPath()),
                            location);
}
