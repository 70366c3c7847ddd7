"""A turned shape is judged, and shows, where it is seen: the numbers here are worked out by hand."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches
from tests.unit.deck.designed_template import new_file

from valuestory.deck.geometry import Box
from valuestory.deck.lint.linting import lint_deck
from valuestory.deck.reading.shapes import placed_shapes
from valuestory.deck.template.grounds import sampled, stage_of

SIZE = Box(0, 0, 13.333, 7.5)


@pytest.fixture
def slide() -> Any:
    """An empty slide of a new presentation, 13.33 by 7.5 inches."""
    deck = new_file()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.deck = deck
    return slide


def _text(shapes: Any, box: tuple[float, float, float, float], degrees: float = 0.0, name: str = "text") -> Any:
    shape = shapes.add_textbox(*(Inches(each) for each in box))
    shape.text_frame.text, shape.name, shape.rotation = "A word", name, degrees
    return shape


def _seen(slide: Any, name: str = "text") -> tuple[float, ...]:
    box = next(each for each in placed_shapes(slide) if each.name == name).seen
    assert box is not None
    return tuple(round(each, 3) for each in (box.left, box.top, box.width, box.height))


@pytest.mark.parametrize(
    ("box", "degrees", "seen"),
    [
        ((-0.55, 3.4, 2.2, 0.4), 270, (0.35, 2.5, 0.4, 2.2)),
        ((-0.55, 3.4, 2.2, 0.4), 90, (0.35, 2.5, 0.4, 2.2)),
        ((1, 1, 3, 2), 180, (1, 1, 3, 2)),
        ((1, 1, 2, 2), 45, (0.586, 0.586, 2.828, 2.828)),
        ((2, 3, 4, 0), 30, (2.268, 2, 3.464, 2)),
    ],
)
def test_a_turned_shape_takes_the_upright_box_around_it(
    slide: Any, box: tuple[float, float, float, float], degrees: float, seen: tuple[float, ...]
) -> None:
    """It turns around its middle; flips leave it where it is."""
    place = _text(slide.shapes, box, degrees)._element.spPr.xfrm
    assert _seen(slide) == pytest.approx(seen, abs=0.001)
    place.set("flipH", "1")
    place.set("flipV", "1")
    assert _seen(slide) == pytest.approx(seen, abs=0.001)


def test_what_is_in_a_turned_or_flipped_group_stands_where_the_group_takes_it(slide: Any) -> None:
    """A group of 4 by 2 inches at (4, 2), whose lower right corner holds a text of 1 by 0.5."""
    group = slide.shapes.add_group_shape()
    _text(group.shapes, (4, 2, 1, 0.5), name="first")
    _text(group.shapes, (7, 3.5, 1, 0.5))
    _text(group.shapes, (5.75, 2.5, 0.5, 1), 90, name="turned")
    assert _seen(slide) == (7, 3.5, 1, 0.5)
    place = group._element.grpSpPr.find("{*}xfrm")
    place.set("flipH", "1")
    assert _seen(slide) == (4, 3.5, 1, 0.5)
    group.rotation = 90  # around (6, 3): what was left of it is above now, and what was below is left
    assert _seen(slide) == pytest.approx((5, 1, 0.5, 1), abs=0.001)
    assert _seen(slide, "turned") == pytest.approx((5.75, 2.5, 0.5, 1), abs=0.001)
    del place.attrib["flipH"]
    assert _seen(slide) == pytest.approx((5, 4, 0.5, 1), abs=0.001)


def test_lint_looks_for_turned_text_where_it_is_seen(slide: Any, tmp_path: Path) -> None:
    """A label along the left edge is on the slide, a level box that is turned beyond the top is not."""
    _text(slide.shapes, (-0.8, 3.4, 2.2, 0.4), 270, name="along the edge")
    _text(slide.shapes, (3, 0.2, 3, 0.5), 90, name="beyond the top")
    _text(slide.shapes, (11.2, 3, 2, 0.4), 45, name="aslant")
    group = slide.shapes.add_group_shape()
    _text(group.shapes, (5, -0.5, 1, 1), name="brought in")
    _text(group.shapes, (5, 3, 1, 1), name="beneath")
    group.rotation = 90
    slide.deck.save(str(tmp_path / "deck.pptx"))
    found = lint_deck(tmp_path / "deck.pptx", ["inside-slide"])
    assert [each.shape for each in found] == ["beyond the top"]


def test_a_turned_shape_paints_what_is_seen(slide: Any) -> None:
    """An upright bar that lies, a triangle that stands on its head, and a picture upside down and in a mirror."""
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(1), Inches(3), Inches(4), Inches(1))
    bar.rotation = 90
    head = slide.shapes.add_shape(MSO_SHAPE.ISOSCELES_TRIANGLE, Inches(8), Inches(1), Inches(2), Inches(2))
    head.rotation = 180
    for each in (bar, head):
        each.fill.solid()
        each.fill.fore_color.rgb = RGBColor(0, 0, 0)
    image, data = Image.new("RGB", (64, 64), "#FF0000"), io.BytesIO()
    image.paste("#0000FF", (0, 0, 32, 32))  # blue at the top left
    image.save(data, "PNG")
    picture = slide.shapes.add_picture(data, Inches(8), Inches(4), Inches(2), Inches(2))
    layers = list(stage_of(slide, SIZE).beneath(picture._element))

    def color(x: float, y: float, found: list[Any] = layers) -> str:
        return sampled(found, Box(x, y, 0.01, 0.01))[0]

    assert [color(3, 1.6), color(3, 5.4), color(1.2, 3.5), color(4.8, 3.5)] == ["#000000"] * 2 + ["#FFFFFF"] * 2
    assert [color(8.2, 1.1), color(9, 2.8), color(8.2, 2.8)] == ["#000000", "#000000", "#FFFFFF"]
    assert color(8.5, 4.5) == "#0000FF"
    picture.rotation = 180
    layers = list(stage_of(slide, SIZE).beneath(picture._element))
    assert (color(8.5, 4.5, layers), color(9.5, 5.5, layers)) == ("#FF0000", "#0000FF")
    picture._element.spPr.xfrm.set("flipH", "1")
    layers = list(stage_of(slide, SIZE).beneath(picture._element))
    assert (color(9.5, 5.5, layers), color(8.5, 5.5, layers)) == ("#FF0000", "#0000FF")


def test_text_that_its_layout_sets_upright_is_not_measured_as_level(slide: Any, tmp_path: Path) -> None:
    """The placeholder says nothing of it itself: a long line in a narrow column of Japanese is no word too wide."""
    layout = slide.deck.slide_layouts[1]
    body = next(each for each in layout.placeholders if each.placeholder_format.idx == 1)
    upright = slide.deck.slides.add_slide(layout)
    place = upright.placeholders[1]
    place.left, place.top, place.width, place.height = (Inches(each) for each in (1, 1, 0.6, 5))
    place.text_frame.text, upright.shapes.title.text_frame.text = "Incomprehensibilities", "A title"
    slide.deck.save(str(tmp_path / "level.pptx"))
    body._element.txBody.find("{*}bodyPr").set("vert", "vert270")
    slide.deck.save(str(tmp_path / "upright.pptx"))
    level, turned = (lint_deck(tmp_path / f"{each}.pptx", ["text-fits"]) for each in ("level", "upright"))
    assert {each.slide for each in level} == {2}
    assert turned == []
