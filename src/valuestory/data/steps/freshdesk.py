"""Freshdesk: time tracked, which it writes as a clock does, and ratings, which it keeps in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.steps.histories import need
from valuestory.data.values.conversion import as_text, read_as

if TYPE_CHECKING:
    from valuestory.project import SourceSettings

_DEFAULT: Final = r"default_question\W{1,4}(-?\d+)"
_PLAIN: Final = r"^\s*(-?\d+)\s*$"
_CLOCK: Final = r"^\s*(\d+):(\d{1,2})(?::(\d{1,2}))?\s*$"


def clock_minutes(rows: ibis.Table, *, settings: SourceSettings, column: str, into: str) -> ibis.Table:
    """Return the rows with a duration of hours, minutes and seconds (`01:30:00`) as minutes; a plain number is hours.

    Parameters
    ----------
    column
        The column of durations; where it is not there, the rows stay as they are.
    into
        The column for the minutes. What is neither stays as it is written, and is counted as no number.
    """
    if column not in rows.columns:
        return rows
    text = as_text(rows[column])
    hours, minutes, seconds = (
        read_as(ibis.ifelse(part == "", "0", part), "number", settings)
        for part in (text.re_extract(_CLOCK, place) for place in (1, 2, 3))
    )
    clock, plain = hours * 60 + minutes + seconds / 60, read_as(text, "number", settings) * 60
    is_clock = text.re_search(_CLOCK)
    read = ibis.cases((is_clock, as_text(clock)), (plain.notnull(), as_text(plain)), else_=text)
    return rows.mutate(**{into: read})


def ratings(rows: ibis.Table, *, settings: SourceSettings, ratings: Sequence[str], into: str) -> ibis.Table:
    """Return the rows with the number of a rating, such as 103 or -101, out of JSON or as it stands.

    Parameters
    ----------
    ratings
        The columns that may hold it: the first that is there is taken; of JSON with several questions, the default one.
    into
        The column for it.

    Raises
    ------
    DataError
        When none of them is there.
    """
    column = next((each for each in ratings if each in rows.columns), None)
    if column is None:
        need(rows, *ratings)
    text = as_text(rows[column])
    default, plain = (text.re_extract(each, 1) for each in (_DEFAULT, _PLAIN))
    return rows.mutate(**{into: ibis.cases((default != "", default), (plain != "", plain), else_=text)})
