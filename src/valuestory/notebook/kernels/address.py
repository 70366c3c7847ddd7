"""Where the server of a user and an environment listens."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import valuestory

_AT_START: Final = ("PYTHON", "COVERAGE_", "LC_", "LD_", "MKL_", "OMP_")
"""Variables that a Python process and its libraries read when they start: a kernel that differs in one needs a server
of its own. All others are the kernel's when it is forked."""
_ALONE: Final = ("LANG", "HOME", "VIRTUAL_ENV")


def address(environment: dict[str, str]) -> Path:
    """Return the path of the socket for kernels of this environment, in a folder that is the user's alone.

    What is installed belongs to the environment, and the package's own files: whoever installs or edits something gets
    a new server, not kernels of yesterday.

    Raises
    ------
    OSError
        When the folder is somebody else's, or open to others.
    """
    folder = Path(tempfile.gettempdir(), f"valuestory-kernels-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} is not a folder of this user alone")
    told = "\n".join(_told(environment))
    return folder / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.sock"


def _told(environment: dict[str, str]) -> Iterator[str]:
    yield sys.executable
    yield sys.version
    for name, value in sorted(environment.items()):
        if name.startswith(_AT_START) or name in _ALONE:
            yield f"{name}={value}"
    for name in ("purelib", "platlib"):
        yield str(Path(sysconfig.get_path(name)).stat().st_mtime_ns)
    package = Path(valuestory.__file__).parent
    yield str(max(each.stat().st_mtime_ns for each in package.rglob("*.py")))
