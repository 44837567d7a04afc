//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Places for a drawing's boxes: `dot` reads the sizes of boxes and what is in
// which frame, and writes JSON with the places. What it writes is checked like
// any input.
//
//===----------------------------------------------------------------------===//

#include "Graphviz.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace dlc;
using namespace dlc::explain;
using llvm::StringRef;

/// Drawings are limited, so this is for a machine that is very busy.
static constexpr unsigned kSeconds = 20;

Expected<Graphviz> Graphviz::find() {
  llvm::ErrorOr<std::string> program = llvm::sys::findProgramByName("dot");
  if (!program)
    return Error("cannot draw graphs without 'dot': Graphviz is not installed "
                 "(Debian's package 'graphviz')");
  return Graphviz(*program);
}

//===----------------------------------------------------------------------===//
// To dot
//===----------------------------------------------------------------------===//

static void writeFrame(const Drawing &drawing, int frame,
                       llvm::raw_ostream &stream) {
  for (auto [i, box] : llvm::enumerate(drawing.boxes))
    if (box.frame == frame)
      stream << llvm::formatv("b{0} [width={1:F3}, height={2:F3}];\n", i,
                              box.width / 72, box.height / 72);
  for (auto [i, inner] : llvm::enumerate(drawing.frames)) {
    if (inner.parent != frame)
      continue;
    // Room for the text, in whatever font: characters of equal width.
    std::string label(inner.label.size(), 'x');
    stream << "subgraph cluster_" << i << " {\nlabel=\"" << label << "\";\n";
    writeFrame(drawing, int(i), stream);
    stream << "}\n";
  }
}

static std::string toDot(const Drawing &drawing) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << "digraph {\ngraph [ranksep=0.3, nodesep=0.22, labeljust=l, "
            "fontname=Courier, fontsize=10, margin=9];\n"
            "node [shape=box, fixedsize=true, label=\"\"];\n"
            "edge [arrowsize=0.7];\n";
  writeFrame(drawing, -1, stream);
  for (auto [i, arrow] : llvm::enumerate(drawing.arrows)) {
    stream << llvm::formatv("b{0} -> b{1} [id=a{2}", arrow.from, arrow.to, i);
    if (arrow.isBack)
      stream << ", constraint=false";
    stream << "];\n";
  }
  stream << "}\n";
  return text;
}

//===----------------------------------------------------------------------===//
// From JSON
//===----------------------------------------------------------------------===//

namespace {
/// Reads what dot wrote; every getter tells whether it could.
class LayoutReader {
public:
  explicit LayoutReader(Drawing &drawing) : drawing(drawing) {}

  bool read(const llvm::json::Object &graph);

private:
  bool readNumbers(StringRef text, llvm::SmallVectorImpl<double> &numbers);
  bool readObject(const llvm::json::Object &object);
  bool readArrow(const llvm::json::Object &edge);
  Point flipped(double x, double y) const { return {x, drawing.height - y}; }

  Drawing &drawing;
  size_t placed = 0;
};
} // namespace

/// Numbers between commas and blanks.
bool LayoutReader::readNumbers(StringRef text,
                               llvm::SmallVectorImpl<double> &numbers) {
  while (!(text = text.ltrim(" ,")).empty()) {
    StringRef digits =
        text.take_until([](char c) { return c == ',' || c == ' '; });
    double number = 0;
    if (digits.getAsDouble(number) || !std::isfinite(number))
      return false;
    numbers.push_back(number);
    text = text.drop_front(digits.size());
  }
  return true;
}

/// "b12" and "cluster_3" as a number below `limit`.
static bool readIndex(StringRef name, StringRef prefix, size_t limit,
                      size_t &index) {
  return name.consume_front(prefix) && !name.getAsInteger(10, index) &&
         index < limit;
}

bool LayoutReader::readObject(const llvm::json::Object &object) {
  StringRef name = object.getString("name").value_or("");
  llvm::SmallVector<double, 4> numbers;
  size_t index = 0;
  if (readIndex(name, "b", drawing.boxes.size(), index)) {
    if (!readNumbers(object.getString("pos").value_or(""), numbers) ||
        numbers.size() != 2)
      return false;
    drawing.boxes[index].center = flipped(numbers[0], numbers[1]);
    ++placed;
  } else if (readIndex(name, "cluster_", drawing.frames.size(), index)) {
    Frame &frame = drawing.frames[index];
    if (!readNumbers(object.getString("bb").value_or(""), numbers) ||
        numbers.size() != 4)
      return false;
    frame.low = flipped(numbers[0], numbers[3]);
    frame.high = flipped(numbers[2], numbers[1]);
  }
  return true;
}

/// "e,x,y x,y x,y x,y x,y": the tip, then the curve.
bool LayoutReader::readArrow(const llvm::json::Object &edge) {
  size_t index = 0;
  if (!readIndex(edge.getString("id").value_or(""), "a", drawing.arrows.size(),
                 index))
    return false;
  StringRef text = edge.getString("pos").value_or("");
  llvm::SmallVector<double, 16> numbers;
  // Curves between the same two frames may come in several parts.
  text = text.split(';').first;
  bool hasTip = text.consume_front("e,");
  if (!readNumbers(text, numbers) || numbers.size() % 2 != 0)
    return false;
  Arrow &arrow = drawing.arrows[index];
  for (size_t i = 0; i < numbers.size(); i += 2)
    arrow.curve.push_back(flipped(numbers[i], numbers[i + 1]));
  if (hasTip && !arrow.curve.empty()) {
    arrow.tip = arrow.curve.front();
    arrow.curve.erase(arrow.curve.begin());
  } else if (!arrow.curve.empty()) {
    arrow.tip = arrow.curve.back();
  }
  // A start and three points a segment.
  return arrow.curve.size() >= 4 && arrow.curve.size() % 3 == 1;
}

bool LayoutReader::read(const llvm::json::Object &graph) {
  llvm::SmallVector<double, 4> bounds;
  if (!readNumbers(graph.getString("bb").value_or(""), bounds) ||
      bounds.size() != 4)
    return false;
  drawing.width = bounds[2];
  drawing.height = bounds[3];
  if (const llvm::json::Array *objects = graph.getArray("objects"))
    for (const llvm::json::Value &value : *objects)
      if (!value.getAsObject() || !readObject(*value.getAsObject()))
        return false;
  if (const llvm::json::Array *edges = graph.getArray("edges"))
    for (const llvm::json::Value &value : *edges)
      if (!value.getAsObject() || !readArrow(*value.getAsObject()))
        return false;
  return placed == drawing.boxes.size() &&
         llvm::all_of(drawing.arrows,
                      [](const Arrow &arrow) { return !arrow.curve.empty(); });
}

//===----------------------------------------------------------------------===//
// Running it
//===----------------------------------------------------------------------===//

static Expected<std::string> temporaryFile(StringRef suffix) {
  llvm::SmallString<128> path;
  if (std::error_code error =
          llvm::sys::fs::createTemporaryFile("dlc-explain", suffix, path))
    return Error("cannot make a temporary file: " + error.message());
  return std::string(path);
}

Expected<void> Graphviz::place(Drawing &drawing) {
  if (drawing.boxes.empty())
    return Error("there is nothing to draw");
  if (hasTimedOut)
    return Error("'dot' took too long for another graph");
  auto input = temporaryFile("dot");
  if (!input)
    return input.takeError();
  llvm::FileRemover removeInput(*input);
  auto output = temporaryFile("json");
  if (!output)
    return output.takeError();
  llvm::FileRemover removeOutput(*output);
  {
    std::error_code error;
    llvm::raw_fd_ostream stream(*input, error);
    if (!error)
      stream << toDot(drawing);
    stream.close();
    if (error || stream.has_error()) {
      stream.clear_error();
      return Error("cannot write a temporary file");
    }
  }
  std::optional<StringRef> redirects[] = {StringRef(), StringRef(*output),
                                          StringRef()};
  std::string message;
  bool failed = false;
  int status = llvm::sys::ExecuteAndWait(program, {program, "-Tjson0", *input},
                                         std::nullopt, redirects, kSeconds,
                                         /*MemoryLimit=*/0, &message, &failed);
  if (status == -2 && !failed && StringRef(message).contains("timed out")) {
    hasTimedOut = true;
    return Error("'dot' took too long for this graph");
  }
  if (status != 0 || failed)
    return Error("'dot' failed");
  auto buffer = llvm::MemoryBuffer::getFile(*output);
  if (!buffer)
    return Error("cannot read what 'dot' wrote");
  llvm::Expected<llvm::json::Value> parsed =
      llvm::json::parse((*buffer)->getBuffer());
  if (!parsed) {
    llvm::consumeError(parsed.takeError());
    return Error("'dot' wrote something unexpected");
  }
  if (!parsed->getAsObject() ||
      !LayoutReader(drawing).read(*parsed->getAsObject()))
    return Error("'dot' wrote something unexpected");
  return {};
}
