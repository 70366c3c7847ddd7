"""What a story knows of a metric in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuestory.metrics.periods import Period
    from valuestory.slides.facts import Fact
    from valuestory.story.story import Story


def known(story: Story, name: str, period: Period) -> Fact | None:
    """Return the fact of a metric in a period; None where it has no value or is in doubt."""
    fact = story.facts.get(f"{name}@{period.name}")
    return None if fact is None or fact.value is None or fact.evidence.doubt else fact
