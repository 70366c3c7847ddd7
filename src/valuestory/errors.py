"""Every error a user can meet, as one tree.

::

    ValueStoryError               1
    ├── ProjectError              3   valuestory.toml, a path, a setting
    │   └── UnreachableError      3   a warehouse that does not answer
    ├── DataError                 4   a table, a column, a file that cannot be read
    │   └── UnansweredError       4   tables whose server broke off
    ├── MetricError               5   a metric that does not exist or cannot be computed
    ├── StoryError                6   a slide or a fact in it
    │   └── UnknownFactError      6   a name that exists nowhere
    ├── TemplateError             7   a PowerPoint template that cannot be used
    ├── DeckError                 8   a deck that cannot be written or read
    └── NotebookError             9   a notebook that cannot be run or exported
        ├── ParameterError       10   an unknown, mistyped or unfit parameter
        ├── CellError            11   a cell that failed while the notebook ran
        ├── OutputError          12   an output that cannot be written: no room, no right
        │   └── BusyError        13   another run is writing the same output
        ├── BatchError           14   a batch in which not every deck is whole
        └── ClusterError         15   workers of a batch that cannot be reached or used

The number is the command line's exit code. A message has three parts: what is wrong, where (file, row, slide,
layout), and what to do. Nothing here imports anything of the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar


class ValueStoryError(Exception):
    """What is wrong, where, and what to do.

    Parameters
    ----------
    what
        What is wrong, as a sentence.
    where
        File, row, table, slide or layout; empty where the sentence says it already.
    do
        What the user does now; empty only where nothing can be done.

    Attributes
    ----------
    may_pass
        Whether the same may succeed another time, with nothing mended: a server was busy, room was lacking.
    """

    exit_code: ClassVar[int] = 1
    may_pass: bool = True

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(what)

    def __str__(self) -> str:
        """Return the three parts, one a line."""
        parts = [self.what]
        if self.where:
            parts.append(f"  where: {self.where}")
        if self.do:
            parts.append(f"  do:    {self.do}")
        return "\n".join(parts)


class ProjectError(ValueStoryError):
    """`valuestory.toml`, a setting or a path is wrong: mend what the message names."""

    exit_code = 3
    may_pass = False


class UnreachableError(ProjectError):
    """A warehouse does not answer: try again later, or check what the message names."""

    may_pass = True


class DataError(ValueStoryError):
    """A table cannot be read or used: mend the export or its mapping."""

    exit_code = 4
    may_pass = False


class UnansweredError(DataError):
    """A server broke off while its tables were read: try again later, or ask it for the reason."""

    may_pass = True


class MetricError(ValueStoryError):
    """A metric does not exist, or this data cannot carry it."""

    exit_code = 5
    may_pass = False


class StoryError(ValueStoryError):
    """A slide of the story is not well made: mend the cell that the message names."""

    exit_code = 6
    may_pass = False


class UnknownFactError(StoryError):
    """A fact that exists nowhere: the message names the nearest known one."""


class TemplateError(ValueStoryError):
    """A PowerPoint template cannot be used: the message says why and what its designer changes."""

    exit_code = 7
    may_pass = False


class DeckError(ValueStoryError):
    """A deck cannot be written or read."""

    exit_code = 8


class NotebookError(ValueStoryError):
    """A notebook cannot be run or exported."""

    exit_code = 9


class ParameterError(NotebookError):
    """A parameter is unknown or does not fit: `valuestory run --help NOTEBOOK` lists them."""

    exit_code = 10
    may_pass = False


class CellError(NotebookError):
    """A cell failed while the notebook ran: the notebook is kept and named in the message."""

    exit_code = 11


class OutputError(NotebookError):
    """An output cannot be written: make room, or give another `--out`. What was there before is as it was."""

    exit_code = 12


class BusyError(OutputError):
    """Another run is writing the same output: wait for it, or give another `--out`."""

    exit_code = 13


class BatchError(NotebookError):
    """Not every deck of a batch is whole: its table says which and why; the same command makes those that lack."""

    exit_code = 14


class ClusterError(NotebookError):
    """The workers that a batch was to use cannot be reached, or not be used: the message says why."""

    exit_code = 15


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint at the nearest known names, or the short list of all, or nothing.

    Parameters
    ----------
    name
        What the user wrote.
    known
        The names that exist.

    Examples
    --------
    >>> did_you_mean("perod", ["period", "template"])
    'did you mean "period"?'
    """
    import difflib  # needed once something is wrong

    names = sorted(set(known))
    by_folded = {each.casefold(): each for each in names}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=2, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(f'"{by_folded[each]}"' for each in near) + "?"
    if 0 < len(names) <= 12:
        return "known names: " + ", ".join(names)
    return ""
