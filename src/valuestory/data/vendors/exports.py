"""Which vendor's export brings a table or a column: what to ask for where something is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from valuestory.data.vendors.mapping import Form, MappedTable, VendorMapping, headers_of, mappings


@dataclass(frozen=True)
class Export:
    """A vendor's export that brings something: `how` says in one sentence where in their product it is found."""

    vendor: str
    how: str
    form: Form


def exports_of(table: str, column: str = "") -> tuple[Export, ...]:
    """Return the exports that bring a canonical table (or one column of it), in the order of the mappings' names."""
    return tuple(
        Export(mapping.vendor, mapping.files[mapped.file].how, mapping.form)
        for mapping, mapped in _with(table)
        if not column or column in _brought(mapped)
    )


def headers_of_any(table: str) -> dict[str, list[str]]:
    """Return what the columns of a canonical table are called by any vendor, the commonest first."""
    called: dict[str, Counter[str]] = {}
    for _, mapped in _with(table):
        for ours, headers in _headers(mapped):
            called.setdefault(ours, Counter()).update(headers)
    return {ours: [header for header, _ in counts.most_common()] for ours, counts in called.items()}


def _headers(table: MappedTable) -> Iterator[tuple[str, list[str]]]:
    yield from ((ours, headers_of(theirs)) for ours, theirs in table.columns.items())
    yield "account_id", headers_of(table.account_named)


def _with(table: str) -> Iterator[tuple[VendorMapping, MappedTable]]:
    for mapping in mappings().values():
        if table in mapping.tables:
            yield mapping, mapping.tables[table]


def _brought(table: MappedTable) -> set[str]:
    named = {"account_id"} if table.account_named else set()
    named |= {ours for columns in table.without.values() for ours in columns}
    return {*table.columns, *table.lookup, *table.minutes_after, *named}
