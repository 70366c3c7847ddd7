"""Examples of faults: up to three a check, the same ones every time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import ibis

from valuestory.data.asking import ask_row, ask_rows
from valuestory.data.base import ASIDE, BETWEEN, Base, flag, key_of
from valuestory.data.checks import RAW, Check, a
from valuestory.data.company import Fault
from valuestory.data.engine import Engine
from valuestory.data.masking import without_names
from valuestory.data.personal_values import PEOPLE

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _first_texts(text: object, count: object) -> None:
    """Take the first few texts in alphabetical order; the engine computes it."""


# DuckDB's own; Ibis knows `min` with one argument only.
_least: Final[Any] = ibis.udf.agg.builtin(_first_texts, name="min", signature=(("string", "int64"), "array<string>"))


def examples_of(
    engine: Engine, base: Base, table: ibis.Table, checks: Mapping[int, Check]
) -> dict[int, tuple[str, ...]]:
    """Return up to three examples for each check, the same ones every time, in one more scan."""
    if not checks:
        return {}
    named = _row_name(base, table)
    texts = {
        number: ibis.ifelse(table[flag(number)], named + _shown(table, base, check), ibis.null("string"))
        for number, check in checks.items()
    }
    if engine.is_embedded:
        wanted: dict[str, Any] = {f"e{number}": _least(text, 3) for number, text in texts.items()}
    else:
        wanted = {f"e{number}": ibis.array([text.min(), text.max()]) for number, text in texts.items()}
    found = ask_row(table.aggregate(**wanted))
    return {
        number: _nameless(base, check, tuple(dict.fromkeys(each for each in found[f"e{number}"] or () if each)))
        for number, check in checks.items()
    }


def _nameless(base: Base, check: Check, examples: tuple[str, ...]) -> tuple[str, ...]:
    may_name = check.may_name or PEOPLE & {check.column, *base.model.key}
    return tuple(map(without_names, examples)) if may_name else examples


def _row_name(base: Base, table: ibis.Table) -> ir.StringValue:
    name = ibis.literal("row ") + table[base.order[-1]].cast("string") if base.order else ibis.literal("a row")
    return ibis.coalesce(key_of(table, base.key).replace(BETWEEN, " and "), name) if base.key else name


def _shown(table: ibis.Table, base: Base, check: Check) -> ir.StringValue:
    name = check.shown.removeprefix(RAW)
    if name in base.key and check.clears != name:
        return ibis.literal("")
    return ibis.literal(": ") + table[check.shown].fill_null("").substr(0, 60)


def repeated_keys(base: Base, table: ibis.Table, count: int, rows: int) -> Fault:
    """Return the fault of rows whose key an earlier row has, with the keys that repeat first in order."""
    key = key_of(table.filter(~table[ASIDE]), base.key).name("key")
    often = key.as_table().group_by("key").aggregate(n=ibis._.count()).filter(ibis._.n > 1).order_by("key").limit(3)
    examples = tuple(f"{each['key']} ({each['n']} times)".replace(BETWEEN, " and ") for each in ask_rows(often))
    if PEOPLE & set(base.model.key):
        examples = tuple(map(without_names, examples))
    column = " and ".join(base.model.key) or base.their_key
    return Fault(
        base.model.name,
        base.model.key[0] if base.model.key else base.their_key,
        f"repeat {a(column)} that an earlier row has: set aside, the first is kept",
        count,
        count / max(1, rows),
        examples,
        "set aside",
        "export every row once; an export of changes must be folded to one row each first",
    )
