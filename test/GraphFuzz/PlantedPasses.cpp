//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Wrong passes.
//
//===----------------------------------------------------------------------===//

#include "PlantedPasses.h"

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include "llvm/ADT/STLExtras.h"

#include <csignal>

using namespace mlir;
using namespace dlc;
using namespace dlc::graph;

/// a - b becomes b - a where a is a product.
static void changeMeaning(ModuleOp module) {
  module.walk([](SubOp op) {
    if (op.getLhs().getDefiningOp<MulOp>()) {
      Value lhs = op.getLhs();
      op.getLhsMutable().assign(op.getRhs());
      op.getRhsMutable().assign(lhs);
    }
  });
}

/// Hands on the first carried value as it is.
static void changeScan(ModuleOp module) {
  module.walk([](ScanOp scan) {
    if (!scan.getCarried().empty())
      scan.getNext().getCarriedMutable()[0].set(scan.getCarried()[0]);
  });
}

static void crash(ModuleOp module) {
  module.walk([](SumOp op) {
    if (op.getOperand().getDefiningOp<BroadcastOp>())
      std::raise(SIGSEGV);
  });
}

static void hang(ModuleOp module) {
  module.walk([](ConcatOp op) {
    for (volatile bool on = op->getNumOperands() == 3; on;)
      ;
  });
}

/// tanh becomes an operation of another type.
static void makeInvalid(ModuleOp module) {
  module.walk([](TanhOp op) {
    if (op.getOperand().getDefiningOp<AddOp>())
      op.getResult().setType(
          RankedTensorType::get({99}, op.getType().getElementType()));
  });
}

/// Swaps operands; once more, and they are where they were.
static void undoItself(ModuleOp module) {
  module.walk([](AddOp op) {
    if (op.getLhs() == op.getRhs())
      return;
    Value lhs = op.getLhs();
    op.getLhsMutable().assign(op.getRhs());
    op.getRhsMutable().assign(lhs);
  });
}

/// Orders operands by their address.
static void dependOnAddresses(ModuleOp module) {
  module.walk([](MulOp op) {
    Value lhs = op.getLhs(), rhs = op.getRhs();
    if (lhs.getAsOpaquePointer() > rhs.getAsOpaquePointer()) {
      op.getLhsMutable().assign(rhs);
      op.getRhsMutable().assign(lhs);
    }
  });
}

namespace {
struct Mistake {
  llvm::StringLiteral name;
  void (*make)(ModuleOp);
};
} // namespace

static constexpr Mistake kMistakes[] = {
    {"meaning", changeMeaning},
    {"scan", changeScan},
    {"crash", crash},
    {"hang", hang},
    {"invalid", makeInvalid},
    {"idempotence", undoItself},
    {"addresses", dependOnAddresses},
};

namespace {
struct PlantedPass : PassWrapper<PlantedPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(PlantedPass)

  explicit PlantedPass(const Mistake &mistake) : mistake(mistake) {}
  llvm::StringRef getArgument() const override {
    static std::string argument;
    argument = "graph-planted-" + mistake.name.str();
    return argument;
  }
  llvm::StringRef getDescription() const override { return "a mistake"; }
  void runOnOperation() override { mistake.make(getOperation()); }

  const Mistake &mistake;
};
} // namespace

llvm::ArrayRef<llvm::StringLiteral> fuzz::plantedMistakes() {
  static const auto names = llvm::map_to_vector(
      kMistakes, [](const Mistake &mistake) { return mistake.name; });
  return names;
}

void fuzz::registerPlantedPass(llvm::StringRef name) {
  for (const Mistake &mistake : kMistakes)
    if (mistake.name == name)
      registerPass(
          [&mistake] { return std::make_unique<PlantedPass>(mistake); });
}
