"""What a layout offers, measured: its title, its slots for content and text, its small slots, its free area.

Judged by placeholder types and geometry, since names are in any language and the OOXML layout type is missing or
wrong in half of all real layouts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from valuestory.deck.geometry import EMU, Box, box_of, cut_away, grown
from valuestory.deck.template.bracketed import Bracketed, bracketed
from valuestory.deck.template.damage import damage_told
from valuestory.deck.template.drawings import drawings_of, logos_of
from valuestory.deck.template.free_area import free_area
from valuestory.deck.template.grounds import sampled, stage_of
from valuestory.deck.template.inherit import frame, holder_kind, is_leftwards, theme_name
from valuestory.deck.template.slots import FOOTERS, Slot, slots_of
from valuestory.slides.contrast import READABLE, contrast

_LEAST_AREA, _LEAST_HEIGHT = 0.10, 0.18
_LEAST_FREE_WIDTH, _LEAST_FREE_HEIGHT = 0.30, 0.25
_BACKGROUND: Final = 0.45
_DEAREST_CUT: Final = 0.35
_CLEARANCE: Final = 0.06
_PANEL: Final = 0.9
_LOGO: Final = 0.10
"""Share of the slide's area: a picture that is larger is no logo."""
_NEAR, _SMALL = 0.03, 0.03
"""A mark that belongs to a title: how near, by the slide's height, and how large, by its area."""
_FOOT: Final = 0.65
"""Share of the slide's height below which a title stands at the foot."""
_BAND, _BAND_GAP = 0.12, 0.02
"""Shares of the slide's height: a title that is drawn where the layout has none, and the gap below it."""


@dataclass(frozen=True)
class Signature:
    """A layout and what it offers.

    `width` and `height` are the slide's, in inches. `address` is its master's name and its own (``Brand/Title Only``),
    numbered where another layout has the same. `marked` is the area that a map says may be drawn on.
    """

    layout: Any
    master: int
    order: int
    slots: tuple[Slot, ...]
    width: float
    height: float
    address: str = ""
    marked: Box | None = None

    @property
    def name(self) -> str:
        """The layout's name, line breaks and invisible characters taken out."""
        return _plain(self.layout.name)

    @cached_property
    def said(self) -> Bracketed:
        """What its name says in brackets."""
        return bracketed(self.name)

    @property
    def kind(self) -> str:
        """The slide kind that its name says, or nothing."""
        return self.said.kind

    @property
    def is_canvas(self) -> bool:
        """Whether the contract marks it as the layout to draw on."""
        return self.kind == "canvas" or (not self.kind and any(slot.role == "canvas" for slot in self.slots))

    @property
    def scale(self) -> float:
        """How much larger text is than on a slide 7.5 inches high; a slide higher than wide goes by its width."""
        return min(self.width, self.height) / 7.5

    @property
    def type(self) -> str:
        """The OOXML layout type, or nothing."""
        return self.layout._element.get("type") or ""

    @cached_property
    def title(self) -> Slot | None:
        """The title placeholder."""
        return next((slot for slot in self.slots if slot.kind in ("title", "ctrTitle")), None)

    @property
    def has_strip(self) -> bool:
        """Whether the title is a band over most of the width: at the top, or at the foot where the master has it."""
        if self.title is None or self.title.kind == "ctrTitle":
            return False
        box = self.title.box
        at_top = box.top < 0.35 * self.height and box.height < 0.35 * self.height
        in_the_middle = abs(box.left + box.right - self.open_part.left - self.open_part.right) < _NEAR * self.width
        least = 0.5 if in_the_middle else 0.55
        return (at_top or self.has_title_at_foot) and box.width >= least * self.open_part.width

    @cached_property
    def has_title_at_foot(self) -> bool:
        """Whether titles stand below what they speak of, on this layout and on its master."""
        masters = (box_of(each) for each in self.layout.slide_master.placeholders if _is_title(each))
        boxes = [self.title.box if self.title is not None else None, *masters]
        return len(boxes) > 1 and all(box is not None and box.top > _FOOT * self.height for box in boxes)

    @cached_property
    def open_part(self) -> Box:
        """The slide without bands that stand at its left or right from top to bottom."""
        bands = [box for box in self.obstacles if box.height >= _PANEL * self.height]
        at_left = max((box.right for box in bands if box.left <= 0.01 * self.width), default=0.0)
        at_right = min((box.left for box in bands if box.right >= 0.99 * self.width), default=self.width)
        return Box(at_left, 0, at_right - at_left, self.height)

    @cached_property
    def content(self) -> tuple[Slot, ...]:
        """Slots that can hold a chart or a table, large enough, from left to right."""
        return self._large(lambda slot: slot.takes_exhibits)

    @cached_property
    def texts(self) -> tuple[Slot, ...]:
        """Slots for text only, large enough."""
        return self._large(lambda slot: slot.kind in ("body", "subTitle"))

    @cached_property
    def pictures(self) -> tuple[Slot, ...]:
        """Slots for pictures."""
        return tuple(slot for slot in self.slots if slot.kind in ("pic", "media", "clipArt"))

    @cached_property
    def small(self) -> tuple[Slot, ...]:
        """Slots for a line of text: too small for anything else."""
        return tuple(
            slot
            for slot in self.slots
            if slot not in (self.title, *self.content, *self.texts) and slot.kind in ("body", "obj", "subTitle")
        )

    def _large(self, wanted: Any) -> tuple[Slot, ...]:
        found = [
            slot
            for slot in self.slots
            if wanted(slot)
            and slot.box.area >= _LEAST_AREA * self.width * self.height
            and slot.box.height >= _LEAST_HEIGHT * self.height
        ]
        return tuple(sorted(found, key=lambda slot: (round(slot.box.left, 1), slot.box.top)))

    @cached_property
    def free(self) -> Box | None:
        """The area below the title in which a slide may be drawn; None where too little is left."""
        if self.marked is not None:
            return self.marked
        marked = [slot.box for slot in self.slots if slot.role == "canvas"]
        wide = [
            slot.box
            for slot in (*self.content, *self.texts)
            if self.has_strip and slot.box.width > 0.7 * self.open_part.width
        ]
        area = (marked or wide or [self._free_area()])[0]
        for obstacle in self.obstacles:
            if area.overlap(obstacle):
                area = cut_away(area, grown(obstacle, _CLEARANCE), most=_DEAREST_CUT)
        if self.title is None:
            area = area.below(self._band + _BAND_GAP * self.height)
        enough = area.width >= _LEAST_FREE_WIDTH * self.width and area.height >= _LEAST_FREE_HEIGHT * self.height
        return area if enough else None

    @property
    def title_band(self) -> Box:
        """Where a title is drawn on a layout that has none: above the free area."""
        area = self.free or self._free_area()
        gap = _BAND_GAP * self.height
        return Box(area.left, area.top - gap - self._band, area.width, self._band)

    @property
    def _band(self) -> float:
        return _BAND * self.height

    def _free_area(self) -> Box:
        title = self.title.box if self.title is not None else None
        size = Box(0, 0, self.width, self.height)
        return free_area(self.layout, title, self.footers, size, self.open_part)

    @property
    def drawing_area(self) -> Box | None:
        """The free area, its left and right edges where the title's text begins and ends."""
        return None if self.free is None else self.at_title_edge(self.free)

    def at_title_edge(self, box: Box) -> Box:
        """Return a box that begins where the title does moved in by the title's inset, in line with its text."""
        if self.title is None or abs(self.title.box.left - box.left) > 0.15 or not self.inset:
            return box
        left = self.title.box.left + self.inset
        return replace(box, left=left, width=box.right - self.inset - left)

    @cached_property
    def leftwards(self) -> bool:
        """Whether its text runs from right to left."""
        return is_leftwards(self.layout)

    @cached_property
    def inset(self) -> float:
        """The title's left inset, in inches."""
        shape = next((each for each in self.layout.placeholders if _is_title(each)), None)
        return frame(shape._element, self.layout).left if shape is not None else 0.0

    @cached_property
    def unreadable(self) -> float:
        """The share of its free area where text cannot be read, be it black or white: a photograph's."""
        return self.unreadable_at(self.free or Box(0, 0, self.width, self.height))

    def unreadable_at(self, box: Box) -> float:
        """Return the share of a box where neither black nor white text can be read, whichever is better."""
        size = Box(0, 0, self.width, self.height)
        seen = sampled(list(stage_of(self.layout, size).base), box)
        lost = [sum(contrast(ink, each) < READABLE for each in seen) for ink in ("#000000", "#FFFFFF")]
        return min(lost) / len(seen) if seen else 0.0

    def clear(self, box: Box) -> Box:
        """Return a box without the layout's own drawings, as far as that is cheap."""
        for obstacle in self.obstacles:
            box = cut_away(box, grown(obstacle, _CLEARANCE), most=_DEAREST_CUT)
        return box

    @property
    def footers(self) -> list[Box]:
        """The boxes of date, footer and slide number."""
        found = [
            box_of(shape) for shape in self.layout.placeholders if (holder_kind(shape._element) or ("",))[0] in FOOTERS
        ]
        return [box for box in found if box is not None]

    @cached_property
    def obstacles(self) -> tuple[Box, ...]:
        """The boxes of what is drawn on the layout and its master, but for what is a background."""
        return tuple(box for box in self._drawings if box.area <= _BACKGROUND * self.width * self.height)

    def hidden(self, slot: Slot) -> float:
        """Return the share of a slot under drawings of the layout; what holds the whole slot is a panel behind it."""
        shares = (slot.box.overlap(box) for box in self.obstacles)
        return min(1.0, sum(share for share in shares if share < _PANEL))

    @property
    def marks_its_title(self) -> bool:
        """Whether a small drawing stands beside the title, such as a bar: it belongs to a title in that place."""
        if self.title is None:
            return False
        near = grown(self.title.box, _NEAR * self.height)
        small = [box for box in self.obstacles if box.area < _SMALL * self.width * self.height]
        return any(box.overlap(near) > 0.5 for box in small)

    @property
    def title_is_painted(self) -> bool:
        """Whether something is drawn behind the title, so that its ground is not the slide's."""
        return self.title is not None and any(self.title.box.overlap(box) > 0.3 for box in self._drawings)

    @cached_property
    def logos(self) -> tuple[Box, ...]:
        """The boxes of small pictures and groups: they stand before whatever reaches under them."""
        return tuple(logos_of(self.layout, _LOGO * self.width * self.height))

    @cached_property
    def _drawings(self) -> list[Box]:
        return drawings_of(self.layout)


def signatures(deck: Any) -> list[Signature]:
    """Return what each layout of a presentation offers, in the file's order."""
    width, height = deck.slide_width / EMU, deck.slide_height / EMU
    found: list[Signature] = []
    for number, (master, name) in enumerate(zip(deck.slide_masters, _master_names(deck), strict=True)):
        addresses = _numbered([f"{name}/{_plain(layout.name)}" for layout in master.slide_layouts])
        for layout, address in zip(master.slide_layouts, addresses, strict=True):
            with damage_told(layout):
                slots = slots_of(layout, width, height)
                read = Signature(layout, number, len(found), slots, width, height, address)
                found.append(read)
                _ = (read.drawing_area, read.footers, read.has_strip)  # what is wrong with a layout is told here
    return found


def _master_names(deck: Any) -> list[str]:
    """Return what PowerPoint calls the masters: their themes' names."""
    return _numbered([_plain(theme_name(master)) or "Master" for master in deck.slide_masters])


def _numbered(names: list[str]) -> list[str]:
    """Tell equal names apart: the second is "name #2"."""
    return [
        name if (count := names[: at + 1].count(name)) == 1 else f"{name} #{count}" for at, name in enumerate(names)
    ]


def _is_title(shape: Any) -> bool:
    return (holder_kind(shape._element) or ("",))[0] == "title"


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\u200b\u200c\u200d\ufeff\x0b]", "", name).split())


__all__ = ["Signature", "Slot", "signatures"]
