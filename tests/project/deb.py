# SPDX-License-Identifier: Apache-2.0
"""The package that cpack makes holds the program and its licence, names what it depends on, and what it holds runs.

    deb.py BUILD CPACK VERSION
"""
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from programs import run

SKIPPED = 77
BUILD, CPACK, VERSION = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]


class Deb(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.scratch = Path(folder.name)
        run(CPACK, "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", cls.scratch)
        cls.package = next(cls.scratch.glob("*.deb"))

    def field(self, name):
        return run("dpkg-deb", "--field", self.package, name).strip()

    def test_it_says_what_it_is_and_needs(self):
        self.assertEqual(self.field("Package"), "plume-lca")
        self.assertEqual(self.field("Version"), VERSION)
        self.assertIn("libc6 (>=", self.field("Depends"))
        self.assertLess(self.package.stat().st_size, 15_000_000)

    def test_it_holds_the_program_and_the_licence_alone(self):
        run("dpkg-deb", "--extract", self.package, self.scratch / "root")
        files = sorted(str(path.relative_to(self.scratch / "root")) for path in (self.scratch / "root").rglob("*")
                       if path.is_file())
        self.assertEqual(files, ["usr/bin/plume", "usr/share/doc/plume/LICENSE"])
        self.assertIn(f"plume {VERSION} ", run(self.scratch / "root/usr/bin/plume", "version"))


if __name__ == "__main__":
    for tool in ("dpkg-deb", "dpkg-shlibdeps", CPACK):
        if shutil.which(tool) is None:
            print(f"skipped: this machine has no {tool}")
            sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1])
