//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Collecting and rendering diagnostics.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Diagnostics.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"

#include <algorithm>

using namespace dlc::frontend;

/// A file that is no program at all must not flood its reader.
static constexpr unsigned maximumErrors = 50;
/// A name may be as long as the file.
static constexpr size_t maximumMessage = 1000;

/// Continuation bytes of UTF-8 take no column of their own.
static bool startsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

static std::string shortened(std::string text) {
  if (text.size() <= maximumMessage)
    return text;
  size_t end = maximumMessage;
  while (end != 0 && !startsCharacter(text[end]))
    --end;
  text.resize(end);
  return text + "...";
}

Diagnostic &Diagnostic::note(llvm::SMRange place, const llvm::Twine &text) {
  notes.push_back({place, shortened(text.str())});
  return *this;
}

Diagnostic &DiagnosticEngine::error(llvm::SMRange range,
                                    const llvm::Twine &message) {
  discarded = Diagnostic();
  if (isFull()) {
    ++errors;
    return discarded;
  }
  std::string text = shortened(message.str());
  for (const auto &earlier : diagnostics)
    if (range.isValid() && earlier->range.Start == range.Start &&
        earlier->message == text) {
      ++repeated;
      return discarded;
    }
  ++errors;
  auto diagnostic = std::make_unique<Diagnostic>();
  diagnostic->range = range;
  diagnostic->message = std::move(text);
  diagnostics.push_back(std::move(diagnostic));
  return *diagnostics.back();
}

bool DiagnosticEngine::isFull() const {
  return diagnostics.size() >= maximumErrors;
}

void DiagnosticEngine::append(DiagnosticEngine &&other) {
  llvm::stable_sort(other.diagnostics, [](const auto &lhs, const auto &rhs) {
    return lhs->range.Start.getPointer() < rhs->range.Start.getPointer();
  });
  for (std::unique_ptr<Diagnostic> &diagnostic : other.diagnostics)
    if (!isFull())
      diagnostics.push_back(std::move(diagnostic));
  errors += other.errors;
  repeated += other.repeated;
}

static unsigned countCharacters(llvm::StringRef text) {
  return llvm::count_if(text, startsCharacter);
}

namespace {
/// The line of a buffer that a place lies in.
struct Line {
  llvm::StringRef text;
  llvm::StringRef file;
  unsigned number = 0;
};
} // namespace

static std::optional<Line> lineOf(const llvm::SourceMgr &sources,
                                  llvm::SMLoc place) {
  unsigned id = place.isValid() ? sources.FindBufferContainingLoc(place) : 0;
  if (!id)
    return std::nullopt;
  const llvm::MemoryBuffer *buffer = sources.getMemoryBuffer(id);
  const char *start = place.getPointer(), *end = start;
  while (start != buffer->getBufferStart() && start[-1] != '\n')
    --start;
  while (end != buffer->getBufferEnd() && *end != '\n')
    ++end;
  Line line;
  line.text = llvm::StringRef(start, end - start).rtrim('\r');
  line.file = buffer->getBufferIdentifier();
  line.number = sources.FindLineNumber(place, id);
  return line;
}

SourcePosition dlc::frontend::resolve(const llvm::SourceMgr &sources,
                                      llvm::SMLoc place) {
  SourcePosition position;
  unsigned id = place.isValid() ? sources.FindBufferContainingLoc(place) : 0;
  if (!id)
    return position;
  const auto &buffer = sources.getBufferInfo(id);
  position.file = buffer.Buffer->getBufferIdentifier();
  position.line = buffer.getLineNumber(place.getPointer());
  const char *start = buffer.getPointerForLineNumber(position.line);
  llvm::StringRef before(start, place.getPointer() - start);
  // Every operation of a graph has a position: counting characters in a line
  // that holds a whole program would take for ever.
  constexpr size_t maximumCounted = 4096;
  position.column =
      1 + (before.size() > maximumCounted ? before.size()
                                          : countCharacters(before));
  return position;
}

/// A line as it can be shown: no control characters, tabs as single blanks
/// (so that the caret below stays in its column), malformed bytes as '?'.
static std::string displayable(llvm::StringRef text) {
  bool ascii = llvm::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  bool legal = ascii || llvm::json::isUTF8(text);
  std::string result;
  for (char c : text) {
    bool high = static_cast<unsigned char>(c) >= 0x80;
    if (high && !legal) {
      // Keep columns: one mark for each byte that starts a character.
      if (startsCharacter(c))
        result += '?';
    } else {
      result += high || llvm::isPrint(c) ? c : c == '\t' ? ' ' : '?';
    }
  }
  return result;
}

/// Longer lines are shown in part: a generated file may be one line.
static constexpr unsigned maximumLine = 240;

void DiagnosticEngine::renderPlace(llvm::SMRange range, llvm::StringRef label,
                                   llvm::StringRef message,
                                   llvm::raw_ostream &stream) const {
  std::optional<Line> line = lineOf(sources, range.Start);
  if (!line) {
    stream << label << ": " << message << '\n';
    return;
  }
  const char *start = range.Start.getPointer();
  unsigned column = countCharacters(
      llvm::StringRef(line->text.begin(), start - line->text.begin()));
  stream << line->file << ':' << line->number << ':' << column + 1 << ": "
         << label << ": " << message << '\n';
  if (line->text.size() > maximumLine)
    return;

  // A range over several lines is marked up to the end of its first.
  const char *stop = std::min(range.End.getPointer(), line->text.end());
  unsigned width =
      stop > start ? countCharacters(llvm::StringRef(start, stop - start)) : 1;
  stream << "  " << displayable(line->text) << '\n';
  stream.indent(2 + column) << '^';
  for (unsigned i = 1; i < width; ++i)
    stream << '~';
  stream << '\n';
}

static llvm::StringRef labelOf(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Remark:
    return "remark";
  }
  return "";
}

void DiagnosticEngine::render(const Diagnostic &diagnostic,
                              llvm::raw_ostream &stream) const {
  renderPlace(diagnostic.range, labelOf(diagnostic.severity),
              diagnostic.message, stream);
  if (!diagnostic.layerPath.empty())
    renderPlace({}, "note", "in " + diagnostic.layerPath, stream);
  for (const Diagnostic::Note &note : diagnostic.notes)
    renderPlace(note.range, "note", note.message, stream);
}

std::string DiagnosticEngine::render() const {
  std::string text;
  llvm::raw_string_ostream stream(text);
  for (const auto &diagnostic : diagnostics)
    render(*diagnostic, stream);
  if (errors > diagnostics.size())
    stream << "and " << errors - diagnostics.size() << " more errors\n";
  return text;
}

/// Edit distance in which two neighbours exchanged are one edit.
static unsigned distance(llvm::StringRef lhs, llvm::StringRef rhs,
                         unsigned allowed) {
  if (lhs.size() == rhs.size()) {
    auto [left, right] = std::mismatch(lhs.begin(), lhs.end(), rhs.begin());
    if (lhs.end() - left >= 2 && left[0] == right[1] && left[1] == right[0] &&
        std::equal(left + 2, lhs.end(), right + 2))
      return 1;
  }
  return lhs.edit_distance(rhs, /*AllowReplacements=*/true, allowed);
}

std::optional<llvm::StringRef>
dlc::frontend::closestName(llvm::StringRef name,
                           llvm::ArrayRef<llvm::StringRef> candidates) {
  // Nobody waits for a suggestion among a hundred thousand names.
  constexpr size_t maximumCandidates = 10'000;
  if (candidates.size() > maximumCandidates)
    return std::nullopt;
  std::optional<llvm::StringRef> best;
  // A third of the letters may be wrong; names of one letter have no
  // neighbours.
  unsigned allowed = name.size() < 2 ? 0 : std::max<size_t>(1, name.size() / 3);
  for (llvm::StringRef candidate : candidates) {
    if (candidate == name)
      continue;
    if (candidate.equals_insensitive(name))
      return candidate;
    unsigned edits = distance(candidate, name, allowed);
    // The first of equally close ones stays.
    if (edits > allowed || (best && edits == allowed))
      continue;
    best = candidate;
    allowed = edits;
  }
  if (best || name.size() < 3)
    return best;
  // Or the beginning of a longer name: "transpose" of "transpose_rhs"; or its
  // end: "bias" of "use_bias".
  std::string end = ("_" + name).str();
  for (llvm::StringRef candidate : candidates)
    if (candidate != name &&
        (candidate.starts_with(name) || candidate.ends_with(end)))
      return candidate;
  return std::nullopt;
}

std::string
dlc::frontend::didYouMean(llvm::StringRef name,
                          llvm::ArrayRef<llvm::StringRef> candidates) {
  std::optional<llvm::StringRef> closest = closestName(name, candidates);
  return closest ? ("; did you mean '" + *closest + "'?").str() : "";
}
