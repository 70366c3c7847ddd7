"""Whether a session's account asked Support soon after it, found from cases that are summed already.

Time is cut into parts of fourteen days, and these at the ends of quarters. What happens within fourteen days after an
instant, and within its quarter, then lies in the instant's own part or in the next one of that quarter. So the first
and the last case of each part tell it exactly, and nothing has to be put in the order of time.
"""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from valuestory.metrics.engine import period_index
from valuestory.metrics.measures.sessions import ACCEPTED_WITHIN_DAYS, may_be_inferred
from valuestory.metrics.periods import MONTHS, Period

PART: Final = "part"
OPENED: Final = "opened_at"
_YEAR_0: Final = -62_167_219_200
"""In seconds from the beginning of 1970: what is counted from there is never below 0."""
_ROOM: Final = 1_000_000
"""More than there are fortnights up to the year 9999."""


def part_of(instant: ir.Value, like: Period) -> ir.IntegerValue:
    """Return the number of the part that an instant lies in; those of one quarter follow each other without a gap."""
    return period_index(instant, _horizon(like)) * _ROOM + fortnight_of(instant)


def fortnight_of(instant: ir.Value) -> ir.IntegerValue:
    """Return the number of the fourteen days that an instant lies in, whatever the quarter."""
    return stretch_of(instant, ACCEPTED_WITHIN_DAYS)


def stretch_of(instant: ir.Value, days: int) -> ir.IntegerValue:
    """Return the number of the stretch of so many days that an instant lies in."""
    return ((instant.epoch_seconds() - _YEAR_0) / (days * 86_400)).floor().cast("int64")


def period_of(part: ir.IntegerValue, like: Period) -> ir.IntegerValue:
    """Return the index of the period that a part lies in."""
    horizons = MONTHS[like.grain] // MONTHS[_horizon(like).grain]
    return (part / (_ROOM * horizons)).floor().cast("int64")


def _horizon(like: Period) -> Period:
    # No case is looked for beyond the session's own quarter (month, in a story of months): else the newest one, whose
    # next cases are not in the extract yet, would seem to settle more questions than the ones before it.
    return Period(0, "month" if like.grain == "month" else "quarter", like.fiscal_year_start)


def ends_of(cases: ir.Table) -> dict[str, ir.Value]:
    """Return what is to be kept of the cases of one part: the first and the last instant at which one was opened."""
    return {"first_opened_at": cases[OPENED].min(), "last_opened_at": cases[OPENED].max()}


def cases_asked(sums: ir.Table) -> ir.Table:
    """Return when each known account asked, one row for it and a part, from sums of cases that hold `ends_of`."""
    known = sums.filter(sums.account_id.notnull())
    ends = {"first_opened_at": known.first_opened_at.min(), "last_opened_at": known.last_opened_at.max()}
    return known.group_by(["account_id", PART]).aggregate(**ends)


def followed(sessions: ir.Table, asked: ir.Table | None, like: Period) -> ir.Table:
    """Return the sessions with `is_followed`: whether the account opened a case within fourteen days and the quarter.

    Parameters
    ----------
    sessions
        With `started_at` and `account_id`.
    asked
        From `cases_asked`; None where nothing is known of cases, or of who read.
    like
        A period of the story's grain.
    """
    if asked is None:
        return sessions.mutate(is_followed=ibis.literal(False))
    # Only where it matters is a case looked for: an empty part meets none.
    part = may_be_inferred(sessions).ifelse(part_of(sessions.started_at, like), ibis.null("int64"))
    rows = sessions.mutate(__part=part)
    here = asked.select(__here=asked.account_id, __this=asked[PART], __last=asked.last_opened_at)
    rows = rows.left_join(here, [rows.account_id == here["__here"], rows["__part"] == here["__this"]])
    # A case opened at the very instant of a session follows it.
    in_this = (rows["__last"] >= rows.started_at).fill_null(False)
    rows = rows.mutate(__in_this=in_this)
    after = asked.select(__there=asked.account_id, __before=asked[PART] - 1, __first=asked.first_opened_at)
    rows = rows.left_join(after, [rows.account_id == after["__there"], rows["__part"] == after["__before"]])
    in_next = rows["__first"] <= rows.started_at + ibis.interval(days=ACCEPTED_WITHIN_DAYS)
    return rows.mutate(is_followed=rows["__in_this"] | in_next.fill_null(False))
