"""What cannot be computed from a company's tables, and which table would bring it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.metric import Metric

GAP_COLUMNS: Final = ("metric", "label", "missing", "table", "brings")
_BRINGS: Final = {
    "accounts": "the customer list of the CRM or the billing system",
    "subscriptions": "contract lines from billing",
    "cases": "the case system's export",
    "article_sessions": "sessions of the help centre, community or bot",
    "surveys": "the survey tool's answers",
    "costs": "ledger lines of the Support cost centres, from Finance",
}
"""Where each table usually comes from, in words for the slide on what cannot be shown yet."""


def gaps_table(columns: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Return one row for each metric that tables with these columns cannot carry.

    Parameters
    ----------
    columns
        The columns of each canonical table that exists.

    Returns
    -------
    pandas.DataFrame
        `metric label missing table brings`: the missing ``table.column`` names, the first table that lacks something,
        and where such a table usually comes from.
    """
    known = {f"{table}.{column}" for table, names in columns.items() for column in names}
    rows = [_row(each, [need for need in each.needs if need not in known], set(columns)) for each in METRICS.values()]
    return pd.DataFrame([row for row in rows if row is not None], columns=list(GAP_COLUMNS))


def _row(metric: Metric, missing: list[str], tables: set[str]) -> tuple[str, str, str, str, str] | None:
    if not missing:
        return None
    shown = dict.fromkeys(need if need.partition(".")[0] in tables else need.partition(".")[0] for need in missing)
    table = missing[0].partition(".")[0]
    return metric.name, metric.label, ", ".join(shown), table, _BRINGS.get(table, f"a table {table}")
