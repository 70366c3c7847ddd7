"""Which of a template's theme colours plays which part, decided by computed contrast.

Drawn text and shapes name theme slots, never fixed colours, so that a deck follows when the company changes its
theme. In a template that was not made for this package the slots mean anything, so each part takes the first slot
that can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from valuestory.deck.geometry import EMU, Box
from valuestory.deck.template.grounds import sampled, stage_of
from valuestory.deck.template.shades import lightened, scheme_of
from valuestory.slides.contrast import READABLE, VISIBLE, channels, contrast, luminance
from valuestory.slides.theme import Theme

_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_LEAST_MARK: Final = 1.6
"""The least contrast of an accent with its ground: below it yellow and pale grey are lost on white."""


@dataclass(frozen=True)
class Ink:
    """A theme colour: its slot, and how far it is moved towards black (`lum_mod` per cent left, `lum_off` added)."""

    slot: str
    lum_mod: int = 100
    lum_off: int = 0

    @property
    def xml(self) -> str:
        """The colour as an ``a:schemeClr`` element."""
        moved = f'<a:lumMod val="{self.lum_mod * 1000}"/>' if self.lum_mod != 100 else ""
        moved += f'<a:lumOff val="{self.lum_off * 1000}"/>' if self.lum_off else ""
        return f'<a:schemeClr val="{self.slot}">{moved}</a:schemeClr>' if moved else f'<a:schemeClr val="{self.slot}"/>'

    def value(self, theme: Theme) -> str:
        """Return the colour as ``#RRGGBB``."""
        return lightened(theme.color(self.slot), self.lum_mod / 100, self.lum_off / 100)


@dataclass(frozen=True)
class Palette:
    """The colours of one layout: ground, text, second text, subject, comparison, rules, and panels."""

    ground: Ink
    ink: Ink
    second: Ink
    accent: Ink
    comparison: Ink
    rule: Ink
    panel: Ink


def _colorless(color: str) -> bool:
    """Whether a colour is a grey, or near one."""
    parts = channels(color)
    return max(parts) - min(parts) < 0.16


def palette(
    theme: Theme,
    layout: Any,
    area: Box | None = None,
    *,
    text: str = "",
    accents: Sequence[str] = (),
    paper: str = "",
) -> Palette:
    """Return the colours to draw with on a layout.

    Parameters
    ----------
    theme
        The theme of the layout's own master, as `themed` gives it.
    layout
        Whose background, pictures and shapes lie beneath.
    area
        Where most is drawn; the whole slide without it.
    text
        The slot for text, where a map names one.
    accents
        The slots for marks in order of preference, where a map names them.
    paper
        The colour that is laid over all of it, as ``#RRGGBB``, where one is.
    """
    grounds = [paper] if paper else grounds_of(theme, layout, area)
    ground = Counter(grounds).most_common(1)[0][0]
    slots = ("tx1", "bg1", "tx2", "bg2")
    marks = tuple(accents) or _accents()
    ink = text or _first(theme, ("tx1", body_ink(layout).slot), grounds, 7.0) or _best(theme, slots, grounds)
    grey = _greys(theme, ground)
    second = _first(theme, ("tx2",), grounds, READABLE, colorless=True) or ink
    return Palette(
        ground=Ink(next((slot for slot in slots if _known(theme, slot) and theme.color(slot) == ground), "bg1")),
        ink=Ink(ink),
        second=Ink(second) if second != ink else _readable(grey["second"], Ink(ink), theme, grounds),
        accent=Ink(_first(theme, marks, grounds, READABLE) or _first(theme, marks, grounds, VISIBLE) or ink),
        comparison=_grey_slot(theme, "accent2", ground, 3.0, 6.0) or grey["comparison"],
        rule=_grey_slot(theme, "accent6", ground, 1.2, 2.2) or grey["rule"],
        panel=_grey_slot(theme, "bg2", ground, 1.02, 1.3) or grey["panel"],
    )


def usable_accents(theme: Theme, layout: Any, paper: str = "") -> tuple[str, ...]:
    """Return the accents whose marks can be told from a layout's ground, in the theme's order.

    Where the first one is faint, the first that is plainly visible takes its place: it is the subject's.
    """
    ground = paper or ground_of(theme, layout)
    shown = {slot: contrast(theme.color(slot), ground) for slot in _accents() if _known(theme, slot)}
    usable = [slot for slot, found in shown.items() if found >= _LEAST_MARK]
    first = [slot for slot in usable if shown[slot] >= VISIBLE][:1]
    return tuple(first + [slot for slot in usable if slot not in first])


def _accents() -> tuple[str, ...]:
    return tuple(f"accent{at}" for at in range(1, 7))


def ground_of(theme: Theme, layout: Any, area: Box | None = None) -> str:
    """Return the colour that most of an area of a layout has, as ``#RRGGBB``."""
    return Counter(grounds_of(theme, layout, area)).most_common(1)[0][0]


def themed(theme: Theme, layout: Any) -> Theme:
    """Return a template's theme with the colours of a layout's own master, whose names may mean others."""
    scheme = scheme_of(layout)
    return replace(theme, colors={**theme.colors, **scheme.slots}, color_map={**theme.color_map, **scheme.names})


def least_contrast(color: str, grounds: Sequence[str]) -> float:
    """Return the contrast of a colour with what lies beneath, a fifth of it spared: pictures have spots."""
    found = sorted(contrast(color, ground) for ground in grounds)
    return found[len(found) // 5 if len(set(grounds)) > 1 else 0]


def grounds_of(theme: Theme, layout: Any, area: Box | None = None) -> list[str]:
    """Return the colours that lie beneath an area of a layout, sampled; the theme's where nothing can be told."""
    deck = layout.part.package.presentation_part.presentation
    size = Box(0, 0, (deck.slide_width or EMU) / EMU, (deck.slide_height or EMU) / EMU)
    layers = list(stage_of(layout, size).base)
    return (sampled(layers, area or size) if layers else []) or [theme.ground]


def readable_ink(wanted: Ink, theme: Theme, grounds: Sequence[str], least: float = READABLE) -> Ink:
    """Return an ink that can be read on these grounds: the wanted one where it can, else the theme's best."""
    slots = ("tx1", "bg1", "tx2", "bg2")
    return _readable(wanted, Ink(_best(theme, slots, grounds)), theme, grounds, least)


def _readable(wanted: Ink, instead: Ink, theme: Theme, grounds: Sequence[str], least: float = READABLE) -> Ink:
    found = least_contrast(wanted.value(theme), grounds)
    return wanted if found >= least or found >= least_contrast(instead.value(theme), grounds) else instead


def _known(theme: Theme, slot: str) -> bool:
    return theme.color_map.get(slot, slot) in theme.colors


def _first(
    theme: Theme, slots: Iterable[str], grounds: Sequence[str], least: float, *, colorless: bool = False
) -> str | None:
    for slot in slots:
        readable = _known(theme, slot) and least_contrast(theme.color(slot), grounds) >= least
        if readable and (not colorless or _colorless(theme.color(slot))):
            return slot
    return None


def _best(theme: Theme, slots: Iterable[str], grounds: Sequence[str]) -> str:
    known = (slot for slot in slots if _known(theme, slot))
    return max(known, key=lambda slot: least_contrast(theme.color(slot), grounds))


def _grey_slot(theme: Theme, slot: str, ground: str, least: float, most: float) -> Ink | None:
    color = theme.color(slot)
    return Ink(slot) if _colorless(color) and least <= contrast(color, ground) <= most else None


def _greys(theme: Theme, ground: str) -> dict[str, Ink]:
    """Greys made of the ground and the ink themselves, for templates whose slots hold none."""
    dark = luminance(ground) < 0.18
    slot = _best(theme, ("bg1", "tx1", "bg2", "tx2"), ["#000000"])  # the lightest colour of the theme
    shares = (
        {"second": 75, "comparison": 60, "rule": 35, "panel": 20}
        if dark
        else {"second": 35, "comparison": 50, "rule": 85, "panel": 95}
    )
    return {part: Ink(slot, share) for part, share in shares.items()}


def body_ink(layout: Any) -> Ink:
    """Return the theme's slot that the master's body text takes."""
    path = f"{_P}txStyles/{_P}bodyStyle/{_A}lvl1pPr/{_A}defRPr/{_A}solidFill/{_A}schemeClr"
    found = layout.slide_master._element.find(path)
    return Ink(found.get("val") if found is not None else "tx1")
