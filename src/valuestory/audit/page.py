"""An audit as one self-contained HTML page: each slide's picture with its marks, and its numbers with their sources."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from valuestory.audit.finding import NOT_RELIED_ON, SOUND, Finding, Status, verdict
from valuestory.deck.reading.deck import ReadSlide
from valuestory.slides.html.document import document
from valuestory.slides.theme import Theme

_ABOUT: Final = (
    "Made from the deck alone: the evidence of its numbers travels in the file. This page loads nothing and runs "
    "nothing."
)
_ORDER: Final[tuple[Status, ...]] = (
    "altered",
    "unsourced",
    "differs",
    "cannot be computed",
    "removed",
    "workbook missing",
    "workbook elsewhere",
    "matches",
    "sourced",
)
_NOT_DRAWN: Final = ("notes", "alt text")


def audit_page(
    deck: str, found: Sequence[Finding], slides: Sequence[ReadSlide], theme: Theme, pictures: Sequence[bytes] = ()
) -> str:
    """Return the page.

    Parameters
    ----------
    deck
        The deck's name.
    found
        What the audit found.
    slides
        The deck as it was read.
    theme
        The colours and fonts of the page.
    pictures
        A PNG a slide, in order; without them the marks stand on empty slides.
    """
    drawn = dict(zip((slide.number for slide in slides if not slide.hidden), pictures, strict=False))
    sections = "".join(_slide(slide, [each for each in found if each.slide == slide.number], drawn) for slide in slides)
    gone = [each for each in found if each.slide == 0]
    sections += f"<section><h2>No longer in the deck</h2>{_table(gone)}</section>" if gone else ""
    told = f'<p class="standfirst">{escape(verdict(found))}</p>'
    head = f"<header><h1>{escape(deck)}: where its numbers come from</h1>{told}</header>"
    body = f'{head}<main id="audit">{_tiles(found)}{sections}</main><footer><p>{escape(_ABOUT)}</p></footer>'
    return document(f"{deck}: audit", body, theme, sheets=("audit.css",))


def _tiles(found: Sequence[Finding]) -> str:
    counts = Counter(each.status for each in found)
    tiles = [(status.capitalize(), counts[status]) for status in _ORDER if counts[status]]
    inside = "".join(
        f'<div class="tile"><p>{escape(name)}</p><p class="number">{count:,}</p></div>' for name, count in tiles
    )
    return f'<div class="tiles">{inside}</div>'


def _slide(slide: ReadSlide, found: Sequence[Finding], pictures: Mapping[int, bytes]) -> str:
    wanting = [each for each in found if each.status not in SOUND]
    sound = [each for each in found if each.status in SOUND]
    told = _table(wanting) if wanting else ""
    count = f"{len(sound):,} sourced number{'' if len(sound) == 1 else 's'}"
    told += f"<details><summary>{count}</summary>{_table(sound)}</details>" if sound else ""
    title = escape(f"{slide.number}. {slide.title or 'Without a title'}")
    picture = _picture(slide, found, pictures.get(slide.number))
    return f"<section><h2>{title}</h2>{picture}{told or '<p>No number.</p>'}</section>"


def _picture(slide: ReadSlide, found: Sequence[Finding], picture: bytes | None) -> str:
    return f'<div class="picture">{blank_or_picture(slide, picture)}{"".join(_marks(slide, found))}</div>'


def blank_or_picture(slide: ReadSlide, picture: bytes | None) -> str:
    """Return a slide's picture as HTML, an empty frame of its form where there is none."""
    if picture is not None:
        return f'<img alt="Slide {slide.number}" src="data:image/png;base64,{b64encode(picture).decode()}">'
    width, height = slide.size
    label = f'role="img" aria-label="Slide {slide.number}"'
    return f'<svg class="blank" viewBox="0 0 {width:g} {height:g}" {label}></svg>'


def _marks(slide: ReadSlide, found: Sequence[Finding]) -> list[str]:
    """Return one mark a shape: how many numbers are in it that nobody can rely on, or that all are sound."""
    shapes: dict[str, list[Finding]] = {}
    for each in found:
        if each.where not in _NOT_DRAWN and each.shape in slide.boxes and each.status in (*NOT_RELIED_ON, *SOUND):
            shapes.setdefault(each.shape, []).append(each)
    marks = []
    for shape, numbers in shapes.items():
        left, top, width, height = (f"{100 * part:.2f}%" for part in slide.boxes[shape])
        status = min((each.status for each in numbers), key=_ORDER.index)
        count = sum(each.status == status for each in numbers)
        label = "" if status in SOUND else f"<b>{count} {status}</b>"
        place = f"left:{left};top:{top};width:{width};height:{height}"
        marks.append(f'<div class="mark {_class(status)}" style="{place}" title="{escape(shape)}">{label}</div>')
    return marks


def _class(status: Status) -> str:
    """Return the style of a status: what is sound, what was altered or differs, and what nobody vouches for."""
    if status in SOUND:
        return "sourced"
    return {"differs": "altered", "cannot be computed": "unsourced"}.get(status, status.replace(" ", "-"))


def _table(found: Sequence[Finding]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Shown", "Status", "Where", "Source"))
    rows = "".join(_row(each) for each in found)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(each: Finding) -> str:
    was = f"; it was {each.was}" if each.status == "altered" and each.was else ""
    shown = each.shown or each.was
    where = ", ".join(part for part in (each.shape, each.where if each.where != "text" else "", each.why) if part)
    source = "; ".join(part for part in (each.fact, each.source) if part)
    cells = (
        f'<td class="number">{escape(shown)}</td><td><span class="state">{escape(each.status)}</span>{escape(was)}</td>'
        f"<td>{escape(where)}</td><td>{escape(source)}</td>"
    )
    return f'<tr class="{_class(each.status)}">{cells}</tr>'
