//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Arguments that subcommands share.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"

#include "llvm/Support/raw_ostream.h"

#include <charconv>
#include <memory>

using namespace dlc;
using namespace dlc::tool;

int dlc::tool::fail(const Error &error) {
  // What was printed so far comes first where both streams are one.
  std::fflush(stdout);
  if (error.isDiagnostics())
    fmt::print(stderr, "{}", error.message());
  else
    fmt::print(stderr, "dlc: error: {}\n", error.message());
  return 1;
}

void ModelArguments::addTo(CommandLine &command) {
  command.add("FILE", file, "", "the model file").required();
  command.addRepeated("-D", constants, "NAME=VALUE", "a constant of the model");
  command.addRepeated("-I", importPaths, "FOLDER",
                      "a folder where `import` looks, too");
  command.add("--model", model, "NAME", "which model, where FILE has several");
  command.add("--dtype", dtype, "TYPE",
              "what `real` stands for: f32 or f64 (f32)");
  command.addFlag("--training", training, "what `training` is in FILE: true");
  command.add("--max-memory", maximumMemory, "BYTES[K|M|G]",
              "take no more memory: compute values again where that "
              "helps, else refuse (what the machine has)");
}

Expected<std::optional<MemoryLimit>> ModelArguments::memoryLimit() const {
  if (maximumMemory.empty())
    return std::optional<MemoryLimit>();
  std::optional<uint64_t> bytes = parseBytes(maximumMemory);
  if (!bytes || *bytes == 0)
    return Error("--max-memory takes a number of bytes with K, M, G, T or "
                 "nothing behind it, got '" +
                 maximumMemory + "'");
  return std::optional<MemoryLimit>(MemoryLimit::exactly(*bytes));
}

Expected<ModelOptions> ModelArguments::options() const {
  ModelOptions options;
  for (const std::string &constant : constants) {
    auto split = splitAssignment("-D", constant);
    if (!split)
      return split.takeError();
    if (!options.constants.insert(*split).second)
      return Error("-D gives '" + split->first + "' twice");
  }
  options.importPaths = importPaths;
  options.model = model;
  std::optional<DType> real = parseDType(dtype);
  if (real != DType::F32 && real != DType::F64)
    return Error("--dtype can be f32 or f64, not '" + dtype + "'");
  options.real = *real;
  options.training = training;
  auto limit = memoryLimit();
  if (!limit)
    return limit.takeError();
  if (*limit)
    options.maximumMemory = (*limit)->bytes();
  return options;
}

Expected<frontend::FrontendOptions> ModelArguments::frontendOptions() const {
  Expected<ModelOptions> common = options();
  if (!common)
    return common.takeError();
  frontend::FrontendOptions options;
  options.constants = std::move(common->constants);
  options.importPaths = std::move(common->importPaths);
  options.model = std::move(common->model);
  options.real = common->real;
  options.training = common->training;
  return options;
}

void RemarkArguments::addTo(CommandLine &command) {
  command
      .addFlag("--remarks", which, "applied", "WHICH",
               "say what passes did, or nearly did: applied, missed or all")
      .oneOf({"applied", "missed", "all"});
  command.add("--remarks-json", jsonFile, "FILE",
              "write the remarks as lines of JSON");
}

Expected<std::function<void(const Remark &)>>
RemarkArguments::consumer() const {
  if (which.empty() && jsonFile.empty())
    return std::function<void(const Remark &)>();
  std::shared_ptr<llvm::raw_fd_ostream> file;
  if (!jsonFile.empty()) {
    std::error_code error;
    file = std::make_shared<llvm::raw_fd_ostream>(jsonFile, error);
    if (error)
      return Error("cannot write '" + jsonFile + "': " + error.message());
  }
  // A file alone holds all, for a tool to choose from.
  bool applied = which != "missed", missed = which != "applied";
  return std::function<void(const Remark &)>([=](const Remark &remark) {
    if (remark.isMissed ? !missed : !applied)
      return;
    if (file)
      *file << toJson(remark) << '\n';
    else
      fmt::print(stderr, "{}", remark.text);
  });
}

void StepOptionArguments::addTo(CommandLine &command) {
  command
      .add("--on-nonfinite", onNonfinite, "skip|stop",
           "where the gradients' norm is infinite or NaN: skip the step, "
           "or stop with an error")
      .oneOf({"skip", "stop"});
  command
      .add("--clip-grad-norm", clipGradNorm, "LIMIT",
           "a limit of the gradients' norm, in place of FILE's limits")
      .positiveNumber();
  command
      .add("--clip-grad-value", clipGradValue, "LIMIT",
           "a limit of their elements, in place of FILE's limits")
      .positiveNumber();
}

StepOptions StepOptionArguments::options() const {
  StepOptions options;
  if (!onNonfinite.empty())
    options.onNonfinite =
        onNonfinite == "skip" ? OnNonfinite::Skip : OnNonfinite::Stop;
  options.clipGradNorm = clipGradNorm;
  options.clipGradValue = clipGradValue;
  return options;
}

void CacheArguments::addTo(CommandLine &command) {
  Option folderOption =
      command.add("--cache-dir", folder, "FOLDER",
                  "where compiled functions are kept ($XDG_CACHE_HOME/dlc)");
  command.addFlag("--no-cache", off, "compile, and keep nothing")
      .excludes(folderOption);
  command.addFlag("--explain-cache", explain,
                  "say what was found in the cache, and what it depends on");
}

ObjectCacheOptions CacheArguments::options() const {
  ObjectCacheOptions options;
  options.enabled = !off;
  options.folder = folder;
  if (explain)
    options.onExplain = [](const std::string &text) {
      fmt::print(stderr, "{}", text);
    };
  return options;
}

void dlc::tool::addWeights(CommandLine &command, std::string &path) {
  command.add("--weights", path, "FILE",
              "a safetensors file (the initializers)");
}

void dlc::tool::addInputs(CommandLine &command,
                          std::vector<std::string> &inputs,
                          const std::string &help) {
  command.addRepeated("--input", inputs, "NAME=FILE", help);
}

void dlc::tool::addDimensions(CommandLine &command,
                              std::vector<std::string> &dimensions) {
  command.addRepeated("--dim", dimensions, "NAME=NUMBER",
                      "a number for a dimension that no input tells (1)");
}

void dlc::tool::addSeed(CommandLine &command, uint64_t &seed,
                        const std::string &drawn) {
  command.add("--seed", seed, "S", "of what is drawn: " + drawn + " (0)")
      .notNegative();
}

void dlc::tool::addCpu(CommandLine &command, std::string &cpu) {
  command.add("--cpu", cpu, "NAME",
              "the processor to make code for, by LLVM's name (native)");
}

void dlc::tool::addSeconds(CommandLine &command, double &seconds) {
  command
      .add("--seconds", seconds, "S",
           "how long to call it, after a tenth of that (1)")
      .between(0, 3600);
}

void dlc::tool::addThreads(CommandLine &command, unsigned &threads) {
  command
      .add("--threads", threads, "T",
           "at most so many threads (one a processor)")
      .notNegative();
}

void dlc::tool::addLibraries(CommandLine &command,
                             std::vector<std::string> &libraries) {
  command.addRepeated("--load", libraries, "LIBRARY",
                      "a shared library with functions of `extern fn`");
}

void dlc::tool::addStatistics(CommandLine &command, bool &statistics) {
  command.addFlag("--stats", statistics,
                  "count compiled functions and their use");
}

void dlc::tool::printStatistics(const Model &model) {
  CacheInfo cache = model.cacheInfo();
  fmt::print("compiled functions: {} kept of at most {}, {}, {}, {}\n",
             cache.entries, cache.capacity, counted(cache.hits, "hit"),
             cache.misses == 1 ? "1 miss" : grouped(cache.misses) + " misses",
             counted(cache.evictions, "eviction"));
}

Expected<std::pair<std::string, std::string>>
dlc::tool::splitAssignment(const std::string &option, const std::string &text) {
  size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    return Error(option + " takes NAME=VALUE, got '" + text + "'");
  return std::make_pair(text.substr(0, equals), text.substr(equals + 1));
}

Expected<std::map<std::string, int64_t>>
dlc::tool::parseDimensions(const std::vector<std::string> &arguments) {
  std::map<std::string, int64_t> dimensions;
  for (const std::string &argument : arguments) {
    auto split = splitAssignment("--dim", argument);
    if (!split)
      return split.takeError();
    const std::string &text = split->second;
    int64_t value = 0;
    auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      return Error("--dim takes NAME=NUMBER, got '" + argument + "'");
    if (value < 0)
      return Error("--dim " + argument + ": a size is not negative");
    if (!dimensions.emplace(split->first, value).second)
      return Error("--dim gives '" + split->first + "' twice");
  }
  return dimensions;
}
