// The page of `dlc explain`: shows one section at a time, zooms and links the
// two drawings of a pass, and puts its texts side by side when asked to.
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"use strict";
(() => {
  const all = (selector, root = document) =>
      Array.from(root.querySelectorAll(selector));
  const data = JSON.parse(document.getElementById("data").textContent);
  const details = document.getElementById("details");
  document.documentElement.classList.add("scripted");

  // Sections ----------------------------------------------------------------

  const sections = all("main > section");
  const links = all("nav a");

  function show() {
    const target = document.getElementById(location.hash.slice(1));
    const section = target ? target.closest("section") : sections[0];
    for (const other of sections)
      other.classList.toggle("current", other === section);
    for (const link of links)
      link.classList.toggle("current", link.hash === "#" + section.id);
    for (const row of all(".source .target")) row.classList.remove("target");
    details.hidden = true;
    for (const canvas of all(".canvas", section)) fit(canvas);
    if (target && target !== section) {
      target.classList.add("target");
      target.scrollIntoView({block: "center"});
    } else {
      window.scrollTo(0, 0);
    }
  }
  window.addEventListener("hashchange", show);

  // To the next or previous pass that changed something.
  document.addEventListener("keydown", event => {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey ||
        document.activeElement.matches(".canvas"))
      return;
    const stops = sections.filter(
        section => !section.matches(".pass:not(.changed)"));
    const now = sections.findIndex(s => s.classList.contains("current"));
    const next = step > 0
        ? stops.find(s => sections.indexOf(s) > now)
        : stops.filter(s => sections.indexOf(s) < now).pop();
    if (next) location.hash = next.id;
  });

  // Zoom --------------------------------------------------------------------

  const scales = new WeakMap();

  function zoom(canvas, scale) {
    const drawing = canvas.querySelector(".graph");
    if (!drawing) return;
    const before = scales.get(canvas) || 1;
    scale = Math.min(3, Math.max(0.1, scale));
    const x = (canvas.scrollLeft + canvas.clientWidth / 2) / before;
    const y = (canvas.scrollTop + canvas.clientHeight / 2) / before;
    const box = drawing.viewBox.baseVal;
    drawing.setAttribute("width", box.width * scale);
    drawing.setAttribute("height", box.height * scale);
    scales.set(canvas, scale);
    canvas.scrollLeft = x * scale - canvas.clientWidth / 2;
    canvas.scrollTop = y * scale - canvas.clientHeight / 2;
  }

  // Readable first: not smaller than seven tenths, even if parts are outside.
  function fit(canvas, whole = false) {
    const drawing = canvas.querySelector(".graph");
    if (!drawing || (!whole && scales.has(canvas)) || !canvas.clientWidth)
      return;
    const room = canvas.clientWidth / drawing.viewBox.baseVal.width;
    zoom(canvas, Math.min(1, whole ? room : Math.max(0.7, room)));
    if (whole || room >= 0.7) return;
    const first = canvas.querySelector(
        ".box.removed, .box.added, .box.changed, .box.moved");
    if (first) first.scrollIntoView({block: "nearest", inline: "center"});
    canvas.scrollTop = 0;
  }

  for (const button of all("[data-zoom]"))
    button.addEventListener("click", () => {
      const canvas = button.closest(".side").querySelector(".canvas");
      const scale = scales.get(canvas) || 1;
      if (button.dataset.zoom === "fit") fit(canvas, true);
      else zoom(canvas, button.dataset.zoom === "in" ? scale * 1.25
                                                     : scale / 1.25);
    });

  for (const canvas of all(".canvas")) {
    canvas.addEventListener("wheel", event => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(canvas, (scales.get(canvas) || 1) * (event.deltaY < 0 ? 1.1 : 0.9));
    }, {passive: false});
    canvas.addEventListener("pointerdown", event => {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      let {clientX: x, clientY: y} = event;
      const move = next => {
        canvas.classList.add("dragged");
        canvas.scrollLeft -= next.clientX - x;
        canvas.scrollTop -= next.clientY - y;
        x = next.clientX;
        y = next.clientY;
      };
      const stop = () => {
        canvas.classList.remove("dragged");
        window.removeEventListener("pointermove", move);
      };
      window.addEventListener("pointermove", move);
      window.addEventListener("pointerup", stop, {once: true});
    });
  }

  // Boxes -------------------------------------------------------------------

  function partnerOf(box) {
    if (!("partner" in box.dataset)) return null;
    const other = box.closest(".side").dataset.side === "before" ? "after"
                                                                : "before";
    return box.closest(".pair").querySelector(
        `[data-side=${other}] [data-node="${box.dataset.partner}"]`);
  }

  function mark(box, isOn) {
    const number = box.dataset.box;
    const drawing = box.closest("svg");
    for (const arrow of all(
             `[data-from="${number}"], [data-to="${number}"]`, drawing))
      arrow.classList.toggle("linked", isOn);
    box.classList.toggle("linked", isOn);
    const partner = partnerOf(box);
    if (partner) partner.classList.toggle("linked", isOn);
  }

  function choose(box) {
    for (const other of all(".chosen")) other.classList.remove("chosen");
    box.classList.add("chosen");
    const partner = partnerOf(box);
    if (partner) {
      partner.classList.add("chosen");
      partner.scrollIntoView(
          {block: "nearest", inline: "nearest", behavior: "smooth"});
    }
    details.textContent = "";
    const close = details.appendChild(document.createElement("button"));
    close.textContent = "close";
    close.addEventListener("click", () => { details.hidden = true; });
    const text = details.appendChild(document.createElement("pre"));
    text.textContent = box.querySelector("title").textContent;
    if (box.dataset.line) {
      const link = details.appendChild(document.createElement("a"));
      link.href = "#line-" + box.dataset.line;
      link.textContent = "show the line";
    }
    details.hidden = false;
  }

  for (const graph of all(".graph")) {
    graph.addEventListener("mouseover", event => {
      const box = event.target.closest(".box");
      if (box) mark(box, true);
    });
    graph.addEventListener("mouseout", event => {
      const box = event.target.closest(".box");
      if (box) mark(box, false);
    });
    graph.addEventListener("click", event => {
      const box = event.target.closest(".box");
      if (box) choose(box);
    });
  }

  // Text --------------------------------------------------------------------

  const marks = {
    "!": ["removed", "added"],
    "~": ["changed", "changed"],
    "m": ["moved", "moved"],
    "i": ["rewired", "rewired"],
  };
  const kContext = 3, kLongLine = 600;

  // Pairs of line numbers; -1 where a line is on one side only.
  function rowsOf(step) {
    const rows = [];
    let before = 0, after = 0;
    const alone = (untilBefore, untilAfter) => {
      while (before < untilBefore) rows.push([before++, -1]);
      while (after < untilAfter) rows.push([-1, after++]);
    };
    for (let i = 0; i < step.runs.length; i += 3) {
      alone(step.runs[i], step.runs[i + 1]);
      for (let n = 0; n < step.runs[i + 2]; ++n)
        rows.push([before++, after++]);
    }
    alone(data.snapshots[step.before].length,
          data.snapshots[step.after].length);
    return rows;
  }

  function cellsOf(line, lines, marked, side) {
    const number = document.createElement("th");
    const cell = document.createElement("td");
    if (line < 0) {
      cell.className = "absent";
      return [number, cell];
    }
    number.textContent = line + 1;
    const text = cell.appendChild(document.createElement("pre"));
    text.textContent = lines[line].slice(0, kLongLine);
    if (lines[line].length > kLongLine) {
      const more = cell.appendChild(document.createElement("button"));
      more.className = "more";
      more.textContent =
          `${lines[line].length - kLongLine} more characters`;
      more.addEventListener("click", () => {
        text.textContent = lines[line];
        more.remove();
      });
    }
    const mark = marks[marked[line]];
    if (mark) cell.className = "mark-" + mark[side];
    return [number, cell];
  }

  function rowFor(step, [before, after]) {
    const row = document.createElement("tr");
    row.append(
        ...cellsOf(before, data.snapshots[step.before], step.old, 0),
        ...cellsOf(after, data.snapshots[step.after], step.new, 1));
    return row;
  }

  function foldedRow(step, rows) {
    const row = document.createElement("tr");
    row.className = "folded";
    const cell = row.appendChild(document.createElement("td"));
    cell.colSpan = 4;
    const button = cell.appendChild(document.createElement("button"));
    button.textContent = `${rows.length} lines are the same`;
    button.addEventListener(
        "click",
        () => row.replaceWith(...rows.map(pair => rowFor(step, pair))));
    return row;
  }

  function writeText(place) {
    const step = data.steps.find(s => s.step === Number(place.dataset.step));
    const rows = rowsOf(step);
    const isShown = new Array(rows.length).fill(false);
    rows.forEach(([before, after], i) => {
      const differs = before < 0 || after < 0 || step.old[before] !== " " ||
          step.new[after] !== " ";
      if (!differs) return;
      for (let j = i - kContext; j <= i + kContext; ++j)
        if (j >= 0 && j < rows.length) isShown[j] = true;
    });
    const table = document.createElement("table");
    for (let i = 0; i < rows.length;) {
      let end = i;
      while (end < rows.length && isShown[end] === isShown[i]) ++end;
      const run = rows.slice(i, end);
      if (isShown[i] || run.length <= 2)
        table.append(...run.map(pair => rowFor(step, pair)));
      else
        table.append(foldedRow(step, run));
      i = end;
    }
    place.replaceChildren(table);
  }

  for (const button of all("[data-view]"))
    button.addEventListener("click", () => {
      const section = button.closest("section");
      const isText = button.dataset.view === "text";
      for (const other of all("[data-view]", section))
        other.setAttribute("aria-selected", String(other === button));
      const text = section.querySelector(".text");
      if (isText && !text.firstChild) writeText(text);
      text.hidden = !isText;
      section.querySelector(".pair").hidden = isText;
    });

  show();
})();
