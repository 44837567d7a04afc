//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiling sample cases and calling them.
//
//===----------------------------------------------------------------------===//

#include "CompiledSample.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"

using namespace dlc;
using namespace dlc::test;

/// A module with the sample as a model's function, named and annotated as
/// graph generation does.
static mlir::OwningOpRef<mlir::ModuleOp>
makeModel(mlir::func::FuncOp sample, const std::vector<bool> &isParameter) {
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::ModuleOp::create(sample.getLoc());
  mlir::func::FuncOp function = sample.clone();
  module->push_back(function);
  mlir::Builder builder(sample.getContext());
  (*module)->setAttr(graph::kModelAttr, builder.getStringAttr("Sample"));
  auto name = [&](const char *prefix, unsigned index) {
    return builder.getStringAttr(prefix + llvm::Twine(index));
  };
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    function.removeArgAttr(i, "sample.range");
    if (isParameter[i])
      function.setArgAttr(i, graph::kParameterAttr, name("w", i));
    else
      function.setArgAttr(i, graph::kInputAttr, name("x", i));
  }
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    function.setResultAttr(i, graph::kOutputAttr, name("y", i));
  return module;
}

Expected<CompiledSample> CompiledSample::compile(mlir::func::FuncOp sample,
                                                 Roles roles) {
  static const Expected<Target> target = Target::create();
  if (!target)
    return target.error();
  CompiledSample compiled;
  for (unsigned i = 0; i < sample.getNumArguments(); ++i)
    compiled.isParameter.push_back(roles == Roles::Parameters && i > 0);

  std::string diagnostics;
  mlir::ScopedDiagnosticHandler handler(
      sample.getContext(), [&](mlir::Diagnostic &diagnostic) {
        diagnostics += "\n" + diagnostic.str();
        return mlir::success();
      });
  auto function = CompiledFunction::compile(
      makeModel(sample, compiled.isParameter), Binding(), *target, /*done=*/{},
      {/*profile=*/false, /*timings=*/nullptr, /*asIfLarge=*/true});
  if (!function)
    return Error(function.error().message() + diagnostics);
  compiled.function = std::move(*function);
  return compiled;
}

Expected<std::vector<Tensor>>
CompiledSample::run(llvm::ArrayRef<Tensor> arguments, unsigned threads) const {
  std::vector<const void *> parameters, inputs;
  for (auto [argument, parameter] : llvm::zip_equal(arguments, isParameter))
    (parameter ? parameters : inputs).push_back(argument.data());

  auto prepared = function->prepare(parameters, threads);
  if (!prepared)
    return prepared.takeError();
  std::vector<Tensor> results;
  std::vector<void *> outputs;
  const dlc_descriptor &descriptor = function->descriptor();
  for (int32_t i = 0; i < descriptor.output_count; ++i) {
    const dlc_tensor_descriptor &output = descriptor.outputs[i];
    results.emplace_back(static_cast<DType>(output.dtype),
                         Shape(output.shape, output.shape + output.rank));
    outputs.push_back(results.back().data());
  }
  if (auto ran = function->run(*prepared, inputs, outputs, threads); !ran)
    return ran.takeError();
  return results;
}
