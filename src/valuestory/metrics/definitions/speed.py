"""How soon customers are back to work."""

from typing import Final

from valuestory.metrics.metric import Metric

SPEED: Final = (
    Metric(
        name="time_to_smile",
        label="Time to smile",
        definition="Mean time from the moment a customer's work was interrupted until they were happy again, of the "
        "cases that ended in the period.",
        formula="sum of (happy_at, else resolved_at, minus interrupted_at, else opened_at) / cases that ended",
        unit="minutes",
        direction="down",
        needs=("cases.opened_at", "cases.resolved_at"),
        numerator="smile_minutes",
        denominator="smile_cases",
        interval="ratio",
        observations="smile_cases",
        observed="cases",
        evidence="counted",
        frameworks=("Klever: Time to Smile", "New Metrics Framework: Business"),
        source="Klever, Time to Smile (total elapsed time from interruption until the customer is happy)",
        traps="The clock does not pause while the customer is asked. Cases still open are not in it, so a growing "
        "backlog hides. Where no interruption or confirmation is recorded, opening and resolving stand in.",
    ),
)
