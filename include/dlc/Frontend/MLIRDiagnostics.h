//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Diagnostics of later phases, which MLIR reports at locations, as diagnostics
// of the model file: position, layer path and chain of calls are read back
// from the location that graph generation gave to each operation.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_MLIRDIAGNOSTICS_H
#define DLC_FRONTEND_MLIRDIAGNOSTICS_H

#include "dlc/Frontend/Diagnostics.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Location.h"

#include <functional>

namespace dlc::frontend {

/// A location in terms of the source.
struct SourceLocation {
  /// "LeNet5.classifier.1: Linear", or empty.
  std::string layerPath;
  /// From the operation itself up the chain of calls.
  std::vector<mlir::FileLineColLoc> positions;
};
SourceLocation decodeLocation(mlir::Location location);

/// The place in a buffer of `sources`; invalid where there is none of that
/// name.
llvm::SMRange findPlace(const llvm::SourceMgr &sources,
                        mlir::FileLineColLoc location);

/// What MLIR reports in terms of the source. `isLibrary` tells the compiler's
/// own files, in which nothing is shown as long as a call in a user's file led
/// there.
Diagnostic toSource(mlir::Diagnostic &diagnostic,
                    const llvm::SourceMgr &sources,
                    llvm::function_ref<bool(llvm::StringRef)> isLibrary);

/// While it lives, errors and warnings emitted in the context go to
/// `diagnostics`, remarks on to the next handler.
class DiagnosticBridge : public mlir::ScopedDiagnosticHandler {
public:
  DiagnosticBridge(mlir::MLIRContext &context, DiagnosticEngine &diagnostics,
                   std::function<bool(llvm::StringRef)> isLibrary);
};

} // namespace dlc::frontend

#endif // DLC_FRONTEND_MLIRDIAGNOSTICS_H
