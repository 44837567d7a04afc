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

#include "Place.h"

#include "dlc/Frontend/MLIRDiagnostics.h"

#include "llvm/Support/Path.h"

using namespace dlc;
using namespace dlc::tool;

Place dlc::tool::describePlace(mlir::Location location,
                               const frontend::Compilation &compilation) {
  frontend::SourceLocation decoded = frontend::decodeLocation(location);
  Place place;
  place.layer = decoded.layerPath;
  for (mlir::FileLineColLoc position : decoded.positions) {
    llvm::StringRef file = position.getFilename().getValue();
    place.position = (llvm::sys::path::filename(file) + ":" +
                      llvm::Twine(position.getLine()) + ":" +
                      llvm::Twine(position.getColumn()))
                         .str();
    if (!compilation.isLibraryFile(file))
      break;
  }
  return place;
}
