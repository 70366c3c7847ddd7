"""The few pieces of HTML that previews are built from: boxes on the grid, lines of type, runs of text.

Styles are inline, for a notebook's page may drop or outvote any other. One em is ten points of a slide 7.5 inches
high; the slide sets it once from its own width, and everything on it is measured in em, so that the whole scales with
the output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final

from valuestory.slides.html.geometry import POINTS, Box
from valuestory.slides.slide import Paragraph, Picture, Run

_NEGATIVE_AMOUNT: Final = re.compile("\u2212[$\u20ac\u00a3\u00a5\u20b9]\\S+")
_POINTS_AN_EM: Final = 10
_TYPEWRITER: Final = "font-family:'Courier New',monospace"
_LISTS: Final[dict[str, str]] = {"bullet": "ul", "number": "ol"}


def em(inches: float) -> str:
    """Return a length in the slide's own unit."""
    return f"{inches * POINTS / _POINTS_AN_EM:.4g}em"


def placed(box: Box, inside: str, style: str = "") -> str:
    """Return a positioned box with something in it."""
    place = f"position:absolute;left:{em(box.left)};top:{em(box.top)};width:{em(box.width)};height:{em(box.height)}"
    return f'<div style="{place}{";" + style if style else ""}">{inside}</div>'


def letters(points: float, color: str, *, bold: bool = False, leading: float = 1.15, after: float = 0) -> str:
    """Return the style of a line of type.

    Parameters
    ----------
    points
        Size, in points of a slide 7.5 inches high.
    color
        Of the text.
    bold
        One of the two weights.
    leading
        Line height, in sizes.
    after
        Space below, in points.
    """
    weight = 700 if bold else 400
    margin = f"0 0 {after / points:.3g}em" if after else "0"
    size = points / _POINTS_AN_EM
    return (
        f"margin:{margin};padding:0;font-size:{size:.3g}em;line-height:{leading:g};font-weight:{weight};color:{color}"
    )


def smaller(inside: str, share: float) -> str:
    """Return what is inside at a share of its size."""
    return f'<div style="font-size:{share:.3g}em">{inside}</div>' if share < 1 else inside


def picture_source(picture: Picture) -> str:
    """Return a picture as the address of an image that holds it."""
    return f"data:{picture.media_type};base64,{escape(picture.data)}"


def line(inside: str, style: str, tag: str = "p") -> str:
    """Return one element of type."""
    return f'<{tag} style="{style}">{inside}</{tag}>'


def title_html(text: str) -> str:
    """Return a title, escaped; a minus stays on the line of its amount, from which browsers would part it."""
    return _NEGATIVE_AMOUNT.sub(r'<span style="white-space:nowrap">\g<0></span>', escape(text, quote=False))


def runs_html(paragraph: Paragraph | None, *, bold_color: str = "") -> str:
    """Return a paragraph's runs, escaped; a figure tells on hovering which fact it is."""
    return "" if paragraph is None else "".join(_run(run, bold_color) for run in paragraph.runs)


def _run(run: Run, bold_color: str) -> str:
    rules = []
    if run.bold:
        rules.append("font-weight:700" + (f";color:{bold_color}" if bold_color else ""))
    rules += [rule for wanted, rule in ((run.italic, "font-style:italic"), (run.code, _TYPEWRITER)) if wanted]
    rules += [f"color:{run.color}"] if run.color else []
    style = f' style="{";".join(rules)}"' if rules else ""
    part = "" if run.part == "value" else f", {run.part}"
    title = f' title="{escape(run.fact + part)}"' if run.fact else ""
    text = escape(run.text, quote=False)
    if run.link:
        text = f'<a href="{escape(run.link)}" style="color:inherit">{text}</a>'
    return f"<span{style}{title}>{text}</span>" if style or title else text


def blocks(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    """Yield runs of paragraphs that stand together: a list with its tag, or plain paragraphs."""
    for tag, group in groupby(paragraphs, key=lambda each: _LISTS.get(each.style, "")):
        yield tag, tuple(group)
