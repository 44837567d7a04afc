//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The model's files with remarks at their lines, and what is launched.
//
//===----------------------------------------------------------------------===//

#include "Html.h"

#include "dlc/Frontend/Lexer.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace dlc;
using namespace dlc::explain;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Places and remarks
//===----------------------------------------------------------------------===//

std::string explain::lineAnchor(const Explanation &explanation, StringRef file,
                                unsigned line) {
  for (auto [i, source] : llvm::enumerate(explanation.sources))
    if (source.name == file && line != 0)
      return std::to_string(i) + "-" + std::to_string(line);
  return "";
}

std::string explain::lineAnchor(const Explanation &explanation,
                                StringRef place) {
  StringRef rest = place.rsplit(':').first;
  auto [file, digits] = rest.rsplit(':');
  unsigned line = 0;
  return digits.getAsInteger(10, line) ? ""
                                       : lineAnchor(explanation, file, line);
}

void explain::writeRemark(const Explanation &explanation, const Remark &remark,
                          llvm::raw_ostream &stream) {
  stream << "<span class=\"remark" << (remark.isMissed ? " missed" : "")
         << "\">" << (remark.isMissed ? "<em>missed</em> " : "")
         << escape(remark.message) << "</span>";
  if (!remark.layerPath.empty())
    stream << " <span class=\"layer\">"
           << escape(withoutModel(remark.layerPath)) << "</span>";
  std::string anchor = lineAnchor(explanation, remark.file, remark.line);
  if (!anchor.empty())
    stream << llvm::formatv(
        " <a class=\"line\" href=\"#line-{0}\">line {1}</a>", anchor,
        remark.line);
}

//===----------------------------------------------------------------------===//
// Sources
//===----------------------------------------------------------------------===//

static StringRef classOf(const frontend::Token &token) {
  if (token.isKeyword())
    return "keyword";
  switch (token.kind) {
  case frontend::Token::Kind::integer:
  case frontend::Token::Kind::floating:
    return "number";
  case frontend::Token::Kind::string:
    return "string";
  default:
    return "";
  }
}

/// The lines of a file, with keywords, numbers, strings and comments marked.
static std::vector<std::string> highlight(const SourceText &source) {
  llvm::SourceMgr sources;
  frontend::DiagnosticEngine diagnostics(sources);
  sources.AddNewSourceBuffer(
      llvm::MemoryBuffer::getMemBufferCopy(source.text, source.name), {});
  StringRef text = sources.getMemoryBuffer(1)->getBuffer();
  frontend::Lexer lexer(text, diagnostics);
  std::vector<std::string> lines(1);
  // No mark goes on over the end of a line.
  auto add = [&](StringRef piece, StringRef style) {
    llvm::SmallVector<StringRef> parts;
    piece.split(parts, '\n');
    for (auto [i, part] : llvm::enumerate(parts)) {
      if (i != 0)
        lines.emplace_back();
      if (part.empty())
        continue;
      lines.back() += style.empty()
                          ? escape(part)
                          : llvm::formatv("<span class=\"{0}\">{1}</span>",
                                          style, escape(part))
                                .str();
    }
  };
  const char *end = text.begin();
  while (true) {
    frontend::Token token = lexer.next();
    bool isLast = token.is(frontend::Token::Kind::end_of_file);
    const char *begin = isLast ? text.end() : token.spelling.begin();
    // Between tokens there are blanks and comments.
    StringRef gap(end, begin - end);
    add(gap, gap.trim().empty() ? "" : "comment");
    if (isLast)
      break;
    add(token.spelling, classOf(token));
    end = token.spelling.end();
  }
  if (lines.size() > 1 && lines.back().empty())
    lines.pop_back();
  return lines;
}

static void writeSource(const Explanation &explanation, size_t index,
                        llvm::raw_ostream &stream) {
  const SourceText &source = explanation.sources[index];
  std::map<unsigned, std::vector<std::pair<size_t, const Remark *>>> remarks;
  for (auto [i, step] : llvm::enumerate(explanation.steps))
    for (const Remark &remark : step.remarks)
      if (remark.file == source.name)
        remarks[remark.line].push_back({i, &remark});
  stream << "<h3>" << escape(source.name)
         << "</h3>\n<div class=\"source\"><table>\n";
  for (auto [i, text] : llvm::enumerate(highlight(source))) {
    unsigned line = unsigned(i) + 1;
    auto found = remarks.find(line);
    stream << llvm::formatv(
        "<tr id=\"line-{0}-{1}\"{2}><th>{1}</th><td><pre>{3}</pre>", index,
        line, found == remarks.end() ? "" : " class=\"remarked\"", text);
    if (found != remarks.end()) {
      stream << "<ul>";
      for (auto [step, remark] : found->second) {
        stream << llvm::formatv(
            "<li><a class=\"pass\" href=\"#pass-{0}\">{1}</a> <span "
            "class=\"remark{2}\">{3}{4}</span>",
            step + 1, escape(remark->pass), remark->isMissed ? " missed" : "",
            remark->isMissed ? "<em>missed</em> " : "",
            escape(remark->message));
        if (!remark->layerPath.empty())
          stream << " <span class=\"layer\">"
                 << escape(withoutModel(remark->layerPath)) << "</span>";
        stream << "</li>";
      }
      stream << "</ul>";
    }
    stream << "</td></tr>\n";
  }
  stream << "</table></div>\n";
}

void explain::writeSources(const Explanation &explanation,
                           llvm::raw_ostream &stream) {
  size_t count = 0;
  for (const Step &step : explanation.steps)
    count += step.remarks.size();
  stream << "<section id=\"source\">\n<h2>Source and remarks</h2>\n<p "
            "class=\"summary\">"
         << (count == 0 ? std::string("No pass remarked anything.")
                        : counted(count, "remark") +
                              " of what passes did, and what they nearly did.")
         << "</p>\n";
  for (size_t i = 0; i < explanation.sources.size(); ++i)
    writeSource(explanation, i, stream);
  stream << "</section>\n";
}

//===----------------------------------------------------------------------===//
// Schedules
//===----------------------------------------------------------------------===//

static void writeLaunches(const Explanation &explanation,
                          const Schedule &schedule, llvm::raw_ostream &stream) {
  uint64_t flops = 0;
  for (const Launch &launch : schedule.launches)
    flops += launch.flops * launch.times;
  stream << "<h3>@" << escape(schedule.function) << "</h3>\n<p>"
         << counted(schedule.launches.size(), "launch") << ", "
         << grouped(flops) << " FLOPs in contractions, "
         << grouped(schedule.workspace) << " bytes of workspace</p>\n"
         << "<div class=\"wide\"><table class=\"rows\">\n<tr><th>#</th>"
            "<th>kernel</th><th>layer</th><th>result</th><th>bytes</th>"
            "<th>lies at</th><th>tiles</th><th>FLOPs</th><th>times</th></tr>\n";
  for (auto [i, launch] : llvm::enumerate(schedule.launches)) {
    std::string anchor = lineAnchor(explanation, launch.place);
    std::string layer = escape(withoutModel(launch.layer));
    if (!anchor.empty())
      layer += llvm::formatv("{0}<a class=\"line\" href=\"#line-{1}\">line {2}"
                             "</a>",
                             layer.empty() ? "" : " ", anchor,
                             StringRef(anchor).split('-').second)
                   .str();
    stream << llvm::formatv(
        "<tr><td class=\"count\">{0}</td><td><code>{1}</code></td><td>{2}</td>"
        "<td><code>{3}</code></td><td class=\"count\">{4}</td><td>{5}</td>"
        "<td class=\"count\">{6}</td><td class=\"count\">{7}</td>"
        "<td class=\"count\">{8}</td></tr>\n",
        i, escape(launch.kernel), layer, escape(launch.type),
        grouped(launch.bytes), escape(launch.memory), grouped(launch.tiles),
        launch.flops == 0 ? "" : grouped(launch.flops),
        launch.times == 1 ? "" : grouped(launch.times));
  }
  stream << "</table></div>\n";
}

void explain::writeSchedules(const Explanation &explanation,
                             llvm::raw_ostream &stream) {
  stream << "<section id=\"kernels\">\n<h2>Kernels and memory</h2>\n<p "
            "class=\"summary\">What a call launches, in order. "
            "<code>@prepare</code> runs once for each set of weights.</p>\n";
  for (const Schedule &schedule : explanation.schedules)
    writeLaunches(explanation, schedule, stream);
  stream << "<h3>Workspace</h3>\n<figure>\n"
         << explanation.memoryPicture << "</figure>\n</section>\n";
}
