//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a snapshot says of operations: their origins, types and families.
//
//===----------------------------------------------------------------------===//

#include "Snapshot.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/GraphOpBase.h"
#include "dlc/Frontend/MLIRDiagnostics.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::explain;

Origin explain::originOf(Location location, IsLibrary isLibrary) {
  frontend::SourceLocation source = frontend::decodeLocation(location);
  Origin origin;
  auto [layer, kind] = StringRef(source.layerPath).split(": ");
  origin.layer = layer.str();
  origin.layerKind = kind.str();
  if (source.positions.empty())
    return origin;
  size_t main = 0;
  while (main + 1 < source.positions.size() &&
         isLibrary(source.positions[main].getFilename()))
    ++main;
  FileLineColLoc position = source.positions[main];
  origin.place = (position.getFilename().getValue() + ":" +
                  Twine(position.getLine()) + ":" + Twine(position.getColumn()))
                     .str();
  return origin;
}

std::string explain::describeType(Type type) {
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    return graph::describe(tensor);
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (auto memory = dyn_cast<MemRefType>(type)) {
    stream << graph::describeElement(memory.getElementType()) << '[';
    llvm::interleaveComma(memory.getShape(), stream);
    stream << ']';
  } else {
    stream << type;
  }
  return text;
}

Family explain::familyOf(Operation *op) {
  if (op->hasTrait<graph::Pointwise>())
    return Family::Pointwise;
  if (op->getName().getDialectNamespace() == "kernel")
    return Family::Kernel;
  return llvm::StringSwitch<Family>(op->getName().stripDialect())
      .Cases("matmul", "packed_matmul", "conv2d", "blocked_conv2d",
             "blocked_depthwise_conv2d", Family::Contraction)
      .Cases("conv2d_filter_gradient", "blocked_conv2d_filter_gradient",
             "blocked_depthwise_conv2d_filter_gradient", Family::Contraction)
      .Cases("sum", "prod", "mean", "max", "min", "any", "all",
             Family::Reduction)
      .Cases("argmax", "argmin", "argsort", "cumsum", "cumprod",
             Family::Reduction)
      .Cases("max_pool2d", "avg_pool2d", "adaptive_avg_pool2d",
             "adaptive_max_pool2d", Family::Reduction)
      .Cases("max_pool2d_indices", "adaptive_max_pool2d_indices",
             Family::Reduction)
      .Cases("reshape", "transpose", "broadcast", "slice", "concat", "pad",
             "pack", "unpack", Family::Movement)
      .Cases("take", "gather", "pick", "scatter_add", Family::Movement)
      .Cases("lstm_cell", "gru_cell", "scan", Family::Recurrence)
      .Default(Family::Other);
}
