"""Charts as SVG: at the exhibit's size, offline, harmless, and alike from run to run."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.unit.slides import gallery
from tests.unit.slides.page import Page, acts

from valuestory.errors import StoryError
from valuestory.slides.contrast import contrast
from valuestory.slides.html.charts import draw_chart, font_stack
from valuestory.slides.html.colours import mixed, palette
from valuestory.slides.html.svg import clean_svg
from valuestory.slides.theme import Theme

BARS: dict[str, Any] = {
    "data": {"values": [{"a": "one", "b": 3}, {"a": "two", "b": 7.123456}]},
    "mark": {"type": "bar", "clip": True},
    "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}},
}


def draw(**more: Any) -> str:
    """Return the bars, changed, as SVG."""
    return draw_chart({**BARS, **more}, gallery.LIGHT, 562, 324).svg


@pytest.mark.parametrize("size", [{}, {"width": "container"}, {"width": 562, "height": 324}])
def test_chart_fills_the_exhibit(size: dict[str, Any]) -> None:
    """Axes and labels included, a chart is as large as its exhibit: 7.80 x 4.50 inches are 562 x 324 px."""
    drawing = draw_chart({**BARS, **size}, gallery.LIGHT, 7.8 * 72, 4.5 * 72)
    assert (drawing.width, drawing.height) == (562, 324)


def test_chart_keeps_its_own_size_and_panels_theirs() -> None:
    """A size in the spec counts; a chart of several panels is not forced into the exhibit."""
    own = draw_chart({**BARS, "width": 300, "height": 200}, gallery.LIGHT, 562, 324)
    assert (own.width, own.height) == (300, 200)
    both = draw_chart({"hconcat": [BARS, BARS]}, gallery.LIGHT, 562, 324)
    assert both.width != 562


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/rows.json", "https://example.org/rows.csv", "file:///etc/hostname"]
)
def test_chart_that_asks_for_data_by_address_is_refused(address: str) -> None:
    """Nothing is fetched, from the net or from this machine: the message says to put the rows inside."""
    with pytest.raises(StoryError, match="asks for data at") as caught:
        draw(layer=[{"data": {"url": address}, "mark": "rule"}])
    assert "inside" in caught.value.do


def test_chart_that_cannot_be_drawn_says_so() -> None:
    """A wrong mark is an error of the slide with a way out, and not a traceback of Vega's."""
    with pytest.raises(StoryError, match="a chart cannot be drawn") as caught:
        draw(mark="nonsense")
    assert caught.value.do == "mend the chart in its cell"


def test_links_and_outside_pictures_go() -> None:
    """A chart may ask for a link or a picture by address; neither leaves the page."""
    assert acts(Page(draw(mark={"type": "bar", "href": "https://example.org/"}))) == []
    picture = draw(mark={"type": "image", "url": "https://example.org/a.png", "width": 9, "height": 9})
    assert "example.org" not in picture


def test_hostile_svg_is_stripped_to_shapes_and_text() -> None:
    """Scripts, handlers, foreign content and outside references are gone; shapes and words stay."""
    hostile = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"
      onload="alert(1)"><script>alert(1)</script><foreignObject><p
      xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject> <style>@import url(http://x)</style><a
      xlink:href="javascript:alert(1)"><text onclick="alert(1)">word</text></a> <rect fill="url(http://x#y)"
      style="fill:url(http://x)"/><image href="http://x/a.png"/><use href="http://x#a"/>
      <animate attributeName="href" to="javascript:1"/></svg>"""
    drawing = clean_svg(hostile, ids="v", alt='A "chart" of <b>')
    page = Page(drawing.svg)
    assert acts(page) == []
    assert page.text.split() == ["word"]
    assert {element.tag for element in page.elements} == {"svg", "g", "text", "rect"}
    assert page.all("svg")[0].attributes["aria-label"] == 'A "chart" of <b>'


def test_two_charts_on_a_page_share_no_id_and_a_chart_is_drawn_alike_twice() -> None:
    """Vega counts its ids through the life of a process; ours begin with the chart's own name, and anew."""
    first, second = (draw_chart(BARS, gallery.LIGHT, 562, 324, ids=name).svg for name in ("one-", "two-"))
    ids = [set(Page(svg).ids()) for svg in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for svg, own in zip((first, second), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= own
    assert first == draw_chart(BARS, gallery.LIGHT, 562, 324, ids="one-").svg


def test_chart_takes_the_theme_where_it_says_nothing_and_its_own_word_where_it_does() -> None:
    """A bare chart comes in the template's accent and font; a colour in its config holds."""
    bare, own = draw(), draw(config={"mark": {"color": "#123456"}, "font": "Courier"})
    assert gallery.ACCENT in bare
    assert "Liberation Sans" in bare
    assert "#123456" in own
    assert gallery.ACCENT not in own
    assert "Courier" in own


def test_label_with_a_control_character_is_drawn() -> None:
    """What a company's data may hold and XML may not is left out; the chart is there."""
    rows = [{"a": "one\x0b\x00two", "b": 3}]
    assert "onetwo" in draw(data={"values": rows})


@pytest.mark.parametrize(
    ("font", "last"),
    [("Arial", "sans-serif"), ("Georgia", "serif"), ("Open Sans Serif", "sans-serif"), ("", "sans-serif")],
)
def test_font_stack_ends_in_the_right_family(font: str, last: str) -> None:
    """Where the template's font is missing, something of its kind stands in."""
    assert font_stack(font).split(",")[-1] == last


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21, alike on alike 1; the design's own: ink 16.0, accent 7.0, second text 7.4."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    shown = [round(contrast(color, "#FFFFFF"), 1) for color in (gallery.INK, gallery.ACCENT, gallery.SECOND)]
    assert shown == [16.0, 7.0, 7.4]
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"


@pytest.mark.parametrize("theme", [gallery.LIGHT, gallery.DARK], ids=["light", "dark"])
def test_shipped_colours_are_used_as_they_are(theme: Theme) -> None:
    """The design's own palette needs no correction, light or dark."""
    colors = palette(theme)
    assert (colors.accent, colors.accent_text, colors.accent_on_panel) == (theme.colors["accent1"],) * 3
    assert (colors.comparison, colors.rule) == (theme.colors["accent2"], theme.colors["accent6"])
    assert (colors.ground, colors.ink, colors.second, colors.panel) == (
        theme.ground,
        theme.ink,
        theme.second,
        theme.panel,
    )


_COLOR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@given(st.fixed_dictionaries(dict.fromkeys(gallery.LIGHT.colors, _COLOR)))
@settings(max_examples=200)
def test_text_can_be_read_on_any_template(slots: dict[str, str]) -> None:
    """Whatever colours a template holds, text has a contrast of 4.5 and marks of 3 with their ground."""
    colors = palette(Theme("any", slots, gallery.LIGHT.color_map, "Arial", "Arial", 13.333, 7.5, ""))
    for text in (colors.ink, colors.second, colors.accent_text):
        assert contrast(text, colors.ground) >= 4.5
    assert min(contrast(colors.accent_on_panel, colors.panel), contrast(colors.ink, colors.panel)) >= 4.5
    assert min(contrast(mark, colors.ground) for mark in (colors.accent, colors.comparison, colors.bad)) >= 3


def test_names_of_rows_are_whole_unless_they_take_two_fifths_of_the_width() -> None:
    """Vega would cut "Cases avoided by improvements" off at 180 px, though the chart is three times as wide."""
    name, endless = "Cases avoided by improvements", "Cases avoided by improvements " * 4
    rows = [{"k": name, "v": 1}, {"k": endless, "v": 2}]
    y = {"field": "k", "type": "nominal", "title": None}
    spec = {"data": {"values": rows}, "mark": "bar", "encoding": {"y": y, "x": {"field": "v", "type": "quantitative"}}}
    svg = draw_chart(spec, gallery.LIGHT, 562, 324).svg
    assert f">{name}<" in svg
    assert endless.strip() not in svg
    assert "\u2026<" in svg
