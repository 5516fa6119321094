# SPDX-License-Identifier: Apache-2.0
"""What a reader, a browser and a screen reader need of an HTML report, checked without a browser.

    html_checks.problems(text)   # a list of sentences; empty: all is well

Well-formed (every element closed, in order), landmarks, one h1 and headings without gaps, unique ids, headers of tables with a scope and as
many cells as columns, pictures with title and description, a policy that allows nothing from outside and no reference to it, no script, no
inline style, and the contrast of the colours of the style sheet on every ground they stand on, light and dark.
"""
import re
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "wbr", "hr", "input", "line", "rect", "path", "circle"}
REFERENCES = {"src", "href", "srcset", "action", "data", "poster", "background", "xlink:href"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.open, self.ids, self.targets, self.headings = [], [], set(), [], []
        self.tags, self.table, self.svg, self.attributes_of = {}, None, None, {}

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if len(given) != len(attributes):
            self.found.append(f"<{tag}> has an attribute twice")
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes_of.setdefault(tag, []).append(given)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            if given["id"] in self.ids or re.search(r"\s", given["id"]):
                self.found.append(f"the id '{given['id']}' stands twice or holds blanks")
            self.ids.add(given["id"])
        for name, value in given.items():
            if name.startswith("on"):
                self.found.append(f"<{tag}> has the handler {name}")
            if name == "style":
                self.found.append(f"<{tag}> has an inline style, which the policy forbids")
            if name in REFERENCES:
                if value.startswith("#"):
                    self.targets.append(value[1:])
                elif not (tag == "img" and value.startswith("data:image/")):
                    self.found.append(f"<{tag}> refers to '{value[:60]}'")
            if name in ("aria-labelledby", "aria-describedby"):
                self.targets += value.split()
        if tag in ("script", "iframe", "object", "embed", "link", "form", "base"):
            self.found.append(f"<{tag}> is in the page")
        if tag == "img" and "alt" not in given:
            self.found.append("<img> has no alt text")
        if tag == "th" and "scope" not in given:
            self.found.append("<th> has no scope")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.table = {"columns": 0, "cells": 0, "caption": False, "body": False}
        if self.table is not None:
            self.table["caption"] |= tag == "caption"
            self.table["body"] |= tag == "tbody"
            if tag in ("th", "td"):
                self.table["cells" if self.table["body"] else "columns"] += 1
            if tag == "tr":
                self.table["cells"] = 0
        if tag == "svg":
            self.svg = {"role": given.get("role"), "parts": set()}
        if self.svg is not None and tag in ("title", "desc"):
            self.svg["parts"].add(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.found.append(f"</{tag}> closes <{self.open[-1] if self.open else 'nothing'}>")
            return
        self.open.pop()
        if tag == "tr" and self.table and self.table["body"] and self.table["cells"] != self.table["columns"]:
            self.found.append(f"a row has {self.table['cells']} cells in a table of {self.table['columns']} columns")
        if tag == "table":
            if not self.table["caption"]:
                self.found.append("a table has no caption")
            self.table = None
        if tag == "svg":
            if self.svg["role"] != "img" or self.svg["parts"] != {"title", "desc"}:
                self.found.append("a picture lacks its role, title or description")
            self.svg = None


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
              for c in (int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    a, b = sorted((luminance(one) + 0.05, luminance(other) + 0.05))
    return b / a


def colour_problems(style):
    """Every colour of text and of shapes on both grounds, in the rules for light and for dark screens."""
    found = []
    dark = re.search(r"@media screen and \(prefers-color-scheme:dark\)\{(.*)\}", style, re.S)
    if not dark:
        return ["there are no colours for dark screens"]
    light = style[:dark.start()]
    for name, rules in (("light", light), ("dark", dark[1])):
        grounds = set(re.findall(r"background:(#[0-9a-f]{6})", rules))
        texts = set(re.findall(r"[{;]color:(#[0-9a-f]{6})", rules)) | set(re.findall(r"svg (?:text|\.t)\{fill:(#[0-9a-f]{6})", rules))
        shapes = set(re.findall(r"svg \.s\d\{fill:(#[0-9a-f]{6})", rules))
        if len(grounds) < 2 or len(texts) < 3 or len(shapes) < 8:
            found.append(f"{name}: colours are missing")
        found += [f"{name}: text {t} on {g} has a contrast of {contrast(t, g):.2f}" for t in texts for g in grounds if contrast(t, g) < 4.5]
        found += [f"{name}: shapes {s} on {g} have a contrast of {contrast(s, g):.2f}" for s in shapes for g in grounds if contrast(s, g) < 3]
    return found


def problems(text):
    page = Page()
    page.feed(text)
    page.close()
    found = page.found
    if page.open:
        found.append(f"not closed: {', '.join(page.open)}")
    for landmark in ("main", "header", "nav", "footer", "h1", "title"):
        count = page.tags.get(landmark, 0) - (page.tags.get("svg", 0) if landmark == "title" else 0)
        if count != 1:
            found.append(f"<{landmark}> stands {count} times")
    if not page.attributes_of.get("html", [{}])[0].get("lang"):
        found.append("the page has no language")
    if any(b > a + 1 for a, b in zip([0] + page.headings, page.headings)):
        found.append("a level of headings is left out")
    found += [f"nothing has the id '{target}'" for target in page.targets if target not in page.ids]
    policy = next((m["content"] for m in page.attributes_of.get("meta", []) if m.get("http-equiv") == "Content-Security-Policy"), "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy:
        found.append(f"the policy is '{policy}'")
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    if not style or re.search(r"@import|url\(|expression", style[1]):
        found.append("the style sheet is missing or refers to something")
    return found + (colour_problems(style[1]) if style else [])
