"""Make a Vega chart say in its drawing which facts the row behind each text names.

A drawing keeps no data. It does keep what each item is called for who cannot see it, and only there the facts are put:
the picture does not change, nor does what is said of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from valuestory.slides.chart_data import is_fact

_MARK: Final = "\ue000"
"""Parts the facts from each other, and from what the item is called: a sign that no text has, and XML may."""


def telling_facts(vega: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the chart with its texts asked for their rows' facts; the same where no row names one."""
    names = sorted({name for row in _rows(vega) for name in row if is_fact(name)})
    return _asked(vega, names) if names else vega


def _rows(group: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for each in group.get("data", []):
        values = each.get("values", [])
        yield from (row for row in values if isinstance(row, Mapping)) if isinstance(values, list) else ()


def _asked(group: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {**group, "marks": [_asked_mark(each, names) for each in group.get("marks", [])]}


def _asked_mark(mark: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    if mark["type"] == "group":
        return _asked(mark, names)
    if mark["type"] != "text":
        return dict(mark)
    encode = dict(mark.get("encode", {}))
    facts = [f'(isValid(datum[{json.dumps(name)}]) ? datum[{json.dumps(name)}] : "")' for name in names]
    told = " + ".join(f"{json.dumps(_MARK)} + {each}" for each in facts)
    # Without a description an item is called nothing at all.
    update = {"description": {"value": ""}, **encode.get("update", {}), "ariaRoleDescription": {"signal": told}}
    return {**mark, "aria": True, "encode": {**encode, "update": update}}


def told_facts(called: str | None) -> tuple[str, ...]:
    """Return the facts that are told in what an item of a drawing is called, each once."""
    return tuple(dict.fromkeys(each for each in (called or "").split(_MARK)[1:] if each))
