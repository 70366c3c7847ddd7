"""What others like a customer do: only where five or more stand behind it, and none of them carries it.

Every reader of a group sees the same figure, whoever reads: were the reader left out of it, two readers who lay their
figures side by side could tell each other's. So the group is taken whole, and what is asked is whether it hides each of
the others from a reader who knows his own share of it: at least five of them, and none with more than half of what the
others bring in (the dominance rule of official statistics).
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.company import Company
from valuestory.metrics.slices import SMALLEST_GROUP, UNKNOWN

LARGEST_SHARE: Final = 0.5
"""So much of what the others bring in may come from one of them."""


def hides_each(brought: pd.Series, reader: str) -> bool:
    """Tell whether an aggregate hides each of the others from one who reads it.

    Parameters
    ----------
    brought
        What each account brings in, by account id: a count, minutes; not below zero.
    reader
        The account that reads, whose own part it knows.

    Returns
    -------
    bool
        True where at least five others bring something in, and none of them more than half of what the others do.

    Examples
    --------
    >>> hides_each(pd.Series({"A": 9, "B": 1, "C": 1, "D": 1, "E": 1, "F": 1}), reader="A")
    True
    >>> hides_each(pd.Series({"A": 9, "B": 1, "C": 1, "D": 1, "E": 1, "F": 1}), reader="B")
    False
    """
    others = brought[(brought.index != reader) & (brought > 0)]
    return len(others) >= SMALLEST_GROUP and float(others.max()) <= LARGEST_SHARE * float(others.sum())


def peers_of(company: Company, account_id: str, column: str = "segment") -> pd.DataFrame:
    """Return the account quarters of the story's period of all accounts alike, the reader's own among them.

    Alike are those of the same `column`; all accounts where there is no such column, or the account has none.
    """
    frame = company.account_quarters()
    now: pd.DataFrame = frame[(frame["period"] == company.period.name) & (frame["account_id"] != UNKNOWN)]
    own = now.loc[now["account_id"] == account_id, column] if column in now else pd.Series(dtype=object)
    if own.empty or pd.isna(own.iloc[0]) or own.iloc[0] == "":
        return now
    alike: pd.DataFrame = now[now[column] == own.iloc[0]]
    return alike


def peer_figure(peers: pd.DataFrame, name: str, reader: str) -> float | None:
    """Return a ratio of sums over accounts alike, or None where it would not hide each of them.

    Parameters
    ----------
    peers
        From `peers_of`.
    name
        A metric that is a ratio of sums.
    reader
        The account that reads.
    """
    metric = METRICS[name]
    if not metric.denominator or any(each not in peers for each in (metric.numerator, metric.denominator)):
        return None
    sums = peers.groupby("account_id")[[metric.numerator, metric.denominator]].sum()
    if not hides_each(sums[metric.denominator], reader):
        return None
    above = float(sums[metric.numerator].sum())
    if above and not _is_spread(sums[metric.numerator], reader):
        return None
    return metric.scale * above / float(sums[metric.denominator].sum())


def _is_spread(brought: pd.Series, reader: str) -> bool:
    """Tell whether no other account brings in more than half of what the others do."""
    others = brought[brought.index != reader]
    return float(others.max()) <= LARGEST_SHARE * float(others.sum()) if float(others.sum()) else True
