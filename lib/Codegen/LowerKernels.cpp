//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns kernels into functions over memory: loops over vectors and scalars.
//
// The function of a kernel is
//   (context, site, inputs..., outputs..., begin, end)
// and computes the tiles [begin, end) of its grid. That of a contraction takes
// one argument more, by which it computes them in reverse: in a loop that goes
// back and forth, a step finds in the cache the weights that the step before
// has read last. The order of a tile's own operations is always the same.
//
//===----------------------------------------------------------------------===//

#include "KernelBody.h"
#include "KernelGrid.h"
#include "Movement.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"

#include <limits>
#include <numeric>

namespace dlc::codegen {
#define GEN_PASS_DEF_LOWERKERNELSPASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static MemRefType memoryOf(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return MemRefType::get(tensor.getShape(),
                         memoryType(tensor.getElementType()));
}

/// As memoryOf, for arguments: the bare-pointer convention refuses unknown
/// sizes and those of 0. Where nothing is read, any other size does, and for
/// rows more than memory can have.
static MemRefType argumentOf(Type type, kernel::FuncOp kernel) {
  constexpr int64_t mostRows = int64_t(1) << 40;
  SmallVector<int64_t> shape(
      kernel.getMemoryType(cast<RankedTensorType>(type), mostRows).getShape());
  for (int64_t &size : shape)
    size = std::max<int64_t>(size, 1);
  return MemRefType::get(shape, memoryOf(type).getElementType());
}

/// Whether a loop is known to take few steps. The outermost one takes as many
/// as there are tiles.
static bool isShort(scf::ForOp loop, int64_t tiles) {
  constexpr int64_t kShort = 8;
  if (!loop->getParentOfType<scf::ForOp>())
    return tiles <= kShort;
  std::optional<int64_t> begin = getConstantIntValue(loop.getLowerBound());
  std::optional<int64_t> end = getConstantIntValue(loop.getUpperBound());
  return begin && end && *end - *begin <= kShort;
}

/// Whether there are short loops inside a longer one.
static bool hasShortInLongLoops(func::FuncOp function, int64_t tiles) {
  WalkResult result = function.walk([&](scf::ForOp loop) {
    auto outer = loop->getParentOfType<scf::ForOp>();
    if (!outer || !isShort(loop, tiles))
      return WalkResult::advance();
    while (outer && isShort(outer, tiles))
      outer = outer->getParentOfType<scf::ForOp>();
    return outer ? WalkResult::interrupt() : WalkResult::advance();
  });
  return result.wasInterrupted();
}

namespace {
/// Lowers one kernel.
class KernelLowering {
public:
  KernelLowering(kernel::FuncOp kernel, const graph::VectorTarget &target)
      : kernel(kernel), target(target), builder(kernel),
        lanes(lanesOf(kernel, target)), aligned(alignedOpsOf(kernel)),
        movement(Movement::match(kernel, target)) {}

  void run() {
    func::FuncOp function = declare();
    Block *entry = function.addEntryBlock();
    builder.setInsertionPointToStart(entry);
    builder.create<func::ReturnOp>(kernel.getLoc());
    builder.setInsertionPointToStart(entry);

    ElementEmitter emitter(builder, kernel.getLoc());
    unsigned inputs = kernel.getArgumentTypes().size();
    emitter.setErrorSink(entry->getArgument(0), entry->getArgument(1));
    outputs = llvm::to_vector_of<Value>(entry->getArguments().slice(
        2 + inputs, kernel.getResultTypes().size()));
    // What is updated in place is read through the pointer that it is written
    // through: the others have no alias.
    for (auto [index, tensor] :
         llvm::enumerate(kernel.getBody().getArguments())) {
      auto result =
          kernel.getArgAttrOfType<IntegerAttr>(index, kernel::kInPlaceAttr);
      emitter.bind(tensor, result ? outputs[result.getInt()]
                                  : Value(entry->getArgument(2 + index)));
    }
    bindConstants(emitter);
    auto range = entry->getArguments().drop_front(2 + inputs + outputs.size());
    Value begin = range[0], end = range[1];
    emitter.forEach(begin, end, [&](Value tile) {
      if (ContractionOpInterface contraction = contractionOf(kernel))
        emitContraction(emitter, contraction, entry,
                        reflect(tile, begin, end, range[2]),
                        continues(tile, begin, range[2]));
      else if (RowOpInterface rows = rowOpOf(kernel))
        emitRows(emitter, rows, entry, tile);
      else if (movement)
        movement->emitTile(
            emitter, entry->getArgument(2 + movement->source().getArgNumber()),
            outputs.front(), tile);
      else
        emitLoops(emitter, tile);
    });
    if (isVectorized())
      function->setAttr("passthrough", vectorizeAttributes(function));
    kernel.erase();
  }

private:
  func::FuncOp declare();
  bool isVectorized();
  ArrayAttr vectorizeAttributes(func::FuncOp function);
  Value reflect(Value tile, Value begin, Value end, Value reversed);
  Value continues(Value tile, Value begin, Value reversed);
  void bindConstants(ElementEmitter &emitter);
  void emitContraction(ElementEmitter &emitter,
                       ContractionOpInterface contraction, Block *entry,
                       Value tile, Value continues);
  void emitRows(ElementEmitter &emitter, RowOpInterface op, Block *entry,
                Value tile);
  void emitLoops(ElementEmitter &emitter, Value tile);
  std::optional<std::pair<int64_t, int64_t>> findRegularRange(int64_t axis);
  std::pair<ElementOpInterface, SmallVector<int64_t>>
  findSegments(ElementEmitter &emitter, int64_t axis);
  void emitAtIndex(ElementEmitter &emitter, Value index, int64_t axis,
                   function_ref<void()> emitRest);
  void emitLoopsAlong(ElementEmitter &emitter, Value lower, Value upper,
                      int64_t axis, function_ref<void(Value index)> emit);
  void emitAxis(ElementEmitter &emitter, const LoopGrid &grid,
                SmallVector<Value> &indices, int64_t axis, Value chunk);

  kernel::FuncOp kernel;
  graph::VectorTarget target;
  OpBuilder builder;
  /// Of the vectors that loops compute; 0 where they compute scalars.
  int64_t lanes;
  /// What computes elements at the positions of the results.
  SmallVector<ElementOpInterface, 2> aligned;
  /// Null where the kernel does more than moving elements.
  std::unique_ptr<Movement> movement;
  /// The memory of the results.
  SmallVector<Value> outputs;
};

struct LowerKernels : dlc::codegen::impl::LowerKernelsPassBase<LowerKernels> {
  using Base::Base;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    declareRuntime(module);
    graph::VectorTarget target{vectorBytes, registers};
    for (auto kernel : module.getOps<kernel::FuncOp>())
      if (failed(checkBody(kernel.getBody().front(), target)))
        return signalPassFailure();
    for (auto kernel :
         llvm::make_early_inc_range(module.getOps<kernel::FuncOp>()))
      KernelLowering(kernel, target).run();
  }

private:
  static void declareRuntime(ModuleOp module) {
    OpBuilder builder(module.getBodyRegion());
    Type pointer = LLVM::LLVMPointerType::get(module.getContext());
    Type i32 = builder.getI32Type(), i64 = builder.getI64Type();
    auto function = builder.create<func::FuncOp>(
        module.getLoc(), "dlc_rt_index_error",
        builder.getFunctionType({pointer, i32, i64, i64}, {}));
    function.setPrivate();
  }
};
} // namespace

func::FuncOp KernelLowering::declare() {
  SmallVector<Type> types = {LLVM::LLVMPointerType::get(kernel.getContext()),
                             builder.getI32Type()};
  for (Type type : kernel.getArgumentTypes())
    types.push_back(argumentOf(type, kernel));
  for (Type type : kernel.getResultTypes())
    types.push_back(argumentOf(type, kernel));
  types.append(2, builder.getIndexType());
  if (contractionOf(kernel))
    types.push_back(builder.getI1Type());
  auto function = builder.create<func::FuncOp>(
      kernel.getLoc(), kernel.getName(), builder.getFunctionType(types, {}));
  // Internal, so that objects can be linked side by side.
  function.setPrivate();
  function->setAttr(
      "llvm.linkage",
      LLVM::LinkageAttr::get(kernel.getContext(), LLVM::Linkage::Internal));
  setLaunchAttributes(function, kernel);
  // Tensors do not overlap what the kernel writes; inputs and outputs of a
  // call have the alignment of their elements only.
  for (auto [index, type] : llvm::enumerate(types))
    if (isa<MemRefType>(type))
      function.setArgAttr(index, LLVM::LLVMDialect::getNoAliasAttrName(),
                          builder.getUnitAttr());
  return function;
}

/// Whether it has loops of scalars that are worth LLVM's vectoriser.
bool KernelLowering::isVectorized() {
  return !kernel.getRunsOnce() && lanes == 0 && !contractionOf(kernel) &&
         !movement;
}

ArrayAttr KernelLowering::vectorizeAttributes(func::FuncOp function) {
  SmallVector<StringRef, 2> attributes = {kVectorizeAttr};
  int64_t tiles = kernel.getByRows() ? std::numeric_limits<int64_t>::max()
                                     : gridOf(kernel, target);
  if (hasShortInLongLoops(function, tiles))
    attributes.push_back(kUnrollAttr);
  return builder.getStrArrayAttr(attributes);
}

/// The tile of [begin, end) that is computed when it is the turn of `tile`.
Value KernelLowering::reflect(Value tile, Value begin, Value end,
                              Value reversed) {
  Location location = kernel.getLoc();
  Value last = builder.create<arith::SubIOp>(
      location, builder.create<arith::AddIOp>(location, begin, end),
      builder.create<arith::ConstantIndexOp>(location, 1));
  return builder.create<arith::SelectOp>(
      location, reversed, builder.create<arith::SubIOp>(location, last, tile),
      tile);
}

/// Whether the tile before is computed before, when it is the turn of `tile`.
Value KernelLowering::continues(Value tile, Value begin, Value reversed) {
  Location location = kernel.getLoc();
  Value hasBegun = builder.create<arith::CmpIOp>(
      location, arith::CmpIPredicate::ne, tile, begin);
  Value no = builder.create<arith::ConstantIntOp>(location, 0, 1);
  return builder.create<arith::SelectOp>(location, reversed, no, hasBegun);
}

/// Constants that are not one number live in read-only memory.
void KernelLowering::bindConstants(ElementEmitter &emitter) {
  int64_t ordinal = 0;
  for (auto constant : kernel.getBody().getOps<graph::ConstantOp>()) {
    auto dense = dyn_cast<DenseElementsAttr>(constant.getValue());
    if (!dense || dense.isSplat())
      continue;
    MemRefType type = memoryOf(constant.getType());
    Type stored = type.getElementType();
    DenseElementsAttr data = dense;
    if (stored != dense.getElementType())
      data = dense.mapValues(stored, [&](const APInt &value) {
        return value.zextOrTrunc(stored.getIntOrFloatBitWidth());
      });
    data = data.reshape(RankedTensorType::get(type.getShape(), stored));
    std::string name =
        (kernel.getName() + "_constant_" + Twine(ordinal++)).str();
    OpBuilder outside(kernel);
    outside.create<memref::GlobalOp>(
        kernel.getLoc(), name, outside.getStringAttr("private"), type, data,
        /*constant=*/true, outside.getI64IntegerAttr(64));
    emitter.bind(constant, builder.create<memref::GetGlobalOp>(kernel.getLoc(),
                                                               type, name));
  }
}

void KernelLowering::emitContraction(ElementEmitter &emitter,
                                     ContractionOpInterface contraction,
                                     Block *entry, Value tile,
                                     Value continues) {
  TileEmitter tiles{emitter, target,    {}, contraction->getResults(),
                    {},      continues, {}, {}};
  MemRefType type = memoryOf(contraction->getResult(0).getType());
  auto hasType = [&](Value memory) { return memory.getType() == type; };
  llvm::copy_if(outputs, std::back_inserter(tiles.written), hasType);
  tiles.memory = [&](Value operand) -> Value {
    auto argument = cast<BlockArgument>(operand);
    return entry->getArgument(2 + argument.getArgNumber());
  };
  // What the contraction reads, or computes its operands from, is in a cache
  // when it is read behind it.
  SetVector<Operation *> inside;
  inside.insert(contraction);
  for (size_t i = 0; i < inside.size(); ++i)
    for (Value operand : inside[i]->getOperands())
      if (Operation *producer = operand.getDefiningOp())
        inside.insert(producer);
  for (BlockArgument argument : kernel.getArguments()) {
    Value memory = tiles.memory(argument);
    bool isReadInside = llvm::any_of(argument.getUsers(), [&](Operation *user) {
      return inside.contains(user);
    });
    if (!isReadInside &&
        !kernel.getArgAttr(argument.getArgNumber(), kernel::kInPlaceAttr) &&
        hasType(memory))
      tiles.read.push_back(memory);
  }
  tiles.store = [&](ValueRange values, ValueRange indices, Value mask) {
    int64_t lanes = cast<VectorType>(values.front().getType()).getDimSize(0);
    SmallVector<Value> results;
    emitter.inScope([&] {
      for (auto [result, value] : llvm::zip(tiles.results, values))
        emitter.setVector(result, value);
      for (Value result : kernel.getResultValues())
        results.push_back(emitter.vector(result, indices, lanes, mask));
    });
    for (auto [result, output] : llvm::zip(results, outputs))
      emitter.store(result, output, indices, mask);
  };
  contraction.emitTile(tiles, tile);
}

/// Where the rows of the tile lie, from its number.
void KernelLowering::emitRows(ElementEmitter &emitter, RowOpInterface op,
                              Block *entry, Value tile) {
  ArrayRef<int64_t> shape = kernel.getResultShape();
  RowEmitter rows{emitter,
                  {},
                  outputs.front(),
                  SmallVector<Value>(shape.size()),
                  {},
                  {},
                  emitter.takeRemainder(tile, op.getPartsOfRow())};
  rows.memory = [&](Value operand) -> Value {
    auto argument = cast<BlockArgument>(operand);
    return entry->getArgument(2 + argument.getArgNumber());
  };
  int64_t rowAxis = op.getRowAxis(), last = shape.size() - 1;
  if (rowAxis != last) {
    int64_t count = llvm::divideCeil(shape[last], kColumnsOfTile);
    rows.lower =
        emitter.multiply(emitter.takeRemainder(tile, count), kColumnsOfTile);
    rows.upper =
        emitter.smaller(emitter.add(rows.lower, kColumnsOfTile), shape[last]);
  }
  for (int64_t axis = last; axis-- > 0;)
    if (axis != rowAxis)
      rows.indices[axis] = emitter.takeRemainder(tile, shape[axis]);
  op.emitRows(rows);
}

/// The grid's axes from the tile's number, then a loop an axis.
void KernelLowering::emitLoops(ElementEmitter &emitter, Value tile) {
  LoopGrid grid = loopGrid(kernel, target);
  ArrayRef<int64_t> shape = kernel.getResultShape();
  SmallVector<Value> indices(shape.size());
  Value chunk;
  if (grid.chunk != 0)
    chunk =
        emitter.takeRemainder(tile, llvm::divideCeil(shape.back(), grid.chunk));
  for (int64_t axis = grid.leading; axis-- > 0;)
    indices[axis] = axis == 0 ? tile : emitter.takeRemainder(tile, shape[axis]);
  emitAxis(emitter, grid, indices, 0, chunk);
}

/// Indices without checks that are worth code of their own.
static constexpr int64_t kFewestRegular = 4;

/// The indices along `axis` that no operation checks, if they are enough and
/// not all.
std::optional<std::pair<int64_t, int64_t>>
KernelLowering::findRegularRange(int64_t axis) {
  int64_t size = kernel.getResultShape()[axis];
  int64_t begin = 0, end = size;
  for (ElementOpInterface op : aligned) {
    auto [first, last] = op.getRegularRange(axis);
    begin = std::max(begin, first);
    end = std::min(end, last);
  }
  if (end - begin < kFewestRegular || (begin == 0 && end == size))
    return std::nullopt;
  return std::make_pair(begin, end);
}

/// The operation whose code is another for some indices along `axis` than for
/// others, and the sizes of these ranges. One of them is enough: each range has
/// all of the code behind it.
std::pair<ElementOpInterface, SmallVector<int64_t>>
KernelLowering::findSegments(ElementEmitter &emitter, int64_t axis) {
  if (emitter.isInSegment())
    return {};
  for (ElementOpInterface op : aligned)
    if (SmallVector<int64_t> sizes = op.getSegments(axis); !sizes.empty())
      return {op, std::move(sizes)};
  return {};
}

/// Code for `axis`, whose index is known, and those behind it.
void KernelLowering::emitAtIndex(ElementEmitter &emitter, Value index,
                                 int64_t axis, function_ref<void()> emitRest) {
  Location location = kernel.getLoc();
  if (auto regular = findRegularRange(axis)) {
    Value inside = builder.create<arith::CmpIOp>(
        location, arith::CmpIPredicate::ult,
        builder.create<arith::SubIOp>(location, index,
                                      emitter.index(regular->first)),
        emitter.index(regular->second - regular->first));
    return emitter.either(
        inside, [&] { emitter.regularly(axis, emitRest); }, emitRest);
  }
  auto [op, sizes] = findSegments(emitter, axis);
  if (!op)
    return emitRest();
  // In which of the segments [first, last) does it lie? The first of them
  // begins at `begin`.
  std::function<void(int64_t, int64_t, int64_t)> emitOneOf =
      [&, op = op, sizes = sizes](int64_t first, int64_t last, int64_t begin) {
        if (first + 1 == last)
          return emitter.inSegment(op, first, index, emitRest);
        int64_t middle = (first + last) / 2;
        int64_t end = std::accumulate(sizes.begin() + first,
                                      sizes.begin() + middle, begin);
        Value isBefore = builder.create<arith::CmpIOp>(
            location, arith::CmpIPredicate::ult, index, emitter.index(end));
        emitter.either(
            isBefore, [&] { emitOneOf(first, middle, begin); },
            [&] { emitOneOf(middle, last, end); });
      };
  emitOneOf(0, sizes.size(), 0);
}

/// Loops over the indices [lower, upper) along `axis`.
void KernelLowering::emitLoopsAlong(ElementEmitter &emitter, Value lower,
                                    Value upper, int64_t axis,
                                    function_ref<void(Value index)> emit) {
  // The part of [begin, end) that lies within.
  auto emitPart = [&](int64_t begin, int64_t end,
                      function_ref<void(Value index)> emit) {
    Value first = builder.create<arith::MinUIOp>(
        kernel.getLoc(),
        builder.create<arith::MaxUIOp>(kernel.getLoc(), lower,
                                       emitter.index(begin)),
        upper);
    Value last = builder.create<arith::MaxUIOp>(
        kernel.getLoc(),
        builder.create<arith::MinUIOp>(kernel.getLoc(), upper,
                                       emitter.index(end)),
        first);
    emitter.forEach(first, last, emit);
  };
  int64_t size = kernel.getResultShape()[axis];
  if (auto regular = findRegularRange(axis)) {
    emitPart(0, regular->first, emit);
    emitter.regularly(axis,
                      [&] { emitPart(regular->first, regular->second, emit); });
    return emitPart(regular->second, size, emit);
  }
  auto [op, sizes] = findSegments(emitter, axis);
  if (!op)
    return emitter.forEach(lower, upper, emit);
  int64_t begin = 0;
  for (auto [number, length] : llvm::enumerate(sizes)) {
    emitPart(begin, begin + length, [&, op = op, number = number](Value index) {
      emitter.inSegment(op, number, index, [&] { emit(index); });
    });
    begin += length;
  }
}

/// Loops over `axis` and those behind it; the tile gives the leading ones.
/// Where operations need checks of bounds for some indices only, there is code
/// without checks for the others.
void KernelLowering::emitAxis(ElementEmitter &emitter, const LoopGrid &grid,
                              SmallVector<Value> &indices, int64_t axis,
                              Value chunk) {
  Location location = kernel.getLoc();
  ArrayRef<int64_t> shape = kernel.getResultShape();
  if (axis == static_cast<int64_t>(shape.size())) {
    // All are computed before the first is stored, perhaps over what they read.
    SmallVector<Value> values;
    for (Value result : kernel.getResultValues())
      values.push_back(lanes
                           ? emitter.vector(result, indices, lanes, /*mask=*/{})
                           : emitter.element(result, indices));
    for (auto [value, output] : llvm::zip(values, outputs))
      emitter.store(value, output, indices);
    return;
  }
  for (ElementOpInterface op : aligned)
    op.emitBefore(emitter, indices, axis);
  auto emitRest = [&] { emitAxis(emitter, grid, indices, axis + 1, chunk); };
  if (axis < grid.leading)
    return emitAtIndex(emitter, indices[axis], axis, emitRest);

  Value lower = emitter.index(0), upper = emitter.index(shape[axis]);
  bool isLast = axis + 1 == static_cast<int64_t>(shape.size());
  if (isLast && chunk) {
    Value length = emitter.index(grid.chunk);
    lower = builder.create<arith::MulIOp>(location, chunk, length);
    upper = builder.create<arith::MinUIOp>(
        location, upper,
        builder.create<arith::AddIOp>(location, lower, length));
  }
  if (isLast && lanes != 0) {
    for (int64_t first = 0; first < shape[axis]; first += lanes) {
      indices[axis] = emitter.index(first);
      emitRest();
    }
    return;
  }
  if (ElementOpInterface columns = columnOpOf(kernel); columns && isLast) {
    columns.emitColumns(
        emitter, indices, lower, upper, [&](Value column, Value element) {
          indices[axis] = column;
          emitter.setElement(columns->getResult(0), indices, element);
          emitRest();
        });
    return;
  }
  emitLoopsAlong(emitter, lower, upper, axis, [&](Value index) {
    indices[axis] = index;
    emitRest();
  });
}
