"""The grid of a slide: where the title, the exhibit, the takeaway and the source line stand.

All lengths are inches on a slide 7.5 high; a slide of another height is scaled to it, type included, so that a 10 x
5.625 slide looks like a 13.333 x 7.5 one. A wide slide has a takeaway column beside its exhibit, a narrow one (4:3) a
line beneath.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from valuestory.slides.chart_look import LABEL
from valuestory.slides.theme import Theme

HEIGHT: Final = 7.5
POINTS: Final = 72
"""Points (and, in charts, pixels) an inch."""

GUTTER: Final = 0.2
_COLUMNS: Final = 12
_NARROWEST_WIDE: Final = 11.5
_EXHIBIT_END: Final = 6.55
_LINE_TOP, _LINE_HEIGHT = 6.30, 0.30
"""The line under a narrow slide's exhibit."""
_BESIDE: Final = 0.5
_STRIP_TOP: Final = 5.55
_STRIP_HEIGHT: Final = 0.9
_STRIP_GAP: Final = 0.15


@dataclass(frozen=True)
class Box:
    """A rectangle on the slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width


@dataclass(frozen=True)
class Frame:
    """A slide's proportions, and the boxes that follow from them.

    `width` is the slide's width in inches once its height is 7.5; `margin` is left and right. `label_scale` is how much
    larger labels are than on the usual slide, and `spoken` says that the takeaway stands in the notes.
    """

    width: float
    margin: float
    title_size: int
    header_top: float = 1.65
    exhibit_top: float = 2.05
    label_scale: float = 1.0
    spoken: bool = False

    @property
    def wide(self) -> bool:
        """Whether a takeaway column fits beside the exhibit."""
        return self.width >= _NARROWEST_WIDE

    @property
    def content(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    def full(self, top: float, height: float) -> Box:
        """Return a box from margin to margin."""
        return Box(self.margin, top, self.content, height)

    def part(self, index: int, of: int, top: float, height: float) -> Box:
        """Return one of several equal boxes beside each other, a gutter apart."""
        pitch = (self.content + GUTTER) / of
        return Box(self.margin + index * pitch, top, pitch - GUTTER, height)

    def text(self, top: float, height: float, columns: int = 9) -> Box:
        """Return a box for running text, `columns` of twelve wide; nearly all of a narrow slide."""
        pitch = (self.content + GUTTER) / _COLUMNS
        return Box(self.margin, top, columns * pitch - GUTTER if self.wide else self.content, height)

    @property
    def title(self) -> Box:
        """The title band."""
        return self.full(0.50, 0.95)

    @property
    def source(self) -> Box:
        """The source line; the page number stands to its right."""
        return Box(self.margin, 6.88, self.content - 1.2, 0.36)

    @property
    def page(self) -> Box:
        """The page number."""
        return Box(self.margin + self.content - 0.8, 6.88, 0.8, 0.2)

    @property
    def hairline(self) -> Box:
        """The line above the source."""
        return self.full(6.80, 0.75 / POINTS)

    def exhibit(self, *, takeaway: bool = False, strip: bool = False) -> Box:
        """Return the exhibit's box: 8 of 12 columns beside a takeaway, shorter above a strip."""
        top = self.exhibit_top
        if strip:
            return self.full(top, _STRIP_TOP - _STRIP_GAP - top)
        if takeaway and not self.wide:
            return self.full(top, 6.10 - top)
        columns = 8 if takeaway and not self.spoken else _COLUMNS
        pitch = (self.content + GUTTER) / _COLUMNS
        return Box(self.margin, top, columns * pitch - GUTTER, _EXHIBIT_END - top)

    @property
    def takeaway(self) -> Box:
        """The column right of the exhibit; on a narrow slide the line beneath it."""
        if not self.wide:
            return self.full(_LINE_TOP, _LINE_HEIGHT)
        left = self.exhibit(takeaway=True).right + _BESIDE
        return Box(left, self.header_top, self.margin + self.content - left, _EXHIBIT_END - self.header_top)

    def words(self, *, header: bool) -> Box:
        """Return the box of a slide that is nothing but text, below the header where it has one."""
        top = self.exhibit_top if header else self.header_top + 0.10
        return self.text(top, 6.5 - top)

    @property
    def strip(self) -> Box:
        """The panel under a table: what happens if nothing is decided."""
        return self.full(_STRIP_TOP, _STRIP_HEIGHT)

    @property
    def ask(self) -> Box:
        """The panel under key figures."""
        return self.full(4.40, 2.05)


def frame(theme: Theme) -> Frame:
    """Return the frame of a template's slides."""
    width = theme.width * HEIGHT / theme.height if theme.width > 0 and theme.height > 0 else 13.333
    wide = width >= _NARROWEST_WIDE
    usual = Frame(width, margin=0.767 if wide else 0.60, title_size=26 if wide else 24, spoken=theme.text_in_notes)
    if theme.labels <= LABEL:
        return usual
    return replace(usual, title_size=32, header_top=1.85, exhibit_top=2.23, label_scale=theme.labels / LABEL)
