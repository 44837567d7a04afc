//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Folds per-channel scales and shifts into the filters of convolutions and
// products.
//
// A convolution (or product) whose filter is a parameter value is linear in
// its filter: what scales its output channels may scale the filter's instead,
// and what scales its input channels likewise. What is added to the output
// becomes one bias; what is added to the input becomes one, too, summed
// through the filter, provided that no padding lies between. Whether something
// is such a scale and shift is not a matter of spelling but an analysis
// (ChannelAffine.h): the result of batch normalisation, of two in a row, of a
// division by a standard deviation alone. Arithmetic on filters is made of
// ordinary operations, which graph-hoist-parameter-expressions then moves to
// @prepare.
//
// Products are visited in order. For each, what happens to its input is folded
// first, since that gives it a bias, which joins what happens to its output.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/ChannelAffine.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/IR/IRMapping.h"

namespace dlc::graph {
#define GEN_PASS_DEF_FOLDCONVBATCHNORMPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

namespace {
/// A convolution or matrix product with a filter that is a parameter value.
struct Product {
  Operation *op;
  /// Which operand is the data, which the filter.
  unsigned input, filter;
  /// Axes of output channels in the filter and the result, and of input
  /// channels in the filter and the input.
  int64_t filterOutput, result, filterInput, inputAxis;
  int64_t groups = 1;
  bool padded = false;

  Value getFilter() const { return op->getOperand(filter); }
  Value getInput() const { return op->getOperand(input); }
  Value getResult() const { return op->getResult(0); }
};

class Folding {
public:
  explicit Folding(func::FuncOp function) : parameters(function) {}

  bool foldResult(const Product &product);
  /// The product as it is afterwards.
  std::optional<Product> foldInput(const Product &product);
  std::optional<Product> match(Operation *op) const;
  void remarkOtherUsers(StringRef pass, const Product &product) const;

private:
  Value scaleFilter(OpBuilder &builder, Location location,
                    const Product &product, Value scale,
                    bool byInputChannel) const;
  Value sumThroughFilter(OpBuilder &builder, Location location,
                         const Product &product, Value shift) const;
  void eraseUnused(ArrayRef<Operation *> operations);

  ParameterValues parameters;
};

/// Tells the analysis of what a builder makes.
struct Notes : OpBuilder::Listener {
  explicit Notes(ParameterValues &parameters) : parameters(parameters) {}
  void notifyOperationInserted(Operation *op, OpBuilder::InsertPoint) override {
    parameters.add(op);
  }
  ParameterValues &parameters;
};

struct FoldConvBatchNorm
    : dlc::graph::impl::FoldConvBatchNormPassBase<FoldConvBatchNorm> {
  using Base::Base;
  void runOnOperation() override;

private:
  bool fold(Folding &folding, Product product);
};
} // namespace

/// bf16 keeps 8 bits: a scaled filter would lose what the result has.
static bool isPrecise(Type element) {
  return element.isF32() || element.isF64();
}

std::optional<Product> Folding::match(Operation *op) const {
  // Of a result without elements, no element says what its channels are scaled
  // by.
  if (!isa_and_nonnull<Conv2dOp, MatmulOp>(op) ||
      llvm::is_contained(tensorOf(op->getResult(0)).getShape(), 0))
    return std::nullopt;
  if (auto convolution = dyn_cast<Conv2dOp>(op)) {
    if (!isPrecise(convolution.getType().getElementType()) ||
        !parameters.contains(convolution.getFilter()) ||
        parameters.contains(convolution.getInput()))
      return std::nullopt;
    bool padded = llvm::any_of(convolution.getPadding(),
                               [](int64_t amount) { return amount != 0; });
    return Product{op,    0, 1, 0,
                   1,     1, 1, static_cast<int64_t>(convolution.getGroups()),
                   padded};
  }
  auto matmul = dyn_cast<MatmulOp>(op);
  if (!matmul || !isPrecise(matmul.getType().getElementType()))
    return std::nullopt;
  int64_t left = tensorOf(matmul.getLhs()).getRank();
  int64_t right = tensorOf(matmul.getRhs()).getRank();
  int64_t rank = matmul.getType().getRank();
  bool isLeft = parameters.contains(matmul.getLhs());
  if (isLeft == parameters.contains(matmul.getRhs()))
    return std::nullopt;
  int64_t rowsOfRight = right - (matmul.getTransposeRhs() ? 1 : 2);
  if (isLeft) {
    if (left < 2)
      return std::nullopt;
    bool isVector = right == 1;
    return Product{op,
                   1,
                   0,
                   left - 2,
                   isVector ? rank - 1 : rank - 2,
                   left - 1,
                   isVector ? 0 : rowsOfRight};
  }
  if (right < 2)
    return std::nullopt;
  int64_t columnsOfRight = right - (matmul.getTransposeRhs() ? 2 : 1);
  return Product{op, 0, 1, columnsOfRight, rank - 1, rowsOfRight, left - 1};
}

static RankedTensorType vectorOf(Value value, int64_t axis) {
  return tensorType(dimensionsOf(value)[axis],
                    tensorOf(value).getElementType());
}

/// The filter [O, I/groups, ...] as [groups, O/groups, I/groups, ...], and a
/// vector over all input channels spread over it.
static std::pair<Value, Value> spreadOverInputs(OpBuilder &builder,
                                                Location location,
                                                const Product &product,
                                                Value vector) {
  Value filter = product.getFilter();
  Dimensions shape = dimensionsOf(filter);
  if (product.groups == 1)
    return {filter,
            broadcastTo(builder, location, vector, shape, product.filterInput)};
  int64_t groups = product.groups;
  Dimension perGroup = shape[1];
  shape[0] = *shape[0].divideExactly(groups);
  shape.insert(shape.begin(), Dimension(groups));
  filter = reshapeTo(builder, location, filter, shape);
  vector = reshapeTo(builder, location, vector, {groups, perGroup});
  return {filter, broadcastTo(builder, location, vector, shape, {0, 2})};
}

Value Folding::scaleFilter(OpBuilder &builder, Location location,
                           const Product &product, Value scale,
                           bool byInputChannel) const {
  Value filter = product.getFilter();
  if (!byInputChannel)
    return builder.create<MulOp>(location, filter,
                                 broadcastTo(builder, location, scale,
                                             dimensionsOf(filter),
                                             product.filterOutput));
  auto [grouped, factors] = spreadOverInputs(builder, location, product, scale);
  Value scaled = builder.create<MulOp>(location, grouped, factors);
  return reshapeTo(builder, location, scaled, tensorOf(filter));
}

/// For each output channel the sum over its part of the filter times `shift`.
Value Folding::sumThroughFilter(OpBuilder &builder, Location location,
                                const Product &product, Value shift) const {
  auto [grouped, summands] =
      spreadOverInputs(builder, location, product, shift);
  Value scaled = builder.create<MulOp>(location, grouped, summands);
  scaled = reshapeTo(builder, location, scaled, tensorOf(product.getFilter()));
  SmallVector<int64_t> axes;
  for (int64_t axis = 0; axis < tensorOf(scaled).getRank(); ++axis)
    if (axis != product.filterOutput)
      axes.push_back(axis);
  return builder.create<SumOp>(location, scaled, axes, /*keep_dims=*/false);
}

static Value addBias(OpBuilder &builder, Location location,
                     const Product &product, Value result, Value bias) {
  return builder.create<AddOp>(location, result,
                               broadcastTo(builder, location, bias,
                                           dimensionsOf(result),
                                           product.result));
}

static Operation *cloneProduct(OpBuilder &builder, Location location,
                               const Product &product, Value input,
                               Value filter) {
  Operation *clone = builder.clone(*product.op);
  clone->setLoc(location);
  clone->setOperand(product.input, input);
  clone->setOperand(product.filter, filter);
  return clone;
}

static Location fusedLocation(Operation *op, ArrayRef<Operation *> others) {
  SmallVector<Location> locations = {op->getLoc()};
  for (Operation *other : others)
    if (!llvm::is_contained(locations, other->getLoc()))
      locations.push_back(other->getLoc());
  return FusedLoc::get(op->getContext(), locations);
}

/// Operations are in order, so that users come after what they use.
void Folding::eraseUnused(ArrayRef<Operation *> operations) {
  for (Operation *op : llvm::reverse(operations)) {
    if (!op->use_empty())
      continue;
    parameters.forget(op);
    op->erase();
  }
}

bool Folding::foldResult(const Product &product) {
  std::optional<ChannelAffine> affine =
      findAffineResult(product.getResult(), product.result, parameters);
  if (!affine)
    return false;
  bool scales = !affine->scale.isNumber(1);
  // One bias right behind the product is what this makes.
  if (!scales && affine->arithmeticCount() < 2 && !affine->addsBehindMovement)
    return false;

  Operation *last = affine->value.getDefiningOp();
  Notes notes(parameters);
  OpBuilder builder(last);
  builder.setListener(&notes);
  Location location = fusedLocation(product.op, affine->operations);
  RankedTensorType type = vectorOf(product.getResult(), product.result);
  ChannelVector::Built built;
  Value filter = product.getFilter();
  if (scales)
    filter = scaleFilter(builder, location, product,
                         affine->scale.build(builder, location, type, built),
                         /*byInputChannel=*/false);
  Value value =
      cloneProduct(builder, location, product, product.getInput(), filter)
          ->getResult(0);
  if (!affine->shift.isNumber(0))
    value = addBias(builder, location, product, value,
                    affine->shift.build(builder, location, type, built));
  for (Operation *op : affine->movement) {
    Operation *moved = builder.clone(*op);
    moved->setOperand(0, value);
    value = moved->getResult(0);
  }
  affine->value.replaceAllUsesWith(value);
  eraseUnused(affine->operations);
  eraseUnused(product.op);
  return true;
}

std::optional<Product> Folding::foldInput(const Product &product) {
  std::optional<ChannelAffine> affine = findAffineSource(
      product.getInput(), product.inputAxis, product.padded, parameters);
  if (!affine || tensorOf(product.getFilter()).getRank() !=
                     (isa<Conv2dOp>(product.op) ? 4 : 2))
    return std::nullopt;
  // A lone bias costs nothing where it is, behind a product.
  bool scales = !affine->scale.isNumber(1);
  Operation *source = affine->base.getDefiningOp();
  if (!scales && isa_and_nonnull<Conv2dOp, MatmulOp>(source))
    return std::nullopt;
  // All users must do without, or it has to be computed after all.
  for (OpOperand &use : affine->value.getUses()) {
    std::optional<Product> user = match(use.getOwner());
    if (!user || user->input != use.getOperandNumber() ||
        user->inputAxis != product.inputAxis ||
        (user->padded && !affine->shift.isNumber(0)) ||
        use.getOwner()->getBlock() != product.op->getBlock())
      return std::nullopt;
  }

  Notes notes(parameters);
  OpBuilder builder(product.op);
  builder.setListener(&notes);
  Location location = fusedLocation(product.op, affine->operations);
  RankedTensorType type = vectorOf(product.getInput(), product.inputAxis);
  ChannelVector::Built built;
  Value input = affine->base, filter = product.getFilter();
  for (Operation *op : affine->movement) {
    Operation *moved = builder.clone(*op);
    moved->setOperand(0, input);
    input = moved->getResult(0);
  }
  if (scales)
    filter = scaleFilter(builder, location, product,
                         affine->scale.build(builder, location, type, built),
                         /*byInputChannel=*/true);
  Operation *op = cloneProduct(builder, location, product, input, filter);
  Value value = op->getResult(0);
  if (!affine->shift.isNumber(0)) {
    Value shift = affine->shift.build(builder, location, type, built);
    value = addBias(builder, location, product, value,
                    sumThroughFilter(builder, location, product, shift));
  }
  product.getResult().replaceAllUsesWith(value);
  eraseUnused(product.op);
  eraseUnused(affine->operations);
  Product folded = product;
  folded.op = op;
  return folded;
}

/// "conv2d": what the language calls the product.
static StringRef nameOf(Operation *op) { return op->getName().stripDialect(); }

/// A result that more than one operation reads is needed as it is, whatever
/// scale follows.
void Folding::remarkOtherUsers(StringRef pass, const Product &product) const {
  auto scalesOrShifts = [&](Operation *user) {
    return isa<MulOp, DivOp, AddOp, SubOp>(user) &&
           llvm::any_of(user->getOperands(), [&](Value operand) {
             return parameters.contains(operand);
           });
  };
  // Its bias, to begin with.
  Value value = product.getResult();
  while (value.hasOneUse() && scalesOrShifts(*value.user_begin()))
    value = (*value.user_begin())->getResult(0);
  auto user = llvm::find_if(value.getUsers(), scalesOrShifts);
  if (user != value.user_end())
    remarkMissed(pass, user->getLoc())
        << "kept a scale or shift apart from '" << nameOf(product.op)
        << "', whose result has other users";
}

static SmallVector<Operation *> productsOf(func::FuncOp function) {
  SmallVector<Operation *> products;
  function.walk([&](Operation *op) {
    if (isa<Conv2dOp, MatmulOp>(op))
      products.push_back(op);
  });
  return products;
}

void FoldConvBatchNorm::runOnOperation() {
  for (auto function : getOperation().getOps<func::FuncOp>()) {
    Folding folding(function);
    // A scale that one product does without may have no other users left than
    // products, which then do without it, too.
    bool changed = true;
    while (changed) {
      changed = false;
      for (Operation *op : productsOf(function))
        if (std::optional<Product> product = folding.match(op))
          changed |= fold(folding, *product);
    }
    for (Operation *op : productsOf(function))
      if (std::optional<Product> product = folding.match(op))
        folding.remarkOtherUsers(getArgument(), *product);
  }
}

/// Folds what stands before the product and behind it; says whether anything
/// did.
bool FoldConvBatchNorm::fold(Folding &folding, Product product) {
  // The operation goes away.
  StringRef name = nameOf(product.op);
  Location location = product.op->getLoc();
  bool folded = false;
  if (std::optional<Product> other = folding.foldInput(product)) {
    ++foldedInputs;
    remarkApplied(getArgument(), other->op->getLoc())
        << "folded the scale and shift of its input into '" << name << "'";
    product = *other;
    folded = true;
  }
  if (!folding.foldResult(product))
    return folded;
  ++foldedResults;
  remarkApplied(getArgument(), location)
      << "folded the scale and shift behind it into '" << name << "'";
  return true;
}
