"""What one account asked, and what came of it: counts of its own cases, by topic, and improvements that followed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.data.engines.asking import ask_number
from valuestory.metrics.company import Company
from valuestory.metrics.engine import as_pandas
from valuestory.metrics.one_account.peers import hides_each

if TYPE_CHECKING:
    import ibis.expr.types as ir

_TOPICS: Final = ("reason", "product", "channel")
"""What a case was about: the first of these that cases have."""
_WRITTEN: Final = ("created", "new", "improved")


def topic_column(company: Company) -> str | None:
    """Return the column of cases that says what they were about, or None where no column does."""
    cases = company.tables.tables.get("cases")
    return None if cases is None else next((each for each in _TOPICS if each in cases.columns), None)


def topics(account: Company, since: date) -> pd.DataFrame:
    """Return how often each topic was asked about from a day to the end of the story's period, most often first.

    Returns
    -------
    pandas.DataFrame
        `topic`, `cases`; cases without a topic are left out.
    """
    column = topic_column(account)
    if column is None:
        return pd.DataFrame(columns=["topic", "cases"])
    asked = _asked(account, since)
    counted = as_pandas(asked.group_by(topic=asked[column]).aggregate(cases=asked.count()))
    counted = counted[counted["topic"].notna() & (counted["topic"] != "")]
    return counted.sort_values(["cases", "topic"], ascending=[False, True]).reset_index(drop=True)


def topics_of_peers(company: Company, accounts: set[str], reader: str, since: date) -> pd.DataFrame:
    """Return each topic's share of what accounts alike asked, those left out that would not hide each of them.

    Returns
    -------
    pandas.DataFrame
        `topic`, `share` (of all their cases), the most frequent first.
    """
    column = topic_column(company)
    if column is None:
        return pd.DataFrame(columns=["topic", "share"])
    asked = _asked(company, since)
    counted = as_pandas(asked.group_by(["account_id", asked[column].name("topic")]).aggregate(cases=asked.count()))
    counted = counted[counted["account_id"].isin(accounts) & counted["topic"].notna() & (counted["topic"] != "")]
    total = float(counted["cases"].sum())
    shares = [
        (str(topic), float(each["cases"].sum()) / total)
        for topic, each in counted.groupby("topic")
        if hides_each(each.set_index("account_id")["cases"], reader)
    ]
    found = pd.DataFrame(shares, columns=["topic", "share"])
    return found.sort_values(["share", "topic"], ascending=[False, True], ignore_index=True)


def open_cases(account: Company, since: date) -> pd.DataFrame:
    """Return the cases opened from a day on that were neither resolved nor closed at the end of the story's period.

    Returns
    -------
    pandas.DataFrame
        `case_id`, `opened_at`, the oldest first.
    """
    cases = account.tables.tables.get("cases")
    if cases is None or "resolved_at" not in cases.columns:
        return pd.DataFrame(columns=["case_id", "opened_at"])
    end = pd.Timestamp(account.period.end)
    still = _asked(account, since)
    for name in ("resolved_at", "closed_at"):
        if name in still.columns:
            still = still.filter(still[name].isnull() | (still[name] >= end))
    return as_pandas(still.select("case_id", "opened_at")).sort_values(["opened_at", "case_id"], ignore_index=True)


def written_from(account: Company, since: date) -> int | None:
    """Return how many of the account's cases left an article new or better; None where links are not recorded."""
    cases = account.tables.tables.get("cases")
    if cases is None or "link_type" not in cases.columns:
        return None
    asked = _asked(account, since)
    return ask_number(asked.filter(asked.link_type.isin(_WRITTEN)).count())


def improvements(account: Company, company: Company, since: date) -> pd.DataFrame:
    """Return what was improved in what the account had asked about, and shipped from a day to the period's end.

    Returns
    -------
    pandas.DataFrame
        `what` (the title of an article about it, else its area), `asked` (the account's cases of that kind before it
        was shipped), `shipped_at`, and of as many `days` before and from then: cases `before` and `since`. The latest
        first.
    """
    return _improved(company, since, len, account)


def improvements_of_peers(company: Company, accounts: set[str], reader: str, since: date) -> pd.DataFrame:
    """Return what was improved in what accounts alike had asked about, where that hides each of them.

    Returns
    -------
    pandas.DataFrame
        As `improvements`, with cases of theirs.
    """

    def theirs(before: pd.DataFrame) -> int:
        asked = before.groupby("account_id").size()
        return int(asked.sum()) if hides_each(asked, reader) else 0

    return _improved(company, since, theirs, company, accounts)


def _improved(
    company: Company,
    since: date,
    counted: Callable[[pd.DataFrame], int],
    askers: Company,
    accounts: set[str] | None = None,
) -> pd.DataFrame:
    columns = ["what", "asked", "before", "since", "days", "shipped_at"]
    cases = askers.tables.tables.get("cases")
    made = _shipped(company, since)
    if cases is None or "cluster_id" not in cases.columns or made.empty:
        return pd.DataFrame(columns=columns)
    asked = cases.filter(cases.cluster_id.isin(sorted(set(made["cluster_id"]))))
    asked = asked.filter(asked.opened_at < pd.Timestamp(company.period.end))
    found = as_pandas(asked.select("account_id", "cluster_id", "opened_at"))
    found = found if accounts is None else found[found["account_id"].isin(accounts)]
    titles = {} if found.empty else _titles(company)
    rows = []
    for each in made.to_dict("records"):
        alike = found[found["cluster_id"] == each["cluster_id"]]
        shipped, opened = each["shipped_at"], alike["opened_at"]
        if count := counted(alike[opened < shipped]):
            what = titles.get(each["cluster_id"]) or each.get("area") or each["cluster_id"]
            days = _as_many(company, shipped)
            window = pd.Timedelta(days=days)
            before = counted(alike[(opened >= shipped - window) & (opened < shipped)])
            since_then = counted(alike[(opened >= shipped) & (opened < shipped + window)])
            rows.append((what, count, before, since_then, days, shipped))
    found_rows = pd.DataFrame(rows, columns=columns).sort_values(["shipped_at", "what"], ascending=[False, True])
    return found_rows.drop_duplicates("what", ignore_index=True)  # one kind of question may have been improved twice


def _as_many(company: Company, shipped: pd.Timestamp) -> int:
    """Return of how many days cases are known both before an improvement and since, to the end of the period."""
    known = company.tables.extents.get("cases")
    since = (pd.Timestamp(company.period.end) - shipped).days
    return since if known is None else max(0, min(since, (shipped - pd.Timestamp(known.first)).days))


def _shipped(company: Company, since: date) -> pd.DataFrame:
    """Return the improvements shipped from a day to the end of the story's period whose kind of case is known."""
    table = company.tables.tables.get("improvements")
    if table is None or not {"shipped_at", "cluster_id"} <= set(table.columns):
        return pd.DataFrame(columns=["cluster_id", "shipped_at"])
    end = pd.Timestamp(company.period.end)
    known = table.filter(table.cluster_id.notnull(), table.shipped_at >= pd.Timestamp(since), table.shipped_at < end)
    return as_pandas(known)


def _titles(company: Company) -> dict[str, str]:
    """Return what a group of like cases is about: the title of the oldest article that is public and of that group."""
    articles = company.tables.tables.get("articles")
    if articles is None or not {"cluster_id", "title"} <= set(articles.columns):
        return {}
    public = articles.filter(articles.audience == "public") if "audience" in articles.columns else articles
    frame = as_pandas(public.select("article_id", "cluster_id", "title")).dropna()
    first = frame.sort_values("article_id").drop_duplicates("cluster_id")
    shown = first["title"].str.replace(r"\s*\(\d+\)$", "", regex=True)
    return dict(zip(first["cluster_id"], shown, strict=True))


def _asked(company: Company, since: date) -> ir.Table:
    cases = company.tables.tables["cases"]
    return cases.filter(cases.opened_at >= pd.Timestamp(since), cases.opened_at < pd.Timestamp(company.period.end))
