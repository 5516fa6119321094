# SPDX-License-Identifier: Apache-2.0
"""The list of small bugs (mutants.toml): what is wrong with it, and planting one."""
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

LIST = Path("tests/mutants/mutants.toml")
LEAST = 100  # of all rooms together
LEAST_OF_A_ROOM = 3


@dataclass(frozen=True)
class Mutant:
    says: str  # what is wrong where it is planted
    file: str
    before: str
    after: str
    test: str  # the program that should notice it

    @property
    def room(self):
        return "/".join(self.file.split("/")[:2])

    def places(self, text):
        """Where `before` stands in the text of its file, however lines are cut there."""
        letters = re.sub(r"\s", "", self.before)
        return list(re.finditer(r"\s*".join(map(re.escape, letters)), text))


def mutants(root):
    return [Mutant(**each) for each in tomllib.loads((root / LIST).read_text())["mutant"]]


def rooms(root):
    """Folders with sources in kernels/ and host/."""
    return {f"{part}/{folder.name}" for part in ("kernels", "host") for folder in (root / part).iterdir()
            if folder.is_dir() and any(folder.rglob("*.?pp"))}


def test_programs(root):
    """Names of the programs that plume_test makes, in kernels/ and host/."""
    return {f"test_{name}" for lists in (root / "tests").rglob("CMakeLists.txt")
            for name in re.findall(r"^plume_test\((\w+)", lists.read_text(), re.M)}


def problems(root):
    found, known, said = [], test_programs(root), set()
    listed = mutants(root)
    for mutant in listed:
        where = f"{LIST}: '{mutant.says}'"
        if mutant.says in said:
            found.append(f"{where} is there twice")
        said.add(mutant.says)
        if mutant.test not in known:
            found.append(f"{where}: there is no test program {mutant.test}")
        if mutant.after == mutant.before:
            found.append(f"{where} changes nothing")
        if not (root / mutant.file).is_file():
            found.append(f"{where}: there is no {mutant.file}")
            continue
        times = len(mutant.places((root / mutant.file).read_text()))
        if times != 1:
            found.append(f"{where}: its text stands {times} times in {mutant.file}: {mutant.before}")
    for room in sorted(rooms(root)):
        number = sum(mutant.room == room for mutant in listed)
        if number < LEAST_OF_A_ROOM:
            found.append(f"{LIST}: {number} bugs in {room}, at least {LEAST_OF_A_ROOM} are wanted")
    if len(listed) < LEAST:
        found.append(f"{LIST}: {len(listed)} bugs, at least {LEAST} are wanted")
    return found


class Planted:
    """A mutant in a tree, for as long as the `with` lasts."""

    def __init__(self, tree, mutant):
        self.path, self.mutant = tree / mutant.file, mutant

    def __enter__(self):
        self.whole = self.path.read_text()
        places = self.mutant.places(self.whole)
        if len(places) != 1:
            raise ValueError(f"{self.mutant.file}: the text of '{self.mutant.says}' does not stand there once")
        begin, end = places[0].span()
        self.path.write_text(self.whole[:begin] + self.mutant.after + self.whole[end:])

    def __exit__(self, *_):
        self.path.write_text(self.whole)
