"""When customers left, where accounts do not say: derived from the end of their last subscription, and said to be."""

from __future__ import annotations

from dataclasses import replace

import ibis

from valuestory.data import CompanyTables, Fault


def with_churn(tables: CompanyTables) -> tuple[CompanyTables, tuple[Fault, ...]]:
    """Return the tables with `accounts.churned_at`, and the remark that it was derived.

    An account has left when every one of its subscriptions has an end: on the last of them. One without any
    subscription never leaves by this rule. Nothing is derived where accounts say it themselves, or where subscriptions
    have no end.
    """
    accounts, lines = tables.tables.get("accounts"), tables.tables.get("subscriptions")
    if accounts is None or "churned_at" in accounts.columns or lines is None or "end_on" not in lines.columns:
        return tables, ()
    ends = lines.group_by("account_id").aggregate(
        last_end=lines.end_on.max().cast("timestamp"), is_open=lines.end_on.isnull().any()
    )
    joined = accounts.left_join(ends, "account_id")
    churned = joined.is_open.fill_null(True).ifelse(ibis.null("timestamp"), joined.last_end)
    known = joined.select(*[joined[name] for name in accounts.columns], churned_at=churned)
    remark = Fault(
        "accounts",
        "churned_at",
        "have no churned_at: derived from the end of each account's last subscription",
        _count(tables),
        1.0,
        (),
        "noted",
        "map the date a customer left, if the company's own definition is another",
    )
    derived = {**tables.derived, "accounts.churned_at": "subscriptions"}
    return replace(tables, tables={**tables.tables, "accounts": known}, derived=derived), (remark,)


def _count(tables: CompanyTables) -> int:
    return next((each.used for each in tables.rows if each.table == "accounts"), 0)
