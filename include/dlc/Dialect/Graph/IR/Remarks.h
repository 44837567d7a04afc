//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Remarks of passes: MLIR remarks whose text begins with the pass's name, as
// "[graph-fold-conv-batchnorm] ..." or "[graph-fold-conv-batchnorm, missed]
// ...". Nobody need listen; who does takes the text apart (dlc/Remark.h).
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_REMARKS_H
#define DLC_DIALECT_GRAPH_IR_REMARKS_H

#include "mlir/IR/Diagnostics.h"

namespace dlc::graph {

/// Says what the pass did at the location. The message follows with `<<`:
/// lower case, past tense, no full stop.
inline mlir::InFlightDiagnostic remarkApplied(llvm::StringRef pass,
                                              mlir::Location location) {
  return mlir::emitRemark(location) << '[' << pass << "] ";
}

/// Says what the pass nearly did, and why it did not.
inline mlir::InFlightDiagnostic remarkMissed(llvm::StringRef pass,
                                             mlir::Location location) {
  return mlir::emitRemark(location) << '[' << pass << ", missed] ";
}

/// The parts of a remark's text; false where it has another form.
bool parseRemark(llvm::StringRef text, llvm::StringRef &pass, bool &isMissed,
                 llvm::StringRef &message);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_IR_REMARKS_H
