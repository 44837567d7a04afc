//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The section of one pass.
//
//===----------------------------------------------------------------------===//

#include "Html.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

using namespace dlc;
using namespace dlc::explain;

/// Remarks that are shown at once; more open on request.
static constexpr size_t kShownRemarks = 6;

/// Which operations became more and fewer: "broadcast −40".
static void writeCounts(const Snapshot &before, const Snapshot &after,
                        llvm::raw_ostream &stream) {
  std::map<std::string, std::pair<int, int>> counts;
  for (const auto &[name, count] : before.counts)
    counts[name].first = int(count);
  for (const auto &[name, count] : after.counts)
    counts[name].second = int(count);
  stream << "<p class=\"counts\"><strong>" << grouped(before.operations)
         << " → "
         << counted(after.operations, after.isSchedule ? "launch" : "operation")
         << "</strong>";
  for (const auto &[name, count] : counts) {
    int difference = count.second - count.first;
    if (difference == 0)
      continue;
    stream << llvm::formatv(
        " <span class=\"chip {0}\" title=\"{1} before, {2} after\">{3} {4}{5}"
        "</span>",
        difference < 0 ? "fewer" : "more", count.first, count.second,
        escape(name), difference < 0 ? "−" : "+", std::abs(difference));
  }
  stream << "</p>\n";
}

static void writeRemarks(const Explanation &explanation, const Step &step,
                         llvm::raw_ostream &stream) {
  if (step.remarks.empty())
    return;
  bool isLong = step.remarks.size() > kShownRemarks;
  stream << "<details class=\"remarks\"" << (isLong ? "" : " open")
         << "><summary>" << counted(step.remarks.size(), "remark")
         << "</summary>\n<ul>\n";
  for (const Remark &remark : step.remarks) {
    stream << "<li>";
    writeRemark(explanation, remark, stream);
    stream << "</li>\n";
  }
  stream << "</ul></details>\n";
}

/// One side, or why there is no drawing of it.
static void writeSide(const Explanation &explanation, const Snapshot &snapshot,
                      const ComparedSide &side, bool isBefore,
                      Graphviz &graphviz, llvm::raw_ostream &stream) {
  Drawing drawing = draw(snapshot, side);
  stream << "<figure class=\"side\" data-side=\""
         << (isBefore ? "before" : "after") << "\"><figcaption>"
         << (isBefore ? "before" : "after")
         << "<span class=\"zoom\"><button type=\"button\" data-zoom=\"out\" "
            "title=\"smaller\">−</button><button type=\"button\" "
            "data-zoom=\"fit\" title=\"fit\">fit</button><button "
            "type=\"button\" data-zoom=\"in\" title=\"larger\">+</button>"
            "</span></figcaption>\n";
  Expected<void> placed = graphviz.place(drawing);
  if (!placed)
    stream << "<p class=\"note\">No drawing: "
           << escape(placed.error().message())
           << ". The text shows what changed.</p>\n";
  else if (!drawing.note.empty())
    stream << "<p class=\"note\">" << escape(drawing.note) << "</p>\n";
  stream << "<div class=\"canvas\" tabindex=\"0\">";
  if (placed)
    writeDrawing(explanation, snapshot, drawing, isBefore, stream);
  stream << "</div></figure>\n";
}

/// {"step":3,"before":2,"after":3,"runs":[0,0,12,...],"old":" !~","new":"..."}
static std::string textData(const Explanation &explanation, size_t index,
                            const Comparison &comparison) {
  const Step &step = explanation.steps[index];
  const Snapshot &before = explanation.snapshots[step.before];
  const Snapshot &after = explanation.snapshots[step.after];
  llvm::json::Array runs;
  for (const AlignedLines &run : alignLines(before, after, comparison)) {
    runs.push_back(run.before);
    runs.push_back(run.after);
    runs.push_back(run.count);
  }
  std::string text;
  llvm::raw_string_ostream(text) << llvm::json::Value(
      llvm::json::Object{{"step", int64_t(index)},
                         {"before", int64_t(step.before)},
                         {"after", int64_t(step.after)},
                         {"runs", std::move(runs)},
                         {"old", changesByLine(before, comparison.before)},
                         {"new", changesByLine(after, comparison.after)}});
  return text;
}

static void writeChange(const Explanation &explanation, size_t index,
                        Graphviz &graphviz, llvm::raw_ostream &stream,
                        std::string &data) {
  const Step &step = explanation.steps[index];
  const Snapshot &before = explanation.snapshots[step.before];
  const Snapshot &after = explanation.snapshots[step.after];
  Comparison comparison = compare(before, after);
  data = textData(explanation, index, comparison);
  writeCounts(before, after, stream);
  writeRemarks(explanation, step, stream);
  stream << "<div class=\"views\" role=\"tablist\"><button type=\"button\" "
            "role=\"tab\" data-view=\"drawing\" aria-selected=\"true\">Graph"
            "</button><button type=\"button\" role=\"tab\" data-view=\"text\" "
            "aria-selected=\"false\">Text</button>"
            "<span class=\"legend\">";
  if (before.isSchedule == after.isSchedule)
    stream << "<span class=\"key removed\">− removed</span>"
              "<span class=\"key added\">+ new</span>"
              "<span class=\"key changed\">≈ changed</span>"
              "<span class=\"key moved\">⇄ moved</span>"
              "<span class=\"key rewired\">↷ reads something else</span>";
  else
    stream << "On the right, each box is a kernel that is launched.";
  stream << "</span></div>\n<div class=\"pair\" data-step=\"" << index
         << "\">\n";
  writeSide(explanation, before, comparison.before, true, graphviz, stream);
  writeSide(explanation, after, comparison.after, false, graphviz, stream);
  stream << "</div>\n<div class=\"text\" data-step=\"" << index
         << "\" hidden></div>\n";
}

void explain::writePass(const Explanation &explanation, size_t index,
                        Graphviz &graphviz, llvm::raw_ostream &stream,
                        std::string &data) {
  const Step &step = explanation.steps[index];
  stream << llvm::formatv(
      "<section id=\"pass-{0}\" class=\"pass{1}\">\n<h2><span class=\"number\">"
      "{0}</span> <code>{2}</code></h2>\n<p class=\"summary\">{3}{4}</p>\n",
      index + 1, step.changed() ? " changed" : "", escape(step.pass),
      escape(step.summary), step.summary.empty() ? "" : ".");
  if (step.changed()) {
    writeChange(explanation, index, graphviz, stream, data);
  } else {
    stream << "<p class=\"nothing\">It changed nothing in this model.</p>\n";
    writeRemarks(explanation, step, stream);
  }
  stream << "</section>\n";
}
