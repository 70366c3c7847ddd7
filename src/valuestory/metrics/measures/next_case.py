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
from valuestory.metrics.measures.near import STRETCH, Near, stretch_of, with_near
from valuestory.metrics.measures.sessions import ACCEPTED_WITHIN_DAYS, may_be_inferred
from valuestory.metrics.periods import MONTHS, Period

PART: Final = "part"
OPENED: Final = "opened_at"
_ROOM: Final = 1_000_000
"""More than there are fortnights up to the year 9999."""
_NEXT: Final = Near("account_id", "started_at", ACCEPTED_WITHIN_DAYS, "ahead")  # at the very instant, too, it follows


def part_of(instant: ir.Value, like: Period) -> ir.IntegerValue:
    """Return the number of the part that an instant lies in; those of one quarter follow each other without a gap."""
    return period_index(instant, _horizon(like)) * _ROOM + stretch_of(instant, ACCEPTED_WITHIN_DAYS)


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
    """Return when each known account asked, as `ends_of_stretches` does, from sums of cases that hold `ends_of`."""
    known = sums.filter(sums.account_id.notnull())
    ends = {"first_at": known.first_opened_at.min(), "last_at": known.last_opened_at.max()}
    return known.group_by(who="account_id", stretch=PART).aggregate(**ends)


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
    return with_near(sessions.mutate(**{STRETCH: part}), asked, _NEXT, "is_followed")
