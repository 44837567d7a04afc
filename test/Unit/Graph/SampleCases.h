//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The sample cases of operations (test/Dialect/Graph/Samples): loading them,
// making inputs for them, comparing what two evaluations made of them. What is
// demanded of an operation is in CompletenessTest.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_UNIT_GRAPH_SAMPLECASES_H
#define DLC_TEST_UNIT_GRAPH_SAMPLECASES_H

#include "dlc/Runtime/Tensor.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dlc::test {

/// A context with all that samples need.
std::unique_ptr<mlir::MLIRContext> makeContext();

/// The operations of the graph dialect without their prefix, sorted.
std::vector<std::string> graphOperations();

/// The file that holds the cases of an operation.
std::string samplePath(const std::string &operation);
/// The operations that a sample file exists for, sorted.
std::vector<std::string> sampledOperations();

/// Some of an operation's cases: those from number `first` on. Compiling and
/// differentiating all of them would be a long test.
struct CaseRange {
  std::string operation;
  size_t first;

  static constexpr size_t size = 4;
  bool contains(size_t number) const {
    return number >= first && number - first < size;
  }
};

/// All cases of these operations.
std::vector<CaseRange> caseRanges(const std::vector<std::string> &operations);

/// "matmul_12": the cases from number 12 on.
std::string nameOf(const testing::TestParamInfo<CaseRange> &info);

/// Parses and verifies a module; null after a diagnostic.
mlir::OwningOpRef<mlir::ModuleOp> parseText(mlir::MLIRContext &context,
                                            llvm::StringRef text);
/// As parseText, from a sample file.
mlir::OwningOpRef<mlir::ModuleOp> loadSamples(mlir::MLIRContext &context,
                                              const std::string &operation);
mlir::OwningOpRef<mlir::ModuleOp> loadSamples(mlir::MLIRContext &context,
                                              const CaseRange &cases);

/// Replaces gradients by operations. False after a diagnostic.
bool differentiate(mlir::ModuleOp module);

enum class Inputs {
  /// Numbers in [-1, 3], some of them zero: of either sign, but with a mean
  /// above zero, so that sums are well conditioned.
  Finite,
  /// The same with NaN and infinities among them.
  NonFinite,
};

/// Inputs that depend on the case's name only. `sample.range = [lo, hi]` on an
/// argument bounds its values, both ends included.
std::vector<Tensor> makeInputs(mlir::func::FuncOp sample, Inputs inputs);

/// Fails the test where the tensors differ: integers exactly; floating point
/// numbers by max|a - b| > tolerance * max|b|, or where NaN or an infinity has
/// no counterpart.
void expectClose(const Tensor &actual, const Tensor &expected);

/// Fails the test where any bit differs.
void expectIdentical(const Tensor &actual, const Tensor &expected);

} // namespace dlc::test

#endif // DLC_TEST_UNIT_GRAPH_SAMPLECASES_H
