"""Measures: the additive sums that a raw table is folded to, one row an account and period.

A measure is a sum over rows, dated by one of its table's instants. Everything that is shown is made of these sums
later, so ratios are always ratios of sums.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from valuestory.metrics.measures.cases import CASE_ANCHORS, CASES
from valuestory.metrics.measures.knowledge import (
    ARTICLE_ANCHORS,
    ARTICLES,
    IMPROVEMENT_ANCHORS,
    IMPROVEMENTS,
    LINK_ANCHORS,
    LINKS,
)
from valuestory.metrics.measures.measure import Expression, Measure
from valuestory.metrics.measures.sessions import SESSION_ANCHORS, SESSIONS
from valuestory.metrics.measures.staff import STAFF, of_staff
from valuestory.metrics.measures.surveys import SURVEY_ANCHORS, SURVEYS
from valuestory.metrics.measures.usage import USAGE, USAGE_ANCHORS
from valuestory.metrics.measures.worklogs import WORKLOG_ANCHORS, WORKLOGS

if TYPE_CHECKING:
    import ibis.expr.types as ir

ANCHORS: Final[Mapping[str, Mapping[str, Expression]]] = {
    "cases": CASE_ANCHORS,
    "article_sessions": SESSION_ANCHORS,
    "surveys": SURVEY_ANCHORS,
    "usage": USAGE_ANCHORS,
    "worklogs": WORKLOG_ANCHORS,
    "case_articles": LINK_ANCHORS,
    "articles": ARTICLE_ANCHORS,
    "improvements": IMPROVEMENT_ANCHORS,
}
"""The instants that date a table's rows. One scan groups by all of a table's anchors at once."""

MEASURES: Final = (*CASES, *SESSIONS, *SURVEYS, *USAGE, *WORKLOGS, *STAFF, *LINKS, *ARTICLES, *IMPROVEMENTS)
"""Every sum that the catalogue is made of and that a raw table gives."""


ACCOUNT: Final = "account_id"
"""What most rows belong together by."""
APART: Final[Mapping[str, Callable[[ir.Table], ir.BooleanValue]]] = {"surveys": of_staff}
"""Of a table whose rows belong to customers or to others, which belong to others."""


def available(table: str, columns: tuple[str, ...]) -> tuple[Measure, ...]:
    """Return the measures that a table with these columns can give."""
    return tuple(each for each in MEASURES if each.table == table and set(each.needs) <= set(columns))
