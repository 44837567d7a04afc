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

#include <charconv>

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

void dlc::tool::addCpu(CLI::App &app, std::string &cpu) {
  app.add_option("--cpu", cpu,
                 "the processor to make code for, by LLVM's name (native)")
      ->type_name("NAME");
}

void dlc::tool::addThreads(CLI::App &app, unsigned &threads) {
  app.add_option("--threads", threads,
                 "at most so many threads (one a processor)")
      ->check(notNegative())
      ->type_name("T");
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

std::string dlc::tool::grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t place = text.size(); place > 3;)
    text.insert(place -= 3, ",");
  return text;
}

std::string dlc::tool::counted(uint64_t number, const std::string &noun) {
  return grouped(number) + " " + noun + (number == 1 ? "" : "s");
}
