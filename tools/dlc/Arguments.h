//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Arguments that subcommands share, and how all of them report errors.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_ARGUMENTS_H
#define DLC_TOOLS_DLC_ARGUMENTS_H

#include "CommandLine.h"
#include "Numbers.h"

#include "dlc/ExecutionEngine/MachineMemory.h"
#include "dlc/Frontend/Frontend.h"
#include "dlc/Model.h"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dlc::tool {

/// Prints an error as a compiler does; returns the exit code.
int fail(const Error &error);

/// Which model, and how large it may be: FILE, -D, -I, --model, --dtype,
/// --training, --max-memory.
struct ModelArguments {
  std::string file;
  std::vector<std::string> constants;
  std::vector<std::string> importPaths;
  std::string model;
  std::string dtype = "f32";
  bool training = false;
  std::string maximumMemory;

  void addTo(CommandLine &command);
  Expected<ModelOptions> options() const;
  Expected<frontend::FrontendOptions> frontendOptions() const;
  /// That of --max-memory; nothing without it.
  Expected<std::optional<MemoryLimit>> memoryLimit() const;
};

/// --remarks and --remarks-json, for commands that compile.
struct RemarkArguments {
  std::string which; ///< "", "applied", "missed" or "all"
  std::string jsonFile;

  void addTo(CommandLine &command);
  /// Empty without either option. Remarks go to standard error, or as lines of
  /// JSON to the file.
  Expected<std::function<void(const Remark &)>> consumer() const;
};

/// --on-nonfinite, --clip-grad-norm and --clip-grad-value, for commands that
/// compile steps of training.
struct StepOptionArguments {
  std::string onNonfinite; ///< "", "skip" or "stop"
  std::optional<double> clipGradNorm;
  std::optional<double> clipGradValue;

  void addTo(CommandLine &command);
  StepOptions options() const;
};

/// --cache-dir, --no-cache and --explain-cache, for commands that run code.
struct CacheArguments {
  std::string folder;
  bool off = false;
  bool explain = false;

  void addTo(CommandLine &command);
  ObjectCacheOptions options() const;
};

/// --weights, which is not required.
void addWeights(CommandLine &command, std::string &path);
/// --input.
void addInputs(CommandLine &command, std::vector<std::string> &inputs,
               const std::string &help = "an input from an npy file");
/// --dim, for functions that are called.
void addDimensions(CommandLine &command, std::vector<std::string> &dimensions);
/// --seed; `drawn` says what is drawn from it.
void addSeed(CommandLine &command, uint64_t &seed,
             const std::string &drawn = "weights, inputs, random numbers");
/// --cpu.
void addCpu(CommandLine &command, std::string &cpu);
/// --threads.
void addThreads(CommandLine &command, unsigned &threads);
/// --seconds.
void addSeconds(CommandLine &command, double &seconds);
/// --load.
void addLibraries(CommandLine &command, std::vector<std::string> &libraries);
/// --stats.
void addStatistics(CommandLine &command, bool &statistics);
/// What --stats asks for.
void printStatistics(const Model &model);

/// "N=8" as a name and what follows; `option` names it in errors.
Expected<std::pair<std::string, std::string>>
splitAssignment(const std::string &option, const std::string &text);

/// The arguments of --dim.
Expected<std::map<std::string, int64_t>>
parseDimensions(const std::vector<std::string> &arguments);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_ARGUMENTS_H
