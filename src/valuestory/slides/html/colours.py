"""The colours of a theme in the roles that slides use, each readable on its ground whatever the template.

A corporate template may hold anything in its slots: a pale first accent, a sixth accent in orange, black on dark
grey. Text keeps a contrast of 4.5 and rules stay quiet; where a slot cannot serve, a mixture of ink and ground takes
its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from valuestory.slides.contrast import READABLE, VISIBLE, channels, contrast
from valuestory.slides.theme import Theme

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_LOUDEST_RULE: Final = 2.2
"""A hairline that stands out more than this is no hairline: then the slot was meant for something else."""


@dataclass(frozen=True)
class Palette:
    """Colours by role, as ``#RRGGBB``.

    `accent` is the subject in marks, `accent_text` and `accent_on_panel` the same for text; `bad` marks what is to be
    mended.
    """

    ground: str
    ink: str
    second: str
    panel: str
    accent: str
    accent_text: str
    accent_on_panel: str
    comparison: str
    rule: str
    bad: str


def palette(theme: Theme) -> Palette:
    """Return the theme's colours by role."""
    ground = _checked(theme.ground, "#FFFFFF")
    ink = _readable(
        _checked(theme.ink, "#000000"), ground, max("#000000", "#FFFFFF", key=lambda each: contrast(each, ground))
    )
    accents = [_checked(each, ink) for each in theme.accents]
    panel = _panel(_checked(theme.panel, ground), ink, ground)
    rule = mixed(ink, ground, 0.18) if contrast(accents[5], ground) > _LOUDEST_RULE else accents[5]
    return Palette(
        ground=ground,
        ink=ink,
        second=_readable(_checked(theme.second, ink), ground, ink),
        panel=panel,
        accent=_readable(accents[0], ground, ink, VISIBLE),
        accent_text=_readable(accents[0], ground, ink),
        accent_on_panel=_readable(accents[0], panel, ink),
        comparison=_readable(accents[1], ground, _readable(mixed(ink, ground, 0.6), ground, ink), VISIBLE),
        rule=rule,
        bad=_readable(accents[4], ground, ink, VISIBLE),
    )


def _panel(panel: str, ink: str, ground: str) -> str:
    """Return a quiet ground for a panel: the template's own where ink is at ease on it, else a breath of ink."""
    if contrast(ink, panel) >= 2 * READABLE:
        return panel
    return _readable(mixed(ink, ground, 0.05), ink, ground)


def mixed(one: str, other: str, share: float) -> str:
    """Return a mixture of two colours: `share` of the first, the rest of the second."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(255 * (share * a + (1 - share) * b)):02X}" for a, b in pairs)


def _readable(color: str, ground: str, instead: str, least: float = READABLE) -> str:
    return color if contrast(color, ground) >= least else instead


def _checked(color: str, instead: str) -> str:
    # A theme is read from someone's file: what is not a colour must not reach a style attribute.
    return color if _HEX.fullmatch(color) else instead
