"""One slide put together: each of its parts drawn into its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pptx.util import Emu

from valuestory.deck.drawing.abridged import in_one_line
from valuestory.deck.drawing.arrange import Place, Places, arrange
from valuestory.deck.drawing.flows import add_flow
from valuestory.deck.drawing.holders import fill_text, fill_title, take_holder, text_styles
from valuestory.deck.drawing.mirrored import mirror_charts, mirror_drawn
from valuestory.deck.drawing.page import BODY, EXHIBIT, EXHIBIT2, HEADER, HEADER2, SOURCE, TITLE, Page
from valuestory.deck.drawing.panels import add_ask, add_strip
from valuestory.deck.drawing.paragraphs import Look, Text
from valuestory.deck.drawing.pictures import add_picture
from valuestory.deck.drawing.tables import add_table
from valuestory.deck.drawing.tiles import add_tiles
from valuestory.deck.drawing.words import bullet_text, header_text, line_text, source_text, takeaway_text
from valuestory.deck.geometry import Box, emu
from valuestory.deck.template.layouts import FULL_SLIDES, LayoutChoice, effective_kind
from valuestory.errors import DeckError
from valuestory.slides.slide import Chart, Kind, Paragraph, Slide
from valuestory.slides.theme import Theme
from valuestory.slides.typography.direction import runs_leftwards

DrawChart = Callable[[Page, Chart, str, Places, Theme], str]
"""Draws a chart of a role into its place on a page, and returns what it became."""


def compose(
    page: Page, slide: Slide, choice: LayoutChoice, theme: Theme, draw_chart: DrawChart | None = None
) -> list[str]:
    """Put everything that a slide holds onto its page; return what its charts became.

    `draw_chart` stands in for native charts where a slide is only looked at.
    """
    kind = effective_kind(slide)
    if kind in FULL_SLIDES:
        slide = _full(slide, choice)
    page.mirrored = page.leftwards and runs_leftwards(slide.title.text)
    places = arrange(slide, kind, choice, page.scale)
    font = text_styles(page, None)[0].font
    two_lines = choice.signature.has_strip or choice.signature.title is None
    logos = choice.signature.logos
    fill_title(page, places["title"], slide.title, TITLE, two_lines=two_lines, logos=logos)
    _headers(page, slide, kind, places, font)
    if slide.numbers:
        _tiles(page, slide, places, font)
    draw = draw_chart or _chart
    tiers = [draw(page, chart, role, places, theme) for role, chart in _charts(slide)]
    if slide.picture is not None:
        take_holder(page, places["chart"].slot)
        add_picture(page, slide.picture, places["chart"].box, "vs:picture")
    if slide.table is not None:
        _table(page, slide, places, font)
    flow = slide.flow
    if flow is not None:
        _mirrored(page, places["flow"].box, lambda: add_flow(page, flow, places["flow"].box, font))
    if slide.body:
        _body(page, slide, kind, places, choice, font)
    if slide.source is not None:
        fill_text(page, "vs:source", places["source"], source_text(page, slide.source, font), SOURCE)
    return tiers


def _full(slide: Slide, choice: LayoutChoice) -> Slide:
    """Make a headline slide's first paragraph its subtitle; its source stands at the foot where nothing else does."""
    header, body, source = slide.header, slide.body, slide.source
    if header is None and body:
        header, body = replace(body[0], style="text"), body[1:]
    if source is not None and not body and "source" not in choice.slots and "text" in choice.slots:
        body, source = (source,), None
    return replace(slide, header=header, body=body, source=source)


def _headers(page: Page, slide: Slide, kind: Kind, places: Places, font: str) -> None:
    for role, paragraph, rank in (("subtitle", slide.header, HEADER), ("subtitle2", slide.header2, HEADER2)):
        if paragraph is None or role not in places:
            continue
        place = places[role]
        if place.slot is not None and place.box.bottom <= places["title"].box.top + 0.05:
            rank = TITLE - 1  # some layouts have the line above the title: it is read where it stands
        if kind in FULL_SLIDES:
            # Where the layout has one slot below its headline, further lines share it.
            lines = (paragraph, *slide.body) if place.slot is not None and "text" not in places else (paragraph,)
            box = _lengthened(page, place.box) if len(lines) > 1 else None
            fill_text(page, f"vs:{role}", place, _plain(page, place, lines, 20), rank, keep_style=True, box=box)
        else:
            fill_text(page, f"vs:{role}", place, header_text(page, paragraph, font), rank)


def _tiles(page: Page, slide: Slide, places: Places, font: str) -> None:
    spots = [places[f"kpi{at}"] for at in range(1, len(slide.numbers) + 1)]
    for spot in spots:
        take_holder(page, spot.slot)
    add_tiles(page, slide.numbers, [spot.box for spot in spots], font)


def _charts(slide: Slide) -> Iterator[tuple[str, Chart]]:
    if slide.chart is not None:
        yield "chart", slide.chart
    if slide.chart2 is not None:
        yield "chart2", slide.chart2


def _chart(page: Page, chart: Chart, role: str, places: Places, theme: Theme) -> str:
    """Draw a chart into its place; return what it became and why."""
    from valuestory.deck.charts import add_chart
    from valuestory.deck.charts.recorded import record_chart

    place, name = places[role], f"vs:{role}"
    holder = take_holder(page, place.slot)
    tree = page.slide.shapes._spTree
    before = set(tree)
    left, top, width, height = (
        Emu(emu(each)) for each in (place.box.left, place.box.top, place.box.width, place.box.height)
    )
    try:
        added = add_chart(
            page.slide,
            chart.spec,
            left,
            top,
            width,
            height,
            theme=theme,
            alt=chart.alt,
            name=name,
            enlarged=page.label_scale,
        )
    except DeckError as error:
        raise DeckError(error.what, where=f'slide "{page.key}", {error.where}', do=error.do) from error
    if page.mirrored:
        mirror_charts(added.shape)
    plotted, said = record_chart(chart.spec, added, key=page.key, slide_id=page.slide.slide_id, name=name)
    page.plotted.extend(plotted)
    page.said.extend(said)
    element = added.shape._element
    if holder is not None and element.tag.endswith("}graphicFrame"):
        element.find(".//{*}nvPr").append(holder)
    rank = EXHIBIT if role == "chart" else EXHIBIT2
    for each in tree:
        if each not in before:
            page.ranks[each] = rank
    return f"{added.tier}: {added.reason}" if added.reason else added.tier


def _table(page: Page, slide: Slide, places: Places, font: str) -> None:
    assert slide.table is not None
    place = places["table"] if "table" in places else places["chart"]
    holder = take_holder(page, place.slot)
    alt = slide.table.alt or f"Table: {(slide.header or slide.title).text}"
    add_table(page, slide.table, place.box, "vs:table", holder, alt=alt, font=font)


def _body(page: Page, slide: Slide, kind: Kind, places: Places, choice: LayoutChoice, font: str) -> None:
    if kind == "chart+takeaway":
        place = places["takeaway"]
        if in_one_line(choice):
            text = line_text(page, slide.body, font)
        else:
            text = takeaway_text(page, slide.body, font, place.box.width)
        fill_text(page, "vs:takeaway", place, text, BODY)
        return
    if "text" not in places:
        return
    place = places["text"]
    if kind == "kpi":
        _mirrored(page, place.box, lambda: add_ask(page, place, slide.body, font))
    elif any(each is not None for each in (slide.table, slide.chart, slide.picture, slide.flow)):
        _mirrored(page, place.box, lambda: add_strip(page, place, slide.body, font))
    elif kind not in FULL_SLIDES and place.slot is None:
        fill_text(page, "vs:text", place, takeaway_text(page, slide.body, font, place.box.width), BODY)
    elif kind in FULL_SLIDES:
        fill_text(page, "vs:text", place, _plain(page, place, slide.body, 16), BODY, keep_style=True)
    else:
        fill_text(
            page, "vs:text", place, bullet_text(page, slide.body, text_styles(page, place.slot)), BODY, keep_style=True
        )


def _mirrored(page: Page, box: Box, draw: Callable[[], object]) -> None:
    """Draw something into a box; where the slide runs from right to left, from its right on."""
    before = set(page.slide.shapes._spTree)
    draw()
    if page.mirrored:
        mirror_drawn([each for each in page.slide.shapes._spTree if each not in before], box)


def _lengthened(page: Page, box: Box) -> Box:
    """Return a subtitle's box with room for more lines below it, as far as the slide goes."""
    return replace(box, height=max(box.height, min(box.height + page.inches(0.8), page.inches(7.0) - box.top)))


def _plain(page: Page, place: Place, paragraphs: Sequence[Paragraph], size: float) -> Text:
    """Return text in its slot's own style, or in the second colour and this size where it has no slot."""
    style = text_styles(page, place.slot)[0]
    look = Look(style.size, None, font=style.font, spacing=style.spacing, after=style.after, caps=style.caps)
    if place.slot is None:
        look = Look(page.points(size), page.palette.second, after=page.points(6), font=style.font)
    return [(each, look) for each in paragraphs]
