//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc, the command line of the compiler: parses arguments and hands them to a
// subcommand. LLVM's own options stay out of it.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

#include <CLI/CLI.hpp>

#include <cctype>
#include <cerrno>
#include <cstring>

using namespace dlc;
using namespace dlc::tool;

namespace {
/// Options as manuals show them: "--dim N=8".
class Formatter : public CLI::Formatter {
public:
  std::string make_option_opts(const CLI::Option *option) const override {
    if (option->get_positional() || option->get_type_size() == 0)
      return "";
    return " " + option->get_type_name();
  }
  std::string make_usage(const CLI::App *app, std::string name) const override {
    std::string usage = CLI::Formatter::make_usage(app, name);
    usage[0] = 'u';
    return usage;
  }
};
} // namespace

/// CLI11 writes whole sentences.
static std::string asMessage(std::string text) {
  if (text.size() > 1 && std::islower(text[1]))
    text[0] = static_cast<char>(std::tolower(text[0]));
  while (!text.empty() && (text.back() == '\n' || text.back() == '.'))
    text.pop_back();
  return text;
}

/// CLI11 cannot tell a misspelt command from a surplus argument.
static Expected<void> checkCommand(int argc, char **argv,
                                   llvm::ArrayRef<Command> commands) {
  std::vector<std::string> names;
  for (const Command &command : commands)
    names.push_back(command.app->get_name());
  std::string all = fmt::format("{}", fmt::join(names, ", "));
  if (argc < 2)
    return Error("a command is required, one of " + all);
  std::string name = argv[1];
  std::vector<llvm::StringRef> known(names.begin(), names.end());
  if (name[0] == '-' || llvm::is_contained(known, name))
    return {};
  return Error("there is no command '" + name + "'" +
               frontend::didYouMean(name, known) + " (there are " + all + ")");
}

int main(int argc, char **argv) {
  CLI::App app("dlc compiles deep learning models written in the model "
               "language.\n`dlc COMMAND --help` tells more, with an example.");
  app.formatter(std::make_shared<Formatter>());
  app.set_version_flag("--version", "dlc " DLC_VERSION);
  const Command commands[] = {addCheck(app),   addRun(app),   addEval(app),
                              addStep(app),    addBench(app), addProfile(app),
                              addInspect(app), addEmit(app),  addExplain(app),
                              addFmt(app),     addDoc(app)};
  if (Expected<void> named = checkCommand(argc, argv, commands); !named)
    return fail(named.error());
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success &success) {
    return app.exit(success);
  } catch (const CLI::ParseError &error) {
    return fail(Error(asMessage(error.what())));
  }

  const Command *chosen = llvm::find_if(
      commands, [](const Command &command) { return command.app->parsed(); });
  if (chosen == std::end(commands))
    return fail(Error("a command is required"));
  int code = chosen->run();
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    return fail(Error(std::string("cannot write to standard output: ") +
                      std::strerror(errno)));
  }
  return code;
}
