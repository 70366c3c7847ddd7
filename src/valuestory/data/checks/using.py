"""The rows of a table that are used: what hit is applied, and rows set aside are left out.

Of a table that was kept whole, that is what was kept. A large typed table stays where it lies and is read anew by every
scan: there only what hit is applied, and a clean one is read as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import ibis

from valuestory.data.checks.base import ASIDE, Base, key_of
from valuestory.data.checks.check import Check
from valuestory.data.checks.counting import Counted
from valuestory.data.checks.kept import Kept
from valuestory.data.engines.engine import Engine, forget, keep, view

_NTH: Final = "__nth"


@dataclass(frozen=True)
class Found:
    """What checks found of a table, to be applied.

    `flagged` gives the table with what the checks of these numbers do, `hit` are those that hit, and `dropped` columns
    are not used.
    """

    flagged: Callable[[set[int]], ibis.Table]
    hit: Mapping[int, Check]
    dropped: frozenset[str]


@dataclass(frozen=True)
class Used:
    """The canonical table, and, where less than the whole was kept, its keys, accounts and days."""

    table: ibis.Table
    narrow: ibis.Table | None = None


def use(engine: Engine, base: Base, kept: Kept | None, counted: Counted, found: Found) -> Used:
    """Return the rows of a table that are used."""
    names = [each for each in (*base.present, *base.extras) if each not in found.dropped]
    is_clean = not counted.aside and not counted.repeated
    if kept is not None and kept.is_whole:
        if is_clean:
            return Used(view(engine, base.model.name, kept.rows.select(*names)))
        table = keep(engine, base.model.name, _sound(base, kept.rows, counted).select(*names))
        forget(engine, kept.name)
        return Used(table)
    clearing = {number for number, check in found.hit.items() if check.clears}
    if kept is not None and (base.order or is_clean):
        table, narrow = found.flagged(clearing), kept.rows
        if not is_clean:
            out = keep(engine, f"{base.model.name}_left_out", _left_out(base, narrow, counted))
            table, narrow = (each.anti_join(out, list(base.order)) for each in (table, narrow))
        return Used(view(engine, base.model.name, table.select(*names)), narrow)
    setting_aside = {number for number, check in found.hit.items() if check.action == "set aside"}
    table = found.flagged(clearing | setting_aside)
    # Which of several rows of a key is the first, where rows have no place, only the whole rows tell.
    narrow = kept.rows.filter(~kept.rows[ASIDE]) if kept is not None and not counted.repeated else None
    return Used(view(engine, base.model.name, _sound(base, table, counted).select(*names)), narrow)


def _sound(base: Base, table: ibis.Table, counted: Counted) -> ibis.Table:
    """Return the rows that no check sets aside, and of each key the first."""
    sound = table.filter(~table[ASIDE]) if counted.aside else table
    if not counted.repeated:
        return sound
    order = [sound[each] for each in base.order] or [sound[each] for each in (*base.present, *base.extras)]
    numbered = sound.mutate(**{_NTH: ibis.row_number().over(group_by=key_of(sound, base.key), order_by=order)})
    return numbered.filter(numbered[_NTH] == 0)


def _left_out(base: Base, rows: ibis.Table, counted: Counted) -> ibis.Table:
    """Return where the rows stand that a check sets aside or that repeat a key: worked out once, not in every scan."""
    aside, sound = rows.filter(rows[ASIDE]), rows.filter(~rows[ASIDE])
    if not counted.repeated:
        return aside.select(*base.order)
    keyed = sound.mutate(__key=key_of(sound, base.key))
    often = keyed.group_by("__key").aggregate(n=ibis._.count()).filter(ibis._.n > 1)
    again = keyed.semi_join(often, "__key")
    numbered = again.mutate(
        **{_NTH: ibis.row_number().over(group_by="__key", order_by=[again[each] for each in base.order])}
    )
    later = numbered.filter(numbered[_NTH] > 0).select(*base.order)
    return aside.select(*base.order).union(later) if counted.aside else later
