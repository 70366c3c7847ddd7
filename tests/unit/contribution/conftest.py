"""What the sample company's contribution is, computed once for all tests of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from valuestory.contribution import Contribution, contribution
from valuestory.contribution.panel.panel import Panel
from valuestory.metrics import Company


@pytest.fixture(scope="session")
def northwind_contribution(northwind: Company) -> Contribution:
    """How much of its outcomes is Support's."""
    return contribution(northwind)


@pytest.fixture(scope="session")
def northwind_panel(northwind_contribution: Contribution) -> Panel:
    """Its panel at the landmark of 1 July 2025."""
    return northwind_contribution.panel


@pytest.fixture(scope="session")
def planted(sample: Path) -> dict[str, Any]:
    """The contribution that was planted in the sample company."""
    truth: dict[str, Any] = json.loads((sample / "truth.json").read_text(encoding="utf-8"))["contribution"]
    return truth
