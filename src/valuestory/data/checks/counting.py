"""Everything that is counted of a table: rows, how often each check hit, what was lost, examples, the days it spans.

Where the engine is ours, what one pass kept is asked; a warehouse answers it all in one query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from valuestory.data.checks.base import ASIDE, ROWS, Base, flag, key_of
from valuestory.data.checks.check import RAW, Check
from valuestory.data.checks.examples import example_sums, examples_of
from valuestory.data.checks.extents import DATED, extent_of, extent_sums
from valuestory.data.checks.kept import Kept, among, filled, has
from valuestory.data.checks.losses import Losses, loss_sums, losses_of, nobody_sum
from valuestory.data.company import Extent
from valuestory.data.engines.asking import ask_row

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True)
class Counted:
    """What one pass found.

    Parameters
    ----------
    rows
        Rows of theirs.
    hits, filled
        How often each check hit, and of how many values.
    aside, repeated
        Rows of theirs set aside by a check, and those whose key an earlier one has.
    folded
        Rows of theirs that went into another one that is used.
    losses, examples
        What was lost, and up to three examples of each check that hit.
    extent
        How far the rows that no check sets aside reach.
    ends
        The least and the greatest text that hit, of checks that need proof.
    """

    rows: int
    hits: Mapping[int, int]
    filled: Mapping[int, int]
    aside: int
    repeated: int
    folded: int = 0
    losses: Losses = field(default_factory=Losses)
    examples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    extent: Extent | None = None
    ends: Mapping[int, tuple[str, str]] = field(default_factory=dict)


def count_kept(base: Base, kept: Kept, checks: Mapping[int, Check]) -> Counted:
    """Count what was kept of a table."""
    found = ask_row(kept.rows.aggregate(**_row_sums(base, kept.rows), **kept.marked(), **kept.ends()))
    seldom = kept.hits()
    hit = {number: checks[number] for number in sorted(seldom)}
    if hit:
        rows = kept.flagged(hit)
        sums = loss_sums(base, rows, hit) | example_sums(base, rows, hit, is_embedded=True)
        found |= ask_row(rows.aggregate(**sums, faulty=rows.count()))
    hits = {number: found[has(number)] if check.habit else seldom.get(number, 0) for number, check in checks.items()}
    of = {number: found[filled(check.column)] for number, check in checks.items() if check.stops_above is not None}
    of |= {number: found[among(number)] for number, check in checks.items() if check.habit}
    return _counted(base, found, hits, of, checks)


def count_there(base: Base, flagged: ibis.Table, checks: Mapping[int, Check]) -> Counted:
    """Count a flagged table where it lies, in one query."""
    sums: dict[str, Any] = {f"h{number}": flagged[flag(number)].sum() for number in checks}
    limited = {number: check for number, check in checks.items() if check.stops_above is not None}
    sums |= {f"f{number}": flagged[RAW + check.column].count() for number, check in limited.items()}
    sums |= {f"f{number}": check.habit.among(flagged).sum() for number, check in checks.items() if check.habit}
    sums |= loss_sums(base, flagged, checks) | example_sums(base, flagged, checks, is_embedded=False)
    for number, check in checks.items():
        if check.proof:
            text, is_hit = flagged[check.column], flagged[flag(number)]
            sums |= {f"l{number}": text.min(where=is_hit), f"g{number}": text.max(where=is_hit)}
    found = ask_row(flagged.aggregate(**sums, **_row_sums(base, flagged)))
    of = {number: found[f"f{number}"] for number in checks if f"f{number}" in found}
    return _counted(base, found, {number: found[f"h{number}"] for number in checks}, of, checks)


def recounted(base: Base, counted: Counted, used: ibis.Table) -> Counted:
    """Return what was counted, but of the rows in `used` alone: those that repeat a key are set aside too."""
    sums: dict[str, Any] = {}
    if counted.losses.without_account and not counted.folded:
        sums |= {"without_account": used.account_id.isnull().sum()}
    if counted.extent:
        sums |= extent_sums(used, DATED[base.model.name])
    if not counted.repeated or not sums:
        return counted
    found = ask_row(used.aggregate(**sums))
    without = int(found.get("without_account", counted.losses.without_account) or 0)
    return replace(counted, losses=replace(counted.losses, without_account=without), extent=extent_of(found))


def _row_sums(base: Base, table: ibis.Table) -> dict[str, Any]:
    sound = ~table[ASIDE]
    sums: dict[str, Any] = {"rows": table.count(), "aside": table[ASIDE].sum()}
    if base.is_folded:
        aside = table[ROWS].sum(where=table[ASIDE])
        sums = {"rows": table[ROWS].sum(), "aside": aside, "folded": (table[ROWS] - 1).sum(where=sound)}
    if base.key:
        key = key_of(table, base.key)
        sums |= {"keys": key.count(where=sound), "distinct": key.nunique(where=sound)}
    if _is_dated(base):
        sums |= extent_sums(table, DATED[base.model.name], sound)
    return sums | nobody_sum(base, table, sound)


def _is_dated(base: Base) -> bool:
    return DATED.get(base.model.name) in base.present


def _counted(
    base: Base,
    found: Mapping[str, Any],
    hits: Mapping[int, Any],
    of: Mapping[int, Any],
    checks: Mapping[int, Check],
) -> Counted:
    numbers = {name: int(value or 0) for name, value in found.items() if not isinstance(value, str | list | date)}
    proved = [number for number, check in checks.items() if check.proof]
    return Counted(
        numbers["rows"],
        {number: int(count or 0) for number, count in hits.items()},
        {number: int(count or 0) for number, count in of.items()},
        numbers["aside"],
        numbers.get("keys", 0) - numbers.get("distinct", 0),
        numbers.get("folded", 0),
        losses_of(numbers, checks),
        examples_of(base, found, checks),
        extent_of(found),
        {number: (found[f"l{number}"] or "", found[f"g{number}"] or "") for number in proved},
    )
