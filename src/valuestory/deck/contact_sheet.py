"""The files of a template's check: its map, a deck of samples, and one page with a picture of each kind of slide."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final, Literal

from valuestory.deck.file.package import write_file
from valuestory.deck.rendering import can_draw, slide_pictures
from valuestory.deck.samples import NAMES
from valuestory.deck.template.layouts import LayoutChoice
from valuestory.deck.template.template_map import RENEW
from valuestory.deck.template_check import TemplateCheck, write_samples
from valuestory.project import template_path
from valuestory.slides.html.document import document
from valuestory.slides.theme import read_theme

MapState = Literal["written", "renewed", "kept", "unchanged"]
_WIDTH: Final = 800
"""Pixels of a picture."""
_ABOUT: Final = (
    "Every slide is made up: it shows which layout each kind of slide takes, and how it looks there. What is wrong is "
    "put right in {name}: it lists the layouts and placeholders that there are."
)
_UNDRAWN: Final = "There is no LibreOffice with Poppler here to draw the slides: open {name} in PowerPoint to see them."


@dataclass(frozen=True)
class CheckFiles:
    """What a check has written.

    Attributes
    ----------
    map
        The map, and in `state` whether it is new, was written anew, or is there from before.
    samples
        A deck with a slide of every kind.
    sheet
        A page with a picture of each, or, where `drawn` is false, without pictures.
    problems
        What is not as it ought to be on the samples, such as text too long for its place.
    """

    map: Path
    state: MapState
    samples: Path
    sheet: Path
    drawn: bool
    problems: tuple[str, ...] = ()


def write_check(checked: TemplateCheck, folder: Path, *, renew: bool = False) -> CheckFiles:
    """Write the map, the samples and the contact sheet of a check into a folder.

    A map that is there already is left as it is, unless it is to be renewed.

    Raises
    ------
    DeckError
        When the folder cannot be written: give another.
    """
    stem = checked.template.stem
    at = folder / f"{stem}.map.toml"
    state: MapState = "written"
    if at.is_file():
        state = "renewed" if renew else "kept" if checked.changes else "unchanged"
    if state in ("written", "renewed"):
        write_file(checked.text.encode(), at, what="the map")
    samples, sheet = folder / f"{stem}.samples.pptx", folder / f"{stem}.sheet.html"
    built = write_samples(checked, samples)
    drawn = can_draw()
    pictures = slide_pictures(samples, width=_WIDTH) if drawn else []
    write_file(sheet_html(checked, at.name, samples.name, pictures).encode(), sheet, what="the contact sheet")
    problems = tuple(f"{each.shape} of slide {each.slide}: {each.what}" for each in built.problems)
    return CheckFiles(at, state, samples, sheet, drawn, problems)


def sheet_html(checked: TemplateCheck, map_name: str, samples: str, pictures: Sequence[bytes]) -> str:
    """Return the contact sheet as one self-contained page.

    Parameters
    ----------
    checked
        The check.
    map_name, samples
        The names of the map and of the deck of samples.
    pictures
        A PNG for each kind, in the order of the choices; empty where none can be drawn.
    """
    title = f"{checked.template.name}: how each kind of slide looks"
    figures = (
        _figure(kind, choice, pictures[at] if at < len(pictures) else None)
        for at, (kind, choice) in enumerate(checked.choices.items())
    )
    about = _ABOUT.format(name=map_name) + ("" if pictures else f" {_UNDRAWN.format(name=samples)}")
    body = (
        f"<header><h1>{escape(title)}</h1><p>{escape(about)}</p></header>"
        f'<main><div class="sheet">{"".join(figures)}</div>'
        f"{_listed('What the designer may want to mend', checked.warnings)}"
        f"{_listed('What is to be known', checked.remarks)}"
        f"{_listed(f'What {RENEW} would change in the map', checked.changes)}</main>"
    )
    return document(title, body, read_theme(template_path("valuestory")), sheets=("sheet.css",))


def _figure(kind: str, choice: LayoutChoice, picture: bytes | None) -> str:
    name = escape(NAMES[kind])
    shown = ""
    if picture is not None:
        data = base64.b64encode(picture).decode()
        shown = f'<img alt="A sample slide: {name}" src="data:image/png;base64,{data}">'
    slots = "".join(f"<li>{escape(line)}</li>" for line in _slots(choice))
    return (
        f"<figure>{shown}<figcaption><h2>{name} <code>{escape(kind)}</code></h2><p>{escape(choice.signature.address)}: "
        f"{escape(choice.reason)}</p><ul>{slots}</ul></figcaption></figure>"
    )


def _slots(choice: LayoutChoice) -> Iterator[str]:
    for role, slot in choice.slots.items():
        yield f"{role}: placeholder {slot.idx}, {slot.name}"


def _listed(title: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<section><h2>{escape(title)}</h2><ul>{items}</ul></section>" if lines else ""
