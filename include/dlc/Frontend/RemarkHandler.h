//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Remarks of passes, which MLIR reports at locations, in terms of the model
// file.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_REMARKHANDLER_H
#define DLC_FRONTEND_REMARKHANDLER_H

#include "dlc/Remark.h"

#include "mlir/IR/Diagnostics.h"

#include "llvm/Support/SourceMgr.h"

#include <functional>

namespace dlc::frontend {

/// While it lives, remarks emitted in the context go to `consumer`, each once
/// for all that are equal: a layer may be used a hundred times. Errors and
/// warnings go on to the next handler.
class RemarkHandler : public mlir::ScopedDiagnosticHandler {
public:
  using Consumer = std::function<void(const Remark &)>;

  /// `isLibrary` tells the compiler's own files, in which no remark is placed
  /// as long as a call in a user's file led there.
  RemarkHandler(mlir::MLIRContext &context, llvm::SourceMgr &sources,
                std::function<bool(llvm::StringRef)> isLibrary,
                Consumer consumer);
};

} // namespace dlc::frontend

#endif // DLC_FRONTEND_REMARKHANDLER_H
