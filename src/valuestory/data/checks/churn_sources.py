"""An account's status held against the day on which it left.

Only describes, as `checks` does. `across` holds that day against subscriptions.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.checks.check import RAW, Check
from valuestory.data.engines.dialects import stripped

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LEFT: Final = (
    "churned|cancell?ed|inactive|terminated|closed|lost|former|former customer|ex-customer|ended|expired|deactivated"
    "|gekündigt|inaktiv|ehemalig|beendet|résiliée?|inactifs?|inactive|perdue?|baja|cancelad[oa]|inactiv[oa]|perdid[oa]"
    "|inativ[oa]|disdett[oa]|inattiv[oa]|cessat[oa]|opgezegd|inactief|vertrokken"
)
_STAYS: Final = "active|live|current|customer|enabled|aktiv|actif|activ[oa]|ativ[oa]|attiv[oa]|actief"
"""As systems call it in English, German, French, Spanish, Portuguese, Italian and Dutch; other states say neither."""
_SETTLE: Final = "settle with Finance which one says that a customer has left, and map churned_at from it"


def status_checks(present: set[str], latest: datetime.datetime) -> Iterator[Check]:
    """Yield the checks that accounts' status and churned_at say the same.

    Parameters
    ----------
    present
        The canonical columns of accounts.
    latest
        The first instant that cannot have happened yet, UTC: who leaves after it is still there.
    """
    if "status" not in present:
        return
    if "churned_at" not in present:
        yield Check(
            "churned_at",
            "have left by their status, and nothing says when: retention cannot be seen",
            lambda t: _says(t, _LEFT),
            "noted",
            "export the day on which each customer left, and map churned_at from it",
            shown=RAW + "status",
        )
        return
    yield Check(
        "churned_at",
        "have a churned_at though their status says that they stay: two sources of churn disagree, churned_at is used",
        lambda t: (t.churned_at < ibis.literal(latest)) & _says(t, _STAYS),
        "noted",
        _SETTLE,
        shown=RAW + "status",
    )
    yield Check(
        "churned_at",
        "have no churned_at though their status says that they left: two sources of churn disagree, churned_at is used",
        lambda t: t.churned_at.isnull() & _says(t, _LEFT),
        "noted",
        _SETTLE,
        shown=RAW + "status",
    )


def _says(table: ibis.Table, words: str) -> ir.BooleanValue:
    return stripped(table.status).lower().re_search(f"^({words})$")
