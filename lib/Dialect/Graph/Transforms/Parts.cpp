//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values that are parts of one value along an axis.
//
//===----------------------------------------------------------------------===//

#include "Parts.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace dlc::graph;

SmallVector<int64_t> Parts::shape() const {
  SmallVector<int64_t> sizes(tensorOf(values.front()).getShape());
  sizes[axis] = 0;
  for (Value value : values)
    sizes[axis] += tensorOf(value).getDimSize(axis);
  return sizes;
}

void dlc::graph::moveKnown(Value value, Operation *before) {
  Operation *producer = value.getDefiningOp();
  if (!producer)
    return;
  Block *block = producer->getBlock();
  bool isInside = before->isProperAncestor(producer);
  if (!isInside && block != before->getBlock())
    return;
  llvm::SetVector<Operation *> later;
  SmallVector<Value> pending = {value};
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val().getDefiningOp();
    if (!op || op->getBlock() != block ||
        (!isInside && op->isBeforeInBlock(before)) || !later.insert(op))
      continue;
    llvm::append_range(pending, op->getOperands());
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op->getRegions(), captured);
    llvm::append_range(pending, captured);
  }
  SmallVector<Operation *> ordered(later.begin(), later.end());
  llvm::sort(ordered, [](Operation *lhs, Operation *rhs) {
    return lhs->isBeforeInBlock(rhs);
  });
  for (Operation *op : ordered)
    op->moveBefore(before);
}

/// The vector along the axis, or the number, that is repeated to the value.
static Value repeatedOf(Value value, int64_t axis) {
  auto broadcast = value.getDefiningOp<BroadcastOp>();
  if (!broadcast)
    return tensorOf(value).getRank() == 1 ? value : nullptr;
  Value source = broadcast.getOperand();
  RankedTensorType type = tensorOf(source);
  if (type.getRank() == 0)
    return source;
  bool alongAxis = type.getRank() == 1 &&
                   broadcast.getResultAxes().front() == axis &&
                   type.getDimSize(0) == tensorOf(value).getDimSize(axis);
  return alongAxis ? source : nullptr;
}

/// Numbers that are the same: one value, or equal constants.
static bool areEqual(Value lhs, Value rhs) {
  auto left = lhs.getDefiningOp<ConstantOp>();
  auto right = rhs.getDefiningOp<ConstantOp>();
  return lhs == rhs || (left && right && left.getValue() == right.getValue());
}

/// Whether the one user of each part does the same with it.
static bool canBeTogether(ArrayRef<Operation *> users, const Parts &parts,
                          Dependence &dependence) {
  Operation *first = users.front();
  for (size_t i = 0; i < users.size(); ++i) {
    Operation *user = users[i];
    Value value = parts.values[i];
    if (user->getBlock() != value.getParentBlock() ||
        !user->hasTrait<Pointwise>() || user->getNumResults() != 1 ||
        user->getName() != first->getName() ||
        user->getAttrs() != first->getAttrs() ||
        user->getNumOperands() != first->getNumOperands() ||
        tensorOf(user->getResult(0)).getElementType() !=
            tensorOf(first->getResult(0)).getElementType())
      return false;
    for (auto [operand, ofFirst] :
         llvm::zip(user->getOperands(), first->getOperands())) {
      if ((operand == value) != (ofFirst == parts.values.front()))
        return false;
      if (operand == value)
        continue;
      Value source = repeatedOf(operand, parts.axis);
      Value sourceOfFirst = repeatedOf(ofFirst, parts.axis);
      if (!source || !sourceOfFirst || dependence.of(source) != Known::Before ||
          tensorOf(source).getRank() != tensorOf(sourceOfFirst).getRank() ||
          tensorOf(source).getElementType() !=
              tensorOf(sourceOfFirst).getElementType() ||
          (tensorOf(source).getRank() == 0 && !areEqual(source, sourceOfFirst)))
        return false;
    }
  }
  return true;
}

/// The users of the parts, one each, if they can be one operation.
bool dlc::graph::findEqualUsers(const Parts &parts, Dependence &dependence,
                                SmallVectorImpl<Operation *> &users) {
  users.clear();
  for (Value value : parts.values) {
    if (value.use_empty())
      return false;
    users.push_back(*value.user_begin());
    if (llvm::any_of(value.getUsers(),
                     [&](Operation *user) { return user != users.back(); }))
      return false;
  }
  SmallVector<Operation *> distinct(users.begin(), users.end());
  llvm::sort(distinct);
  bool repeated =
      std::adjacent_find(distinct.begin(), distinct.end()) != distinct.end();
  return !repeated && canBeTogether(users, parts, dependence);
}

/// Whether the last axis of the value is cut in two, inner ones of a size that
/// divides the place of the slice as well.
static bool isCutIntoHeads(ReshapeOp op, int64_t axis, int64_t first,
                           int64_t total) {
  ArrayRef<int64_t> from = tensorOf(op.getOperand()).getShape();
  ArrayRef<int64_t> to = op.getType().getShape();
  return axis + 1 == static_cast<int64_t>(from.size()) &&
         to.size() == from.size() + 1 && from.drop_back() == to.drop_back(2) &&
         to.back() > 0 && first % to.back() == 0 && total % to.back() == 0;
}

/// Whether the part will be an address (graph-view-slices): one row, the
/// channels of one image from a block's first on.
static bool isAddress(Value value, int64_t axis, int64_t first) {
  constexpr int64_t largestBlock = 16;
  ArrayRef<int64_t> shape = tensorOf(value).getShape();
  bool isLast = axis + 1 == static_cast<int64_t>(shape.size());
  return isa<func::FuncOp>(value.getParentBlock()->getParentOp()) &&
         llvm::all_of(shape.take_front(axis),
                      [](int64_t size) { return size == 1; }) &&
         (isLast || first % largestBlock == 0);
}

/// Whether someone needs the value in memory by itself, and gets a copy.
bool dlc::graph::isCopied(Value value, int64_t axis, int64_t first) {
  bool readInPlace = isAddress(value, axis, first);
  for (OpOperand &use : value.getUses()) {
    Operation *user = use.getOwner();
    if (auto scan = dyn_cast<ScanOp>(user)) {
      bool isSequence = use.getOperandNumber() >= scan.getInits().size();
      if (!isSequence || axis == 0)
        return true;
    } else if (auto reshape = dyn_cast<ReshapeOp>(user)) {
      // Whether the whole is cut evenly is seen when it is known.
      if (!isCutIntoHeads(reshape, axis, first, 0) ||
          isCopied(reshape, axis, 0))
        return true;
    } else if (user->hasTrait<OpTrait::IsTerminator>() ||
               user->getBlock() != value.getParentBlock()) {
      return true;
    } else if (isa<MatmulOp, Conv2dOp, Conv2dFilterGradientOp, ExternOp,
                   CumsumOp, CumprodOp, ArgsortOp>(user) &&
               !readInPlace) {
      return true;
    }
  }
  return false;
}

Value dlc::graph::applyToAll(ArrayRef<Operation *> users, const Parts &parts,
                             Value all) {
  Operation *first = users.front();
  OpBuilder builder(first->getContext());
  builder.setInsertionPointAfterValue(all);
  SmallVector<Location> locations;
  for (Operation *user : users)
    locations.push_back(user->getLoc());
  Location location = builder.getFusedLoc(locations);
  SmallVector<Value> operands;
  for (unsigned i = 0; i < first->getNumOperands(); ++i) {
    if (first->getOperand(i) == parts.values.front()) {
      operands.push_back(all);
      continue;
    }
    SmallVector<Value> sources;
    for (Operation *user : users) {
      sources.push_back(repeatedOf(user->getOperand(i), parts.axis));
      // What a user reads besides its part is known before.
      moveKnown(sources.back(), all.getDefiningOp());
    }
    Value source = sources.front();
    bool isNumber = tensorOf(source).getRank() == 0;
    if (!isNumber)
      source = builder.create<ConcatOp>(location, sources, 0);
    operands.push_back(builder.create<BroadcastOp>(
        location, source, staticDims(all.getContext(), parts.shape()),
        builder.getDenseI64ArrayAttr(isNumber ? ArrayRef<int64_t>()
                                              : ArrayRef(parts.axis))));
  }
  OperationState state(location, first->getName());
  state.addOperands(operands);
  state.addAttributes(first->getAttrs());
  state.addTypes(RankedTensorType::get(
      parts.shape(), tensorOf(first->getResult(0)).getElementType()));
  return builder.create(state)->getResult(0);
}

/// In the scan, takes the slice of each element instead of the sequence's.
static void sliceInStep(ScanOp scan, unsigned operand, Value all, int64_t axis,
                        int64_t first) {
  Block &body = scan.getBody().front();
  size_t position = operand - scan.getInits().size();
  BlockArgument part = scan.getElements()[position];
  BlockArgument whole;
  for (auto [sequence, element] :
       llvm::zip(scan.getSequences(), scan.getElements()))
    if (sequence == all)
      whole = element;
  if (!whole) {
    scan.getSequencesMutable().append(all);
    whole = body.addArgument(ScanOp::elementOf(tensorOf(all)), all.getLoc());
  }
  ArrayRef<int64_t> sizes = tensorOf(part).getShape();
  SmallVector<int64_t> starts(sizes.size(), 0), strides(sizes.size(), 1);
  starts[axis - 1] = first;
  auto builder = OpBuilder::atBlockBegin(&body);
  part.replaceAllUsesWith(builder.create<SliceOp>(
      all.getLoc(), whole, staticDims(all.getContext(), starts),
      staticDims(all.getContext(), sizes), strides));
}

/// Puts slices of the whole where the parts are.
void dlc::graph::replaceBySlices(const Parts &parts, Value all) {
  OpBuilder builder(all.getContext());
  builder.setInsertionPointAfterValue(all);
  RankedTensorType type = tensorOf(all);
  int64_t first = 0, total = type.getDimSize(parts.axis);
  llvm::MapVector<int64_t, Value> byHeads;
  SmallVector<ScanOp> scans;
  for (Value value : parts.values) {
    Location location = value.getLoc();
    auto slice = [&](Value of, int64_t axis, int64_t start,
                     ArrayRef<int64_t> sizes) {
      SmallVector<int64_t> starts(sizes.size(), 0), strides(sizes.size(), 1);
      starts[axis] = start;
      return builder.create<SliceOp>(
          location, of, staticDims(all.getContext(), starts),
          staticDims(all.getContext(), sizes), strides);
    };
    // A scan's operands move when it gets another.
    SmallVector<std::pair<Operation *, unsigned>> uses;
    for (OpOperand &use : value.getUses())
      uses.emplace_back(use.getOwner(), use.getOperandNumber());
    for (auto [user, operand] : uses) {
      if (auto reshape = dyn_cast<ReshapeOp>(user);
          reshape && isCutIntoHeads(reshape, parts.axis, first, total)) {
        ArrayRef<int64_t> to = reshape.getType().getShape();
        Value &heads = byHeads[to.back()];
        if (!heads) {
          SmallVector<int64_t> shape(to);
          shape[parts.axis] = total / to.back();
          heads = builder.create<ReshapeOp>(
              location, all, staticDims(all.getContext(), shape));
        }
        reshape.replaceAllUsesWith(
            slice(heads, parts.axis, first / to.back(), to).getResult());
      } else if (auto scan = dyn_cast<ScanOp>(user);
                 scan && parts.axis > 0 && operand >= scan.getInits().size()) {
        sliceInStep(scan, operand, all, parts.axis, first);
        if (!llvm::is_contained(scans, scan))
          scans.push_back(scan);
      }
    }
    // Sequences without elements in use go below.
    if (!value.use_empty()) {
      Value part = slice(all, parts.axis, first, tensorOf(value).getShape());
      value.replaceUsesWithIf(part, [&](OpOperand &use) {
        auto scan = dyn_cast<ScanOp>(use.getOwner());
        return !scan || use.getOperandNumber() < scan.getInits().size() ||
               parts.axis == 0;
      });
    }
    first += tensorOf(value).getDimSize(parts.axis);
  }
  for (ScanOp scan : scans)
    for (size_t i = scan.getSequences().size(); i-- > 0;)
      if (llvm::is_contained(parts.values, scan.getSequences()[i])) {
        scan.getBody().eraseArgument(scan.getInits().size() + i);
        scan.getSequencesMutable().erase(i);
      }
}

/// Whether a product computes the value, its epilogue included, so that all of
/// it lies in memory anyway.
static bool isOfProduct(Value value, unsigned depth = 0) {
  static constexpr unsigned kDeepest = 4;
  Operation *op = value.getDefiningOp();
  if (!op || depth > kDeepest)
    return false;
  return isa<MatmulOp>(op) ||
         (op->hasTrait<Pointwise>() &&
          llvm::any_of(op->getOperands(), [&](Value operand) {
            return operand.hasOneUse() && isOfProduct(operand, depth + 1);
          }));
}

void dlc::graph::cutIntoHeadsFirst(Block &block) {
  llvm::MapVector<std::pair<Value, int64_t>, Value> heads;
  for (auto reshape : llvm::make_early_inc_range(block.getOps<ReshapeOp>())) {
    auto slice = reshape.getOperand().getDefiningOp<SliceOp>();
    if (!slice || !slice.getType().hasStaticShape() ||
        slice.getType().getNumElements() == 0 || slice->getBlock() != &block ||
        !isOfProduct(slice.getOperand()))
      continue;
    RankedTensorType whole = tensorOf(slice.getOperand());
    ArrayRef<int64_t> part = slice.getType().getShape();
    int64_t axis = part.size() - 1;
    if (axis < 0 || !whole.hasStaticShape() ||
        whole.getShape().drop_back() != part.drop_back() ||
        llvm::any_of(
            slice.getStrides(), [](int64_t stride) { return stride != 1; }))
      continue;
    int64_t first = *slice.getStarts().back().constant();
    int64_t total = whole.getShape().back();
    if (!isCutIntoHeads(reshape, axis, first, total))
      continue;
    ArrayRef<int64_t> to = reshape.getType().getShape();
    Value &cut = heads[{slice.getOperand(), to.back()}];
    MLIRContext *context = block.getParentOp()->getContext();
    if (!cut) {
      SmallVector<int64_t> shape(to);
      shape[axis] = total / to.back();
      OpBuilder builder(context);
      builder.setInsertionPointAfterValue(slice.getOperand());
      cut = builder.create<ReshapeOp>(reshape.getLoc(), slice.getOperand(),
                                      staticDims(context, shape));
    }
    OpBuilder builder(reshape);
    SmallVector<int64_t> starts(to.size(), 0), strides(to.size(), 1);
    starts[axis] = first / to.back();
    reshape.replaceAllUsesWith(
        builder
            .create<SliceOp>(reshape.getLoc(), cut, staticDims(context, starts),
                             staticDims(context, to), strides)
            .getResult());
  }
}
