//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Choosing the families of a graph.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

static const std::vector<Family> &allFamilies() {
  static const std::vector<Family> all = [] {
    std::vector<Family> families;
    for (llvm::ArrayRef<Family> some :
         {pointwiseFamilies(), identityFamilies(), shapeFamilies(),
          reductionFamilies(), indexingFamilies(), contractionFamilies(),
          normalizationFamilies(), blockFamilies(), scanFamilies(),
          cellFamilies(), spelledCellFamilies(), stepFamilies(),
          sampleFamilies()})
      families.insert(families.end(), some.begin(), some.end());
    return families;
  }();
  return all;
}

static const Family &chooseFamily(Random &random) {
  static const unsigned total = [] {
    unsigned sum = 0;
    for (const Family &family : allFamilies())
      sum += family.weight;
    return sum;
  }();
  int64_t ticket = random.integer(0, total - 1);
  for (const Family &family : allFamilies())
    if ((ticket -= family.weight) < 0)
      return family;
  llvm_unreachable("weights add up to the total");
}

void fuzz::generateSomething(GraphBuilder &g) {
  chooseFamily(g.random).generate(g);
}

std::string fuzz::graphName(uint64_t seed, uint64_t run) {
  return "fuzz_s" + std::to_string(seed) + "_r" + std::to_string(run);
}

OwningOpRef<ModuleOp> fuzz::generateGraph(MLIRContext *context, uint64_t seed,
                                          uint64_t run) {
  std::string name = graphName(seed, run);
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context));
  (*module)->setAttr(graph::kModelAttr, StringAttr::get(context, name));
  // Operations that do not fit are part of the game.
  ScopedDiagnosticHandler quiet(context, [](Diagnostic &) {});

  GraphBuilder g(*module, Random(name));
  Random &random = g.random;
  Builder types(context);
  g.element = types.getF32Type();
  if (random.oneIn(3))
    g.element = types.getF64Type();
  else if (random.oneIn(24))
    g.element = types.getBF16Type();
  g.mayBeEmpty = random.oneIn(16);

  // Few families in one graph: their operations then meet more often.
  llvm::SmallVector<const Family *> theme;
  for (int64_t i = random.integer(1, 4); i > 0; --i)
    theme.push_back(&chooseFamily(random));
  unsigned wanted = random.oneIn(4)   ? random.integer(2, 6)
                    : random.oneIn(8) ? random.integer(30, 60)
                                      : random.integer(6, 30);
  // Families do not always succeed.
  for (int attempt = 0; attempt < 40 && g.count < wanted; ++attempt)
    if (random.oneIn(5))
      generateSomething(g);
    else
      random.pick(theme)->generate(g);
  g.finish();
  return module;
}
