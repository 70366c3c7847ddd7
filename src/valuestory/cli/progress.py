"""A run's progress: a live bar on a terminal, plain lines in a log."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int, str], None]


@contextmanager
def shown_progress(name: str) -> Iterator[Progress]:
    """Yield a call back that shows steps done, their number and what comes next, on the standard error.

    Parameters
    ----------
    name
        What runs, such as the notebook's name.
    """
    if sys.stderr.isatty() and not os.environ.get("CI"):
        with _bar(name) as progress:
            yield progress
    else:
        yield _lines(name)


@contextmanager
def _bar(name: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress as Bar, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.fields[name]}"), BarColumn(bar_width=32), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, TextColumn("[dim]{task.description}"), console=Console(stderr=True)) as bar:
        task = bar.add_task("starting a kernel", total=None, name=name)

        def progress(done: int, total: int, label: str) -> None:
            from rich.markup import escape

            bar.update(task, completed=done, total=total, description=escape(label))

        yield progress


def _lines(name: str) -> Progress:
    def progress(done: int, total: int, label: str) -> None:
        if label:
            print(f"{name} {done + 1:>3}/{total} {label}", file=sys.stderr, flush=True)

    return progress
