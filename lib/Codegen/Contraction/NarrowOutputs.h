//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Vectors of several input channels, for outputs of a convolution that would
// fill only a part of a vector (graph::NarrowOutputs). With two channels and
// eight outputs, lane 2 i + c is the product of channel c for output i.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_NARROWOUTPUTS_H
#define DLC_LIB_CODEGEN_CONTRACTION_NARROWOUTPUTS_H

#include "Pointers.h"
#include "dlc/Dialect/Graph/Analysis/TileModel.h"

namespace dlc::codegen {

/// Emits what sums of such vectors begin with, and what they end in.
class NarrowEmitter {
public:
  /// `type` is that of all vectors.
  NarrowEmitter(ElementEmitter &elements, PointerEmitter &pointers,
                const graph::NarrowOutputs &narrow, mlir::VectorType type)
      : elements(elements), pointers(pointers), narrow(narrow), type(type) {}

  /// Vector `v` of the filters of a group of channels, which begins with
  /// channel `first` behind `from`; the outputs of a channel lie one behind the
  /// other, those of the next one `distance` elements on. Lanes of channels
  /// beyond the first `count` are zero.
  mlir::Value gather(mlir::Value from, int64_t distance, int64_t v,
                     int64_t first, int64_t count);

  /// The channels of a group, as often as they fit into a vector; or those in
  /// the mask, if there is one.
  mlir::Value loadGroup(mlir::Value from, int64_t offset, mlir::Value mask);

  /// The outputs of each position, whose sums lie one behind the other: a
  /// vector that begins with them.
  llvm::SmallVector<mlir::Value> finish(llvm::ArrayRef<mlir::Value> sums);

private:
  int64_t lanes() const { return type.getDimSize(0); }
  mlir::Value shuffle(mlir::Value first, mlir::Value second,
                      llvm::ArrayRef<int64_t> order);
  mlir::Value interleave(llvm::ArrayRef<mlir::Value> vectors);
  mlir::Value addGroups(mlir::Value sum);

  ElementEmitter &elements;
  PointerEmitter &pointers;
  const graph::NarrowOutputs &narrow;
  mlir::VectorType type;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_NARROWOUTPUTS_H
