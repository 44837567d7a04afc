//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `scan`: its body becomes a region. What is carried and what it runs over may
// be tensors, or tuples and lists of them.
//
//===----------------------------------------------------------------------===//

#include "GraphGeneration.h"

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"

#include "llvm/ADT/STLExtras.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;
using dlc::graph::Dimension;
using dlc::graph::Dimensions;

/// The tensors in `value`, in order; none in `none`.
bool GraphGenerator::flatten(const Value &value, llvm::StringRef what,
                             llvm::SMRange range,
                             llvm::SmallVectorImpl<mlir::Value> &tensors) {
  if (value.is<Value::None>())
    return true;
  if (const std::vector<Value> *elements = value.elements())
    return llvm::all_of(*elements, [&](const Value &element) {
      return flatten(element, what, range, tensors);
    });
  tensors.push_back(asTensor(value));
  if (tensors.back())
    return true;
  if (!value.isError())
    error(range, what + " are tensors, got " + value.describe() +
                     (value.asDimension() || value.number()
                          ? "; 'cast(" + value.str() + ", real)' makes one"
                          : ""));
  return false;
}

/// Do tensors and `none` stand at the same places?
static bool haveOneStructure(const Value &lhs, const Value &rhs) {
  const std::vector<Value> *left = lhs.elements(), *right = rhs.elements();
  if (!left || !right)
    return !left && !right && lhs.is<Value::None>() == rhs.is<Value::None>();
  return left->size() == right->size() &&
         llvm::all_of(llvm::zip_equal(*left, *right), [](auto pair) {
           return haveOneStructure(std::get<0>(pair), std::get<1>(pair));
         });
}

Value GraphGenerator::restore(const Value &value,
                              llvm::ArrayRef<mlir::Value> &tensors) {
  if (value.is<Value::None>())
    return value;
  const auto *sequence = value.as<Sequence>();
  if (!sequence) {
    Value tensor(tensors.front());
    tensors = tensors.drop_front();
    return tensor;
  }
  std::vector<Value> elements;
  for (const Value &element : *sequence->elements)
    elements.push_back(restore(element, tensors));
  return Value::list(std::move(elements), sequence->isTuple);
}

/// The number of steps; reported where the sequences do not agree.
std::optional<Dimension>
GraphGenerator::countSteps(const Scan &node,
                           llvm::ArrayRef<mlir::Value> sequences) {
  if (sequences.empty()) {
    error(node.sequence->range, "a scan runs over at least one tensor");
    return std::nullopt;
  }
  for (mlir::Value sequence : sequences) {
    Dimensions dimensions = graph::dimensionsOf(sequence);
    if (dimensions.empty()) {
      Diagnostic &diagnostic = error(
          node.sequence->range, "a scan runs over axis 0, which " +
                                    Value(sequence).str() + " does not have");
      noteOperand(diagnostic, "", sequence);
      return std::nullopt;
    }
    Dimension first = graph::dimensionsOf(sequences.front()).front();
    if (dimensions.front() == first)
      continue;
    Diagnostic &diagnostic = error(
        node.sequence->range, "a scan runs over tensors of one length, got " +
                                  Value(sequences.front()).str() + " and " +
                                  Value(sequence).str());
    noteOrigin(diagnostic, sequences.front(), first);
    noteOrigin(diagnostic, sequence, dimensions.front());
    return std::nullopt;
  }
  return graph::dimensionsOf(sequences.front()).front();
}

Value GraphGenerator::evaluateScan(const Scan &node) {
  Value initial = evaluate(*node.initial);
  Value sequence = evaluate(*node.sequence);
  if (initial.isError() || sequence.isError())
    return Value();
  llvm::SmallVector<mlir::Value> inits, sequences;
  if (!flatten(initial, "the values that a scan carries", node.initial->range,
               inits) ||
      !flatten(sequence, "the sequences of a scan", node.sequence->range,
               sequences))
    return Value();
  std::optional<Dimension> steps = countSteps(node, sequences);
  if (!steps)
    return Value();

  auto region = std::make_unique<mlir::Region>();
  region->push_back(new mlir::Block());
  Level level;
  level.body = &region->front();
  level.carried = inits.size();
  level.steps = steps;
  level.sequences.assign(sequences.begin(), sequences.end());
  llvm::SmallVector<mlir::Value> carried, elements;
  for (mlir::Value value : inits) {
    carried.push_back(
        level.body->addArgument(value.getType(), locate(node.carried.range)));
    origins[carried.back()] = {node.carried.range, "what the scan carries"};
  }
  for (mlir::Value value : sequences) {
    Dimensions dimensions = graph::dimensionsOf(value);
    dimensions.erase(dimensions.begin());
    elements.push_back(level.body->addArgument(
        graph::tensorType(dimensions, graph::tensorOf(value).getElementType()),
        locate(node.element.range)));
    origins[elements.back()] = {node.element.range, "an element of the scan"};
  }

  ScanBody body;
  {
    mlir::OpBuilder::InsertionGuard insertion(builder);
    builder.setInsertionPointToEnd(level.body);
    levels.push_back(std::move(level));
    ScopeGuard scope(*frame);
    llvm::ArrayRef<mlir::Value> carriedLeft = carried, elementsLeft = elements;
    bool whole = bind(node.carried, restore(initial, carriedLeft),
                      node.initial->range) &&
                 bind(node.element, restore(sequence, elementsLeft),
                      node.sequence->range) &&
                 runSteps(node, initial, inits, body);
    level = std::move(levels.back());
    levels.pop_back();
    if (!whole)
      return Value();
  }
  return buildScan(node, level, std::move(region), initial, inits, body);
}

/// The statements of the body, and what they hand on.
bool GraphGenerator::runSteps(const Scan &node, const Value &initial,
                              llvm::ArrayRef<mlir::Value> inits,
                              ScanBody &body) {
  llvm::SMRange returned = frame->returned;
  std::optional<Value> next = runBody(node.body);
  llvm::SMRange place = frame->returned;
  frame->returned = returned;
  if (!next) {
    error(node.headRange, "the body of the scan ends without 'next'");
    return false;
  }
  body.emitted = frame->emitted;
  if (next->isError() || (body.emitted && body.emitted->isError()) ||
      !flatten(*next, "the values that a scan carries", place, body.next) ||
      (body.emitted && !flatten(*body.emitted, "the values that a scan emits",
                                place, body.emissions)))
    return false;
  if (body.next.size() != inits.size()) {
    error(place, "'next' hands on " + llvm::Twine(body.next.size()) +
                     (body.next.size() == 1 ? " tensor" : " tensors") +
                     ", but the scan carries " + llvm::Twine(inits.size()))
        .note(node.carried.range, "carried here");
    return false;
  }
  if (!haveOneStructure(initial, *next)) {
    error(place, "'next' hands on " + next->str() +
                     " for what the scan carries as " + initial.str())
        .note(node.carried.range, "carried here");
    return false;
  }
  for (auto [before, after] : llvm::zip(inits, body.next)) {
    if (before.getType() == after.getType())
      continue;
    Diagnostic &diagnostic = error(
        place, "'next' hands on " + Value(after).str() +
                   " for what the scan carries as " + Value(before).str());
    diagnostic.note(node.carried.range, "carried here");
    noteOperand(diagnostic, "", before);
    noteOperand(diagnostic, "", after);
    return false;
  }
  return true;
}

Value GraphGenerator::buildScan(const Scan &node, Level &level,
                                std::unique_ptr<mlir::Region> region,
                                const Value &initial,
                                llvm::SmallVector<mlir::Value> inits,
                                const ScanBody &body) {
  llvm::SmallVector<mlir::Value> next = body.next;
  llvm::SmallVector<mlir::Value> emissions = body.emissions;
  llvm::SmallVector<Parameter *> rebound;
  for (auto &[state, value] : level.states)
    if (value.now != value.before) {
      inits.push_back(value.outside);
      next.push_back(value.now);
      rebound.push_back(state);
    }
  // A state that is only read is not carried: the body uses the value outside.
  for (auto &[state, value] : level.states)
    if (value.now == value.before) {
      value.before.replaceAllUsesWith(value.outside);
      std::replace(next.begin(), next.end(), value.before, value.outside);
      std::replace(emissions.begin(), emissions.end(), value.before,
                   value.outside);
      level.body->eraseArgument(
          llvm::cast<mlir::BlockArgument>(value.before).getArgNumber());
    }

  mlir::Location location = locate(node.headRange);
  {
    mlir::OpBuilder::InsertionGuard insertion(builder);
    builder.setInsertionPointToEnd(level.body);
    builder.create<graph::NextOp>(location, next, emissions);
  }
  auto scan = builder.create<graph::ScanOp>(location, inits, level.sequences,
                                            node.isReversed, std::move(region));
  ++operationCount;
  for (mlir::Value result : scan->getResults())
    origins[result] = {node.headRange, "the scan"};

  llvm::SmallVector<mlir::Value> results(scan->getResults());
  llvm::ArrayRef<mlir::Value> left = results;
  Value last = restore(initial, left);
  for (Parameter *state : rebound) {
    levels.back().states.find(state)->second.now = left.front();
    left = left.drop_front();
  }
  if (!body.emitted)
    return last;
  return Value::list({restore(*body.emitted, left), last}, /*isTuple=*/true);
}
