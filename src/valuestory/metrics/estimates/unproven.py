"""Scores that may as well be a coin: what their interval does not tell from chance is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from valuestory.data import Fault
from valuestory.metrics.estimates.results import Cell
from valuestory.metrics.estimates.separation import COIN


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
    known = int(cell.observations[:, at].sum())
    what = (
        f"has a health score that is not distinguishable from a coin: in {period} it ranked {value:.2f} of the pairs "
        f"of who left and who stayed rightly ({low:.2f} to {high:.2f}), of {known} accounts"
    )
    do = "claim nothing by the score, or weigh its parts anew and hold it against who leaves again"
    return Fault("usage", "health_score", what, known, 1.0, (), "noted", do)
