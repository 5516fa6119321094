#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every public name of the package has a doctest, which runs, or a test that uses it, which is named here.

    PLUME_PROGRAM=build/release/plume names_test.py

Public are the names in `__all__`, and the methods and properties of public classes that do not begin with "_".
"""
import ast
import doctest
import importlib
import inspect
import pkgutil
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "python"))

try:
    import h5netcdf  # noqa: F401
    import pandas  # noqa: F401
    import xarray  # noqa: F401
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

import plume_lca as plume  # noqa: E402

# Name → the test that uses it: file.class.function. Names with a doctest need none.
TESTED = {
    "LCA": "package_test.StandIns.test_static_and_several",
    "LCA.keep_first_iteration": "package_test.StandIns.test_the_first_iteration_can_be_kept",
    "LCA.lci": "package_test.StandIns.test_static_and_several",
    "LCA.lcia": "package_test.StandIns.test_static_and_several",
    "LCA.result": "module_test.SameBits.test_next_and_run",
    "LCA.score": "package_test.StandIns.test_next_steps_through_the_same_scores_as_run",
    "Model.findings": "model_test.Databases.test_what_is_no_database",
    "Model.info": "model_test.Databases.test_every_format_is_read_by_one_function",
    "Model.run": "model_test.Arrays.test_a_cell_may_stand_several_times",
    "Model.study": "model_test.Studies.test_texts_arrive_as_they_are",
    "Model.tables": "model_test.Databases.test_every_format_is_read_by_one_function",
    "MultiLCA": "package_test.StandIns.test_normalisations_and_weightings_go_with_their_categories",
    "MultiLCA.keep_first_iteration": "package_test.StandIns.test_several_step_together",
    "MultiLCA.lci": "package_test.StandIns.test_static_and_several",
    "MultiLCA.lcia": "package_test.StandIns.test_static_and_several",
    "MultiLCA.normalize": "package_test.StandIns.test_several_step_together",
    "MultiLCA.result": "package_test.StandIns.test_several_step_together",
    "MultiLCA.scores": "package_test.StandIns.test_static_and_several",
    "MultiLCA.weight": "package_test.StandIns.test_several_step_together",
    "PlumeWarning": "package_test.Trouble.test_each_code_warns_once",
    "Result": "package_test.Run.test_saved_and_opened",
    "Result.compare": "package_test.Run.test_two_bikes_are_above_one_in_every_draw",
    "Result.contributions": "package_test.Run.test_drivers_and_contributions",
    "Result.ds": "package_test.Run.test_scores_have_names_and_the_closed_form",
    "Result.failed": "module_test.SameBits.test_scores_statuses_and_static_scores",
    "Result.findings": "module_test.SameBits.test_scores_statuses_and_static_scores",
    "Result.inventory": "package_test.Run.test_one_iteration_whole",
    "Result.more": "package_test.Run.test_more_is_one_longer_run",
    "Result.path": "package_test.Run.test_saved_and_opened",
    "Result.plot": "package_test.Run.test_reports_and_pictures",
    "Result.report": "package_test.Run.test_reports_and_pictures",
    "Result.save": "package_test.Run.test_saved_and_opened",
    "Result.scores": "model_test.Studies.test_a_file_runs_as_it_is_or_with_other_settings",
    "Result.sensitivity": "package_test.Run.test_drivers_and_contributions",
    "Result.summary": "package_test.Run.test_summary_holds_each_figure_with_its_error",
    "Result.table": "package_test.Run.test_tables_of_the_report",
    "Source": "package_test.Package.test_sources_are_paths_and_packages",
    "Study.run": "model_test.Studies.test_a_dictionary_is_the_study_file_of_the_same_words",
    "__version__": "package_test.Package.test_version_is_that_of_the_program",
    "from_brightway": "package_test.Options.test_arrays_are_used_only_when_asked",
    "from_study": "package_test.Package.test_studies_from_files",
    "open": "package_test.Run.test_saved_and_opened",
    "open_result": "package_test.Run.test_saved_and_opened",
    "read": "model_test.Databases.test_every_format_is_read_by_one_function",
    "run": "model_test.Studies.test_a_file_runs_as_it_is_or_with_other_settings",
}


def members_of(cls):
    """Its public methods and properties, inherited ones of the package, too."""
    for base in cls.__mro__:
        if base.__module__.split(".")[0] != cls.__module__.split(".")[0]:
            continue
        for name, member in vars(base).items():
            made = getattr(member, "__func__", member)
            if not name.startswith("_") and (inspect.isroutine(made) or inspect.isdatadescriptor(made) or hasattr(made, "func")):
                yield name, made


def public_names(module):
    """Name → what it is."""
    found = {}
    for name in module.__all__:
        found[name] = getattr(module, name)
        if inspect.isclass(found[name]):
            found.update({f"{name}.{member}": each for member, each in members_of(found[name])})
    return found


def has_doctest(each):
    return not isinstance(each, str) and ">>>" in (inspect.getdoc(each) or "")


def words_of_tests():
    """Test → the attributes that it uses."""
    found = {}
    for path in sorted(HERE.glob("*_test.py")):
        for cls in ast.parse(path.read_text()).body:
            for test in cls.body if isinstance(cls, ast.ClassDef) else ():
                if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                    words = {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}
                    found[f"{path.stem}.{cls.name}.{test.name}"] = words
    return found


def problems(names, tested, words):
    found = [f"{name} has neither a doctest nor a test" for name, each in names.items() if not has_doctest(each) and name not in tested]
    found += [f"{name} is no public name" for name in tested if name not in names]
    for name, test in tested.items():
        if test not in words:
            found.append(f"{name}: there is no test {test}")
        elif name.rpartition(".")[2] not in words[test]:
            found.append(f"{name}: {test} does not use it")
    return found


class Names(unittest.TestCase):
    def test_each_has_a_doctest_or_a_test_that_uses_it(self):
        self.assertEqual(problems(public_names(plume), TESTED, words_of_tests()), [])

    def test_what_is_missing_is_told(self):
        class Thing:
            def bare(self):
                """Nothing."""

            def shown(self):
                """
                >>> 1
                1
                """

            def _private(self):
                pass

            @property
            def tested(self):
                return 1

        class Package:
            __all__ = ["Thing"]

        Package.Thing = Thing
        names = public_names(Package)
        self.assertEqual(sorted(names), ["Thing", "Thing.bare", "Thing.shown", "Thing.tested"])
        tested = {"Thing": "a.B.test_c", "Thing.tested": "a.B.test_d", "Thing.gone": "a.B.test_c"}
        self.assertEqual(problems(names, tested, {"a.B.test_c": {"Thing"}, "a.B.test_d": {"other"}}),
                         ["Thing.bare has neither a doctest nor a test", "Thing.gone is no public name",
                          "Thing.tested: a.B.test_d does not use it", "Thing.gone: a.B.test_c does not use it"])

    def test_doctests_of_every_module_pass(self):
        attempted = {}
        for module in pkgutil.iter_modules(plume.__path__):
            if module.name == "_core":  # the module in C++; its stub has no examples
                continue
            outcome = doctest.testmod(importlib.import_module(f"plume_lca.{module.name}"))
            self.assertEqual(outcome.failed, 0, module.name)
            attempted[module.name] = outcome.attempted
        for name in ("_arrays", "_errors", "_model", "_native", "_pairs", "_scratch", "_study", "_toml"):
            self.assertGreater(attempted[name], 0, name)


if __name__ == "__main__":
    unittest.main()
