//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiled functions by way of the object cache.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/CachedFunction.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/GraphOpBase.h"
#include "dlc/ExecutionEngine/MachineMemory.h"

#include "mlir/IR/BuiltinOps.h"

using namespace dlc;

//===----------------------------------------------------------------------===//
// Keys
//===----------------------------------------------------------------------===//

/// Does the descriptor have positions, for errors at run time?
static bool mayFail(mlir::func::FuncOp function) {
  auto result = function.walk([](mlir::Operation *op) {
    return op->hasTrait<graph::MayFail>() ? mlir::WalkResult::interrupt()
                                          : mlir::WalkResult::advance();
  });
  return result.wasInterrupted();
}

static std::string print(mlir::func::FuncOp function, bool locations) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  mlir::OpPrintingFlags flags;
  flags.assumeVerified().useLocalScope().enableDebugInfo(locations);
  function->print(stream, flags);
  return text;
}

ObjectKey dlc::keyOf(mlir::func::FuncOp function, const Binding &binding,
                     const Target &target, const ObjectOptions &options) {
  ObjectKey key;
  auto module = function->getParentOfType<mlir::ModuleOp>();
  auto model = module->getAttrOfType<mlir::StringAttr>(graph::kModelAttr);
  key.add("model", model ? model.getValue() : "");
  key.add("function", function.getName());
  key.add("binding", toString(binding));
  bool positions = mayFail(function);
  key.addDigest("graph", print(function, /*locations=*/false));
  if (positions)
    key.addDigest("positions", print(function, /*locations=*/true));
  key.add("target", target.description());
  key.addDigest("instructions", target.instructionSets());
  key.add("profile", options.profile ? "yes" : "no");
  key.add("compiler", compilerIdentity());
  return key;
}

//===----------------------------------------------------------------------===//
// Explanations
//===----------------------------------------------------------------------===//

/// Empty where there is no such part.
static std::string valueOf(const ObjectKey::Parts &parts,
                           llvm::StringRef name) {
  for (const auto &[known, value] : parts)
    if (known == name)
      return value;
  return "";
}

static std::string shown(const std::string &value) {
  return value.empty() ? "none" : value;
}

namespace {
/// Gathers lines for whoever wants to know.
class Explanation {
public:
  Explanation(const ObjectCacheOptions &options, const ObjectKey &key)
      : options(options), key(key) {}
  ~Explanation() {
    if (options.onExplain)
      options.onExplain(text);
  }

  void add(const std::string &line) {
    if (options.onExplain)
      text += line + '\n';
  }
  void begin(const std::string &outcome) {
    std::string name;
    for (const char *part : {"model", "function", "binding"})
      if (std::string value = valueOf(key.parts(), part); !value.empty())
        name += " " + value;
    add("cache: " + outcome + " for" + name);
  }
  void addKey() {
    for (const auto &[name, value] : key.parts())
      add("  " + name + ": " + shown(value));
  }
  void addNearest(const ObjectCache &cache) {
    if (!options.onExplain)
      return;
    auto nearest = cache.nearest(key);
    if (!nearest)
      return add("  there are no entries");
    for (const auto &[name, value] : key.parts())
      if (std::string other = valueOf(*nearest, name); other != value)
        add("  the nearest entry has another " + name + ": " + shown(other));
    for (const auto &[name, value] : *nearest)
      if (!value.empty() && valueOf(key.parts(), name).empty())
        add("  the nearest entry has another " + name + ": " + value);
  }
  void addUsage(const ObjectCache &cache) {
    if (!options.onExplain)
      return;
    ObjectCache::Usage usage = cache.usage();
    add("  " + std::to_string(usage.entries) +
        (usage.entries == 1 ? " entry, " : " entries, ") +
        describeBytes(usage.bytes) + " of at most " +
        describeBytes(cache.maximumBytes()) + ", in " + cache.folderName());
  }

private:
  const ObjectCacheOptions &options;
  const ObjectKey &key;
  std::string text;
};
} // namespace

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// Why no object of this key can be told from others.
static std::string problemOf(const ObjectKey &key, const ObjectCache &cache) {
  if (valueOf(key.parts(), "compiler").empty())
    return "this build of the compiler has no build identifier";
  return cache.problem();
}

Expected<std::unique_ptr<CompiledFunction>>
dlc::loadOrCompile(const ObjectCacheOptions &options, const ObjectKey &key,
                   Timings *timings,
                   llvm::function_ref<bool(const CompiledFunction &)> accepts,
                   llvm::function_ref<Expected<ObjectFile>()> compile,
                   llvm::function_ref<bool()> keeps) {
  Explanation explanation(options, key);
  ObjectCache cache(options);
  std::string whyOff = problemOf(key, cache);
  std::string damage;
  if (whyOff.empty()) {
    std::optional<ObjectFile> found;
    {
      TimedStep step(timings, "look into the cache");
      found = cache.find(key, damage);
    }
    if (found) {
      auto function = CompiledFunction::load(std::move(*found), timings);
      if (function && (!accepts || accepts(**function))) {
        explanation.begin("hit");
        explanation.addKey();
        explanation.addUsage(cache);
        return function;
      }
    }
  }
  explanation.begin(whyOff.empty() ? "miss" : "off");
  if (!whyOff.empty())
    explanation.add(
        "  " + whyOff +
        (cache.folderName().empty() ? "" : ": " + cache.folderName()));
  explanation.addKey();
  if (!damage.empty())
    explanation.add("  there is a file, but " + damage);
  else if (whyOff.empty())
    explanation.addNearest(cache);

  Expected<ObjectFile> object = compile();
  if (!object)
    return object.takeError();
  auto function = CompiledFunction::load(*object, timings);
  if (function && keeps && !keeps()) {
    explanation.add(
        "  not stored: it computes values again to take less memory");
    return function;
  }
  // Positions that the key does not know of would be those of another file.
  if (!function || !whyOff.empty() ||
      ((*function)->descriptor().site_count != 0 &&
       valueOf(key.parts(), "positions").empty()))
    return function;
  TimedStep step(timings, "store in the cache");
  if (Expected<void> stored = cache.store(key, *object); !stored)
    explanation.add("  not stored: " + stored.error().message());
  else
    explanation.addUsage(cache);
  return function;
}
