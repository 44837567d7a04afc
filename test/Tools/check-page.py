# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads a page as a browser does and lists what is in it. Elements that are not
closed, ids that are there twice, and whatever would be loaded are errors.

  check-page.py PAGE.html
"""

import json
import sys
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "path", "col"}
LOADS = {"src", "href", "xlink:href", "data", "action", "poster"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.lines = [], set(), []
        self.remarks, self.drawings, self.text, self.data = [], 0, None, ""

    def handle_starttag(self, tag, attributes, closed=False):
        values = dict(attributes)
        for name, value in attributes:
            if name in LOADS and value and not value.startswith("#"):
                sys.exit(f"error: <{tag} {name}={value}> loads something")
        if "id" in values:
            # Drawings have ids of their own making.
            assert values["id"] not in self.ids, values["id"]
            self.ids.add(values["id"])
        if tag == "section" and "id" in values:
            self.lines.append("section: " + values["id"])
        styles = (values.get("class") or "").split()
        if tag == "svg" and "graph" in styles:
            self.drawings += 1
        if "remark" in styles or tag == "title" and self.open == ["html", "head"]:
            self.text = ["", tag, len(self.open)]
        if tag not in VOID and not closed:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes, closed=True)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()
        if self.text and len(self.open) == self.text[2]:
            kind = "title" if tag == "title" else "remark"
            (self.lines if kind == "title" else self.remarks).append(
                f"{kind}: {self.text[0].strip()}"
            )
            self.text = None

    def handle_data(self, data):
        if self.text:
            self.text[0] += data
        if self.open[-1:] == ["script"] and data.startswith("{"):
            self.data = data


with open(sys.argv[1], encoding="utf-8") as file:
    content = file.read()
assert "@import" not in content and "url(http" not in content
page = Page()
page.feed(content)
page.close()
assert not page.open, page.open
json.loads(page.data)
print("\n".join(page.lines + page.remarks))
print(f"drawings: {page.drawings}")
