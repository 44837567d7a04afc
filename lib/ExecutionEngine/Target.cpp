//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The machine that code is made for.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/Compiler.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetOptions.h"
#include "llvm/TargetParser/Host.h"

#include <mutex>

using namespace dlc;

static void initializeTargets() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    llvm::InitializeNativeTargetAsmParser();
  });
}

/// All features of this processor, as LLVM's subtarget wants them.
static std::string hostFeatures() {
  std::string text;
  for (const auto &feature : llvm::sys::getHostCPUFeatures()) {
    if (!text.empty())
      text += ',';
    text += feature.second ? '+' : '-';
    text += feature.first();
  }
  return text;
}

/// The widest vectors the subtarget computes with.
static graph::VectorTarget vectorTargetOf(const llvm::TargetMachine &machine) {
  const llvm::MCSubtargetInfo &subtarget = *machine.getMCSubtargetInfo();
  if (!machine.getTargetTriple().isX86())
    return {16, 32}; // NEON and its like
  if (subtarget.checkFeatures("+avx512f,+avx512vl,+avx512bw,+avx512dq"))
    return {64, 32};
  if (subtarget.checkFeatures("+avx2,+fma"))
    return {32, 16};
  return {16, 16};
}

Expected<Target> Target::create(const std::string &cpu) {
  initializeTargets();
  Target target;
  target.triple = llvm::sys::getProcessTriple();
  bool native = cpu == "native";
  target.isNative = native;
  target.cpu = native ? llvm::sys::getHostCPUName().str() : cpu;
  target.features = native ? hostFeatures() : "";

  std::string error;
  const llvm::Target *found =
      llvm::TargetRegistry::lookupTarget(target.triple, error);
  if (!found)
    return Error("no code generator for '" + target.triple + "': " + error);
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget(
      found->createMCSubtargetInfo(target.triple, "", ""));
  if (!native && !subtarget->isCPUStringValid(target.cpu))
    return Error("unknown processor '" + target.cpu + "' for '" +
                 target.triple + "'");
  target.vectorTarget = vectorTargetOf(*target.machine());
  return target;
}

std::unique_ptr<llvm::TargetMachine> Target::machine() const {
  std::string error;
  const llvm::Target *found = llvm::TargetRegistry::lookupTarget(triple, error);
  llvm::TargetOptions options;
  // Multiplications and additions that carry `contract` become one.
  options.AllowFPOpFusion = llvm::FPOpFusion::Standard;
  return std::unique_ptr<llvm::TargetMachine>(found->createTargetMachine(
      triple, cpu, features, options, llvm::Reloc::PIC_, std::nullopt,
      llvm::CodeGenOptLevel::Default));
}

/// Whether LLVM selects instructions of this feature by itself. Others
/// (protection keys, random numbers) are named by intrinsics only, and virtual
/// machines often hide them.
static bool isSelected(llvm::StringRef feature) {
  constexpr llvm::StringLiteral families[] = {
      "adx",  "avx",    "bmi", "f16c", "fma", "lzcnt", "movbe",
      "neon", "popcnt", "sse", "ssse", "sve", "tbm",   "xop"};
  return llvm::any_of(families, [&](llvm::StringRef family) {
    return feature.starts_with(family);
  });
}

Expected<void> Target::checkRunsHere() const {
  if (isNative)
    return {};
  std::unique_ptr<llvm::TargetMachine> made = machine();
  const llvm::MCSubtargetInfo &subtarget = *made->getMCSubtargetInfo();
  for (const auto &feature : llvm::sys::getHostCPUFeatures())
    if (!feature.second && isSelected(feature.first()) &&
        subtarget.checkFeatures("+" + feature.first().str()))
      return Error("code for '" + cpu + "' cannot run here: this machine has " +
                   "no '" + feature.first().str() + "'");
  return {};
}
