"""The appendix: what each measure counts, and what others publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.metrics import METRICS
from valuestory.story.facts.declared import declared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuestory.story.story import Story

_ROWS: Final = 7
_PUBLISHED: Final = {"published_plan": (0.97, "plan"), "published_buy": (0.90, "buy"), "published_use": (0.95, "use")}
"""ServiceXRG, *NextGen support metrics*: of customers that achieve success, or adoption and success, milestones."""


def definitions(story: Story, names: Sequence[str]) -> pd.DataFrame:
    """Return what each of these metrics counts, as a table for a slide: those that have a figure, at most seven.

    Parameters
    ----------
    names
        Names of the catalogue, the weightiest first.
    """
    known = [METRICS[name] for name in names if story.lines(f"{{{{ {name} }}}}")][:_ROWS]
    heads = [story.phrase(f"definitions.{each}") for each in ("measure", "definition")]
    return pd.DataFrame([(each.label, each.definition) for each in known], columns=heads)


def published(story: Story) -> pd.DataFrame:
    """Return figures that others publish, with who does and what they cannot tell; each becomes a fact.

    They are context. None of them is ever a factor of a figure of ours.
    """
    by = story.phrase("published.by")
    story.add_facts(
        declared(name, share, unit="share", source=by, label=story.phrase(f"published.{said}"))
        for name, (share, said) in _PUBLISHED.items()
    )
    rows = [
        (story.phrase(f"published.{said}"), f"{{{{ {name} }}}}", by, story.phrase("published.not_told"))
        for name, (_, said) in _PUBLISHED.items()
    ]
    heads = [story.phrase(f"published.{each}") for each in ("finding", "figure", "source", "limits")]
    return pd.DataFrame(rows, columns=heads)
