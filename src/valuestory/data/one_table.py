"""One table from its source to its canonical form: read, mapped, converted, checked."""

from __future__ import annotations

import datetime
import hashlib
import zoneinfo
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import duckdb
from ibis.common.exceptions import IbisError

from valuestory.data.base import Base, Stage
from valuestory.data.canonical import TABLES
from valuestory.data.checks import Check, extra_checks, order_checks, reference_checks, row_checks
from valuestory.data.columns import Reading, choose_columns
from valuestory.data.company import Fault, RowCount
from valuestory.data.early_faults import early_faults
from valuestory.data.engine import Engine, Raw, drop, read_files, read_table
from valuestory.data.examine import Examined, examine, with_known
from valuestory.data.lookups import Helper, read_helper
from valuestory.data.model import Table
from valuestory.data.money import amounts_of, in_reporting_currency, money_checks
from valuestory.data.shaping import shape, text_dates
from valuestory.data.sources import Source
from valuestory.data.value_checks import value_checks
from valuestory.errors import DataError
from valuestory.project import Project, SourceSettings

if TYPE_CHECKING:
    import ibis


@dataclass
class Opening:
    """What has been read so far; the only thing in this room that grows."""

    project: Project
    engine: Engine
    tables: dict[str, ibis.Table] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    rows: dict[str, RowCount] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)


def open_table(opening: Opening, source: Source) -> None:
    """Read one table into what has been opened so far: the table, its faults, its rows, its fingerprint."""
    model = TABLES[source.table]
    try:
        raw, reading, helpers = _read(opening, model, source)
        examined = _examined(opening, model, source, raw, reading, helpers)
    except DataError as error:
        _stop(opening, model, error.what, error.do)
        return
    except (duckdb.Error, IbisError) as error:
        # A file that is damaged inside, or a warehouse that answers no more, shows only when its rows are read.
        reason = str(error).splitlines()[0][:120]
        _stop(opening, model, f"cannot be read to its end: {reason}", "export it again, or ask the warehouse itself")
        return
    opening.fingerprints[model.name] = _fingerprint(raw, helpers)
    opening.faults += examined.faults
    opening.rows[model.name] = examined.rows
    if examined.table is not None:
        opening.tables[model.name] = examined.table
    if raw.is_text:
        drop(opening.engine, raw)


def _stop(opening: Opening, model: Table, what: str, do: str) -> None:
    opening.faults.append(Fault(model.name, "", what, 0, 0.0, (), "stops", do))
    opening.rows[model.name] = RowCount(model.name, 0, 0, 0)


def _read(opening: Opening, model: Table, source: Source) -> tuple[Raw, Reading, dict[str, Helper]]:
    if source.problem:
        raise DataError(source.problem, do=source.do)
    settings, readings = source.settings, []

    def wanted(headers: tuple[str, ...]) -> set[str]:
        readings.append(choose_columns(model, settings, headers))
        return readings[0].wanted

    if source.files:
        raw = read_files(opening.engine, model.name, source.files, settings, wanted)
    else:
        raw = read_table(opening.engine, settings.table or model.name, wanted)
    helpers = {
        name: read_helper(opening.engine, model.name, lookup, model.column(name), settings, opening.project.root)
        for name, lookup in settings.lookup.items()
    }
    return raw, readings[0], helpers


def _fingerprint(raw: Raw, helpers: dict[str, Helper]) -> str:
    parts = [raw.fingerprint, *(each.fingerprint for each in helpers.values())]
    return parts[0] if len(parts) == 1 else hashlib.sha256("".join(parts).encode()).hexdigest()


def _examined(
    opening: Opening, model: Table, source: Source, raw: Raw, reading: Reading, helpers: dict[str, Helper]
) -> Examined:
    settings = source.settings
    rejected = sum(count for count, _ in raw.rejected.values())
    early = early_faults(model, raw, reading, helpers, rejected)
    if any(each.action == "stops" for each in early):
        read = int(raw.table.count().execute()) + rejected
        return Examined(None, tuple(early), RowCount(model.name, read, 0, read))
    base = shape(model, raw, reading, settings, helpers)
    present, texts = set(base.present), text_dates(model, raw, reading, settings)
    money, base = _money(opening, base, settings)
    slices = {name: theirs for name, theirs in reading.extras.items() if name in base.extras}
    unsure = {
        name: theirs
        for name, theirs in slices.items()
        if theirs not in settings.keep and base.table[name].type().is_string()
    }
    first = (
        *value_checks(model, present, after_extract(settings), texts),
        *row_checks(model, present),
        *extra_checks(unsure),
    )
    stages = (
        Stage((*first, *money)),
        Stage(tuple(order_checks(model, present))),
        Stage(
            tuple(reference_checks(model, present, set(opening.tables))),
            lambda t: _with_parents(opening, model, present, t),
        ),
    )
    return examine(opening.engine, base, stages, tuple(early))


def _money(opening: Opening, base: Base, settings: SourceSettings) -> tuple[tuple[Check, ...], Base]:
    model, reporting = base.model, opening.project.company.currency
    if not amounts_of(model, base.present) or not ("currency" in base.present or settings.currency):
        return (), base
    converted = in_reporting_currency(
        base.table,
        model,
        base.present,
        stated=settings.currency,
        reporting=reporting,
        rates=opening.tables.get("exchange_rates"),
    )
    return money_checks(model, base.present, reporting), replace(base, table=converted)


def _with_parents(opening: Opening, model: Table, present: set[str], table: ibis.Table) -> ibis.Table:
    for name, parent in model.references:
        if name in present and parent in opening.tables:
            start = "start_at" if parent == "accounts" and model.since_start in present else None
            table = with_known(table, name, opening.tables[parent], TABLES[parent].key[0], start)
    return table


def after_extract(settings: SourceSettings) -> datetime.datetime:
    """Return the first instant that lies after the day of the extract, UTC; without a stated day, after today."""
    zone = zoneinfo.ZoneInfo(settings.timezone)
    day = (
        datetime.date.fromisoformat(settings.extracted_on)
        if settings.extracted_on
        else datetime.datetime.now(zone).date()
    )
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), zone)
    return midnight.astimezone(datetime.UTC).replace(tzinfo=None)
