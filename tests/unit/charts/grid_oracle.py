"""The oracle for grids: each panel's written chart held against that panel of Vega's plain drawing, at its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from tests.unit.charts.oracle import CLOSE, differences_from
from tests.unit.charts.shapes_oracle import legend_faults
from tests.unit.charts.written_xml import NS

from valuestory.deck.charts.evaluated.evaluate import evaluate
from valuestory.deck.charts.evaluated.panels import evaluate_panels
from valuestory.deck.charts.evaluated.spec import is_single, sized, to_spec, with_panels_of
from valuestory.deck.charts.evaluated.vega import compile_chart, scenegraph
from valuestory.slides.theme import Theme

_SIDES = {"row-header": "left", "row-footer": "right", "column-header": "top", "column-footer": "bottom"}


def grid_differences(group: Any, chart: Any, theme: Theme, note: str = "") -> list[str]:
    """Return all in which a group of written charts differs from Vega's panels of the same sizes."""
    charts = [shape for shape in group.shapes if shape.has_chart]
    roots = [etree.fromstring(each.chart.part.blob) for each in charts]
    if is_single(to_spec(chart)):
        return _beside(group, charts[0], roots[0], to_spec(chart), theme, note)
    unit, plots, spec, graph = _as_wide(group, charts, roots, to_spec(chart))
    root = graph["scenegraph"]["items"][0]
    corner = graph["origin"][0] + root.get("x", 0), graph["origin"][1] + root.get("y", 0)
    views, heads = list(_views(root, *corner)), list(_heads(root, *corner))
    if len(views) != len(charts):
        return [f"{len(charts)} charts for {len(views)} panels"]
    found = legend_faults(group, graph, theme)
    once = _titles_once(group) if "stands once, beside its panels" in note else set()
    scenes = [panel.drawn for panel in evaluate_panels(spec).panels]
    for at, (view, plot) in enumerate(zip(views, plots, strict=True)):
        x, y, item = view
        if max(abs(plot[0] - x), abs(plot[1] - y)) > CLOSE:
            found.append(f"panel {at + 1} stands at {plot[:2]}, not at {(x, y)}")
        if max(abs(plot[2] - item.get("width", 0)), abs(plot[3] - item.get("height", 0))) > CLOSE:
            found.append(f"panel {at + 1} is {plot[2:]} large, not {(item.get('width'), item.get('height'))}")
        size = charts[at].width / unit, charts[at].height / unit
        within = plot[0] - (charts[at].left - group.left) / unit, plot[1] - (charts[at].top - group.top) / unit
        beside = [node for head in heads for node in _axes_of(head, view, views)]
        drawn = dict(item) | {"x": 0, "y": 0, "items": [_untitled(node, once) for node in (*item["items"], *beside)]}
        alone = {"scenegraph": {"items": [drawn]}, "origin": within, "width": size[0], "height": size[1]}
        plans = [mark.plan.scales for mark in scenes[at].marks]
        scales = {
            axis: scenes[at].scales[each[channel]]
            for axis in ("x", "y")
            for channel in (f"{axis}c", axis)  # ticks have the middle of a band alone
            for each in plans
            if channel in each
        }
        told = differences_from(roots[at], alone, scales, size, theme, note)
        found += [f"panel {at + 1}: {each}" for each in told]
    return found


def _as_wide(group: Any, charts: list[Any], roots: list[Any], chart: Any) -> tuple[float, list[Any], Any, Any]:
    """Return the pixel (in EMU) at which Vega's drawing is as wide as the group, with its panels, spec and drawing.

    A drawing's width is that of its panels, which are so many EMU, and that of what stands around them, which is so
    many pixels: by two of them the right pixel is known.
    """

    def drawn(unit: float) -> tuple[float, list[Any], Any, Any]:
        plots = [_plot(each, root, group, unit) for each, root in zip(charts, roots, strict=True)]
        spec = with_panels_of(chart, [(round(wide), round(high)) for _, _, wide, high in plots])
        return unit, plots, spec, scenegraph(compile_chart(spec))

    before, now = drawn(12_700.0), drawn(11_000.0)
    for _ in range(4):
        wide, wider = (each[0] * each[3]["width"] for each in (before, now))
        if abs(wider - group.width) < 0.3 * now[0] or wide == wider:
            break
        slope = (wider - wide) / (now[0] - before[0])
        before, now = now, drawn(now[0] + (group.width - wider) / slope)
    # Panels are whole points wide and high: near the width found there is one by which all of them are.
    units = [group.width / (now[3]["width"] + more) for more in sorted(range(-8, 9), key=abs)]
    sides = [[side for each, root in zip(charts, roots, strict=True) for side in _plot(each, root, group, unit)[2:]]
             for unit in units]  # fmt: skip
    whole = [max(abs(side - round(side)) for side in each) for each in sides]
    return drawn(next((unit for unit, away in zip(units, whole, strict=True) if away < 0.05), now[0]))


def _titles_once(group: Any) -> set[str]:
    """Return the titles of axes that are text boxes of the group: each must stand there once, left of all charts."""
    boxes = [each for each in group.shapes if each.has_text_frame and each.name.startswith("axis title")]
    texts = [each.text_frame.text for each in boxes]
    assert len(set(texts)) == len(texts), "a title twice"
    plots = [_plot(each, etree.fromstring(each.chart.part.blob), group, 1.0) for each in group.shapes if each.has_chart]
    middles = [each.left - group.left + each.width / 2 for each in boxes]
    assert max(middles) < min(left for left, *_ in plots), "a title among the plots"
    return set(texts)


def _untitled(node: Any, once: set[str]) -> Any:
    """Return an axis without a title that stands elsewhere; anything else as it is."""
    if node.get("role") != "axis":
        return node

    def told(part: Any) -> bool:
        return part["role"] == "axis-title" and any(item.get("text") in once for item in part["items"])

    groups = [dict(axis) | {"items": [part for part in axis["items"] if not told(part)]} for axis in node["items"]]
    return dict(node) | {"items": groups}


def _beside(group: Any, chart: Any, root: Any, spec: Any, theme: Theme, note: str) -> list[str]:
    """Return in what a single chart differs whose legend stands beside it: the words of the legend must be there."""
    fitted = sized(spec, group.width / 12_700, group.height / 12_700)
    size = chart.width / 12_700, chart.height / 12_700
    graph = scenegraph(compile_chart(fitted))
    items = graph["scenegraph"]["items"][0]["items"]
    legends = [node for node in items if node["role"] == "legend"]
    faults = legend_faults(group, graph, theme)
    graph["scenegraph"]["items"][0]["items"] = [node for node in items if node["role"] != "legend"]
    origin, corner = graph["origin"], ((chart.left - group.left) / 12_700, (chart.top - group.top) / 12_700)
    graph |= {"origin": [origin[0] - corner[0], origin[1] - corner[1]], "width": size[0], "height": size[1]}
    found = faults + differences_from(root, graph, evaluate(fitted).scales, size, theme, note)
    texts = [each.text for each in group._element.iter("{*}t")]
    words = [word for node in legends for word in _words(node)]
    return found + [f"the legend's {word} is not once in {texts}" for word in words if texts.count(word) != 1]


def _words(node: Any) -> Iterator[str]:
    for item in node.get("items", []):
        if node["role"] in ("legend-label", "legend-title") and item.get("opacity", 1) != 0 and item.get("text"):
            yield str(item["text"])
        for inner in item.get("items", []):
            yield from _words(inner)


def _plot(chart: Any, root: Any, group: Any, unit: float) -> tuple[float, float, float, float]:
    """Return a chart's plot area in pixels from the group's corner."""
    path = "//c:plotArea/c:layout/c:manualLayout/c:{}/@val"
    x, y, w, h = (float(root.xpath(path.format(side), namespaces=NS)[0]) for side in "xywh")
    left, top = chart.left - group.left + x * chart.width, chart.top - group.top + y * chart.height
    return left / unit, top / unit, w * chart.width / unit, h * chart.height / unit


def _views(group: Any, x: float, y: float) -> Iterator[tuple[float, float, Any]]:
    for node in group.get("items", []):
        if node["role"] == "scope" and "pathgroup" not in node.get("name", ""):
            for item in node.get("items", []):
                at = x + item.get("x", 0), y + item.get("y", 0)
                yield from list(_views(item, *at)) or [(*at, item)]


def _heads(group: Any, x: float, y: float) -> Iterator[tuple[str, float, float, Any]]:
    for node in group.get("items", []):
        for item in node.get("items", []) if node["role"] in _SIDES or node["role"] == "scope" else ():
            at = x + item.get("x", 0), y + item.get("y", 0)
            if node["role"] in _SIDES:
                yield _SIDES[node["role"]], *at, item
            else:
                yield from _heads(item, *at)


def _axes_of(head: Any, view: Any, views: list[Any]) -> list[Any]:
    """Return the axes in a header or footer that touches a panel, no other panel lying between."""
    side, *place, group = head
    along = 1 if side in ("left", "right") else 0
    line = [other[1 - along] for other in views if abs(other[along] - view[along]) < 2]
    outer = (min if side in ("left", "top") else max)(line)
    if abs(place[along] - view[along]) > 2 or view[1 - along] != outer:
        return []
    return [node for node in group.get("items", []) if node["role"] == "axis"]
