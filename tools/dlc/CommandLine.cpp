//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a subcommand takes on its command line.
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <cstdlib>

using namespace dlc::tool;

//===----------------------------------------------------------------------===//
// Options. Validators have no description: help shows it as a part of the type.
//===----------------------------------------------------------------------===//

Option &Option::required() {
  option->required();
  return *this;
}

Option &Option::notNegative() {
  option->check(
      [](const std::string &text) {
        return text.find('-') == 0 ? "must not be negative, got " + text
                                   : std::string();
      },
      "");
  return *this;
}

Option &Option::positive() {
  option->check(
      [](const std::string &text) {
        return text.find_first_of("123456789") == std::string::npos ||
                       text.find('-') == 0
                   ? "must be positive, got " + text
                   : std::string();
      },
      "");
  return *this;
}

Option &Option::positiveNumber() {
  option->check(
      [](const std::string &text) {
        char *end = nullptr;
        double value = std::strtod(text.c_str(), &end);
        return *end == '\0' && value > 0 && std::isfinite(value)
                   ? std::string()
                   : "must be a positive number, got " + text;
      },
      "");
  return *this;
}

Option &Option::between(double least, double most) {
  option->check(CLI::Validator(CLI::Range(least, most)).description(""));
  return *this;
}

Option &Option::oneOf(std::vector<std::string> values) {
  option->check(
      CLI::Validator(CLI::IsMember(std::move(values))).description(""));
  return *this;
}

Option &Option::excludes(Option other) {
  option->excludes(other.option);
  return *this;
}

Option &Option::needs(Option other) {
  option->needs(other.option);
  return *this;
}

//===----------------------------------------------------------------------===//
// CommandLine
//===----------------------------------------------------------------------===//

CommandLine::CommandLine(CLI::App &app, const std::string &name,
                         const std::string &description,
                         const std::string &footer)
    : command(app.add_subcommand(name, description)) {
  command->footer(footer);
}

Option CommandLine::find(const std::string &name) const {
  return Option(command->get_option(name));
}

template <typename T>
Option CommandLine::add(const std::string &names, T &value,
                        const std::string &type, const std::string &help) {
  return Option(command->add_option(names, value, help)->type_name(type));
}

template Option CommandLine::add(const std::string &, std::string &,
                                 const std::string &, const std::string &);
template Option CommandLine::add(const std::string &, int64_t &,
                                 const std::string &, const std::string &);
template Option CommandLine::add(const std::string &, uint64_t &,
                                 const std::string &, const std::string &);
template Option CommandLine::add(const std::string &, unsigned &,
                                 const std::string &, const std::string &);
template Option CommandLine::add(const std::string &, double &,
                                 const std::string &, const std::string &);
template Option CommandLine::add(const std::string &, std::optional<double> &,
                                 const std::string &, const std::string &);

Option CommandLine::addRepeated(const std::string &names,
                                std::vector<std::string> &values,
                                const std::string &type,
                                const std::string &help) {
  return Option(command->add_option(names, values, help)
                    ->type_name(type)
                    ->allow_extra_args(false));
}

Option CommandLine::addArguments(const std::string &name,
                                 std::vector<std::string> &values,
                                 const std::string &help) {
  return add(name, values, "", help);
}

Option CommandLine::addFlag(const std::string &names, bool &value,
                            const std::string &help) {
  return Option(command->add_flag(names, value, help));
}

Option CommandLine::addFlag(const std::string &name, std::string &value,
                            const std::string &unsaid, const std::string &type,
                            const std::string &help) {
  return Option(command->add_flag(name + "{" + unsaid + "}", value, help)
                    ->type_name(type));
}
