//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which kernels only move elements, and how.
//
// From the argument to the result, each operation makes a view of a view: sizes
// of axes, and the distance of neighbours along them in the argument.
//
//===----------------------------------------------------------------------===//

#include "RuntimeMove.h"
#include "ExternCall.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

namespace {
struct Axis {
  int64_t size, stride;
};

/// Elements of an argument, in the order of a tensor made of it.
struct View {
  int64_t start = 0;
  SmallVector<Axis> axes;
  /// Of a pack that fills up the last block.
  int64_t blockAxis = -1, limit = 0;

  static View whole(ArrayRef<int64_t> shape) {
    View view;
    int64_t stride = 1;
    for (int64_t size : llvm::reverse(shape)) {
      view.axes.insert(view.axes.begin(), {size, stride});
      stride *= size;
    }
    return view;
  }

  void transpose(ArrayRef<int64_t> permutation) {
    SmallVector<Axis> moved;
    for (int64_t axis : permutation)
      moved.push_back(axes[axis]);
    axes = moved;
  }

  bool slice(graph::SliceOp op) {
    ArrayRef<int64_t> sizes = graph::tensorOf(op.getResult()).getShape();
    for (auto [axis, first, size, step] :
         llvm::zip(axes, op.getStarts(), sizes, op.getStrides())) {
      if (!first.constant())
        return false;
      start += *first.constant() * axis.stride;
      axis = {size, axis.stride * step};
    }
    return true;
  }

  void broadcast(graph::BroadcastOp op) {
    SmallVector<Axis> result;
    for (int64_t size : op.getType().getShape())
      result.push_back({size, 0});
    for (auto [axis, into] : llvm::zip(axes, op.getResultAxes()))
      if (axis.size == result[into].size)
        result[into].stride = axis.stride;
    axes = result;
  }

  void pack(graph::PackOp op) {
    int64_t axis = op.getAxis(), block = op.getBlock();
    auto [size, stride] = axes[axis];
    axes[axis] = {int64_t(llvm::divideCeil(size, block)), stride * block};
    transpose(op.getOuterPermutation());
    axes.push_back({block, stride});
    if (size % block == 0)
      return;
    limit = size;
    blockAxis = llvm::find(op.getOuterPermutation(), axis) -
                op.getOuterPermutation().begin();
  }

  /// Whether `op` makes a view of this one, which this becomes.
  bool apply(Operation *op) {
    // What follows would move zeros.
    if (blockAxis >= 0)
      return false;
    return llvm::TypeSwitch<Operation *, bool>(op)
        .Case([&](graph::TransposeOp transposed) {
          transpose(transposed.getPermutation());
          return true;
        })
        .Case([&](graph::BroadcastOp op) {
          broadcast(op);
          return true;
        })
        .Case([&](graph::PackOp op) {
          pack(op);
          return true;
        })
        .Case([&](graph::SliceOp op) { return slice(op); })
        .Default(false);
  }
};
} // namespace

std::optional<RuntimeMove> RuntimeMove::match(kernel::FuncOp kernel) {
  if (kernel.getResultTypes().size() != 1)
    return std::nullopt;
  Value value = kernel.getResultValues().front();
  RankedTensorType type = graph::tensorOf(value);
  SmallVector<Operation *> operations;
  while (Operation *op = value.getDefiningOp()) {
    if (op->getNumOperands() != 1)
      return std::nullopt;
    operations.push_back(op);
    value = op->getOperand(0);
  }
  auto argument = dyn_cast<BlockArgument>(value);
  // The terminator is an operation, too.
  Block &body = kernel.getBody().front();
  if (!argument || operations.empty() || type.getNumElements() == 0 ||
      body.getOperations().size() != operations.size() + 1)
    return std::nullopt;

  View view = View::whole(graph::tensorOf(value).getShape());
  for (Operation *op : llvm::reverse(operations))
    if (!view.apply(op))
      return std::nullopt;
  int64_t bits = memoryType(type.getElementType()).getIntOrFloatBitWidth();
  if (view.axes.empty() || view.axes.size() > DLC_MOVE_AXES || bits > 64)
    return std::nullopt;
  dlc_move move{};
  move.element_bytes = bits / 8;
  move.rank = view.axes.size();
  move.start = view.start;
  move.block_axis = view.blockAxis;
  move.limit = view.limit;
  move.tiles = kernel.getGrid();
  for (auto [index, axis] : llvm::enumerate(view.axes)) {
    move.sizes[index] = axis.size;
    move.strides[index] = axis.stride;
  }
  return RuntimeMove{argument, move};
}

void RuntimeMove::emitBody(LLVM::LLVMFuncOp function) const {
  MLIRContext *context = function.getContext();
  Location location = function.getLoc();
  Type pointer = LLVM::LLVMPointerType::get(context);
  Type i64 = IntegerType::get(context, 64);
  auto module = function->getParentOfType<ModuleOp>();
  LLVM::LLVMFuncOp moves =
      declareFunction(module, "dlc_rt_move", LLVM::LLVMVoidType::get(context),
                      {pointer, pointer, pointer, i64, i64});

  static_assert(sizeof(dlc_move) % sizeof(int64_t) == 0,
                "all members have 64 bits");
  ArrayRef<int64_t> words(reinterpret_cast<const int64_t *>(&move),
                          sizeof(move) / sizeof(int64_t));
  OpBuilder builder(function);
  auto global = builder.create<LLVM::GlobalOp>(
      location, LLVM::LLVMArrayType::get(i64, words.size()),
      /*isConstant=*/true, LLVM::Linkage::Private,
      (function.getName() + "_move").str(), builder.getI64TensorAttr(words));
  Block *entry = function.addEntryBlock(builder);
  builder.setInsertionPointToStart(entry);
  // Context, site, inputs, the output, first and last tile.
  unsigned count = entry->getNumArguments();
  builder.create<LLVM::CallOp>(
      location, moves,
      ValueRange{builder.create<LLVM::AddressOfOp>(location, global),
                 entry->getArgument(2 + source.getArgNumber()),
                 entry->getArgument(count - 3), entry->getArgument(count - 2),
                 entry->getArgument(count - 1)});
  builder.create<LLVM::ReturnOp>(location, ValueRange());
}
