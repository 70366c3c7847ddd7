"""An earlier run of the same story: what it said, read from its executed notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from valuestory.errors import StoryError
from valuestory.project import find_root
from valuestory.slides.executed import read_notebook
from valuestory.slides.facts import Fact
from valuestory.slides.restated import same, why_restated
from valuestory.slides.slide import Slide

if TYPE_CHECKING:
    from valuestory.story.story import Story

STORY: Final = "story.ipynb"
"""What a run calls its executed notebook."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier run told: its period, its facts by id, its slides by key, and its tables' fingerprints."""

    period: str
    facts: Mapping[str, Fact]
    slides: Mapping[str, Slide]
    fingerprints: Mapping[str, str]


@dataclass(frozen=True)
class Restated:
    """A figure of one period that has another value now: what it was, what it is, and why."""

    was: Fact
    now: Fact
    why: str


def read_earlier(place: str, story: Story) -> Earlier | None:
    """Return what an earlier run told; None where no place is given.

    Parameters
    ----------
    place
        The run's folder or its executed notebook, from the project's root.
    story
        The story of today: it has to be of the same company and part of it, and of a later period.

    Raises
    ------
    DeckError
        When there is no such notebook.
    StoryError
        When it tells no story, or another one: name the run of an earlier period, or leave the parameter empty.
    """
    if not place:
        return None
    path = find_root() / place
    path = path / STORY if path.is_dir() else path
    slides, record = read_notebook(path)
    company = story.company
    if record is None:
        raise StoryError("the earlier notebook tells no story", where=path.name, do="name a run of this notebook")
    if (record.company, record.where) != (company.name, company.where):
        told = f"{record.company}{f', {record.where}' if record.where else ''}"
        raise StoryError(f"the earlier run is of {told}", where=path.name, do="name a run of the same company and part")
    if record.period >= company.period.name or len(record.period) != len(company.period.name):
        what = f"the earlier run is of {record.period}, and the story of {company.period.name}"
        raise StoryError(what, where=path.name, do="name a run of an earlier period of the same length")
    facts = {each.id: each for each in record.facts}
    return Earlier(record.period, facts, {each.key: each for each in slides}, record.fingerprints)


def restated(story: Story, earlier: Earlier) -> tuple[int, list[Restated]]:
    """Return how many figures of the earlier slides have a value for their period now, and those that read otherwise.

    What differs in digits that nobody saw is not restated.
    """
    on_slides = dict.fromkeys(
        run.fact
        for slide in earlier.slides.values()
        for paragraph in slide.paragraphs()
        for run in paragraph.runs
        if run.fact is not None
    )
    pairs = [(earlier.facts.get(each), story.facts.get(each)) for each in on_slides]
    held = [(was, now) for was, now in pairs if was is not None and now is not None and _is_figure_of_a_period(was)]
    after = story.company.tables.fingerprints
    return len(held), [
        Restated(was, now, why_restated(was, now, earlier.fingerprints, after) or story.phrase("since.otherwise"))
        for was, now in held
        if not same(was.value, now.value) and story.shown(was) != story.shown(now)
    ]


def _is_figure_of_a_period(fact: Fact) -> bool:
    return bool(fact.period) and isinstance(fact.value, int | float)


def asked(slide: Slide | None) -> dict[str, tuple[str, ...]]:
    """Return what a slide of decisions asks for, by its first column: its further cells, such as owner and date."""
    rows = slide.table.rows if slide is not None and slide.table is not None else ()
    return {row[0].text: tuple(cell.text for cell in row[1:]) for row in rows}
