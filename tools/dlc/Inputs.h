//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The tensors that a command gives a function: read from npy files, or drawn.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_INPUTS_H
#define DLC_TOOLS_DLC_INPUTS_H

#include "dlc/ExecutionEngine/MachineMemory.h"
#include "dlc/Model.h"

#include <map>
#include <string>
#include <vector>

namespace dlc::tool {

/// What the command line says of the function's inputs or outputs: paths by
/// position in the interface; empty ones were not named.
using Paths = std::vector<std::string>;

/// Finds out whose file each "NAME=FILE" is. `kind`: "input" or "output".
Expected<Paths> assignPaths(const std::string &kind,
                            const std::vector<std::string> &arguments,
                            const std::string &function,
                            const std::vector<TensorInfo> &tensors);

struct CallInputs {
  std::vector<Tensor> tensors;
  /// A number for every dimension of the function.
  std::map<std::string, int64_t> dimensions;

  std::vector<TensorView> views() const;
};

/// Reads the inputs that have a file and draws the others from the seed.
/// Dimensions that no file and no `options.dimensions` tell are 1; those that
/// no input tells are added to the options.
Expected<CallInputs> makeInputs(const FunctionInfo &function,
                                const Paths &paths, uint64_t seed,
                                const MemoryLimit &limit, CallOptions &options);

/// Where each input comes from, as text.
std::string describeInputs(const FunctionInfo &function,
                           const std::vector<Tensor> &tensors,
                           const Paths &paths, uint64_t seed);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_INPUTS_H
