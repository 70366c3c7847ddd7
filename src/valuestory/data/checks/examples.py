"""Examples of faults: up to three a check, the same ones every time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import ibis

from valuestory.data.checks.base import ASIDE, BETWEEN, Base, flag, key_of
from valuestory.data.checks.check import RAW, Check, a
from valuestory.data.checks.personal_values import PEOPLE
from valuestory.data.company import Fault
from valuestory.data.engines.asking import ask_rows
from valuestory.data.personal.masking import without_names

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _first_texts(text: object, count: object) -> None:
    """Take the first few texts in alphabetical order; the engine computes it."""


# DuckDB's own; Ibis knows `min` with one argument only.
_least: Final[Any] = ibis.udf.agg.builtin(_first_texts, name="min", signature=(("string", "int64"), "array<string>"))


def example_sums(
    base: Base, table: ibis.Table, checks: Mapping[int, Check], *, is_embedded: bool
) -> dict[str, ir.Value]:
    """Return what to ask of a flagged table so that `examples_of` can tell examples of each check.

    The first three in alphabetical order; in a warehouse the first and the last.
    """
    named = _row_name(base, table)
    wanted: dict[str, ir.Value] = {}
    for number, check in checks.items():
        if check.shown:
            text = ibis.ifelse(table[flag(number)], named + _shown(table, base, check), ibis.null("string"))
            least = {f"e{number}": _least(text, 3)}
            wanted |= least if is_embedded else {f"e{number}": text.min(), f"e{number}_last": text.max()}
    return wanted


def examples_of(base: Base, found: Mapping[str, Any], checks: Mapping[int, Check]) -> dict[int, tuple[str, ...]]:
    """Return up to three examples for each check that was asked for them, the same ones every time."""
    texts = {}
    for number in (each for each in checks if f"e{each}" in found):
        first = found[f"e{number}"]
        texts[number] = first if isinstance(first, list) else [first, found.get(f"e{number}_last")]
    shown = {number: tuple(dict.fromkeys(each for each in given if each)) for number, given in texts.items()}
    return {number: _nameless(base, checks[number], given) for number, given in shown.items()}


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
