//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds what is a multiple plus a constant, channel by channel.
//
// Forward, each value known to be affine in the base is offered to its users,
// until no user is affine: the values form a graph, not a chain, so that
// x * a - x * b is found as well. The result is a value through which all uses
// of the base lead. Backward, a chain suffices.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/ChannelAffine.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace dlc::graph;

/// More values than that are no normalisation.
static constexpr size_t kMostValues = 64;

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

/// The axis behind a reshape or transpose that holds the same elements.
static std::optional<int64_t> axisOfResult(Operation *op, int64_t axis) {
  if (auto transpose = dyn_cast<TransposeOp>(op))
    return inversePermutation(transpose.getPermutation())[axis];
  auto reshape = dyn_cast<ReshapeOp>(op);
  if (!reshape)
    return std::nullopt;
  // As many elements before it, and as many along it.
  Dimensions from = dimensionsOf(reshape.getOperand());
  Dimensions to = dimensionsOf(reshape);
  auto before = [](ArrayRef<Dimension> dimensions, size_t axis) {
    return product(dimensions.take_front(axis));
  };
  for (size_t i = 0; i < to.size(); ++i)
    if (to[i] == from[axis] && before(to, i) == before(from, axis))
      return i;
  return std::nullopt;
}

static std::optional<int64_t> axisOfOperand(Operation *op, int64_t axis) {
  int64_t rank = tensorOf(op->getOperand(0)).getRank();
  for (int64_t i = 0; i < rank; ++i)
    if (axisOfResult(op, i) == axis)
      return i;
  return std::nullopt;
}

/// result = data * scale + shift for the operand `data` of an operation, which
/// has its channels along `axis`.
struct Step {
  ChannelVector scale = ChannelVector::number(1);
  ChannelVector shift = ChannelVector::number(0);
};

static bool isParameter(Value value, int64_t axis,
                        const ParameterValues &parameters) {
  return parameters.contains(value) && variesAlongOnly(value, axis);
}

static std::optional<Step> stepOf(Operation *op, unsigned data, int64_t axis,
                                  const ParameterValues &parameters) {
  Step step;
  if (isa<NegOp>(op)) {
    step.scale = ChannelVector::number(-1);
    return step;
  }
  if (!isa<AddOp, SubOp, MulOp, DivOp>(op))
    return std::nullopt;
  Value other = op->getOperand(1 - data);
  if (!isParameter(other, axis, parameters))
    return std::nullopt;
  ChannelVector vector = ChannelVector::alongAxis(other, axis);
  if (isa<AddOp>(op)) {
    step.shift = vector;
  } else if (isa<MulOp>(op)) {
    step.scale = vector;
  } else if (isa<SubOp>(op)) {
    step.scale = ChannelVector::number(data == 0 ? 1 : -1);
    step.shift = data == 0 ? -vector : vector;
  } else {
    if (data == 1)
      return std::nullopt;
    step.scale = ChannelVector::number(1) / vector;
  }
  return step;
}

//===----------------------------------------------------------------------===//
// Forward
//===----------------------------------------------------------------------===//

namespace {
struct KnownValue {
  ChannelVector scale = ChannelVector::number(1);
  ChannelVector shift = ChannelVector::number(0);
  int64_t axis = 0;
  SmallVector<Operation *> movement;
  bool addsBehindMovement = false;
};

class ForwardSearch {
public:
  ForwardSearch(Value base, int64_t axis, const ParameterValues &parameters)
      : base(base), parameters(parameters) {
    known[base].axis = axis;
  }

  std::optional<ChannelAffine> run();

private:
  std::optional<KnownValue> derive(Operation *op) const;
  /// The operations from base to `value`, in order; nothing where somebody
  /// else needs a value on the way.
  std::optional<SmallVector<Operation *>> operationsTo(Value value) const;

  Value base;
  const ParameterValues &parameters;
  llvm::MapVector<Value, KnownValue> known;
};
} // namespace

/// What the result of `op` is, from operands that are known.
std::optional<KnownValue> ForwardSearch::derive(Operation *op) const {
  const KnownValue *operands[2] = {nullptr, nullptr};
  for (auto [index, operand] : llvm::enumerate(op->getOperands())) {
    auto found = known.find(operand);
    if (found != known.end() && index < 2)
      operands[index] = &found->second;
  }
  unsigned data = operands[0] ? 0 : 1;
  if (!operands[data])
    return std::nullopt;
  KnownValue result = *operands[data];
  if (isa<ReshapeOp, TransposeOp>(op)) {
    std::optional<int64_t> axis = axisOfResult(op, result.axis);
    if (!axis)
      return std::nullopt;
    result.axis = *axis;
    result.movement.push_back(op);
    return result;
  }
  if (operands[0] && operands[1]) {
    const KnownValue &other = *operands[1];
    if (!isa<AddOp, SubOp>(op) || result.axis != other.axis ||
        result.movement != other.movement)
      return std::nullopt;
    bool adds = isa<AddOp>(op);
    result.scale =
        adds ? result.scale + other.scale : result.scale - other.scale;
    result.shift =
        adds ? result.shift + other.shift : result.shift - other.shift;
    result.addsBehindMovement |= other.addsBehindMovement;
    return result;
  }
  std::optional<Step> step = stepOf(op, data, result.axis, parameters);
  if (!step)
    return std::nullopt;
  result.scale = result.scale * step->scale;
  result.shift = result.shift * step->scale + step->shift;
  result.addsBehindMovement |= !result.movement.empty();
  return result;
}

std::optional<SmallVector<Operation *>>
ForwardSearch::operationsTo(Value value) const {
  llvm::SmallPtrSet<Operation *, 8> cone;
  SmallVector<Value> pending = {value};
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val().getDefiningOp();
    if (!cone.insert(op).second)
      continue;
    for (Value operand : op->getOperands())
      if (operand != base && known.contains(operand))
        pending.push_back(operand);
  }
  // Values become known in the order of their definition along each path.
  SmallVector<Operation *> operations;
  for (const auto &entry : known) {
    Value inner = entry.first;
    bool isBase = inner == base;
    if (!isBase && !cone.contains(inner.getDefiningOp()))
      continue;
    if (!isBase)
      operations.push_back(inner.getDefiningOp());
    auto isInside = [&](Operation *user) { return cone.contains(user); };
    if (inner != value && !llvm::all_of(inner.getUsers(), isInside))
      return std::nullopt;
  }
  return operations;
}

std::optional<ChannelAffine> ForwardSearch::run() {
  for (size_t next = 0; next < known.size() && next < kMostValues; ++next) {
    Value value = (known.begin() + next)->first;
    for (Operation *user : value.getUsers()) {
      if (user->getBlock() != value.getParentBlock() ||
          user->getNumResults() != 1 || known.contains(user->getResult(0)))
        continue;
      if (std::optional<KnownValue> result = derive(user))
        known.insert({user->getResult(0), std::move(*result)});
    }
  }
  std::optional<ChannelAffine> best;
  for (const auto &[value, found] : llvm::drop_begin(known)) {
    std::optional<SmallVector<Operation *>> operations = operationsTo(value);
    if (!operations)
      continue;
    int64_t count = operations->size() - found.movement.size();
    if (count == 0 || (best && count <= best->arithmeticCount()))
      continue;
    best = ChannelAffine{base,
                         value,
                         found.scale,
                         found.shift,
                         found.movement,
                         std::move(*operations),
                         found.addsBehindMovement};
  }
  return best;
}

std::optional<ChannelAffine>
dlc::graph::findAffineResult(Value base, int64_t axis,
                             const ParameterValues &parameters) {
  return ForwardSearch(base, axis, parameters).run();
}

//===----------------------------------------------------------------------===//
// Backward
//===----------------------------------------------------------------------===//

/// Zeros around each channel, which stay zero where channels are scaled.
static bool isZeroPadding(Operation *op, int64_t axis) {
  auto pad = dyn_cast<PadOp>(op);
  return pad && pad.getValue().isZero() && pad.getLow()[axis] == 0 &&
         pad.getHigh()[axis] == 0;
}

std::optional<ChannelAffine>
dlc::graph::findAffineSource(Value value, int64_t axis, bool padded,
                             const ParameterValues &parameters) {
  ChannelAffine found;
  found.value = value;
  std::optional<ChannelAffine> best;
  Value current = value;
  while (found.operations.size() < kMostValues) {
    Operation *op = current.getDefiningOp();
    if (!op || op->getBlock() != value.getParentBlock() ||
        (current != value && !current.hasOneUse()))
      break;
    if (isa<ReshapeOp, TransposeOp>(op) || isZeroPadding(op, axis)) {
      std::optional<int64_t> before =
          isa<PadOp>(op) ? axis : axisOfOperand(op, axis);
      if (!before)
        break;
      padded |= isa<PadOp>(op);
      axis = *before;
      found.movement.insert(found.movement.begin(), op);
      found.operations.insert(found.operations.begin(), op);
      current = op->getOperand(0);
      continue;
    }
    if (op->getNumOperands() > 2 || op->getNumOperands() == 0)
      break;
    unsigned data =
        op->getNumOperands() == 2 && parameters.contains(op->getOperand(0));
    std::optional<Step> step = stepOf(op, data, axis, parameters);
    if (!step || (padded && !step->shift.isNumber(0)))
      break;
    found.shift = found.scale * step->shift + found.shift;
    found.scale = found.scale * step->scale;
    found.operations.insert(found.operations.begin(), op);
    current = op->getOperand(data);
    found.base = current;
    best = found;
  }
  return best;
}
