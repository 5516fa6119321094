# SPDX-License-Identifier: Apache-2.0
"""How Sphinx makes the pages: MyST reads the Markdown, Breathe what Doxygen found in the headers. docs/build-site runs it."""
from pathlib import Path

from pygments.lexers.special import TextLexer

SOURCE = Path(__file__).resolve().parents[2]

project = "Plume"
author = "The Plume maintainers"
copyright = "The Plume maintainers. Apache-2.0"  # noqa: A001, Sphinx names it so
release = version = (SOURCE / "VERSION").read_text().strip()

extensions = ["myst_parser", "breathe"]
source_suffix = {".md": "markdown"}
root_doc = "index"
nitpicky = True
# What headers use and no page documents: the standard library, and the rooms whose headers are not shown.
nitpick_ignore_regex = [("cpp:.*", ".*")]

myst_heading_anchors = 4  # as deep as headings go that other pages point to

breathe_default_project = "plume"
breathe_domain_by_extension = {"hpp": "cpp"}
breathe_show_include = False

smartquotes = False  # --resume is no dash

html_theme = "furo"
html_title = f"Plume {version}"
html_show_sphinx = False
html_copy_source = False
html_static_path = [str(Path(__file__).parent / "static")]
html_css_files = ["plume.css"]


def setup(app):
    app.add_lexer("csv", TextLexer)  # Pygments knows no colours for tables
