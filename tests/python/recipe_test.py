#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""rattler-build reads the conda recipe, and makes of it what is built on each kind of machine. Nothing is built: that needs conda-forge."""
import unittest
from pathlib import Path

from rattler_build import PlatformConfig, RattlerBuildError, RenderConfig, Stage0Recipe, VariantConfig

RECIPE = Path(__file__).resolve().parents[2] / "python" / "recipe" / "recipe.yaml"


def rendered(recipe, platform):
    variants = VariantConfig({"python": ["3.10.*", "3.13.*"], "c_stdlib": ["sysroot"]})
    return [each.recipe.to_dict() for each in recipe.render(variants, RenderConfig(platform=PlatformConfig(target_platform=platform)))]


class Recipe(unittest.TestCase):
    def test_one_package_for_each_python(self):
        for platform in ("linux-64", "linux-aarch64"):
            made = rendered(Stage0Recipe.from_file(RECIPE), platform)
            self.assertEqual(sorted(each["build"]["string"][:5] for each in made), ["py310", "py313"])
            for each in made:
                self.assertEqual(each["package"]["name"], "plume-lca")
                self.assertRegex(each["package"]["version"], r"^\d+\.\d+\.\d+$")
                self.assertIn(f"gxx_{platform}", each["requirements"]["build"])
                self.assertNotIn("${{", str(each))

    def test_it_is_for_linux(self):
        skip = Stage0Recipe.from_file(RECIPE).to_dict()["build"]["skip"]
        self.assertEqual(skip, ["not linux"])

    def test_what_is_no_recipe_is_refused(self):
        for old, new in (("requirements:", "requirement:"), ("${{ stdlib('c') }}", "${{ stdlib('c' }}"), ("number: 0", "number: one")):
            content = RECIPE.read_text()
            self.assertIn(old, content)
            with self.assertRaises(RattlerBuildError, msg=new):
                rendered(Stage0Recipe.from_yaml(content.replace(old, new)), "linux-64")


if __name__ == "__main__":
    unittest.main()
