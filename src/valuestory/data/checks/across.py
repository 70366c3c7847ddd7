"""What only several rows or tables show: churn that disagrees, gaps in subscriptions, one account that outweighs.

Every function takes canonical tables and gives faults that are noted: the rows stay as they are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Final

import ibis

from valuestory.data.checks.same_names import doubled_names, name_counts
from valuestory.data.company import Fault
from valuestory.data.engines.asking import ask_row, ask_rows
from valuestory.data.engines.dialects import stripped

_GRACE: Final = datetime.timedelta(days=31)
"""How far a churn date may lie from the end of the last subscription: systems close a month apart."""
_SLICES: Final = ("segment", "region", "industry", "product", "plan", "currency")
_OUTWEIGHS: Final = 0.20
_FEWEST_ACCOUNTS: Final = 10


def across_tables(tables: Mapping[str, ibis.Table], after: datetime.datetime) -> list[Fault]:
    """Return what several rows or tables show together; `after` is the first instant after the extract, UTC."""
    faults: list[Fault] = []
    accounts = tables.get("accounts")
    if accounts is not None:
        faults += _named_alike(accounts)
    if accounts is not None and {"churned_at", "is_churned"} <= set(accounts.columns):
        faults += _two_words_on_churn(accounts)
    if "subscriptions" in tables:
        subscriptions = tables["subscriptions"]
        if "end_on" in subscriptions.columns:
            faults += _gaps_and_overlaps(subscriptions)
            if accounts is not None and "churned_at" in accounts.columns:
                faults += _churn_and_subscriptions(accounts, subscriptions, after)
        faults += _outweighs(subscriptions, "subscriptions", "arr_amount", "recurring revenue", after)
    if "cases" in tables:
        faults += _outweighs(tables["cases"], "cases", "", "cases", after)
    return faults


def _examples(rows: ibis.Table) -> tuple[str, ...]:
    found = ask_rows(rows.select("account_id").distinct().order_by("account_id").limit(3))
    return tuple(each["account_id"] for each in found)


def _named_alike(accounts: ibis.Table) -> Iterator[Fault]:
    """Look for slices of accounts, and for accounts, whose names differ only in how they are written."""
    names = [each for each in _SLICES if each in accounts.columns]
    counts = {name: accounts[name].nunique() for name in names}
    counts |= {f"folded_{name}": stripped(accounts[name]).lower().nunique() for name in names}
    found = ask_row(accounts.aggregate(rows=accounts.count(), **counts, **name_counts(accounts)))
    yield from doubled_names(accounts, found)
    for name in names:
        if found[name] != found[f"folded_{name}"]:
            yield _spelling(accounts, name, found["rows"])


def _spelling(accounts: ibis.Table, name: str, rows: int) -> Fault:
    """Return the fault for one column: every spelling but the commonest of its kind counts."""
    spellings = accounts.filter(accounts[name].notnull()).group_by(name).aggregate(n=ibis._.count())
    folded = stripped(spellings[name]).lower()
    numbered = spellings.mutate(
        nth=ibis.row_number().over(group_by=folded, order_by=[spellings.n.desc(), spellings[name]])
    )
    rare = ask_rows(numbered.filter(numbered.nth > 0).order_by(name))
    count = sum(each["n"] for each in rare)
    examples = tuple(f'"{each[name]}"' for each in rare[:3])
    what = f"have a {name} that differs from another only in letter case or spaces: kept apart"
    do = f'say which are one: [sources.accounts.values.{name}] "ours" = ["theirs", ...]'
    return Fault("accounts", name, what, count, count / rows, examples, "noted", do)


def _two_words_on_churn(accounts: ibis.Table) -> Iterator[Fault]:
    left = accounts.churned_at.notnull()
    differ = accounts.filter(left != accounts.is_churned.fill_null(False))
    found = accounts.aggregate(
        rows=accounts.count(),
        dated=left.sum(),
        flagged=accounts.is_churned.sum(),
        differ=(left != accounts.is_churned.fill_null(False)).sum(),
    )
    counts = {name: int(value or 0) for name, value in ask_row(found).items()}
    if counts["differ"]:
        yield Fault(
            "accounts",
            "churned_at",
            f"have two sources of churn that disagree: {counts['dated']:,} have a churned_at,"
            f" {counts['flagged']:,} are flagged is_churned; churned_at is used",
            counts["differ"],
            counts["differ"] / counts["rows"],
            _examples(differ),
            "noted",
            "settle with Finance which one says that a customer has left, and map churned_at from it",
        )


def _churn_and_subscriptions(
    accounts: ibis.Table, subscriptions: ibis.Table, after: datetime.datetime
) -> Iterator[Fault]:
    today = ibis.literal(after.date())
    runs = subscriptions.end_on.isnull() | (subscriptions.end_on >= today)
    ends = subscriptions.group_by("account_id").aggregate(__last=subscriptions.end_on.max(), __runs=runs.max())
    both = accounts.inner_join(ends, "account_id")
    left = both.churned_at.notnull() & (both.churned_at < ibis.literal(after))
    runs_on = left & (
        both["__runs"] | (both["__last"].cast("timestamp") > both.churned_at + ibis.interval(days=_GRACE.days))
    )
    ended = both.churned_at.isnull() & ~both["__runs"] & (both["__last"] < ibis.literal(after.date() - _GRACE))
    found = both.aggregate(rows=both.count(), runs_on=runs_on.sum(), ended=ended.sum())
    counts = {name: int(value or 0) for name, value in ask_row(found).items()}
    differ = counts["runs_on"] + counts["ended"]
    if differ:
        yield Fault(
            "accounts",
            "churned_at",
            f"have two sources of churn that disagree: {counts['runs_on']:,} have left while a subscription runs on for"
            f" over {_GRACE.days} days, {counts['ended']:,} have not left though their last subscription has ended",
            differ,
            differ / counts["rows"],
            _examples(both.filter(runs_on | ended)),
            "noted",
            "settle with Finance what counts as churn; a customer who comes back is one example",
        )


def _gaps_and_overlaps(subscriptions: ibis.Table) -> Iterator[Fault]:
    """Look at each line and the latest end of the earlier lines of its account (and product, if there is one)."""
    by = ["account_id", *(["product"] if "product" in subscriptions.columns else [])]
    never = ibis.date("9999-12-31")
    lines = subscriptions.mutate(__end=subscriptions.end_on.fill_null(never))
    earlier = ibis.window(group_by=by, order_by=[lines.start_on, lines["__end"]], preceding=(None, 1))
    lines = lines.mutate(__before=lines["__end"].max().over(earlier))
    # Companies that write the last day instead of the first day after it leave one day between two lines: that is no
    # gap.
    gap = lines.start_on > lines["__before"].cast("timestamp").date() + ibis.interval(days=1)
    overlap = lines.start_on < lines["__before"]
    found = ask_row(lines.aggregate(rows=lines.count(), gaps=gap.sum(), overlaps=overlap.sum()))
    for name, hit, what in (
        (
            "gaps",
            gap,
            "begin more than a day after the account's last one had ended: the account counts as away in between",
        ),
        ("overlaps", overlap, "begin before another one of the same account has ended: their amounts are added up"),
    ):
        count = int(found[name] or 0)
        if count:
            do = "if lines replace each other, end the older one; if they stand side by side, give their product"
            yield Fault(
                "subscriptions",
                "start_on",
                what,
                count,
                count / found["rows"],
                _examples(lines.filter(hit)),
                "noted",
                do,
            )


def _outweighs(table: ibis.Table, name: str, amount: str, what: str, after: datetime.datetime) -> Iterator[Fault]:
    rows = table.filter(table.account_id.notnull())
    if amount and "end_on" in rows.columns:
        today = ibis.literal(after.date())
        rows = rows.filter((rows.start_on < today) & (rows.end_on.isnull() | (rows.end_on >= today)))
    each = rows.group_by("account_id").aggregate(
        weight=rows[amount].sum() if amount else rows.count(), lines=rows.count()
    )
    found = each.aggregate(
        accounts=each.count(),
        total=each.weight.sum(),
        most=each.weight.max(),
        who=each.account_id.argmax(each.weight),
        lines=each.lines.argmax(each.weight),
        rows=each.lines.sum(),
    )
    counts = ask_row(found)
    if (
        counts["accounts"] < _FEWEST_ACCOUNTS
        or (counts["total"] or 0) <= 0
        or counts["most"] <= _OUTWEIGHS * counts["total"]
    ):
        return
    share = counts["most"] / counts["total"]
    yield Fault(
        name,
        amount or "account_id",
        f"belong to one account that carries {share:.0%} of all {what}: it moves every average",
        int(counts["lines"]),
        int(counts["lines"]) / int(counts["rows"]),
        (counts["who"],),
        "noted",
        "show figures with and without this account",
    )
