"""What looking at a company's data as a whole gives: tables, faults, slides and metrics, gaps, files.

`valuestory check` shows an inspection; nothing in it needs an engine any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from valuestory.data import Fault
from valuestory.data.company import Action
from valuestory.data.provenance import FileRead
from valuestory.metrics.gaps.gaps import Wanted

VERSION: Final = 1
"""Of the form of `check --json`; raised when a member changes its meaning or goes."""
State = Literal["shown", "in part", "once mended", "not yet"]


@dataclass(frozen=True)
class TableRead:
    """A canonical table as it was read; `read` = `used` + `set_aside`, and 0 where it could not be read.

    Parameters
    ----------
    table
        Its canonical name.
    read, used, set_aside, folded, without_account
        Rows, as in `RowCount`.
    reasons, emptied
        Why rows are set aside, and of which columns values were emptied, as in `RowCount`.
    is_stopped
        Whether a fault keeps it from being used.
    source
        The file or the table of the warehouse that its rows come from.
    system
        What the source is called on slides.
    vendor
        Whose export it was read as; empty where it was read by its own columns.
    """

    table: str
    read: int
    used: int
    set_aside: int
    folded: int
    without_account: int
    reasons: tuple[tuple[str, int], ...]
    emptied: tuple[tuple[str, int], ...]
    is_stopped: bool
    source: str
    system: str
    vendor: str


@dataclass(frozen=True)
class SlideShown:
    """A slide of the story that ships, and whether this data carries it.

    Parameters
    ----------
    key, label
        Its key, and what it shows.
    state
        `shown` whole; `in part`, without some of its metrics; `once mended`, when what stops is mended; `not yet`.
    without
        The metrics that it lacks, by their labels.
    needs
        The tables, or the columns as `table.column`, that it waits for: to be made, or to be whole.
    """

    key: str
    label: str
    state: State
    without: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """One row of `company.gaps()`: a metric that cannot be computed, and one table that it waits for."""

    metric: str
    label: str
    slide: str
    table: str
    column: str
    missing: str
    export: str
    brings: str
    do: str


@dataclass(frozen=True)
class Inspection:
    """What `valuestory check` shows.

    Parameters
    ----------
    company, period
        The company's name, and the period that a story would be about; empty where no table that is sound has a date.
    verdict
        The whole in one sentence.
    rows
        Each table as it was read.
    faults
        Everything that is wrong, in the order of the tables.
    metrics
        The metrics that can be computed from the tables that are sound, by name.
    once_mended
        Those that can be computed besides when what stops is mended.
    gaps
        As `company.gaps()`: one row for each metric and table that it waits for.
    wanted
        The gaps by the table that closes them, with the vendors' exports that bring it.
    slides
        Every slide of the story that ships.
    files
        Every file behind the tables, with its SHA-256.
    unread
        Names of files in the folder that no table was read from.
    inspected_on
        The day, as ISO text.
    valuestory
        The version that looked.
    labels
        What each metric of the catalogue is called in the company's words and language.
    version
        Of this form.
    """

    company: str
    period: str
    verdict: str
    rows: tuple[TableRead, ...]
    faults: tuple[Fault, ...]
    metrics: tuple[str, ...]
    once_mended: tuple[str, ...]
    gaps: tuple[Gap, ...]
    wanted: tuple[Wanted, ...]
    slides: tuple[SlideShown, ...]
    files: tuple[FileRead, ...]
    unread: tuple[str, ...]
    inspected_on: str
    valuestory: str
    labels: dict[str, str]
    version: int = VERSION

    @property
    def stopping(self) -> tuple[Fault, ...]:
        """The faults that stop a table: nothing is computed until they are mended, or the table is left out."""
        return self.having("stops")

    def having(self, action: Action) -> tuple[Fault, ...]:
        """Return the faults about which this is done, those of the most rows first."""
        return tuple(sorted((each for each in self.faults if each.action == action), key=lambda each: -each.count))


def inspection_record(inspection: Inspection) -> dict[str, Any]:
    """Return an inspection as plain data, as `check --json` prints it: `docs/schemas/check.v1.json` describes it."""
    record: dict[str, Any] = TypeAdapter(Inspection).dump_python(inspection, mode="json")
    return record


def inspection_schema() -> dict[str, Any]:
    """Return the JSON schema of `check --json`; members that it does not know may be added without a new version."""
    schema = TypeAdapter(Inspection).json_schema(mode="serialization")
    schema["properties"]["version"] |= {"minimum": 1, "maximum": VERSION}
    schema["required"] = [*schema["required"], "version"]
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:valuestory:check:{VERSION}"}
    return about | schema | {"title": "valuestory check --json"}
