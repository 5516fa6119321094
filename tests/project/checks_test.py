# SPDX-License-Identifier: Apache-2.0
"""The checks of this folder can fail: each is given a small tree that is right and then one fault at a time."""
import shutil
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import code_map
import findings
import layers
import links
import mirror
import no_machine_paths
import readme
import spdx

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
TABLE = """
| room | holds | may include |
|---|---|---|
| `kernels/base` | x | std |
| `kernels/engine` | x | std |
| `host/base` | x | std |
| `host/store` | x | host/base |
"""
FINDINGS = "| E0203 | not a number | write digits |\n"


class Tree(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        # The small tree holds none of the headers that are exceptions in the real one.
        exceptions = unittest.mock.patch.dict(mirror.EXCEPTIONS, clear=True)
        exceptions.start()
        self.addCleanup(exceptions.stop)
        self.write("docs/decisions/0001-rooms.md", TABLE)
        self.write("host/base/finding.hpp", SPDX + "#include <string>\n")
        self.write("host/store/file.hpp", SPDX + '#include <hdf5.h>\n#include "host/base/finding.hpp"\n')
        self.write("host/store/file.cpp", SPDX + '#include "host/store/file.hpp"\nf.add("E0203", {}, "");\n')
        self.write("host/CMakeLists.txt", "# SPDX-License-Identifier: Apache-2.0\nx(base/finding.hpp store/file.hpp store/file.cpp)\n")
        self.write("tests/host/base/finding_test.cpp", SPDX)
        self.write("tests/host/store/file_test.cpp", SPDX + "// error E0203: words\n")
        self.write("tests/host/CMakeLists.txt",
                   "# SPDX-License-Identifier: Apache-2.0\nx(base/finding_test.cpp)\nx(store/file_test.cpp)\n")
        self.write("tests/project/findings.py", "# SPDX-License-Identifier: Apache-2.0\n")
        self.write("docs/findings.d/store.md", FINDINGS)
        self.write("docs/findings.md", findings.index({"E0203": (None, FINDINGS.strip())}))

    def write(self, path, content):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(content)

    def test_code_map(self):
        self.write("docs/code-map.md", "First `host/store/file.hpp`, then\n`host/base/finding.hpp`.\n")
        self.assertEqual(code_map.problems(self.root), [])
        self.write("docs/code-map.md", "First `host/store/file.hpp`, then\n`host/base/gone.hpp`.\n")
        self.assert_one(code_map, "docs/code-map.md:2: there is no host/base/gone.hpp")
        self.write("docs/code-map.md", "Nothing.\n")
        self.assert_one(code_map, "names no file")

    def assert_one(self, check, words):
        found = check.problems(self.root)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_a_right_tree_has_no_problems(self):
        for check in (layers, mirror, spdx, no_machine_paths, links, findings):
            self.assertEqual(check.problems(self.root), [], check.__name__)

    def test_layers_rejects_an_include_against_the_table(self):
        self.write("host/base/finding.hpp", SPDX + '#include "host/store/file.hpp"\n')
        self.assert_one(layers, "host/base/finding.hpp:2: host/base may not include host/store")

    def test_layers_rejects_an_indented_include_in_angles(self):
        self.write("host/base/finding.hpp", SPDX + "#  include <host/base/other.hpp>\n")
        self.assert_one(layers, "wants quotes")

    def test_layers_rejects_an_include_by_a_relative_path(self):
        self.write("host/store/file.cpp", SPDX + '#include "file.hpp"\n')
        self.assert_one(layers, "must be written from the root")

    def test_layers_rejects_a_confined_library_elsewhere(self):
        self.write("host/base/finding.hpp", SPDX + "#include <hdf5.h>\n")
        self.assert_one(layers, "<hdf5.h> belongs into host/store only")

    def test_layers_rejects_kernels_that_include_host(self):
        self.write("kernels/engine/run.hpp", SPDX + '#include "host/base/finding.hpp"\n')
        self.assert_one(layers, "kernels/engine may not include host/base")

    def test_layers_rejects_an_unknown_room(self):
        self.write("host/attic/x.hpp", SPDX)
        self.assert_one(layers, "room 'host/attic' is not in")

    def test_layers_rejects_cuda_outside_the_engine(self):
        self.write("kernels/base/x.cu", SPDX)
        self.assert_one(layers, "CUDA sources belong into kernels/engine")

    def test_layers_rejects_a_table_that_is_gone(self):
        self.write("docs/decisions/0001-rooms.md", "no table\n")
        self.assertIn("holds no table", layers.problems(self.root)[0])

    def test_layers_rejects_a_right_that_nobody_uses(self):
        self.write("docs/decisions/0001-rooms.md", TABLE.replace("host/base |\n", "host/base, kernels/base |\n"))
        self.assert_one(layers, "host/store may include kernels/base, and does not")

    def test_layers_rejects_rooms_that_see_each_other(self):
        self.write("docs/decisions/0001-rooms.md", TABLE.replace("| `host/base` | x | std |", "| `host/base` | x | host/store |"))
        self.write("host/base/other.inc", '#include "host/store/file.hpp"\n')
        self.assert_one(layers, "rooms see each other in a circle: host/")

    def test_mirror_rejects_helpers_of_tests_outside_a_namespace_of_their_file(self):
        inside = "{\nnamespace {\n}\n}\n"
        self.write("tests/host/store/file_test.cpp", SPDX + "namespace plume::file_test " + inside)
        self.assertEqual(mirror.problems(self.root), [])
        self.write("tests/host/store/file_test.cpp", SPDX + "namespace plume " + inside)
        self.assert_one(mirror, "has no namespace file_test")

    def test_mirror_rejects_a_header_without_a_test(self):
        (self.root / "tests/host/base/finding_test.cpp").unlink()
        self.assert_one(mirror, "host/base/finding.hpp: has no test tests/host/base/finding_test.cpp")

    def test_mirror_rejects_a_source_that_begins_with_another_header(self):
        self.write("host/store/file.cpp", SPDX + '#include <string>\n#include "host/store/file.hpp"\nf.add("E0203", {}, "");\n')
        self.assert_one(mirror, "host/store/file.cpp: does not include host/store/file.hpp first")

    def test_mirror_rejects_a_test_that_is_not_built(self):
        self.write("tests/host/CMakeLists.txt", "# SPDX-License-Identifier: Apache-2.0\nx(base/finding_test.cpp)\n")
        self.assert_one(mirror, "tests/host/store/file_test.cpp: is listed in no CMakeLists.txt")

    def test_spdx_rejects_a_file_without_the_line(self):
        self.write("host/base/finding.hpp", "#pragma once\n")
        self.assert_one(spdx, "host/base/finding.hpp:1")

    def test_no_machine_paths_rejects_one(self):
        self.write("docs/a.md", "see " + "/" + "tmp/x1/file\n")
        self.assert_one(no_machine_paths, "docs/a.md:1")

    def test_no_machine_paths_allows_words_with_slashes(self):
        self.write("docs/a.md", "build/tmp/x and temp/work/y and $HOME/work/\n")
        self.assertEqual(no_machine_paths.problems(self.root), [])

    def test_links_rejects_a_dead_link(self):
        self.write("docs/a.md", "[x](b.md) [y](decisions/0001-rooms.md)\n")
        self.assert_one(links, "docs/a.md:1: the link 'b.md' leads nowhere")

    def test_links_rejects_a_named_page_that_is_gone(self):
        self.write("host/base/finding.hpp", SPDX + "// see docs/" + "gone.md\n")
        self.assert_one(links, "does not exist")

    def test_findings_rejects_a_code_without_documentation(self):
        self.write("docs/findings.d/store.md", "")
        self.write("docs/findings.md", findings.index({}))
        self.assert_one(findings, "E0203 is documented nowhere")

    def test_findings_rejects_a_documented_code_that_is_gone(self):
        self.write("host/store/file.cpp", SPDX)
        self.assert_one(findings, "E0203 is used nowhere")

    def test_findings_rejects_a_code_without_a_test(self):
        self.write("tests/host/store/file_test.cpp", SPDX)
        self.assert_one(findings, "E0203 is in no test")

    def test_findings_rejects_a_row_without_advice(self):
        self.write("docs/findings.d/store.md", "| E0203 | not a number | |\n")
        self.assertIn("needs a meaning and what to do", findings.problems(self.root)[0])

    def test_findings_rejects_an_old_index(self):
        self.write("docs/findings.md", "old\n")
        self.assert_one(findings, "docs/findings.md: is not what")

    def run_readme(self, content, program="/bin/true"):
        self.write("README.md", content)
        self.write("datasets/x.txt", "")
        self.write("bootstrap.sh", "")
        return readme.problems(self.root, Path(program))

    def test_readme_runs_what_it_shows(self):
        self.assertEqual(self.run_readme("```text a.txt\none\n```\n```sh\ncat a.txt\n```\n```text output\none\n```\n"), [])

    def test_readme_rejects_a_command_that_fails(self):
        self.assertIn("README.md:2: `false` ended with status 1", self.run_readme("```sh\nfalse\n```\n")[0])

    def test_pages_run_what_they_show(self):
        self.write("docs/inventory.md", "```text a.txt\none\n```\n```sh\nfalse\n```\n")
        self.assertIn("docs/inventory.md:5: `false` ended with status 1", self.run_readme("nothing\n")[0])

    def test_readme_rejects_output_that_differs(self):
        self.assertIn("README.md:5: 'two' is not in the output",
                      self.run_readme("```sh\necho one\n```\n```text output\ntwo\n```\n")[0])

    def test_readme_rejects_python_that_fails(self):
        self.assertIn("ended with status 1", self.run_readme("```python\nassert False\n```\n")[0])

    def test_readme_rejects_a_block_that_says_nothing(self):
        self.assertIn("README.md:1: a code block of kind ''", self.run_readme("```\nrm -rf x\n```\n")[0])

    def test_readme_rejects_an_example_that_is_no_toml(self):
        self.assertIn("README.md:1:", self.run_readme("```toml example\na = \n```\n")[0])

    def test_readme_rejects_an_unknown_command_on_a_fresh_machine(self):
        self.assertIn("only ./bootstrap.sh", self.run_readme("```sh fresh-machine\nmake install\n```\n")[0])


if __name__ == "__main__":
    sys.argv = sys.argv[:1]
    unittest.main()
