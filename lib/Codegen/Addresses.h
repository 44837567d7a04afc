//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where values lie while loops run.
//
// Loops copy nothing. The element of a sequence is a row of the sequence's
// memory, and an emitted value is computed in its row of the stack. A carried
// value is read where the step before computed it: in a row of a stack, or in
// one of two buffers that take turns, the last of which is the scan's result.
// So the address of a value is an expression over the steps of loops.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_ADDRESSES_H
#define DLC_LIB_CODEGEN_ADDRESSES_H

#include "Schedule.h"

#include <map>
#include <memory>
#include <tuple>

namespace dlc::codegen {

/// A place in memory.
struct Place {
  kernel::Segment segment;
  int64_t position;
  /// Bytes behind the beginning of an input, state or output.
  int64_t offset = 0;
};

/// An address; equal ones are one object.
struct Address {
  enum class Kind {
    /// The buffer of `value`.
    Buffer,
    /// The row of `first` that belongs to the step of `scan`.
    Element,
    /// The row of `first` that belongs to the step before.
    PreviousElement,
    /// `first` in the first step of `scan`, then `second`.
    First,
    /// `first` and `second` in turn.
    Alternate,
  };
  Kind kind;
  mlir::Value value;
  graph::ScanOp scan;
  const Address *first = nullptr;
  const Address *second = nullptr;

  /// Calls `visit` with all values whose buffers it may be, or be part of.
  void forEachBuffer(llvm::function_ref<void(mlir::Value)> visit) const;
};

/// A piece of memory.
struct MemoryRange {
  kernel::Segment segment;
  /// Which input, state or output; arenas have one piece of memory.
  int64_t ordinal;
  int64_t begin, end;

  bool overlaps(const MemoryRange &other) const {
    return segment == other.segment && ordinal == other.ordinal &&
           begin < other.end && other.begin < end;
  }
};

/// The steps that loops are at.
using LoopSteps = llvm::DenseMap<mlir::Operation *, int64_t>;

/// The addresses of the values of a function whose scans are normalized.
class Addresses {
public:
  explicit Addresses(mlir::func::FuncOp function);

  /// Where a stored value, an argument or a reshape of one lies.
  const Address *of(mlir::Value value);

  /// The place of each buffer, by the value that lies there.
  llvm::DenseMap<mlir::Value, Place> places;

  /// The block during one run of which the buffer of `value` is in use.
  mlir::Block *homeOf(mlir::Value value) const;

  /// The memory of `bytes` bytes at `address` in these steps.
  MemoryRange rangeOf(const Address *address, int64_t bytes,
                      const LoopSteps &steps) const;

private:
  /// Where a scan wants a value that its body computes.
  struct Destination {
    graph::ScanOp scan;
    /// The stack or the last carried value.
    mlir::Value result;
    bool isStack;
  };

  const Address *locate(mlir::Value value);
  const Address *intern(Address::Kind kind, mlir::Value value,
                        graph::ScanOp scan, const Address *first = nullptr,
                        const Address *second = nullptr);
  /// `address` in the step before.
  const Address *previous(const Address *address, graph::ScanOp scan);

  llvm::DenseMap<mlir::Value, Destination> destinations;
  llvm::DenseMap<mlir::Value, const Address *> known;
  std::map<std::tuple<Address::Kind, void *, mlir::Operation *, const Address *,
                      const Address *>,
           std::unique_ptr<Address>>
      pool;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_ADDRESSES_H
