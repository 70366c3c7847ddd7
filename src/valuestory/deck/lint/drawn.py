"""What only a drawing shows: ink outside the margins, slides that are empty or full, on slides that we drew."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from valuestory.deck.geometry import EMU
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide

if TYPE_CHECKING:
    from PIL.Image import Image

_GRID: Final = "Mueller-Brockmann, Grid Systems in Graphic Design"
_TUFTE: Final = "Tufte, The Visual Display of Quantitative Information"
_LEAST, _MOST = 0.03, 0.20
"""The share of a slide that is not its ground: less says nothing, more leaves no air."""
_NEAR: Final = 24
"""Shades of a channel by which a pixel may differ from the ground: smoothed edges are no ink."""
_SLACK: Final = 0.03
"""Inches by which a stroke may stand over the margin: half a rule's width."""


@dataclass(frozen=True)
class DrawnRule:
    """A rule that needs the slides drawn: its name, what it asks, where that comes from, and what decides it."""

    name: str
    asks: str
    source: str
    check: Callable[[SeenDeck, Sequence[bytes]], Found]


def check_margins(seen: SeenDeck, pictures: Sequence[bytes]) -> Found:
    """Yield slides whose drawing has ink left or right of all that the template gives room for.

    Where a layout itself reaches over the margins, as a strip or a logo does, nothing is said.
    """
    for slide, picture in _with_pictures(seen, pictures):
        box = slide.title.box if slide.title is not None else None
        if box is None or _reaches_out(slide, box.left - _SLACK, seen.size.width - box.left + _SLACK):
            continue
        ink, (wide, high) = _ink(picture), picture.size
        edge = round((box.left - _SLACK) / seen.size.width * wide)
        for side, area in (("left", (0, 0, edge, high)), ("right", (wide - edge, 0, wide, high))):
            if ink.crop(area).getbbox() is not None:
                yield slide.number, "slide", f"there is ink in the {side} margin"


def check_ink(seen: SeenDeck, pictures: Sequence[bytes]) -> Found:
    """Yield slides that are all but empty, or full to the edges, as they are drawn."""
    for slide, picture in _with_pictures(seen, pictures):
        share = _ink(picture).histogram()[255] / (picture.width * picture.height)
        if not _LEAST <= share <= _MOST:
            said = "says next to nothing" if share < _LEAST else "leaves no air"
            yield slide.number, "slide", f"ink covers {share:.0%} of the slide and {said}"


DRAWN_RULES: Final[Sequence[DrawnRule]] = (
    DrawnRule("margins", "no ink outside the margins, as drawn (--drawn)", _GRID, check_margins),
    DrawnRule("ink", "ink covers 3 to 20 % of a slide, as drawn (--drawn)", _TUFTE, check_ink),
)


def _with_pictures(seen: SeenDeck, pictures: Sequence[bytes]) -> list[tuple[SeenSlide, Image]]:
    """Return the slides that argue and that we drew, each with its picture; hidden ones have none."""
    from PIL import Image

    shown = [each for each in seen.slides if not each.hidden]
    ours = {each.number for each in seen.drawn}
    return [
        (slide, Image.open(io.BytesIO(picture)).convert("RGB"))
        for slide, picture in zip(shown, pictures, strict=False)
        if slide.number in ours and slide.argues
    ]


def _ink(picture: Image) -> Image:
    """Return what is no ground as white on black: the ground is the commonest colour."""
    from PIL import Image, ImageChops

    counted: Any = picture.getcolors(picture.width * picture.height)
    ground = max(counted, key=lambda each: each[0])[1]
    apart = ImageChops.difference(picture, Image.new("RGB", picture.size, ground))
    red, green, blue = apart.split()
    widest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return widest.point([255 if each > _NEAR else 0 for each in range(256)])


def _reaches_out(slide: SeenSlide, left: float, right: float) -> bool:
    """Whether the layout or its master has something of its own in a margin."""
    layout = slide.slide.slide_layout
    own = [each for level in (layout, layout.slide_master) for each in level.shapes if not each.is_placeholder]
    return any(each.left / EMU < left or (each.left + each.width) / EMU > right for each in own)
