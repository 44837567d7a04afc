//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random graphs. A family of generators adds a few operations to a graph, so
// that the patterns that passes look for occur often; which families a graph
// is made of is random, too.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_GENERATOR_H
#define DLC_TEST_GRAPHFUZZ_GENERATOR_H

#include "GraphBuilder.h"

#include "mlir/IR/OwningOpRef.h"

namespace dlc::fuzz {

/// Graph number `run` of `seed`: a module with one bound function. Depends on
/// nothing else.
mlir::OwningOpRef<mlir::ModuleOp> generateGraph(mlir::MLIRContext *context,
                                                uint64_t seed, uint64_t run);

/// "fuzz_s1_r17"
std::string graphName(uint64_t seed, uint64_t run);

struct Family {
  llvm::StringLiteral name;
  /// How often it is chosen.
  unsigned weight;
  void (*generate)(GraphBuilder &);
};

llvm::ArrayRef<Family> pointwiseFamilies();
llvm::ArrayRef<Family> identityFamilies();
llvm::ArrayRef<Family> shapeFamilies();
llvm::ArrayRef<Family> reductionFamilies();
llvm::ArrayRef<Family> indexingFamilies();
llvm::ArrayRef<Family> contractionFamilies();
llvm::ArrayRef<Family> normalizationFamilies();
llvm::ArrayRef<Family> scanFamilies();
llvm::ArrayRef<Family> blockFamilies();
llvm::ArrayRef<Family> cellFamilies();
llvm::ArrayRef<Family> spelledCellFamilies();
llvm::ArrayRef<Family> stepFamilies();
llvm::ArrayRef<Family> sampleFamilies();

/// One family at random, but no deeper than a few scans.
void generateSomething(GraphBuilder &g);

/// Building blocks that several families use.
Value activation(GraphBuilder &g, Value x);
/// Sigmoid in one of its spellings.
Value sigmoid(GraphBuilder &g, Value x);
/// x + bias along `axis`, the bias a new parameter; or x itself.
Value maybeBias(GraphBuilder &g, Value x, int64_t axis);
/// [.., K] times a parameter of `columns` columns, plain or transposed.
Value linear(GraphBuilder &g, Value x, int64_t columns);
/// Inference batchnorm in one of its spellings.
Value batchNorm(GraphBuilder &g, Value x, int64_t axis);
/// Runs `step` over a sequence, or calls it once. It returns the next states,
/// of which the first is emitted as a rule.
void recur(
    GraphBuilder &g, llvm::ArrayRef<int64_t> element,
    llvm::ArrayRef<int64_t> state, int states,
    llvm::function_ref<Values(Value element, mlir::ValueRange states)> step);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_GENERATOR_H
