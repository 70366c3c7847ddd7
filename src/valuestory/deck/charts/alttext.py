"""Alt text for a chart whose author wrote none: what is drawn by what, and the extreme values."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from valuestory.deck.charts.evaluated.spec import Spec

_KINDS: Final = {
    **{"bar": "bar", "line": "line", "area": "area", "trail": "line", "point": "point", "circle": "point"},
    **{"square": "point", "arc": "pie", "rect": "heat", "boxplot": "box", "tick": "strip", "errorband": "band"},
    **{"errorbar": "interval", "geoshape": "map", "image": "image", "rule": "line", "text": "text"},
}
_ALONE: Final = {"map": "Map", "heat": "Heatmap", "box": "Box plot"}
_ASIDE: Final = ("text", "rule", "errorbar", "errorband")
"""Marks that stand beside others: they name a chart only where it has no other."""
_MEASURES: Final = ("theta", "y", "x", "radius", "color", "fill", "size")
_PLACES: Final = ("x", "y", "theta", "color", "fill", "shape", "detail", "row", "column", "facet")
_WITHIN: Final = ("layer", "hconcat", "vconcat", "concat")
_LONGEST: Final = 400
_MISSING: Final = ("null", "undefined", "")


@dataclass(frozen=True)
class Said:
    """A value that a chart shows, as it is told, and what it belongs to."""

    value: float
    text: str
    where: str


def alt_text(spec: Spec, values: Iterable[Said] = ()) -> str:
    """Return the alt text of a chart: its own description, else its title, kind, encodings and extreme values."""
    written = spec.get("description")
    if isinstance(written, str) and written.strip():
        return written.strip()
    units = list(_units(spec))
    measure = _measure(units)
    by = [each for each in dict.fromkeys(_titles(units, _PLACES)) if each != measure]
    what = f"{measure or 'values'} by {_listed(by)}" if by else measure
    sentences = [_title(spec), f"{_kind(units)} of {what}" if what else _kind(units), _extremes(list(values))]
    text = " ".join(f"{each.rstrip('.')}." for each in sentences if each)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def described_panel(spec: Spec, name: str) -> str:
    """Return the description that a chart of several views gives the one of this title; empty where it gives none."""
    for join in ("concat", "hconcat", "vconcat"):
        for view in spec.get(join, ()):
            own = view.get("description") if _title(view) == name else ""
            if found := own or described_panel(view, name):
                return str(found).strip()
    return ""


def values_of_labels(spec: Spec, labels: Iterable[str]) -> list[Said]:
    """Return the chart's main measure from what Vega says of each mark ("quarter: 2025Q1; value: 41.2").

    Nothing where any of it is no plain number ("1.2k"): extremes of the rest would be false.
    """
    measure = _measure(list(_units(spec)))
    if not measure:
        return []
    pattern = re.compile(rf"(?:^|; ){re.escape(measure)}: ([^;]*)")
    told: list[Said] = []
    for label in labels:
        if (match := pattern.search(label)) is None or match[1] in _MISSING:
            continue
        value = _number(match[1])
        if value is None:
            return []
        rest = (label[: match.start()] + label[match.end() :]).strip("; ")
        told.append(said(value, rest.replace(": ", " ").replace("; ", ", ")))
    return told


def said(value: float, where: str) -> Said:
    """Return a finite value with what it belongs to, told to four digits."""
    return Said(value, f"{value:,.0f}" if value == int(value) else _short(value), where)


def _short(value: float) -> str:
    text = f"{value:,.{max(0, 4 - len(str(int(abs(value)))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(text: str) -> float | None:
    try:
        value = float(text.replace("\u2212", "-").replace(",", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _units(spec: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the single views with the encodings of all that is around them."""
    if not isinstance(spec, Mapping):
        return
    own = dict(spec.get("encoding") or {}) | _of_facet(spec.get("facet"))
    inside = [each for key in _WITHIN for each in spec.get(key) or ()] + ([spec["spec"]] if "spec" in spec else [])
    if not inside:
        yield dict(spec) | {"encoding": own}
    for each in inside:
        yield from (dict(unit) | {"encoding": own | unit["encoding"]} for unit in _units(each))


def _of_facet(facet: Any) -> dict[str, Any]:
    if not isinstance(facet, Mapping):
        return {}
    return {"facet": facet} if "field" in facet else {key: facet[key] for key in ("row", "column") if key in facet}


def _mark(unit: Mapping[str, Any]) -> str:
    mark = unit.get("mark")
    return str(mark.get("type") if isinstance(mark, Mapping) else mark or "")


def _kind(units: list[Mapping[str, Any]]) -> str:
    marks = list(dict.fromkeys(_mark(each) for each in units))
    main = [each for each in marks if each not in _ASIDE] or marks
    names = list(dict.fromkeys(_KINDS.get(each, each) for each in main if each))
    if len(names) == 1 and names[0] in _ALONE:
        return _ALONE[names[0]]
    return f"{_listed(names).capitalize()} chart" if names else "Chart"


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _measure(units: list[Mapping[str, Any]]) -> str:
    """Return the title of what is measured: the first numbers among the channels."""
    for channel in _MEASURES:
        for unit in units:
            found = unit["encoding"].get(channel)
            if isinstance(found, Mapping) and _is_number(found) and (title := _channel_title(found)):
                return title
    return ""


def _is_number(channel: Mapping[str, Any]) -> bool:
    return channel.get("type") == "quantitative" and not channel.get("bin")


def _titles(units: list[Mapping[str, Any]], channels: Iterable[str]) -> Iterator[str]:
    for channel in channels:
        for unit in units:
            found = unit["encoding"].get(channel)
            if isinstance(found, Mapping) and (title := _channel_title(found)):
                yield title


def _channel_title(channel: Mapping[str, Any]) -> str:
    """Return a channel's title as Vega-Lite makes it."""
    guides = [channel.get(key) for key in ("axis", "legend", "header")]
    for each in (channel, *(guide for guide in guides if isinstance(guide, Mapping))):
        title = each.get("title")
        if isinstance(title, list):
            title = ", ".join(map(str, title))
        if isinstance(title, str) and title:
            return title
    field, aggregate = channel.get("field"), channel.get("aggregate")
    if aggregate == "count":
        return "Count of Records"
    if not isinstance(field, str):
        return ""
    if isinstance(aggregate, str):
        return f"{aggregate.capitalize()} of {field}"
    unit = channel.get("timeUnit")
    return (
        f"{field} (binned)" if channel.get("bin") is True else f"{field} ({unit})" if isinstance(unit, str) else field
    )


def _title(spec: Spec) -> str:
    title = spec.get("title")
    text = title.get("text") if isinstance(title, Mapping) else title
    return ", ".join(map(str, text)) if isinstance(text, list) else text if isinstance(text, str) else ""


def _extremes(values: list[Said]) -> str:
    if not values:
        return ""
    low, high = min(values, key=lambda each: each.value), max(values, key=lambda each: each.value)
    if low.value == high.value:
        return f"All values are {high.text}" if len(values) > 1 else f"Its value is {_placed(high)}"
    return f"Highest {_placed(high)}, lowest {_placed(low)}"


def _placed(value: Said) -> str:
    return f"{value.text} ({value.where})" if value.where else value.text
