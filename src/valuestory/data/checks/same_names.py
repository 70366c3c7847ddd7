"""Accounts that are one customer by their names: "Acme GmbH" and "ACME  Gmbh." under two keys.

Letter case, spaces, punctuation and legal forms at the end do not matter. An account with a parent is known to belong
to another one, and is not looked at. The engine folds the names; keys alone are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.data.company import Fault
from valuestory.data.engines.asking import ask_rows
from valuestory.data.engines.dialects import stripped

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

_LEGAL_FORMS: Final = (
    "incorporated|inc|corporation|corp|company|co|llc|llp|lp|limited|ltd|plc|pty|pte|pvt|gmbh|mbh|ag|kg|ohg|ug|ev|se"
    "|sas|sasu|sarl|sa|srl|spa|sl|slu|lda|ltda|bv|nv|ab|as|asa|aps|oy|oyj|kk|sro|doo|zoo"
)
_BETWEEN: Final = '[ \t,;:&/()+"!|_-]+'
"""What stands between words; spelt out, since not every engine knows which letters beyond ASCII are letters."""
_NAMED, _DIFFERENT = "__named", "__named_differently"


def name_counts(accounts: ibis.Table) -> dict[str, ir.IntegerScalar]:
    """Return what to count of accounts: how many have a name and no parent, and how many names these are."""
    if "name" not in accounts.columns:
        return {}
    name = _folded(accounts)
    return {_NAMED: name.count(), _DIFFERENT: name.nunique()}


def doubled_names(accounts: ibis.Table, found: dict[str, int]) -> list[Fault]:
    """Return the fault that accounts share a name, if they do; `found` are the answers to `name_counts`, and `rows`."""
    count = found.get(_NAMED, 0) - found.get(_DIFFERENT, 0)
    if not count:
        return []
    named = accounts.select(account_id=accounts.account_id, name=_folded(accounts)).filter(lambda t: t.name.notnull())
    groups = named.group_by("name").aggregate(
        n=named.count(), first=named.account_id.min(), last=named.account_id.max()
    )
    shared = ask_rows(groups.filter(groups.n > 1).order_by("first").limit(3))
    examples = tuple(
        f"{each['first']} and {each['last']}" + (f" ({each['n']} accounts)" if each["n"] > 2 else "") for each in shared
    )
    return [
        Fault(
            "accounts",
            "name",
            "have the name of another account, letter case, spaces and legal form apart: each counts as a customer of"
            " its own, so customers are too many and retention is of each alone",
            count,
            count / found["rows"],
            examples,
            "noted",
            "merge them in the source; where one is part of the other, its parent_id says so, and both go on counting",
        )
    ]


def _folded(accounts: ibis.Table) -> ir.StringValue:
    """Return the names to compare: nothing where there is none, or where a parent is known."""
    name = stripped(accounts.name.lower().re_replace("[.'’]", "").re_replace(_BETWEEN, " "))
    short = name.re_replace(f"( ({_LEGAL_FORMS}))+$", "").nullif("")
    return accounts.parent_id.isnull().ifelse(short, None) if "parent_id" in accounts.columns else short
