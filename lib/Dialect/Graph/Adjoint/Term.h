//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tensors in formulas: `g * (1 - y * y)` builds the operations.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_ADJOINT_TERM_H
#define DLC_LIB_DIALECT_GRAPH_ADJOINT_TERM_H

#include "dlc/Dialect/Graph/Adjoint/AdjointBuilder.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"

namespace dlc::graph::adjoint {

/// A value with the builder that makes more of it. All terms of a formula have
/// one shape; numbers take the type of the term beside them.
class Term {
public:
  Term(AdjointBuilder &adjoints, mlir::Value value)
      : adjoints(&adjoints), value(value) {}

  operator mlir::Value() const { return value; }

  /// `number` everywhere, in the shape of this.
  Term like(double number) const {
    return {*adjoints, adjoints->splat(tensorOf(value), number)};
  }
  /// The result of a unary or binary operation.
  template <typename OpTy> Term apply() const {
    return {*adjoints, adjoints->create<OpTy>(value)};
  }
  template <typename OpTy> Term apply(Term other) const {
    return {*adjoints, adjoints->create<OpTy>(value, other.value)};
  }
  /// Of the condition that this is: one of two terms.
  Term choose(Term onTrue, Term onFalse) const {
    return {*adjoints,
            adjoints->create<SelectOp>(value, onTrue.value, onFalse.value)};
  }

private:
  AdjointBuilder *adjoints;
  mlir::Value value;
};

inline Term operator+(Term a, Term b) { return a.apply<AddOp>(b); }
inline Term operator-(Term a, Term b) { return a.apply<SubOp>(b); }
inline Term operator*(Term a, Term b) { return a.apply<MulOp>(b); }
inline Term operator/(Term a, Term b) { return a.apply<DivOp>(b); }
inline Term operator-(Term a) { return a.apply<NegOp>(); }
inline Term operator+(Term a, double b) { return a + a.like(b); }
inline Term operator-(Term a, double b) { return a - a.like(b); }
inline Term operator*(Term a, double b) { return a * a.like(b); }
inline Term operator/(Term a, double b) { return a / a.like(b); }
inline Term operator-(double a, Term b) { return b.like(a) - b; }
inline Term operator==(Term a, Term b) { return a.apply<EqualOp>(b); }
inline Term operator<(Term a, Term b) { return a.apply<LessOp>(b); }
inline Term operator>(Term a, Term b) { return a.apply<GreaterOp>(b); }
inline Term operator==(Term a, double b) { return a == a.like(b); }
inline Term operator<=(Term a, double b) {
  return a.apply<LessEqualOp>(a.like(b));
}
inline Term operator>=(Term a, double b) {
  return a.apply<GreaterEqualOp>(a.like(b));
}
inline Term operator&&(Term a, Term b) { return a.apply<LogicalAndOp>(b); }

/// The term where the condition holds, else 0; and the other way round.
inline Term where(Term condition, Term term) {
  return condition.choose(term, term.like(0));
}
inline Term unless(Term condition, Term term) {
  return condition.choose(term.like(0), term);
}

} // namespace dlc::graph::adjoint

#endif // DLC_LIB_DIALECT_GRAPH_ADJOINT_TERM_H
