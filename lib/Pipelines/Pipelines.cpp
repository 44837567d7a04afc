//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The phases of the compiler below the front end.
//
//===----------------------------------------------------------------------===//

#include "dlc/Pipelines/Pipelines.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/Adjoint/AdjointBuilder.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace dlc;

static constexpr PhaseInfo kPhases[] = {
    {Phase::Bind, "bound-graph", "the graph with numbers for dimensions"},
    {Phase::Differentiate, "train-graph", "gradients as operations"},
    {Phase::Optimize, "opt-graph",
     "folded, layouts explicit, parameter-only work in @prepare"},
    {Phase::Fuse, "fused-graph", "what is computed together in one operation"},
    {Phase::Kernels, "kernels", "kernels, schedule, memory plan"},
    {Phase::Vector, "vector", "loops over vectors and scalars"},
    {Phase::LLVM, "llvm-mlir", "the LLVM dialect"},
};

ArrayRef<PhaseInfo> dlc::phases() { return kPhases; }

/// Without merging of equal blocks, in which MLIR 19 confuses the arguments
/// that it adds. LLVM does that itself.
static std::unique_ptr<Pass> createCanonicalizer() {
  GreedyRewriteConfig config;
  config.enableRegionSimplification = GreedySimplifyRegionLevel::Normal;
  return createCanonicalizerPass(config);
}

static void buildBind(OpPassManager &passes, const PipelineOptions &options) {
  passes.addPass(graph::createBindDimensionsPass({options.binding}));
}

static void buildDifferentiate(OpPassManager &passes) {
  // Before canonicalization, which may make a value of what a variable was
  // made of rather than of the variable.
  passes.addPass(graph::createInsertGradientClippingPass());
  passes.addPass(graph::createApplyOptimizerPass());
  passes.addPass(graph::createDifferentiatePass());
}

static void buildOptimize(OpPassManager &passes,
                          const PipelineOptions &options) {
  // Equal values are one before passes ask who uses them.
  passes.addPass(createCanonicalizer());
  passes.addPass(createCSEPass());
  // Gates are recognised by their activations; and the sign in a sigmoid that
  // is spelled out is no scale that a product might take.
  passes.addPass(graph::createRecognizeActivationsPass());
  // Movements sink before normalisation is looked for, which then stands right
  // behind its product.
  passes.addPass(graph::createSinkMovementPass());
  passes.addPass(graph::createFoldConvBatchNormPass());
  passes.addPass(createCanonicalizer());
  passes.addPass(createCSEPass());
  // What steps only hand out: in gradients, products for parameters.
  passes.addPass(graph::createBatchScanResultsPass());
  // Products leave scans as long as they are products, with right operands
  // that left before.
  passes.addPass(graph::createHoistScanInvariantsPass());
  // Cells before products leave: what they take from the input is then one
  // product. Then what is like a cell.
  passes.addPass(graph::createFuseLstmGatesPass());
  passes.addPass(graph::createSeparateScanSumsPass());
  passes.addPass(graph::createBatchScanProductsPass());
  // Cells before products are fused, while each has one for its gates.
  passes.addPass(graph::createPackCellsPass(
      {options.vector.vectorBytes, options.vector.registers}));
  // Products that share a factor only now do so outside of scans, too.
  passes.addPass(createCSEPass());
  passes.addPass(graph::createFuseProductsPass());
  // Not all cells have a kernel of their own.
  passes.addPass(graph::createDecomposeCellsPass());
  // Packing becomes explicit before hoisting, which moves it out of scans and
  // to @prepare.
  passes.addPass(graph::createAssignLayoutsPass(
      {options.vector.vectorBytes, options.vector.registers}));
  passes.addPass(createCSEPass());
  passes.addPass(graph::createHoistScanInvariantsPass());
  passes.addPass(graph::createHoistParameterExpressionsPass());
  // Who reads a concatenation is known when layouts are; before operations are
  // grouped, which must not pull operands into their users then.
  passes.addPass(graph::createPlaceConcatsPass());
  // What is left of slices then.
  passes.addPass(graph::createViewSlicesPass());
}

static void buildFuse(OpPassManager &passes, const PipelineOptions &options) {
  // Scans first: what they copy may be computed with others.
  passes.addPass(codegen::createNormalizeScansPass());
  codegen::FusePointwisePassOptions fusion;
  fusion.vectorBytes = options.vector.vectorBytes;
  fusion.registers = options.vector.registers;
  if (options.asIfLarge)
    fusion.leastExpansion = 0;
  passes.addPass(codegen::createFusePointwisePass(fusion));
}

static void buildKernels(OpPassManager &passes,
                         const PipelineOptions &options) {
  // Launches are known, and nothing behind it would merge equal ones.
  if (options.workspaceLimit)
    passes.addPass(codegen::createRematerializePass(
        {options.vector.vectorBytes, options.vector.registers,
         int64_t(std::min<uint64_t>(*options.workspaceLimit, INT64_MAX))}));
  passes.addPass(codegen::createFormKernelsPass({options.vector.vectorBytes,
                                                 options.vector.registers,
                                                 !options.asIfLarge}));
}

static void buildVector(OpPassManager &passes, const PipelineOptions &options) {
  passes.addPass(codegen::createLowerKernelsPass(
      {options.vector.vectorBytes, options.vector.registers}));
  passes.addPass(codegen::createLowerBFloat16Pass());
  // Functions of numbers expand before LLVM's vectoriser sees the loops.
  passes.addPass(codegen::createExpandMathPass());
  passes.addPass(createLoopInvariantCodeMotionPass());
  passes.addPass(createCSEPass());
}

static void buildKernelsToLLVM(OpPassManager &passes) {
  passes.addPass(codegen::createConvertKernelsToLLVMPass());
  passes.addPass(createCanonicalizer());
}

void dlc::buildSchedulePipeline(OpPassManager &passes,
                                const PipelineOptions &options) {
  passes.addPass(codegen::createConvertScheduleToLLVMPass(
      {options.target, options.profile}));
}

void dlc::buildKernelPipeline(OpPassManager &passes,
                              const PipelineOptions &options) {
  buildVector(passes, options);
  buildKernelsToLLVM(passes);
}

void dlc::buildPhase(OpPassManager &passes, Phase phase,
                     const PipelineOptions &options) {
  switch (phase) {
  case Phase::Bind:
    return buildBind(passes, options);
  case Phase::Differentiate:
    return buildDifferentiate(passes);
  case Phase::Optimize:
    return buildOptimize(passes, options);
  case Phase::Fuse:
    return buildFuse(passes, options);
  case Phase::Kernels:
    return buildKernels(passes, options);
  case Phase::Vector:
    return buildVector(passes, options);
  case Phase::LLVM:
    buildKernelsToLLVM(passes);
    // Schedules launch lowered kernels, so they come last.
    return buildSchedulePipeline(passes, options);
  }
}

void dlc::buildPipeline(OpPassManager &passes, Phase last,
                        const PipelineOptions &options,
                        std::optional<Phase> done) {
  for (const PhaseInfo &info : kPhases) {
    if (!done || info.phase > *done)
      buildPhase(passes, info.phase, options);
    if (info.phase == last)
      return;
  }
}

void dlc::registerDialects(DialectRegistry &registry) {
  registry.insert<arith::ArithDialect, cf::ControlFlowDialect,
                  func::FuncDialect, graph::GraphDialect, kernel::KernelDialect,
                  LLVM::LLVMDialect, math::MathDialect, memref::MemRefDialect,
                  scf::SCFDialect, vector::VectorDialect>();
  codegen::registerLowerings(registry);
  graph::registerAdjointModels(registry);
  graph::registerReferenceModels(registry);
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
}

void dlc::registerPasses() {
  graph::registerGraphTransformsPasses();
  codegen::registerCodegenPasses();
  for (const PhaseInfo &info : kPhases) {
    struct Options : PassPipelineOptions<Options> {
      Option<std::string> binding{*this, "binding",
                                  llvm::cl::desc("N=8,T=100")};
      Option<int64_t> vectorBytes{*this, "vector-bytes",
                                  llvm::cl::desc("bytes of a vector"),
                                  llvm::cl::init(64)};
      Option<int64_t> registers{*this, "registers",
                                llvm::cl::desc("vector registers"),
                                llvm::cl::init(32)};
      Option<bool> asIfLarge{*this, "as-if-large",
                             llvm::cl::desc("do with small values what is done "
                                            "with large ones"),
                             llvm::cl::init(true)};
    };
    PassPipelineRegistration<Options>(
        ("dlc-to-" + info.stage).str(), info.description,
        [&info](OpPassManager &passes, const Options &options) {
          PipelineOptions pipeline;
          pipeline.binding = options.binding;
          pipeline.vector = {options.vectorBytes, options.registers};
          pipeline.asIfLarge = options.asIfLarge;
          buildPhase(passes, info.phase, pipeline);
        });
  }
}
