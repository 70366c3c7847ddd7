"""Where a Vega-Lite chart wants its rows from: rows travel inside a chart, and nothing is fetched."""

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
