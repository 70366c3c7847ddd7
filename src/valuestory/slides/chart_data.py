"""The rows of a Vega-Lite chart: they travel inside it, nothing is fetched, and each names the facts it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def data_addresses(spec: Any, key: str = "") -> Iterator[str]:
    """Yield every address that a chart wants data from; rows themselves are not looked into."""
    if isinstance(spec, Mapping):
        if key == "data" and isinstance(spec.get("url"), str):
            yield spec["url"]
        for name, value in spec.items():
            if name not in ("values", "datasets"):
                yield from data_addresses(value, name)
    elif isinstance(spec, list | tuple):
        for each in spec:
            yield from data_addresses(each)


def facts_of(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of the facts that a row shows: of its mark in `fact`, of further labels in `fact_...`."""
    for name, value in row.items():
        if isinstance(value, str) and value and is_fact(str(name)):  # a row without one may have a NaN there
            yield value


def is_fact(column: str) -> bool:
    """Return whether a column of a chart's rows names facts."""
    return column == "fact" or column.startswith("fact_")
