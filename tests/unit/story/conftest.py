"""The sample company, opened once for all tests of the story."""

import pytest

from valuestory.metrics import Company, open_company
from valuestory.story import Story, open_story


@pytest.fixture(scope="session")
def northwind() -> Company:
    """The sample company in the second quarter of 2026."""
    return open_company("sample", period="2026Q2")


@pytest.fixture
def story(northwind: Company) -> Story:
    """A fresh story of the sample company for its CEO."""
    return open_story(northwind)
