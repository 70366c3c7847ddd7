"""What customers said: on a slide only where they agreed to be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from valuestory.errors import StoryError
from valuestory.metrics.engine import as_pandas

if TYPE_CHECKING:
    import pandas as pd

    from valuestory.metrics import Company

_TABLE: Final = "quotes"
_FEWEST: Final = 4
"""Shorter remarks ("thank you") may stand in any sentence by chance."""


class Quote(NamedTuple):
    """What a customer said, in quotation marks, and how they want to be named."""

    title: str
    by: str


def quote(company: Company, words: str) -> Quote:
    """Return what a customer said who agreed to be quoted: the newest in which some words stand.

    Parameters
    ----------
    company
        It has a table `quotes`.
    words
        Some words of the quote that is wanted; empty where any is.

    Raises
    ------
    StoryError
        When nobody said so, or whoever did has not agreed to be quoted.
    """
    said = _said(company)
    found = [each for each in said.to_dict("records") if _plain(words) in _plain(each["text"])]
    agreed = [each for each in found if each["consent"]]
    if not agreed:
        asked = f'"{words}"' if words else "anything"
        what = "has not agreed to be quoted" if found else f"is not in the table of quotes: {asked}"
        do = "ask for consent and note it in the column consent, or choose another quote"
        raise StoryError(f"the customer {what}" if found else f"what is wanted {what}", where="story.quote", do=do)
    last = agreed[-1]
    return Quote(f"“{str(last['text']).strip()}”", str(last.get("attribution") or ""))


def unconsented(company: Company) -> tuple[str, ...]:
    """Return what was said by customers who have not agreed to be quoted, in plain letters."""
    said = _said(company)
    kept = (_plain(each) for each in said.loc[~said["consent"].astype(bool), "text"])
    return tuple(each for each in kept if len(each.split()) >= _FEWEST)


def refuse_without_consent(texts: Iterable[str], without: Iterable[str], key: str) -> None:
    """Refuse a slide that repeats what a customer said who has not agreed to be quoted.

    Parameters
    ----------
    texts
        Of the slide, its notes among them.
    without
        What `unconsented` returns.
    key
        The slide's.

    Raises
    ------
    StoryError
        Where it does.
    """
    told = [_plain(each) for each in texts]
    for each in without:
        if any(each in text for text in told):
            raise StoryError(
                f'"{each[:40]}" was said by a customer who has not agreed to be quoted',
                where=f'slide "{key}"',
                do="take it out, or ask for consent and note it in the column consent of quotes",
            )


def _said(company: Company) -> pd.DataFrame:
    """Return the quotes of the company up to the period's end, the oldest first."""
    import pandas as pd

    tables = company.tables.tables
    if _TABLE not in tables:
        return pd.DataFrame({"said_on": [], "text": [], "consent": [], "attribution": []})
    rows = as_pandas(tables[_TABLE])
    days = pd.to_datetime(rows["said_on"])
    known = rows.assign(consent=rows["consent"].fillna(value=False).astype(bool)).dropna(subset=["text"])
    return known[days < pd.Timestamp(company.period.end)].sort_values("said_on", kind="stable")


def _plain(text: object) -> str:
    """Return the words alone, so that marks, capitals and line breaks make no difference."""
    return " ".join(_words(str(text)))


def _words(text: str) -> Iterator[str]:
    return (each.casefold() for each in re.findall(r"\w+", text))
