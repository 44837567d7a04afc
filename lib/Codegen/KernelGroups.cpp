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
//   the epilogue of a contraction stays with the contraction: of two that are
//   added, the later one adds;
// - a sum or difference of one tensor that is in memory in any case and what is
//   broadcast, such as the difference from a mean, joins all groups of its
//   users, which read that tensor instead of its result, if none of these is
//   what a convolution computes of its input;
// - a remapping of indices (transpose, slice, pad, pack) joins all but
//   contractions and their epilogues: it costs less than the memory traffic of
//   a copy;
// - packing and unpacking stay alone where they are more than a few elements
//   and not done once for all: they are fast on squares of elements only; one
//   that packs blocks in blocks takes the other one in;
// - a convolution and the pointwise operations behind it join a depthwise one
//   that alone reads them, where they make many bytes for it (Expansion.h);
// - pointwise operations join the convolution that alone reads them, where that
//   can compute them a chunk at a time (Prologue.h);
// - a row operation (running sums, sorting) stores its result itself, so it is
//   the root of a group;
// - an operation with several results stores all of them, so it is the root of
//   a group, too;
// - a pointwise operation whose value must be in memory, and which pointwise
//   operations of a group read at the same position, is computed there and
//   stored beside the root, if nothing else needs the value before: so a step
//   of training goes once over a parameter, its gradient and what the optimizer
//   keeps of it;
// - an extern call stays alone, on tensors in memory.
//
//===----------------------------------------------------------------------===//

#include "KernelGroups.h"
#include "Expansion.h"
#include "Movement.h"
#include "PlacedParts.h"
#include "Prologue.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

bool dlc::codegen::isRecomputed(Operation *op) {
  return isa<ConstantOp, BroadcastOp>(op);
}

namespace {
class Grouping {
public:
  Grouping(Block &block, const GroupingOptions &options)
      : block(block), options(options) {}

  std::vector<std::unique_ptr<KernelGroup>> run() {
    findEpilogues();
    findExpansions();
    findPrologues();
    for (Operation &op : llvm::reverse(block))
      if (!op.hasTrait<OpTrait::IsTerminator>() && !isa<ScanOp, FusedOp>(op) &&
          !isAddress(&op))
        place(&op);
    std::reverse(groups.begin(), groups.end());
    return std::move(groups);
  }

private:
  /// How the users in a group read an operation's elements.
  struct Use {
    /// At the positions of the group's result, by pointwise users only.
    bool aligned = true;
    /// Each element once.
    bool once = true;
  };
  using Uses = llvm::SmallMapVector<KernelGroup *, Use, 2>;

  static bool needsMemory(Operation *op);
  bool isConversion(Operation *op) const;
  static bool isSplit(Operation *op, const KernelGroup &group);
  void findEpilogues();
  void findExpansions();
  void findPrologues();
  void collect(Operation *op, bool broadcast, Uses &uses) const;
  StringRef findObstacle(Operation *op, const KernelGroup &group,
                         const Use &use) const;
  void place(Operation *op);
  bool isRepeated(Operation *op, const Uses &uses) const;
  KernelGroup *findCompanion(Operation *op, const Uses &uses) const;
  void join(KernelGroup &group, Operation *op, const Use &use);

  Block &block;
  GroupingOptions options;
  std::vector<std::unique_ptr<KernelGroup>> groups;
  /// The groups that an operation is in, and how they use it.
  DenseMap<Operation *, Uses> membership;
  /// Pointwise operations on the one use of a contraction's result, or of
  /// another such operation's.
  DenseSet<Operation *> epilogues;
  /// Of what a convolution computes of its input: the convolution.
  DenseMap<Operation *, Operation *> readers;
};
} // namespace

static bool isLoop(Operation *op) {
  auto element = dyn_cast<ElementOpInterface>(op);
  return op->hasTrait<MayFail>() ||
         (element &&
          (element.getElementsRead() != 1 ||
           isa<MatmulOp, Conv2dOp, Conv2dFilterGradientOp, ArgmaxOp, ArgminOp>(
               op)));
}

void Grouping::findEpilogues() {
  for (Operation &op : block) {
    auto continues = [&](Value operand) {
      Operation *producer = operand.getDefiningOp();
      return producer && operand.hasOneUse() &&
             producer->getNumResults() == 1 &&
             (isa<ContractionOpInterface>(producer) ||
              epilogues.contains(producer));
    };
    if (isa<PayloadOpInterface>(op) &&
        llvm::any_of(op.getOperands(), continues))
      epilogues.insert(&op);
  }
}

void Grouping::findExpansions() {
  for (auto op : block.getOps<BlockedDepthwiseConv2dOp>()) {
    Expansion expansion = expansionOf(op);
    if (!expansion.convolution ||
        expansion.between.size() + 2 > options.largestGroup ||
        !isWorthExpanding(op, expansion.convolution, options.leastExpansion))
      continue;
    readers[expansion.convolution] = op;
    for (Operation *between : expansion.between)
      readers[between] = op;
  }
}

void Grouping::findPrologues() {
  for (auto op : block.getOps<BlockedConv2dOp>()) {
    if (readers.contains(op) || !canComputeInput(op, options.target) ||
        !isWorthComputing(op, options.target))
      continue;
    llvm::SetVector<Operation *> prologue = prologueOf(op);
    // What is computed on the registers of the contraction before it is never
    // stored in any case.
    auto isBehindContraction = [&](Operation *one) {
      return epilogues.contains(one) ||
             llvm::any_of(one->getOperands(), [&](Value operand) {
               auto producer = operand.getDefiningOp<ContractionOpInterface>();
               return producer &&
                      llvm::all_of(producer->getUsers(), [&](Operation *user) {
                        return prologue.contains(user);
                      });
             });
    };
    if (llvm::any_of(prologue, isBehindContraction) ||
        prologue.size() > std::min(kMostInside, options.largestGroup - 1))
      continue;
    for (Operation *one : prologue)
      readers[one] = op;
  }
}

static bool readsMemory(Operation *op) {
  auto rows = dyn_cast<RowOpInterface>(op);
  return rows && rows.needsOperandsInMemory();
}

bool Grouping::isConversion(Operation *op) const {
  constexpr int64_t fewElements = 1024;
  auto function = dyn_cast<func::FuncOp>(block.getParentOp());
  return isa<PackOp, UnpackOp>(op) &&
         tensorOf(op->getResult(0)).getNumElements() > fewElements &&
         !(function && function.getName() == "prepare");
}

bool Grouping::needsMemory(Operation *op) {
  return op->getNumResults() != 1 ||
         llvm::any_of(op->getUsers(), [&](Operation *user) {
           return user->hasTrait<OpTrait::IsTerminator>() ||
                  isa<ScanOp, ExternOp, FusedOp, ContractionOpInterface>(
                      user) ||
                  readsMemory(user) || isAddress(user) ||
                  user->getBlock() != op->getBlock();
         });
}

/// Gathers the groups that read `op`, seen through broadcasts that they
/// recompute.
void Grouping::collect(Operation *op, bool broadcast, Uses &uses) const {
  for (Operation *user : op->getUsers()) {
    auto groupsOfUser = membership.find(user);
    if (groupsOfUser == membership.end()) {
      if (isRecomputed(user))
        collect(user, /*broadcast=*/true, uses);
      continue;
    }
    auto element = dyn_cast<ElementOpInterface>(user);
    bool pointwise = isa<PayloadOpInterface>(user);
    for (auto &[group, outer] : groupsOfUser->second) {
      Use &use = uses[group];
      use.aligned &= pointwise && outer.aligned && !broadcast;
      use.once &= outer.once && !broadcast &&
                  (pointwise || !element || !element.readsElementsAgain());
    }
  }
}

/// Whether the group's root packs another axis of what the operation packs, and
/// both are moved together.
bool Grouping::isSplit(Operation *op, const KernelGroup &group) {
  auto inner = dyn_cast<PackOp>(op);
  auto outer = dyn_cast<PackOp>(group.root);
  return inner && outer && outer.getOperand() == inner.getResult() &&
         splitsAxis(inner, outer);
}

/// Why the operation cannot be computed in the group, for a remark; nothing if
/// it can.
StringRef Grouping::findObstacle(Operation *op, const KernelGroup &group,
                                 const Use &use) const {
  constexpr StringLiteral again = "its elements are needed several times";
  constexpr StringLiteral elsewhere =
      "its elements are needed at other positions";
  constexpr StringLiteral epilogue = "it stays with the product before it";
  constexpr StringLiteral vectors =
      "the user is computed with a product, on vectors";
  if (isa<RowOpInterface>(op))
    return "it computes whole rows, which it stores itself";
  bool isMovedOnly = isa<PackOp>(group.root) &&
                     (isa<TransposeOp, SliceOp>(op) || isSplit(op, group));
  if (isConversion(group.root) && !isMovedOnly)
    return "its user converts a layout by squares of elements";
  if (group.members.size() >= options.largestGroup)
    return "the kernel of its user is large enough";
  if (isa<ContractionOpInterface>(op)) {
    if (group.contraction)
      return "the user is computed with another product";
    if (group.loop || group.remaps)
      return "the user is computed with loops";
    return use.aligned ? StringRef() : StringRef(elsewhere);
  }
  if (isa<PayloadOpInterface>(op)) {
    bool isEpilogue = epilogues.contains(op);
    if (isEpilogue && (group.contraction || group.loop || group.remaps))
      return epilogue;
    if (group.contraction || isEpilogue)
      return use.aligned ? StringRef() : StringRef(elsewhere);
    return use.once ? StringRef() : StringRef(again);
  }
  // A contraction is there, or would not join any more.
  if (group.contraction || llvm::any_of(group.members, [&](Operation *member) {
        return epilogues.contains(member);
      }))
    return vectors;
  if (isConversion(op) && !isMovedOnly)
    return "it converts a layout by squares of elements";
  if (!isLoop(op))
    return {};
  if (group.loop)
    return "the kernel of its user has a loop already";
  return use.aligned ? StringRef() : StringRef(again);
}

void Grouping::join(KernelGroup &group, Operation *op, const Use &use) {
  group.members.insert(op);
  membership[op].insert({&group, use});
  // The first of two: what it reads, the other one computes.
  if (isa<ContractionOpInterface>(op))
    group.contraction = group.contraction ? group.contraction : op;
  else if (isLoop(op))
    group.loop = op;
  else if (!isa<PayloadOpInterface>(op))
    group.remaps = true;
}

/// Whether each of the operation's users computes it for itself, with the same
/// bits: a product may be rounded or not, as it is added to something or not.
bool Grouping::isRepeated(Operation *op, const Uses &uses) const {
  if (!isa<AddOp, SubOp, NegOp>(op) || epilogues.contains(op))
    return false;
  Value source;
  for (Value operand : op->getOperands()) {
    Operation *producer = operand.getDefiningOp();
    if (operand == source || (producer && isRecomputed(producer)))
      continue;
    if (source)
      return false;
    source = operand;
  }
  // In memory: given, or read elsewhere, too.
  if (!source || (source.getDefiningOp() && source.hasOneUse()))
    return false;
  return llvm::all_of(uses, [&](const auto &groupAndUse) {
    const auto &[group, use] = groupAndUse;
    return use.once && findObstacle(op, *group, use).empty();
  });
}

/// The group in which the operation can be computed, to be stored beside its
/// root; null if there is none.
KernelGroup *Grouping::findCompanion(Operation *op, const Uses &uses) const {
  if (!isa<PayloadOpInterface>(op) || epilogues.contains(op) || uses.empty())
    return nullptr;
  auto first = llvm::min_element(uses, [](const auto &lhs, const auto &rhs) {
    return lhs.first->root->isBeforeInBlock(rhs.first->root);
  });
  KernelGroup *group = first->first;
  const Use &use = first->second;
  auto shapeOf = [](Operation *op) {
    return tensorOf(op->getResult(0)).getShape();
  };
  if (group->contraction || !isa<PayloadOpInterface>(group->root) ||
      group->members.size() >= options.largestGroup || !use.aligned ||
      !use.once || shapeOf(op) != shapeOf(group->root))
    return nullptr;
  // The value is there when the root is.
  bool isInTime = llvm::all_of(op->getUsers(), [&](Operation *user) {
    Operation *outer = block.findAncestorOpInBlock(*user);
    return !isAddress(user) &&
           (membership.contains(user) || isRecomputed(user) ||
            group->root->isBeforeInBlock(outer));
  });
  return isInTime ? group : nullptr;
}

void Grouping::place(Operation *op) {
  if (Operation *reader = readers.lookup(op)) {
    KernelGroup *group = membership[reader].front().first;
    return join(*group, op, {/*aligned=*/false, /*once=*/false});
  }
  bool stored = isa<ExternOp>(op) || needsMemory(op);
  if (isRecomputed(op) && !stored)
    return;
  StringRef obstacle;
  Uses uses;
  collect(op, /*broadcast=*/false, uses);
  if (!stored) {
    if (uses.size() == 1) {
      auto [group, use] = uses.front();
      obstacle = findObstacle(op, *group, use);
      if (obstacle.empty())
        return join(*group, op, use);
    } else if (isRepeated(op, uses)) {
      for (auto &[group, use] : uses)
        join(*group, op, use);
      return;
    } else {
      obstacle = "several kernels use it";
    }
  }
  if (KernelGroup *group = findCompanion(op, uses)) {
    group->others.push_back(op);
    return join(*group, op, Use());
  }
  auto &group = groups.emplace_back(std::make_unique<KernelGroup>());
  group->root = op;
  group->obstacle = obstacle;
  join(*group, op, Use());
}

std::vector<std::unique_ptr<KernelGroup>>
dlc::codegen::groupOperations(Block &block, const GroupingOptions &options) {
  return Grouping(block, options).run();
}
