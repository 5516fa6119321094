# SPDX-License-Identifier: Apache-2.0
"""What tests of the ways in share: a program that must succeed, and a script without a suffix as a module."""
import importlib.machinery
import importlib.util
import subprocess


def run(*command):
    """What the program printed, errors among it; an AssertionError with that where it fails."""
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with status {done.returncode}:\n{done.stdout}")
    return done.stdout


def load_script(path):
    """The functions of a script; its main part is not run."""
    loader = importlib.machinery.SourceFileLoader(path.name.replace("-", "_") + "_script", str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module
