"""One designed slide filled: its bound shapes first, then every tag on it, in its charts and in its notes.

What a known name has no value for raises `MissingValueError`: the slide is then left out whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from valuestory.deck.designed.bindings import (
    SHAPES,
    bound_shapes,
    has_tags,
    name_of,
    notes_body,
    remove_directive,
    shape_of,
)
from valuestory.deck.designed.bound import fill_bound
from valuestory.deck.designed.charts import mend_axes
from valuestory.deck.designed.parts import notes_of, related
from valuestory.deck.designed.tags import fill_paragraph, paragraphs_with_tags
from valuestory.deck.designed.values import Values
from valuestory.deck.designed.words import Words
from valuestory.deck.designed.workshop import DesignedSlide, Filled, Workshop, cell_of
from valuestory.deck.geometry import EMU, Box
from valuestory.errors import TemplateError
from valuestory.slides.facts import Reference

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_USUAL: Final = (12_192_000, 6_858_000)
"""EMU of a slide, where a file does not say."""
_FOOTERS: Final = ("sldNum", "dt", "ftr", "hdr")
NOTES: Final = "notes"
"""What the evidence calls the notes of a slide."""


def fill_slide(slide: DesignedSlide, values: Values, workshop: Workshop) -> Filled:
    """Fill a slide in place.

    Raises
    ------
    MissingValueError
        When a known name on it has no value.
    UnknownFactError, StoryError
        When a name exists nowhere, or cannot be shown as the designer wrote it.
    TemplateError, DeckError
        When a bound shape cannot take what it is bound to.

    Text that has become too long for its place is shrunk, and noted in `remarks` where that does not help. What was too
    long as the designer left it is noted too, on the first slide of a design, and not touched.
    """
    filled = Filled(slide.key)
    tree = slide.part._element
    _name_apart(tree)
    before = _lengths(tree)
    for bound in bound_shapes(tree, where=slide.where):
        fill_bound(bound, slide, values, workshop, filled)
    _fill_tags(slide, tree, values, filled)
    for frame, chart in _charts(slide.part):
        mend_axes(chart._element)
        for paragraph in paragraphs_with_tags(chart._element):
            name = name_of(frame).get("name", "")
            _fill(slide, paragraph, values, filled, shape=name, where=f'{slide.where}, chart "{name}"')
    notes = notes_of(slide.part)
    if notes is not None:
        remove_directive(notes._element)
        if has_tags(notes._element) and (body := notes_body(notes._element)) is not None:
            name_of(body.getparent()).set("name", f"vs:{NOTES}")
        for paragraph in paragraphs_with_tags(notes._element):
            _fill(slide, paragraph, values, filled, shape=NOTES, where=f"{slide.where}, notes")
    _refuse_drawings(slide)
    _drop_empty(tree)
    longer = [shape for shape, length in _lengths(tree).items() if length > before.get(shape, 0)]
    if longer or slide.design not in workshop.measured:
        _fit(slide, longer, filled, own=slide.design not in workshop.measured)
        workshop.measured.add(slide.design)
    return filled


def _lengths(tree: Any) -> dict[Any, int]:
    """Return how many characters stand in each shape and each table of a slide's tree."""
    shapes = tree.iter(f"{_P}sp", f"{_P}graphicFrame")
    return {shape: sum(len(each.text or "") for each in shape.iter(f"{_A}t")) for shape in shapes}


def _fit(slide: DesignedSlide, longer: Sequence[Any], filled: Filled, *, own: bool) -> None:
    from valuestory.deck.designed.fitting import fit_texts, overfull  # measuring is for those who need it

    deck = slide.part.package.presentation_part.presentation
    size = Box(0, 0, int(deck.slide_width or _USUAL[0]) / EMU, int(deck.slide_height or _USUAL[1]) / EMU)
    known = {shape for shape, _ in filled.remarks}
    filled.remarks.extend(each for each in fit_texts(slide.part.slide, longer, size) if each[0] not in known)
    if own:
        filled.remarks.extend(overfull(slide.part.slide, longer))


def _drop_empty(tree: Any) -> None:
    """Take empty placeholders off the slide: nobody sees them but who edits it, and to them they look forgotten."""
    for shape in list(tree.iter(f"{_P}sp")):
        holder = shape.find(f"./{_P}nvSpPr/{_P}nvPr/{_P}ph")
        if holder is not None and holder.get("type") not in _FOOTERS and not _holds(shape):
            shape.getparent().remove(shape)


def _holds(shape: Any) -> bool:
    """Return whether a placeholder has text, a field, or a fill that shows a picture."""
    return any(True for _ in shape.iter(f"{_A}r", f"{_A}fld", f"{_A}blip"))


def _name_apart(tree: Any) -> None:
    """Give shapes their own names where one with tags shares its name: evidence is tied to names."""
    abouts = [about for shape in tree.iter(*SHAPES) if (about := name_of(shape)) is not None]
    holders = {
        name_of(shape_of(each)).get("name", "") for each in paragraphs_with_tags(tree) if shape_of(each) is not None
    }
    taken = {about.get("name", "") for about in abouts}
    seen: set[str] = set()
    for about in abouts:
        name = about.get("name", "")
        if name in holders and (name in seen or not name):
            number = next(each for each in range(2, len(abouts) + 3) if f"{name} ({each})" not in taken)
            name = f"{name} ({number})".strip()
            about.set("name", name)
            taken.add(name)
        seen.add(name)


def _fill_tags(slide: DesignedSlide, tree: Any, values: Values, filled: Filled) -> None:
    for paragraph in paragraphs_with_tags(tree):
        shape = shape_of(paragraph)
        name = name_of(shape).get("name", "") if shape is not None else ""
        cell = cell_of(paragraph)
        where = f'{slide.where}, shape "{name}"' + (f", row {cell[0] + 1}, column {cell[1] + 1}" if cell else "")
        _fill(slide, paragraph, values, filled, shape=name, where=where)


def _fill(slide: DesignedSlide, paragraph: Any, values: Values, filled: Filled, *, shape: str, where: str) -> None:
    def say(inside: str) -> Words:
        return values.words(Reference.parse(" ".join(inside.split()), where=where), where=where)

    for written in fill_paragraph(paragraph, say, where=where):
        filled.show(slide, shape, written, paragraph)


def _charts(part: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the frames of a slide's native charts, each with the chart's part."""
    charts = {rid: rel.target_part for rid, rel in part.rels.items() if rel.reltype.endswith("/chart")}
    for element in part._element.iter("{*}chart") if charts else ():
        chart = charts.get(element.get(f"{_R}id", ""))
        if chart is not None:
            yield shape_of(element), chart


def _refuse_drawings(slide: DesignedSlide) -> None:
    """Refuse tags where none can be filled: PowerPoint keeps the texts of SmartArt in parts that nobody documents."""
    for kind in ("diagramData", "diagramDrawing"):
        if any(b"{{" in part.blob for part in related(slide.part, kind)):
            do = "put the text into a text box or a table instead"
            raise TemplateError("a fact stands in SmartArt, where it cannot be filled", where=slide.where, do=do)
