//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a function of the graph takes and returns, with dimensions as
// polynomials, and the check of a call against it: named dimensions get their
// numbers from the shapes of inputs. Knows no weights and no code.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_EXECUTIONENGINE_ENTRYPOINT_H
#define DLC_LIB_EXECUTIONENGINE_ENTRYPOINT_H

#include "dlc/Dialect/Graph/IR/Dimension.h"
#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/Model.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc {

struct InterfaceTensor {
  std::string name;
  DType dtype;
  graph::Dimensions dimensions;

  /// "f32[N, 1, 28, 28]".
  std::string describe() const;
};

class EntryPoint {
public:
  explicit EntryPoint(mlir::func::FuncOp function);

  /// Numbers for all dimensions: from inputs whose dimension is just a name,
  /// and those `given`. Every input must then have the shape it should.
  Expected<Binding> bind(const std::vector<TensorView> &views,
                         const Binding &given) const;
  /// The numbers `given`, which must be all there are.
  Expected<Binding> bind(const Binding &given) const;

  /// The shapes of the outputs, which fit this machine's memory.
  Expected<std::vector<Shape>> outputShapes(const Binding &binding) const;
  /// Do the views have these shapes, and memory of their own?
  Expected<void> checkOutputs(const std::vector<MutableTensorView> &outputs,
                              const std::vector<Shape> &shapes,
                              const std::vector<TensorView> &inputs) const;

  FunctionInfo info;
  /// The names of the parameters and of the states that the function uses, in
  /// order.
  std::vector<std::string> parameters;
  std::vector<std::string> states;
  std::vector<InterfaceTensor> inputs;
  std::vector<InterfaceTensor> outputs;
};

} // namespace dlc

#endif // DLC_LIB_EXECUTIONENGINE_ENTRYPOINT_H
