//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a graph to machine code.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassInstrumentation.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace dlc;

std::string dlc::toString(const Binding &binding) {
  std::string text;
  for (const auto &[name, number] : binding) {
    if (!text.empty())
      text += ',';
    text += name + "=" + std::to_string(number);
  }
  return text;
}

std::unique_ptr<MLIRContext> dlc::createContext() {
  DialectRegistry registry;
  registerDialects(registry);
  // One module at a time is compiled in a context, so threads of its own
  // would only cost their start.
  auto context =
      std::make_unique<MLIRContext>(registry, MLIRContext::Threading::DISABLED);
  context->loadAllAvailableDialects();
  // Users see the line of their file, not the operation.
  context->printOpOnDiagnostic(false);
  return context;
}

OwningOpRef<ModuleOp> dlc::extractFunction(ModuleOp graph, StringRef name) {
  auto function = graph.lookupSymbol<func::FuncOp>(name);
  if (!function)
    return {};
  OwningOpRef<ModuleOp> module = ModuleOp::create(graph.getLoc());
  (*module)->setDiscardableAttrs(graph->getDiscardableAttrDictionary());
  module->push_back(function->clone());
  return module;
}

//===----------------------------------------------------------------------===//
// Phases
//===----------------------------------------------------------------------===//

namespace {
/// Times the passes of a phase, without those that passes run themselves.
class PassTiming : public PassInstrumentation {
public:
  PassTiming(Timings &timings, StringRef phase)
      : timings(timings), phase(phase.str()) {}

  void runBeforePass(Pass *, Operation *) override {
    if (depth++ == 0)
      begin = Clock::now();
  }
  void runAfterPass(Pass *pass, Operation *) override {
    if (--depth != 0)
      return;
    std::chrono::duration<double> time = Clock::now() - begin;
    timings.add(pass->getArgument().str(), time.count(), phase);
  }
  void runAfterPassFailed(Pass *, Operation *) override { --depth; }

private:
  using Clock = std::chrono::steady_clock;
  Timings &timings;
  const std::string phase;
  unsigned depth = 0;
  Clock::time_point begin;
};
} // namespace

static LogicalResult runPhase(ModuleOp module, const PhaseInfo &info,
                              const PipelineOptions &pipeline,
                              const LowerOptions &options) {
  TimedStep step(options.timings, info.stage.data());
  PassManager passes(module.getContext());
  // Verifying between all passes would cost as much as the passes; once, at
  // the end, is enough to keep wrong IR away from LLVM, which crashes on it.
  passes.enableVerifier(false);
  buildPhase(passes, info.phase, pipeline);
  if (options.timings)
    passes.addInstrumentation(
        std::make_unique<PassTiming>(*options.timings, info.stage));
  if (options.onPasses)
    options.onPasses(passes);
  return passes.run(module);
}

LogicalResult dlc::lower(ModuleOp module, Phase last, const Binding &binding,
                         const Target &target, std::optional<Phase> done,
                         const LowerOptions &options) {
  PipelineOptions pipeline{toString(binding),    target.vector(),
                           target.description(), options.profile,
                           options.asIfLarge,    options.workspaceLimit};
  for (const PhaseInfo &info : phases()) {
    if (done && info.phase <= *done)
      continue;
    if (info.phase > last)
      break;
    if (failed(runPhase(module, info, pipeline, options)))
      return failure();
  }
  TimedStep step(options.timings, "verify");
  return verify(module);
}

//===----------------------------------------------------------------------===//
// LLVM
//===----------------------------------------------------------------------===//

/// For code that is in register form already: contractions, schedules, what
/// runs once. More passes would cost compile time and gain nothing; moving
/// loop invariants would take a tile's registers for its epilogue's operands.
static constexpr llvm::StringLiteral kCleanUp =
    "sroa,early-cse,instcombine<no-verify-fixpoint>,simplifycfg,"
    "loop(loop-rotate)";

/// For scalar loops, which rely on the vectoriser: `kVectorizeBegin`,
/// `kVectorizeEnd`. Between them, loops of few steps (pooling windows) are
/// unrolled where that makes a longer one the innermost.
static constexpr llvm::StringLiteral kVectorizeBegin =
    "sroa,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>,"
    "loop-mssa(loop-rotate,licm),loop(indvars,loop-deletion)";
static constexpr llvm::StringLiteral kUnroll = "loop(loop-unroll-full),sroa";
static constexpr llvm::StringLiteral kVectorizeEnd =
    "loop-vectorize,instcombine<no-verify-fixpoint>,early-cse,"
    "simplifycfg,loop-mssa(licm)";

/// Kernels do not call one another, so everything is a function's own matter:
/// no pass looks at the module.
static void optimize(llvm::Module &module, llvm::TargetMachine &machine) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);

  auto run = [&](llvm::StringRef pipeline, llvm::Function &function) {
    llvm::FunctionPassManager passes;
    llvm::cantFail(builder.parsePassPipeline(passes, pipeline));
    passes.run(function, functions);
  };
  for (llvm::Function &function : module) {
    if (function.isDeclaration())
      continue;
    if (!function.hasFnAttribute(codegen::kVectorizeAttr)) {
      run(kCleanUp, function);
      continue;
    }
    run(kVectorizeBegin, function);
    if (function.hasFnAttribute(codegen::kUnrollAttr))
      run(kUnroll, function);
    run(kVectorizeEnd, function);
  }
}

std::unique_ptr<llvm::Module>
dlc::translateToLLVM(ModuleOp module, llvm::LLVMContext &context,
                     llvm::TargetMachine &machine) {
  // Verified as MLIR.
  std::unique_ptr<llvm::Module> result =
      translateModuleToLLVMIR(module, context, "dlc",
                              /*disableVerification=*/true);
  if (!result)
    return nullptr;
  result->setTargetTriple(machine.getTargetTriple().str());
  result->setDataLayout(machine.createDataLayout());
  optimize(*result, machine);
  return result;
}

llvm::SmallVector<char, 0> dlc::emitMachineCode(llvm::Module &module,
                                                llvm::TargetMachine &machine,
                                                llvm::CodeGenFileType type) {
  llvm::SmallVector<char, 0> code;
  llvm::raw_svector_ostream stream(code);
  llvm::legacy::PassManager passes;
  [[maybe_unused]] bool unsupported =
      machine.addPassesToEmitFile(passes, stream, nullptr, type);
  assert(!unsupported && "native targets emit assembly and objects");
  passes.run(module);
  return code;
}
