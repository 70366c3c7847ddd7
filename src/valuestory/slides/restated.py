"""Two values of one fact of one period: whether they are one, and what made another of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from valuestory.slides.facts import Fact


def same(was: float | str | None, now: float | str | None) -> bool:
    """Return whether two values are one, to nine digits."""
    if isinstance(was, int | float) and isinstance(now, int | float):
        return math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-12)
    return was == now


def why_restated(was: Fact, now: Fact, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return why a value is another: its definition, an assumption, or the tables; empty where it is none of these.

    Parameters
    ----------
    was, now
        The fact as it was, and as it is.
    before, after
        The fingerprints of the tables that each was computed from, by table.
    """
    if was.evidence.definition != now.evidence.definition or was.evidence.formula != now.evidence.formula:
        return "its definition has changed"
    if was.evidence.kind == "declared":
        return "the assumption has changed"
    restated = [each for each in now.evidence.tables if before.get(each, "") != after.get(each, "")]
    return f"the data were restated: {', '.join(restated)}" if before and restated else ""
