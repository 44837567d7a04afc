//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Computes for all steps at once what the steps of a scan only hand out.
//
// A carried value that each step adds something to, and does nothing else with,
// is a sum over the steps. Of what is added,
//   - a product of matrices, summed over steps, is one product: the rows of all
//     steps below one another. It reads and writes the sum once;
//   - a sum over rows, summed over steps, is a sum over all rows.
// For that the scan emits what the products multiply and what the sums are of.
// And where a step emits the product of what it computed by a matrix from
// outside, the scan emits what it computed, and one product follows.
//
// Gradients of recurrent networks are such: those of parameters are sums, those
// of inputs are emitted products.
//
// A summed product leaves where its factors are fewer elements than what each
// step would read and write of the sum; a sum over rows only where the scan
// emits the rows for something else.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "llvm/ADT/SetVector.h"

namespace dlc::graph {
#define GEN_PASS_DEF_BATCHSCANRESULTSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

namespace {
/// One addend of a carried sum that leaves the scan.
struct Term {
  unsigned carried;
  Operation *op;
};

/// The results of one scan.
class ScanResults {
public:
  explicit ScanResults(ScanOp scan)
      : scan(scan), body(scan.getBody().front()) {}

  /// The number of operations taken out.
  unsigned run();

private:
  void findTerms();
  void findProducts();
  bool isInStep(Value value) { return value.getParentBlock() == &body; }
  bool isWorthwhile(MatmulOp product);
  void takeOut(Term term);
  Value rowsOf(Value value, OpBuilder &builder, bool areColumns);
  Value sumOver(Operation *op, OpBuilder &builder);

  ScanOp scan;
  Block &body;
  SmallVector<Term> terms;
  /// Which of the emitted values are products by a matrix from outside.
  SmallVector<std::pair<unsigned, MatmulOp>> products;
  /// Values of the step whose stacks are needed, and these.
  llvm::SetVector<Value> emitted;
  llvm::DenseMap<Value, Value> stacks;
};

struct BatchScanResults
    : dlc::graph::impl::BatchScanResultsPassBase<BatchScanResults> {
  using Base::Base;

  void runOnOperation() override {
    SmallVector<ScanOp> scans;
    getOperation().walk([&](ScanOp scan) { scans.push_back(scan); });
    for (ScanOp scan : scans)
      batched += ScanResults(scan).run();
  }
};
} // namespace

/// What a factor is the transpose of, if it is one; itself otherwise.
static Value untransposed(Value factor) {
  auto transpose = factor.getDefiningOp<TransposeOp>();
  return transpose ? transpose.getOperand() : factor;
}

//===----------------------------------------------------------------------===//
// Finding
//===----------------------------------------------------------------------===//

bool ScanResults::isWorthwhile(MatmulOp product) {
  RankedTensorType left = tensorOf(product.getLhs());
  RankedTensorType right = tensorOf(product.getRhs());
  return left.getRank() == 2 && right.getRank() == 2 &&
         product.getType().hasStaticShape() &&
         isa<FloatType>(left.getElementType()) && isInStep(product.getLhs()) &&
         isInStep(product.getRhs()) &&
         left.getNumElements() + right.getNumElements() <
             2 * product.getType().getNumElements();
}

/// The addends of values that are added up: x + (y + z) has three, where
/// nobody else uses the sums.
static void collectAddends(Value sum, SmallVectorImpl<Value> &addends) {
  auto add = sum.getDefiningOp<AddOp>();
  if (!add || !add->hasOneUse()) {
    addends.push_back(sum);
    return;
  }
  collectAddends(add.getLhs(), addends);
  collectAddends(add.getRhs(), addends);
}

void ScanResults::findTerms() {
  SmallVector<Term> sums;
  for (Value value : scan.getNext().getEmitted())
    emitted.insert(value);
  for (auto [index, before, next] :
       llvm::enumerate(scan.getCarried(), scan.getNext().getCarried())) {
    SmallVector<Value> addends;
    collectAddends(next, addends);
    if (addends.size() < 2 || !before.hasOneUse() ||
        !llvm::is_contained(addends, before))
      continue;
    for (Value addend : addends) {
      Operation *op = addend.getDefiningOp();
      if (!op || !isInStep(addend) || !op->hasOneUse())
        continue;
      Term term{static_cast<unsigned>(index), op};
      if (auto product = dyn_cast<MatmulOp>(op);
          product && isWorthwhile(product)) {
        terms.push_back(term);
        emitted.insert(untransposed(product.getLhs()));
        emitted.insert(untransposed(product.getRhs()));
      } else if (auto sum = dyn_cast<SumOp>(op);
                 sum && isInStep(sum.getOperand())) {
        sums.push_back(term);
      }
    }
  }
  for (Term term : sums)
    if (emitted.contains(term.op->getOperand(0)))
      terms.push_back(term);
}

void ScanResults::findProducts() {
  for (auto [index, value] : llvm::enumerate(scan.getNext().getEmitted())) {
    auto product = value.getDefiningOp<MatmulOp>();
    if (product && isInStep(value) && product->hasOneUse() &&
        isInStep(product.getLhs()) && !isInStep(product.getRhs()) &&
        tensorOf(product.getRhs()).getRank() == 2)
      products.push_back({index, product});
  }
}

//===----------------------------------------------------------------------===//
// Taking out
//===----------------------------------------------------------------------===//

/// The carried sum without the addend.
void ScanResults::takeOut(Term term) {
  auto add = cast<AddOp>(*term.op->user_begin());
  Value rest =
      add.getLhs() == term.op->getResult(0) ? add.getRhs() : add.getLhs();
  add.replaceAllUsesWith(rest);
  add.erase();
}

/// The matrices of all steps side by side along the axis that is summed over:
/// their rows, [T, K, N] -> [T K, N], or their columns, [T, M, K] -> [M, T K].
Value ScanResults::rowsOf(Value factor, OpBuilder &builder, bool areColumns) {
  Location location = factor.getLoc();
  Value base = untransposed(factor);
  bool isTransposed = base != factor;
  Value stack = stacks.at(base);
  ArrayRef<int64_t> shape = tensorOf(stack).getShape();
  // Of [T, A, B]: A is summed over, or B is.
  bool first = areColumns == isTransposed;
  if (first) {
    Value rows = reshapeTo(builder, location, stack,
                           ArrayRef<int64_t>{shape[0] * shape[1], shape[2]});
    return areColumns ? transposeBy(builder, location, rows, {1, 0}) : rows;
  }
  Value moved = transposeBy(builder, location, stack, {1, 0, 2});
  Value columns = reshapeTo(builder, location, moved,
                            ArrayRef<int64_t>{shape[1], shape[0] * shape[2]});
  return areColumns ? columns : transposeBy(builder, location, columns, {1, 0});
}

/// What all steps together add.
Value ScanResults::sumOver(Operation *op, OpBuilder &builder) {
  if (auto product = dyn_cast<MatmulOp>(op)) {
    bool transposed = product.getTransposeRhs();
    Value left = rowsOf(product.getLhs(), builder, /*areColumns=*/true);
    Value right = rowsOf(product.getRhs(), builder, /*areColumns=*/transposed);
    return builder.create<MatmulOp>(op->getLoc(), left, right, transposed);
  }
  auto sum = cast<SumOp>(op);
  int64_t rank = tensorOf(sum.getOperand()).getRank();
  SmallVector<int64_t> axes{0};
  for (int64_t axis : sum.getAxes())
    axes.push_back((axis < 0 ? axis + rank : axis) + 1);
  if (sum.getAxes().empty())
    llvm::append_range(axes, llvm::seq<int64_t>(1, rank + 1));
  Value total = builder.create<SumOp>(op->getLoc(), stacks.at(sum.getOperand()),
                                      axes, /*keep_dims=*/false);
  return reshapeTo(builder, op->getLoc(), total, sum.getType().getShape());
}

unsigned ScanResults::run() {
  if (!scan.getSteps().constant())
    return 0;
  findProducts();
  for (auto [index, product] : products)
    scan.getNext().getEmittedMutable()[index].set(product.getLhs());
  findTerms();
  if (terms.empty() && products.empty())
    return 0;
  for (Term term : terms)
    takeOut(term);

  // Elements are in their sequences; the rest is emitted, once.
  NextOp next = scan.getNext();
  SmallVector<Value> more;
  for (auto [element, sequence] :
       llvm::zip(scan.getElements(), scan.getSequences()))
    stacks[element] = sequence;
  for (Value value : emitted)
    if (!stacks.contains(value) &&
        !llvm::is_contained(next.getEmitted(), value))
      more.push_back(value);
  next.getEmittedMutable().append(more);
  SmallVector<Value> values(next.getEmitted());

  ScanOp extended = scan.rebuild();
  OpBuilder builder(scan);
  for (auto [value, stack] : llvm::zip(values, extended.getStacks()))
    stacks.try_emplace(value, stack);

  SmallVector<Value> results(
      extended.getResults().take_front(scan.getNumResults()));
  for (Term term : terms) {
    Value all = sumOver(term.op, builder);
    results[term.carried] =
        builder.create<AddOp>(term.op->getLoc(), results[term.carried], all);
  }
  for (auto [index, product] : products) {
    Value &stack = results[scan.getInits().size() + index];
    stack = builder.create<MatmulOp>(product.getLoc(), stack, product.getRhs(),
                                     product.getTransposeRhs());
  }
  // The types of the stacks of products are others now.
  for (auto [old, made] : llvm::zip(scan.getResults(), results))
    old.replaceAllUsesWith(made);
  scan.erase();
  for (Term term : terms)
    term.op->erase();
  for (auto [index, product] : products)
    product.erase();
  return terms.size() + products.size();
}
