# SPDX-License-Identifier: Apache-2.0
"""The list of small bugs holds, so that tests/mutants/run.py can plant them; and what plants and counts them does so. Argument: SOURCE."""
import contextlib
import io
import re
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(sys.argv[1]).resolve()
sys.path.insert(0, str(SOURCE / "tests" / "mutants"))
import mutants  # noqa: E402, its folder is known only here
import run  # noqa: E402
from mutants import Mutant  # noqa: E402


class TheList(unittest.TestCase):
    def test_every_bug_can_be_planted(self):
        self.assertEqual("", "\n".join(mutants.problems(SOURCE)))

    def test_every_bug_is_in_the_test_of_its_room(self):
        for mutant in mutants.mutants(SOURCE):
            part, room = mutant.room.split("/")
            name = {"kernels/engine": "engine"}.get(mutant.room, f"kernels_{room}" if part == "kernels" else room)
            if (SOURCE / "kernels" / "api" / Path(mutant.file).with_suffix(".hpp").name).exists():
                name = "kernels_api"  # the engine does what stands there, which is where its tests are
            self.assertRegex(mutant.test, rf"^test_{name}(_\w+)?$", mutant.says)


TREE = {
    "host/base/sum.cpp": "int sum(int a, int b) { return a + b; }\n",
    "tests/host/base/CMakeLists.txt": "plume_test(base SOURCES sum_test.cpp)\n",
    "tests/host/base/sum_test.cpp": "",
    "tests/mutants/mutants.toml": "",
}
BUGS = [Mutant("sums are differences", "host/base/sum.cpp", "a + b", "a - b", "test_base"),
        Mutant("sums are turned round", "host/base/sum.cpp", "a + b", "b + a", "test_base"),
        Mutant("a sum is no C++", "host/base/sum.cpp", "a + b;", "a + ;", "test_base")]


class Builder:
    """Takes the only source for the program: it compiles where it ends a sum, and its test passes where a + b is one."""
    output = "output of the tool"

    def __init__(self, tree):
        self.file, self.built = tree / "host/base/sum.cpp", ""

    def builds(self, test):
        self.built = self.file.read_text()
        return test == "test_base" and "+ ;" not in self.built

    def passes(self, test, part):
        return bool(re.search(r"a \+ b|b \+ a", self.built))


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root, self.results = Path(folder.name, "tree"), Path(folder.name, "results.jsonl")
        for name, content in TREE.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(content)

    def write(self, bugs):
        (self.root / mutants.LIST).write_text("".join(
            f"[[mutant]]\nsays = '{b.says}'\nfile = '{b.file}'\nbefore = '{b.before}'\nafter = '{b.after}'\ntest = '{b.test}'\n" for b in bugs))

    def told(self, bug, words):
        self.write([bug])
        found = "\n".join(mutants.problems(self.root))
        self.assertIn(words, found)

    def test_faults_of_the_list_are_told(self):
        (self.root / "kernels").mkdir()
        good = BUGS[0]
        self.told(good, "1 bugs in host/base, at least 3 are wanted")
        self.told(good, "1 bugs, at least 100 are wanted")
        self.write([good])
        self.assertEqual(2, len(mutants.problems(self.root)))
        self.told(Mutant(good.says, good.file, "a * b", "a", good.test), "its text stands 0 times in host/base/sum.cpp: a * b")
        self.told(Mutant(good.says, good.file, "a", "b", good.test), "its text stands 2 times")
        self.assertEqual(1, len(good.places("return a +\n    b;")))  # layout is no matter
        self.told(Mutant(good.says, "host/base/gone.cpp", "a", "b", good.test), "there is no host/base/gone.cpp")
        self.told(Mutant(good.says, good.file, "a + b", "a + b", good.test), "changes nothing")
        self.told(Mutant(good.says, good.file, "a + b", "a", "test_gone"), "there is no test program test_gone")
        self.write([good, good])
        self.assertIn("is there twice", "\n".join(mutants.problems(self.root)))

    def run_campaign(self, bugs):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            run.campaign(self.root, self.root, Builder(self.root), bugs, self.results)
            good = run.report(self.root, bugs, self.results)
        return good, said.getvalue()

    def test_bugs_are_noticed_survive_or_do_not_compile(self):
        good, said = self.run_campaign(BUGS)
        self.assertFalse(good)
        self.assertIn("sums are differences: noticed", said)
        self.assertIn("survived: host/base/sum.cpp: sums are turned round", said)
        self.assertIn("did not compile: host/base/sum.cpp: a sum is no C++", said)
        self.assertRegex(said, r"host/base +1 of +2 noticed, +50 %")
        self.assertIn("3 of 3 tried", said)
        self.assertEqual(TREE["host/base/sum.cpp"], (self.root / "host/base/sum.cpp").read_text())

    def test_all_noticed_is_good(self):
        good, said = self.run_campaign(BUGS[:1])
        self.assertTrue(good)
        self.assertRegex(said, r"1 of +1 noticed, 100 %")

    def test_what_is_known_is_not_tried_again(self):
        self.run_campaign(BUGS[:1])
        self.assertNotIn("1 of 1:", self.run_campaign(BUGS[:1])[1])
        # Another test may notice more.
        (self.root / "tests/host/base/sum_test.cpp").write_text("// more\n")
        self.assertIn("1 of 1:", self.run_campaign(BUGS[:1])[1])

    def test_tests_that_fail_anyway_notice_nothing(self):
        (self.root / "host/base/sum.cpp").write_text("int sum(int a, int b) { return a * b; }\n")
        with self.assertRaisesRegex(SystemExit, "test_base fails without any bug"):
            self.run_campaign(BUGS[:1])

    def test_the_copy_follows_the_tree(self):
        copy = self.root.parent / "copy"
        (copy / "build").mkdir(parents=True)
        (copy / "build" / "made").write_text("kept")
        run.copy_tree(self.root, copy)
        same = (copy / "host/base/sum.cpp").stat().st_mtime_ns
        (self.root / "tests/host/base/sum_test.cpp").unlink()
        (self.root / "host/base/more.cpp").write_text("int more;\n")
        run.copy_tree(self.root, copy)
        self.assertFalse((copy / "tests/host/base/sum_test.cpp").exists())
        self.assertEqual("int more;\n", (copy / "host/base/more.cpp").read_text())
        self.assertEqual(same, (copy / "host/base/sum.cpp").stat().st_mtime_ns)
        self.assertEqual("kept", (copy / "build" / "made").read_text())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
