//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a subcommand takes on its command line. CLI11 does the work; it is a
// large header with all code inline, which only CommandLine.cpp and dlc.cpp
// include.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_COMMANDLINE_H
#define DLC_TOOLS_DLC_COMMANDLINE_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace dlc::tool {

/// One option or argument. Each function returns this option.
class Option {
public:
  explicit Option(CLI::Option *option) : option(option) {}

  Option &required();
  /// With a number without a fraction. Conversion to an unsigned number takes
  /// "-1" for the largest one, so that this is not said by the type.
  Option &notNegative();
  Option &positive();
  /// With a floating point number, which is not infinite either.
  Option &positiveNumber();
  Option &between(double least, double most);
  Option &oneOf(std::vector<std::string> values);
  /// Neither stands beside the other.
  Option &excludes(Option other);
  Option &needs(Option other);

private:
  CLI::Option *option;
};

/// The options of one subcommand. Values are set when the command line is
/// parsed, and keep what they are where their option is not given; they live
/// until then. `names` are those of an option ("-o", "--out"), or of an
/// argument that is told by its place ("FILE"). `type` is what help shows for
/// the value.
class CommandLine {
public:
  /// Adds a subcommand. `footer` stands below the options in its help.
  CommandLine(CLI::App &app, const std::string &name,
              const std::string &description, const std::string &footer);

  /// One that was added.
  Option find(const std::string &name) const;

  CLI::App *app() const { return command; }

  /// Takes a string, int64_t, uint64_t, unsigned, double or an optional double.
  template <typename T>
  Option add(const std::string &names, T &value, const std::string &type,
             const std::string &help);

  /// An option that may be given several times, each time with one value.
  Option addRepeated(const std::string &names, std::vector<std::string> &values,
                     const std::string &type, const std::string &help);
  /// Arguments that are told by their place.
  Option addArguments(const std::string &name, std::vector<std::string> &values,
                      const std::string &help);

  Option addFlag(const std::string &names, bool &value,
                 const std::string &help);
  /// A flag that may have a value: "--flag=all"; `unsaid` without one.
  Option addFlag(const std::string &name, std::string &value,
                 const std::string &unsaid, const std::string &type,
                 const std::string &help);

private:
  CLI::App *command;
};

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_COMMANDLINE_H
