# SPDX-License-Identifier: Apache-2.0
"""A folder for the files of a study, which goes with the last object that needs it."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class ScratchFolder:
    """A new folder of the system's temporary ones; removed when this object is, or when Python ends.

    >>> folder = ScratchFolder()
    >>> path = folder.path
    >>> path.is_dir()
    True
    >>> del folder
    >>> path.exists()
    False
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="plume-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
