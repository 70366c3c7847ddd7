"""What a story shows as tables for slides, and the facts that they hold: these are methods of `Story`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from valuestory.metrics import Company
from valuestory.slides.facts import Fact, Facts
from valuestory.story.facts.declared import declared
from valuestory.story.tables import limits, scorecards
from valuestory.story.tables.goals import Held, benchmarks_held, targets_held, units_apart
from valuestory.story.tables.limits import ranked_remarks, remarks_table
from valuestory.story.tables.scorecards import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd


class Story(Protocol):
    """What tables need of a story."""

    company: Company
    slices: Sequence[str] | None

    @property
    def facts(self) -> Facts:
        """Everything that texts may name."""

    def add_facts(self, facts: Iterable[Fact]) -> None:
        """Let all texts know these."""


def data_remarks(story: Story, most: int = 7) -> pd.DataFrame:
    """Return what the checks found in the company's tables, the most frequent first, as a table for a slide.

    Each count becomes a fact of the story, so that it has a source like every other figure.
    """
    ranked = ranked_remarks(story.company.faults)[:most]
    names = [f"remark_{place}" for place in range(1, len(ranked) + 1)]
    story.add_facts(
        declared(name, fault.count, unit="count", source="the checks of the company's tables", label=fault.what)
        for name, fault in zip(names, ranked, strict=True)
    )
    return remarks_table(ranked, names)


def extremes(story: Story, name: str, column: str) -> tuple[str, str] | None:
    """Return the members of a slice with a metric's lowest and highest figure in the story's period.

    Returns
    -------
    tuple of str or None
        None where fewer than two members have a figure.
    """
    found = scorecards.members(name, column, story.facts)
    return (min(found, key=found.__getitem__), max(found, key=found.__getitem__)) if len(found) > 1 else None


def members(story: Story, name: str, column: str) -> tuple[str, ...]:
    """Return the members of a slice for which a metric has a figure in the story's period."""
    return tuple(scorecards.members(name, column, story.facts))


def by_member(story: Story, column: str, names: Mapping[str, str], *, most: int = 7) -> pd.DataFrame:
    """Return metrics by the members of a slice, as a table for a slide.

    Parameters
    ----------
    column
        Such as ``life_event``.
    names
        The metrics with their headings; the first is shown with its range and a year ago, the others alone.
    most
        So many members: a slide holds seven.
    """
    return scorecards.by_member(column, names, story.facts, most=most)


def glance(story: Story, view: str) -> pd.DataFrame:
    """Return a view at a glance, as a table for a slide: each group's first measure that has a figure.

    Parameters
    ----------
    view
        ``areas``, ``categories``, ``chain`` or ``streams``.

    Raises
    ------
    MetricError
        When there is no such view.
    """
    return scorecards.glance(view, story.company, story.facts)


def figures(story: Story, *names: str) -> pd.DataFrame:
    """Return metrics as a table for a slide, as `scorecard` does: those of them that have a figure.

    Raises
    ------
    MetricError
        When there is no such metric: the message names the nearest.
    """
    return scorecards.figures(names, story.facts)


def measured(story: Story, view: str, group: str = "") -> int:
    """Return how many measures of a view, or of one group of it, have a figure in the story's period.

    Raises
    ------
    MetricError
        When there is no such view or group: the message names the nearest.
    """
    return scorecards.measured(view, group, story.facts)


def scorecard(story: Story, view: str, group: str, *, start: int = 0, most: int = 7) -> pd.DataFrame:
    """Return the measures of a view's group, as a table for a slide: now, its range, a year ago, how it stands.

    Parameters
    ----------
    view, group
        Such as ``areas`` and ``Support Reach``.
    start, most
        Which rows: a slide holds seven.

    Raises
    ------
    MetricError
        When there is no such view or group: the message names the nearest.
    """
    return scorecards.scorecard(view, group, story.company, story.facts, start=start, most=most)


def moved(story: Story, view: str, standing: Standing, *, most: int = 7) -> pd.DataFrame:
    """Return the measures of a view that got ``better`` or ``worse``, as a table, the largest moves first.

    Raises
    ------
    MetricError
        When there is no such view.
    """
    return scorecards.moved(view, standing, story.facts, most=most)


def standings(story: Story, view: str) -> dict[Standing, int]:
    """Return how many of a view's measures stand how against a year ago; each count becomes a fact.

    The facts are ``measures_better``, ``measures_worse``, ``measures_as_a_year_ago``,
    ``measures_not_established``, ``measures_level_only`` and ``measures_not_measured``.
    """
    found = scorecards.standings(view, story.facts)
    source = f"the view {view} of the catalogue"
    story.add_facts(
        declared(f"measures_{standing.replace(' ', '_')}", count, unit="count", source=source, label=standing)
        for standing, count in found.items()
    )
    return found


def targets(story: Story, *, most: int = 7) -> pd.DataFrame:
    """Return the story's period beside what was set out to be reached, as a table for a slide: missed first.

    Each target becomes a fact, and how many are met, missed and too close to tell: ``targets_set``,
    ``targets_met``, ``targets_missed``, ``targets_too_close_to_tell``.

    Parameters
    ----------
    most
        So many rows: a slide holds seven.

    Returns
    -------
    pandas.DataFrame
        No row where the company gives no target of this period, or none of them has a figure.
    """
    return _held_against(story, targets_held(story.company, story.facts), most)


def benchmarks(story: Story, *, most: int = 7) -> pd.DataFrame:
    """Return the company's figures beside what others report, as a table for a slide; each becomes a fact.

    Further facts are ``benchmarks_given``, ``benchmarks_above``, ``benchmarks_below``, and
    ``benchmark_sources``, the names of those who report them.

    Parameters
    ----------
    most
        So many rows: a slide holds seven.

    Returns
    -------
    pandas.DataFrame
        No row where the company gives no benchmark that it has a figure for.
    """
    return _held_against(story, benchmarks_held(story.company, story.facts), most)


def apart(story: Story, column: str, *, most: int = 7) -> pd.DataFrame:
    """Return the measures in which the company's own units differ by more than chance, as a table for a slide.

    Parameters
    ----------
    column
        A slice of the story, such as ``region``.
    most
        So many measures, the widest apart for their own size first.

    Returns
    -------
    pandas.DataFrame
        For each measure the unit with the highest figure and the one with the lowest of a pair that differs.
    """
    return units_apart(column, story.company.differences(slices=story.slices), story.facts, most=most)


def open_questions(story: Story) -> pd.DataFrame:
    """Return what this story cannot show yet and what would settle it, as a table for the slide on limits."""
    return limits.open_questions(story.company, story.facts)


def _held_against(story: Story, held: Held, most: int) -> pd.DataFrame:
    story.add_facts(held.facts)
    return held.table.head(most)
