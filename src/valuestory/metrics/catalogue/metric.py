"""What a metric is: declared once, readable by someone who has never seen the code.

Nothing in it is optional that a reader needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["up", "down", "context"]
Interval = Literal["share", "ratio", "total", "nps", "exact", "product", "median", "auc"]
EvidenceKind = Literal["counted", "estimated", "survey", "ledger"]
MetricUnit = Literal["count", "number", "share", "points", "money", "minutes", "days"]


@dataclass(frozen=True)
class Metric:
    """A metric of the catalogue.

    Parameters
    ----------
    name, label
        Its key, and its name for a reader.
    definition, formula
        What it measures, and how, in words.
    unit
        Of `value`: a share is 0 to 1, never percent; durations are minutes or days.
    direction
        Which way is good: `up`, `down`, or `context` where neither is.
    needs
        ``table.column`` names without which it cannot be computed.
    numerator, denominator
        Columns of account quarters that are summed; the denominator is empty for a plain total. Of a `median` they
        count those that got there, and all that are timed. Of an `auc` they are the score and who stayed, of those that
        `observations` counts.
    scale
        What the ratio is multiplied by: 100 for "per 100 accounts".
    interval
        How its 95 % interval is made: see `intervals`.
    observations, observed
        The column whose sum is n, and what it counts, in words.
    evidence
        `counted` from records, `estimated`, `survey`, or `ledger`.
    frameworks
        The published frameworks and areas that it belongs to.
    source
        Where its definition comes from.
    traps
        How it misleads.
    by
        What the sums are of: accounts, or what no customer stands behind, which has no slices and no part.
    reads
        ``table.column`` names that it reads where they are there, beyond those that its sums tell.
    factors
        Of a `product`: the ratios, as numerator and denominator, that its total is multiplied by.
    less
        Of a `product`: the column whose sum is taken off it.
    among
        Of a `product`: the column whose sum is put beside it, so that the figure is the product's share of both.
    beside
        Metrics without which it misleads, and that are shown with it.
    doubted_by
        ``table.column`` names: where a check finds a fault in one of them on a twentieth of the rows or more, the
        metric is computed but not claimed.
    """

    name: str
    label: str
    definition: str
    formula: str
    unit: MetricUnit
    direction: Direction
    needs: tuple[str, ...]
    numerator: str
    denominator: str
    interval: Interval
    observations: str
    observed: str
    evidence: EvidenceKind
    frameworks: tuple[str, ...]
    source: str
    traps: str
    scale: float = 1.0
    by: str = "account_id"
    reads: tuple[str, ...] = ()
    factors: tuple[tuple[str, str], ...] = ()
    less: str = ""
    among: str = ""
    beside: tuple[str, ...] = ()
    doubted_by: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The canonical tables that it needs, in order."""
        return tuple(dict.fromkeys(need.partition(".")[0] for need in self.needs))
