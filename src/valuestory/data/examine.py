"""One table of a company: read, converted, every check counted in one scan, and what hit applied.

Checks come in stages: single values, then the order of times, then keys of other tables. A later stage sees what an
earlier one emptied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import ibis

from valuestory.data.asking import ask_row
from valuestory.data.base import ASIDE, ROWS, Base, Stage, flag, key_of
from valuestory.data.checks import RAW, Check
from valuestory.data.company import Fault, RowCount
from valuestory.data.engine import Engine, keep, view
from valuestory.data.examples import examples_of, repeated_keys
from valuestory.data.losses import Losses, loss_sums, losses_of, unused, with_losses

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Counted:
    """What one scan found: rows, how often each check hit and of how many values, rows set aside, repeated keys.

    `ends` are the least and the greatest text that hit, for checks that need proof. `folded` are rows of theirs that
    went into another one that is used.
    """

    rows: int
    hits: Mapping[int, int]
    filled: Mapping[int, int]
    aside: int
    repeated: int
    folded: int = 0
    losses: Losses = field(default_factory=Losses)
    ends: Mapping[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Examined:
    """A table after its checks; `table` is None where a fault stops it."""

    table: ibis.Table | None
    faults: tuple[Fault, ...]
    rows: RowCount
    dropped: frozenset[str] = field(default_factory=frozenset)


def examine(engine: Engine, base: Base, stages: tuple[Stage, ...], earlier: tuple[Fault, ...] = ()) -> Examined:
    """Return the canonical table with what hit applied, and its faults, the `earlier` ones first."""
    numbered = tuple(enumerate(check for stage in stages for check in stage.checks))
    flagged = _flagged(base, stages, {number for number, _ in numbered})
    everything = view(engine, f"checked_{base.model.name}", flagged)
    counted = _count(base, everything, dict(numbered))
    hit = {number: check for number, check in numbered if _reported(check, counted, number)}
    faults = [*earlier, *_faults(engine, base, everything, counted, hit)]
    read = counted.rows + base.rejected
    if any(each.action == "stops" for each in faults):
        return Examined(None, tuple(faults), unused(base.model.name, read, faults))
    dropped = frozenset(
        check.column for number, check in hit.items() if check.drops or _gives_up(base, check, counted, number)
    )
    applied = everything if _named(engine, base) is keep else _flagged(base, stages, set(hit))
    table = _result(engine, base, applied, counted, dropped)
    aside = base.rejected + counted.aside + counted.repeated
    rows = RowCount(base.model.name, read, read - aside, aside, counted.folded)
    rows = with_losses(rows, table, counted.losses, faults, has_repeated=counted.repeated > 0)
    return Examined(table, tuple(faults), rows, dropped)


def _flagged(base: Base, stages: tuple[Stage, ...], chosen: set[int]) -> ibis.Table:
    """Return the table with a flag for each chosen check and for rows set aside, and what the checks empty emptied."""
    table, number, aside = base.table, 0, []
    for stage in stages:
        mine = {number + offset: check for offset, check in enumerate(stage.checks) if number + offset in chosen}
        number += len(stage.checks)
        if mine:
            table = stage.join(table) if stage.join else table
            table = table.mutate(**{flag(each): check.hit(table).fill_null(False) for each, check in mine.items()})
            table = table.mutate(**_cleared(table, mine))
            aside += [flag(each) for each, check in mine.items() if check.action == "set aside"]
    return table.mutate(**{ASIDE: ibis.or_(*(table[each] for each in aside)) if aside else ibis.literal(False)})


def _cleared(table: ibis.Table, checks: Mapping[int, Check]) -> dict[str, ir.Value]:
    columns: dict[str, list[ir.BooleanValue]] = {}
    for number, check in checks.items():
        if check.clears:
            columns.setdefault(check.clears, []).append(table[flag(number)])
    return {
        name: ibis.ifelse(ibis.or_(*flags), ibis.null(table[name].type()), table[name])
        for name, flags in columns.items()
    }


def _count(base: Base, table: ibis.Table, checks: Mapping[int, Check]) -> Counted:
    """Count everything about a table in one scan."""
    sums: dict[str, Any] = {f"h{number}": table[flag(number)].sum() for number in checks}
    limited = {number: check for number, check in checks.items() if check.stops_above is not None}
    sums |= {f"f{number}": table[RAW + check.column].count() for number, check in limited.items()}
    sums |= {f"f{number}": check.habit.among(table).sum() for number, check in checks.items() if check.habit}
    sums |= loss_sums(base, table, checks)
    proved = {number: check for number, check in checks.items() if check.proof}
    ends = {f"l{number}": table[check.column].min(where=table[flag(number)]) for number, check in proved.items()}
    ends |= {f"g{number}": table[check.column].max(where=table[flag(number)]) for number, check in proved.items()}
    sums |= {"rows": table.count(), "aside": table[ASIDE].sum()}
    if base.is_folded:
        aside = table[ROWS].sum(where=table[ASIDE])
        kept = (table[ROWS] - 1).sum(where=~table[ASIDE])
        sums |= {"rows": table[ROWS].sum(), "aside": aside, "folded": kept}
    if base.key:
        key, sound = key_of(table, base.key), ~table[ASIDE]
        sums |= {"keys": key.count(where=sound), "distinct": key.nunique(where=sound)}
    answer = ask_row(table.aggregate(**sums, **ends))
    found = {name: int(answer[name] or 0) for name in sums}
    return Counted(
        found["rows"],
        {number: found[f"h{number}"] for number in checks},
        {number: found[f"f{number}"] for number in checks if f"f{number}" in found},
        found["aside"],
        found.get("keys", 0) - found.get("distinct", 0),
        found.get("folded", 0),
        losses_of(found, checks),
        {number: (answer[f"l{number}"] or "", answer[f"g{number}"] or "") for number in proved},
    )


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


def _faults(
    engine: Engine, base: Base, table: ibis.Table, counted: Counted, hit: Mapping[int, Check]
) -> Iterator[Fault]:
    shown = examples_of(engine, base, table, {number: check for number, check in hit.items() if check.shown})
    silent = {check.column for number, check in hit.items() if check.quiet_below}
    for number, check in hit.items():
        if check.stops_above is not None and not check.quiet_below and check.column in silent:
            continue
        fault = _fault(base, check, counted, number, shown.get(number, ()))
        evidence = check.evidence if _exceeds(check, counted, number) else None
        yield replace(fault, what=f"{fault.what} ({evidence(table)})") if evidence else fault
    if counted.repeated:
        yield repeated_keys(base, table, counted.repeated, counted.rows)


def _fault(base: Base, check: Check, counted: Counted, number: int, examples: tuple[str, ...]) -> Fault:
    what, action = check.what, check.action
    if _exceeds(check, counted, number):
        gives_up = _gives_up(base, check, counted, number)
        action = "noted" if gives_up else "stops"
        what = what.partition(":")[0] + (": so many that the column is not used" if gives_up else ": it cannot be used")
    count = counted.losses.rows.get(number, counted.hits[number])
    return Fault(base.model.name, check.column, what, count, count / max(1, counted.rows), examples, action, check.do)


def _result(engine: Engine, base: Base, table: ibis.Table, counted: Counted, dropped: frozenset[str]) -> ibis.Table:
    names = [each for each in (*base.present, *base.extras) if each not in dropped]
    if counted.aside or counted.repeated:
        table = _without_aside(engine, base, table, counted)
    return _named(engine, base)(engine, base.model.name, table.select(*names))


def _named(engine: Engine, base: Base) -> Callable[[Engine, str, ibis.Table], ibis.Table]:
    """Return how an expression gets a name.

    The text of a CSV file is converted once and kept. A Parquet file is read anew by every scan: there only what hit is
    applied, so that a clean one is read as it is.
    """
    return keep if base.is_text and engine.is_embedded else view


def _without_aside(engine: Engine, base: Base, table: ibis.Table, counted: Counted) -> ibis.Table:
    sound = table.filter(~table[ASIDE])
    if counted.repeated:
        order = [sound[each] for each in base.order] or [sound[each] for each in (*base.present, *base.extras)]
        numbered = sound.mutate(__nth=ibis.row_number().over(group_by=key_of(sound, base.key), order_by=order))
        sound = numbered.filter(numbered["__nth"] == 0)
    if base.is_text or not base.order or not engine.is_embedded:
        return sound
    # A Parquet file stays where it is. Which of its rows are left out is worked out once, not in every later scan.
    out = table.select(*base.order).anti_join(sound.select(*base.order), list(base.order))
    left_out = keep(engine, f"{base.model.name}_left_out", out)
    return table.anti_join(left_out, list(base.order))


def with_known(table: ibis.Table, name: str, keys: ibis.Table, key: str, spans: Mapping[str, str]) -> ibis.Table:
    """Return the table with `__known_<name>`, filled where `keys` has the key, and further columns of `keys`.

    `spans` maps what these are called to what `keys` calls them: when an account began, when it ended.
    """
    known = keys.select(**{f"__known_{name}": keys[key], **{ours: keys[theirs] for ours, theirs in spans.items()}})
    return table.left_join(known, table[name] == known[f"__known_{name}"])
