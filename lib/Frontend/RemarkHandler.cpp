//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Remarks of passes in terms of the model file.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/RemarkHandler.h"

#include "dlc/Dialect/Graph/IR/Remarks.h"
#include "dlc/Frontend/MLIRDiagnostics.h"

#include "llvm/ADT/StringSet.h"

using namespace dlc;
using namespace dlc::frontend;

static Remark makeRemark(llvm::SourceMgr &sources, Diagnostic source,
                         llvm::StringRef pass, bool isMissed) {
  Remark remark;
  remark.pass = pass.str();
  remark.isMissed = isMissed;
  remark.message = source.message;
  SourcePosition position = resolve(sources, source.range.Start);
  remark.file = position.file.str();
  remark.line = position.line;
  remark.column = position.column;
  remark.layerPath = source.layerPath;
  source.severity = Severity::Remark;
  // There are many: the layer's path says how it came to this.
  source.notes.clear();
  source.message += (" [" + pass + (isMissed ? ", missed]" : "]")).str();
  llvm::raw_string_ostream stream(remark.text);
  DiagnosticEngine(sources).render(source, stream);
  return remark;
}

RemarkHandler::RemarkHandler(mlir::MLIRContext &context,
                             llvm::SourceMgr &sources,
                             std::function<bool(llvm::StringRef)> isLibrary,
                             Consumer consumer)
    : ScopedDiagnosticHandler(&context) {
  auto said = std::make_shared<llvm::StringSet<>>();
  setHandler([&sources, isLibrary = std::move(isLibrary),
              consumer = std::move(consumer),
              said](mlir::Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() != mlir::DiagnosticSeverity::Remark)
      return mlir::failure();
    std::string text = diagnostic.str();
    llvm::StringRef pass, message;
    bool isMissed = false;
    if (!graph::parseRemark(text, pass, isMissed, message))
      return mlir::failure();
    Diagnostic source = toSource(diagnostic, sources, isLibrary);
    source.message = message.str();
    Remark remark = makeRemark(sources, std::move(source), pass, isMissed);
    if (said->insert(remark.text).second)
      consumer(remark);
    return mlir::success();
  });
}
