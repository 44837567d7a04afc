//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From MLIR's locations back to the source.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/MLIRDiagnostics.h"

#include "mlir/IR/BuiltinAttributes.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace dlc::frontend;

static void decode(mlir::Location location, SourceLocation &result) {
  llvm::TypeSwitch<mlir::LocationAttr>(location)
      .Case([&](mlir::NameLoc named) {
        if (result.layerPath.empty())
          result.layerPath = named.getName().str();
        decode(named.getChildLoc(), result);
      })
      .Case([&](mlir::CallSiteLoc call) {
        decode(call.getCallee(), result);
        decode(call.getCaller(), result);
      })
      .Case([&](mlir::FusedLoc fused) {
        // What was fused has several origins; the first is as good as any.
        if (!fused.getLocations().empty())
          decode(fused.getLocations().front(), result);
      })
      .Case([&](mlir::FileLineColLoc position) {
        result.positions.push_back(position);
      });
}

SourceLocation dlc::frontend::decodeLocation(mlir::Location location) {
  SourceLocation result;
  decode(location, result);
  return result;
}

llvm::SMRange dlc::frontend::findPlace(const llvm::SourceMgr &sources,
                                       mlir::FileLineColLoc location) {
  for (unsigned id = 1; id <= sources.getNumBuffers(); ++id) {
    llvm::StringRef text = sources.getMemoryBuffer(id)->getBuffer();
    if (sources.getMemoryBuffer(id)->getBufferIdentifier() !=
        location.getFilename().getValue())
      continue;
    for (unsigned line = 1; line < location.getLine(); ++line)
      text = text.split('\n').second;
    // Columns count characters.
    unsigned column = location.getColumn();
    const char *place = text.begin();
    while (column > 1 && place != text.end() && *place != '\n') {
      ++place;
      if (place == text.end() ||
          (static_cast<unsigned char>(*place) & 0xC0) != 0x80)
        --column;
    }
    llvm::SMLoc start = llvm::SMLoc::getFromPointer(place);
    return {start, start};
  }
  return {};
}

Diagnostic
dlc::frontend::toSource(mlir::Diagnostic &diagnostic,
                        const llvm::SourceMgr &sources,
                        llvm::function_ref<bool(llvm::StringRef)> isLibrary) {
  SourceLocation location = decodeLocation(diagnostic.getLocation());
  size_t main = 0;
  while (main + 1 < location.positions.size() &&
         isLibrary(location.positions[main].getFilename()))
    ++main;
  Diagnostic result;
  if (main < location.positions.size())
    result.range = findPlace(sources, location.positions[main]);
  result.message = diagnostic.str();
  if (diagnostic.getSeverity() == mlir::DiagnosticSeverity::Warning)
    result.severity = Severity::Warning;
  result.layerPath = location.layerPath;
  for (size_t i = 0; i < location.positions.size(); ++i)
    if (i != main)
      result.note(findPlace(sources, location.positions[i]),
                  i < main ? "in the library, here" : "called here");
  for (mlir::Diagnostic &note : diagnostic.getNotes()) {
    SourceLocation where = decodeLocation(note.getLocation());
    result.note(where.positions.empty()
                    ? llvm::SMRange()
                    : findPlace(sources, where.positions.front()),
                note.str());
  }
  return result;
}

DiagnosticBridge::DiagnosticBridge(
    mlir::MLIRContext &context, DiagnosticEngine &diagnostics,
    std::function<bool(llvm::StringRef)> isLibrary)
    : ScopedDiagnosticHandler(&context) {
  setHandler([&diagnostics,
              isLibrary = std::move(isLibrary)](mlir::Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == mlir::DiagnosticSeverity::Remark)
      return mlir::failure();
    // Said behind the reason, which is an error of its own.
    if (diagnostics.hasErrors() &&
        llvm::StringRef(diagnostic.str())
            .ends_with("op failed to infer returned types"))
      return mlir::success();
    Diagnostic source =
        toSource(diagnostic, diagnostics.sourceManager(), isLibrary);
    Diagnostic &result = diagnostics.error(source.range, source.message);
    result.severity = source.severity;
    result.layerPath = std::move(source.layerPath);
    result.notes = std::move(source.notes);
    return mlir::success();
  });
}
