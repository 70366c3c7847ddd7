"""What a template's designer may want to mend: said once, when the template is looked at, and not at every run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from valuestory.deck.template.colors import ground_of, themed, usable_accents
from valuestory.deck.template.inherit import holder_kind, text_style
from valuestory.deck.template.layouts import LayoutChoice
from valuestory.deck.template.signature import Signature
from valuestory.deck.template.template_map import ROLES
from valuestory.slides.contrast import contrast
from valuestory.slides.theme import Theme

_LEAST_TEXT: Final = 3.0
_STATIC: Final = 25
"""Letters; a text of the layout longer than this is a prompt or an instruction, not a brand's name."""
_COVERED: Final = 0.03
"""The share of a slot that a drawing may hide before it is said."""

_SERIES: Final = 4
"""Accents that charts take in practice."""
_ALIKE: Final = ("arial", "calibri", "cambria", "courier new", "helvetica", "times new roman")
"""Fonts for which every system has one of the same widths."""


def findings(choices: Mapping[str, LayoutChoice], layouts: Sequence[Signature], theme: Theme) -> list[str]:
    """Return warnings in words: what is lacking, what cannot be read, what lies over what.

    Parameters
    ----------
    choices
        The layout of each kind.
    layouts
        What each layout offers.
    theme
        The template's theme.
    """
    used = list({choice.signature.order: choice.signature for choice in choices.values()}.values())
    return [
        *_lacking(choices),
        *_unknown_words(layouts),
        *(warning for layout in used for warning in _of_layout(layout, themed(theme, layout.layout))),
        *_colors(used, theme),
    ]


def _lacking(choices: Mapping[str, LayoutChoice]) -> Iterator[str]:
    for kind, name in (("title", "cover"), ("section", "section header"), ("closing", "closing slide")):
        if kind in choices and choices[kind].drawn:
            yield f"there is no layout for a {name}: it is drawn on {choices[kind].signature.address}"
    for kind, choice in choices.items():
        if "title" in choice.slots and choice.slots["title"].kind not in ("title", "ctrTitle"):
            where = f"{choice.signature.address} ({kind})"
            yield f"{where}: the headline stands in a text placeholder, where screen readers look for no title"
    if all(choice.signature.title is None for choice in choices.values() if choice.drawn) and any(
        choice.drawn for choice in choices.values()
    ):
        yield "no layout has a title placeholder and room below it: titles are drawn (add a layout Title Only)"


def _unknown_words(layouts: Sequence[Signature]) -> Iterator[str]:
    for layout in layouts:
        if layout.said.misnamed:
            yield f'layout "{layout.name}": {layout.said.misnamed}'
        for slot in layout.slots:
            if slot.role and slot.role not in ROLES:
                yield f'layout "{layout.name}": placeholder "{slot.name}" names no role ({", ".join(ROLES)})'
        roles = [slot.role for slot in layout.slots if slot.role]
        for role in sorted({role for role in roles if roles.count(role) > 1}):
            yield f'layout "{layout.name}": two placeholders are called vs:{role}; the last one is taken'


def _of_layout(layout: Signature, theme: Theme) -> Iterator[str]:
    name = layout.address
    for shape in layout.layout.shapes:
        text = shape.text_frame.text.strip() if shape.has_text_frame and not shape.is_placeholder else ""
        if len(text) > _STATIC:
            short = " ".join(text.split())[:40]
            yield f'{name}: the text "{short}" is part of the layout and stays on every slide'
    ground = ground_of(theme, layout.layout)
    for slot in layout.slots:
        hidden = layout.hidden(slot)
        if hidden > _COVERED and slot in (*layout.content, *layout.texts):
            yield f'{name}: drawings of the layout cover {hidden:.0%} of placeholder "{slot.name}"'
    if layout.title is not None and layout.title.box.width < 0.4 * layout.width:
        yield f"{name}: the title is narrow ({layout.title.box.width / layout.width:.0%} of the slide)"
    color = _title_color(layout, theme)
    if color and not layout.title_is_painted and contrast(color, ground) < _LEAST_TEXT:
        yield f"{name}: the title's colour is hard to read on the slide (contrast {contrast(color, ground):.1f})"


def _title_color(layout: Signature, theme: Theme) -> str:
    shape = next(
        (
            each
            for each in layout.layout.placeholders
            if (holder_kind(each._element) or ("",))[0] in ("title", "ctrTitle")
        ),
        None,
    )
    if shape is None:
        return ""
    slot = text_style(shape._element, layout.layout).color
    return theme.color(slot) if theme.color_map.get(slot, slot) in theme.colors else ""


def _colors(used: Sequence[Signature], theme: Theme) -> Iterator[str]:
    if not used:
        return
    layout: Any = used[-1].layout
    theme = themed(theme, layout)
    ground = ground_of(theme, layout)
    usable = usable_accents(theme, layout)
    lost = [f"accent{at}" for at in range(1, _SERIES + 1) if f"accent{at}" not in usable]
    if lost:
        yield f"{', '.join(lost)} can hardly be seen on the slide's background: marks take the other accents"
    if contrast(theme.color("tx1"), ground) < _LEAST_TEXT:
        yield "the theme's text colour can hardly be read on the slide's background: another slot is taken"


def lacking_fonts(theme: Theme) -> Iterator[str]:
    """Yield the fonts that this machine lacks: its pictures are drawn with others, which run wider or narrower."""
    command = shutil.which("fc-match")
    for font in sorted({theme.heading_font, theme.body_font}):
        if command is None or font.startswith("+"):
            continue
        try:
            done = subprocess.run(
                [command, "--format=%{family}", font], capture_output=True, text=True, timeout=20, check=False
            )
        except subprocess.TimeoutExpired:  # fonts being indexed: the check says nothing of them
            return
        drawn = done.stdout.split(",")[0]
        if font.casefold() in _ALIKE and not drawn.startswith("DejaVu"):
            continue
        if done.returncode == 0 and font.casefold() not in done.stdout.casefold():
            yield f'the font "{font}" is not installed here: pictures are drawn with {drawn}'
