"""The preview under a notebook cell: complete, harmless, small and quick."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from tests.unit.slides import gallery
from tests.unit.slides.page import Page, acts, plain

from valuestory.errors import StoryError
from valuestory.slides.html import preview_html
from valuestory.slides.html.geometry import frame
from valuestory.slides.slide import Chart, Column, Paragraph, Picture, Run, Slide, Table
from valuestory.slides.theme import Theme

ATTACK = "</p><script>alert(1)</script><img src=x onerror=alert(2)> & \"two\" 'one'"
THEMES = [gallery.LIGHT, gallery.DARK, gallery.SMALL]


def say(text: str) -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph((Run(text),))


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("slide", gallery.GALLERY, ids=lambda slide: slide.key)
def test_preview_shows_every_word_of_a_slide_but_its_notes(slide: Slide, theme: Theme) -> None:
    """Whatever its kind, the slide's text stands in the preview, the notes do not, and every element is closed."""
    page = Page(preview_html(slide, theme, number=7))
    shown = plain(page.text)
    for paragraph in replace(slide, notes=()).paragraphs():
        assert plain(paragraph.text) in shown
    for note in slide.notes:
        assert plain(note.text) not in shown
    assert page.unclosed == []


@pytest.mark.parametrize("slide", gallery.GALLERY, ids=lambda slide: slide.key)
def test_preview_has_no_script_no_style_sheet_and_no_request(slide: Slide) -> None:
    """It lives by inline styles alone: a sanitiser finds nothing to take away, a host's classes nothing to catch."""
    html = preview_html(slide, gallery.LIGHT)
    page = Page(html)
    assert acts(page) == []
    assert page.all("style", "svg") == []
    assert not [element for element in page.elements if "class" in element.attributes or "id" in element.attributes]


def test_hostile_text_stays_text_wherever_it_stands() -> None:
    """A title, a cell, an alt text, a chart's label or a problem may hold markup: it is shown, never obeyed."""
    rows = [{"a": ATTACK, "b": 3}]
    spec = {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}},
    }
    words = say(ATTACK)
    run = Paragraph((Run(ATTACK, fact=ATTACK, part="low", bold=True),))
    table = Table((Column(words),), ((run,),), alt=ATTACK)
    chart = Slide(ATTACK, "chart+takeaway", words, words, (words, run), Chart(spec, ATTACK), source=words)
    for slide in (chart, replace(chart, kind="table", chart=None, table=table)):
        page = Page(preview_html(slide, gallery.LIGHT, problems=[ATTACK]))
        assert acts(page) == []
        assert page.unclosed == []
        assert page.text.count(ATTACK) >= 6
    assert [image.attributes["alt"] for image in Page(preview_html(chart, gallery.LIGHT)).all("img")] == [ATTACK]


def test_hostile_theme_cannot_leave_its_attribute() -> None:
    """A template is someone's file: its colours and font names reach a style attribute only as what they should be."""
    colors = {slot: f'#FFF"><script>{slot}</script>' for slot in gallery.LIGHT.colors}
    theme = replace(
        gallery.LIGHT, colors=colors, body_font='Arial"><script>', heading_font="x';background:url(http://x)"
    )
    page = Page(preview_html(gallery.ANSWER, theme))
    assert acts(page) == []
    assert page.unclosed == []


def test_preview_is_read_by_those_who_hear_it() -> None:
    """The slide is a labelled section, its title a heading, its chart has its alt text, its table its headers."""
    page = Page(preview_html(gallery.ANSWERS, gallery.LIGHT))
    assert page.all("section")[0].attributes["aria-label"] == f"Slide: {gallery.ANSWERS.title.text}"
    assert [heading.text for heading in page.all("h3")] == [gallery.ANSWERS.title.text]
    assert gallery.ANSWERS.chart is not None
    assert page.all("img")[0].attributes["alt"] == gallery.ANSWERS.chart.alt
    headers = Page(preview_html(gallery.LIMITS, gallery.LIGHT)).all("th")
    assert [header.attributes["scope"] for header in headers] == ["col"] * 4


def test_chart_without_alt_text_is_named_by_its_header() -> None:
    """Nobody meets a nameless picture: what the exhibit is called stands in for a missing alt text."""
    assert gallery.ANSWERS.chart is not None
    slide = replace(gallery.ANSWERS, chart=replace(gallery.ANSWERS.chart, alt=""))
    assert gallery.ANSWERS.header is not None
    assert Page(preview_html(slide, gallery.LIGHT)).all("img")[0].attributes["alt"] == gallery.ANSWERS.header.text


def test_number_says_which_fact_it_is() -> None:
    """Whoever rests the pointer on a figure reads the fact behind it."""
    titles = {
        element.text: element.attributes.get("title")
        for element in Page(preview_html(gallery.ANSWER, gallery.LIGHT)).all("span")
    }
    assert titles["$4.0\u00a0million"] == "value_total@2025"
    assert titles["$1.9\u00a0million"] == "value_total@2025, low"


def test_problems_stand_beneath_the_slide() -> None:
    """What is to be mended is a list under the slide, not on it; without problems there is none."""
    problems = ["The chart has no alt text: add alt=.", "A number has no source: write it as a fact."]
    page = Page(preview_html(gallery.COVER, gallery.LIGHT, problems=problems))
    assert [item.text for item in page.all("li")] == problems
    assert not set(problems) & {page.all("section")[0].text}
    assert "mend" not in Page(preview_html(gallery.COVER, gallery.LIGHT)).text


def test_page_number_is_shown_where_it_is_known() -> None:
    """The number stands on the slide; a cover has none."""
    assert Page(preview_html(gallery.STATEMENT, gallery.LIGHT, number=41)).text.endswith("41")
    assert "41" not in Page(preview_html(gallery.COVER, gallery.LIGHT, number=41)).text


def test_a_narrow_slide_keeps_the_one_sentence_to_remember() -> None:
    """At 4:3 the takeaway is one bold line under a full-width exhibit; its small print is left to the notes."""
    text = Page(preview_html(gallery.ANSWERS, gallery.NARROW)).text
    assert "Two of three accepted answers needed no case." in text
    assert "Confirmed by the customer" not in text


def test_preview_is_quick_and_small() -> None:
    """Once warm a chart slide takes under 300 ms of the processor and under 60 kB, so that a notebook stays light."""
    preview_html(gallery.ANSWERS, gallery.LIGHT)
    times = []
    for _ in range(5):
        start = time.process_time()
        html = preview_html(gallery.ANSWERS, gallery.LIGHT)
        times.append(time.process_time() - start)
    assert min(times) < 0.3
    assert max(len(preview_html(slide, gallery.LIGHT).encode()) for slide in gallery.GALLERY) < 60_000
    assert html == preview_html(gallery.ANSWERS, gallery.LIGHT), "the same slide gives the same bytes"


def test_grid_is_the_design_s_grid() -> None:
    """The boxes are those of the design at 16:9 and 4:3, and the same picture on a smaller slide of 16:9."""
    grid = frame(gallery.LIGHT)
    exhibit, takeaway = grid.exhibit(takeaway=True), grid.takeaway
    assert [round(each, 2) for each in (exhibit.left, exhibit.top, exhibit.width, exhibit.height)] == [
        0.77,
        2.05,
        7.8,
        4.5,
    ]
    assert [round(each, 2) for each in (takeaway.left, takeaway.top, takeaway.width, takeaway.height)] == [
        9.07,
        1.65,
        3.5,
        4.9,
    ]
    assert [round(grid.part(index, 3, 0, 1).left, 3) for index in range(3)] == [0.767, 4.767, 8.766]
    assert round(grid.part(0, 3, 0, 1).width, 2) == 3.8
    assert round(grid.page.right, 2) == round(grid.title.right, 2) == 12.57
    narrow = frame(gallery.NARROW)
    assert (narrow.margin, round(narrow.title.width, 2), narrow.title_size, narrow.wide) == (0.6, 8.8, 24, False)
    assert round(frame(gallery.SMALL).width, 3) == 13.333


def test_preview_shows_pictures_links_code_and_the_grounds_of_cells() -> None:
    """What a slide of a plain notebook holds is in its preview too, white letters on a dark ground among it."""
    words = Paragraph((Run("see", link="https://example.org/?a=1&b=2"), Run("f(x)", code=True, italic=True)))
    shown = preview_html(
        Slide("p", "chart+takeaway", say("A plot"), body=(words,), picture=Picture("aGVsbG8=", alt='A "plot"')),
        gallery.LIGHT,
    )
    assert 'src="data:image/png;base64,aGVsbG8=" alt="A &quot;plot&quot;"' in shown
    assert 'href="https://example.org/?a=1&amp;b=2"' in shown
    assert "font-style:italic" in shown
    assert "monospace" in shown
    table = Table((Column(say("share")),), ((say("91 %"),), (say("98 %"),)), fills={"1,0": "#202020"})
    cells = preview_html(Slide("t", "table", say("A table"), table=table), gallery.LIGHT).split("<td")[1:]
    assert ["background:#202020" in each for each in cells] == [False, True]
    assert f"color:{gallery.LIGHT.ground}".lower() in cells[1].lower()


@pytest.mark.parametrize("made", [{"link": "javascript:alert(1)"}, {"color": 'red" onclick="x'}, {"color": "#12"}])
def test_what_a_browser_might_run_is_no_link_and_no_colour(made: dict[str, str]) -> None:
    """A slide comes out of a notebook that somebody sent."""
    with pytest.raises(StoryError):
        Run("see", **made)
