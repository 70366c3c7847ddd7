"""Outputs appear whole or not at all: written in a folder aside, on the same file system, and renamed into place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from valuestory.errors import NotebookError

MARK: Final = "run.json"
"""The file that tells a run's folder from any other."""


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
def written_aside(out: Path) -> Iterator[Path]:
    """Yield a new folder beside `out` that takes its place when the block ends well, and vanishes when it does not.

    What people have put into the old folder under names of their own is kept.

    Raises
    ------
    NotebookError
        When the folder cannot be made there: give another `--out`.
    """
    aside = out.with_name(f".{out.name}-{uuid4().hex[:8]}")
    try:
        aside.mkdir(parents=True)
    except OSError as error:
        raise NotebookError(
            f"nothing can be written there: {error.strerror}", where=str(out), do="give another --out"
        ) from None
    try:
        yield aside
        _swap(aside, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _swap(aside: Path, out: Path) -> None:
    old = out.with_name(f"{aside.name}-old")
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
