//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The sample cases of all operations (test/Dialect/Graph/Samples) as parts of
// random graphs: an operation is fuzzed from the day it has a sample.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

/// The files in the folder of samples.
static const std::vector<std::string> &sampleFiles() {
  static const std::vector<std::string> files = [] {
    std::vector<std::string> files;
    std::error_code error;
    for (llvm::sys::fs::directory_iterator file(DLC_SAMPLES_DIR, error), end;
         file != end && !error; file.increment(error))
      if (llvm::sys::path::extension(file->path()) == ".mlir")
        files.push_back(llvm::sys::path::filename(file->path()).str());
    llvm::sort(files);
    return files;
  }();
  return files;
}

/// The samples of one file, parsed once in this process and context.
static ModuleOp samplesOf(MLIRContext *context, const std::string &file) {
  static MLIRContext *owner = nullptr;
  // Never destroyed: the context may be gone before.
  static auto &modules = *new std::map<std::string, OwningOpRef<ModuleOp>>();
  if (owner != context) {
    modules.clear();
    owner = context;
  }
  OwningOpRef<ModuleOp> &module = modules[file];
  if (!module) {
    // For sample.range.
    bool allowed = context->allowsUnregisteredDialects();
    context->allowUnregisteredDialects();
    module = parseSourceFile<ModuleOp>(DLC_SAMPLES_DIR "/" + file, context);
    context->allowUnregisteredDialects(allowed);
  }
  return module ? *module : ModuleOp();
}

static bool isSmall(func::FuncOp sample) {
  auto small = [](Type type) {
    return llvm::cast<RankedTensorType>(type).getNumElements() <= 512;
  };
  return llvm::all_of(sample.getArgumentTypes(), small) &&
         llvm::all_of(sample.getResultTypes(), small);
}

static void sample(GraphBuilder &g) {
  ModuleOp module = samplesOf(g.context(), g.random.pickName(sampleFiles()));
  if (!module)
    return;
  std::vector<func::FuncOp> samples;
  for (auto function : module.getOps<func::FuncOp>())
    if (isSmall(function))
      samples.push_back(function);
  if (samples.empty())
    return;
  func::FuncOp chosen = g.random.pick(samples);
  IRMapping mapping;
  for (BlockArgument argument : chosen.getArguments()) {
    auto type = GraphBuilder::typeOf(argument);
    auto range = chosen.getArgAttrOfType<ArrayAttr>(argument.getArgNumber(),
                                                    "sample.range");
    auto bound = [&](unsigned i) {
      return llvm::cast<IntegerAttr>(range[i]).getInt();
    };
    bool isKey = range && type == g.type({2}, g.bits(32)) && bound(0) < 0;
    mapping.map(argument, !range  ? g.ofType(type)
                          : isKey ? g.randomKey()
                                  : g.indices(type, bound(1) + 1));
  }
  for (Operation &op : chosen.front().without_terminator()) {
    if (!llvm::all_of(op.getOperands(),
                      [&](Value operand) { return mapping.contains(operand); }))
      return;
    Operation *copy = g.builder.clone(op, mapping);
    ++g.count;
    if (!g.accept(copy))
      return;
  }
}

llvm::ArrayRef<Family> fuzz::sampleFamilies() {
  static constexpr Family families[] = {{"sample", 10, sample}};
  return families;
}
