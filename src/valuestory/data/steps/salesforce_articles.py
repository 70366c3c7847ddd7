"""What Salesforce's knowledge articles need computed: one row out of versions, and what was done with an article.

Each function is a step of a reshaping; columns are named by their parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

from valuestory.data.steps.histories import latest_of_each, need
from valuestory.data.steps.salesforce import full_id
from valuestory.data.values.conversion import as_text, is_yes, read_as

if TYPE_CHECKING:
    from valuestory.project import SourceSettings


def linked_articles(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    case: str,
    article: str,
    versions: ibis.Table | None = None,
    source: str = "",
) -> ibis.Table:
    """Return links of cases and articles with `link`: created where the article was written from this very case.

    Parameters
    ----------
    case, article
        The columns of their ids.
    versions, source
        The articles' versions (with `article` as well), and their column of the case that they were written from.
        Without it, nothing says what was done with an article.
    """
    need(rows, case, article)
    if versions is None or not {article, source} <= set(versions.columns):
        return rows.mutate(link=ibis.null("string"))
    written = versions.select(
        __article=full_id(as_text(versions[article])), __case=full_id(as_text(versions[source]))
    ).filter(ibis._["__case"].notnull())
    written = written.distinct().mutate(__written=ibis.literal("created"))
    joined = rows.left_join(
        written,
        [
            full_id(as_text(rows[article])) == written["__article"],
            full_id(as_text(rows[case])) == written["__case"],
        ],
    )
    return joined.mutate(link=joined["__written"].coalesce("reused")).drop("__article", "__case", "__written")


def current_articles(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    article: str,
    version: str,
    created: str,
    published: Sequence[str],
    audiences: Sequence[str],
) -> ibis.Table:
    """Return one row for each article out of its versions and translations: the latest, and how many there were.

    Parameters
    ----------
    article, version, created
        The columns of the article's id, of the version's number and of when the version was written.
    published
        Columns of when it was published; the first that is there is taken.
    audiences
        The columns that say whether the public, customers and partners see it, in this order.

    Returns
    -------
    ibis.Table
        The columns of the latest version, `first_created` and `first_published` over all versions, and `audience`:
        the widest that sees it.
    """
    need(rows, article, version, created)
    place = next((each for each in published if each in rows.columns), "")
    out = read_as(rows[place], "instant", settings) if place else ibis.null("timestamp")
    made = read_as(rows[created], "instant", settings)
    rows = rows.mutate(
        first_created=made.min().over(group_by=rows[article]), first_published=out.min().over(group_by=rows[article])
    )
    latest = latest_of_each(rows, settings=settings, key=article, by=version, order="number")
    seen = [
        (is_yes(latest[column], settings), word)
        for column, word in zip(audiences, ("public", "customer", "partner"), strict=True)
        if column in latest.columns
    ]
    return latest.mutate(audience=ibis.cases(*seen, else_="internal") if seen else ibis.null("string"))
