"""What people in Support say adds up to, by the day they said it: each person's answers belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

from valuestory.metrics.measures.measure import Expression, Measure, stretched_score

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LOW, _HIGH = 1.0, 5.0
DIMENSIONS: Final = ("people/leadership", "process", "technology", "culture")
"""The four dimensions of the knowledge-sharing survey, in small letters."""


def of_staff(surveys: ir.Table) -> ir.BooleanValue:
    """Return whether an answer is to a survey that people in Support are asked."""
    return surveys.instrument.isin(("engagement", "employee_satisfaction", "knowledge_sharing")).fill_null(False)


def _score(instrument: str, dimension: str = "") -> Expression:
    """Return an answer on the scale of 1 to 5; one that was asked on another scale is stretched to it."""

    def score(surveys: ir.Table) -> ir.Value:
        asked = surveys.instrument == instrument
        if dimension:
            asked &= surveys.dimension.lower() == dimension
        return asked.ifelse(stretched_score(surveys, _LOW, _HIGH), ibis.null("float64"))

    return score


def _pair(name: str, instrument: str, dimension: str = "") -> tuple[Measure, Measure]:
    value = _score(instrument, dimension)
    needs = ("person_id", "dimension") if dimension else ("person_id",)
    return (
        Measure(f"{name}_sum", "surveys", "answered", value, needs, by="person_id"),
        Measure(f"{name}_answers", "surveys", "answered", lambda t: value(t).notnull(), needs, by="person_id"),
    )


STAFF: Final = (
    *_pair("engagement", "engagement"),
    *_pair("satisfaction", "employee_satisfaction"),
    *_pair("sharing", "knowledge_sharing"),
    *_pair("sharing_people", "knowledge_sharing", DIMENSIONS[0]),
    *_pair("sharing_process", "knowledge_sharing", DIMENSIONS[1]),
    *_pair("sharing_technology", "knowledge_sharing", DIMENSIONS[2]),
    *_pair("sharing_culture", "knowledge_sharing", DIMENSIONS[3]),
)
