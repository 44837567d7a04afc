//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums and products taken apart.
//
// All walks go from a view to the views that its operation is computed from,
// through shape operations as MatrixView does. They end at values of other
// blocks, at values known before and at operations that are neither sums nor
// products.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/AffineForm.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"

using namespace mlir;
using namespace dlc::graph;

/// Sums have a few parts a gate; what has many is none.
static constexpr size_t kMostParts = 32;
/// How deep operations may stand in one another to be taken apart.
static constexpr unsigned kDeepest = 64;
/// How many a polynomial may be multiplied out of.
static constexpr unsigned kMostFactors = 64;

namespace {
/// Looks through shape operations inside the scope and notes which.
class Looker {
public:
  Looker(const AffineScope &scope, TakenApart &parts)
      : scope(scope), parts(parts) {}

  MatrixView look(const MatrixView &view) {
    SmallVector<Operation *> passed;
    MatrixView source = lookThrough(
        view, &passed, [&](Operation *op) { return scope.isOutside(op); });
    parts.insert(passed.begin(), passed.end());
    // Beyond the scope nothing is taken apart, but what it is can be seen.
    return lookThrough(source);
  }

  SmallVector<MatrixView> split(const MatrixView &view) {
    SmallVector<Operation *> passed;
    SmallVector<MatrixView> pieces = splitColumns(
        view, &passed, [&](Operation *op) { return scope.isOutside(op); });
    parts.insert(passed.begin(), passed.end());
    return pieces;
  }

  /// The operation that computes the view here, if any.
  Operation *producer(const MatrixView &view) {
    Operation *op = view.base.getDefiningOp();
    return op && !scope.isOutside(op) ? op : nullptr;
  }

  /// Whether there is more to take apart; ends with the guard.
  bool descends() const { return depth < kDeepest; }
  struct Guard {
    explicit Guard(Looker &looker) : looker(looker) { ++looker.depth; }
    ~Guard() { --looker.depth; }
    Looker &looker;
  };

  const AffineScope &scope;
  TakenApart &parts;
  unsigned depth = 0;
};

class AffineWalk : Looker {
public:
  AffineWalk(const AffineScope &scope, TakenApart &parts, AffineForm &form)
      : Looker(scope, parts), form(form) {}

  void add(const MatrixView &view, double scale);

private:
  bool addProduct(const MatrixView &view, double scale);

  AffineForm &form;
};
} // namespace

/// A product of which one side is known before. What a concatenation joins on
/// the other side becomes products of its own.
bool AffineWalk::addProduct(const MatrixView &view, double scale) {
  auto product = view.base.getDefiningOp<MatmulOp>();
  if (!product)
    return false;
  bool leftIsKnown = scope.isKnown(product.getLhs());
  if (leftIsKnown == scope.isKnown(product.getRhs()))
    return false;
  std::optional<ProductView> views = lookThroughProduct(view, leftIsKnown);
  if (!views)
    return false;
  parts.insert(product);
  int64_t first = 0;
  for (const MatrixView &piece : split(views->left)) {
    MatrixView right = views->right.rowRange(first, piece.columns);
    form.products.push_back({piece, lookThrough(right), scale});
    first += piece.columns;
  }
  return true;
}

void AffineWalk::add(const MatrixView &view, double scale) {
  MatrixView source = look(view);
  Operation *op = producer(source);
  Guard guard(*this);
  if (op && descends() &&
      form.products.size() + form.addends.size() < kMostParts) {
    if (auto sum = dyn_cast<AddOp>(op)) {
      parts.insert(op);
      add(source.of(sum.getLhs()), scale);
      return add(source.of(sum.getRhs()), scale);
    }
    if (auto difference = dyn_cast<SubOp>(op)) {
      parts.insert(op);
      add(source.of(difference.getLhs()), scale);
      return add(source.of(difference.getRhs()), -scale);
    }
    if (auto negation = dyn_cast<NegOp>(op)) {
      parts.insert(op);
      return add(source.of(negation.getOperand()), -scale);
    }
    if (auto multiple = dyn_cast<MulOp>(op)) {
      for (bool left : {true, false}) {
        Value number = left ? multiple.getLhs() : multiple.getRhs();
        Value other = left ? multiple.getRhs() : multiple.getLhs();
        if (std::optional<double> factor = constantOf(source.of(number))) {
          parts.insert(op);
          return add(source.of(other), scale * *factor);
        }
      }
    }
    if (addProduct(source, scale))
      return;
  }
  form.addends.push_back({source, scale});
}

AffineForm dlc::graph::affineForm(const MatrixView &view,
                                  const AffineScope &scope, TakenApart &parts) {
  AffineForm form;
  AffineWalk(scope, parts, form).add(view, 1);
  return form;
}

//===----------------------------------------------------------------------===//
// Products, sums of products, polynomials
//===----------------------------------------------------------------------===//

static void appendFactors(const MatrixView &view, Looker &looker,
                          Factors &factors) {
  MatrixView source = looker.look(view);
  Operation *op = looker.producer(source);
  Looker::Guard guard(looker);
  if (op && looker.descends() && factors.views.size() < kMostParts) {
    if (auto product = dyn_cast<MulOp>(op)) {
      looker.parts.insert(op);
      appendFactors(source.of(product.getLhs()), looker, factors);
      return appendFactors(source.of(product.getRhs()), looker, factors);
    }
    if (auto negation = dyn_cast<NegOp>(op)) {
      looker.parts.insert(op);
      factors.scale = -factors.scale;
      return appendFactors(source.of(negation.getOperand()), looker, factors);
    }
  }
  if (std::optional<double> number = constantOf(source))
    factors.scale *= *number;
  else
    factors.views.push_back(source);
}

Factors dlc::graph::factorsOf(const MatrixView &view, const AffineScope &scope,
                              TakenApart &parts) {
  Looker looker(scope, parts);
  Factors factors;
  appendFactors(view, looker, factors);
  return factors;
}

static void appendTerms(const MatrixView &view, double scale, Looker &looker,
                        SmallVectorImpl<Factors> &terms) {
  MatrixView source = looker.look(view);
  Operation *op = looker.producer(source);
  Looker::Guard guard(looker);
  if (!looker.descends() || terms.size() >= kMostParts)
    op = nullptr;
  if (op && isa<AddOp, SubOp>(op)) {
    looker.parts.insert(op);
    appendTerms(source.of(op->getOperand(0)), scale, looker, terms);
    return appendTerms(source.of(op->getOperand(1)),
                       isa<SubOp>(op) ? -scale : scale, looker, terms);
  }
  if (op && isa<NegOp>(op)) {
    looker.parts.insert(op);
    return appendTerms(source.of(op->getOperand(0)), -scale, looker, terms);
  }
  Factors &term = terms.emplace_back();
  term.scale = scale;
  appendFactors(source, looker, term);
}

SmallVector<Factors> dlc::graph::sumOfProducts(const MatrixView &view,
                                               const AffineScope &scope,
                                               TakenApart &parts) {
  Looker looker(scope, parts);
  SmallVector<Factors> terms;
  appendTerms(view, 1, looker, terms);
  return terms;
}

/// Whether the terms have the same factors, in any order.
static bool haveSameFactors(const Factors &lhs, const Factors &rhs) {
  return lhs.views.size() == rhs.views.size() &&
         std::is_permutation(lhs.views.begin(), lhs.views.end(),
                             rhs.views.begin());
}

static void addTerm(SmallVectorImpl<Factors> &terms, Factors term) {
  for (Factors &other : terms)
    if (haveSameFactors(other, term)) {
      other.scale += term.scale;
      return;
    }
  terms.push_back(std::move(term));
}

/// Multiplies out; false where that makes too many terms.
static bool multiplyOut(const MatrixView &view, Looker &looker, size_t limit,
                        unsigned &budget, SmallVectorImpl<Factors> &result) {
  if (budget == 0)
    return false;
  --budget;
  MatrixView source = looker.look(view);
  Operation *op = looker.producer(source);
  auto operand = [&](unsigned index, SmallVectorImpl<Factors> &terms) {
    return multiplyOut(source.of(op->getOperand(index)), looker, limit, budget,
                       terms);
  };
  SmallVector<Factors> lhs, rhs;
  if (op && isa<AddOp, SubOp, MulOp>(op)) {
    looker.parts.insert(op);
    if (!operand(0, lhs) || !operand(1, rhs))
      return false;
    if (isa<MulOp>(op)) {
      for (const Factors &left : lhs)
        for (const Factors &right : rhs) {
          Factors term = left;
          term.scale *= right.scale;
          term.views.append(right.views.begin(), right.views.end());
          addTerm(result, std::move(term));
        }
    } else {
      result = std::move(lhs);
      for (Factors &term : rhs) {
        if (isa<SubOp>(op))
          term.scale = -term.scale;
        addTerm(result, std::move(term));
      }
    }
  } else if (op && isa<NegOp>(op)) {
    looker.parts.insert(op);
    if (!operand(0, result))
      return false;
    for (Factors &term : result)
      term.scale = -term.scale;
  } else {
    Factors term;
    if (std::optional<double> number = constantOf(source))
      term.scale = *number;
    else
      term.views.push_back(source);
    result.push_back(std::move(term));
  }
  llvm::erase_if(result, [](const Factors &term) { return term.scale == 0; });
  return result.size() <= limit;
}

SmallVector<Factors> dlc::graph::polynomialOf(const MatrixView &view,
                                              const AffineScope &scope,
                                              TakenApart &parts, size_t limit) {
  Looker looker(scope, parts);
  SmallVector<Factors> terms;
  unsigned budget = kMostFactors;
  if (!multiplyOut(view, looker, limit, budget, terms))
    terms.clear();
  return terms;
}
