"""The catalogue: every metric by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from valuestory.errors import MetricError, did_you_mean
from valuestory.metrics.catalogue.definitions.answers import ANSWERS
from valuestory.metrics.catalogue.definitions.cost import COST
from valuestory.metrics.catalogue.definitions.demand import DEMAND
from valuestory.metrics.catalogue.definitions.effort import EFFORT
from valuestory.metrics.catalogue.definitions.first_year import FIRST_YEAR
from valuestory.metrics.catalogue.definitions.health import HEALTH
from valuestory.metrics.catalogue.definitions.improvement import IMPROVEMENT
from valuestory.metrics.catalogue.definitions.knowledge import KNOWLEDGE
from valuestory.metrics.catalogue.definitions.life_events import LIFE_EVENTS
from valuestory.metrics.catalogue.definitions.loyalty import LOYALTY
from valuestory.metrics.catalogue.definitions.responses import RESPONSES
from valuestory.metrics.catalogue.definitions.self_service import SELF_SERVICE
from valuestory.metrics.catalogue.definitions.speed import SPEED
from valuestory.metrics.catalogue.definitions.staff import STAFF
from valuestory.metrics.catalogue.definitions.value import VALUE
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.catalogue.not_computed import NOT_COMPUTED

THEMES: Final[Mapping[str, tuple[Metric, ...]]] = {
    "Demand": DEMAND,
    "Answers": (*ANSWERS, *SELF_SERVICE),
    "Knowledge": KNOWLEDGE,
    "Speed": SPEED,
    "Time to value": (*LIFE_EVENTS, *FIRST_YEAR),
    "Effort": EFFORT,
    "Loyalty": LOYALTY,
    "Responses": RESPONSES,
    "Value": VALUE,
    "Use and health": HEALTH,
    "Improvement": IMPROVEMENT,
    "People": STAFF,
    "Cost": COST,
}
"""The metrics by theme, in the order of the catalogue."""

METRICS: Final[Mapping[str, Metric]] = {each.name: each for metrics in THEMES.values() for each in metrics}
"""Every metric, by name, in the order of the catalogue."""


def metric(name: str) -> Metric:
    """Return a metric by name.

    Raises
    ------
    MetricError
        When there is no such metric: the message names the nearest, or why a published one is not computed.
    """
    if name in NOT_COMPUTED:
        each = NOT_COMPUTED[name]
        do = f"the nearest: {', '.join(each.nearest)}" if each.nearest else "`valuestory metrics` lists those there are"
        raise MetricError(f"{each.label} ({each.framework}) is not computed. {each.reason}".rstrip("."), do=do)
    if name not in METRICS:
        raise MetricError(f'there is no metric "{name}"', do=did_you_mean(name, METRICS))
    return METRICS[name]


def as_record(metric: Metric) -> dict[str, object]:
    """Return a metric as the catalogue prints it: one plain object."""
    names = ("name", "label", "definition", "formula", "unit", "direction", "needs", "evidence", "frameworks", "source")
    record = {name: getattr(metric, name) for name in (*names, "traps")}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in record.items()}
