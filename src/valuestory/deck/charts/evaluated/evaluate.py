"""Let Vega evaluate a chart once: compile, instrument, and read the scenegraph back.

Transforms, scales, ticks and conditions are Vega's; nothing is
computed twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from valuestory.deck.charts.evaluated.instrument import ASKED, PROBE, Json, Plan, axes_of, groups_of, instrument
from valuestory.deck.charts.evaluated.scene import Axis, Item, Legend, Mark, Scale, Scene, Tick, printed
from valuestory.deck.charts.evaluated.spec import Spec
from valuestory.deck.charts.evaluated.vega import compile_chart, scenegraph
from valuestory.deck.charts.refusal import Refusal

_WITH_TEXT: Final = 3
"""Answers of an axis' text: the axis, the value, what is printed."""
_SEPARATOR: Final = "\u0001"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def evaluate(spec: Spec) -> Scene | Refusal:
    """Return the scene of a single view; its size is what Vega made of it. Without any value Vega makes no layout."""
    vega = compile_chart(spec)
    asked, plans = instrument(vega)
    graph = scenegraph(asked)
    if None in graph["origin"]:  # a label at no place has no bounds, and neither has what holds it
        return Refusal("there is nothing to draw")
    return _scene(graph, vega, plans)


def _scene(graph: Json, vega: Json, plans: Mapping[str, Plan]) -> Scene:
    root = graph["scenegraph"]["items"][0]
    left, top = graph["origin"]
    found = list(nodes_in(root))
    marks = marks_in(found, plans)
    legends = [node["items"][0] for node in root["items"] if node["role"] == "legend"]
    titles = [node for node in root["items"] if node["role"] == "title"]
    return Scene(
        size=(graph["width"], graph["height"]),
        plot=(left + root.get("x", 0), top + root.get("y", 0), root.get("width", 0), root.get("height", 0)),
        view=Item({}, {key: value for key, value in root.items() if key != "items"}),
        marks=marks,
        scales=scales_in(found, vega),
        axes=tuple(axes_in(root["items"], vega)),
        legends=tuple(_legend(each, vega, (left, top)) for each in legends),
        title=title_in(titles, (left, top)),
        background=vega.get("background"),
        unknown=tuple(_unknown(root, plans)),
    )


def marks_in(nodes: Sequence[Json], plans: Mapping[str, Plan]) -> tuple[Mark, ...]:
    """Return the marks that mark nodes draw."""
    return tuple(_mark(name, found, plans) for name, found in _drawn(nodes).items() if name in plans)


def nodes_in(group: Json) -> Iterator[Json]:
    """Yield the mark nodes of a view, looking into the groups that hold paths."""
    for node in group.get("items", []):
        if node["role"] == "scope":
            for item in node.get("items", []):
                yield from nodes_in(item)
        elif node["role"] == "mark":
            yield node


def _drawn(nodes: Sequence[Json]) -> dict[str, list[Json]]:
    by_name: dict[str, list[Json]] = {}
    for node in nodes:
        by_name.setdefault(node.get("name", ""), []).append(node)
    return by_name


def _unknown(root: Json, plans: Mapping[str, Plan]) -> Iterator[str]:
    known = {"axis", "legend", "title", "mark", "scope"}
    for node in root.get("items", []):
        if node["role"] not in known:
            yield str(node["role"])
    for node in nodes_in(root):
        if node.get("name") not in plans and node.get("name") != PROBE:
            yield f"mark {node.get('name')}"


def _mark(name: str, nodes: list[Json], plans: Mapping[str, Plan]) -> Mark:
    groups = tuple(tuple(_item(each) for each in node.get("items", [])) for node in nodes)
    return Mark(plans[name], tuple(group for group in groups if group), any(node.get("clip") for node in nodes))


def _item(item: Json) -> Item:
    answers = item.get("description")
    values = dict(zip(ASKED, answers, strict=True)) if isinstance(answers, list) and len(answers) == len(ASKED) else {}
    return Item(values, {key: value for key, value in _told(item).items() if key != "description"})


def _told(item: Json) -> Json:
    """Return an item of an axis with its text, which may only be described."""
    answers = item.get("description")
    return {**item, "text": answers[2]} if isinstance(answers, list) and len(answers) == _WITH_TEXT else item


def scales_in(nodes: Sequence[Json], vega: Json) -> dict[str, Scale]:
    """Return the scales that the probes among the nodes tell of, by name."""
    definitions = {scale["name"]: scale for group in groups_of(vega) for scale in group.get("scales", [])}
    probes = [node for node in nodes if node.get("name") == PROBE]
    return {scale.name: scale for probe in probes for scale in _scales(probe, definitions)}


def _scales(probe: Json, definitions: Mapping[str, Json]) -> Iterator[Scale]:
    for name, domain, joined, span, band in probe["items"][0]["description"]:
        definition = definitions[name]
        kind = definition.get("type", "linear")
        domain = domain if isinstance(domain, list) else []
        if any(isinstance(each, dict) for each in domain):
            domain = [_from_javascript(each) for each in joined.split(_SEPARATOR)]
        inner, outer = (_padding(definition, each) for each in ("paddingInner", "paddingOuter"))
        span = span if isinstance(span, list) else []
        base = definition.get("base", 10)
        base = float(base) if isinstance(base, int | float) else 10.0
        yield Scale(name, kind, tuple(domain), tuple(span), float(band or 0), inner, outer, base)


def _padding(definition: Json, key: str) -> float:
    found = definition.get(key, definition.get("padding", 0))
    return float(found) if isinstance(found, int | float) else 0.0


def _from_javascript(text: str) -> str:
    """Turn "Thu Jan 01 2026 00:00:00 GMT+0100 (CET)" into the ISO text that marks carry."""
    _, month, day, year, time = text.split(" ")[:5]
    return f"{int(year):04d}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}T{time}.000"


def axes_in(nodes: Iterable[Json], vega: Json) -> Iterator[Axis]:
    """Yield one axis a scale and side: Vega draws the grid as an axis of its own."""
    found: dict[tuple[str, str], Axis] = {}
    definitions = axes_of(vega)
    for node in nodes:
        if node["role"] != "axis":
            continue
        group = node["items"][0]
        index = _index(group)
        if index is None:
            continue
        key = (definitions[index]["scale"], group.get("orient", ""))
        found[key] = _joined(found.get(key), group, key)
    yield from found.values()


def _index(group: Json) -> int | None:
    for part in group.get("items", []):
        for item in part.get("items", []):
            if isinstance(item.get("description"), list):
                return int(item["description"][0])
    return None


def _joined(old: Axis | None, group: Json, key: tuple[str, str]) -> Axis:
    parts = dict(old.parts) if old else {}
    ticks = old.ticks if old else ()
    for part in group["items"]:
        if part.get("items"):
            parts.setdefault(part["role"], _item(_seen(part)))
        if part["role"] == "axis-label":
            ticks = tuple(_tick(item) for item in part.get("items", []))
        if part["role"] == "axis-grid" and not ticks:  # an inner panel's axis has a grid and no labels
            ticks = tuple(_tick(item) for item in part.get("items", []))
    return Axis(key[0], key[1], ticks, parts)


def _seen(part: Json) -> Json:
    """Return the first item that can be seen: labels that overlap are hidden."""
    items: list[Json] = part["items"]
    return next((each for each in items if each.get("opacity", 1) != 0), items[0])


def _tick(item: Json) -> Tick:
    look = _told(item)
    return Tick(item["description"][1], printed(look), look)


def _legend(group: Json, vega: Json, origin: tuple[float, float]) -> Legend:
    entries: list[Tick] = []
    title, index = "", None
    for part in _all(group):
        items = part.get("items", [])
        if items and isinstance(items[0].get("description"), list):
            index = int(items[0]["description"][0])
        if part["role"] == "legend-label":
            entries += [_tick(item) for item in items]
        elif part["role"] == "legend-title" and items:
            title = printed(items[0])
    definition = vega["legends"][index] if index is not None else {}
    scales = {
        each: definition[each]
        for each in ("fill", "stroke", "strokeDash", "shape", "size", "opacity")
        if each in definition
    }
    box = (origin[0] + group.get("x", 0), origin[1] + group.get("y", 0), group.get("width", 0), group.get("height", 0))
    return Legend(scales, group.get("orient", "right"), tuple(entries), title, box)


def _all(group: Json) -> Iterator[Json]:
    for part in group.get("items", []):
        yield part
        for item in part.get("items", []):
            yield from _all(item)


def title_in(nodes: list[Json], origin: tuple[float, float]) -> Item | None:
    """Return the title's text, its place counted from the drawing's corner."""
    for group in (node["items"][0] for node in nodes):
        for part in _all(group):
            if part["role"] == "title-text" and part.get("items"):
                text = part["items"][0]
                x, y = (origin[i] + group.get(side, 0) + text.get(side, 0) for i, side in enumerate("xy"))
                return Item({}, dict(text) | {"x": x, "y": y})
    return None
