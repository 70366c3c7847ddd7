"""How long it takes from learning something to publishing it, and from a suggestion to customers having it.

What became known, or was suggested, counts for the period in which it did, and is watched until it got there or until
the end of the story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from valuestory.metrics.asked.publishing import learnt
from valuestory.metrics.engine import as_pandas
from valuestory.metrics.slices import WHOLE
from valuestory.metrics.timed.life_events import instant_of, microseconds, period_of, watch

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from valuestory.metrics.periods import Period


def spans_of_articles(tables: Mapping[str, ir.Table], periods: Sequence[Period], until: date) -> pd.DataFrame:
    """Return how long each article waited for its audience, from when it was known: what `median_cells` takes.

    `account_id` holds the article's key. One that was published before it was known waited for no time at all.
    """
    return _spans(learnt(tables), "article_id", ("known_at", "published_at"), periods, until)


def spans_of_cures(improvements: ir.Table, periods: Sequence[Period], until: date) -> pd.DataFrame:
    """Return how long each suggestion waited until customers had it; `account_id` holds its key."""
    return _spans(improvements, "improvement_id", ("submitted_at", "shipped_at"), periods, until)


def _spans(table: ir.Table, key: str, ends: tuple[str, str], periods: Sequence[Period], until: date) -> pd.DataFrame:
    instants = dict(zip(("started_at", "reached_at"), (instant_of(table, each) for each in ends), strict=True))
    rows = as_pandas(table.select(account_id=table[key], **instants)).astype(dict.fromkeys(instants, "float64"))
    index = period_of(rows["started_at"], periods)
    inside = (index >= 0) & (rows["started_at"] < microseconds([until])[0])
    found = watch(rows.assign(left=np.nan), until).assign(period=periods[0].index + index, slice=WHOLE)
    spans: pd.DataFrame = found.loc[inside, ["account_id", "slice", "period", "days", "reached"]]
    return spans
