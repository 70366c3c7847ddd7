"""Figures that prove nothing: scores that may as well be a coin, departures that all lie in one period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from valuestory.data import Fault
from valuestory.metrics.estimates.results import Cell
from valuestory.metrics.estimates.separation import COIN

_FEWEST_LEFT: Final = 5
_HARDLY: Final = 0.001
"""Less likely than this, departures as even as customers would not all fall into one period."""


def of_one_period(cells: Sequence[Cell], at: int, period: str) -> Iterator[Fault]:
    """Yield what is said of departures that all lie in the story's period, though there were customers before it.

    So does an extract look that holds who is a customer now, and who has just left: of those who left before, it knows
    nothing. If customers left as evenly as they were there, all of so many would lie in this period by the chance of
    its part of the customers, raised to their number.

    Parameters
    ----------
    cells
        Of the whole company, the retention of accounts among them.
    at, period
        The story's period: its place in the cells, and its name.
    """
    found = {each.metric.name: each for each in cells}
    kept = found.get("logo_retention")
    if kept is None:
        return
    there, left = kept.denominator, kept.denominator - kept.numerator
    before, gone = float(there[:at].sum()), round(float(left[at]))
    if left[:at].any() or gone < _FEWEST_LEFT or (there[at] / (before + there[at])) ** gone > _HARDLY:
        return
    what = (
        f"have {gone:,} departures in {period}, of {there[at]:,.0f} customers, and none before: who left earlier seems "
        "not to be in the extract"
    )
    do = "claim nothing by it of who stays; supply all customers that there were, with the day on which they left"
    yield Fault("accounts", "churned_at", what, gone, 1.0, (), "noted", do)
    if "churned_arr" in found and not found["churned_arr"].numerator[:at].any():
        yield Fault("subscriptions", "start_on", what, gone, 1.0, (), "noted", do)


def unproven(cells: Sequence[Cell], at: int, period: str) -> Iterator[tuple[str, Fault]]:
    """Yield the metrics of a score that may as well be a coin, each with what is said of it.

    A score whose hold over a year cannot be told from chance is in doubt itself; where that is not known, by its hold
    over the period.

    Parameters
    ----------
    cells
        Of the whole company.
    at, period
        The story's period: its place in the cells, and its name.
    """
    areas = {each.metric.name: each for each in cells if each.metric.interval == "auc" and each.exists[at]}
    doubts = {name: _coin(each, at, period) for name, each in areas.items()}
    judged = next((name for name in ("annual_health_score_auc", "health_score_auc") if name in areas), "")
    for name, doubt in [*doubts.items(), ("health_score", doubts.get(judged))]:
        if doubt is not None:
            yield name, doubt


def _coin(cell: Cell, at: int, period: str) -> Fault | None:
    """Return what is said of an area whose interval takes in that of a coin."""
    value, low, high = (float(each[at]) for each in (cell.estimate.value, cell.estimate.low, cell.estimate.high))
    if not low <= COIN <= high:
        return None
    known = int(cell.observations[at])
    what = (
        f"has a health score that is not distinguishable from a coin: in {period} it ranked {value:.2f} of the pairs "
        f"of who left and who stayed rightly ({low:.2f} to {high:.2f}), of {known} accounts"
    )
    do = "claim nothing by the score, or weigh its parts anew and hold it against who leaves again"
    return Fault("usage", "health_score", what, known, 1.0, (), "noted", do)
