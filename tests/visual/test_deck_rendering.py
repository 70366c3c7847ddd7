"""The sample deck as LibreOffice draws it: no ink outside the margins, nothing empty, nothing crowded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches
from tests.golden.sample_slides import RECORD, slides

from valuestory.deck import build_deck
from valuestory.deck.lint.linting import lint_drawn

_DPI = 72
_MARGIN, _RIGHT, _BOTTOM = 0.767, 13.333 - 0.767, 7.25
_GROUND = (255, 255, 255)


def _ink(picture: Image.Image, box: tuple[float, float, float, float]) -> float:
    """Return the share of pixels in a box (inches) that are not ground."""
    area = picture.crop(tuple(round(each * _DPI) for each in box)).convert("RGB")  # type: ignore[arg-type]
    pixels = area.tobytes()
    marked = sum(1 for at in range(0, len(pixels), 3) if min(pixels[at : at + 3]) < 245)
    return marked / (len(pixels) / 3)


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample deck."""
    return build_deck(slides(), "valuestory", tmp_path_factory.mktemp("visual") / "deck.pptx", record=RECORD).path


def test_every_slide_keeps_its_margins_and_is_neither_empty_nor_crowded(
    deck: Path, render: Callable[[Path], list[Path]]
) -> None:
    """Ink covers 1 to 35 % of a slide, and none of it lies outside the margins but the accent strip of covers."""
    pictures = [Image.open(path) for path in render(deck)]
    assert len(pictures) == len(slides())
    for number, picture in enumerate(pictures, 1):
        strip = _ink(picture, (0, 0, 0.2, 7.5)) > 0.9
        left = 0.30 if strip else 0
        assert _ink(picture, (left, 0, _MARGIN - 0.03, 7.5)) == 0, f"slide {number}: ink in the left margin"
        assert _ink(picture, (_RIGHT + 0.03, 0, 13.333, 7.5)) == 0, f"slide {number}: ink in the right margin"
        assert _ink(picture, (left, _BOTTOM + 0.02, 13.333, 7.5)) == 0, f"slide {number}: ink below the foot"
        assert 0.01 < _ink(picture, (0.3, 0, 13.333, 7.5)) < 0.35, f"slide {number}"


def test_a_title_breaks_where_it_was_measured_to_break(deck: Path, render: Callable[[Path], list[Path]]) -> None:
    """The answer's title stands on two lines: ink in both bands, none in the third."""
    answer = Image.open(render(deck)[1])
    assert _ink(answer, (0.767, 0.52, 12.5, 0.90)) > 0.05
    assert _ink(answer, (0.767, 0.95, 12.5, 1.30)) > 0.05
    assert _ink(answer, (0.767, 1.40, 12.5, 1.70)) == 0


def test_lint_sees_in_the_drawing_what_the_file_does_not_tell(deck: Path, soffice: Path, tmp_path: Path) -> None:
    """A line over the margin and a slide full of colour are found where they are, beside what was found before."""
    assert soffice
    spoilt = Presentation(str(deck))
    for number, box in ((4, (0.2, 3.0, 0.4, 0.05)), (8, (1.5, 2.0, 10.0, 4.5))):
        spoilt.slides[number - 1].shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, box)).name = "vs:label spoilt"
    spoilt.save(str(tmp_path / "spoilt.pptx"))
    before, after = (
        {(each.rule, each.slide) for each in lint_drawn(path)} for path in (deck, tmp_path / "spoilt.pptx")
    )
    assert "margins" not in {rule for rule, _ in before}
    assert after - before == {("margins", 4), ("ink", 8)}
