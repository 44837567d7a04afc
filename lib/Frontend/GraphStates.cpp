//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What lies beside a function's inputs: states, which are rebound, and random
// keys. Both pass through the bodies of scans: a state becomes a value that
// the scan carries, and each step gets a key of its own.
//
//===----------------------------------------------------------------------===//

#include "GraphGeneration.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"

#include "llvm/Support/xxhash.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

//===----------------------------------------------------------------------===//
// States
//===----------------------------------------------------------------------===//

mlir::Value GraphGenerator::stateValue(Parameter *state, size_t level) {
  auto &states = levels[level].states;
  if (auto found = states.find(state); found != states.end())
    return found->second.now;
  StateValue value;
  if (level == 0) {
    value.before = parameterArgument(state);
  } else {
    value.outside = stateValue(state, level - 1);
    // Carried values stand before elements.
    unsigned position = levels[level].carried + states.size();
    value.before = levels[level].body->insertArgument(
        position, value.outside.getType(), value.outside.getLoc());
    inheritOrigin(value.before, value.outside);
  }
  value.now = value.before;
  states.insert({state, value});
  return value.now;
}

/// A name means the value that the state has there, even if the state is
/// rebound before the value is used.
Value GraphGenerator::readMember(const Value &member) {
  Parameter *const *parameter = member.as<Parameter *>();
  if (!parameter || !(*parameter)->isState)
    return member;
  return Value(stateValue(*parameter, levels.size() - 1));
}

bool GraphGenerator::rebind(const Rebind &node, const Value &value) {
  const Value *member = frame->self->find(node.name.text);
  if (!member->is<Parameter *>()) {
    // Where its declaration failed, that was reported.
    if (member->is<Value::None>())
      error(node.name.range(),
            "state '" + node.name.text + "' is absent (none) here");
    return false;
  }
  Parameter *state = *member->as<Parameter *>();
  mlir::Value before = stateValue(state, levels.size() - 1);
  mlir::Value tensor = asTensor(value);
  if (!tensor) {
    error(node.value->range, "state '" + node.name.text +
                                 "' is rebound to a tensor, got " +
                                 value.describe())
        .note(state->declared, "declared here");
    return false;
  }
  if (tensor.getType() != before.getType()) {
    Diagnostic &diagnostic =
        error(node.value->range, "state '" + node.name.text + "' is " +
                                     Value(before).str() + ", got " +
                                     Value(tensor).str());
    diagnostic.note(state->declaration->type ? state->declaration->type->range
                                             : state->declared,
                    "declared here");
    noteOperand(diagnostic, "", tensor);
    return false;
  }
  levels.back().states.find(state)->second.now = tensor;
  return true;
}

//===----------------------------------------------------------------------===//
// Random keys
//===----------------------------------------------------------------------===//

/// Every draw has its own stream, named after the layer and the draw's number
/// within it, so that a draw somewhere else changes nothing. A stream that the
/// program names is the same at each of its uses in a layer.
uint64_t GraphGenerator::streamOf(llvm::StringRef name, llvm::StringRef kind) {
  // The path is that of parameters, without the names of model and layers'
  // declarations.
  const Frame *at = frame;
  while (at && !at->self)
    at = at->caller;
  std::string text = at ? at->self->path : "";
  std::string stream = "#." + name.str();
  if (name.empty())
    stream = (kind + llvm::Twine(draws[text + kind.str()]++)).str();
  return llvm::xxh3_64bits(text + stream);
}

mlir::Value GraphGenerator::keyAt(size_t level, llvm::SMRange range) {
  Level &here = levels[level];
  if (here.key)
    return here.key;
  mlir::Type word = builder.getI32Type();
  if (level == 0) {
    here.key = here.body->addArgument(mlir::RankedTensorType::get({2}, word),
                                      position(range));
    origins[here.key] = {range, "the random key", nullptr};
    return here.key;
  }
  if (!here.steps)
    return here.key = keyAt(level - 1, range);
  // The scan is not built yet, so the end of the block outside is before it.
  mlir::Value outside = keyAt(level - 1, range);
  mlir::OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(levels[level - 1].body);
  mlir::Value own = foldKey(outside, streamOf("", "#scan"), range);
  mlir::Value keys =
      own ? build("random_split", own,
                  builder.getNamedAttr(
                      "count", graph::DimsAttr::get(&context, {*here.steps})),
                  range)
          : mlir::Value();
  if (!keys)
    return {};
  here.sequences.push_back(keys);
  here.key = here.body->addArgument(mlir::RankedTensorType::get({2}, word),
                                    keys.getLoc());
  origins[here.key] = {range, "the random key of a step", nullptr};
  return here.key;
}

mlir::Value GraphGenerator::foldKey(mlir::Value key, uint64_t stream,
                                    llvm::SMRange range) {
  int64_t data = static_cast<int64_t>(stream);
  return build("random_fold", key,
               builder.getNamedAttr("data", builder.getI64IntegerAttr(data)),
               range);
}

/// The key of an operation that draws: programs do not pass one, but may name
/// the stream.
bool GraphGenerator::supplyKey(llvm::StringRef name,
                               std::vector<ArgumentValue> &arguments,
                               llvm::SMRange range) {
  std::string stream;
  for (auto it = arguments.begin(); it != arguments.end(); ++it) {
    if (it->name != "stream")
      continue;
    const auto *text = it->value.as<std::string>();
    if (!text && !it->value.is<Value::None>()) {
      error(it->range, "'stream' of '" + name + "' takes a str, got " +
                           it->value.describe());
      return false;
    }
    stream = text ? *text : "";
    arguments.erase(it);
    break;
  }
  mlir::Value key = keyAt(levels.size() - 1, range);
  key = key ? foldKey(key, streamOf(stream, "#"), range) : key;
  if (!key)
    return false;
  arguments.insert(arguments.begin(), {"", range, Value(key)});
  return true;
}
