"""What can be wrong with a single value: unreadable, a placeholder, in the future, off its scale, a word nobody knows.

Only describes, as `checks` does.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import Final

import ibis

from valuestory.data.canonical.model import TYPES, Column, Table
from valuestory.data.canonical.units import own_unit
from valuestory.data.checks.check import HALF, RAW, Check, a, lost
from valuestory.data.checks.placeholders import is_placeholder_date, is_placeholder_word, meant, placeholder_check
from valuestory.data.checks.scales import good_and_bad, scale_used, share_scale, survey_scales
from valuestory.data.engines.asking import ask_row
from valuestory.data.engines.dialects import stripped
from valuestory.data.values.conversion import DAY_FIRST, DAY_OR_MONTH, MONTH_FIRST

FEW: Final = 0.05
"""Where more than this share of a column's dates could be day-first or month-first, that is how it is written."""
Values = Mapping[str, Mapping[str, list[str]]]


def value_checks(
    table: Table, present: set[str], latest: datetime.datetime, text_dates: set[str], values: Values
) -> Iterator[Check]:
    """Yield the checks of single values.

    Parameters
    ----------
    latest
        The first instant that cannot have happened yet, UTC.
    text_dates
        Columns of times that are text without a stated format.
    values
        The settings' values: canonical words to theirs, a column each.
    """
    for column in table.columns:
        if column.name in present:
            named = tuple(values.get(column.name, ()))
            yield placeholder_check(table, column, named)
            yield from _readable(column, column.name in text_dates, meant(column, named))
            if TYPES[column.kind] in ("timestamp", "date"):
                yield from _times(column, latest)
            elif TYPES[column.kind] in ("float64", "int64"):
                yield from _numbers(column)
                if (column.low, column.high) == (1, 5):
                    yield good_and_bad(table, column)
            if column.words:
                yield _words(column, meant(column, named))
    if table.name == "surveys" and {"instrument", "score"} <= present:
        yield from survey_scales(present)
    if table.name == "assumptions" and set(table.needed) <= present:
        yield share_scale()
    if table.name == "exchange_rates" and "rate" in present:
        yield _no_rate()


def _readable(column: Column, is_text_date: bool, kept: tuple[str, ...]) -> Iterator[Check]:
    name, raw = column.name, RAW + column.name
    if column.kind in ("key", "text"):
        return
    action, what_then = lost(column)
    wanted = {"instant": "a time", "date": "a date", "yes_no": "yes or no", "count": "a whole number"}
    how = (
        'say date_format = "...", such as "%d/%m/%Y %H:%M"'
        if TYPES[column.kind] in ("timestamp", "date")
        else "mend the source, or map their words under values, or say which words are missing"
    )
    yield Check(
        name,
        f"have {a(name)} that is not {wanted.get(column.kind, 'a number')}: {what_then}",
        lambda t: ibis.ifelse(t[name].isnull(), ~is_placeholder_word(t[raw], column, kept), False),
        action,
        how,
        shown=raw,
        stops_above=HALF,
        unread=True,
        may_name=True,
    )
    if is_text_date:
        yield Check(
            name,
            f"have {a(name)} whose first number could be the day or the month: not guessed",
            lambda t: ibis.ifelse(t[name].isnull(), stripped(t[raw]).re_search(DAY_OR_MONTH), False),
            "noted",
            'say which: date_format = "%d/%m/%Y" or "%m/%d/%Y", with %H:%M behind it where there is a time',
            shown=raw,
            stops_above=FEW,
            quiet_below=True,
            evidence=functools.partial(_day_or_month, raw),
        )


def _day_or_month(raw: str, table: ibis.Table) -> str:
    """Return what speaks for either order: a number over 12 can only be the day."""
    text = stripped(table[raw])
    counts = {name: text.re_search(each).sum() for name, each in (("first", DAY_FIRST), ("second", MONTH_FIRST))}
    found = ask_row(table.aggregate(**counts))
    first, second = (int(found[each] or 0) for each in ("first", "second"))
    return f"the first number is over 12 in {first:,}, the second number is over 12 in {second:,}"


def _times(column: Column, latest: datetime.datetime) -> Iterator[Check]:
    name = column.name
    action, what_then = lost(column)
    if not column.may_lie_ahead:
        limit = latest if column.kind == "instant" else latest.date()
        yield Check(
            name,
            f"have {a(name)} that lies after the day of the extract: {what_then}",
            lambda t: (t[name] >= ibis.literal(limit)) & ~is_placeholder_date(t[name], column),
            action,
            "check the clock, the time zone and extracted_on of the source",
            clears=name,
            shown=RAW + name,
        )


def _numbers(column: Column) -> Iterator[Check]:
    name = column.name
    action, what_then = lost(column)
    if column.kind == "amount":
        yield Check(
            name,
            f"have a negative {name}: kept, since credits are negative",
            lambda t: t[name] < 0,
            "noted",
            "check that these are credits",
            shown=RAW + name,
        )
        return
    low, high = {"count": (0, None), "minutes": (0, None), "share": (0, 1)}.get(column.kind, (column.low, column.high))
    low = 0 if low is None and own_unit(column) else low
    if low is None:
        return
    scale = f"outside {low:g} to {high:g}" if high is not None else "below zero"
    yield Check(
        name,
        f"have {a(name)} {scale}: {what_then}",
        lambda t: (t[name] < low) | (t[name] > high) if high is not None else t[name] < low,
        action,
        "mend the source, or map their scale under values",
        clears=name,
        shown=RAW + name,
        stops_above=HALF if high is not None else None,
        evidence=functools.partial(scale_used, RAW + name),
    )


def _words(column: Column, kept: tuple[str, ...]) -> Check:
    name = column.name
    return Check(
        name,
        f"have {a(name)} that no metric knows (known: {', '.join(column.words)}): kept as it is",
        lambda t: t[name].notin(column.words) & ~is_placeholder_word(t[RAW + name], column, kept),
        "noted",
        f"map their words to these under values.{name}",
        shown=RAW + name,
    )


def _no_rate() -> Check:
    return Check(
        "rate",
        "have a rate of zero or less: the row is set aside",
        lambda t: t.rate <= 0,
        "set aside",
        "mend the source: a rate is one unit of the currency in the reporting currency",
        shown=RAW + "rate",
    )
