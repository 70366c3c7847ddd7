"""A story of the sample company."""

import pytest

from valuestory.metrics import Company
from valuestory.story import Story, open_story


@pytest.fixture
def story(northwind: Company) -> Story:
    """A fresh story of the sample company for its CEO."""
    return open_story(northwind)
