"""Defects that were found by looking at the gallery beside Vega's own pictures, each held by its geometry."""

from __future__ import annotations

import re

import pytest
from PIL import ImageFont
from tests.unit.charts.every_chart import EVERY

from valuestory.deck.charts.add import native_model
from valuestory.deck.charts.evaluated.spec import to_spec
from valuestory.deck.charts.native.fitted import fitted
from valuestory.deck.charts.native.model import ChartModel, Font

BOX = (440.0, 300.0)
"""The box of `benchmarks/beside_vega.py`, in which they were seen."""


def _model(name: str) -> ChartModel:
    found = native_model(to_spec(EVERY[name]()), *BOX)
    assert isinstance(found, ChartModel)
    return fitted(found)


def _wide(text: str, font: Font) -> float:
    """Return a text's width in points, by the letters that Pillow brings with it."""
    return float(ImageFont.load_default(100).getlength(text) * font.size / 100)


def _rows(name: str, font: Font, room: float) -> int:
    """Return over how many lines a name breaks within a room: at spaces and behind a dash."""
    rows, line = 1, ""
    for word in re.split(r"(?<=\u2013)|\s+", name):
        if line and _wide(f"{line} {word}", font) > room:
            rows, line = rows + 1, word
        else:
            line = f"{line} {word}".strip()
    return rows


@pytest.mark.parametrize(
    "name", ["histogram_of_shares", "histogram_many_bins", "months_as_bars", "weeks_as_bars", "days_as_bars"]
)
def test_names_of_bins_end_above_the_title_of_their_axis(name: str) -> None:
    """What stands beneath bars, level over some lines or turned, ends where the title begins: they had overlapped."""
    model = _model(name)
    look = model.category_axis.look
    assert look.labels is not None
    assert look.title_at is not None
    names = [each.text for each in model.category_axis.categories]
    band = model.plot[2] / len(names)
    if look.labels.angle:
        high = 0.7 * max(_wide(each, look.labels) for each in names)
        assert band * model.category_axis.skip >= 1.4 * look.labels.size
    else:
        assert model.category_axis.skip == 1
        high = 1.2 * look.labels.size * max(_rows(each, look.labels, band * 1.15) for each in names)
    assert model.plot[1] + model.plot[3] + high <= look.title_at[1] + 1
