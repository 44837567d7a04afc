//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The subcommands of dlc. Each adds itself to the command line and returns
// what to run where it is chosen: a function that returns the exit code.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_COMMANDS_H
#define DLC_TOOLS_DLC_COMMANDS_H

#include <functional>

namespace CLI {
class App;
}

namespace dlc::tool {

struct Command {
  CLI::App *app;
  std::function<int()> run;
};

Command addCheck(CLI::App &app);
Command addFmt(CLI::App &app);
Command addDoc(CLI::App &app);
Command addRun(CLI::App &app);
Command addEval(CLI::App &app);
Command addStep(CLI::App &app);
Command addBench(CLI::App &app);
Command addProfile(CLI::App &app);
Command addInspect(CLI::App &app);
Command addEmit(CLI::App &app);
Command addExplain(CLI::App &app);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_COMMANDS_H
