"""The page of metrics is the catalogue, and cannot go stale."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import get_args

from valuestory.metrics import METRICS
from valuestory.metrics.catalogue.metric import Interval
from valuestory.metrics.catalogue.page import INTERVALS, metrics_page

PAGE = Path(__file__).parents[3] / "docs" / "metrics.md"


def test_the_page_is_written_from_the_catalogue() -> None:
    """docs/metrics.md says what the catalogue says; `VALUESTORY_RECORD=1` writes it anew."""
    if os.environ.get("VALUESTORY_RECORD"):
        PAGE.write_text(metrics_page(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == metrics_page(), "docs/metrics.md is stale: make golden"


def test_every_metric_has_a_section_that_its_theme_links_to() -> None:
    """The tables of themes lead to the sections, in the order of the catalogue."""
    page = metrics_page().partition("\n## Not computed\n")[0]
    assert re.findall(r"^### (\w+)$", page, re.MULTILINE) == list(METRICS)
    assert re.findall(r"^\| \[[^]]+\]\(#(\w+)\)", page, re.MULTILINE) == list(METRICS)


def test_every_kind_of_interval_is_explained() -> None:
    """No metric names a kind of interval that the page does not know."""
    assert set(INTERVALS) == set(get_args(Interval))


def test_no_cell_of_a_table_breaks_its_row() -> None:
    """Every row of every table has as many cells as its head."""
    for table in re.findall(r"(?:^\|.*\|\n)+", metrics_page(), re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table
