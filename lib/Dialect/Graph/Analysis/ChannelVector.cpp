//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Vectors over channels as expressions.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/ChannelVector.h"
#include "dlc/Dialect/Graph/IR/GraphOpBase.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"
#include "dlc/Dialect/Graph/IR/Splats.h"

using namespace mlir;
using namespace dlc::graph;

//===----------------------------------------------------------------------===//
// Along which axes a value varies
//===----------------------------------------------------------------------===//

/// One flag an axis. `budget` bounds the operations looked at.
static SmallVector<bool> varyingAxes(Value value, int &budget) {
  Dimensions dimensions = dimensionsOf(value);
  SmallVector<bool> varies;
  for (const Dimension &dimension : dimensions)
    varies.push_back(dimension != Dimension(1));
  Operation *op = value.getDefiningOp();
  if (!op || budget-- <= 0)
    return varies;
  if (splatOf(value))
    return SmallVector<bool>(dimensions.size(), false);
  if (auto broadcast = dyn_cast<BroadcastOp>(op)) {
    SmallVector<bool> inner = varyingAxes(broadcast.getOperand(), budget);
    varies.assign(dimensions.size(), false);
    for (auto [axis, innerVaries] : llvm::zip(broadcast.getResultAxes(), inner))
      varies[axis] = innerVaries;
  } else if (op->hasTrait<Pointwise>()) {
    varies.assign(dimensions.size(), false);
    for (Value operand : op->getOperands())
      for (auto [axis, operandVaries] :
           llvm::enumerate(varyingAxes(operand, budget)))
        varies[axis] |= operandVaries;
  } else if (auto transpose = dyn_cast<TransposeOp>(op)) {
    SmallVector<bool> inner = varyingAxes(transpose.getOperand(), budget);
    for (auto [axis, from] : llvm::enumerate(transpose.getPermutation()))
      varies[axis] = inner[from];
  } else if (auto reshape = dyn_cast<ReshapeOp>(op)) {
    SmallVector<bool> inner = varyingAxes(reshape.getOperand(), budget);
    auto moved = matchUnitAxes(dimensionsOf(reshape.getOperand()), dimensions);
    if (moved)
      for (auto [from, to] : llvm::enumerate(*moved))
        if (to >= 0)
          varies[to] = inner[from];
  }
  return varies;
}

bool dlc::graph::variesAlongOnly(Value value, int64_t axis) {
  int budget = 64;
  for (auto [index, varies] : llvm::enumerate(varyingAxes(value, budget)))
    if (varies && static_cast<int64_t>(index) != axis)
      return false;
  return true;
}

/// The elements of a value along an axis, of which it has as many as `type`, or
/// one for all; others are alike, so that the first is as good as any.
static Value buildAlongAxis(OpBuilder &builder, Location location, Value value,
                            int64_t axis, RankedTensorType type) {
  if (TypedAttr element = splatOf(value))
    return createSplat(builder, location, type, element);
  // Broadcasts are undone; -1 is no axis.
  while (auto broadcast = value.getDefiningOp<BroadcastOp>()) {
    SmallVector<int64_t> axes = broadcast.getResultAxes();
    auto *position = llvm::find(axes, axis);
    value = broadcast.getOperand();
    axis = position == axes.end() ? -1 : position - axes.begin();
  }
  Dimensions sizes(tensorOf(value).getRank(), Dimension(1));
  Dimensions vector;
  if (axis >= 0) {
    sizes[axis] = dimensionsOf(value)[axis];
    if (sizes[axis] != Dimension(1) || dimensionsOf(type)[0] == Dimension(1))
      vector.push_back(sizes[axis]);
  }
  if (sizes != dimensionsOf(value)) {
    std::vector<Dimension> starts(sizes.size(), Dimension(0));
    value = builder.create<SliceOp>(
        location, tensorType(sizes, type.getElementType()), value,
        DimsAttr::get(builder.getContext(), starts),
        DimsAttr::get(builder.getContext(),
                      std::vector<Dimension>(sizes.begin(), sizes.end())),
        builder.getDenseI64ArrayAttr(SmallVector<int64_t>(sizes.size(), 1)));
  }
  value = reshapeTo(builder, location, value, vector);
  ArrayRef<int64_t> axes =
      vector.empty() ? ArrayRef<int64_t>() : ArrayRef<int64_t>{0};
  return broadcastTo(builder, location, value, dimensionsOf(type), axes);
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

struct ChannelVector::Node {
  enum class Kind { Number, Value, Add, Sub, Mul, Div, Neg };

  Kind kind;
  double number = 0;
  Value value;
  int64_t axis = 0;
  std::shared_ptr<const Node> lhs, rhs;

  using Pointer = std::shared_ptr<const Node>;
  static Pointer make(Kind kind, Pointer lhs, Pointer rhs = nullptr) {
    return std::make_shared<Node>(
        Node{kind, 0, {}, 0, std::move(lhs), std::move(rhs)});
  }
};

ChannelVector ChannelVector::number(double value) {
  return ChannelVector(
      std::make_shared<Node>(Node{Node::Kind::Number, value, {}, 0, {}, {}}));
}

ChannelVector ChannelVector::alongAxis(Value value, int64_t axis) {
  return ChannelVector(
      std::make_shared<Node>(Node{Node::Kind::Value, 0, value, axis, {}, {}}));
}

bool ChannelVector::isNumber(double value) const {
  return node->kind == Node::Kind::Number && node->number == value;
}

ChannelVector ChannelVector::operator-() const {
  if (node->kind == Node::Kind::Number)
    return number(-node->number);
  if (node->kind == Node::Kind::Neg)
    return ChannelVector(node->lhs);
  if (node->kind == Node::Kind::Sub)
    return ChannelVector(Node::make(Node::Kind::Sub, node->rhs, node->lhs));
  return ChannelVector(Node::make(Node::Kind::Neg, node));
}

ChannelVector ChannelVector::operator+(const ChannelVector &other) const {
  if (isNumber(0))
    return other;
  if (other.isNumber(0))
    return *this;
  if (other.node->kind == Node::Kind::Neg)
    return *this - ChannelVector(other.node->lhs);
  if (node->kind == Node::Kind::Neg)
    return other - ChannelVector(node->lhs);
  return ChannelVector(Node::make(Node::Kind::Add, node, other.node));
}

ChannelVector ChannelVector::operator-(const ChannelVector &other) const {
  if (isNumber(0))
    return -other;
  if (other.isNumber(0))
    return *this;
  if (other.node->kind == Node::Kind::Neg)
    return *this + ChannelVector(other.node->lhs);
  return ChannelVector(Node::make(Node::Kind::Sub, node, other.node));
}

ChannelVector ChannelVector::operator*(const ChannelVector &other) const {
  if (isNumber(1) || other.isNumber(0))
    return other;
  if (other.isNumber(1) || isNumber(0))
    return *this;
  if (node->kind == Node::Kind::Neg)
    return -(ChannelVector(node->lhs) * other);
  if (other.node->kind == Node::Kind::Neg)
    return -(*this * ChannelVector(other.node->lhs));
  if (isNumber(-1))
    return -other;
  if (other.isNumber(-1))
    return -*this;
  if (other.node->kind == Node::Kind::Div &&
      ChannelVector(other.node->lhs).isNumber(1))
    return *this / ChannelVector(other.node->rhs);
  return ChannelVector(Node::make(Node::Kind::Mul, node, other.node));
}

ChannelVector ChannelVector::operator/(const ChannelVector &other) const {
  if (isNumber(0) || other.isNumber(1))
    return *this;
  if (node->kind == Node::Kind::Neg)
    return -(ChannelVector(node->lhs) / other);
  return ChannelVector(Node::make(Node::Kind::Div, node, other.node));
}

Value ChannelVector::build(OpBuilder &builder, Location location,
                           RankedTensorType type, Built &built) const {
  if (Value known = built.lookup(node.get()))
    return known;
  auto part = [&](const std::shared_ptr<const Node> &node) {
    return ChannelVector(node).build(builder, location, type, built);
  };
  Value result;
  switch (node->kind) {
  case Node::Kind::Number:
    result = createSplat(builder, location, type, node->number);
    break;
  case Node::Kind::Value:
    result = buildAlongAxis(builder, location, node->value, node->axis, type);
    break;
  case Node::Kind::Neg:
    result = builder.create<NegOp>(location, part(node->lhs));
    break;
  default: {
    Value lhs = part(node->lhs), rhs = part(node->rhs);
    if (node->kind == Node::Kind::Add)
      result = builder.create<AddOp>(location, lhs, rhs);
    else if (node->kind == Node::Kind::Sub)
      result = builder.create<SubOp>(location, lhs, rhs);
    else if (node->kind == Node::Kind::Mul)
      result = builder.create<MulOp>(location, lhs, rhs);
    else
      result = builder.create<DivOp>(location, lhs, rhs);
  }
  }
  built[node.get()] = result;
  return result;
}
