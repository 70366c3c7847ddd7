"""The progress of a run and of a batch: live bars on a terminal, plain lines in a log."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bars, TaskID

    from valuestory.notebook.batch.order import Outcome

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
    with _progress() as bar:
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


@dataclass(frozen=True)
class BatchShown:
    """The call backs of a batch: a step of one of its decks, and a deck that has ended."""

    step: Callable[[str, int, int, str], None]
    ended: Callable[[Outcome, int, int], None]


@contextmanager
def shown_batch(decks: int | None = None) -> Iterator[BatchShown]:
    """Yield call backs that show a bar over all decks and one a deck that is being made, on the standard error.

    Parameters
    ----------
    decks
        Their number, where it is known before the company is opened.
    """
    if sys.stderr.isatty() and not os.environ.get("CI"):
        with _bars(decks) as shown:
            yield shown
    else:
        yield BatchShown(lambda *_: None, _deck_line)


@contextmanager
def _bars(decks: int | None) -> Iterator[BatchShown]:
    with _progress() as bars:
        yield _shown_on(bars, bars.add_task("opening the company", total=decks, name="decks"))


def _progress() -> Bars:
    """Return bars whose names, counts and times keep their room: what comes next is cut where it is too long."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    name = TextColumn("{task.fields[name]}", table_column=Column(no_wrap=True))
    following = TextColumn("[dim]{task.description}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"))
    columns = (name, BarColumn(bar_width=32), MofNCompleteColumn(), TimeElapsedColumn(), following)
    return Progress(*columns, console=Console(stderr=True), expand=True)


def _shown_on(bars: Bars, over_all: TaskID) -> BatchShown:
    from rich.markup import escape

    tasks: dict[str, TaskID] = {}

    def step(name: str, done: int, total: int, label: str) -> None:
        bars.update(over_all, description="")
        if name not in tasks:
            tasks[name] = bars.add_task("", total=total, name=f"  {escape(name)}")
        bars.update(tasks[name], completed=done, total=total, description=escape(label))

    def ended(outcome: Outcome, done: int, total: int) -> None:
        bars.update(over_all, completed=done, total=total, description="")
        if outcome.name in tasks:
            bars.remove_task(tasks.pop(outcome.name))
        if not outcome.is_whole:
            bars.console.print(f"{outcome.name}: {outcome.error}", style="bold red", markup=False)

    return BatchShown(step, ended)


def _deck_line(outcome: Outcome, done: int, total: int) -> None:
    said = f": {outcome.error}" if not outcome.is_whole else ""
    print(f"{done:>4}/{total} {outcome.name} {outcome.state}{said}", file=sys.stderr, flush=True)
