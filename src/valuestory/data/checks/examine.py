"""One table of a company: read, converted, all checks counted in one pass over it, and what hit applied.

Checks come in stages: single values, then the order of times, then keys of other tables. A later stage sees what an
earlier one emptied.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ibis

from valuestory.data.checks.base import ASIDE, Base, Stage, flag
from valuestory.data.checks.check import Check
from valuestory.data.checks.counting import Counted, count_kept, count_there, recounted
from valuestory.data.checks.examples import repeated_keys
from valuestory.data.checks.kept import look
from valuestory.data.checks.losses import unused, with_losses
from valuestory.data.checks.using import Found, use
from valuestory.data.company import Extent, Fault, RowCount
from valuestory.data.engines.engine import Engine
from valuestory.data.engines.written import with_columns, written

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Examined:
    """A table after its checks.

    `table` is None where a fault stops it. `narrow` has the keys, accounts and days of its rows without another scan of
    a raw table, where something less than the whole was kept of it.
    """

    table: ibis.Table | None
    faults: tuple[Fault, ...]
    rows: RowCount
    narrow: ibis.Table | None = None
    extent: Extent | None = None


def examine(engine: Engine, base: Base, stages: tuple[Stage, ...], earlier: tuple[Fault, ...] = ()) -> Examined:
    """Return the canonical table with what hit applied, and its faults, the `earlier` ones first."""
    checks = dict(enumerate(check for stage in stages for check in stage.checks))
    base = replace(base, table=written(engine, base.table))
    flagged = _flagged(engine, base, stages, set(checks))
    kept = look(engine, base, flagged, checks) if engine.is_embedded else None
    counted = count_kept(base, kept, checks) if kept else count_there(base, flagged, checks)
    hit = {number: check for number, check in checks.items() if _reported(check, counted, number)}
    faults = [*earlier, *_faults(base, kept.rows if kept else flagged, counted, hit)]
    read = counted.rows + base.rejected
    if any(each.action == "stops" for each in faults):
        return Examined(None, tuple(faults), unused(base.model.name, read, faults))
    dropped = {check.column for number, check in hit.items() if check.drops or _gives_up(base, check, counted, number)}
    found = Found(functools.partial(_flagged, engine, base, stages), hit, frozenset(dropped))
    used = use(engine, base, kept, counted, found)
    counted = recounted(base, counted, used.narrow if used.narrow is not None else used.table)
    aside = base.rejected + counted.aside + counted.repeated
    rows = RowCount(base.model.name, read, read - aside, aside, counted.folded)
    rows = with_losses(rows, used.table.columns, counted.losses, faults)
    return Examined(used.table, tuple(faults), rows, used.narrow, counted.extent)


def _flagged(engine: Engine, base: Base, stages: tuple[Stage, ...], chosen: set[int]) -> ibis.Table:
    """Return the table with a flag for each chosen check and for rows set aside, and what the checks empty emptied."""
    table, number, aside = base.table, 0, []
    for stage in stages:
        mine = {number + offset: check for offset, check in enumerate(stage.checks) if number + offset in chosen}
        number += len(stage.checks)
        if mine:
            table = written(engine, stage.join(table)) if stage.join else table
            flags = {flag(each): check.hit(table).fill_null(False) for each, check in mine.items()}
            table = with_columns(engine, table, flags)
            table = with_columns(engine, table, _cleared(table, mine))
            aside += [flag(each) for each, check in mine.items() if check.action == "set aside"]
    is_aside = ibis.or_(*(table[each] for each in aside)) if aside else ibis.literal(False)
    return with_columns(engine, table, {ASIDE: is_aside})


def _cleared(table: ibis.Table, checks: Mapping[int, Check]) -> dict[str, ir.Value]:
    columns: dict[str, list[ir.BooleanValue]] = {}
    for number, check in checks.items():
        if check.clears:
            columns.setdefault(check.clears, []).append(table[flag(number)])
    return {
        name: ibis.ifelse(ibis.or_(*flags), ibis.null(table[name].type()), table[name])
        for name, flags in columns.items()
    }


def _share(check: Check, counted: Counted, number: int) -> float:
    return counted.hits[number] / max(1, counted.filled.get(number, 0) or counted.rows)


def _exceeds(check: Check, counted: Counted, number: int) -> bool:
    return check.stops_above is not None and _share(check, counted, number) > check.stops_above


def _reported(check: Check, counted: Counted, number: int) -> bool:
    if check.habit and (
        counted.filled[number] < check.habit.least or _share(check, counted, number) <= check.habit.above
    ):
        return False
    if check.proof and not all(map(check.proof, counted.ends[number])):
        return False
    return counted.hits[number] > 0 and (not check.quiet_below or _exceeds(check, counted, number))


def _gives_up(base: Base, check: Check, counted: Counted, number: int) -> bool:
    """Whether a column that is not needed holds something else than was taken for granted, and so is not used."""
    return _exceeds(check, counted, number) and not base.model.column(check.column).needed and not check.quiet_below


def _faults(base: Base, rows: ibis.Table, counted: Counted, hit: Mapping[int, Check]) -> Iterator[Fault]:
    silent = {check.column for number, check in hit.items() if check.quiet_below}
    for number, check in hit.items():
        if check.stops_above is not None and not check.quiet_below and check.column in silent:
            continue
        fault = _fault(base, check, counted, number, counted.examples.get(number, ()))
        # What is evidence lies in all rows of theirs, the sound ones too: a column that stops the table is read again.
        evidence = check.evidence if _exceeds(check, counted, number) else None
        yield replace(fault, what=f"{fault.what} ({evidence(base.table)})") if evidence else fault
    if counted.repeated:
        yield repeated_keys(base, rows, counted.repeated, counted.rows)


def _fault(base: Base, check: Check, counted: Counted, number: int, examples: tuple[str, ...]) -> Fault:
    what, action = check.what, check.action
    if _exceeds(check, counted, number):
        gives_up = _gives_up(base, check, counted, number)
        action = "noted" if gives_up else "stops"
        what = what.partition(":")[0] + (": so many that the column is not used" if gives_up else ": it cannot be used")
    count = counted.losses.rows.get(number, counted.hits[number])
    return Fault(base.model.name, check.column, what, count, count / max(1, counted.rows), examples, action, check.do)


def with_known(table: ibis.Table, name: str, keys: ibis.Table, key: str, spans: Mapping[str, str]) -> ibis.Table:
    """Return the table with `__known_<name>`, filled where `keys` has the key, and further columns of `keys`.

    `spans` maps what these are called to what `keys` calls them: when an account began, when it ended.
    """
    known = keys.select(**{f"__known_{name}": keys[key], **{ours: keys[theirs] for ours, theirs in spans.items()}})
    return table.left_join(known, table[name] == known[f"__known_{name}"])
