"""Slide number, footer and date: as the layout has them, and as its designer has them shown."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, Final

from valuestory.deck.drawing.holders import inside
from valuestory.deck.drawing.page import PAGE, Page
from valuestory.deck.drawing.paragraphs import Look
from valuestory.deck.geometry import box_of
from valuestory.deck.template.inherit import frame, holder_kind, text_style
from valuestory.slides.slide import Paragraph, Run
from valuestory.slides.typography.fonts import text_width

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_FOOTERS: Final = {"sldNum": "vs:page", "ftr": "vs:footer", "dt": "vs:date"}
"""What stands at the foot of a layout, and what it is called on the slide."""
_PROMPTS: Final = (
    *("footer", "footer text", "fußzeile", "pied de page", "pie de página", "rodapé", "piè di pagina", "voettekst"),
    *("sidfot", "stopka", "zápatí", "нижний колонтитул", "フッター", "页脚", "頁尾", "바닥글", "تذييل", "כותרת תחתונה"),
)
"""What programs write into a footer that nobody has filled, as LibreOffice does on every layout."""


def copy_footers(page: Page, day: Sequence[str] = ()) -> None:
    """Copy the layout's slide number, footer and date onto the slide, as PowerPoint itself does.

    A footer that says nothing is left out. A date stands where the designer's own setting (``p:hf``) shows dates, since
    every layout of a new file has a place for one and hardly a deck shows it; and it is the story's, the first form of
    `day` that fits on a line: what the layout holds is the designer's day, or changes each morning.
    """
    layout = page.slide.slide_layout
    for shape in layout.placeholders:
        kind = (holder_kind(shape._element) or ("",))[0]
        if kind not in _FOOTERS or not _is_shown(kind, layout) or (kind == "ftr" and not _says_something(shape)):
            continue
        said = _on_one_line(shape, layout, day) if kind == "dt" else ""
        if kind == "dt" and not said:
            continue
        element = copy.deepcopy(shape._element)
        properties = element.nvSpPr.cNvPr
        properties.set("id", str(page.next_id()))
        properties.set("name", _FOOTERS[kind])
        for child in list(element.spPr):
            element.spPr.remove(child)
        _bare_text(element)
        if kind == "dt":
            page.write(element.txBody, _FOOTERS[kind], [(Paragraph((Run(said),)), Look(marker="inherit"))], PAGE)
        page.slide.shapes._spTree.append(element)
        page.ranks[element] = PAGE


def _on_one_line(shape: Any, layout: Any, forms: Sequence[str]) -> str:
    """Return the first form of a text that fits into a layout's place on one line; empty where none does."""
    box, style = box_of(shape), text_style(shape._element, layout)
    room = 0.0 if box is None else inside(box, frame(shape._element, layout)).width
    fitting = (each for each in forms if text_width(each, style.size, bold=style.bold, font=style.font) <= room)
    return next(fitting, "")


def _is_shown(kind: str, layout: Any) -> bool:
    """Whether the layout's or the master's setting for headers and footers shows this part."""
    settings = (each._element.find(f"{_P}hf") for each in (layout, layout.slide_master))
    found = next((each for each in settings if each is not None), None)
    if found is None:
        return kind != "dt"
    return str(found.get(kind, "1")) not in ("0", "false")


def _says_something(shape: Any) -> bool:
    words = shape.text_frame.text.strip()
    return bool(words) and "{{" not in words and words.strip("<>[]() ").casefold() not in _PROMPTS


def _bare_text(element: Any) -> None:
    """Leave insets, styles and place to the layout."""
    styles = element.txBody.find(f"{_A}lstStyle")
    body = element.txBody.find(f"{_A}bodyPr")
    for part in (styles, body):
        if part is not None:
            part.clear()
