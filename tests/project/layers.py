# SPDX-License-Identifier: Apache-2.0
"""Who includes whom: every #include under kernels/, host/ and python/module/ against the table of docs/decisions/0001-rooms.md, and that table against them: no
right that nobody uses, and no two rooms that see each other, by way of others or not."""
import graphlib
import re

from source_tree import files, run, text

TABLE = "docs/decisions/0001-rooms.md"
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')

# Libraries that only one room, or a few, may see, by the beginning of the header's name.
CONFINED = {
    "thrust/": "kernels/engine", "cub/": "kernels/engine", "cuda": "kernels/engine",
    "hdf5": "host/store", "H5": "host/store", "toml++/": "host/toml", "CLI/": "host/cli",
    "pugixml": "host/readers", "mpi.h": "host/parallel", "suitesparse/": "host/matrix",
}


def read_table(root):
    """room → rooms it may include, itself among them."""
    table = {}
    for line in text(root, TABLE).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        room = re.fullmatch(r"`((?:kernels|host|python)/\w+)`", cells[0])
        if room:
            table[room[1]] = {room[1]} | ({"std"} if cells[-1] == "std" else set(cells[-1].split(", ")))
    return table


def room_of(path):
    return "/".join(str(path).split("/")[:2])


def circles(table):
    try:
        graphlib.TopologicalSorter({room: allowed - {room} for room, allowed in table.items()}).prepare()
    except graphlib.CycleError as error:
        return [f"{TABLE}: rooms see each other in a circle: {', '.join(error.args[1])}"]
    return []


def problems(root):
    table = read_table(root)
    used = {room: {room, "std"} for room in table}
    found = [f"{TABLE}: no room '{name}'" for allowed in table.values() for name in sorted(allowed - table.keys() - {"std"})]
    if not table:
        found.append(f"{TABLE}: holds no table of rooms")
    found += circles(table)
    for path in files(root, ".hpp", ".cpp", ".cu", ".cuh", ".inl", ".inc", ".in"):
        if path.parts[0] not in ("host", "kernels", "python") or len(path.parts) < 3:
            continue
        room = room_of(path)
        if room not in table:
            found.append(f"{path}: room '{room}' is not in {TABLE}")
            continue
        if path.suffix in (".cu", ".cuh") and room != "kernels/engine":
            found.append(f"{path}: CUDA sources belong into kernels/engine")
        for number, line in enumerate(text(root, path).splitlines(), 1):
            include = INCLUDE.match(line)
            if not include:
                continue
            quote, name = include.groups()
            place = f"{path}:{number}"
            if name.startswith(("host/", "kernels/")):
                if quote == "<":
                    found.append(f'{place}: our own header <{name}> wants quotes')
                used[room].add(room_of(name))
                if room_of(name) not in table[room]:
                    found.append(f"{place}: {room} may not include {room_of(name)} ({name})")
            elif quote == '"':
                found.append(f'{place}: "{name}" must be written from the root of the source tree')
            for prefix, owner in CONFINED.items():
                owners = (owner,) if isinstance(owner, str) else owner
                if name.startswith(prefix) and room not in owners:
                    found.append(f"{place}: <{name}> belongs into {' or '.join(owners)} only")
    found += [f"{TABLE}: {room} may include {right}, and does not" for room, rights in table.items() for right in sorted(rights - used[room])]
    return found


if __name__ == "__main__":
    run(problems)
