"""Files that may not change while a run reads them: a deck of two states of the data would be of neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from valuestory.errors import DataError, TemplateError, ValueStoryError

TEMPLATE: Final = "the template"


@dataclass(frozen=True)
class Seen:
    """A file as it was seen: what it is to the run, its size in bytes, and when it was changed, in nanoseconds.

    A file that is not there has neither.
    """

    path: Path
    what: str
    size: int = -1
    changed: int = -1


def seen(paths: Iterable[Path], what: str) -> tuple[Seen, ...]:
    """Return files as they are now; `what` says in words what they are to the run."""
    return tuple(_seen(each, what) for each in paths)


def check_unchanged(before: Sequence[Seen]) -> None:
    """Check that files are as they were.

    Raises
    ------
    DataError, TemplateError
        When one was changed, replaced or taken away: run again.
    """
    for each in before:
        if _seen(each.path, each.what) != each:
            raise _changed(each)


def _seen(path: Path, what: str) -> Seen:
    try:
        found = path.stat()
    except OSError:
        return Seen(path, what)
    return Seen(path, what, found.st_size, found.st_mtime_ns)


def _changed(each: Seen) -> ValueStoryError:
    kind = TemplateError if each.what == TEMPLATE else DataError
    return kind(f"{each.what} changed while the run read it", where=each.path.name, do="run it again")
