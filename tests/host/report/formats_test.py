# SPDX-License-Identifier: Apache-2.0
"""One result in every format: the same numbers in text, CSV, JSON, XLSX and HTML; the page is accessible and valid; the statement keeps to
its schema; and, where chromium is, the page is no wider than the window and darker where the screen is.

    formats_test.py PLUME SOURCE_FOLDER
"""
import csv
import html
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent))
import html_checks

PLUME, SOURCE = sys.argv[1], Path(sys.argv[2])
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "a \"quoted\" & 'odd' 🏭 name", "مصنع", "x" * 300]


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="plume-formats-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        study = SOURCE / "datasets/studies/wafer/study.toml"
        cls.plume("run", str(study), "-o", str(cls.folder / "r.h5"), "--iterations", "2000", "--quiet")

    @classmethod
    def plume(cls, *words):
        done = subprocess.run([PLUME, *words], capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"plume {' '.join(words)}: {done.stderr}")
        return done.stdout

    def report(self, result, form, *more):
        path = self.folder / f"out.{form}"
        self.plume("report", str(result), "--format", form, "-o", str(path), *more)
        return path

    def tables_of_html(self, text):
        """(table, row, column) → (exact, shown)."""
        text = text.replace("<wbr>", "")  # where a line may end, no part of a word
        cells = {}
        for table, body in re.findall(r'<table role="table"[^>]* id="([^"]*)"[^>]*>(.*?)</table>', text, re.S):
            for row in re.findall(r'<tr role="row">(.*?)</tr>', body, re.S):
                name = re.search(r'role="rowheader"[^>]*>([^<]*)<', row)
                for head, value, shown in re.findall(r'data-h="([^"]*)"(?: data-v="([^"]*)")?>([^<]*)<', row):
                    cells[table, html.unescape(name[1]), html.unescape(head)] = (value, html.unescape(shown))
        return cells

    def test_the_same_numbers_everywhere(self):
        result, profile = self.folder / "r.h5", ("--profile", "lca")
        page = self.tables_of_html(self.report(result, "html", *profile).read_text())
        rows = list(csv.DictReader(io.StringIO(self.report(result, "csv", *profile).read_bytes().decode())))
        by_csv = {(r["table"], r["row"], r["column"]): (r["value"], r["shown"]) for r in rows}
        by_json = {}
        for section in json.loads(self.report(result, "json", *profile).read_text())["sections"]:
            for block in section["blocks"]:
                if block["kind"] == "table":
                    for row in block["rows"]:
                        for head, cell in zip(block["columns"], row):
                            if isinstance(cell, dict):
                                by_json[block["id"], row[0], head] = (cell["value"], cell["shown"])
        text = self.report(result, "text", *profile).read_text()
        book = zipfile.ZipFile(self.report(result, "xlsx", *profile))
        exact_in_book = {float(v.text) for name in book.namelist() if "worksheets" in name
                         for v in ElementTree.fromstring(book.read(name)).iter(f"{SHEET}v")}
        plain = {(o["demand"], o["category"]): o for o in json.loads(self.plume("report", str(result), "-f", "json"))["outputs"]}
        compared = 0
        for (table, row, column), (value, shown) in page.items():
            if not value:
                continue
            self.assertEqual(by_csv[table, row, column], (value, shown))
            self.assertEqual(by_json[table, row, column], (float(value), shown))
            self.assertIn(float(value), exact_in_book)
            self.assertIn(shown, text)
            if re.fullmatch(r"-?[0-9.]+(e[-+][0-9]+)?", shown):
                digit = 10.0 ** -len(shown.partition(".")[2].partition("e")[0]) if "e" not in shown else 0.01 * abs(float(value))
                self.assertLessEqual(abs(float(shown) - float(value)), 0.5000001 * max(digit, 1.0 if "." not in shown else 0.0))
            compared += 1
        self.assertGreater(compared, 40)
        means = {float(v) for (t, r, c), (v, s) in page.items() if c == "mean"}
        self.assertEqual(means, {o["mean"] for o in plain.values()})

    def test_the_page_is_valid_and_accessible(self):
        for language in ("en", "zh"):
            for profile in ("lca", "comparison"):
                page = self.report(self.folder / "r.h5", "html", "--profile", profile, "--language", language).read_text()
                self.assertEqual(html_checks.problems(page), [])
                self.assertLess(len(page.encode()), 1_000_000)

    def test_the_checks_find_what_is_wrong(self):
        page = self.report(self.folder / "r.h5", "html").read_text()
        for good, bad, word in [('<main id="main">', '<div id="main">', "<main>"), (' scope="col"', "", "scope"),
                                ("<desc>", "<desc2>", "desc"), ("default-src 'none'", "default-src *", "policy"),
                                ("</footer>", "<script></script></footer>", "script"), ("color:#4d5866", "color:#aaaaaa", "contrast"),
                                ('role="img"', 'role="img" style="x"', "inline style"), ("<h2 ", "<h5 ", "headings")]:
            self.assertIn(good, page)
            self.assertTrue(any(word in p for p in html_checks.problems(page.replace(good, bad, 1))), word)

    def test_a_validator_finds_nothing(self):
        tidy = shutil.which("tidy")
        if not tidy:
            self.skipTest("tidy is not installed")
        page = self.report(self.folder / "r.h5", "html")
        said = subprocess.run([tidy, "-quiet", "-errors", "-utf8", str(page)], capture_output=True, text=True).stderr
        self.assertEqual([line for line in said.splitlines() if "Error" in line or "Warning" in line], [])

    def test_hostile_names_are_names(self):
        model = self.folder / "hostile"
        shutil.copytree(SOURCE / "datasets/mini/several", model, dirs_exist_ok=True)
        processes = (model / "model/categories.csv").read_text(encoding="utf-8").splitlines()
        head = processes[0].split(",")
        name = head.index("name")
        for i, line in enumerate(processes[1:], 1):
            cells = next(csv.reader([line]))
            cells[name] = HOSTILE[(i - 1) % len(HOSTILE)]
            out = io.StringIO()
            csv.writer(out, lineterminator="").writerow(cells)
            processes[i] = out.getvalue()
        (model / "model/categories.csv").write_text("\n".join(processes) + "\n", encoding="utf-8")
        result = self.folder / "hostile.h5"
        self.plume("run", str(model / "study.toml"), "-o", str(result), "--quiet")
        page = self.report(result, "html").read_text(encoding="utf-8")
        self.assertEqual(html_checks.problems(page), [])
        self.assertIn("&lt;script&gt;alert(1)", page)
        for row in csv.reader(io.StringIO(self.report(result, "csv").read_bytes().decode())):
            for cell in row:
                self.assertNotRegex(cell, r"^[=@\t\r]")
        book = zipfile.ZipFile(self.report(result, "xlsx"))
        for part in book.namelist():
            root = ElementTree.fromstring(book.read(part))
            self.assertEqual(list(root.iter(f"{SHEET}f")), [])

    def test_the_statement_keeps_to_its_schema(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads((SOURCE / "docs/uncertainty-statement.schema.json").read_text())
        statement = json.loads(self.plume("report", str(self.folder / "r.h5"), "-f", "statement"))
        jsonschema.validate(statement, schema)
        del statement["results"][0]["uncertainty_interval"]
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate(statement, schema)

    def test_a_browser_shows_all_of_it(self):
        """A page wider than its window would be clipped: nothing may stand in the outermost pixels, on telephones and on desks."""
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        try:
            from PIL import Image
        except ImportError:
            self.skipTest("python3-pil is not installed")
        if not chromium:
            self.skipTest("chromium is not installed")
        page = self.report(self.folder / "r.h5", "html")
        for width in (400, 1280):
            shot = self.folder / f"{width}.png"
            try:
                subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                                f"--user-data-dir={self.folder / 'profile'}", f"--window-size={width},9000",
                                f"--screenshot={shot}", page.as_uri()], capture_output=True, timeout=60)
            except subprocess.TimeoutExpired:
                self.skipTest("chromium does not end")
            if not shot.exists():
                self.skipTest("chromium takes no picture here")
            picture = Image.open(shot).convert("RGB")
            self.assertEqual(picture.size[0], width)
            for x in (0, 5, width - 6, width - 1):
                column = {picture.getpixel((x, y)) for y in range(picture.size[1])}
                self.assertEqual(column, {(255, 255, 255)}, f"something reaches the edge at {x} of {width}")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
