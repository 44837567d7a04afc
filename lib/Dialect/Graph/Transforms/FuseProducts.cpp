//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes one product of several that share a factor: horizontal fusion.
//
// Products of one left operand, x W1 and x W2, are slices of x [W1 W2]; the
// same goes for products of one right operand with matrices on the left, and
// for convolutions of one image. The factors that are put together are known
// before (parameters; in a scan, values from outside), so that this happens
// once.
//
// What is done to each of the results alike - a bias is added, an activation
// taken - is then done to all of them together, so that it stays the epilogue
// of the product. A slice of a sequence is taken in the step that reads it, and
// one that is cut into heads is cut before it is taken: neither copies
// anything. Slices that are put side by side again are what they are slices of.
//
// **The cost rule** counts in multiplications and additions of the machine's
// vector units. For: a product less to launch (kLaunch), and the part of a
// register tile that narrow products leave idle. Against: an element (kMove)
// for each that is copied out of the wide result because a product, a result or
// the like needs it in memory by itself, one (kGather) that is transposed from
// a result too large for a cache, and one (kMove) that is read again because
// what was the epilogue of one product is not that of all. In a step of a scan
// the latter is free: results of a few rows lie in cache, and what the gates
// make of them is one kernel anyway. So attention's queries, keys and values
// become one product and inception's 1x1 branches one convolution; two wide
// products of many rows that feed others do not.
//
//===----------------------------------------------------------------------===//

#include "Parts.h"
#include "dlc/Dialect/Graph/Analysis/MatrixView.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/MapVector.h"

namespace dlc::graph {
#define GEN_PASS_DEF_FUSEPRODUCTSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// What it costs to launch a kernel, half a microsecond.
static constexpr double kLaunch = 30000;
/// What it costs to write an element and read it again.
static constexpr double kMove = 24;
/// What it costs more to gather an element from a wide result that lies in no
/// cache than from one of its own, and what still lies in one, in bytes.
static constexpr double kGather = 6;
static constexpr int64_t kCache = int64_t(1) << 20;
/// Columns of a full register tile.
static constexpr double kTileColumns = 64;

namespace {
/// The products of one block.
class BlockFuser {
public:
  BlockFuser(Block &block, StringRef pass)
      : block(block), pass(pass), dependence(block) {}

  void run();

  unsigned fused = 0, absorbed = 0;

private:
  /// What products must have in common to become one.
  using Key = std::pair<Value, DictionaryAttr>;

  std::optional<Key> keyOf(Operation *op);
  void fuse(ArrayRef<Operation *> products);
  bool pays(ArrayRef<Operation *> products);
  Value fuseProducts(ArrayRef<Operation *> products);
  void joinSlices();

  bool isStep() { return isa<ScanOp>(block.getParentOp()); }

  Block &block;
  StringRef pass;
  Dependence dependence;
};

struct FuseProducts : dlc::graph::impl::FuseProductsPassBase<FuseProducts> {
  using Base::Base;

  void runOnOperation() override {
    SmallVector<Block *> blocks;
    getOperation().walk([&](Operation *op) {
      if (isa<ScanOp, func::FuncOp>(op) && !op->getRegion(0).empty())
        blocks.push_back(&op->getRegion(0).front());
    });
    // From the outside in: slices of sequences arrive in the steps.
    for (Block *block : llvm::reverse(blocks)) {
      BlockFuser fuser(*block, getArgument());
      fuser.run();
      fused += fuser.fused;
      absorbed += fuser.absorbed;
    }
    // Dead scans go last: their blocks are among these. From the inside out.
    for (Block *block : blocks)
      for (Operation &op : llvm::make_early_inc_range(llvm::reverse(*block)))
        if (isOpTriviallyDead(&op))
          op.erase();
  }
};
} // namespace

//===----------------------------------------------------------------------===//
// Groups
//===----------------------------------------------------------------------===//

/// The operand that products share, and whether that is the left one.
static std::pair<Value, bool> sharedOperand(Operation *op,
                                            Dependence &dependence) {
  bool leftIsKnown = dependence.of(op->getOperand(0)) == Known::Before;
  return {op->getOperand(leftIsKnown), !leftIsKnown};
}

/// The axis of the result along which products are put together.
static int64_t joinedAxis(Operation *op, bool sharesLeft) {
  if (isa<Conv2dOp>(op))
    return 1;
  int64_t rank = tensorOf(op->getResult(0)).getRank();
  return sharesLeft ? rank - 1 : 0;
}

/// Null for what is no product of a value with one known before.
std::optional<BlockFuser::Key> BlockFuser::keyOf(Operation *op) {
  if (!isa<MatmulOp, Conv2dOp>(op) || op->use_empty())
    return std::nullopt;
  RankedTensorType type = tensorOf(op->getResult(0));
  if (!type.hasStaticShape() || type.getNumElements() == 0 ||
      (!type.getElementType().isF32() && !type.getElementType().isF64()) ||
      !tensorOf(op->getOperand(0)).hasStaticShape() ||
      !tensorOf(op->getOperand(1)).hasStaticShape())
    return std::nullopt;
  auto [shared, sharesLeft] = sharedOperand(op, dependence);
  Value known = op->getOperand(sharesLeft);
  if (dependence.of(shared) == Known::Before ||
      dependence.of(known) != Known::Before)
    return std::nullopt;
  NamedAttrList attributes(op->getAttrs());
  if (auto convolution = dyn_cast<Conv2dOp>(op)) {
    if (!sharesLeft || convolution.getGroups() != 1)
      return std::nullopt;
    // Filters lie above one another if they have one size.
    ArrayRef<int64_t> taps = tensorOf(known).getShape().drop_front();
    attributes.set("taps", DenseI64ArrayAttr::get(op->getContext(), taps));
  } else {
    if (tensorOf(known).getRank() != 2)
      return std::nullopt;
    attributes.erase("transpose_rhs");
    // W x, where the rows of W make the first axis of the result.
    if (!sharesLeft) {
      if (tensorOf(shared).getRank() > 2 ||
          (tensorOf(shared).getRank() == 2 &&
           cast<MatmulOp>(op).getTransposeRhs()))
        return std::nullopt;
      attributes.set("left", UnitAttr::get(op->getContext()));
    }
  }
  attributes.set(
      "kind", StringAttr::get(op->getContext(), op->getName().getStringRef()));
  return Key(shared, attributes.getDictionary(op->getContext()));
}

void BlockFuser::run() {
  llvm::MapVector<Key, SmallVector<Operation *>> groups;
  for (Operation &op : block)
    if (std::optional<Key> key = keyOf(&op))
      groups[*key].push_back(&op);
  for (auto &[key, products] : groups) {
    if (products.size() < 2)
      continue;
    Location location = products.front()->getLoc();
    if (pays(products)) {
      fuse(products);
      remarkApplied(pass, location)
          << "made one of " << products.size() << " products of one value";
    } else {
      remarkMissed(pass, location)
          << "kept " << products.size()
          << " products of one value apart: the parts of a common result would "
             "have to be copied";
    }
  }
  joinSlices();
  cutIntoHeadsFirst(block);
}

bool BlockFuser::pays(ArrayRef<Operation *> products) {
  auto [shared, sharesLeft] = sharedOperand(products.front(), dependence);
  Parts parts{{}, joinedAxis(products.front(), sharesLeft)};
  double gain = 0;
  for (Operation *product : products) {
    RankedTensorType type = tensorOf(product->getResult(0));
    double columns = type.getDimSize(parts.axis);
    double elements = type.getNumElements();
    RankedTensorType known = tensorOf(product->getOperand(sharesLeft));
    double depth = known.getNumElements() / columns;
    double idle = std::max(0.0, 1 - columns / kTileColumns);
    gain += elements * depth * idle;
    parts.values.push_back(product->getResult(0));
  }
  gain += kLaunch * (products.size() - 1);
  SmallVector<Operation *> users;
  while (findEqualUsers(parts, dependence, users))
    for (auto [value, user] : llvm::zip(parts.values, users))
      value = user->getResult(0);
  double cost = 0;
  int64_t first = 0, bytes = 0;
  for (Value value : parts.values)
    bytes += tensorOf(value).getNumElements() *
             (tensorOf(value).getElementTypeBitWidth() / 8);
  for (Value value : parts.values) {
    RankedTensorType type = tensorOf(value);
    bool hasEpilogue = llvm::any_of(value.getUsers(), [](Operation *user) {
      return user->hasTrait<Pointwise>();
    });
    if (isCopied(value, parts.axis, first) || (hasEpilogue && !isStep()))
      cost += kMove * type.getNumElements();
    else if (bytes > kCache &&
             llvm::any_of(value.getUsers(), [](Operation *user) {
               return isa<ReshapeOp, TransposeOp>(user);
             }))
      cost += kGather * type.getNumElements();
    first += type.getDimSize(parts.axis);
  }
  return gain > cost;
}

//===----------------------------------------------------------------------===//
// Fusion
//===----------------------------------------------------------------------===//

Value BlockFuser::fuseProducts(ArrayRef<Operation *> products) {
  Operation *first = products.front();
  auto [shared, sharesLeft] = sharedOperand(first, dependence);
  SmallVector<Location> locations;
  SmallVector<Value> known;
  bool transpose = false;
  if (auto product = dyn_cast<MatmulOp>(first))
    transpose = sharesLeft && product.getTransposeRhs();
  for (Operation *op : products) {
    locations.push_back(op->getLoc());
    moveKnown(op->getOperand(sharesLeft), first);
  }
  OpBuilder builder(first);
  Location location = builder.getFusedLoc(locations);
  for (Operation *op : products) {
    Value value = op->getOperand(sharesLeft);
    if (auto product = dyn_cast<MatmulOp>(op);
        product && sharesLeft && product.getTransposeRhs() != transpose)
      value =
          builder.create<TransposeOp>(location, value, ArrayRef<int64_t>{1, 0});
    known.push_back(value);
  }
  bool rows = isa<Conv2dOp>(first) || transpose || !sharesLeft;
  Value all = builder.create<ConcatOp>(location, known, rows ? 0 : 1);
  if (auto convolution = dyn_cast<Conv2dOp>(first))
    return builder.create<Conv2dOp>(
        location, shared, all, convolution.getStrides(),
        convolution.getPadding(), convolution.getDilations(), 1);
  if (!sharesLeft)
    return builder.create<MatmulOp>(location, all, shared, false);
  return builder.create<MatmulOp>(location, shared, all, transpose);
}

void BlockFuser::fuse(ArrayRef<Operation *> products) {
  auto [shared, sharesLeft] = sharedOperand(products.front(), dependence);
  Parts parts{{}, joinedAxis(products.front(), sharesLeft)};
  for (Operation *product : products)
    parts.values.push_back(product->getResult(0));
  Value all = fuseProducts(products);
  SmallVector<Operation *> users;
  while (findEqualUsers(parts, dependence, users)) {
    all = applyToAll(users, parts, all);
    for (auto [value, user] : llvm::zip(parts.values, users))
      value = user->getResult(0);
    ++absorbed;
  }
  replaceBySlices(parts, all);
  fused += products.size();
}

//===----------------------------------------------------------------------===//
// Side by side again
//===----------------------------------------------------------------------===//

/// Slices that a concatenation puts side by side along the last axis become one
/// slice where they are neighbours, or what they are slices of.
void BlockFuser::joinSlices() {
  for (Operation &op : llvm::make_early_inc_range(block)) {
    auto concat = dyn_cast<ConcatOp>(&op);
    if (!concat || !concat.getType().hasStaticShape() ||
        concat.getType().getNumElements() == 0)
      continue;
    int64_t rank = concat.getType().getRank();
    if (concat.getAxis() != rank - 1 && concat.getAxis() != -1)
      continue;
    std::optional<MatrixView> whole;
    for (auto [index, operand] : llvm::enumerate(concat.getOperands())) {
      MatrixView view = MatrixView::whole(operand);
      if (auto slice = operand.getDefiningOp<SliceOp>())
        view = lookThrough(view, nullptr, [&](Operation *producer) {
          return producer != slice;
        });
      whole = index == 0 ? view : joinColumns(*whole, view);
      if (!whole)
        break;
    }
    if (whole && whole->isWhole() && whole->base.getType() == concat.getType())
      concat.getResult().replaceAllUsesWith(whole->base);
  }
}
