//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Models from files and strings, and what they tell of themselves.
//
//===----------------------------------------------------------------------===//

#include "dlc/Model.h"

#include "ModelImplementation.h"

#include "dlc/ExecutionEngine/MachineMemory.h"

#include "llvm/ADT/STLExtras.h"

using namespace dlc;

Model::Model(std::unique_ptr<Implementation> implementation)
    : implementation(std::move(implementation)) {}
Model::Model(Model &&) noexcept = default;
Model &Model::operator=(Model &&) noexcept = default;
Model::~Model() = default;

//===----------------------------------------------------------------------===//
// Making
//===----------------------------------------------------------------------===//

static frontend::FrontendOptions toFrontend(const ModelOptions &options) {
  frontend::FrontendOptions result;
  result.importPaths = options.importPaths;
  result.constants = options.constants;
  result.model = options.model;
  result.real = options.real;
  return result;
}

/// What does not depend on the file.
static Expected<Target> checkOptions(const ModelOptions &options) {
  if (options.real != DType::F32 && options.real != DType::F64)
    return Error("'real' can be f32 or f64, not " +
                 std::string(name(options.real)));
  return Target::create(options.cpu);
}

Expected<void> Model::Implementation::build(bool loaded) {
  const frontend::ModuleTree *tree = loaded ? compilation.elaborate() : nullptr;
  if (tree)
    graph = compilation.generateGraph(*context);
  if (!graph)
    return Error::fromDiagnostics(compilation.renderDiagnostics());

  name = tree->modelName().str();
  uint64_t total = 0;
  for (const frontend::Parameter *parameter : tree->parameters()) {
    Shape shape(parameter->shape.begin(), parameter->shape.end());
    std::optional<int64_t> bytes = checkedByteSize(parameter->dtype, shape);
    uint64_t limit = physicalMemory();
    if (!bytes || uint64_t(*bytes) > limit || (total += *bytes) > limit)
      return Error("the parameters of '" + name +
                   "' take more memory than this machine has (" +
                   describeBytes(limit) + "), up to '" + parameter->name +
                   "', " + describe(parameter->dtype, shape));
    parameters.push_back({parameter->name, parameter->dtype, std::move(shape)});
    initializers.push_back(parameter->initializer);
  }
  for (auto function : graph->getOps<mlir::func::FuncOp>()) {
    entryPoints.emplace_back(function);
    functions.push_back(entryPoints.back().info);
  }
  return {};
}

Expected<Model> Model::fromFile(const std::string &path,
                                const ModelOptions &options) {
  Expected<Target> target = checkOptions(options);
  if (!target)
    return target.takeError();
  auto made =
      std::make_unique<Implementation>(toFrontend(options), std::move(*target));
  bool loaded = made->compilation.loadFile(path);
  if (Expected<void> built = made->build(loaded); !built)
    return built.takeError();
  return Model(std::move(made));
}

Expected<Model> Model::fromString(const std::string &source,
                                  const std::string &name,
                                  const ModelOptions &options) {
  Expected<Target> target = checkOptions(options);
  if (!target)
    return target.takeError();
  auto made =
      std::make_unique<Implementation>(toFrontend(options), std::move(*target));
  bool loaded = made->compilation.loadString(source, name);
  if (Expected<void> built = made->build(loaded); !built)
    return built.takeError();
  return Model(std::move(made));
}

//===----------------------------------------------------------------------===//
// What there is
//===----------------------------------------------------------------------===//

const std::string &Model::name() const { return implementation->name; }

const std::vector<ParameterInfo> &Model::parameters() const {
  return implementation->parameters;
}

const std::vector<FunctionInfo> &Model::functions() const {
  return implementation->functions;
}

const FunctionInfo *Model::findFunction(const std::string &name) const {
  for (const FunctionInfo &function : implementation->functions)
    if (function.name == name)
      return &function;
  return nullptr;
}

size_t Model::compiledCount() const { return implementation->compiled; }

Expected<const EntryPoint *>
Model::Implementation::find(const std::string &function) const {
  std::vector<llvm::StringRef> known;
  for (const EntryPoint &entry : entryPoints) {
    if (entry.info.name == function)
      return &entry;
    known.push_back(entry.info.name);
  }
  return Error("model '" + name + "' has no function '" + function + "'" +
               frontend::didYouMean(function, known));
}
