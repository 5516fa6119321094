# SPDX-License-Identifier: Apache-2.0
"""Damaged databases are refused, whatever the damage, and never end the program in another way:

    damaged.py PROGRAM SOURCE [CUTS]

Every file of the rosetta encodings in XML and JSON is cut off at its tags or brackets, at most CUTS of them (60; CTest says fewer): `plume info` must refuse
it (status 3) and name the file. Then a twentieth of the bytes of a file are turned into others, with 2/3 CUTS seeds a format: any answer but a crash, a hang, or an error without a
code will do, since a flipped letter in a comment is no fault."""
import random
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

PROGRAM, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
ROSETTA = SOURCE / "datasets/rosetta"
READ, REFUSED = 0, 3
SECONDS = 10
MOST_CUTS = int(sys.argv[3]) if len(sys.argv) > 3 else 60  # of one file: evenly over its tags
SEEDS = 2 * MOST_CUTS // 3
DATABASES = {
    "JSON-LD, schema 1": "rosetta_olca_schema1.zip",
    "JSON-LD, schema 2": "rosetta_olca_schema2.zip",
    "EcoSpold 2": "rosetta_ecospold2",
    "EcoSpold 1": "rosetta_ecospold1.xml",
    "ILCD": "rosetta_ilcd.zip",
}
# Files that the reader has no use for: their contents are not looked at.
UNREAD = re.compile(r"(context\.json|openlca\.json|\.xsd|\.xsl|/(contacts|sources)/.*|source.*\.json)$")


def files_of(name):
    """{path: bytes} of a folder, a zip or a file."""
    path = ROSETTA / name
    if path.is_dir():
        return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            return {name: packed.read(name) for name in packed.namelist() if not name.endswith("/")}
    return {path.name: path.read_bytes()}


def info(folder):
    """What `plume info` says of it: status and words."""
    result = subprocess.run([PROGRAM, "info", folder, "--format", "json"], stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
    return result.returncode, (result.stdout + result.stderr).decode(errors="replace")


def cuts(content):
    """Where a file is cut off: at its tags or brackets, but not behind the last one, where it is whole."""
    places = [match.start() for match in re.finditer(rb"<|[{}\[\]]", content)]
    whole = len(content.rstrip())
    places = [place for place in places if 0 < place < whole]
    return places[::max(1, len(places) // MOST_CUTS)]


class Damaged(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name) / "database"

    def write(self, files):
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def test_files_are_whole_before(self):
        for title, name in DATABASES.items():
            with self.subTest(title):
                self.folder = Path(str(self.folder) + name)
                self.write(files_of(name))
                status, words = info(self.folder)
                self.assertEqual(status, READ, words)

    def test_a_file_cut_off_is_refused_and_named(self):
        for title, name in DATABASES.items():
            files = files_of(name)
            self.folder = self.folder.parent / title.replace(" ", "")
            self.write(files)
            for path, content in files.items():
                if UNREAD.search(path) or not path.endswith((".xml", ".spold", ".json")):
                    continue
                for place in cuts(content):
                    self.write({path: content[:place]})
                    status, words = info(self.folder)
                    with self.subTest(format=title, file=path, cut_at=place):
                        self.assertEqual(status, REFUSED, words[:500])
                        if len(files) > 1:  # of a single one, cut off before its namespace, the kind is not known
                            self.assertIn(Path(path).name, words)
                self.write({path: content})

    def test_flipped_bytes_end_in_findings(self):
        refused = 0
        for title, name in DATABASES.items():
            files = files_of(name)
            self.folder = self.folder.parent / title.replace(" ", "")
            self.write(files)
            names = sorted(path for path in files if not UNREAD.search(path))
            for seed in range(SEEDS):
                draw = random.Random(seed)
                path = draw.choice(names)
                content = bytearray(files[path])
                for at in draw.sample(range(len(content)), max(1, len(content) // 20)):
                    content[at] = draw.randrange(256)
                self.write({path: bytes(content)})
                status, words = info(self.folder)
                with self.subTest(format=title, file=path, seed=seed):
                    self.assertIn(status, (READ, REFUSED), words[:500])
                    if status == REFUSED:
                        self.assertRegex(words, r"E\d{4}")
                refused += status == REFUSED
                self.write({path: files[path]})
        self.assertGreater(refused, SEEDS)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
