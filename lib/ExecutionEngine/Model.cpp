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

#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <dlfcn.h>
#include <unistd.h>

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
  result.training = options.training;
  result.step = options.step;
  return result;
}

/// Makes what the libraries define known to the process, where compiled code
/// finds it. A name without a folder is a file here before it is one where the
/// system looks.
static Expected<void> loadLibraries(const std::vector<std::string> &paths) {
  for (const std::string &path : paths) {
    bool isHere =
        path.find('/') == std::string::npos && access(path.c_str(), F_OK) == 0;
    std::string place = isHere ? "./" + path : path;
    if (!dlopen(place.c_str(), RTLD_NOW | RTLD_GLOBAL))
      return Error("cannot load library '" + path + "': " + dlerror());
  }
  return {};
}

static Expected<void> checkLimit(const char *name,
                                 std::optional<double> limit) {
  if (!limit || (*limit > 0 && std::isfinite(*limit)))
    return {};
  return Error(std::string(name) + " is a positive number, got " +
               std::to_string(*limit));
}

/// What does not depend on the file.
static Expected<Target> checkOptions(const ModelOptions &options) {
  if (options.real != DType::F32 && options.real != DType::F64)
    return Error("'real' can be f32 or f64, not " +
                 std::string(name(options.real)));
  if (auto checked = checkLimit("clipGradNorm", options.step.clipGradNorm);
      !checked)
    return checked.takeError();
  if (auto checked = checkLimit("clipGradValue", options.step.clipGradValue);
      !checked)
    return checked.takeError();
  if (Expected<void> loaded = loadLibraries(options.libraries); !loaded)
    return loaded.takeError();
  return Target::create(options.cpu);
}

Expected<void> Model::Implementation::build(bool loaded) {
  std::optional<uint64_t> bytes;
  if (loaded) {
    TimedStep step(timings.get(), "construct layers");
    bytes = checkWeights(compilation, limit);
  }
  if (bytes) {
    TimedStep step(timings.get(), "graph");
    graph = compilation.generateGraph(*context);
  }
  if (!graph)
    return Error::fromDiagnostics(compilation.renderDiagnostics());

  const frontend::ModuleTree *tree = compilation.elaborate();
  name = tree->modelName().str();
  weightBytes = *bytes;
  for (const frontend::Parameter *parameter : tree->parameters()) {
    Shape shape(parameter->shape.begin(), parameter->shape.end());
    parameters.push_back({parameter->name, parameter->dtype, std::move(shape),
                          parameter->isState, parameter->isOptimizers,
                          parameter->isScalar,
                          parameter->owner->displayPath()});
    initializers.push_back(parameter->initializer);
  }
  for (auto function : graph->getOps<mlir::func::FuncOp>()) {
    entryPoints.emplace_back(function);
    functions.push_back(entryPoints.back().info);
  }
  return {};
}

Expected<std::unique_ptr<Model::Implementation>> Model::Implementation::make(
    const ModelOptions &options,
    llvm::function_ref<bool(frontend::Compilation &)> load) {
  std::unique_ptr<Implementation> made;
  {
    TimedStep step(options.timings.get(), "make contexts");
    Expected<Target> target = checkOptions(options);
    if (!target)
      return target.takeError();
    made = std::make_unique<Implementation>(toFrontend(options),
                                            std::move(*target), options);
  }
  bool loaded;
  {
    TimedStep step(options.timings.get(), "parse");
    loaded = load(made->compilation);
  }
  if (Expected<void> built = made->build(loaded); !built)
    return built.takeError();
  return made;
}

Expected<Model> Model::fromFile(const std::string &path,
                                const ModelOptions &options) {
  auto made =
      Implementation::make(options, [&](frontend::Compilation &compilation) {
        return compilation.loadFile(path);
      });
  if (!made)
    return made.takeError();
  return Model(std::move(*made));
}

Expected<Model> Model::fromString(const std::string &source,
                                  const std::string &name,
                                  const ModelOptions &options) {
  auto made =
      Implementation::make(options, [&](frontend::Compilation &compilation) {
        return compilation.loadString(source, name);
      });
  if (!made)
    return made.takeError();
  return Model(std::move(*made));
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

CacheInfo Model::cacheInfo() const {
  std::lock_guard<std::mutex> guard(implementation->cacheLock);
  return {implementation->specializations.size(), implementation->capacity,
          implementation->hits, implementation->misses,
          implementation->evictions};
}

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
