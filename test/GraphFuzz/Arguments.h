//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a function of a random graph is called with. Values depend on names
// alone, so that a graph read back from a file computes what it did.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_ARGUMENTS_H
#define DLC_TEST_GRAPHFUZZ_ARGUMENTS_H

#include "dlc/Runtime/Tensor.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinTypes.h"

#include <string>
#include <vector>

namespace dlc::fuzz {

/// The name of an integer argument whose elements are in [0, limit).
std::string nameBelow(int64_t limit, unsigned number);
/// The name of an argument whose elements are in [0.5, 1.5).
std::string namePositive(unsigned number);

/// The elements of argument `name` of `model`. Floating point numbers are in
/// [-1, 1) and sometimes 0, integers in [-4, 4], where the name does not say
/// otherwise.
Tensor makeArgument(llvm::StringRef model, llvm::StringRef name,
                    mlir::RankedTensorType type);

/// What the attributes of a function call the argument; empty where they call
/// it nothing.
std::string argumentName(mlir::func::FuncOp function, unsigned index);

/// A new input of the function, behind the others and before its random key.
mlir::Value insertInput(mlir::func::FuncOp function, mlir::Type type,
                        llvm::StringRef name);

/// All arguments of the function, for its module's name.
std::vector<Tensor> makeArguments(mlir::func::FuncOp function);

/// A tensor of zeros.
Tensor makeTensor(mlir::RankedTensorType type);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_ARGUMENTS_H
