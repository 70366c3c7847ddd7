"""A drawing as DrawingML: presets where there is one, free forms elsewhere, text boxes that never wrap or shrink."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import quoteattr

from valuestory.deck.charts.evaluated.textsize import text_width
from valuestory.deck.charts.shapes.model import Bounds, Gradient, Group, Outline, Spot, Subpath, Words
from valuestory.deck.charts.written import drawing
from valuestory.deck.charts.written.drawing import Ink, clean, run_properties

_MIDDLE: Final = 0.35
"""How far above the baseline the middle of a line of text lies, in sizes: alike in the fonts of office programs."""
_LINE: Final = 1.2
"""Height of a line of text, in sizes."""


@dataclass(frozen=True)
class Canvas:
    """Where a drawing goes: its corner in EMU, EMU a pixel, and the ink (points a pixel by its scale).

    `written` takes in the words that came to stand there, each under its shape's name.
    """

    left: float
    top: float
    unit: float
    ink: Ink
    next_id: Callable[[], int]
    written: dict[str, Words] = field(default_factory=dict)

    def x(self, value: float) -> int:
        """Return a place across the slide, in EMU."""
        return round(self.left + value * self.unit)

    def y(self, value: float) -> int:
        """Return a place down the slide, in EMU."""
        return round(self.top + value * self.unit)


def shapes_xml(whole: Group, box: Bounds, canvas: Canvas) -> str:
    """Return a drawing as one group of the size of its box (pixels)."""
    left, top, right, bottom = box
    area = _area(canvas.x(left), canvas.y(top), canvas.x(right) - canvas.x(left), canvas.y(bottom) - canvas.y(top))
    return _group(whole, area, canvas)


def _group(group: Group, area: tuple[int, int, int, int], canvas: Canvas) -> str:
    number = canvas.next_id()
    name = quoteattr(f"{group.name} {number}".strip())
    parts = "".join(_part(each, canvas) for each in group.parts)
    left, top, wide, high = area
    box = f'<a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/>'
    inner = f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{wide}" cy="{high}"/>'
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{number}" name={name}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr><a:xfrm>{box}{inner}</a:xfrm></p:grpSpPr>{parts}</p:grpSp>"
    )


def _area(left: int, top: int, wide: int, high: int) -> tuple[int, int, int, int]:
    return left, top, max(0, wide), max(0, high)


def _part(part: Outline | Words | Group, canvas: Canvas) -> str:
    if isinstance(part, Words):
        return _words(part, canvas)
    if isinstance(part, Outline):
        return _outline(part, canvas)
    boxes = list(_boxes(part))
    left, top = (min(each[at] for each in boxes) for at in (0, 1))
    right, bottom = (max(each[at] for each in boxes) for at in (2, 3))
    x, y = canvas.x(left), canvas.y(top)
    return _group(part, _area(x, y, canvas.x(right) - x, canvas.y(bottom) - y), canvas)


def _boxes(group: Group) -> Iterator[Bounds]:
    for part in group.parts:
        if isinstance(part, Group):
            yield from _boxes(part)
        elif isinstance(part, Outline):
            yield part.bounds
        else:
            yield _turned_box(part)


def _outline(part: Outline, canvas: Canvas) -> str:
    left, top, right, bottom = part.bounds
    x, y = canvas.x(left), canvas.y(top)
    wide, high = canvas.x(right) - x, canvas.y(bottom) - y
    number = canvas.next_id()
    named = f'<p:cNvPr id="{number}" name={quoteattr(_name(part.name, number))}/>'
    look = f"{_fill(part, canvas.ink)}{drawing.line(part.line, canvas.ink, cap=part.cap, join=part.join)}"
    if part.form == "line":
        (only,) = part.subpaths
        (x1, y1), (x2, y2) = only.start, only.segments[-1][-1]
        flips = ('flipH="1" ' if x2 < x1 else "") + ('flipV="1" ' if y2 < y1 else "")
        return (
            f"<p:cxnSp><p:nvCxnSpPr>{named}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr>"
            f"{_xfrm(x, y, wide, high, flips)}{_preset('line')}{look}</p:spPr></p:cxnSp>"
        )
    form = _preset(part.form) if part.form != "path" else _free_form(part, (x, y, wide, high), canvas)
    return (
        f"<p:sp><p:nvSpPr>{named}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{_xfrm(x, y, wide, high)}{form}{look}</p:spPr>"
        "</p:sp>"
    )


def _name(name: str, number: int) -> str:
    """Return a name that no other shape has: its number stands before what it says."""
    kind, _, says = name.partition(": ")
    return clean_name(f"{kind} {number}: {says}" if says else f"{kind} {number}")


def is_guide(name: str) -> bool:
    """Return whether what stands in a shape of this name belongs to an axis or a legend: it measures nothing."""
    return name.startswith(("axis ", "legend "))


def clean_name(text: str) -> str:
    """Return a name without line breaks and control characters."""
    return "".join(each if each >= " " else " " for each in text)


def _xfrm(x: int, y: int, wide: int, high: int, more: str = "") -> str:
    head = f"<a:xfrm {more.strip()}>" if more else "<a:xfrm>"
    return f'{head}<a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _preset(name: str) -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst/></a:prstGeom>'


def _free_form(part: Outline, area: tuple[int, int, int, int], canvas: Canvas) -> str:
    # Programs leave a hole where two subpaths of one path overlap: what lies over each other is a path each.
    paths = [(each,) for each in part.subpaths] if part.apart else [part.subpaths]
    drawn = "".join(_path(each, part, area, canvas) for each in paths)
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f"{drawn}</a:pathLst></a:custGeom>"
    )


def _path(subpaths: Sequence[Subpath], part: Outline, area: tuple[int, int, int, int], canvas: Canvas) -> str:
    left, top, wide, high = area

    def spot(at: Spot) -> str:
        return f'<a:pt x="{canvas.x(at[0]) - left}" y="{canvas.y(at[1]) - top}"/>'

    steps: list[str] = []
    for subpath in subpaths:
        steps.append(f"<a:moveTo>{spot(subpath.start)}</a:moveTo>")
        for segment in subpath.segments:
            if len(segment) == 1:
                steps.append(f"<a:lnTo>{spot(segment[0])}</a:lnTo>")
            else:
                steps.append(f"<a:cubicBezTo>{''.join(map(spot, segment))}</a:cubicBezTo>")
        if subpath.closed:
            steps.append("<a:close/>")
    unfilled = ' fill="none"' if part.fill is None else ""
    return f'<a:path w="{wide}" h="{high}"{unfilled}>{"".join(steps)}</a:path>'


def _fill(part: Outline, ink: Ink) -> str:
    if not isinstance(part.fill, Gradient):
        return drawing.fill(part.fill, ink)
    return _gradient(part.fill, part.bounds, ink)


def _gradient(fill: Gradient, box: Bounds, ink: Ink) -> str:
    stops = "".join(
        f'<a:gs pos="{round(min(1.0, max(0.0, each.at)) * 100_000)}">{drawing.color(each.paint, ink)}</a:gs>'
        for each in fill.stops
    )
    if fill.radial:
        middle = '<a:fillToRect l="50000" t="50000" r="50000" b="50000"/>'
        way = f'<a:path path="circle">{middle}</a:path>'
    else:
        dx, dy = (fill.end[0] - fill.start[0]) * (box[2] - box[0]), (fill.end[1] - fill.start[1]) * (box[3] - box[1])
        way = f'<a:lin ang="{round(math.degrees(math.atan2(dy, dx)) % 360 * 60_000)}" scaled="0"/>'
    return f'<a:gradFill rotWithShape="1"><a:gsLst>{stops}</a:gsLst>{way}</a:gradFill>'


def _words(part: Words, canvas: Canvas) -> str:
    number = canvas.next_id()
    name = _name(part.name, number)
    canvas.written[name] = part
    wide, high = _room(part)
    (x, y) = _middle(part)
    left, top = canvas.x(x - wide / 2), canvas.y(y - high / 2)
    turn = f'rot="{round(part.font.angle * 60_000) % 21_600_000}"' if abs(part.font.angle) > 1e-6 else ""
    area = _xfrm(left, top, round(wide * canvas.unit), round(high * canvas.unit), turn)
    body = (
        '<a:bodyPr vert="horz" wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="ctr">'
        "<a:noAutofit/></a:bodyPr><a:lstStyle/>"
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr>{area}{_preset('rect')}<a:noFill/></p:spPr>"
        f"<p:txBody>{body}{_paragraphs(part, canvas)}</p:txBody></p:sp>"
    )


def _paragraphs(part: Words, canvas: Canvas) -> str:
    run = run_properties("rPr", part.font, canvas.ink).replace("<a:rPr ", '<a:rPr lang="en-US" ')
    pitch = ""
    if len(part.rows) > 1:
        points = part.pitch * canvas.ink.scale
        pitch = f'<a:lnSpc><a:spcPts val="{round(min(1584.0, points) * 100)}"/></a:lnSpc>'
    head = (
        f'<a:pPr marL="0" indent="0" algn="{part.align}">{pitch}<a:spcBef><a:spcPts val="0"/></a:spcBef>'
        '<a:spcAft><a:spcPts val="0"/></a:spcAft><a:buNone/></a:pPr>'
    )
    return "".join(f"<a:p>{head}<a:r>{run}<a:t>{clean(row)}</a:t></a:r></a:p>" for row in part.rows)


def _room(part: Words) -> tuple[float, float]:
    """Return the width and height that words take, in pixels."""
    wide = text_width("\n".join(part.rows), part.font.size, part.font.bold)
    return wide, _LINE * part.font.size + part.pitch * (len(part.rows) - 1)


def _middle(part: Words) -> Spot:
    """Return the middle of the box that words take: what PowerPoint turns them about."""
    wide, _ = _room(part)
    along = {"l": 0.5, "ctr": 0.0, "r": -0.5}[part.align] * wide
    down = part.pitch * (len(part.rows) - 1) / 2 - _MIDDLE * part.font.size
    turn = math.radians(part.font.angle)
    x, y = part.at
    return x + along * math.cos(turn) - down * math.sin(turn), y + along * math.sin(turn) + down * math.cos(turn)


def _turned_box(part: Words) -> Bounds:
    wide, high = _room(part)
    x, y = _middle(part)
    turn = math.radians(part.font.angle)
    across = (abs(wide * math.cos(turn)) + abs(high * math.sin(turn))) / 2
    down = (abs(wide * math.sin(turn)) + abs(high * math.cos(turn))) / 2
    return x - across, y - down, x + across, y + down
