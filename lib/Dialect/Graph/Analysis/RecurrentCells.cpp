//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recurrent cells as programs write them.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/RecurrentCells.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"

#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace dlc::graph;

/// The argument of the function that computes the view, if it is this one.
template <typename OpTy>
static std::optional<MatrixView> argumentOf(const MatrixView &view,
                                            const AffineScope &scope,
                                            TakenApart &parts) {
  auto op = view.base.getDefiningOp<OpTy>();
  if (!op || scope.isOutside(op))
    return std::nullopt;
  parts.insert(op);
  return view.of(op.getOperand());
}

static void scale(AffineForm &form, double factor) {
  for (AffineProduct &product : form.products)
    product.scale *= factor;
  for (AffineAddend &addend : form.addends)
    addend.scale *= factor;
}

/// A result as a matrix of rows of the batch: as it is, or transposed where
/// programs keep states as columns.
static SmallVector<MatrixView> orientations(Value value) {
  MatrixView whole = MatrixView::whole(value);
  SmallVector<MatrixView> views = {whole};
  if (cast<RankedTensorType>(value.getType()).getRank() == 2)
    views.push_back(whole.transposed());
  return views;
}

static bool isCellType(Operation *op) {
  auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
  return type && type.getRank() > 0 && type.hasStaticShape() &&
         type.getNumElements() > 0 &&
         (type.getElementType().isF32() || type.getElementType().isF64());
}

//===----------------------------------------------------------------------===//
// LSTM
//===----------------------------------------------------------------------===//

/// The gates of c' = sigmoid(f) c + sigmoid(i) tanh(g), where the terms are
/// taken in this order and so are the factors of `kept`.
static bool matchUpdate(const Factors &kept, const Factors &added,
                        bool keptSwapped, bool addedSwapped,
                        const AffineScope &scope, LstmCell &cell) {
  if (kept.scale != 1 || std::abs(added.scale) != 1)
    return false;
  auto f = argumentOf<SigmoidOp>(kept.views[keptSwapped], scope, cell.parts);
  auto i = argumentOf<SigmoidOp>(added.views[addedSwapped], scope, cell.parts);
  auto g = argumentOf<TanhOp>(added.views[!addedSwapped], scope, cell.parts);
  if (!f || !i || !g)
    return false;
  cell.cell = kept.views[!keptSwapped];
  for (const auto &gate : {i, f, g})
    cell.gates.push_back(affineForm(*gate, scope, cell.parts));
  // tanh is odd.
  scale(cell.gates[2], added.scale);
  return llvm::none_of(
      cell.gates, [](const AffineForm &gate) { return gate.products.empty(); });
}

static std::optional<LstmCell> matchLstm(Operation *op, const MatrixView &view,
                                         const AffineScope &scope) {
  LstmCell outer;
  outer.hiddenOp = op;
  outer.nextHidden = view;
  Factors factors = factorsOf(view, scope, outer.parts);
  if (factors.scale != 1 || factors.views.size() != 2)
    return std::nullopt;
  bool swapped = factors.views[1].base.getDefiningOp<SigmoidOp>() != nullptr;
  auto o = argumentOf<SigmoidOp>(factors.views[swapped], scope, outer.parts);
  auto c = argumentOf<TanhOp>(factors.views[!swapped], scope, outer.parts);
  if (!o || !c)
    return std::nullopt;
  SmallVector<Operation *> passed;
  outer.nextCell = lookThrough(
      *c, &passed, [&](Operation *op) { return scope.isOutside(op); });
  outer.parts.insert(passed.begin(), passed.end());
  outer.cellOp = outer.nextCell.base.getDefiningOp();
  if (!outer.cellOp || scope.isOutside(outer.cellOp) ||
      !llvm::is_contained(orientations(outer.nextCell.base), outer.nextCell))
    return std::nullopt;
  SmallVector<Factors> terms =
      sumOfProducts(outer.nextCell, scope, outer.parts);
  if (terms.size() != 2 || terms[0].views.size() != 2 ||
      terms[1].views.size() != 2)
    return std::nullopt;
  for (unsigned order = 0; order < 8; ++order) {
    LstmCell cell = outer;
    if (!matchUpdate(terms[order & 1], terms[!(order & 1)], order & 2,
                     order & 4, scope, cell))
      continue;
    cell.gates.push_back(affineForm(*o, scope, cell.parts));
    if (!cell.gates.back().products.empty())
      return cell;
  }
  return std::nullopt;
}

std::optional<LstmCell> dlc::graph::matchLstmCell(Operation *op,
                                                  const AffineScope &scope) {
  if (!isa<MulOp>(op) || !isCellType(op) || scope.isOutside(op))
    return std::nullopt;
  for (const MatrixView &view : orientations(op->getResult(0)))
    if (std::optional<LstmCell> cell = matchLstm(op, view, scope))
      return cell;
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// GRU
//===----------------------------------------------------------------------===//

/// Whether exactly one product of the sum has this left factor.
static bool hasProductOf(const AffineForm &form, const MatrixView &left) {
  return llvm::count_if(form.products, [&](const AffineProduct &product) {
           return product.left == left;
         }) == 1;
}

/// The view as sigmoid(r) times something: that, and r becomes a gate.
static std::optional<Factors> matchReset(const MatrixView &view,
                                         const AffineScope &scope,
                                         GruCell &cell, AffineForm &reset) {
  TakenApart parts;
  Factors factors = factorsOf(view, scope, parts);
  if (factors.views.size() != 2)
    return std::nullopt;
  for (bool second : {false, true}) {
    TakenApart inner = parts;
    auto r = argumentOf<SigmoidOp>(factors.views[second], scope, inner);
    if (!r)
      continue;
    AffineForm form = affineForm(*r, scope, inner);
    if (!hasProductOf(form, cell.hidden))
      continue;
    reset = std::move(form);
    cell.parts.insert(inner.begin(), inner.end());
    return Factors{factors.scale, {factors.views[!second]}};
  }
  return std::nullopt;
}

/// n = n' + sigmoid(r) (h W + b).
static bool matchResetAfter(AffineForm &sum, const AffineScope &scope,
                            GruCell &cell, AffineForm &reset) {
  for (auto *addend = sum.addends.begin(); addend != sum.addends.end();
       ++addend) {
    std::optional<Factors> rest = matchReset(addend->view, scope, cell, reset);
    if (!rest)
      continue;
    AffineForm product = affineForm(rest->views[0], scope, cell.parts);
    scale(product, rest->scale * addend->scale);
    if (product.products.size() != 1 ||
        product.products.front().left != cell.hidden ||
        !llvm::all_of(product.addends, [&](const AffineAddend &addend) {
          return scope.isKnown(addend.view.base) && addend.view.rowStride == 0;
        }))
      return false;
    cell.product = product.products.front();
    cell.bias = std::move(product.addends);
    cell.resetAfter = true;
    sum.addends.erase(addend);
    return true;
  }
  return false;
}

/// n = n' + (sigmoid(r) h) W.
static bool matchResetBefore(AffineForm &sum, const AffineScope &scope,
                             GruCell &cell, AffineForm &reset) {
  for (auto *product = sum.products.begin(); product != sum.products.end();
       ++product) {
    std::optional<Factors> rest = matchReset(product->left, scope, cell, reset);
    if (!rest || rest->views[0] != cell.hidden)
      continue;
    cell.product = *product;
    cell.product.left = cell.hidden;
    cell.product.scale *= rest->scale;
    cell.resetAfter = false;
    sum.products.erase(product);
    return true;
  }
  return false;
}

/// Where h' = (1 - s) a + s b for sigmoid s: `kept` is b, or a where the gate's
/// argument is to be negated.
static bool matchGates(const MatrixView &s, const MatrixView &candidate,
                       double sign, const AffineScope &scope, GruCell &cell) {
  auto z = argumentOf<SigmoidOp>(s, scope, cell.parts);
  auto n = argumentOf<TanhOp>(candidate, scope, cell.parts);
  if (!z || !n)
    return false;
  AffineForm update = affineForm(*z, scope, cell.parts), reset;
  scale(update, sign);
  AffineForm sum = affineForm(*n, scope, cell.parts);
  if (!hasProductOf(update, cell.hidden) ||
      (!matchResetAfter(sum, scope, cell, reset) &&
       !matchResetBefore(sum, scope, cell, reset)))
    return false;
  cell.gates = {std::move(reset), std::move(update), std::move(sum)};
  return true;
}

static std::optional<GruCell> matchGru(Operation *op, const MatrixView &view,
                                       const AffineScope &scope) {
  GruCell outer;
  outer.hiddenOp = op;
  outer.nextHidden = view;
  // a - s a + s b.
  SmallVector<Factors> terms = polynomialOf(view, scope, outer.parts, 6);
  if (terms.size() != 3)
    return std::nullopt;
  llvm::stable_sort(terms, [](const Factors &lhs, const Factors &rhs) {
    return std::pair(lhs.views.size(), lhs.scale) <
           std::pair(rhs.views.size(), rhs.scale);
  });
  if (terms[0].views.size() != 1 || terms[1].views.size() != 2 ||
      terms[2].views.size() != 2 || terms[0].scale != 1 ||
      terms[1].scale != -1 || terms[2].scale != 1)
    return std::nullopt;
  MatrixView a = terms[0].views[0];
  bool second = terms[1].views[0] == a;
  MatrixView s = terms[1].views[second];
  if (terms[1].views[!second] != a)
    return std::nullopt;
  second = terms[2].views[0] == s;
  MatrixView b = terms[2].views[second];
  if (terms[2].views[!second] != s)
    return std::nullopt;
  for (bool negated : {false, true}) {
    GruCell cell = outer;
    cell.hidden = negated ? a : b;
    if (matchGates(s, negated ? b : a, negated ? -1 : 1, scope, cell))
      return cell;
  }
  return std::nullopt;
}

std::optional<GruCell> dlc::graph::matchGruCell(Operation *op,
                                                const AffineScope &scope) {
  if (!isa<AddOp, SubOp>(op) || !isCellType(op) || scope.isOutside(op))
    return std::nullopt;
  for (const MatrixView &view : orientations(op->getResult(0)))
    if (std::optional<GruCell> cell = matchGru(op, view, scope))
      return cell;
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Uses
//===----------------------------------------------------------------------===//

bool dlc::graph::isUsedInsideOnly(const TakenApart &parts,
                                  ArrayRef<Operation *> results) {
  SmallVector<Operation *> ordered(parts.begin(), parts.end());
  llvm::sort(ordered, [](Operation *lhs, Operation *rhs) {
    return lhs->isBeforeInBlock(rhs);
  });
  llvm::SmallPtrSet<Operation *, 32> withProduct, afterwards;
  for (Operation *op : ordered) {
    auto reads = [&](const llvm::SmallPtrSet<Operation *, 32> &set) {
      return llvm::any_of(op->getOperands(), [&](Value operand) {
        return set.contains(operand.getDefiningOp());
      });
    };
    if (llvm::is_contained(results, op) || reads(afterwards)) {
      afterwards.insert(op);
      continue;
    }
    if (!isa<MatmulOp>(op) && !reads(withProduct))
      continue;
    withProduct.insert(op);
    for (Operation *user : op->getUsers())
      if (!parts.contains(user))
        return false;
  }
  return true;
}
