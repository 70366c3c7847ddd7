"""Outputs appear whole or not at all: written in a folder aside, on the same file system, and renamed into place.

One run at a time writes an output. What a run that was killed left aside is put in order by the next one.
"""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

from valuestory.errors import BusyError, NotebookError, OutputError

MARK: Final = "run.json"
"""The file that tells a run's folder from any other."""
_OLD: Final = "-old"
_REFUSED: Final = frozenset(
    getattr(errno, name)
    for name in ["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS", "EACCES", "EPERM", "EEXIST", "ENOTDIR", "ENAMETOOLONG"]
    if hasattr(errno, name)
)
"""What the operating system says of a place that cannot be written; anything else is a fault of another kind."""


def check_out(out: Path) -> None:
    """Check that a folder may be replaced by a run.

    Raises
    ------
    NotebookError
        When it is a file, the working directory or a folder above it, or holds things but is no run's folder: give
        another `--out`.
    """
    do = "give another --out"
    if out.exists() and not out.is_dir():
        raise NotebookError("the output folder is a file", where=str(out), do=do)
    if out.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise NotebookError("the output folder is the folder you are in, or one above it", where=str(out), do=do)
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise NotebookError("the output folder holds other things, and no run", where=str(out), do=f"{do}, or empty it")


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Let nobody else write an output while the block runs; the operating system frees it if this process is killed.

    Raises
    ------
    BusyError
        When another run holds it: wait for that one, or give another `--out`.
    OutputError
        When nothing can be written there.
    """
    from filelock import FileLock, Timeout

    mark = out.with_name(f".{out.name}.lock")
    lock = FileLock(mark, blocking=False)
    with written_to(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout:
            raise BusyError(
                "another run is writing this output",
                where=str(out),
                do="wait until it has ended, or give another --out",
            ) from None
    try:
        with written_to(out):
            _put_in_order(out)
        yield
    finally:
        with suppress(OSError):  # taken away while it is held, so that whoever waits for it sees that it is gone
            mark.unlink()
        lock.release()


@contextmanager
def written_aside(out: Path) -> Iterator[Path]:
    """Yield a new folder beside `out` that takes its place when the block ends well, and vanishes when it does not.

    What people have put into the old folder under names of their own is kept. Whoever calls this holds the output.

    Raises
    ------
    OutputError
        When the folder cannot be made there, or not be written to its end: make room, or give another `--out`.
    """
    aside = out.with_name(f".{out.name}-{uuid4().hex[:8]}")
    try:
        with written_to(out):
            aside.mkdir(parents=True)
            yield aside
            _swap(aside, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def written_to(out: Path, do: str = "make room, or give another --out") -> Iterator[None]:
    """Say in words what the operating system refuses while an output is written, and what is to be done.

    Raises
    ------
    OutputError
        When there is no room, no right, or no such place.
    """
    try:
        yield
    except OSError as error:
        if not is_refusal(error):
            raise
        raise OutputError(f"nothing can be written there: {error.strerror}", where=str(out), do=do) from error


def is_refusal(error: OSError) -> bool:
    """Return whether an error says that a place cannot be written."""
    return error.errno in _REFUSED


def _put_in_order(out: Path) -> None:
    """Take away what a killed run left aside; where it was killed between two renames, the old folder comes back."""
    ours = re.compile(re.escape(f".{out.name}-") + r"[0-9a-f]{8}(-old)?")
    for left in sorted(each for each in out.parent.iterdir() if ours.fullmatch(each.name)):
        if left.name.endswith(_OLD):
            if not out.exists():
                left.rename(out)
            _keep_the_users(left, out)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _swap(aside: Path, out: Path) -> None:
    old = out.with_name(f"{aside.name}{_OLD}")
    if out.exists():
        out.rename(old)
    try:
        aside.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    _keep_the_users(old, out)


def _keep_the_users(old: Path, out: Path) -> None:
    if old.is_dir():
        for each in old.iterdir():
            if not (out / each.name).exists():
                each.rename(out / each.name)
        shutil.rmtree(old, ignore_errors=True)
