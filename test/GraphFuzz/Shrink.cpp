//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shrinking: results are dropped, values become arguments, operations become
// one of their operands, scans lose what they carry or become one step, sizes
// become 1. Each attempt works on a copy, which takes the graph's place where
// it still fails; until nothing more can go.
//
//===----------------------------------------------------------------------===//

#include "Shrink.h"
#include "Arguments.h"
#include "ShrinkScan.h"

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"

#include <regex>
#include <set>

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

static func::FuncOp functionOf(ModuleOp module) {
  return *module.getOps<func::FuncOp>().begin();
}

/// All operations but terminators, in order; stable under cloning.
static std::vector<Operation *> operationsOf(ModuleOp module) {
  std::vector<Operation *> operations;
  functionOf(module).getBody().walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (!op->hasTrait<OpTrait::IsTerminator>())
      operations.push_back(op);
  });
  return operations;
}

unsigned fuzz::countOperations(ModuleOp graph) {
  return operationsOf(graph).size();
}

//===----------------------------------------------------------------------===//
// Edits
//===----------------------------------------------------------------------===//

/// A new input. Integers are 0 or 1, which most indices may be.
static Value addInput(func::FuncOp function, Type type) {
  unsigned index = function.getNumArguments();
  bool isInteger = llvm::isa<IntegerType>(
      llvm::cast<RankedTensorType>(type).getElementType());
  std::string name = (isInteger ? "below2_z" : "z") + std::to_string(index);
  auto taken = [&] {
    for (unsigned i = 0; i < index; ++i)
      for (llvm::StringRef kind : {graph::kInputAttr, graph::kParameterAttr})
        if (auto known = function.getArgAttrOfType<StringAttr>(i, kind);
            known && known.getValue() == name)
          return true;
    return false;
  };
  while (taken())
    name += "z";
  return insertInput(function, type, name);
}

static void replaceByInputs(Operation *op) {
  auto function = op->getParentOfType<func::FuncOp>();
  for (Value result : op->getResults())
    if (!result.use_empty())
      result.replaceAllUsesWith(addInput(function, result.getType()));
}

/// Erases what nobody uses, arguments included.
static void clean(ModuleOp module) {
  func::FuncOp function = functionOf(module);
  for (bool changed = true; changed;) {
    changed = false;
    std::vector<Operation *> operations = operationsOf(module);
    for (Operation *op : llvm::reverse(operations))
      if (op->use_empty()) {
        op->erase();
        changed = true;
        // Its body may have been among the operations.
        break;
      }
  }
  for (unsigned i = function.getNumArguments(); i-- > 0;)
    if (function.getArgument(i).use_empty())
      function.eraseArgument(i);
}

static void eraseResult(func::FuncOp function, unsigned index) {
  Operation *terminator = function.front().getTerminator();
  terminator->eraseOperand(index);
  function.eraseResult(index);
}

static void returnUnused(func::FuncOp function) {
  Operation *terminator = function.front().getTerminator();
  for (Operation &op : function.front().without_terminator())
    for (Value result : op.getResults())
      if (result.use_empty()) {
        std::string name = "u" + std::to_string(function.getNumResults());
        Builder builder(function.getContext());
        function.insertResult(
            function.getNumResults(), result.getType(),
            builder.getDictionaryAttr(builder.getNamedAttr(
                graph::kOutputAttr, builder.getStringAttr(name))));
        terminator->insertOperands(terminator->getNumOperands(), result);
      }
}

//===----------------------------------------------------------------------===//
// Attempts
//===----------------------------------------------------------------------===//

namespace {
class Shrinker {
public:
  Shrinker(ModuleOp graph, llvm::function_ref<bool(ModuleOp)> stillFails)
      : current(graph.clone()), stillFails(stillFails) {}

  OwningOpRef<ModuleOp> run() {
    ScopedDiagnosticHandler quiet(current->getContext(), [](Diagnostic &) {});
    // Where dead code fails, it is made a result.
    if (!attempt([](ModuleOp) { return true; }))
      attempt([](ModuleOp module) {
        returnUnused(functionOf(module));
        return true;
      });
    for (bool progress = true; progress;) {
      progress = dropResults();
      progress |= dropOperations();
      progress |= dropFromScans();
      progress |= forwardOperands();
      progress |= shrinkSizes();
    }
    return std::move(current);
  }

private:
  /// Whether the edit of a copy, which says if it could do something, left it
  /// failing; then the copy is the graph.
  bool attempt(llvm::function_ref<bool(ModuleOp)> edit) {
    OwningOpRef<ModuleOp> copy = current->clone();
    if (!edit(*copy))
      return false;
    clean(*copy);
    if (failed(verify(*copy)) || !stillFails(*copy))
      return false;
    current = std::move(copy);
    return true;
  }

  bool dropResults();
  bool dropOperations();
  bool dropFromScans();
  bool forwardOperands();
  bool shrinkSizes();

  OwningOpRef<ModuleOp> current;
  llvm::function_ref<bool(ModuleOp)> stillFails;
};
} // namespace

bool Shrinker::dropResults() {
  bool progress = false;
  unsigned count = functionOf(*current).getNumResults();
  for (unsigned kept = 0; count > 1 && kept < count; ++kept)
    if (attempt([&](ModuleOp module) {
          for (unsigned i = count; i-- > 0;)
            if (i != kept)
              eraseResult(functionOf(module), i);
          return true;
        }))
      return true;
  for (unsigned i = count; i-- > 0;)
    progress |= attempt([&](ModuleOp module) {
      eraseResult(functionOf(module), i);
      return true;
    });
  return progress;
}

/// Many operations at once, then fewer, then one by one, the last first.
bool Shrinker::dropOperations() {
  bool progress = false;
  for (unsigned chunk = std::max(1u, countOperations(*current) / 2);;
       chunk /= 2) {
    for (unsigned end = countOperations(*current); end > 0;) {
      unsigned begin = end > chunk ? end - chunk : 0;
      progress |= attempt([&](ModuleOp module) {
        std::vector<Operation *> operations = operationsOf(module);
        for (unsigned i = begin; i < end; ++i)
          replaceByInputs(operations[i]);
        return true;
      });
      end = std::min(begin, countOperations(*current));
    }
    if (chunk <= 1)
      return progress;
  }
}

/// An operation's result becomes one of its operands.
bool Shrinker::forwardOperands() {
  bool progress = false;
  for (unsigned i = countOperations(*current); i-- > 0;) {
    if (i >= countOperations(*current))
      continue;
    unsigned operands = operationsOf(*current)[i]->getNumOperands();
    for (unsigned o = 0; o < operands; ++o)
      if (attempt([&](ModuleOp module) {
            Operation *op = operationsOf(module)[i];
            if (op->getNumResults() != 1 ||
                op->getOperand(o).getType() != op->getResult(0).getType())
              return false;
            op->getResult(0).replaceAllUsesWith(op->getOperand(o));
            return true;
          })) {
        progress = true;
        break;
      }
  }
  return progress;
}

bool Shrinker::dropFromScans() {
  bool progress = false;
  for (unsigned i = countOperations(*current); i-- > 0;)
    // An edit makes a new scan in the place of the old one.
    for (unsigned edit = 0; i < countOperations(*current); ++edit) {
      bool exists = false;
      progress |= attempt([&](ModuleOp module) {
        auto scan = dyn_cast<graph::ScanOp>(operationsOf(module)[i]);
        exists = scan && edit < countScanEdits(scan);
        return exists && editScan(scan, edit, [&](Type type) {
                 return addInput(functionOf(module), type);
               });
      });
      if (!exists)
        break;
    }
  return progress;
}

/// The text with one size replaced wherever types and shapes have it.
static std::string replaceSize(const std::string &text, const std::string &from,
                               const std::string &to) {
  static const std::regex places(
      R"(tensor<[0-9x]*|#graph\.dims<[^>]*>|array<i64[^>]*>)"
      R"(|(size|columns|classes) = [0-9]+)");
  const std::regex number("\\b" + from + "(?![0-9])|x" + from + "(?![0-9])");
  std::string result;
  auto at = text.cbegin();
  for (std::sregex_iterator match(text.begin(), text.end(), places), end;
       match != end; ++match) {
    result.append(at, text.cbegin() + match->position());
    std::string place = match->str();
    std::string::const_iterator inside = place.cbegin();
    for (std::sregex_iterator n(place.begin(), place.end(), number), none;
         n != none; ++n) {
      result.append(inside, place.cbegin() + n->position());
      result += (n->str()[0] == 'x' ? "x" : "") + to;
      inside = place.cbegin() + n->position() + n->length();
    }
    result.append(inside, place.cend());
    at = text.cbegin() + match->position() + match->length();
  }
  return result.append(at, text.cend());
}

bool Shrinker::shrinkSizes() {
  bool progress = false;
  std::set<int64_t> sizes;
  current->walk([&](Operation *op) {
    for (Value operand : op->getOperands())
      for (int64_t size :
           llvm::cast<RankedTensorType>(operand.getType()).getShape())
        sizes.insert(size);
  });
  for (int64_t size : sizes)
    for (int64_t smaller : {int64_t(1), int64_t(2), size / 2, size - 1}) {
      if (smaller < 1 || smaller >= size)
        continue;
      std::string text;
      llvm::raw_string_ostream stream(text);
      current->print(stream);
      OwningOpRef<ModuleOp> candidate = parseSourceString<ModuleOp>(
          replaceSize(text, std::to_string(size), std::to_string(smaller)),
          current->getContext());
      if (!candidate || !stillFails(*candidate))
        continue;
      current = std::move(candidate);
      progress = true;
      break;
    }
  return progress;
}

OwningOpRef<ModuleOp>
fuzz::shrink(ModuleOp graph, llvm::function_ref<bool(ModuleOp)> stillFails) {
  return Shrinker(graph, stillFails).run();
}
