//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pointers into operands, which inner loops advance by constants: so the code
// generator finds nothing to compute between multiply-adds.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_POINTERS_H
#define DLC_LIB_CODEGEN_CONTRACTION_POINTERS_H

#include "dlc/Codegen/Emitters.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace dlc::codegen {

/// Emits accesses through pointers to elements of one type. Offsets count
/// elements.
class PointerEmitter {
public:
  PointerEmitter(ElementEmitter &elements, mlir::Type element)
      : elements(elements), builder(elements.builder),
        location(elements.location), element(element),
        pointer(mlir::LLVM::LLVMPointerType::get(builder.getContext())) {}

  /// The beginning of `memory`, a memref without offset.
  mlir::Value begin(mlir::Value memory) {
    mlir::Value address =
        builder.create<mlir::memref::ExtractAlignedPointerAsIndexOp>(location,
                                                                     memory);
    return builder.create<mlir::LLVM::IntToPtrOp>(
        location, pointer,
        builder.create<mlir::arith::IndexCastOp>(location, builder.getI64Type(),
                                                 address));
  }

  /// The element at `indices` of `memory`, a memref with all its elements one
  /// behind the other.
  mlir::Value at(mlir::Value memory, mlir::ValueRange indices) {
    llvm::ArrayRef<int64_t> shape =
        mlir::cast<mlir::MemRefType>(memory.getType()).getShape();
    mlir::Value position = indices.front();
    for (auto [size, index] :
         llvm::zip_equal(shape.drop_front(), indices.drop_front()))
      position = elements.add(elements.multiply(position, size), index);
    return advance(begin(memory), position);
  }

  mlir::Value advance(mlir::Value from, int64_t offset) {
    if (offset == 0)
      return from;
    if (!llvm::isInt<32>(offset))
      return advance(
          from, builder.create<mlir::arith::ConstantIndexOp>(location, offset));
    return builder.create<mlir::LLVM::GEPOp>(
        location, pointer, element, from,
        mlir::LLVM::GEPArg(static_cast<int32_t>(offset)));
  }

  /// `offset` is an index.
  mlir::Value advance(mlir::Value from, mlir::Value offset) {
    mlir::Value number = builder.create<mlir::arith::IndexCastOp>(
        location, builder.getI64Type(), offset);
    return builder.create<mlir::LLVM::GEPOp>(location, pointer, element, from,
                                             mlir::LLVM::GEPArg(number));
  }

  mlir::Value load(mlir::Value from, int64_t offset, mlir::Type type) {
    return builder.create<mlir::LLVM::LoadOp>(location, type,
                                              advance(from, offset), bytes());
  }

  /// Lanes without a mask are zero.
  mlir::Value load(mlir::Value from, int64_t offset, mlir::VectorType type,
                   mlir::Value mask) {
    mlir::Value zero = builder.create<mlir::arith::ConstantOp>(
        location, builder.getZeroAttr(type));
    return builder.create<mlir::LLVM::MaskedLoadOp>(
        location, type, advance(from, offset), mask, zero, bytes());
  }

  void store(mlir::Value value, mlir::Value to, int64_t offset) {
    builder.create<mlir::LLVM::StoreOp>(location, value, advance(to, offset),
                                        bytes());
  }

  /// The element `offset` behind `from` in all lanes.
  mlir::Value broadcast(mlir::Value from, int64_t offset,
                        mlir::VectorType type) {
    mlir::Value scalar = builder.create<mlir::LLVM::LoadOp>(
        location, element, advance(from, offset), bytes());
    return builder.create<mlir::vector::BroadcastOp>(location, type, scalar);
  }

  /// The same pointer, or number, of which LLVM does not know that: what is
  /// read through it is read here or later, and not kept in registers from what
  /// was read through the other one.
  mlir::Value opaque(mlir::Value from) {
    return builder
        .create<mlir::LLVM::InlineAsmOp>(
            location, from.getType(), from, /*asm_string=*/"",
            /*constraints=*/"=r,0",
            /*has_side_effects=*/true, /*is_align_stack=*/false,
            mlir::LLVM::AsmDialectAttr(), mlir::ArrayAttr())
        .getResult(0);
  }

  /// As `advance`, for the next iteration of a loop. LLVM's loop strength
  /// reduction, which would take most of the time that a kernel compiles in,
  /// finds nothing to reduce.
  mlir::Value step(mlir::Value from, int64_t offset) {
    return opaque(advance(from, offset));
  }

  /// The same for the number of an iteration, from which many addresses follow.
  mlir::Value opaqueIndex(mlir::Value index) {
    auto cast = [&](mlir::Type type, mlir::Value value) -> mlir::Value {
      return builder.create<mlir::arith::IndexCastOp>(location, type, value);
    };
    return cast(index.getType(), opaque(cast(builder.getI64Type(), index)));
  }

  /// Caches that something is fetched into: all, or all but the first.
  enum Caches { kAllCaches = 3, kSecondCache = 2 };

  /// Has the cache lines of `count` elements fetched, to be read or written;
  /// they need not exist.
  void prefetch(mlir::Value from, int64_t offset, int64_t count,
                Caches caches = kAllCaches, bool forWriting = false) {
    constexpr int64_t kLineBytes = 64, kData = 1;
    for (int64_t i = 0; i < count; i += kLineBytes / bytes())
      builder.create<mlir::LLVM::Prefetch>(location, advance(from, offset + i),
                                           /*rw=*/forWriting, caches, kData);
  }

  mlir::Type type() const { return pointer; }

private:
  /// Tensors are aligned to their elements.
  unsigned bytes() const { return element.getIntOrFloatBitWidth() / 8; }

  ElementEmitter &elements;
  mlir::OpBuilder &builder;
  mlir::Location location;
  mlir::Type element, pointer;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_POINTERS_H
