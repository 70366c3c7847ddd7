"""When what Support learnt became known, and when customers could read it.

An article that was written for a case was known when the case was resolved; another one when it was first written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

from valuestory.metrics.asked.asked import Asked, Tables, has
from valuestory.metrics.engine import period_index
from valuestory.metrics.slices import UNKNOWN

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.metrics.periods import Period

CUSTOMERS: Final = ("customer", "public")
"""The audiences that customers belong to."""
_WRITTEN_FOR: Final = ("case_articles.link_type", "cases.resolved_at")


def learnt(tables: Tables) -> ir.Table:
    """Return one row an article: `article_id`, `known_at`, `published_at`, `audience`, null where the table lacks it.

    Known is when the first case that it was created for was resolved, else when it was first written.
    """
    articles = tables["articles"]
    missing = {name: ibis.null(kind) for name, kind in (("published_at", "timestamp"), ("audience", "string"))}
    told = {name: articles[name] if name in articles.columns else null for name, null in missing.items()}
    rows = articles.select("article_id", known_at=articles.created_at, **told)
    if not has(tables, *_WRITTEN_FOR):
        return rows
    known = _resolved(tables["case_articles"], tables["cases"])
    rows = rows.left_join(known, rows.article_id == known.of_article)
    known_at = ibis.coalesce(rows.resolved_at, rows.known_at)
    return rows.select("article_id", "published_at", "audience", known_at=known_at)


def _resolved(links: ir.Table, cases: ir.Table) -> ir.Table:
    """Return when the first case that an article was created for was resolved, for each such article."""
    created = links.filter(links.link_type == "created").select(of_article=links.article_id, of_case=links.case_id)
    resolved = cases.select("case_id", "resolved_at")
    pairs = created.join(resolved, created.of_case == resolved.case_id)
    return pairs.group_by("of_article").aggregate(resolved_at=pairs.resolved_at.min())


def _at_once(tables: Tables, like: Period) -> ir.Table:
    rows = learnt(tables)
    open_to_all = rows.audience.isin(CUSTOMERS) & (rows.published_at <= rows.known_at)
    rows = rows.select(period=period_index(rows.known_at, like), at_once=open_to_all.fill_null(False))
    sums = {"articles_learnt": rows.count(), "articles_at_once": rows.at_once.sum()}
    # No two articles belong together, so that one row a period says as much as one an article.
    return rows.group_by("period").aggregate(**sums).mutate(account_id=ibis.literal(UNKNOWN))


PUBLISHING: Final = Asked(
    ("articles_learnt", "articles_at_once"),
    ("articles.article_id", "articles.created_at", "articles.published_at", "articles.audience"),
    _at_once,
    (*_WRITTEN_FOR, "case_articles.article_id", "case_articles.case_id", "cases.case_id"),
    by="article_id",
)
