"""A template opened for use: its slides taken out cleanly, its faults mended in memory; or refused with a reason.

What is opened is decided by content type, not by the file's ending. The file itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pptx.util import Emu

from valuestory.deck.file.package import presentation_of, read_parts
from valuestory.deck.template.mended import mend, mend_indices
from valuestory.deck.template.sample_text import style_by_sample_text
from valuestory.deck.template.sound import check_links, check_sound
from valuestory.deck.template.strip import strip
from valuestory.errors import TemplateError

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

_MAIN: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_LIKE_MAIN: Final = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.presentationml\.(?:template|slideshow)"
    rb"|ms-powerpoint\.(?:presentation|template|slideshow)\.macroEnabled)\.main\+xml"
)
_MACROS: Final = b"macroEnabled.main+xml"
_OTHERS: Final = {
    "word/document.xml": "a Word document",
    "xl/workbook.xml": "an Excel workbook",
    "theme/theme/themeManager.xml": "an Office theme without slides (.thmx)",
    "Index/Document.iwa": "a Keynote presentation",
    "index.apxl": "a Keynote presentation",
    "content.xml": "a LibreOffice document",
}
"""A part that gives a file of another program away."""
_WIDTH, _HEIGHT = Emu(9_144_000), Emu(6_858_000)
"""The slide's width and height where a file names none: 4:3, as the format has it."""


@dataclass(frozen=True)
class OpenedTemplate:
    """A template without its slides, and what its designer may want to know of it.

    Attributes
    ----------
    deck
        The presentation, ready to take slides.
    remarks
        What was taken out or mended in memory, in words.
    """

    deck: Deck
    remarks: tuple[str, ...] = ()


def open_template(path: Path) -> Deck:
    """Return the template as a presentation without slides; raises as `read_template` does."""
    return read_template(path).deck


def read_template(path: Path, *, keep: Callable[[Deck], Collection[int]] | None = None) -> OpenedTemplate:
    """Return the template as a presentation without slides, with remarks.

    Parameters
    ----------
    path
        The template.
    keep
        Returns the ids of slides that stay, such as those that a designer made to be filled.

    Raises
    ------
    TemplateError
        When it is encrypted, an old .ppt, no PowerPoint file, damaged, or has no layout: the message says what its
        designer changes.
    """
    parts = read_parts(path)
    types = parts.get("[Content_Types].xml", b"")
    deck = open_deck(parts, path)
    if not all_layouts(deck):
        raise TemplateError(
            "the template has no layout",
            where=path.name,
            do="give its slide master at least one layout with a title (View, Slide Master)",
        )
    remarks = ["its macros are left out of decks"] if _MACROS in types else []
    if slides := strip(deck, keep(deck) if keep is not None else ()):
        remarks.append(f"its own slides are left out of decks ({slides})")
    if deck.slide_width is None or deck.slide_height is None:
        deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    if [each for each in deck.slide_masters if style_by_sample_text(each)]:
        remarks.append("its master has no text styles: sizes, colours and bullets are those of its sample text")
    if mended := mend_indices(all_layouts(deck)):
        remarks.append(mended)
    mend(deck)
    check_links(deck, path)
    return OpenedTemplate(deck, tuple(remarks))


def open_deck(parts: Mapping[str, bytes], path: Path) -> Deck:
    """Return a file's parts as a presentation with its slides, whatever its ending says; raises as `read_template`."""
    _check_program(parts, path)
    types = parts.get("[Content_Types].xml", b"")
    deck = _presentation({**parts, "[Content_Types].xml": _LIKE_MAIN.sub(_MAIN.encode(), types)}, path)
    check_sound(deck, path)
    return deck


def all_layouts(deck: Deck) -> list[Any]:
    """Return the layouts of all masters, in the file's order."""
    return [layout for master in deck.slide_masters for layout in master.slide_layouts]


def _check_program(parts: Mapping[str, bytes], path: Path) -> None:
    if any(name.startswith("ppt/") for name in parts):
        return
    found = next((what for name, what in _OTHERS.items() if name in parts), "")
    if found:
        raise TemplateError(
            f"this is not a PowerPoint file that can be used: it is {found}",
            where=path.name,
            do="open it in PowerPoint and save it as PowerPoint Presentation (.pptx) or Template (.potx)",
        )


def _presentation(parts: dict[str, bytes], path: Path) -> Deck:
    try:
        deck: Deck = presentation_of(parts)
        all_layouts(deck)
    except Exception as error:  # python-pptx raises whatever the damaged part made it stumble over
        raise TemplateError(
            f"this is not a PowerPoint template that can be used ({type(error).__name__}: {error})",
            where=path.name,
            do="open it in PowerPoint and save it anew as .pptx or .potx",
        ) from error
    return deck
