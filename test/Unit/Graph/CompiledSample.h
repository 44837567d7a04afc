//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A sample case as compiled code: the way from a bare function to a model's,
// and calls with tensors in the order of the function's arguments.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_UNIT_GRAPH_COMPILEDSAMPLE_H
#define DLC_TEST_UNIT_GRAPH_COMPILEDSAMPLE_H

#include "dlc/ExecutionEngine/CompiledFunction.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc::test {

class CompiledSample {
public:
  /// What a model says of the arguments.
  enum class Roles {
    /// All are inputs.
    Inputs,
    /// All but the first are parameters, which `prepare` reads.
    Parameters,
  };

  static Expected<CompiledSample> compile(mlir::func::FuncOp sample,
                                          Roles roles);

  Expected<std::vector<Tensor>> run(llvm::ArrayRef<Tensor> arguments,
                                    unsigned threads) const;

private:
  std::unique_ptr<CompiledFunction> function;
  /// Whether an argument is a parameter.
  std::vector<bool> isParameter;
};

} // namespace dlc::test

#endif // DLC_TEST_UNIT_GRAPH_COMPILEDSAMPLE_H
