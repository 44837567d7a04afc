//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which operations of a block are computed together.
//
// Operations are visited from the results to the arguments. One whose value
// must be in memory, or whose users are not all in one group, starts a group
// of its own; another joins the group of its users if computing it there costs
// nothing extra:
//
// - a contraction joins pointwise users at the same position (its epilogue);
//   a group has one contraction, and beside it nothing but pointwise
//   operations, which exist on vectors;
// - a loop (reduction, pooling, checked indexing) joins pointwise users at the
//   same position, so that it runs once for each result element; a group has
//   one loop or one contraction, and where a contraction's epilogue waits for
//   it, no loop;
// - a pointwise operation joins where each of its elements is needed once, but
//   the epilogue of a contraction stays with the contraction;
// - a remapping of indices (transpose, slice, pad, pack) joins all but
//   contractions and their epilogues: it costs less than the memory traffic of
//   a copy;
// - a row operation (running sums, sorting) stores its result itself, so it is
//   the root of a group;
// - an extern call stays alone, on tensors in memory.
//
//===----------------------------------------------------------------------===//

#include "KernelGroups.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// Longer chains gain nothing from one kernel more and cost compile time.
static constexpr size_t kLargestGroup = 64;

bool dlc::codegen::isRecomputed(Operation *op) {
  return isa<ConstantOp, BroadcastOp>(op);
}

namespace {
class Grouping {
public:
  explicit Grouping(Block &block) : block(block) {}

  std::vector<std::unique_ptr<KernelGroup>> run() {
    findEpilogues();
    for (Operation &op : llvm::reverse(block))
      if (!isa<ScanOp, ReshapeOp>(op) && !isPlaced(&op) && !op.use_empty())
        place(&op);
    std::reverse(groups.begin(), groups.end());
    return std::move(groups);
  }

private:
  /// How the users in a group read an operation's elements.
  struct Use {
    llvm::SetVector<KernelGroup *> groups;
    /// At the positions of the group's result, by pointwise users only.
    bool aligned = true;
    /// Each element once.
    bool once = true;
  };

  static bool needsMemory(Operation *op);
  void findEpilogues();
  void collect(Operation *op, bool broadcast, Use &use) const;
  bool mayJoin(Operation *op, const Use &use) const;
  void place(Operation *op);

  Block &block;
  std::vector<std::unique_ptr<KernelGroup>> groups;
  DenseMap<Operation *, KernelGroup *> groupOf;
  DenseMap<Operation *, Use> useOf;
  /// Pointwise operations on the one use of a contraction's result, or of
  /// another such operation's.
  DenseSet<Operation *> epilogues;
};
} // namespace

static bool isLoop(Operation *op) {
  auto element = dyn_cast<ElementOpInterface>(op);
  return element && (element.getElementsRead() != 1 || element.hasCheck() ||
                     isa<MatmulOp, Conv2dOp, ArgmaxOp, ArgminOp>(op));
}

void Grouping::findEpilogues() {
  for (Operation &op : block) {
    auto continues = [&](Value operand) {
      Operation *producer = operand.getDefiningOp();
      return producer && operand.hasOneUse() &&
             (isa<ContractionOpInterface>(producer) ||
              epilogues.contains(producer));
    };
    if (isa<PayloadOpInterface>(op) &&
        llvm::any_of(op.getOperands(), continues))
      epilogues.insert(&op);
  }
}

static bool readsMemory(Operation *op) {
  auto rows = dyn_cast<RowOpInterface>(op);
  return rows && rows.needsOperandsInMemory();
}

bool Grouping::needsMemory(Operation *op) {
  return llvm::any_of(op->getUsers(), [&](Operation *user) {
    return user->hasTrait<OpTrait::IsTerminator>() ||
           isa<ReshapeOp, ScanOp, ExternOp, ContractionOpInterface>(user) ||
           readsMemory(user) || isPlaced(user) ||
           user->getBlock() != op->getBlock();
  });
}

/// Gathers the groups that read `op`, seen through broadcasts that they
/// recompute.
void Grouping::collect(Operation *op, bool broadcast, Use &use) const {
  for (Operation *user : op->getUsers()) {
    if (isRecomputed(user) && !groupOf.contains(user)) {
      collect(user, /*broadcast=*/true, use);
      continue;
    }
    auto group = groupOf.find(user);
    if (group == groupOf.end())
      continue; // a dead user
    use.groups.insert(group->second);
    const Use &outer = useOf.find(user)->second;
    auto element = dyn_cast<ElementOpInterface>(user);
    bool pointwise = isa<PayloadOpInterface>(user);
    use.aligned &= pointwise && outer.aligned && !broadcast;
    use.once &= outer.once && !broadcast &&
                (pointwise || !element || !element.readsElementsAgain());
  }
}

bool Grouping::mayJoin(Operation *op, const Use &use) const {
  const KernelGroup &group = *use.groups.front();
  if (isa<ExternOp, RowOpInterface>(op))
    return false;
  if (group.members.size() >= kLargestGroup)
    return false;
  if (isa<ContractionOpInterface>(op))
    return !group.contraction && !group.loop && !group.remaps && use.aligned;
  if (isa<PayloadOpInterface>(op)) {
    bool epilogue = epilogues.contains(op);
    return group.contraction || epilogue
               ? use.aligned && (!epilogue || (!group.loop && !group.remaps))
               : use.once;
  }
  // A contraction is there, or would not join any more.
  if (group.contraction || llvm::any_of(group.members, [&](Operation *member) {
        return epilogues.contains(member);
      }))
    return false;
  return !isLoop(op) || (!group.loop && use.aligned);
}

void Grouping::place(Operation *op) {
  bool stored = needsMemory(op);
  if (isRecomputed(op) && !stored)
    return;
  Use use;
  collect(op, /*broadcast=*/false, use);
  KernelGroup *group;
  if (!stored && use.groups.size() == 1 && mayJoin(op, use)) {
    group = use.groups.front();
  } else {
    group = groups.emplace_back(std::make_unique<KernelGroup>()).get();
    group->root = op;
    use = Use();
  }
  group->members.insert(op);
  groupOf[op] = group;
  useOf[op] = std::move(use);
  if (isa<ContractionOpInterface>(op))
    group->contraction = op;
  else if (isLoop(op))
    group->loop = op;
  else if (!isa<PayloadOpInterface>(op))
    group->remaps = true;
}

std::vector<std::unique_ptr<KernelGroup>>
dlc::codegen::groupOperations(Block &block) {
  return Grouping(block).run();
}
