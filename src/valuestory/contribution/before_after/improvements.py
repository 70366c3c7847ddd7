"""What improvements out of Support changed: cases of the groups that they were for, against groups like them.

The plain figures are `improvement_volume_ratio` and `improvement_cases_avoided` of the catalogue: one period before,
one after, all other groups. Improvements are shipped for groups at their worst, so that those are an upper limit; here
the other groups had come the same way.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from valuestory.contribution.before_after.before_after import BeforeAfter, compare_before_after
from valuestory.metrics import Company
from valuestory.metrics.landmark.months_of_groups import months_of_groups
from valuestory.metrics.periods import Period

if TYPE_CHECKING:
    import pandas as pd

MONTHS_BEFORE: Final = 12
MONTHS_AFTER: Final = 6
_WINDOW: Final[dict[str, Any]] = {
    "unit": "cluster_id",
    "time": "month",
    "outcome": "cases",
    "before": MONTHS_BEFORE,
    "lead": 1,
    "after": MONTHS_AFTER,
}


def improvements_before_after(company: Company, since: date | None = None) -> BeforeAfter | None:
    """Return what improvements changed in the months after they were shipped, up to half a year.

    The month of shipping itself belongs to neither side. Of groups with several improvements the first counts.

    Parameters
    ----------
    company
        Whose cases and improvements; of a year before each, else the group is left out.
    since
        Only improvements shipped from this day's month on; groups with an earlier one are left out, in neither part.

    Returns
    -------
    BeforeAfter or None
        The effect on cases a month, as a share of those expected. None where nothing was shipped for any group, or no
        case belongs to one.
    """
    panel = _panel(company)
    if panel is not None and since is not None:
        panel = panel[~(panel["improved_from"] <= Period.of(since, "month").index)]
    if panel is None or panel["improved_from"].isna().all():
        return None
    return compare_before_after(panel, treated_from="improved_from", **_WINDOW)


def programme_before_after(company: Company, since: date) -> BeforeAfter | None:
    """Return what changed in the groups' cases since a day that was the same for all: nothing stands beside them.

    It is always refused, for there is nobody to compare with; `unadjusted` says how much changed (grade D), and a
    rollout in steps would let it be estimated.

    Parameters
    ----------
    company
        Whose cases.
    since
        The day, such as the start of a knowledge programme; its month belongs to neither side.
    """
    panel = _panel(company)
    if panel is None:
        return None
    begins = Period.of(since, "month").index + 1
    return compare_before_after(panel.assign(since=float(begins)), treated_from="since", **_WINDOW)


def _panel(company: Company) -> pd.DataFrame | None:
    return months_of_groups(company.tables.tables, company.coverage.facts, company.period)
