"""The oracle of the shapes tier: what was written, read from its XML alone, against the scenegraph of Vega.

The tier itself reads Vega's SVG; this reads Vega's scenegraph, so that a fault in reading shows. Each item that Vega
draws must be found once, at its place (within a pixel), in its colours, with its words, and nothing more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import ImageColor

from valuestory.deck.charts.evaluated.spec import sized, to_spec
from valuestory.deck.charts.evaluated.vega import compile_chart, scenegraph
from valuestory.slides.theme import Theme

CLOSE = 1.1
"""Pixels: Vega puts hairlines on half pixels when it draws."""
_NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
_EMU_A_POINT = 12_700
_BASELINES = {"top": 0.79, "middle": 0.30, "bottom": -0.21}
_CONNECTED = ("line", "area", "trail")

Spot = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Thing:
    """Something drawn: `spots` are points that its outline has, `box` what it covers, `words` what it says.

    `whole` is False where Vega cuts it off at its view: it may be missing, or smaller.
    """

    box: Box | None
    spots: tuple[Spot, ...]
    fill: Any
    stroke: Any
    words: str = ""
    look: tuple[Any, ...] = ()
    whole: bool = True


def differences(shape: Any, chart: Any, size: tuple[float, float], theme: Theme) -> list[str]:
    """Return all in which a written group of shapes differs from Vega's scenegraph."""
    vega = compile_chart(sized(to_spec(chart), *size))
    graph = scenegraph(vega)
    ours = list(_Written(shape, graph["width"], theme).things())
    return list(_compared(ours, [*_ground(vega, graph), *_drawn(graph)]))


def legend_faults(group: Any, graph: Mapping[str, Any], theme: Theme) -> list[str]:
    """Return what of Vega's legends, symbols and words, is not drawn in a group at its place and in its colours."""
    root = graph["scenegraph"]["items"][0]
    at = graph["origin"][0] + root.get("x", 0), graph["origin"][1] + root.get("y", 0)
    legends = [node for node in root["items"] if node["role"] == "legend"]
    left = list(_Written(group, graph["width"], theme).things()) if legends else []
    found: list[str] = []
    for thing in (each for node in legends for each in _group(node, at, None)):
        fits = [each for each in left if _alike(thing, each)]
        if fits:
            left.remove(min(fits, key=lambda each: _distance(thing, each)))
        else:
            found.append(f"missing in the legend: {thing}")
    return found


def _compared(ours: list[Thing], theirs: list[Thing]) -> Iterator[str]:
    left = list(ours)
    for thing in sorted(theirs, key=lambda each: not each.whole):
        fits = [each for each in left if _alike(thing, each)]
        if fits:
            left.remove(min(fits, key=lambda each: _distance(thing, each)))
        elif thing.whole:
            yield f"missing: {thing}"
    yield from (f"too much: {each}" for each in left)


def _alike(theirs: Thing, ours: Thing) -> bool:
    if (theirs.fill, theirs.stroke, theirs.look) != (ours.fill, ours.stroke, ours.look):
        return False
    # What is too long for its room, Vega shortens.
    shortened = bool(theirs.words) and ours.words.endswith("…") and theirs.words.startswith(ours.words[:-1])
    if theirs.words != ours.words and not shortened:
        return False
    if not theirs.whole:
        return True
    if theirs.box is not None and (
        ours.box is None or any(abs(a - b) > CLOSE for a, b in zip(theirs.box, ours.box, strict=True))
    ):
        return False
    return all(any(_near(spot, each) for each in ours.spots) for spot in theirs.spots)


def _near(one: Spot, other: Spot) -> bool:
    return abs(one[0] - other[0]) <= CLOSE and abs(one[1] - other[1]) <= CLOSE


def _distance(theirs: Thing, ours: Thing) -> float:
    if theirs.box is None and not theirs.spots:
        return 0.0
    one, other = (each.box or (*each.spots[0], *each.spots[-1]) for each in (theirs, ours))
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


# ── Vega's side ───────────────────────────────────────────────────────────────────────────────────────────────────
def _ground(vega: Mapping[str, Any], graph: Mapping[str, Any]) -> Iterator[Thing]:
    paint = _paint({"fill": vega.get("background")}, "fill")
    if paint not in (None, ("FFFFFF", 1.0)):
        yield Thing((0.0, 0.0, graph["width"], graph["height"]), (), paint, None)


def _drawn(graph: Mapping[str, Any]) -> Iterator[Thing]:
    yield from _group(graph["scenegraph"], tuple(graph["origin"]), None)


def _group(mark: Mapping[str, Any], origin: Spot, clip: Box | None) -> Iterator[Thing]:
    for item in mark.get("items", []):
        x, y = origin[0] + item.get("x", 0), origin[1] + item.get("y", 0)
        wide, high = item.get("width", 0), item.get("height", 0)
        box = (x, y, x + wide, y + high)
        yield from _seen(Thing(box, (), *_paints(item)))
        for each in item.get("items", []):
            inside = box if each.get("clip") or item.get("clip") else clip
            if each["marktype"] == "group":
                yield from _group(each, (x, y), inside)
            else:
                yield from (_cut(thing, inside) for found in _items(each, (x, y)) for thing in _seen(found))


def _cut(thing: Thing, clip: Box | None) -> Thing:
    if clip is None:
        return thing
    spots = thing.spots if thing.box is None else (thing.box[:2], thing.box[2:])
    inside = all(clip[0] - 1 <= x <= clip[2] + 1 and clip[1] - 1 <= y <= clip[3] + 1 for x, y in spots)
    return thing if inside else Thing(**{**thing.__dict__, "whole": False})


def _seen(thing: Thing) -> Iterator[Thing]:
    if thing.fill is None and thing.stroke is None:
        return
    if thing.box is not None and any(not math.isfinite(each) for each in thing.box):
        return
    if thing.box is not None and thing.box[:2] == thing.box[2:]:
        return
    if (
        thing.box is not None
        and thing.stroke is None
        and (thing.box[0] == thing.box[2] or thing.box[1] == thing.box[3])
    ):
        return
    yield thing


def _items(mark: Mapping[str, Any], origin: Spot) -> Iterator[Thing]:
    kind, items = mark["marktype"], mark.get("items", [])
    if kind in _CONNECTED:
        yield from _connected(kind, items, origin)
        return
    for item in items:
        at = (origin[0] + item.get("x", 0), origin[1] + item.get("y", 0))
        if kind == "rect":
            yield Thing((*at, at[0] + item.get("width", 0), at[1] + item.get("height", 0)), (), *_paints(item))
        elif kind == "rule":
            end = (origin[0] + item.get("x2", item.get("x", 0)), origin[1] + item.get("y2", item.get("y", 0)))
            ends = (min(at[0], end[0]), min(at[1], end[1]), max(at[0], end[0]), max(at[1], end[1]))
            yield Thing(ends, (), None, _paints(item)[1])
        elif kind == "symbol" and item.get("size", 64) > 0:
            yield _symbol(item, at)
        elif kind == "arc":
            yield _arc(item, at)
        elif kind == "text":
            yield from _text(item, at)
        elif kind == "shape" and item.get("shape"):
            yield Thing(None, (), *_paints(item))


def _symbol(item: Mapping[str, Any], at: Spot) -> Thing:
    shape = item.get("shape", "circle")
    half = math.sqrt(item.get("size", 64)) / 2
    if shape == "square":  # one that is turned reaches further
        angle = math.radians(item.get("angle") or 0)
        half *= abs(math.cos(angle)) + abs(math.sin(angle))
    fill, stroke = _paints(item)
    box = (at[0] - half, at[1] - half, at[0] + half, at[1] + half) if shape in ("circle", "square") else None
    return Thing(box, (), None if shape == "stroke" else fill, stroke)


def _arc(item: Mapping[str, Any], at: Spot) -> Thing:
    start, end = item.get("startAngle", 0), item.get("endAngle", 0)
    radius = item.get("outerRadius", 0)
    turned = [angle - math.pi / 2 for angle in (start, end)]
    spots = tuple((at[0] + radius * math.cos(each), at[1] + radius * math.sin(each)) for each in turned)
    return Thing(None, spots if not item.get("padAngle") else (), *_paints(item))


def _connected(kind: str, items: list[Mapping[str, Any]], origin: Spot) -> Iterator[Thing]:
    if not items:
        return
    known = [each for each in items if each.get("defined", True)]
    passes = kind != "trail" and items[0].get("interpolate", "linear") in ("linear", "monotone", "step-after")
    spots = [(origin[0] + each.get("x", 0), origin[1] + each.get("y", 0)) for each in known] if passes else []
    fill, stroke = _paints(items[0])
    if len(known) > 1:
        yield Thing(None, tuple(spots), None if kind == "line" and fill is None else fill, stroke)


def _text(item: Mapping[str, Any], at: Spot) -> Iterator[Thing]:
    text = item.get("text", "")
    words = "\n".join(map(str, text)) if isinstance(text, list) else str(text).replace("\n", " ")
    words = words.replace(item["lineBreak"], "\n") if item.get("lineBreak") else words
    size = item.get("fontSize", 11)
    if not words.strip() or not all(map(math.isfinite, at)):
        return
    radius, theta = item.get("radius", 0), item.get("theta", 0) - math.pi / 2
    anchor = (at[0] + radius * math.cos(theta), at[1] + radius * math.sin(theta))
    dx = item.get("dx", 0)
    dy = item.get("dy", 0) + round(_BASELINES.get(item.get("baseline", "alphabetic"), 0.0) * size)
    if item.get("baseline") in ("line-top", "line-bottom"):
        height = item.get("lineHeight", size + 2)
        dy += round(0.79 * size + (size - height) / 2) if item["baseline"] == "line-top" else 0
    angle = math.radians(item.get("angle") or 0)
    spot = (
        anchor[0] + dx * math.cos(angle) - dy * math.sin(angle),
        anchor[1] + dx * math.sin(angle) + dy * math.cos(angle),
    )
    bold = item.get("fontWeight", "normal") in ("bold", 600, 700, 800, 900)
    look = (bold, round(size, 1), round(item.get("angle") or 0) % 360)
    yield Thing(None, (spot,), _paints(item)[0], None, words, look)


def _paints(item: Mapping[str, Any]) -> tuple[Any, Any]:
    return _paint(item, "fill"), _paint(item, "stroke")


def _paint(item: Mapping[str, Any], key: str) -> Any:
    color = item.get(key)
    opacity = float(item.get("opacity", 1)) * float(item.get(f"{key}Opacity", 1))
    if color in (None, "", "none", "transparent") or not opacity or (key == "stroke" and item.get("strokeWidth") == 0):
        return None
    if isinstance(color, dict):
        colors = list(dict.fromkeys(each["color"] for each in color["stops"]))
        hatched = len(colors) == 2 and len(color["stops"]) > 8
        return (
            tuple("{:02X}{:02X}{:02X}".format(*ImageColor.getrgb(each)) for each in colors) if hatched else "gradient"
        )
    red, green, blue, alpha = ImageColor.getcolor(color, "RGBA")
    return (f"{red:02X}{green:02X}{blue:02X}", round(alpha / 255 * opacity, 2)) if alpha else None


# ── our side: the written XML ─────────────────────────────────────────────────────────────────────────────────────
class _Written:
    def __init__(self, group: Any, width: float, theme: Theme) -> None:
        self.root, self.theme = group._element, theme
        self.left, self.top = int(group.left), int(group.top)
        self.unit = int(group.width) / width

    def things(self) -> Iterator[Thing]:
        """Yield every shape; the bands of a gradient are one shape."""
        bands: dict[str, list[Thing]] = {}
        for element in self.root.iter(f"{{{_NS['p']}}}sp", f"{{{_NS['p']}}}cxnSp"):
            thing = self._words(element) if element.xpath(".//a:t") else self._shape(element)
            name = element.xpath("string(.//p:cNvPr/@name)")
            if thing.fill == "gradient" and ": " not in name:
                bands.setdefault(element.getparent().xpath("string(./p:nvGrpSpPr/p:cNvPr/@id)"), []).append(thing)
            else:
                yield thing
        for several in bands.values():
            boxes = [each.box for each in several if each.box is not None]
            lows, highs = (
                ([each[at] for each in boxes] for at in (0, 1)),
                ([each[at] for each in boxes] for at in (2, 3)),
            )
            yield Thing((*map(min, lows), *map(max, highs)), (), "gradient", several[0].stroke)

    def _at(self, x: float, y: float) -> Spot:
        return (x - self.left) / self.unit, (y - self.top) / self.unit

    def _frame(self, element: Any) -> tuple[int, int, int, int]:
        (off,), (ext,) = (element.xpath(f"./p:spPr/a:xfrm/a:{each}") for each in ("off", "ext"))
        return int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy"))

    def _shape(self, element: Any) -> Thing:
        x, y, wide, high = self._frame(element)
        points = element.xpath(".//a:pathLst//a:pt")
        spots = tuple(self._at(x + int(each.get("x")), y + int(each.get("y"))) for each in points)
        if not points:
            spots = self._ends(element, (x, y, wide, high))
        (look,) = element.xpath("./p:spPr")
        fill = "gradient" if look.xpath("./a:gradFill") else self._color(look.xpath("./a:solidFill/*"))
        if hatch := look.xpath("./a:pattFill[@prst='wdUpDiag']/*/*"):
            fill = tuple(self._color([each])[0] for each in hatch)
        stroke = self._color(look.xpath("./a:ln/a:solidFill/*"))
        return Thing((*self._at(x, y), *self._at(x + wide, y + high)), spots, fill, stroke)

    def _ends(self, element: Any, frame: tuple[int, int, int, int]) -> tuple[Spot, ...]:
        """Return the ends of a straight line, which runs the other way where it is flipped."""
        x, y, wide, high = frame
        flips = [element.xpath(f"string(./p:spPr/a:xfrm/@{each})") == "1" for each in ("flipH", "flipV")]
        rising = flips[0] != flips[1]
        ends = ((x, y + high), (x + wide, y)) if rising else ((x, y), (x + wide, y + high))
        return tuple(self._at(*each) for each in ends)

    def _words(self, element: Any) -> Thing:
        x, y, wide, high = self._frame(element)
        rotation = int(element.xpath("string(./p:spPr/a:xfrm/@rot)") or 0) / 60_000
        (align,) = set(element.xpath(".//a:pPr/@algn"))
        rows = ["".join(each.xpath(".//a:t/text()")) for each in element.xpath(".//a:p")]
        (run, *_) = element.xpath(".//a:rPr")
        size = int(run.get("sz")) / 100 * _EMU_A_POINT / self.unit
        pitch = int(element.xpath("string(.//a:lnSpc/a:spcPts/@val)") or 0) / 100 * _EMU_A_POINT / self.unit
        along = {"l": -0.5, "ctr": 0.0, "r": 0.5}[align] * wide / self.unit
        down = 0.35 * size - pitch * (len(rows) - 1) / 2
        turn = math.radians(rotation)
        middle = self._at(x + wide / 2, y + high / 2)
        anchor = (
            middle[0] + along * math.cos(turn) - down * math.sin(turn),
            middle[1] + along * math.sin(turn) + down * math.cos(turn),
        )
        words = "\n".join(rows)
        look = (run.get("b") == "1", round(size, 1), round(rotation) % 360)
        return Thing(None, (anchor,), self._color(run.xpath("./a:solidFill/*")), None, words, look)

    def _color(self, found: list[Any]) -> Any:
        if not found:
            return None
        value = found[0].get("val")
        color = self.theme.color(value)[1:].upper() if found[0].tag.endswith("schemeClr") else value
        alpha = found[0].xpath("string(./a:alpha/@val)")
        return color, round(int(alpha) / 100_000, 2) if alpha else 1.0
