"""What is computed but not to be claimed, and what is left untold, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from valuestory.data import CompanyTables, Fault
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.periods import Period

_DOUBTFUL: Final = 0.05
"""Sources that disagree on more than this share of the rows put what is made of them in doubt."""


def doubted(faults: Sequence[Fault]) -> dict[str, Fault]:
    """Return the metrics that are made of what sources disagree on, each with the fault that puts it in doubt."""
    grave = [fault for fault in faults if fault.share >= _DOUBTFUL]
    found = {f"{fault.table}.{fault.column}": fault for fault in reversed(grave)}
    return {each.name: found[column] for each in METRICS.values() for column in each.doubted_by if column in found}


def untold(tables: CompanyTables, periods: Sequence[Period], baseline: Period | None) -> Iterator[Fault]:
    """Yield what is not told: the baseline where no data is of it, and of a part what no account stands behind."""
    if baseline is not None and baseline not in periods:
        what = f"do not reach the baseline, {baseline.name}: no change against it is shown"
        do = f"choose a baseline from {periods[0].name} on, or supply older data"
        yield Fault("cases", "opened_at", what, 0, 0.0, (), "noted", do)
    by_table: dict[str, list[str]] = {}
    for each in METRICS.values() if tables.where else ():
        if each.by != "account_id" and each.tables[0] in tables.tables:
            by_table.setdefault(each.tables[0], []).append(each.label)
    for table, labels in by_table.items():
        what = f"say nothing of {tables.where} alone: left out of this part: {', '.join(labels)}"
        yield Fault(table, "", what, 0, 0.0, (), "noted", "ask for the whole company to see them")
