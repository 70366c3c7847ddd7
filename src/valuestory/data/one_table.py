"""One table from its source to its canonical form: read, mapped, converted, checked."""

from __future__ import annotations

import datetime
import hashlib
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from valuestory.data.canonical.model import Table
from valuestory.data.canonical.tables import TABLES
from valuestory.data.checks.base import Base, Stage
from valuestory.data.checks.check import END, START, Check, order_checks, reference_checks, row_checks
from valuestory.data.checks.churn_sources import status_checks
from valuestory.data.checks.durations import duration_checks
from valuestory.data.checks.examine import Examined, examine, with_known
from valuestory.data.checks.kept import kept_name
from valuestory.data.checks.losses import unused
from valuestory.data.checks.money import amounts_of, in_reporting_currency, money_checks
from valuestory.data.checks.personal_values import personal_checks
from valuestory.data.checks.placeholders import slice_placeholders
from valuestory.data.checks.values import value_checks
from valuestory.data.company import Extent, Fault, RowCount, Stopped
from valuestory.data.engines.engine import Engine, Raw, drop, forget
from valuestory.data.mapping.account_names import account_name_checks
from valuestory.data.mapping.early_faults import early_faults, rows_of, vendor_remarks
from valuestory.data.mapping.lookups import Helper
from valuestory.data.mapping.reading import Read, read_source
from valuestory.data.mapping.shaping import shape, text_dates
from valuestory.data.sources.sources import Source
from valuestory.errors import DataError
from valuestory.project import Project, SourceSettings

if TYPE_CHECKING:
    import ibis


_PARENTS: Final = frozenset(parent for table in TABLES.values() for _, parent in table.references)
"""Tables that others are checked against: what was kept of any other has served once it is examined."""


@dataclass
class Opening:
    """What has been read so far; the only thing in this room that grows."""

    project: Project
    engine: Engine
    tables: dict[str, ibis.Table] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    rows: dict[str, RowCount] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    stopped: dict[str, Stopped] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    narrow: dict[str, ibis.Table] = field(default_factory=dict)
    extents: dict[str, Extent] = field(default_factory=dict)

    def keys_of(self, table: str) -> ibis.Table:
        """Return a table with its keys, accounts and days at least, if possible without a scan of its raw rows."""
        return self.narrow.get(table, self.tables[table])


def open_table(opening: Opening, source: Source) -> None:
    """Read one table into what has been opened so far: the table, its faults, its rows, its fingerprint."""
    model = TABLES[source.table]
    once_mended = Stopped(model.needed, model.name)
    try:
        read = read_source(opening.engine, opening.project, model, source)
        once_mended = Stopped(_columns_of(model, read), model.name)
        examined = _examined(opening, model, source, read)
    except DataError as error:
        _stop(opening, model, error.what, error.do)
        opening.stopped[model.name] = once_mended
        return
    raw = read.raw
    opening.fingerprints[model.name] = _fingerprint(raw, read.helpers)
    opening.faults += examined.faults
    opening.rows[model.name] = examined.rows
    if examined.table is not None:
        opening.tables[model.name] = examined.table
    else:
        opening.stopped[model.name] = once_mended
    if examined.narrow is not None and model.name in _PARENTS:
        opening.narrow[model.name] = examined.narrow
    elif examined.narrow is not None:
        forget(opening.engine, kept_name(model.name))
    if examined.extent is not None:
        opening.extents[model.name] = examined.extent
    if raw.is_text:
        drop(opening.engine, raw)


def _columns_of(model: Table, read: Read) -> tuple[str, ...]:
    """Return the columns that a table has by its headers, and those that it needs."""
    settings = read.settings
    found = {*model.needed, *read.reading.columns, *settings.lookup, *settings.minutes_after}
    found |= {"account_id"} if settings.account_named else set()
    return tuple(each for each in model.names if each in found)


def _stop(opening: Opening, model: Table, what: str, do: str) -> None:
    opening.faults.append(Fault(model.name, "", what, 0, 0.0, (), "stops", do))
    opening.rows[model.name] = RowCount(model.name, 0, 0, 0)


def _fingerprint(raw: Raw, helpers: dict[str, Helper]) -> str:
    parts = [raw.fingerprint, *(each.fingerprint for each in helpers.values())]
    return parts[0] if len(parts) == 1 else hashlib.sha256("".join(parts).encode()).hexdigest()


def _examined(opening: Opening, model: Table, source: Source, read: Read) -> Examined:
    raw, reading, settings, helpers = read.raw, read.reading, read.settings, read.helpers
    accounts = _accounts_by_name(opening, model, settings)
    early = [*vendor_remarks(source, settings, read.headers), *early_faults(model, read)]
    if any(each.action == "stops" for each in early) and not _lacks_only_columns(read, early):
        count = rows_of(raw)
        return Examined(None, tuple(early), unused(model.name, count, early))
    base = shape(model, raw, reading, settings, helpers, accounts)
    # A format that a mapping knows is the vendor's usual one: that this file keeps to it is not taken for granted.
    present, texts = set(base.present), text_dates(model, raw, reading, source.settings)
    money, base = _money(opening, base, settings)
    latest = after_extract(settings)
    slices = {name: theirs for name, theirs in reading.extras.items() if name in base.extras}
    texts_of_theirs = {name: theirs for name, theirs in slices.items() if base.table[name].type().is_string()}
    first = (
        *value_checks(model, present, latest, texts, settings.values),
        *row_checks(model, present),
        *personal_checks(
            model,
            {name: reading.columns.get(name, "") for name in base.present},
            texts_of_theirs,
            frozenset(settings.keep),
        ),
        *slice_placeholders(model, texts_of_theirs, settings.values),
        *account_name_checks(model, settings.account_named is not None and accounts is not None),
    )
    stages = (
        Stage((*first, *money)),
        Stage(
            (
                *order_checks(model, present),
                *duration_checks(model, present, latest),
                *(status_checks(present, latest) if model.name == "accounts" else ()),
            )
        ),
        Stage(
            tuple(reference_checks(model, present, set(opening.tables), has_ends=_has_ends(opening))),
            lambda t: _with_parents(opening, model, present, t),
        ),
    )
    return examine(opening.engine, base, stages, tuple(early))


def _lacks_only_columns(read: Read, early: Sequence[Fault]) -> bool:
    """Return whether all that stops a table is columns that it lacks: what is wrong in the others is said as well."""
    lacking = [each for each in read.reading.problems if each.is_absent]
    bases = {base for base, _ in read.settings.minutes_after.values()}
    return len(lacking) == sum(each.action == "stops" for each in early) and bases <= set(read.reading.columns)


def _accounts_by_name(opening: Opening, model: Table, settings: SourceSettings) -> ibis.Table | None:
    """Return the accounts to find names in; nothing where ids are given, or where names are all that there is."""
    accounts = opening.tables.get("accounts")
    if not settings.account_named or accounts is None:
        return None
    if "name" not in accounts.columns:
        what = f'names its accounts in "{settings.account_named}", and accounts have no name to find them by'
        raise DataError(what, do=f"map accounts.name, or give [sources.{model.name}.columns] account_id")
    return accounts


def _has_ends(opening: Opening) -> bool:
    return "accounts" in opening.tables and "churned_at" in opening.tables["accounts"].columns


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
            known = opening.keys_of(parent)
            wanted = (
                {START: "start_at", END: "churned_at"} if parent == "accounts" and model.since_start in present else {}
            )
            spans = {ours: theirs for ours, theirs in wanted.items() if theirs in known.columns}
            table = with_known(table, name, known, TABLES[parent].key[0], spans)
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
