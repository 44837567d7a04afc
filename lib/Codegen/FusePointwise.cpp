//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Puts operations that are computed together into one operation, `graph.fused`,
// which becomes one kernel. What it takes in, and the cost rule behind it,
// stands above KernelGroups.cpp.
//
// A value that no other kernel reads is then inside, and has no memory.
// Constants and broadcasts are inside wherever they are read. An operation that
// is computed alone stays as it is.
//
//===----------------------------------------------------------------------===//

#include "KernelGroups.h"
#include "Schedule.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"

namespace dlc::codegen {
#define GEN_PASS_DEF_FUSEPOINTWISEPASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static constexpr StringLiteral kPassName = "graph-fuse-pointwise";

namespace {
/// Fuses the operations of one block.
class BlockFusion {
public:
  BlockFusion(Block &block, const GroupingOptions &options)
      : block(block), options(options) {}

  void run();

  unsigned fused = 0, inside = 0;

private:
  SmallVector<Operation *> operationsOf(const KernelGroup &group) const;
  void fuse(const KernelGroup &group);

  Block &block;
  GroupingOptions options;
  DenseMap<Operation *, unsigned> positions;
  /// The roots of the groups, which are in memory.
  DenseSet<Operation *> stored;
};

struct FusePointwise
    : dlc::codegen::impl::FusePointwisePassBase<FusePointwise> {
  using Base::Base;

  void runOnOperation() override {
    GroupingOptions options{
        {vectorBytes, registers}, size_t(largestGroup), leastExpansion};
    for (auto function : getOperation().getOps<func::FuncOp>()) {
      if (!isStatic(function))
        continue;
      // Inner blocks first: an outer one may find a scan dead.
      SmallVector<Block *> blocks;
      function.walk([&](graph::ScanOp scan) {
        blocks.push_back(&scan.getBody().front());
      });
      blocks.push_back(&function.front());
      for (Block *block : blocks) {
        BlockFusion fusion(*block, options);
        fusion.run();
        fused += fusion.fused;
        inside += fusion.inside;
      }
    }
  }
};
} // namespace

static void eraseDead(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block)))
    if (isOpTriviallyDead(&op))
      op.erase();
}

/// The group's operations in program order, with the constants and broadcasts
/// that it computes for itself.
SmallVector<Operation *>
BlockFusion::operationsOf(const KernelGroup &group) const {
  llvm::SetVector<Operation *> inside = group.members;
  // Grows while broadcasts and constants are pulled in.
  for (size_t i = 0; i < inside.size(); ++i)
    for (Value operand : inside[i]->getOperands()) {
      Operation *op = operand.getDefiningOp();
      if (op && op->getBlock() == &block && isRecomputed(op) &&
          !stored.contains(op))
        inside.insert(op);
    }
  SmallVector<Operation *> operations = inside.takeVector();
  llvm::sort(operations, [&](Operation *lhs, Operation *rhs) {
    return positions.lookup(lhs) < positions.lookup(rhs);
  });
  return operations;
}

/// "'add', 'relu' and 'exp'", without constants and broadcasts.
static std::string namesOf(ArrayRef<Operation *> operations) {
  constexpr size_t most = 8;
  SmallVector<std::string> names;
  for (Operation *op : operations)
    if (!isRecomputed(op))
      names.push_back(("'" + op->getName().stripDialect() + "'").str());
  std::string text;
  size_t shown = names.size() > most ? most - 1 : names.size();
  for (size_t i = 0; i < shown; ++i) {
    bool isLast = i + 1 == names.size();
    text += (i == 0 ? "" : isLast ? " and " : ", ") + names[i];
  }
  if (shown < names.size())
    text += (" and " + Twine(names.size() - shown) + " more").str();
  return text;
}

/// Replaces the group's root by an operation that computes the whole group.
void BlockFusion::fuse(const KernelGroup &group) {
  Operation *root = group.root;
  if (!group.obstacle.empty())
    graph::remarkMissed(kPassName, root->getLoc())
        << "computed '" << root->getName().stripDialect()
        << "' apart from its users: " << group.obstacle;
  SmallVector<Operation *> operations = operationsOf(group);
  if (operations.size() == 1)
    return;
  llvm::SmallDenseSet<Operation *> inside(operations.begin(), operations.end());
  llvm::SetVector<Value> inputs;
  // The root's location comes first: of several positions, it is shown.
  SmallVector<Location> locations = {root->getLoc()};
  for (Operation *op : operations) {
    locations.push_back(op->getLoc());
    for (Value operand : op->getOperands())
      if (!inside.contains(operand.getDefiningOp()))
        inputs.insert(operand);
  }
  OpBuilder builder(root);
  Location location = builder.getFusedLoc(locations);
  SmallVector<Value> results;
  for (Operation *member : llvm::reverse(group.others))
    results.push_back(member->getResult(0));
  results.push_back(root->getResult(0));
  auto op = builder.create<graph::FusedOp>(
      location, TypeRange(ValueRange(results)), inputs.getArrayRef());
  Block *body = builder.createBlock(&op.getBody());
  IRMapping mapping;
  for (Value input : inputs)
    mapping.map(input, body->addArgument(input.getType(), input.getLoc()));
  for (Operation *member : operations)
    builder.clone(*member, mapping);
  SmallVector<Value> computed;
  for (Value result : results)
    computed.push_back(mapping.lookup(result));
  builder.create<graph::YieldOp>(location, computed);
  for (auto [result, stored] : llvm::zip(results, op.getResults()))
    result.replaceAllUsesWith(stored);

  ++fused;
  this->inside += operations.size();
  if (group.members.size() > 1)
    graph::remarkApplied(kPassName, root->getLoc())
        << "computed " << namesOf(operations) << " in one kernel";
}

void BlockFusion::run() {
  eraseDead(block);
  for (auto [position, op] : llvm::enumerate(block))
    positions[&op] = position;
  auto groups = groupOperations(block, options);
  for (auto &group : groups) {
    stored.insert(group->root);
    stored.insert(group->others.begin(), group->others.end());
  }
  for (auto &group : groups)
    fuse(*group);
  eraseDead(block);
}
