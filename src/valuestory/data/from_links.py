"""Which article a case was linked to and how, told by `case_articles` where the cases themselves do not say it.

A case may have several links, and a case has one column: an article that was written for it says that the question was
new, one that was improved or reused that it was known, and both say more than a link of which nothing is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.company import Fault
from valuestory.data.engines.asking import ask_row

if TYPE_CHECKING:
    import ibis.expr.types as ir

LINK_NEEDS: Final = {"article_id": ("article_id",), "link_type": ("link_type",)}
"""What can be derived, and which columns of `case_articles` it needs beyond `case_id`."""
_ORDER: Final = ("created", "improved", "reused")
_TOLD: Final = "__told"


def unlinked(cases: ibis.Table, links: ibis.Table) -> tuple[str, ...]:
    """Return the columns that cases lack and their links may tell."""
    has = set(links.columns)
    return tuple(name for name, needs in LINK_NEEDS.items() if name not in cases.columns and set(needs) <= has)


def chosen_links(links: ibis.Table) -> ibis.Table:
    """Return one row for each case with a link: `case_id`, `article_id`, `link_type`, of the link that says most.

    That is one whose article was created for the case, else improved, else reused, else one of which nothing is told,
    else one that says "none"; of several such the earliest, then the first by the article's key.
    """
    link_type = links.link_type if "link_type" in links.columns else ibis.null("string")
    linked_at = links.linked_at if "linked_at" in links.columns else ibis.null("timestamp")
    rows = links.select("case_id", "article_id", link_type=link_type, linked_at=linked_at)
    # A missing time is not first in one engine and last in another: it comes last in all.
    order = [_rank(rows.link_type), rows.linked_at.isnull(), rows.linked_at, rows.article_id]
    numbered = rows.mutate(__place=ibis.row_number().over(group_by=rows.case_id, order_by=order))
    return numbered.filter(numbered["__place"] == 0).select("case_id", "article_id", "link_type")


def with_links(cases: ibis.Table, chosen: ibis.Table, names: tuple[str, ...]) -> ibis.Table:
    """Return the cases with these columns from their chosen links.

    A case without any link is of type "none", unless it names an article itself: then nothing is told of it.
    """
    mine = chosen.select(__case=chosen.case_id, __article=chosen.article_id, __type=chosen.link_type)
    joined = cases.left_join(mine, cases.case_id == mine["__case"])
    article = joined["__article"] if "article_id" in names else joined.article_id
    without = joined["__case"].isnull() & article.isnull()
    told = {"article_id": joined["__article"], "link_type": without.ifelse("none", joined["__type"])}
    return joined.select(*[joined[name] for name in cases.columns], **{name: told[name] for name in names})


def links_told(chosen: ibis.Table, names: tuple[str, ...]) -> dict[str, int]:
    """Return the columns that the links really tell, and of how many cases: links of no told type tell no type."""
    found = ask_row(chosen.aggregate(**{name: chosen[name].count() for name in names}))
    return {name: int(found[name]) for name in names if found[name]}


def links_begin_late(cases: ibis.Table, links: ibis.Table) -> Fault | None:
    """Return the remark on cases that were resolved before the first link was made: they seem to have none."""
    if "linked_at" not in links.columns or "resolved_at" not in cases.columns:
        return None
    first = ask_row(links.aggregate(first=links.linked_at.min()))["first"]
    if first is None:
        return None
    early = cases.resolved_at < ibis.literal(first, "timestamp")
    found = ask_row(cases.aggregate(rows=cases.count(), early=early.sum()))
    count, rows = int(found["early"] or 0), int(found["rows"])
    what = f"were resolved before the first link of case_articles, on {first:%Y-%m-%d}: they count as having none"
    do = "export the links as far back as the cases, or read link rate and known share from then on only"
    return Fault("cases", "article_id", what, count, count / max(1, rows), (), "noted", do) if count else None


def _rank(link_type: ir.StringValue) -> ir.IntegerValue:
    """Return how much a type of link says: the less, the more."""
    branches = [(link_type == each, place) for place, each in enumerate(_ORDER)]
    return ibis.cases(*branches, (link_type.isnull(), len(_ORDER)), else_=len(_ORDER) + 1)
