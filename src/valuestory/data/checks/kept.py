"""What one pass over a table keeps for its checks: keys, accounts, days, and what hit.

The embedded engine reads and converts a table once. Counts, examples, repeated keys, and what other tables ask of this
one, are answered from what is kept. A sound row takes a few bytes: only one with a fault has the list of the checks
that hit it, and the texts that serve as examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import ibis

from valuestory.data.checks.base import ASIDE, ROWS, Base, flag
from valuestory.data.checks.check import RAW, Check
from valuestory.data.checks.extents import DATED
from valuestory.data.engines.asking import ask_rows
from valuestory.data.engines.engine import Engine, keep

if TYPE_CHECKING:
    import ibis.expr.types as ir

_HITS: Final = "__hits"
_TEXTS: Final = "__texts"
_PROOFS: Final = "__proofs"
_MARKS: Final = "__marks_"
_BITS: Final = 62
"""How many marks one whole number holds."""
_LARGE: Final = frozenset(
    {
        *("usage", "cases", "case_events", "case_articles", "article_sessions"),
        *("surveys", "milestones", "touches", "worklogs"),
    }
)
"""Tables with a row for everything that happened: typed ones stay where they are, and little of them is kept."""


@dataclass(frozen=True)
class Kept:
    """What was kept of a table: its `rows`, whole (every canonical column) or not, and what stands where in them.

    `name` is what the engine calls it; `texts` are columns, `marks` yes or no, `proofs` checks.
    """

    name: str
    rows: ibis.Table
    is_whole: bool
    texts: tuple[str, ...]
    marks: tuple[str, ...]
    proofs: tuple[int, ...]

    def hits(self) -> dict[int, int]:
        """Return how often each check that is not about a habit hit, those that never did left out."""
        each = self.faulty().select(check=self.rows[_HITS].unnest())
        counted = each.filter(each.check.notnull()).group_by("check").aggregate(n=ibis._.count())
        return {row["check"]: row["n"] for row in ask_rows(counted)}

    def faulty(self) -> ibis.Table:
        """Return the rows that some check hit."""
        return self.rows.filter(self.rows[_HITS].notnull())

    def flagged(self, numbers: Mapping[int, Check]) -> ibis.Table:
        """Return the faulty rows with a flag for each of these checks, and the texts that they show."""
        rows = self.faulty()
        flags = {flag(number): rows[_HITS].contains(number) for number in numbers}
        return rows.mutate(**flags, **{name: rows[_TEXTS][at] for at, name in enumerate(self.texts)})

    def marked(self) -> dict[str, ir.IntegerScalar]:
        """Return for each mark how many rows have it, as sums over the rows."""
        return {
            name: ((self.rows[f"{_MARKS}{at // _BITS}"] >> at % _BITS) & 1).sum() for at, name in enumerate(self.marks)
        }

    def ends(self) -> dict[str, ir.StringScalar]:
        """Return the least and the greatest text that each check in need of proof hit, as sums over the rows."""
        texts = {number: self.rows[_PROOFS][at] for at, number in enumerate(self.proofs)}
        least = {f"l{number}": text.min() for number, text in texts.items()}
        return least | {f"g{number}": text.max() for number, text in texts.items()}


def look(engine: Engine, base: Base, flagged: ibis.Table, checks: Mapping[int, Check]) -> Kept:
    """Read a flagged table once, and return what is kept of it."""
    is_whole = base.is_text or base.model.name not in _LARGE
    seldom = {number: check for number, check in checks.items() if not check.habit}
    texts = tuple(dict.fromkeys(check.shown for check in seldom.values() if check.shown))
    marks = dict(_marks(flagged, checks))
    columns = {name: flagged[name] for name in _plain(base, is_whole=is_whole)}
    proofs = {number: check for number, check in checks.items() if check.proof}
    columns |= _hits(flagged, seldom, texts) | _packed(list(marks.values())) | _proofs(flagged, proofs)
    name = kept_name(base.model.name)
    return Kept(name, keep(engine, name, flagged.select(**columns)), is_whole, texts, tuple(marks), tuple(proofs))


def kept_name(table: str) -> str:
    """Return what the engine calls what was kept of a canonical table."""
    return f"checked_{table}"


def filled(column: str) -> str:
    """Return the mark of rows that have a text of theirs in a column."""
    return f"filled_{column}"


def among(number: int) -> str:
    """Return the mark of rows that a habit is looked for in."""
    return f"among_{number}"


def has(number: int) -> str:
    """Return the mark of rows that have a habit."""
    return f"has_{number}"


def _plain(base: Base, *, is_whole: bool) -> tuple[str, ...]:
    dated = DATED.get(base.model.name)
    names = [*base.order, *base.key, *(each for each in ("account_id", dated) if each in base.present)]
    names += [*base.present, *base.extras] if is_whole else []
    return tuple(dict.fromkeys([*names, *([ROWS] if base.is_folded else []), ASIDE]))


def _marks(table: ibis.Table, checks: Mapping[int, Check]) -> Iterator[tuple[str, ir.BooleanValue]]:
    for number, check in checks.items():
        if check.stops_above is not None:
            yield filled(check.column), table[RAW + check.column].notnull()
        if check.habit:
            yield among(number), check.habit.among(table)
            yield has(number), table[flag(number)]


def _packed(marks: list[ir.BooleanValue]) -> dict[str, ir.IntegerValue]:
    columns: dict[str, Any] = {}
    for at, mark in enumerate(marks):
        name, bit = f"{_MARKS}{at // _BITS}", ibis.ifelse(mark, 1 << at % _BITS, 0).cast("int64")
        columns[name] = columns[name] + bit if name in columns else bit
    return columns


def _hits(table: ibis.Table, checks: Mapping[int, Check], texts: tuple[str, ...]) -> dict[str, ir.ArrayValue]:
    if not checks:
        return {_HITS: ibis.null("array<int16>"), _TEXTS: ibis.null("array<string>")}
    is_hit = ibis.or_(*(table[flag(number)] for number in checks))
    numbers = [ibis.ifelse(table[flag(each)], ibis.literal(each, "int16"), ibis.null("int16")) for each in checks]
    shown = ibis.array([table[each] for each in texts]) if texts else ibis.null("array<string>")
    return {
        _HITS: ibis.ifelse(is_hit, ibis.array(numbers), ibis.null("array<int16>")),
        _TEXTS: ibis.ifelse(is_hit, shown, ibis.null("array<string>")),
    }


def _proofs(table: ibis.Table, checks: Mapping[int, Check]) -> dict[str, ir.ArrayValue]:
    if not checks:
        return {}
    is_hit = ibis.or_(*(table[flag(number)] for number in checks))
    texts = [ibis.ifelse(table[flag(each)], table[check.column], None) for each, check in checks.items()]
    return {_PROOFS: ibis.ifelse(is_hit, ibis.array(texts), ibis.null("array<string>"))}
