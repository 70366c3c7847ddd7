"""What articles, links to them and suggestions add up to: none of them belongs to a customer."""

from __future__ import annotations

from typing import Final

from valuestory.metrics.measures.measure import Expression, Measure, column

ARTICLE_ANCHORS: Final[dict[str, Expression]] = {"created": lambda articles: articles.created_at}

ARTICLES: Final = (
    Measure("articles_created", "articles", "created", lambda t: t.article_id.notnull(), by="article_id"),
    Measure(
        "articles_checked",
        "articles",
        "created",
        lambda t: t.is_compliant.notnull(),
        ("is_compliant",),
        by="article_id",
    ),
    Measure("articles_compliant", "articles", "created", lambda t: t.is_compliant, ("is_compliant",), by="article_id"),
)

LINK_ANCHORS: Final[dict[str, Expression]] = {"linked": lambda links: column(links, "linked_at", "timestamp")}

LINKS: Final = (
    Measure(
        "links_checked",
        "case_articles",
        "linked",
        lambda t: t.is_accurate.notnull(),
        ("is_accurate", "linked_at"),
        by="case_id",
    ),
    Measure(
        "links_accurate", "case_articles", "linked", lambda t: t.is_accurate, ("is_accurate", "linked_at"), by="case_id"
    ),
)

IMPROVEMENT_ANCHORS: Final[dict[str, Expression]] = {
    "submitted": lambda improvements: improvements.submitted_at,
    "shipped": lambda improvements: column(improvements, "shipped_at", "timestamp"),
}


def _by(who: str, accepted: bool) -> Expression:
    if accepted:
        return lambda t: (t.submitted_by == who) & t.accepted_at.notnull()
    return lambda t: t.submitted_by == who


_FROM: Final = ("submitted_by", "accepted_at")

IMPROVEMENTS: Final = (
    Measure(
        "improvements_submitted",
        "improvements",
        "submitted",
        lambda t: t.improvement_id.notnull(),
        by="improvement_id",
    ),
    Measure(
        "improvements_accepted",
        "improvements",
        "submitted",
        lambda t: t.accepted_at.notnull(),
        ("accepted_at",),
        by="improvement_id",
    ),
    Measure("improvements_of_customers", "improvements", "submitted", _by("customer", False), _FROM, "improvement_id"),
    Measure("accepted_of_customers", "improvements", "submitted", _by("customer", True), _FROM, "improvement_id"),
    Measure("improvements_of_employees", "improvements", "submitted", _by("employee", False), _FROM, "improvement_id"),
    Measure("accepted_of_employees", "improvements", "submitted", _by("employee", True), _FROM, "improvement_id"),
    Measure(
        "improvements_implemented",
        "improvements",
        "shipped",
        lambda t: t.shipped_at.notnull(),
        ("shipped_at",),
        "improvement_id",
    ),
)
