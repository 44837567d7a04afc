//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where an operation comes from, in terms of the model.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_PLACE_H
#define DLC_TOOLS_DLC_PLACE_H

#include "dlc/Frontend/Frontend.h"

#include "mlir/IR/Location.h"

#include <string>

namespace dlc::tool {

struct Place {
  std::string layer;    ///< "LeNet5.classifier.1: Linear"
  std::string position; ///< "lenet5.dl:12:3"
};

/// The layer, and where in the user's file it is used: of the positions up the
/// chain of calls, the first that is not the library's.
Place describePlace(mlir::Location location,
                    const frontend::Compilation &compilation);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_PLACE_H
