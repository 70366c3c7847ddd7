"""Which layout of a template a slide takes, and why.

Order of evidence: the contract's names, then structure and geometry, then the OOXML type, then the name in any of
several languages; never a layout's position in the list. Where nothing fits, the slide is drawn in the free area of
the layout that comes nearest to "title only".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from valuestory.deck.template.judges import JUDGES, NOT_A_STORY, TYPES, is_named
from valuestory.deck.template.signature import Signature, Slot
from valuestory.errors import DeckError, TemplateError
from valuestory.slides.slide import Kind, Slide

LEAST_SCORE: Final = 4.0
"""Below this no layout fits, and the free area of the title-only layout is used."""
_IN_THE_WAY: Final = 8.0
"""What a slot that is wholly hidden by the layout's drawings costs, and what a slide full of free area is worth."""
_UNREADABLE, _LOST = 3.0, 0.05
"""What a ground costs where text is lost on more than this share of it: more than another master does."""
_ON_THE_TITLE, _MOST_SHARED = 4.0, 0.1
"""What a slot costs that lies on the title, and the share of it that may."""
FULL_SLIDES: Final = ("title", "section", "statement", "closing")
"""Kinds that are a headline and no exhibit."""
_COSTLY_IF_EMPTY: Final = ("text", "takeaway", "table", "chart2")
ROLES_OF: Final[Mapping[str, frozenset[str]]] = {
    "chart": frozenset({"chart"}),
    "chart+takeaway": frozenset({"chart", "takeaway"}),
    "two": frozenset({"chart", "chart2"}),
    "table": frozenset({"table"}),
    "kpi": frozenset({"kpi1"}),
    "bullets": frozenset({"text"}),
    "canvas": frozenset({"canvas"}),
}
"""The roles that make a layout one for a kind where its name says none."""
_EXHIBITS: Final = {"chart", "chart2", "table", "takeaway", "kpi1", "canvas"}
_OPTIONAL: Final = ("subtitle", "subtitle2", "source", "title")


@dataclass(frozen=True)
class LayoutChoice:
    """A layout, which of its slots takes which part of the slide, and why it was chosen.

    `slots` maps roles (``title subtitle chart chart2 table text takeaway source kpi1`` ...) to slots; what has no
    slot is drawn in the layout's free area. `drawn` says that no layout fits, so that the whole slide is drawn there.
    """

    signature: Signature
    slots: Mapping[str, Slot] = field(default_factory=dict)
    reason: str = ""
    drawn: bool = False


def effective_kind(slide: Slide) -> Kind:
    """Return the kind that a slide's contents make of it: a chart with text beside it is `chart+takeaway`, and so on.

    Raises
    ------
    DeckError
        When the kind says that there is a chart, a table or figures, and there are none.
    """
    if slide.flow is not None:
        return "canvas"
    exhibit = slide.chart is not None or slide.picture is not None or slide.table is not None
    if slide.kind in ("chart", "chart+takeaway", "bullets") and exhibit:
        if slide.table is not None and slide.kind != "chart+takeaway":
            return "table"
        return "chart+takeaway" if slide.body else "chart"
    wants = {"chart": "chart", "chart+takeaway": "chart", "two": "second chart", "table": "table", "kpi": "figure"}
    has = {
        "two": slide.chart2 is not None and slide.chart is not None,
        "table": slide.table is not None,
        "kpi": bool(slide.numbers),
    }
    if slide.kind in wants and not has.get(slide.kind, False):
        raise DeckError(
            f'a slide of kind "{slide.kind}" has no {wants[slide.kind]}',
            where=f'slide "{slide.key}"',
            do="give it one in story.slide(...), or name another kind",
        )
    return slide.kind


def choose(slide: Slide, layouts: Sequence[Signature]) -> LayoutChoice:
    """Return the layout for a slide.

    Parameters
    ----------
    slide
        The slide: its kind, and what it holds.
    layouts
        What each layout of the template offers.

    Raises
    ------
    TemplateError
        When no layout leaves room for this kind of slide.
    DeckError
        When the slide lacks what its kind says.
    """
    kind = effective_kind(slide)
    named = [each for each in layouts if each.kind == kind]
    if named:
        return _named(slide, kind, named, f"its name says [vs:{kind}]")
    if roled := [each for each in layouts if _has_roles(each, kind)]:
        return _named(slide, kind, roled, "its placeholders are named for it")
    if kind not in ("kpi", "canvas"):
        best = _best([_judged(each, kind, slide) for each in layouts], photographs=kind in FULL_SLIDES)
        if best[0] >= LEAST_SCORE:
            return best[1]
    if kind == "section" and (variant := _cover_variant(slide, layouts)) is not None:
        return variant
    return _drawn(slide, kind, layouts)


def _best(found: Sequence[tuple[float, LayoutChoice]], *, photographs: bool) -> tuple[float, LayoutChoice]:
    """Return the best choice; but for a headline, which a photograph suits, one on which text can be read.

    Only layouts that might win are looked at: a picture takes time.
    """
    ranked = sorted(found, key=lambda each: -each[0])
    if photographs:
        return ranked[0]
    best, most = ranked[0], -math.inf
    for score, choice in ranked:
        if score <= most:
            break
        lost = choice.signature.unreadable
        worth = score - (_UNREADABLE + 10.0 * lost) * (lost > _LOST)
        best, most = ((score, choice), worth) if worth > most else (best, most)
    return best


def _cover_variant(slide: Slide, layouts: Sequence[Signature]) -> LayoutChoice | None:
    """Return a second cover that is painted otherwise than the first: designers set parts apart by it."""
    covers = [found for each in layouts if (found := _judged(each, "title", slide))[0] >= LEAST_SCORE]
    if not covers:
        return None
    cover = max(covers, key=lambda found: found[0])[1].signature
    for _, choice in covers:
        other = choice.signature
        if other.master == cover.master and other.title_is_painted and not cover.title_is_painted:
            return replace(choice, reason="a cover in another colour, since there is no section header")
    return None


def wanted_roles(slide: Slide, kind: Kind) -> set[str]:
    """Return the roles that a slide has something for."""
    body = "takeaway" if kind == "chart+takeaway" else "text"
    present = {
        "chart": slide.chart is not None or slide.picture is not None,
        "chart2": slide.chart2 is not None,
        "table": slide.table is not None,
        "flow": slide.flow is not None,
        body: bool(slide.body),
        "subtitle": slide.header is not None,
        "subtitle2": slide.header2 is not None,
        "source": slide.source is not None,
    }
    tiles = {f"kpi{at}" for at in range(1, len(slide.numbers) + 1)}
    return {"title"} | {role for role, there in present.items() if there} | tiles


def _has_roles(layout: Signature, kind: Kind) -> bool:
    """Return whether a layout that names no kind has placeholders named for this one, and for no other exhibit."""
    roles = {slot.role for slot in layout.slots if slot.role}
    needed = ROLES_OF.get(kind, frozenset())
    return bool(needed) and not layout.kind and needed <= roles and not (roles & _EXHIBITS) - needed


def _named(slide: Slide, kind: Kind, named: Sequence[Signature], reason: str) -> LayoutChoice:
    wanted = wanted_roles(slide, kind)
    costs = [(_cost(each, wanted), at) for at, each in enumerate(named)]
    chosen = named[min(costs)[1]]
    slots = {slot.role: slot for slot in chosen.slots if slot.role}
    unnamed = not slots.keys() - set(_OPTIONAL)
    if chosen.title is not None:
        slots.setdefault("title", chosen.title)
    if unnamed and kind in ("kpi", "canvas"):
        return LayoutChoice(chosen, _lines(chosen, slots) | slots, reason, drawn=True)
    if unnamed and (kind not in FULL_SLIDES or not slots.keys() & {"subtitle", "source"}):
        slots = JUDGES[kind](chosen)[1] | slots
        slots = _lines(chosen, slots) | slots
    return LayoutChoice(chosen, slots, reason)


def _cost(layout: Signature, wanted: set[str]) -> float:
    roles = {slot.role for slot in layout.slots if slot.role}
    if not roles:
        return 5.0
    lacking = len(wanted - roles - set(_OPTIONAL))
    empty = roles - wanted - set(_OPTIONAL)
    return 10.0 * lacking + sum(3.0 if role in _COSTLY_IF_EMPTY else 1.0 for role in empty)


def _judged(layout: Signature, kind: Kind, slide: Slide) -> tuple[float, LayoutChoice]:
    """Return how well a layout fits, and what would go where."""
    nothing = LayoutChoice(layout)
    if NOT_A_STORY.search(layout.name) or not layout.slots or (layout.kind and layout.kind != kind):
        return -99.0, nothing
    score, slots, reason = JUDGES[kind](layout)
    score += 1.0 * (layout.type in TYPES.get(kind, ())) + 1.0 * is_named(layout, kind)
    score -= 2.0 * (layout.master > 0) + 0.01 * layout.order
    others = [slot for role, slot in slots.items() if role != "title"]
    score -= _IN_THE_WAY * max((layout.hidden(slot) for slot in others), default=0.0)
    if kind not in FULL_SLIDES and "title" in slots:
        score -= _ON_THE_TITLE * any(slot.box.overlap(slots["title"].box) > _MOST_SHARED for slot in others)
    slots = slots | _lines(layout, slots)
    unused = [slot for slot in layout.slots if slot not in slots.values()]
    return score - 0.4 * len(unused), LayoutChoice(layout, slots, reason)


def _lines(layout: Signature, slots: Mapping[str, Slot]) -> dict[str, Slot]:
    """Return the small slots that are plainly a header line or a source line, by name or by place."""
    found: dict[str, Slot] = {}
    if layout.title is None or not layout.has_strip:
        return found
    exhibits = [slot.box.top for role, slot in slots.items() if role not in ("title", "subtitle", "source")]
    for slot in layout.small:
        if slot.role in ("subtitle", "source", "text"):
            found.setdefault(slot.role, slot)
        elif slot.box.width < 0.5 * layout.width or slot in slots.values():
            continue
        elif slot.box.top > 0.85 * layout.height:
            found.setdefault("source", slot)
        elif (
            exhibits
            and layout.title.box.bottom - 0.3 <= slot.box.top < min(exhibits)
            and slot.box.height <= 0.07 * layout.height
        ):
            found.setdefault("subtitle", slot)
    return found


def _drawn(slide: Slide, kind: Kind, layouts: Sequence[Signature]) -> LayoutChoice:
    """Return the layout nearest to "title only" that leaves room; one without a title where no other does."""
    roomy = [each for each in layouts if each.free is not None]
    canvases = [each for each in roomy if each.is_canvas]
    usable = canvases or [each for each in roomy if not NOT_A_STORY.search(each.name) and not each.kind] or roomy
    strips = [each for each in usable if each.has_strip]
    titled = [each for each in usable if each.title is not None] if kind in FULL_SLIDES else []
    if not usable:
        raise TemplateError(
            f'no layout of the template leaves room for a slide of kind "{kind}"',
            where=f'slide "{slide.key}"',
            do="give the template a layout with a title band and nothing below it (Title Only)",
        )
    if strips or titled:
        ranked = [(-_distance_from_title_only(each), LayoutChoice(each)) for each in strips or titled]
        best = _best(ranked, photographs=kind in FULL_SLIDES)[1].signature
    else:
        best = max(usable, key=lambda each: (_room(each), -each.order))
    empty = [each for each in usable if not each.slots and each.master == best.master]
    if kind in FULL_SLIDES and best.marks_its_title and empty:
        return LayoutChoice(empty[0], {}, f'drawn on an empty layout: "{best.name}" has a mark beside its title', True)
    if best.title is None:
        return LayoutChoice(best, {}, "no layout has a title and room below it: title and all are drawn", drawn=True)
    slots = {"title": best.title}
    return LayoutChoice(best, slots | _lines(best, slots), "drawn in the free area below its title", drawn=True)


def _room(layout: Signature) -> float:
    """Return the free area, worth more where the layout has a title of its own."""
    area = _clear_area(layout)
    return area * (1.5 if layout.title is not None else 1.0) - 0.2 * area * (layout.master > 0)


def _clear_area(layout: Signature) -> float:
    """Return how much of a layout's free area, in square inches, no drawing of its own hides."""
    if layout.free is None:
        return 0.0
    free = layout.free
    return free.area * max(0.0, 1.0 - sum(free.overlap(box) for box in layout.obstacles))


def _distance_from_title_only(layout: Signature) -> float:
    others = len(layout.slots) - 1
    room = _clear_area(layout) / (layout.width * layout.height)
    named = 0.5 * (layout.type == "titleOnly")
    return others - named - _IN_THE_WAY * room + 2.0 * (layout.master > 0) + 0.01 * layout.order
