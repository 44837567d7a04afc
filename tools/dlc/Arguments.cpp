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
#include <cmath>
#include <cstdlib>
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

CLI::Option *dlc::tool::addRepeated(CLI::App &app, const std::string &names,
                                    std::vector<std::string> &values,
                                    const std::string &help,
                                    const std::string &type) {
  return app.add_option(names, values, help)
      ->type_name(type)
      ->allow_extra_args(false);
}

void ModelArguments::addTo(CLI::App &app) {
  app.add_option("FILE", file, "the model file")->required();
  addRepeated(app, "-D", constants, "a constant of the model", "NAME=VALUE");
  addRepeated(app, "-I", importPaths, "a folder where `import` looks, too",
              "FOLDER");
  app.add_option("--model", model, "which model, where FILE has several")
      ->type_name("NAME");
  app.add_option("--dtype", dtype, "what `real` stands for: f32 or f64 (f32)")
      ->type_name("TYPE");
  app.add_flag("--training", training, "what `training` is in FILE: true");
  app.add_option("--max-memory", maximumMemory,
                 "take no more memory: compute values again where that "
                 "helps, else refuse (what the machine has)")
      ->type_name("BYTES[K|M|G]");
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

void RemarkArguments::addTo(CLI::App &app) {
  app.add_flag("--remarks{applied}", which,
               "say what passes did, or nearly did: applied, missed or all")
      ->type_name("WHICH")
      ->check(CLI::IsMember({"applied", "missed", "all"}));
  app.add_option("--remarks-json", jsonFile,
                 "write the remarks as lines of JSON")
      ->type_name("FILE");
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

void StepOptionArguments::addTo(CLI::App &app) {
  app.add_option("--on-nonfinite", onNonfinite,
                 "where the gradients' norm is infinite or NaN: skip the step, "
                 "or stop with an error")
      ->type_name("skip|stop")
      ->check(CLI::Validator(CLI::IsMember({"skip", "stop"})).description(""));
  app.add_option("--clip-grad-norm", clipGradNorm,
                 "a limit of the gradients' norm, in place of FILE's limits")
      ->check(positiveNumber())
      ->type_name("LIMIT");
  app.add_option("--clip-grad-value", clipGradValue,
                 "a limit of their elements, in place of FILE's limits")
      ->check(positiveNumber())
      ->type_name("LIMIT");
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

void CacheArguments::addTo(CLI::App &app) {
  CLI::Option *folderOption =
      app.add_option("--cache-dir", folder,
                     "where compiled functions are kept ($XDG_CACHE_HOME/dlc)")
          ->type_name("FOLDER");
  app.add_flag("--no-cache", off, "compile, and keep nothing")
      ->excludes(folderOption);
  app.add_flag("--explain-cache", explain,
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

CLI::Validator dlc::tool::notNegative() {
  return CLI::Validator(
      [](const std::string &text) {
        return text.find('-') == 0 ? "must not be negative, got " + text
                                   : std::string();
      },
      "");
}

CLI::Validator dlc::tool::positive() {
  return CLI::Validator(
      [](const std::string &text) {
        return text.find_first_of("123456789") == std::string::npos ||
                       text.find('-') == 0
                   ? "must be positive, got " + text
                   : std::string();
      },
      "");
}

CLI::Validator dlc::tool::positiveNumber() {
  return CLI::Validator(
      [](const std::string &text) {
        char *end = nullptr;
        double value = std::strtod(text.c_str(), &end);
        return *end == '\0' && value > 0 && std::isfinite(value)
                   ? std::string()
                   : "must be a positive number, got " + text;
      },
      "");
}

void dlc::tool::addWeights(CLI::App &app, std::string &path) {
  app.add_option("--weights", path, "a safetensors file (the initializers)")
      ->type_name("FILE");
}

void dlc::tool::addInputs(CLI::App &app, std::vector<std::string> &inputs,
                          const std::string &help) {
  addRepeated(app, "--input", inputs, help, "NAME=FILE");
}

void dlc::tool::addDimensions(CLI::App &app,
                              std::vector<std::string> &dimensions) {
  addRepeated(app, "--dim", dimensions,
              "a number for a dimension that no input tells (1)",
              "NAME=NUMBER");
}

void dlc::tool::addSeed(CLI::App &app, uint64_t &seed,
                        const std::string &drawn) {
  app.add_option("--seed", seed, "of what is drawn: " + drawn + " (0)")
      ->check(notNegative())
      ->type_name("S");
}

void dlc::tool::addCpu(CLI::App &app, std::string &cpu) {
  app.add_option("--cpu", cpu,
                 "the processor to make code for, by LLVM's name (native)")
      ->type_name("NAME");
}

void dlc::tool::addSeconds(CLI::App &app, double &seconds) {
  app.add_option("--seconds", seconds,
                 "how long to call it, after a tenth of that (1)")
      ->check(CLI::Validator(CLI::Range(0.0, 3600.0)).description(""))
      ->type_name("S");
}

void dlc::tool::addThreads(CLI::App &app, unsigned &threads) {
  app.add_option("--threads", threads,
                 "at most so many threads (one a processor)")
      ->check(notNegative())
      ->type_name("T");
}

void dlc::tool::addLibraries(CLI::App &app,
                             std::vector<std::string> &libraries) {
  addRepeated(app, "--load", libraries,
              "a shared library with functions of `extern fn`", "LIBRARY");
}

void dlc::tool::addStatistics(CLI::App &app, bool &statistics) {
  app.add_flag("--stats", statistics, "count compiled functions and their use");
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
