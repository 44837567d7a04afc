//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `dlc explain` knows of a compilation: the graph after each pass as
// plain data, and what passes said. Nothing here refers to IR, which is gone
// when it is shown.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXPLAIN_EXPLANATION_H
#define DLC_EXPLAIN_EXPLANATION_H

#include "dlc/Remark.h"

#include "llvm/ADT/StringRef.h"

#include <map>
#include <string>
#include <vector>

namespace dlc::explain {

/// Kinds of nodes, for their colours.
enum class Family {
  Contraction,
  Pointwise,
  Reduction,
  Movement,
  Recurrence,
  Boundary, ///< inputs, outputs, arguments and ends of regions
  Kernel,
  Other,
};

/// What a node reads.
struct Use {
  /// The node that computes it; -1 for what has no node.
  int node = -1;
  /// What has no node: a parameter's name, a constant's value.
  std::string name;

  bool operator==(const Use &other) const {
    return node == other.node && name == other.name;
  }
};

/// An operation, or a value that comes from no operation.
struct Node {
  /// "graph.conv2d"
  std::string name;
  /// What a drawing calls it: "conv2d".
  std::string label;
  /// "f32[1, 64, 56, 56]", of all results.
  std::string type;
  /// "{padding = array<i64: 1, 1>}", or empty.
  std::string attributes;
  /// "ResNet.layer1.0.conv1" and "Conv2d", or empty.
  std::string layer, layerKind;
  /// "resnet.dl:27:18", or empty.
  std::string place;
  Family family = Family::Other;
  /// The container around it, or -1.
  int parent = -1;
  /// Functions and operations with a region: drawn as a frame.
  bool isContainer = false;
  /// Shown in boxes that use it, or not at all.
  bool isInline = false;
  std::vector<Use> uses;
  /// For a step's end: the arguments of the next step.
  std::vector<int> next;
  /// Its first line in the text and, of containers, the last one; -1 without.
  int line = -1, lastLine = -1;
};

/// A module at one moment. Nodes are in the order of the text, containers
/// before what they contain.
struct Snapshot {
  std::vector<std::string> lines;
  std::vector<Node> nodes;
  /// How many there are of each operation of the graph ("conv2d").
  std::map<std::string, unsigned> counts;
  unsigned operations = 0;
  /// Launches of kernels instead of a graph.
  bool isSchedule = false;
};

/// One pass of the pipeline.
struct Step {
  /// "graph-fold-conv-batchnorm"
  std::string pass;
  std::string summary;
  /// The stage that its phase ends in: "opt-graph".
  std::string stage;
  /// Indices of snapshots; equal where nothing changed.
  size_t before = 0, after = 0;
  std::vector<Remark> remarks;

  bool changed() const { return before != after; }
};

/// One launch of a kernel.
struct Launch {
  std::string kernel;
  std::string layer;
  std::string place;
  /// "f32[1, 4, 112, 112, 16]"
  std::string type;
  /// "workspace + 3,211,264", and its size.
  std::string memory;
  uint64_t bytes = 0;
  uint64_t tiles = 0;
  uint64_t flops = 0;
  /// How often: steps of the loops around it.
  uint64_t times = 1;
};

struct Schedule {
  std::string function;
  uint64_t workspace = 0;
  std::vector<Launch> launches;
};

/// A file of the model.
struct SourceText {
  std::string name;
  std::string text;
};

struct Explanation {
  std::string model;
  std::string function;
  /// "N=1"
  std::string binding;
  std::string target;
  std::vector<Snapshot> snapshots;
  std::vector<Step> steps;
  std::vector<Schedule> schedules;
  /// The memory plan as SVG.
  std::string memoryPicture;
  /// The model's file first.
  std::vector<SourceText> sources;
};

/// "1,234,567".
std::string grouped(uint64_t number);
/// "1 remark", "2 remarks".
std::string counted(uint64_t number, llvm::StringRef noun);
/// The part behind the model's name of a layer's path.
llvm::StringRef withoutModel(llvm::StringRef layer);

/// A summary for terminals.
std::string summarize(const Explanation &explanation);

} // namespace dlc::explain

#endif // DLC_EXPLAIN_EXPLANATION_H
