"""How well a layout fits each kind of slide, and which of its slots would take what.

Structure and geometry weigh most; the OOXML layout type and the name, in any of several languages, a little. The
weights were chosen on templates of companies, ministries and universities; only their order matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from valuestory.deck.template.signature import Signature, Slot

_LEAST_STATEMENT: Final = 0.10
"""A sentence that fills a slide needs at least this share of it."""
_LEAST_OF_TWO: Final = 0.33
"""A chart with text beside it needs at least this share of the slide's width."""
_LEAST_WIDTH: Final = 0.55
"""Share of the slide's width, as that of a title band."""
NOT_A_STORY = re.compile(
    r"\b(code|video|demo|palette|typograph|icon|map|team|instruction|anleitung|notes?|agenda|bio|quiz)", re.IGNORECASE
)
NAMES: Final = {
    "title": r"title slide|cover|titelfolie|titel$|título da apresenta|diapositive de titre|portada|capa|slajd tytułowy"
    r"|copertina|diapositiva titolo|titeldia|rubrikbild|титульный слайд|표지|제목 슬라이드"
    r"|表紙|タイトル スライド|标题幻灯片|標題投影片|封面|شريحة (ال)?عنوان|غلاف|שקופית כותרת|שער",
    "section": r"section|divider|chapter|abschnitt|kapitel|trennfolie|intercalaire|sección|seção|divisória|sezione"
    r"|sectie|hoofdstuk|avsnitt|sekcj|oddíl|раздел|구역|간지|セクション|中扉|章扉|节标题|章节|過場|过渡页"
    r"|عنوان (ال)?(قسم|مقطع)|فاصل|כותרת מקטע",
    "statement": r"statement|quote|big (number|fact)|main.?point|zitat|citation|cita\b|aussage|اقتباس|ציטוט",
    "closing": r"clos|thank|the end|end slide|ende\b|schluss|danke|merci|gracias|obrigad|grazie|bedankt|dziękuj|děkuj"
    r"|спасибо|감사|末尾|おわり|谢谢|謝謝|ありがとう"
    r"|شكر|خاتمة|ختام|תודה|סיום",
    "chart": r"chart|diagram|\bgraph(?!ic)|gráfic|グラフ|图表|مخطط|رسم بياني|תרשים",
    "table": r"table|tabelle|tableau|جدول|טבלה",
    "chart+takeaway": r"commentary|takeaway|two.?thirds|2:1",
}
TYPES: Final = {
    "title": ("title",),
    "section": ("secHead",),
    "bullets": ("obj", "tx"),
    "chart": ("chart", "obj"),
    "chart+takeaway": ("chartAndTx", "txAndChart", "twoObj"),
    "two": ("twoObj",),
    "table": ("tbl", "obj"),
    "kpi": ("titleOnly",),
    "canvas": ("titleOnly",),
}


def is_named(layout: Signature, kind: str) -> bool:
    """Return whether a layout's name says this kind."""
    return kind in NAMES and re.search(NAMES[kind], layout.name, re.IGNORECASE) is not None


Judged = tuple[float, dict[str, Slot], str]
"""A score, the slots by role, and the reason in words."""


def _headline(layout: Signature) -> dict[str, Slot]:
    """Return the slots of headline, subtitle and text: the headline goes where the largest text stands.

    Some covers have a small title above a huge body.
    """
    texts = [slot for slot in layout.slots if slot.kind in ("title", "ctrTitle", "body", "subTitle")]
    if not texts:
        return {}
    largest = max(texts, key=lambda slot: (slot.size, slot.box.area))
    title = layout.title if layout.title is not None and largest.size < 1.3 * layout.title.size else largest
    rest = sorted((slot for slot in texts if slot != title), key=lambda slot: (-slot.size, slot.box.top))
    return {"title": title} | dict(zip(("subtitle", "text"), rest, strict=False))


def _cover(layout: Signature) -> Judged:
    score = 4.0 * (layout.type == "title") + 3.0 * is_named(layout, "title")
    if layout.title is not None:
        score += 2.0 * (layout.title.kind == "ctrTitle") - 2.0 * layout.has_strip
    score += 2.0 * any(slot.kind in ("subTitle", "body") for slot in layout.slots)
    score += 1.0 * any(slot.kind == "subTitle" for slot in layout.slots)
    score -= 4.0 * len(layout.content) + 3.0 * (
        layout.type in ("secHead", "obj", "twoObj", "titleOnly", "objTx", "picTx")
    )
    return score, _headline(layout), "it has the title and subtitle of a cover"


def _section(layout: Signature) -> Judged:
    score = 4.0 * (layout.type == "secHead") + 4.0 * is_named(layout, "section") + 1.0 * (layout.title is not None)
    score += 1.0 * (layout.type == "title") + 3.5 * _is_headed_by_nothing_else(layout)
    score -= 4.0 * len(layout.content) + 2.0 * len(layout.pictures) + 3.0 * layout.has_strip
    return score, _headline(layout), "it is a section header"


def _is_headed_by_nothing_else(layout: Signature) -> bool:
    """Whether a layout that says no type has the structure of a section header: a title, one text by it."""
    title = layout.title
    if layout.type or title is None or title.kind == "ctrTitle" or layout.has_strip or len(layout.slots) != 2:
        return False
    other = next(slot for slot in layout.slots if slot != title)
    beside = max(other.box.top - title.box.bottom, title.box.top - other.box.bottom)
    return other.kind == "body" and other.box.height < 0.35 * layout.height and beside < 0.1 * layout.height


def _statement(layout: Signature) -> Judged:
    score, slots, _ = _section(layout)
    if is_named(layout, "statement"):
        score += 5.0
    if slots and slots["title"].box.area < _LEAST_STATEMENT * layout.width * layout.height:
        score -= 5.0
    return score - 0.5, slots, "it shows one large text"


def _closing(layout: Signature) -> Judged:
    score, slots, _ = _cover(layout)
    if is_named(layout, "closing"):
        score += 6.0 + 0.02 * layout.order  # the last match
    return score - 0.5, slots, "it closes a deck, or has the title of a cover"


def _one_exhibit(layout: Signature, role: str, kind: str) -> Judged:
    if not layout.has_strip or layout.title is None:
        return -50.0, {}, ""
    slots = {"title": layout.title}
    fitting = [slot for slot in layout.slots if slot.kind == kind and slot in layout.content]
    if fitting:
        return 8.0 - len(layout.content) + 1, slots | {role: fitting[0]}, f"it has a {role} placeholder"
    if len(layout.content) == 1:
        penalty = 4.0 * len(layout.texts) + _half_empty(layout, layout.content[0])
        return (
            7.0 - penalty - 2.0 * len(layout.pictures),
            slots | {role: layout.content[0]},
            "a title band and one content slot",
        )
    if not layout.content and len(layout.texts) == 1:
        return (
            5.0 - 2.0 * len(layout.pictures) - _half_empty(layout, layout.texts[0]),
            slots | {role: layout.texts[0]},
            "a title band and one text slot of its size",
        )
    return 0.0, slots, ""


def _chart(layout: Signature) -> Judged:
    return _one_exhibit(layout, "chart", "chart")


def _table(layout: Signature) -> Judged:
    return _one_exhibit(layout, "table", "tbl")


def _takeaway(layout: Signature) -> Judged:
    if not layout.has_strip or layout.title is None:
        return -50.0, {}, ""
    slots, content, texts = {"title": layout.title}, layout.content, layout.texts
    if len(content) == 1 and len(texts) == 1 and content[0].box.width > texts[0].box.width:
        return 9.0, slots | {"chart": content[0], "takeaway": texts[0]}, "a content slot with a text slot beside it"
    if len(content) == 2 and not texts and _side_by_side(content):
        wide, narrow = sorted(content, key=lambda slot: -slot.box.width)
        unequal = 2.0 * (wide.box.width > 1.2 * narrow.box.width)
        unequal -= 4.0 * (wide.box.width < _LEAST_OF_TWO * layout.width)
        return 6.5 + unequal, slots | {"chart": wide, "takeaway": narrow}, "two content slots side by side"
    score, found, reason = _chart(layout)
    return score - 0.2, found, f"{reason}; the text stands beside the chart"


def _two(layout: Signature) -> Judged:
    content = layout.content
    if layout.has_strip and layout.title is not None and len(content) == 2 and _side_by_side(content):
        alike = abs(content[0].box.width - content[1].box.width) < 0.15 * content[0].box.width
        slots = {"title": layout.title, "chart": content[0], "chart2": content[1]}
        return 4.0 + 5.0 * alike - len(layout.texts), slots, "two content slots side by side"
    score, slots, reason = _chart(layout)
    return score - 2.5, slots, f"{reason}, cut in two"


def _bullets(layout: Signature) -> Judged:
    if not layout.has_strip or layout.title is None:
        return -50.0, {}, ""
    bodies = (*layout.content, *layout.texts)
    if not bodies:
        return 0.0, {"title": layout.title}, ""
    score = 9.0 - 3.5 * (len(bodies) - 1) - 2.0 * len(layout.pictures) - 3.0 * (bodies[0].kind == "subTitle")
    score -= _half_empty(layout, bodies[0]) if len(bodies) == 1 else 0.0
    return score, {"title": layout.title, "text": bodies[0]}, "a title band and one slot for text"


def _half_empty(layout: Signature, slot: Slot) -> float:
    """Return what it costs that a layout's only place takes half the slide: the other half was meant for a picture.

    It costs nothing where that picture is drawn already, so that the place is as wide as can be.
    """
    free = layout.free
    filled = free is not None and slot.box.width >= 0.9 * free.width
    return 6.0 * (slot.box.width < _LEAST_WIDTH * layout.open_part.width and not filled)


def _side_by_side(content: Sequence[Slot]) -> bool:
    first, second = content
    return abs(first.box.top - second.box.top) < 0.3 and first.box.right <= second.box.left + 0.1


JUDGES: Final[Mapping[str, Callable[[Signature], Judged]]] = {
    "title": _cover,
    "section": _section,
    "statement": _statement,
    "closing": _closing,
    "chart": _chart,
    "chart+takeaway": _takeaway,
    "two": _two,
    "table": _table,
    "bullets": _bullets,
}
