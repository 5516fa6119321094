# SPDX-License-Identifier: Apache-2.0
"""docs/build-site makes the pages of docs/ and of the public headers, and refuses pages with faults; skipped where a tool is missing.

    site.py SOURCE FOLDER
"""
import html
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from programs import load_script
from source_tree import SKIPPED, files

SOURCE, OUT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()


def build(tree, out):
    return subprocess.run([sys.executable, "-B", str(tree / "docs" / "build-site"), str(out)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def seen(page):
    """What a reader sees of a page, with single spaces."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", page.read_text())))


class Site(unittest.TestCase):
    def test_every_page_is_there(self):
        left_out = (".github/", "docs/findings.d/")
        for page in files(SOURCE, ".md"):
            if not str(page).startswith(left_out):
                self.assertTrue((OUT / "html" / page.with_suffix(".html")).is_file(), page)
        self.assertIn("A model in five minutes", seen(OUT / "html" / "README.html"))
        self.assertIn("E0203", seen(OUT / "html" / "docs" / "findings.html"))

    def test_headers_are_there_with_all_they_declare(self):
        headers = [path for path in files(SOURCE, ".hpp") if str(path.parent) in ("kernels/api", "host/run", "host/api")]
        self.assertGreater(len(headers), 10)
        for header in headers:
            page = seen(OUT / "html" / "headers" / (str(header).replace("/", "-").removesuffix(".hpp") + ".html"))
            content = (SOURCE / header).read_text()
            self.assertIn(re.sub(r"\s+", " ", content.splitlines()[1].removeprefix("// ").replace("`", ""))[:40], page, header)
            for name in re.findall(r"^(?:struct|class|enum class) (\w+)(?= [:{f])", content, re.M):
                self.assertRegex(page, rf"(?:struct|class|enum class) {name}\b", header)
            for comment in re.findall(r"///< ([\w ,]{12,})(?=$|[;:])", content, re.M):
                self.assertIn(comment.strip(), page, header)

    def test_search_finds_a_function(self):
        self.assertIn("run_study", (OUT / "html" / "searchindex.js").read_text())


class Faults(unittest.TestCase):
    """Each in one copy of what the pages are made of; all of them are told."""

    def test_they_are_told(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder, "tree")
            for path in files(SOURCE):
                if path.suffix == ".md" or path.parts[0] == "docs" or str(path.parent) in ("kernels/api", "host/run", "host/api") \
                        or path.name in ("VERSION", "LICENSE", "CMakeLists.txt", "source_tree.py"):
                    (tree / path.parent).mkdir(parents=True, exist_ok=True)
                    shutil.copy(SOURCE / path, tree / path)
            page = tree / "docs" / "tables.md"
            page.write_text(page.read_text() + "\nSee [this](gone.md) and [that](claims.md#no-such-heading).\n")
            (tree / "docs" / "lost.md").write_text("# Lost\n\nNo page leads here.\n")
            said = build(tree, Path(folder, "out"))
        self.assertEqual(said.returncode, 1, said.stdout)
        self.assertIn("gone.md", said.stdout)
        self.assertIn("no-such-heading", said.stdout)
        self.assertRegex(said.stdout, r"lost\.md: WARNING: document isn't included in any toctree")
        self.assertNotIn("broken links;", said.stdout)

    def test_links_are_followed_once_more(self):
        """What Sphinx does not look at: plain HTML in a page."""
        broken_links = load_script(SOURCE / "docs" / "build-site").broken_links
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "a.html").write_text('<p id="here"><a href="b.html#there">b</a> <a href="https://example.org/">out</a></p>')
            Path(folder, "b.html").write_text('<p id="there"><a href="a.html#here">a</a> <a href="#there">b</a></p>')
            self.assertEqual(broken_links(Path(folder)), [])
            Path(folder, "b.html").write_text('<a href="a.html#gone">a</a> <img src="c.png">')
            self.assertEqual(broken_links(Path(folder)),
                             ["a.html: b.html#there: there is no such heading", "b.html: a.html#gone: there is no such heading",
                              "b.html: c.png: there is no such page"])


if __name__ == "__main__":
    made = build(SOURCE, OUT)
    print(made.stdout, end="", flush=True)
    if made.returncode != 0:
        sys.exit(SKIPPED if made.returncode == SKIPPED else 1)
    unittest.main(argv=sys.argv[:1])
