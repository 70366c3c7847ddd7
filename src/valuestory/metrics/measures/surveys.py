"""What answers to surveys add up to, by the day they were given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import ibis
import ibis.expr.types as ir

from valuestory.data.canonical.tables import SCALES
from valuestory.metrics.measures.measure import Expression, Measure, stretched_score


def _nps(surveys: ir.Table, wanted: Callable[[ir.Value], ir.Value]) -> ir.Value:
    return (surveys.instrument == "nps") & surveys.score.notnull() & wanted(surveys.score)


def _ces(surveys: ir.Table, instrument: str) -> ir.Value:
    """Return an answer on its instrument's own scale; one that was asked on another scale is stretched to it."""
    low, high = SCALES[instrument]
    return (surveys.instrument == instrument).ifelse(stretched_score(surveys, low, high), ibis.null("float64"))


SURVEY_ANCHORS: Final[dict[str, Expression]] = {"answered": lambda surveys: surveys.answered_at}

SURVEYS: Final = (
    Measure("nps_answers", "surveys", "answered", lambda t: _nps(t, lambda score: score >= 0)),
    Measure("nps_promoters", "surveys", "answered", lambda t: _nps(t, lambda score: score >= 9)),
    Measure("ces2_answers", "surveys", "answered", lambda t: _ces(t, "ces2").notnull()),
    Measure("ces2_sum", "surveys", "answered", lambda t: _ces(t, "ces2")),
    Measure("ces2_easy", "surveys", "answered", lambda t: _ces(t, "ces2") >= 5),
    Measure("ces1_answers", "surveys", "answered", lambda t: _ces(t, "ces1").notnull()),
    Measure("ces1_sum", "surveys", "answered", lambda t: _ces(t, "ces1")),
    Measure("nps_detractors", "surveys", "answered", lambda t: _nps(t, lambda score: score <= 6)),
)
