"""Amounts in the company's reporting currency: each row by the rate that held on its day.

The rate is the latest one on or before the day; a day before the first known rate takes that first rate, and this is
said. A currency without any rate stops the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.checks.check import Check
from valuestory.data.engines.dialects import stripped

if TYPE_CHECKING:
    from valuestory.data.canonical.model import Table

DAYS: Final = {"subscriptions": "start_on", "costs": "month_on"}
"""The day of each table whose rate converts its amounts."""
CODE: Final = "__code"
RATE: Final = "__rate"
_TOO_EARLY: Final = "__rate_too_early"


def amounts_of(model: Table, present: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of money that a table has."""
    return tuple(each.name for each in model.columns if each.kind == "amount" and each.name in present)


def in_reporting_currency(
    table: ibis.Table,
    model: Table,
    present: tuple[str, ...],
    *,
    stated: str | None,
    reporting: str,
    rates: ibis.Table | None,
) -> ibis.Table:
    """Return the table with its amounts converted, and the columns that `money_checks` looks at.

    Parameters
    ----------
    stated
        The currency of rows that name none, as the settings say; the reporting currency without it.
    reporting
        The company's reporting currency.
    rates
        The canonical exchange rates, if there are any.
    """
    written = stripped(table.currency.upper()) if "currency" in present else ibis.null("string")
    table = table.mutate(**{CODE: ibis.coalesce(written, ibis.literal(stated or reporting))})
    table = _with_rate(table, DAYS[model.name], rates)
    rate = ibis.ifelse(table[CODE] == reporting, 1.0, table[RATE])
    return table.mutate(**{each: table[each] * rate for each in amounts_of(model, present)})


def _with_rate(table: ibis.Table, day: str, rates: ibis.Table | None) -> ibis.Table:
    if rates is None:
        return table.mutate(**{RATE: ibis.null("float64"), _TOO_EARLY: ibis.literal(False)})
    by_currency = ibis.window(group_by=rates.currency, order_by=rates.on)
    spans = rates.select(
        __rate_code=rates.currency.upper(),
        __rate=rates.rate,
        __rate_on=rates.on,
        __rate_until=rates.on.lead().over(by_currency),
        __rate_nth=ibis.row_number().over(by_currency),
    )
    holds = [
        table[CODE] == spans["__rate_code"],
        (table[day] >= spans["__rate_on"]) | (spans["__rate_nth"] == 0),
        spans["__rate_until"].isnull() | (table[day] < spans["__rate_until"]),
    ]
    joined = table.left_join(spans, holds)
    return joined.mutate(**{_TOO_EARLY: joined[day] < joined["__rate_on"]})


def money_checks(model: Table, present: tuple[str, ...], reporting: str) -> tuple[Check, ...]:
    """Return the checks that every amount has a currency and every currency a rate."""
    name = amounts_of(model, present)[0]
    foreign = [
        Check(
            name,
            f"are in a currency that has no rate to {reporting}: they cannot be added up",
            lambda t: (t[CODE] != reporting) & t[RATE].isnull(),
            "stops",
            f"add the currency's rates to exchange_rates (currency, on, rate: one unit in {reporting})",
            shown=CODE,
        ),
        Check(
            name,
            "are dated before the first rate of their currency: converted by that first rate",
            lambda t: (t[CODE] != reporting) & t[_TOO_EARLY],
            "noted",
            "add earlier rates to exchange_rates",
            shown=CODE,
        ),
    ]
    if "currency" not in present:
        return tuple(foreign)
    unnamed = Check(
        "currency",
        "name no currency: taken as the source's own, else the reporting currency",
        lambda t: t.currency.isnull(),
        "noted",
        "fill currency, or say sources.<table>.currency",
    )
    return (*foreign, unnamed)
