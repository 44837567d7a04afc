//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Inlines what an optimizer makes of each parameter.
//
// The body was made for the first parameter, and its operations say so in their
// locations, which profiles and remarks show: those of another parameter get
// its name.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/IRMapping.h"

namespace dlc::graph {
#define GEN_PASS_DEF_APPLYOPTIMIZERPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// "SGD.optimizer.head.weight" is said of the optimizer of "head.weight".
static void rename(AttrTypeReplacer &replacer, StringRef first,
                   StringRef name) {
  replacer.addReplacement([=](NameLoc location) -> std::optional<Attribute> {
    StringRef text = location.getName();
    if (!text.consume_back(first) || !text.ends_with("."))
      return std::nullopt;
    return NameLoc::get(
        StringAttr::get(location.getContext(), text + Twine(name)),
        location.getChildLoc());
  });
}

/// Puts the body for parameter number `index` before the operation.
static void inlineBody(ApplyOptimizerOp op, size_t index) {
  Block &body = op.getBody().front();
  SmallVector<Value> arguments = {op.getParameters()[index],
                                  op.getGradients()[index]};
  llvm::append_range(arguments, op.getSlotsOf(index));
  IRMapping mapping;
  mapping.map(body.getArguments(), arguments);

  auto names = op.getNames().getAsValueRange<StringAttr>();
  AttrTypeReplacer replacer;
  rename(replacer, *names.begin(), *std::next(names.begin(), index));
  OpBuilder builder(op);
  for (Operation &before : body.without_terminator())
    replacer.recursivelyReplaceElementsIn(
        builder.clone(before, mapping), /*replaceAttrs=*/false,
        /*replaceLocs=*/true, /*replaceTypes=*/false);

  ReturnUpdatedOp returned = op.getReturned();
  op.getUpdated()[index].replaceAllUsesWith(
      mapping.lookupOrDefault(returned.getParameter()));
  for (auto [result, slot] :
       llvm::zip(op.getUpdatedSlotsOf(index), returned.getSlots()))
    result.replaceAllUsesWith(mapping.lookupOrDefault(slot));
}

namespace {
struct ApplyOptimizer
    : dlc::graph::impl::ApplyOptimizerPassBase<ApplyOptimizer> {
  using Base::Base;

  void runOnOperation() override {
    getOperation().walk([&](ApplyOptimizerOp op) {
      size_t count = op.getParameters().size();
      for (size_t index = 0; index < count; ++index)
        inlineBody(op, index);
      updated += count;
      op.erase();
    });
  }
};
} // namespace
