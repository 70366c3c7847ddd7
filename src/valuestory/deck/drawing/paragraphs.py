"""Paragraphs: how they look, their XML, and the same as something to measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.sax.saxutils import escape

from valuestory.deck.file.package import printable
from valuestory.deck.geometry import emu
from valuestory.deck.template.colors import Ink
from valuestory.slides.slide import Paragraph, Run
from valuestory.slides.typography.fit import Block, Piece, rounded_size

CODE_FONT: Final = "Courier New"
"""What is written in a typewriter's font: on every machine, or with a twin of the same widths."""
_LINK: Final = (
    '<a:hlinkClick r:id="{}"><a:extLst><a:ext uri="{{A12FA001-AC4F-418D-AE19-62706E023703}}">'
    '<ahyp:hlinkClr xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/>'
    "</a:ext></a:extLst></a:hlinkClick>"
)
"""A link in the colour of its text, underlined: the theme's own colour for links can seldom be read everywhere."""


@dataclass(frozen=True)
class Look:
    """How a paragraph is drawn; None leaves it to the placeholder.

    `size`, `after` and `before` are points; `indent` is where the text begins, in inches, and `hang` how far before it
    its marker stands, as far where nothing is said; `marker` is ``""`` (none),
    ``"bullet"``, ``"number"``, ``"none"`` (none, whatever the placeholder has) or ``"inherit"``; `tabs` are the stops
    at which text ends that a tab parts, in inches; `rtl` is ``"1"`` for text that runs from right to left, ``"0"`` for
    text that does not; `caps` says that the placeholder shows it in capitals, which are wider.
    """

    size: float | None = None
    ink: Ink | None = None
    bold: bool | None = None
    bold_ink: Ink | None = None
    after: float | None = None
    indent: float = 0.0
    hang: float | None = None
    marker: str = ""
    level: int = 0
    align: str = ""
    font: str = "Arial"
    spacing: float = 1.0
    tabs: tuple[float, ...] = ()
    rtl: str = ""
    caps: bool = False


Text = Sequence[tuple[Paragraph, Look]]


def runs_of(paragraph: Paragraph) -> tuple[Run, ...]:
    """Return a paragraph's runs as they are written: the empty ones left out."""
    return tuple(run for run in paragraph.runs if run.text)


def paragraph_xml(paragraph: Paragraph, look: Look, language: str, links: Mapping[str, str] | None = None) -> str:
    """Return a paragraph as XML; `links` has the relationship of each address, without which it is plain text."""
    runs = "".join(_run_xml(run, look, language, (links or {}).get(run.link, "")) for run in runs_of(paragraph))
    return f"<a:p>{_properties(look, paragraph.start)}{runs}</a:p>"


def _properties(look: Look, start: int) -> str:
    attributes = f' lvl="{look.level}"' if look.level else ""
    if look.marker != "inherit" and (look.size is not None or look.indent or look.marker == "none"):
        hang = look.indent if look.hang is None else look.hang
        attributes = f' marL="{emu(look.indent)}" indent="{-emu(hang)}"' + attributes
    if look.align:
        attributes += f' algn="{look.align}"'
    if look.rtl:
        attributes += f' rtl="{look.rtl}"'
    inside = f'<a:lnSpc><a:spcPct val="{round(look.spacing * 100_000)}"/></a:lnSpc>' if look.size is not None else ""
    if look.after is not None:
        inside += (
            f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{round(look.after * 100)}"/></a:spcAft>'
        )
    inside += _marker(look, start)
    if look.tabs:
        stops = "".join(f'<a:tab pos="{emu(each)}" algn="r"/>' for each in look.tabs)
        inside += f"<a:tabLst>{stops}</a:tabLst>"
    return f"<a:pPr{attributes}>{inside}</a:pPr>" if attributes or inside else ""


def _marker(look: Look, start: int) -> str:
    if look.marker == "inherit":
        return ""
    color = f"<a:buClr>{look.bold_ink.xml}</a:buClr>" if look.bold_ink else ""
    if look.marker == "bullet":
        return f'{color}<a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>'
    if look.marker == "number":
        begins = f' startAt="{start}"' if start > 1 else ""
        return f'{color}<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"{begins}/>'
    return "<a:buNone/>" if look.size is not None or look.marker == "none" else ""


def _run_xml(run: Run, look: Look, language: str, link: str) -> str:
    attributes = f' lang="{language}"' if language else ""
    if look.size is not None:
        attributes += f' sz="{round(look.size * 100)}"'
    bold = run.bold or bool(look.bold)
    if look.bold is not None or run.bold or look.ink is not None:
        attributes += f' b="{int(bold)}"'
    attributes += ' i="1"' if run.italic else ""
    attributes += ' u="sng"' if link else ""
    ink = look.bold_ink if run.bold and look.bold_ink else look.ink
    fill = f"<a:solidFill>{ink.xml}</a:solidFill>" if ink else ""
    fill = f'<a:solidFill><a:srgbClr val="{run.color[1:].upper()}"/></a:solidFill>' if run.color else fill
    font = f'<a:latin typeface="{CODE_FONT}"/><a:cs typeface="{CODE_FONT}"/>' if run.code else ""
    inside = fill + font + (_LINK.format(link) if link else "")
    text = escape("\t".join(printable(each) for each in run.text.split("\t")))  # a tab leads to the next stop
    return f"<a:r><a:rPr{attributes}>{inside}</a:rPr><a:t>{text}</a:t></a:r>"


def block(paragraph: Paragraph, look: Look) -> Block:
    """Return a paragraph as something to measure."""
    assert look.size is not None
    pieces = tuple(
        Piece(run.text.upper() if look.caps else run.text, run.bold or bool(look.bold), CODE_FONT if run.code else "")
        for run in runs_of(paragraph)
    )
    return Block(pieces, look.size, look.after or 0.0, look.indent, look.spacing, look.font)


def shrunk(look: Look, share: float) -> Look:
    """Return a look at a share of its size."""
    assert look.size is not None
    return replace(look, size=rounded_size(look.size * share), after=None if look.after is None else look.after * share)
