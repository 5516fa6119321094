# SPDX-License-Identifier: Apache-2.0
"""A folder for the files of a study, which goes with the last object that needs it."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from functools import cached_property
from pathlib import Path


class ScratchFolder:
    """A new folder of the system's temporary ones; removed when this object is, or when Python ends.

    It is made when its path is first asked for.

    >>> folder = ScratchFolder()
    >>> path = folder.path
    >>> path.is_dir()
    True
    >>> del folder
    >>> path.exists()
    False
    """

    @cached_property
    def path(self) -> Path:
        path = Path(tempfile.mkdtemp(prefix="plume-"))
        weakref.finalize(self, shutil.rmtree, path, ignore_errors=True)
        return path
