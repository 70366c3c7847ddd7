"""Every chart of every gallery by its name: what the page of coverage tells of and what is looked at beside Vega."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.unit.charts import (
    chart_gallery,
    gallery_of_areas,
    gallery_of_bins,
    gallery_of_grids,
    gallery_of_intervals,
    gallery_of_layers,
    gallery_of_pies,
    gallery_of_scales,
    gallery_of_scenarios,
    gallery_sideways,
    gallery_xy,
    shapes_gallery,
)

GALLERIES = (
    *(chart_gallery, gallery_of_areas, gallery_of_bins, gallery_of_intervals, gallery_of_layers, gallery_of_scales),
    *(gallery_of_scenarios, gallery_sideways),
    *(gallery_xy, gallery_of_pies, gallery_of_grids, shapes_gallery),
)
"""The modules that list charts; most of them list theirs among those of `chart_gallery`."""


def _joined(*listed: Mapping[str, Callable[[], Any]]) -> dict[str, Callable[[], Any]]:
    found: dict[str, Callable[[], Any]] = {}
    for charts in listed:
        twice = sorted(found.keys() & charts.keys())
        assert not twice, f"two charts of one name: {', '.join(twice)}"
        found |= charts
    return found


SINGLE = _joined(chart_gallery.NATIVE, chart_gallery.PICTURE, shapes_gallery.SHAPES, shapes_gallery.DENSE)
"""Those that `test_gallery` holds against Vega; the others have tests of their own."""
EVERY = _joined(
    SINGLE,
    gallery_xy.XY,
    gallery_sideways.SIDEWAYS,
    gallery_of_pies.PIES,
    gallery_of_pies.NO_PIES,
    {name: make for name, (_, make) in gallery_of_grids.GRIDS.items()},
    gallery_of_grids.NO_GRIDS,
)
