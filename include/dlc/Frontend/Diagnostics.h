//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Collects what is wrong with a program and renders it as text: position,
// message, the source line with a caret range, notes at other places, and the
// path of the layer instance in which the error came up.
//
// Nothing is printed here: the library never writes to a stream on its own.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_DIAGNOSTICS_H
#define DLC_FRONTEND_DIAGNOSTICS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dlc::frontend {

enum class Severity { Error, Warning, Remark };

/// One thing to say, at one main place.
struct Diagnostic {
  struct Note {
    llvm::SMRange range; ///< invalid: a note without a place
    std::string message;
  };

  Severity severity = Severity::Error;
  llvm::SMRange range; ///< invalid: concerns no place in a source
  std::string message;
  std::string layerPath; ///< "LeNet5.classifier.1: Linear", or empty
  std::vector<Note> notes;

  Diagnostic &note(llvm::SMRange place, const llvm::Twine &text);
};

/// Not copyable and not shared: each compilation has its own.
class DiagnosticEngine {
public:
  explicit DiagnosticEngine(llvm::SourceMgr &sources) : sources(sources) {}
  DiagnosticEngine(const DiagnosticEngine &) = delete;
  DiagnosticEngine &operator=(const DiagnosticEngine &) = delete;

  /// The result can be extended until the engine goes away. What was said
  /// before at the same place in the same words is not said again (a layer
  /// may be instantiated a hundred times). Beyond a number of errors that
  /// nobody reads, they are only counted.
  Diagnostic &error(llvm::SMRange range, const llvm::Twine &message);
  Diagnostic &error(llvm::SMLoc place, const llvm::Twine &message) {
    return error(llvm::SMRange(place, place), message);
  }

  /// Adds what another engine collected about the same sources, in their
  /// order.
  void append(DiagnosticEngine &&other);

  /// Will further errors only be counted?
  bool isFull() const;
  bool hasErrors() const { return errors != 0; }
  /// Of all calls of `error`, so that it shows whether something went wrong
  /// meanwhile, be it for the second time.
  unsigned errorCount() const { return errors + repeated; }
  const std::vector<std::unique_ptr<Diagnostic>> &all() const {
    return diagnostics;
  }
  llvm::SourceMgr &sourceManager() const { return sources; }

  /// Everything collected so far, as text.
  std::string render() const;
  void render(const Diagnostic &diagnostic, llvm::raw_ostream &stream) const;

private:
  void renderPlace(llvm::SMRange range, llvm::StringRef label,
                   llvm::StringRef message, llvm::raw_ostream &stream) const;

  llvm::SourceMgr &sources;
  std::vector<std::unique_ptr<Diagnostic>> diagnostics;
  /// Takes what is reported but not kept.
  Diagnostic discarded;
  unsigned errors = 0;
  unsigned repeated = 0;
};

/// Where a location lies, with lines and columns from 1; columns count
/// characters, not bytes.
struct SourcePosition {
  llvm::StringRef file;
  unsigned line = 0;
  unsigned column = 0;
};
SourcePosition resolve(const llvm::SourceMgr &sources, llvm::SMLoc place);

/// The candidate a misspelt `name` most likely means, if one is close.
std::optional<llvm::StringRef>
closestName(llvm::StringRef name, llvm::ArrayRef<llvm::StringRef> candidates);

/// "; did you mean 'x'?", or nothing where no candidate is close.
std::string didYouMean(llvm::StringRef name,
                       llvm::ArrayRef<llvm::StringRef> candidates);

} // namespace dlc::frontend

#endif // DLC_FRONTEND_DIAGNOSTICS_H
