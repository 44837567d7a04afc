//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The page as a whole: what is at its head and its side, and its overview.
//
//===----------------------------------------------------------------------===//

#include "dlc/Explain/Page.h"
#include "Html.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

using namespace dlc;
using namespace dlc::explain;
using llvm::StringRef;

std::string explain::escape(StringRef text) {
  std::string result;
  for (char c : llvm::json::fixUTF8(text)) {
    switch (c) {
    case '&':
      result += "&amp;";
      break;
    case '<':
      result += "&lt;";
      break;
    case '>':
      result += "&gt;";
      break;
    case '"':
      result += "&quot;";
      break;
    default:
      // HTML has no other control characters.
      bool isText = static_cast<unsigned char>(c) >= 0x20 && c != 0x7F;
      if (isText || c == '\n' || c == '\t')
        result += c;
      else
        result += "\uFFFD";
    }
  }
  return result;
}

namespace {
class PageWriter {
public:
  PageWriter(const Explanation &explanation, Graphviz &graphviz)
      : explanation(explanation), graphviz(graphviz), stream(text) {}

  std::string write();

private:
  void writeHead();
  void writeHeader();
  void writeNavigation();
  void writeOverview();
  void writePasses();
  void writeData();

  const Explanation &explanation;
  Graphviz &graphviz;
  std::string text;
  llvm::raw_string_ostream stream;
  /// Of the passes that changed something, for the script.
  std::vector<std::string> data;
};
} // namespace

void PageWriter::writeHead() {
  stream << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
            "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
            "content=\"width=device-width, initial-scale=1\">\n<title>"
         << escape(explanation.model) << '.' << escape(explanation.function)
         << " - dlc explain</title>\n<style>\n"
         << kPageStyle << "</style>\n</head>\n";
}

void PageWriter::writeHeader() {
  stream << "<header>\n<h1>" << escape(explanation.model) << "<span>."
         << escape(explanation.function) << "</span></h1>\n<p>";
  if (!explanation.binding.empty())
    stream << escape(explanation.binding) << " · ";
  stream << escape(explanation.target) << "</p>\n</header>\n";
}

void PageWriter::writeNavigation() {
  stream << "<nav>\n<a href=\"#overview\">Overview</a>\n"
            "<a href=\"#source\">Source and remarks</a>\n";
  StringRef stage;
  for (auto [i, step] : llvm::enumerate(explanation.steps)) {
    if (step.stage != stage) {
      stage = step.stage;
      stream << "<h2>" << escape(stage) << "</h2>\n";
    }
    stream << llvm::formatv("<a href=\"#pass-{0}\" class=\"pass {1}\">"
                            "<span class=\"number\">{0}</span>{2}",
                            i + 1, step.changed() ? "changed" : "idle",
                            escape(step.pass));
    if (!step.remarks.empty())
      stream << "<span class=\"badge\" title=\""
             << counted(step.remarks.size(), "remark") << "\">"
             << step.remarks.size() << "</span>";
    stream << "</a>\n";
  }
  stream << "<h2>result</h2>\n<a href=\"#kernels\">Kernels and memory</a>\n"
            "</nav>\n";
}

void PageWriter::writeOverview() {
  unsigned most = 1, changed = 0;
  for (const Snapshot &snapshot : explanation.snapshots)
    most = std::max(most, snapshot.operations);
  for (const Step &step : explanation.steps)
    changed += step.changed();
  stream
      << "<section id=\"overview\">\n<h2>Overview</h2>\n<p class=\"summary\">"
      << changed << " of " << counted(explanation.steps.size(), "pass")
      << " changed the graph. Bars show how many operations there are "
         "behind each.</p>\n<table class=\"rows overview\">\n"
         "<tr><th></th><th>pass</th><th>operations</th><th>remarks</th>"
         "<th>what it does</th></tr>\n";
  auto row = [&](StringRef number, const std::string &name,
                 const Snapshot &snapshot, StringRef style, size_t remarks,
                 StringRef summary) {
    stream << llvm::formatv(
        "<tr class=\"{0}\"><td class=\"count\">{1}</td><td>{2}</td><td><span "
        "class=\"bar{3}\" style=\"width:{4}%\"></span><span class=\"amount\">"
        "{5}</span></td><td class=\"count\">{6}</td><td>{7}</td></tr>\n",
        style, number, name, snapshot.isSchedule ? " launches" : "",
        snapshot.operations * 70 / most, grouped(snapshot.operations),
        remarks == 0 ? "" : std::to_string(remarks), escape(summary));
  };
  if (!explanation.snapshots.empty())
    row("", "the model's graph", explanation.snapshots.front(), "start", 0,
        "What the front end makes of the model");
  for (auto [i, step] : llvm::enumerate(explanation.steps))
    row(std::to_string(i + 1),
        llvm::formatv("<a href=\"#pass-{0}\"><code>{1}</code></a>", i + 1,
                      escape(step.pass)),
        explanation.snapshots[step.after], step.changed() ? "changed" : "idle",
        step.remarks.size(), step.summary);
  stream << "</table>\n</section>\n";
}

void PageWriter::writePasses() {
  for (size_t i = 0; i < explanation.steps.size(); ++i) {
    std::string item;
    writePass(explanation, i, graphviz, stream, item);
    if (!item.empty())
      data.push_back(std::move(item));
  }
}

/// The texts of all snapshots and how they compare: each text once, and put
/// side by side only when it is looked at.
void PageWriter::writeData() {
  llvm::json::Array snapshots;
  for (const Snapshot &snapshot : explanation.snapshots) {
    llvm::json::Array lines;
    for (const std::string &line : snapshot.lines)
      lines.push_back(llvm::json::fixUTF8(line));
    snapshots.push_back(std::move(lines));
  }
  std::string json;
  llvm::raw_string_ostream(json)
      << "{\"snapshots\":" << llvm::json::Value(std::move(snapshots))
      << ",\"steps\":[" << llvm::join(data, ",") << "]}";
  stream << "<script type=\"application/json\" id=\"data\">";
  // Nothing in a string may end the element.
  for (char c : json)
    if (c == '<')
      stream << "\\u003c";
    else
      stream << c;
  stream << "</script>\n<script>\n" << kPageScript << "</script>\n";
}

std::string PageWriter::write() {
  writeHead();
  stream << "<body>\n"
            "<svg class=\"definitions\" width=\"0\" height=\"0\"><defs><marker "
            "id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
            "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
            "<path d=\"M0 0.5L8 4L0 7.5Z\" fill=\"context-stroke\"/></marker>"
            "</defs></svg>\n";
  writeHeader();
  stream << "<div class=\"columns\">\n";
  writeNavigation();
  stream << "<main>\n";
  writeOverview();
  writeSources(explanation, stream);
  writePasses();
  writeSchedules(explanation, stream);
  stream << "</main>\n</div>\n<aside id=\"details\" hidden></aside>\n";
  writeData();
  stream << "</body>\n</html>\n";
  return std::move(text);
}

Expected<std::string> explain::makePage(const Explanation &explanation) {
  Expected<Graphviz> graphviz = Graphviz::find();
  if (!graphviz)
    return graphviz.takeError();
  return PageWriter(explanation, *graphviz).write();
}
