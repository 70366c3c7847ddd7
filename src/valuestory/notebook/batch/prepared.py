"""What all decks of a batch have in common: the company, opened once and folded once, before the first of them.

It is done in a process of its own, so that its memory is free again when decks are made. What was prepared is kept as
long as the files that it was made of are as they were: a batch that was killed takes it up again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from valuestory import __version__
from valuestory.data.opening import input_files
from valuestory.data.parts import Parts, parts_by
from valuestory.data.shared import key_of, share_tables
from valuestory.data.sources.sources import find_project
from valuestory.errors import DataError
from valuestory.notebook.batch.each import Each
from valuestory.notebook.batch.worker.processes import end, start
from valuestory.notebook.watching import seen
from valuestory.sparing import collecting_seldom

_TOLD: Final = "prepared.json"


@dataclass(frozen=True)
class Prepared:
    """A company as all decks of a batch see it.

    Attributes
    ----------
    fingerprints
        Of its tables, by name.
    parts
        The values of the column that there is a deck for each of.
    state
        Of the files that it was made of; empty for a warehouse, of which nobody can tell whether it changed.
    """

    fingerprints: Mapping[str, str] = field(default_factory=dict)
    parts: Parts | None = None
    state: str = ""


def prepare(
    data: str,
    folder: Path,
    periods: Sequence[str],
    each: Each | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Prepared:
    """Return what is known of a company, after putting what its decks share into a folder.

    Parameters
    ----------
    data
        What the notebook opens the company by.
    folder
        An existing folder that only this user may read.
    periods
        Those that decks are about; "" for the last whole quarter.
    each
        The column that there is a deck for each value of, where the plan is made so.
    meanwhile
        Begins what may go on beside it; called once there is something to prepare, and not where nothing is.

    Raises
    ------
    ProjectError, DataError, MetricError
        When the company cannot be opened: no deck of it could be made.
    """
    place = folder / f"{key_of(data)}-{_TOLD}"
    is_new = not place.is_file()
    if is_new and meanwhile is not None:
        meanwhile()  # before the state of the files is looked at, which imports what reads them
    state = state_of(data)
    told = tuple(sorted(set(periods)))
    asked = {
        "valuestory": __version__,
        "periods": list(told),
        "each": asdict(each) if each else None,
        "state": state,
    }
    known = _known(place, asked)
    if known is not None:
        return known
    if meanwhile is not None and not is_new:
        meanwhile()
    found = replace(_prepared_apart(data, folder, told, each), state=state)
    if state:
        place.write_text(json.dumps({"asked": asked, "found": asdict(found)}), encoding="utf-8")
    return found


def state_of(data: str) -> str:
    """Return a fingerprint of the files that a company is read from: names, sizes and times; "" for a warehouse."""
    project = find_project(data)
    if project.warehouse is not None:
        return ""
    files = [(each.what, str(each.path), each.size, each.changed) for each in seen(input_files(project), "data")]
    return hashlib.sha256(json.dumps(files).encode()).hexdigest()


def _known(place: Path, asked: Mapping[str, Any]) -> Prepared | None:
    """Return what was prepared by an earlier batch of the same; None where there is none, or something changed."""
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if told["asked"] != asked or not asked["state"]:
        return None
    found = told["found"]
    parts = found["parts"] and Parts(tuple(found["parts"]["values"]), found["parts"]["without"])
    return Prepared(found["fingerprints"], parts, found["state"])


def _prepared_apart(data: str, folder: Path, periods: tuple[str, ...], each: Each | None) -> Prepared:
    process, heard = start("what all decks share", prepare_here, data, folder, periods, each)
    try:
        found = heard.recv()
    except EOFError:
        raise DataError(
            "the company could not be opened: the process that did it ended without a word",
            do="often the machine ran out of memory: set [engine] memory_limit",
        ) from None
    finally:
        heard.close()
        end(process)
    if isinstance(found, Exception):
        raise found
    prepared: Prepared = found
    return prepared


def prepare_here(
    data: str, folder: Path, periods: tuple[str, ...], each: Each | None, send: Callable[[Any], None]
) -> Prepared | Exception:
    """Open a company in this very process and put what its decks share into a folder; return an error, not raise it."""
    from valuestory.data import open_tables
    from valuestory.metrics.comparisons.goals import with_goals
    from valuestory.metrics.fold.churn import with_churn
    from valuestory.metrics.opening import company_of

    try:
        with collecting_seldom():
            tables = open_tables(data)
            parts = parts_by(tables, each.column, each.where) if each else None
            share_tables(tables, data, folder)
            told = with_churn(with_goals(tables))
            for period in periods:
                company_of(*told, period=period or None).share(folder)
    except Exception as error:
        return error
    return Prepared(tables.fingerprints, parts)
