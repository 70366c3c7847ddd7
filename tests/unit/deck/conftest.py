"""One finished deck of ours, for the tests that read one and change none."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden.sample_slides import RECORD, slides

from valuestory.deck import build_deck


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample deck on the shipped template."""
    out = tmp_path_factory.mktemp("ours") / "deck.pptx"
    return build_deck(slides(), "valuestory", out, record=RECORD).path
