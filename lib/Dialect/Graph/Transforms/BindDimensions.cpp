//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replaces named dimensions by numbers.
//
// Every type and attribute is substituted in place; then each operation infers
// its result types anew and the module is verified, because sizes that agree
// as polynomials of one name may still fail with a number (a window that does
// not fit, a count that overflows).
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphOpBase.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringExtras.h"

#include <set>

namespace dlc::graph {
#define GEN_PASS_DEF_BINDDIMENSIONSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// Reads "N=8,T=100".
static FailureOr<llvm::StringMap<int64_t>> parseBinding(ModuleOp module,
                                                        StringRef text) {
  llvm::StringMap<int64_t> binding;
  SmallVector<StringRef> entries;
  text.split(entries, ',', -1, /*KeepEmpty=*/false);
  for (StringRef entry : entries) {
    auto [name, number] = entry.split('=');
    int64_t value;
    if (name.trim().empty() || number.trim().getAsInteger(10, value) ||
        value < 0)
      return module.emitError()
             << "expected NAME=NUMBER in the binding, got '" << entry << "'";
    if (!binding.try_emplace(name.trim(), value).second)
      return module.emitError()
             << "dimension '" << name.trim() << "' is bound twice";
  }
  return binding;
}

namespace {
struct BindDimensions
    : dlc::graph::impl::BindDimensionsPassBase<BindDimensions> {
  using Base::Base;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    FailureOr<llvm::StringMap<int64_t>> binding =
        parseBinding(module, this->binding);
    if (failed(binding))
      return signalPassFailure();
    for (auto function : module.getOps<func::FuncOp>())
      if (failed(bind(function, *binding)))
        return signalPassFailure();
  }

private:
  LogicalResult bind(func::FuncOp function,
                     const llvm::StringMap<int64_t> &binding);
};
} // namespace

/// More than 2^46 elements, as many as an address space of today holds. Nothing
/// below counts beyond 64 bits then: not the bytes of a thousand such tensors,
/// not after layouts have padded them.
static bool isTooLarge(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return false;
  Dimensions dimensions = dimensionsOf(tensor);
  dimensions.push_back(int64_t(1) << 17);
  return !product(dimensions);
}

/// The names in the function's own signature: nothing else can bring in a new
/// one.
static std::set<std::string> namesOf(func::FuncOp function) {
  std::set<std::string> names;
  for (Type type : llvm::concat<const Type>(function.getArgumentTypes(),
                                            function.getResultTypes()))
    if (auto tensor = dyn_cast<RankedTensorType>(type))
      for (const Dimension &dimension : dimensionsOf(tensor))
        dimension.forEachSymbol(
            [&](StringRef name) { names.insert(name.str()); });
  return names;
}

LogicalResult BindDimensions::bind(func::FuncOp function,
                                   const llvm::StringMap<int64_t> &binding) {
  std::set<std::string> names = namesOf(function);
  std::string used;
  llvm::ListSeparator comma(",");
  for (const std::string &name : names) {
    auto found = binding.find(name);
    if (found == binding.end())
      return function.emitError() << "dimension '" << name << "' of '"
                                  << function.getName() << "' is not bound";
    used += (StringRef(comma) + name + "=" + Twine(found->second)).str();
  }

  bool overflow = false;
  auto substitute = [&](ArrayRef<Dimension> dimensions, bool isShape) {
    std::vector<Dimension> numbers;
    for (const Dimension &dimension : dimensions) {
      std::optional<Dimension> number = dimension.substitute(binding);
      overflow |= !number || (isShape && number->constant().value_or(0) < 0);
      numbers.push_back(overflow ? Dimension(0) : *number);
    }
    return numbers;
  };
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](RankedTensorType type) {
    auto dims = dyn_cast_if_present<DimsAttr>(type.getEncoding());
    if (!dims)
      return type;
    return tensorType(substitute(dims.getDimensions(), /*isShape=*/true),
                      type.getElementType());
  });
  // What a negative number in an attribute means, its operation knows.
  replacer.addReplacement([&](DimsAttr dims) {
    return DimsAttr::get(dims.getContext(), substitute(dims.getDimensions(),
                                                       /*isShape=*/false));
  });

  WalkResult result = function.walk<WalkOrder::PreOrder>([&](Operation *op) {
    replacer.replaceElementsIn(op, /*replaceAttrs=*/true,
                               /*replaceLocs=*/false, /*replaceTypes=*/true);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        overflow |= llvm::any_of(block.getArgumentTypes(), isTooLarge);
    overflow |= llvm::any_of(op->getResultTypes(), isTooLarge);
    if (!overflow)
      return WalkResult::advance();
    op->emitError() << "a size is negative or overflows with " << used;
    return WalkResult::interrupt();
  });
  if (result.wasInterrupted())
    return failure();
  function->setAttr(kBindingAttr, StringAttr::get(function.getContext(), used));
  return verify(function);
}
