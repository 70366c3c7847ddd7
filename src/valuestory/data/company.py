"""What reading a company's tables gives: the tables, and everything that was found wrong with them.

Only the shapes live here. Nothing here reads data, and importing it does not import an engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from valuestory.data.personal.masking import masked

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from pathlib import Path

    import ibis

    from valuestory.project import Project

Action = Literal["stops", "set aside", "noted"]
_LONGEST_EXAMPLE: Final = 500


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one table.

    Parameters
    ----------
    table, column
        Canonical names; the column is empty where the whole table is meant.
    what
        What is wrong, as words that follow the table's name.
    count
        Rows concerned (for a fault of a whole table: the rows of the table, 0 where it could not be read).
    share
        `count` as a share (0 to 1) of the rows read.
    examples
        Up to three, in the same order every time.
    action
        `stops`: nothing is computed until it is mended. `set aside`: those rows are left out of the table. `noted`:
        the rows stay; `what` says whether a value was emptied.
    do
        How to mend it.
    """

    table: str
    column: str
    what: str
    count: int
    share: float
    examples: tuple[str, ...]
    action: Action
    do: str

    def __post_init__(self) -> None:
        """Mask addresses and numbers of people: whatever a fault says is shown, saved and sent on."""
        object.__setattr__(self, "what", masked(self.what))
        # Cut before it is masked: a field of megabytes would take minutes, and tells no more than its beginning.
        object.__setattr__(self, "examples", tuple(masked(_cut(each)) for each in self.examples))
        object.__setattr__(self, "do", masked(self.do))


def _cut(example: str) -> str:
    return example if len(example) <= _LONGEST_EXAMPLE else example[:_LONGEST_EXAMPLE] + " ..."


@dataclass(frozen=True)
class RowCount:
    """The rows of one table: `read` = `used` + `set_aside`, always. Counted before `where` restricts them.

    Where several rows of theirs are one of ours (an export with a row for each update), `folded` are those that went
    into another: the table holds `used` - `folded` rows.

    Parameters
    ----------
    reasons
        Why rows are set aside, in the words of the faults, and how many rows each concerns. A row that several concern
        is once in `set_aside`.
    emptied
        Columns of which checks emptied values or found none that can be read, and how many values, rows set aside left
        out. A column that is not used at all is not among them.
    without_account
        Rows used whose account is not known: they count for the whole company, and in no figure of an account.
    """

    table: str
    read: int
    used: int
    set_aside: int
    folded: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    emptied: tuple[tuple[str, int], ...] = ()
    without_account: int = 0


@dataclass(frozen=True)
class Stopped:
    """A table that a fault stops: the columns that it holds once it is mended, as far as its headers tell.

    `by` is the table whose faults stop it: itself, or the one that it is derived from.
    """

    columns: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class Extent:
    """The first and the last day that the rows of a table speak of, both inclusive, and how many rows have a day."""

    first: datetime.date
    last: datetime.date
    rows: int


@dataclass(frozen=True)
class SourceNote:
    """Where a table comes from, in words for a slide's source line; `extracted_on` is ISO text, or empty.

    `vendor` is whose export or tables it was read as; `name` the file or table itself.
    """

    system: str
    extracted_on: str = ""
    vendor: str = ""
    name: str = ""


@dataclass(frozen=True)
class CompanyTables:
    """A company's canonical tables, checked.

    Parameters
    ----------
    project
        The company's settings.
    tables
        Canonical name -> lazy Ibis table with canonical column names and types, extra columns behind them; only tables
        that exist, and of a table only the columns that exist. Rows set aside are out.
    faults
        Everything that was found, in the order of the tables.
    rows
        One entry a table.
    fingerprints
        Table -> SHA-256 of its file; of several files, of their SHA-256 in order; of a warehouse table, of its name,
        columns and number of rows.
    sources
        Table -> where it comes from, tables that are stopped included.
    where
        The restriction that was asked for; empty for the whole company.
    whole
        The tables before the restriction, where there is one: what a part's share is taken of. Empty otherwise.
    unread
        Names of files in the company's folder that no table was read from.
    stopped
        Tables that are there, and cannot be used before a fault is mended.
    files
        Table -> the files that it was read from, those of its lookups and its reshaping included.
    derived
        ``table.column`` -> the table that it is derived from, where the company's own table does not have it.
    extents
        Table -> how far it reaches in time, before `where` restricts it; only tables that tell it.
    mask
        Where accounts are masked, what tells the mask's key from any other; else empty.
    """

    project: Project
    tables: Mapping[str, ibis.Table]
    faults: tuple[Fault, ...]
    rows: tuple[RowCount, ...]
    fingerprints: Mapping[str, str]
    sources: Mapping[str, SourceNote]
    where: str = ""
    whole: Mapping[str, ibis.Table] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    stopped: Mapping[str, Stopped] = field(default_factory=dict)
    files: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    derived: Mapping[str, str] = field(default_factory=dict)
    extents: Mapping[str, Extent] = field(default_factory=dict)
    mask: str = ""
