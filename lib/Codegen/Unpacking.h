//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Unpacks blocks in squares that are transposed in registers.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_UNPACKING_H
#define DLC_LIB_CODEGEN_UNPACKING_H

#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

namespace dlc::codegen {

/// A kernel of an `unpack` of an argument, in blocks of one vector:
/// [outer, blocks, positions, lanes] becomes [outer, channels, positions].
class Unpacking {
public:
  /// Nothing where a kernel is another one, or rows are shorter than a vector.
  static std::optional<Unpacking> match(kernel::FuncOp kernel,
                                        const graph::VectorTarget &target);

  int64_t grid() const;
  void emitTile(ElementEmitter &emitter, mlir::Value source, mlir::Value output,
                mlir::Value tile) const;

  mlir::BlockArgument source() const { return argument; }

private:
  void emitRows(ElementEmitter &emitter, mlir::Value source, mlir::Value output,
                llvm::ArrayRef<mlir::Value> place,
                int64_t channelsOfBlock) const;
  int64_t chunks() const;

  mlir::BlockArgument argument;
  int64_t outer, blocks, positions, lanes, channels;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_UNPACKING_H
