"""The manual is made of the specs, and each of them can be followed with a pencil."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tests.spec.manual import manual, read_spec

from valuestory.metrics import METRICS

PAGE = Path(__file__).parents[2] / "docs" / "worked.md"


def test_the_page_is_written_from_the_specs() -> None:
    """docs/worked.md says what the specs say; `VALUESTORY_RECORD=1` writes it anew."""
    if os.environ.get("VALUESTORY_RECORD"):
        PAGE.write_text(manual(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == manual(), "docs/worked.md is stale: make golden"


@pytest.mark.parametrize("name", METRICS)
def test_an_answer_can_be_followed_from_its_tables(name: str) -> None:
    """There is a calculation with figures, a source, and tables: its own, or those of the metric that it names."""
    spec = read_spec(name)
    assert re.search(r"^ {4}.*\d", spec.text, re.MULTILINE), "no line of the calculation is indented"
    assert re.search(r"^Source: .+", spec.text, re.MULTILINE)
    assert spec.tables or read_spec(spec.shares).tables


def test_every_metric_is_in_the_manual_and_leads_back_to_the_catalogue() -> None:
    """In the order of the catalogue, each once."""
    assert re.findall(r"^### (\w+)$", manual(), re.MULTILINE) == list(METRICS)
    assert re.findall(r"\]\(metrics\.md#(\w+)\)", manual()) == list(METRICS)
