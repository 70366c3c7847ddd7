"""DrawingML for paints, lines and fonts; the template's own colours where they are its colours.

A colour that equals one of the theme's slots is written as that slot, so that a chart follows when the theme is
changed. Text is always in the theme's body font.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from valuestory.deck.charts.native.model import Box, Font, Line, Look, Marker, Paint
from valuestory.slides.theme import Theme

_FILL_SLOTS: Final = (*(f"accent{index}" for index in range(1, 7)), "tx1", "tx2", "bg1", "bg2")
_EMU_A_POINT: Final = 12_700
_BODY_FONT: Final = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'


@dataclass(frozen=True)
class Ink:
    """What things are drawn with: the theme's colours by value, and how much larger than usual the slide is."""

    known: Mapping[str, str]
    scale: float = 1.0


def ink_of(theme: Theme | None, scale: float = 1.0) -> Ink:
    """Return the ink of a theme; of its equal colours the accents come first."""
    known: dict[str, str] = {}
    if theme is not None:
        for name in _FILL_SLOTS:
            known.setdefault(theme.color(name).lower(), name)
    return Ink(known, scale)


def color(paint: Paint, ink: Ink, *, explicit: bool = False) -> str:
    """Return a colour element; `explicit` says full opacity too, where a translucent one would be inherited."""
    inside = f'<a:alpha val="{round(paint.opacity * 100_000)}"/>' if paint.opacity < 1 or explicit else ""
    slot = ink.known.get(paint.color.lower())
    tag, value = ("schemeClr", slot) if slot else ("srgbClr", paint.color[1:].upper())
    return f'<a:{tag} val="{value}">{inside}</a:{tag}>' if inside else f'<a:{tag} val="{value}"/>'


def fill(paint: Paint | None, ink: Ink, *, explicit: bool = False) -> str:
    """Return a solid fill, a hatch, or none."""
    if paint is None:
        return "<a:noFill/>"
    front = color(paint, ink, explicit=explicit)
    if not paint.ground:
        return f"<a:solidFill>{front}</a:solidFill>"
    back = color(Paint(paint.ground, paint.opacity), ink, explicit=explicit)
    return f'<a:pattFill prst="wdUpDiag"><a:fgClr>{front}</a:fgClr><a:bgClr>{back}</a:bgClr></a:pattFill>'


def line(stroke: Line | None, ink: Ink, *, cap: str = "flat", join: str = "round") -> str:
    """Return an outline, or none; its corners are round, or sharp for `miter`."""
    if stroke is None:
        return "<a:ln><a:noFill/></a:ln>"
    width = max(0, round(stroke.width * ink.scale * _EMU_A_POINT))
    dash = f'<a:prstDash val="{_dash(stroke)}"/>'
    corner = '<a:miter lim="800000"/>' if join == "miter" else "<a:round/>"
    return f'<a:ln w="{width}" cap="{cap}">{fill(stroke.paint, ink)}{dash}{corner}</a:ln>'


def _dash(stroke: Line) -> str:
    if not stroke.dash or (len(stroke.dash) > 1 and stroke.dash[1] == 0):
        return "solid"
    ratio = stroke.dash[0] / (stroke.width or 1)
    return "sysDot" if ratio <= 1.5 else "sysDash" if ratio <= 3.5 else "dash" if ratio <= 6 else "lgDash"


def shape(look: Look, ink: Ink, *, explicit: bool = False) -> str:
    """Return the look of a bar or an area."""
    return f"<c:spPr>{fill(look.fill, ink, explicit=explicit)}{line(look.line, ink)}</c:spPr>"


def stroke_only(stroke: Line | None, ink: Ink) -> str:
    """Return the look of a line."""
    return f"<c:spPr>{line(stroke, ink, cap='rnd')}</c:spPr>"


def marker(symbol: Marker | None, ink: Ink) -> str:
    """Return a point's symbol, or none."""
    if symbol is None:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    size = min(72, max(2, round(symbol.size * ink.scale)))
    return f'<c:marker><c:symbol val="{symbol.shape}"/><c:size val="{size}"/>{shape(symbol.look, ink)}</c:marker>'


def line_to(stroke: Line | None, symbol: Marker | None, ink: Ink) -> str:
    """Return the look of the line that leads to a point; where none does, one that cannot be seen.

    LibreOffice colours a point's symbol by that line, whatever its marker says.
    """
    if stroke is not None or symbol is None:
        return stroke_only(stroke, ink)
    paint = symbol.look.fill or (symbol.look.line.paint if symbol.look.line is not None else None)
    return stroke_only(Line(replace(paint, opacity=0.0)) if paint is not None else None, ink)


def run_properties(tag: str, font: Font, ink: Ink) -> str:
    """Return the character properties of a text: size, weight, colour, the theme's body font."""
    size = min(400_000, max(100, round(font.size * ink.scale * 100)))
    head = f'<a:{tag} sz="{size}" b="{int(font.bold)}" i="{int(font.italic)}">'
    return f"{head}{fill(font.paint, ink)}{_BODY_FONT}</a:{tag}>"


def turned(font: Font) -> str:
    """Return the body properties of a text at its angle, which is written even where it is 0."""
    return f'<a:bodyPr rot="{round(font.angle * 60_000)}" vert="horz"/>'


def text_properties(font: Font, ink: Ink, *, body: str = "<a:bodyPr/>") -> str:
    """Return the text properties of an axis, a legend or labels."""
    properties = run_properties("defRPr", font, ink)
    paragraph = f'<a:p><a:pPr>{properties}</a:pPr><a:endParaRPr lang="en-US"/></a:p>'
    return f"<c:txPr>{body}<a:lstStyle/>{paragraph}</c:txPr>"


def rich(text: str, font: Font, ink: Ink, *, body: str = "<a:bodyPr/>") -> str:
    """Return a text of its own, one paragraph a line."""
    head = f"<a:pPr>{run_properties('defRPr', font, ink)}</a:pPr>"
    run = run_properties("rPr", font, ink).replace("<a:rPr ", '<a:rPr lang="en-US" ')
    rows = "".join(f"<a:p>{head}<a:r>{run}<a:t>{clean(row)}</a:t></a:r></a:p>" for row in text.split("\n"))
    return f"<c:tx><c:rich>{body}<a:lstStyle/>{rows}</c:rich></c:tx>"


def layout(box: Box, size: tuple[float, float], *, inner: bool = False) -> str:
    """Return a box of the drawing as a manual layout in shares of it."""
    left, top, width, height = box
    shares = (left / size[0], top / size[1], width / size[0], height / size[1])
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    places = "".join(f'<c:{name} val="{share:.6f}"/>' for name, share in zip("xywh", shares, strict=True))
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{target}{modes}{places}</c:manualLayout></c:layout>"


def corner(x: float, y: float, size: tuple[float, float]) -> str:
    """Return a corner of the drawing as a manual layout in shares of it; the size follows from the content."""
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    places = f'<c:x val="{max(0.0, x / size[0]):.6f}"/><c:y val="{max(0.0, y / size[1]):.6f}"/>'
    return f"<c:layout><c:manualLayout>{modes}{places}</c:manualLayout></c:layout>"


@lru_cache(maxsize=1024)
def clean(text: str) -> str:
    """Return a text fit for XML: escaped, without the control characters that XML forbids."""
    return escape("".join(each for each in text if each >= " " or each in "\t\n\r"), {'"': "&quot;"})
