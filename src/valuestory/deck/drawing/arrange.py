"""Where each part of a slide stands: in the layout's slots, else in space taken from them or from the free area.

Pure geometry, in inches: nothing is drawn here. The proportions are those of the shipped template's grid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from valuestory.deck.geometry import Box
from valuestory.deck.template.layouts import FULL_SLIDES, LayoutChoice, wanted_roles
from valuestory.deck.template.signature import Slot
from valuestory.slides.slide import Kind, Slide
from valuestory.slides.typography.direction import runs_leftwards

_HEADER, _GAP = 0.30, 0.10
_SOURCE: Final = 0.36
_TILES, _TILE_GAP = 2.40, 0.25
_STRIP, _STRIP_GAP = 0.90, 0.20
_GUTTER: Final = 0.20
_LINE, _LOWEST = 0.75, 0.97
"""A line below a headline with the space above it; the share of the slide's height where the last one ends."""
_TAKEAWAY = (7.80, 3.50)
_TAKEAWAY_GUTTER: Final = 0.50
_LARGE: Final = ("chart", "table", "flow", "chart2", "text", "takeaway")
_HEADED: Final = ("chart", "table", "flow")
"""Exhibits with a header line above them."""


@dataclass(frozen=True)
class Place:
    """Where a part stands: its box, and the slot that it fills, if any."""

    box: Box
    slot: Slot | None = None


Places = dict[str, Place]


def arrange(slide: Slide, kind: Kind, choice: LayoutChoice, scale: float) -> Places:
    """Return the place of every part that the slide has, by role.

    Parameters
    ----------
    slide, kind
        The slide and its effective kind.
    choice
        The layout and the slots that it offers.
    scale
        The slide's shorter side over 7.5 inches.
    """
    wanted = wanted_roles(slide, kind)
    slots = _shared(choice.slots, wanted)
    places = {role: Place(slots[role].box, slots[role]) for role in sorted(wanted & slots.keys())}
    places.setdefault("title", Place(choice.signature.title_band))
    if "subtitle2" in wanted and "subtitle2" not in places:
        places.pop("subtitle", None)
    if kind in FULL_SLIDES:
        return _headlined(places, wanted, choice, scale)
    places = {role: _cleared(role, place, choice) for role, place in places.items()}
    leftwards = choice.signature.leftwards and runs_leftwards(slide.title.text)
    places = _levelled(_tiled(places, choice.slots, len(slide.numbers), scale, leftwards=leftwards))
    return _laid(places, wanted - places.keys(), choice, scale, leftwards=leftwards)


def _shared(slots: Mapping[str, Slot], wanted: set[str]) -> dict[str, Slot]:
    """Let a chart stand in a table's slot and a table in a chart's, text in a takeaway's, and so on."""
    found = dict(slots)
    for role, other in (("table", "chart"), ("chart", "table"), ("text", "takeaway"), ("takeaway", "text")):
        if role in wanted and role not in found and other in found and other not in wanted:
            found[role] = found[other]
    return found


def _tiled(places: Places, slots: Mapping[str, Slot], count: int, scale: float, *, leftwards: bool) -> Places:
    """Spread figures over the whole row where their number is not that of the layout's slots."""
    offered = [slots[role] for role in sorted(slots) if role.startswith("kpi")]
    if not count or not offered or len(offered) == count:
        return places
    left, right = min(slot.box.left for slot in offered), max(slot.box.right for slot in offered)
    row = Box(left, offered[0].box.top, right - left, offered[0].box.height)
    boxes = row.columns((1.0,) * count, _GUTTER * scale)
    boxes = boxes[::-1] if leftwards else boxes
    slotted = dict(zip((f"kpi{at}" for at in range(1, count + 1)), offered, strict=False))
    return places | {f"kpi{at}": Place(box, slotted.get(f"kpi{at}")) for at, box in enumerate(boxes, 1)}


def _laid(places: Places, lacking: set[str], choice: LayoutChoice, scale: float, *, leftwards: bool = False) -> Places:
    """Return places for everything: what has no slot takes space from the exhibit, or from the free area."""
    if "source" in lacking and any(role in places for role in _LARGE):
        places, lacking = _with_source(places, choice, scale), lacking - {"source"}
    if not lacking & {*_LARGE, "subtitle", "subtitle2", "source"} and not any(
        role.startswith("kpi") for role in lacking
    ):
        return places
    host = next((role for role in _LARGE if role in places), None)
    area = places[host].box if host else choice.signature.drawing_area
    if area is None:
        return places
    inside = {role for role in lacking if role not in ("title",)} | ({host} if host else set())
    if "chart2" in places and lacking & {"subtitle", "subtitle2"}:
        return _headed_pair(places, scale)
    laid = _divided(area, inside, scale)
    if leftwards:
        laid = {role: replace(box, left=area.left + area.right - box.right) for role, box in laid.items()}
    slotted: dict[str, Slot | None] = {host: places[host].slot} if host else {}
    return places | {role: Place(box, slotted.get(role)) for role, box in laid.items()}


def _with_source(places: Places, choice: LayoutChoice, scale: float) -> Places:
    large = [place.box for role, place in places.items() if role in _LARGE]
    left, right, bottom = (
        min(box.left for box in large),
        max(box.right for box in large),
        max(box.bottom for box in large),
    )
    foot = _SOURCE * scale
    line = choice.signature.at_title_edge(choice.signature.clear(Box(left, bottom - foot, right - left, foot)))
    shorter = {
        role: replace(place, box=place.box.above(max(0.0, place.box.bottom - (bottom - foot - _GAP * scale))))
        for role, place in places.items()
        if role in _LARGE
    }
    return places | shorter | {"source": Place(line)}


def _headed_pair(places: Places, scale: float) -> Places:
    band = (_HEADER + _GAP) * scale
    found = dict(places)
    for chart, header in (("chart", "subtitle"), ("chart2", "subtitle2")):
        box = places[chart].box
        found[chart] = replace(places[chart], box=box.below(band))
        found[header] = Place(replace(box, height=_HEADER * scale))
    return found


def _divided(area: Box, roles: set[str], scale: float) -> dict[str, Box]:
    """Divide an area among roles, as the shipped template's grid does."""
    laid: dict[str, Box] = {}
    if "source" in roles:
        foot = _SOURCE * scale
        laid["source"] = Box(area.left, area.bottom - foot, area.width, foot)
        area = area.above(foot + _GAP * scale)
    tiles = sorted(role for role in roles if role.startswith("kpi"))
    if tiles:
        area = _tile_row(area, tiles, laid, bool(roles & {*_LARGE}), scale)
    if "takeaway" in roles and roles & {"chart", "table"}:
        area, laid["takeaway"] = area.columns(_TAKEAWAY, _TAKEAWAY_GUTTER * scale)
    elif "text" in roles and roles & {*_HEADED}:
        strip = min(_STRIP * scale, 0.3 * area.height)
        laid["text"] = Box(area.left, area.bottom - strip, area.width, strip)
        area = area.above(strip + _STRIP_GAP * scale)
    elif roles & {"text", "takeaway"}:
        laid["text" if "text" in roles else "takeaway"] = area
    if "chart2" in roles:
        first, second = area.columns((1.0, 1.0), _GUTTER * scale)
        return (
            laid
            | _headed(first, "chart", "subtitle", roles, scale)
            | _headed(second, "chart2", "subtitle2", roles, scale)
        )
    exhibit = next((role for role in _HEADED if role in roles), None)
    return laid | (_headed(area, exhibit, "subtitle", roles, scale) if exhibit else {})


def _tile_row(area: Box, tiles: list[str], laid: dict[str, Box], more: bool, scale: float) -> Box:
    """Put figures at the top of the area; return what is left below them."""
    row = replace(area, height=min(_TILES * scale, area.height * (0.52 if more else 1.0)))
    laid |= dict(zip(tiles, row.columns((1.0,) * len(tiles), _GUTTER * scale), strict=True))
    return area.below(row.height + _TILE_GAP * scale)


def _headed(box: Box, exhibit: str, header: str, roles: set[str], scale: float) -> dict[str, Box]:
    if header not in roles:
        return {exhibit: box}
    line = replace(box, height=_HEADER * scale)
    return {header: line, exhibit: box.below((_HEADER + _GAP) * scale)}


def _cleared(role: str, place: Place, choice: LayoutChoice) -> Place:
    """Keep what stands in a slot off the layout's own drawings, and exhibits at the left edge of the title's text."""
    if role not in _LARGE or place.slot is None or place.slot.role:
        return place
    box = choice.signature.clear(place.box)
    if role in ("chart", "chart2", "table"):
        box = choice.signature.at_title_edge(box)
    return replace(place, box=box)


def _levelled(places: Places) -> Places:
    """Let two charts side by side end at one height."""
    pair = [role for role in ("chart", "chart2") if role in places]
    bottom = min((places[role].box.bottom for role in pair), default=0.0)
    level = {role: replace(places[role], box=places[role].box.above(places[role].box.bottom - bottom)) for role in pair}
    return places | level


def _headlined(places: Places, wanted: set[str], choice: LayoutChoice, scale: float) -> Places:
    """Return the places of a slide that is a headline: below it, what has no slot of its own."""
    area = choice.signature.drawing_area
    if choice.drawn and area is not None:
        headline = Box(area.left, area.top + 0.08 * area.height, 0.85 * area.width, 0.40 * area.height)
        kept = {"source": places["source"]} if "source" in places else {}
        places = {"title": Place(headline, places["title"].slot)} | kept
    lacking, found = wanted - places.keys(), dict(places)
    title = _shortened(places["title"].box, len(lacking & {"subtitle", "text"}), choice.signature.height, scale)
    found["title"] = replace(places["title"], box=title)
    if "subtitle" in lacking:
        found["subtitle"] = Place(replace(title, top=title.bottom + 0.15 * scale, height=0.60 * scale))
    if "text" in lacking and ("subtitle" not in wanted or found["subtitle"].slot is None):
        top = found["subtitle"].box.bottom if "subtitle" in wanted else title.bottom
        found["text"] = Place(replace(title, top=top + 0.15 * scale, height=0.60 * scale))
    if "source" in lacking:
        left = area.left if area is not None else title.left
        found["source"] = Place(_foot(choice, left, scale))
    return found


def _shortened(title: Box, lines: int, height: float, scale: float) -> Box:
    """Return a headline's box, less high where the lines that are drawn below it would leave the slide."""
    over = title.bottom + lines * _LINE * scale - _LOWEST * height if lines else 0.0
    return title.above(min(over, max(0.0, title.height - _LINE * scale))) if over > 0 else title


def _foot(choice: LayoutChoice, left: float, scale: float) -> Box:
    """Return a band for the source line at the foot of a slide that has no slot for it."""
    layout = choice.signature
    high = _SOURCE * scale
    bottom = min([0.965 * layout.height, *(box.top - 0.05 for box in layout.footers if box.top > 0.7 * layout.height)])
    lowest = layout.clear(Box(left, 0.5 * layout.height, layout.width - 2 * left, bottom - 0.5 * layout.height))
    return Box(lowest.left, lowest.bottom - high, lowest.width, high)
