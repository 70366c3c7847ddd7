"""From a company to its story: what facts there are, and the words and look that they are told in."""

from __future__ import annotations

from collections.abc import Sequence

from valuestory.metrics import Company
from valuestory.project import template_path
from valuestory.slides.facts import Evidence, Fact
from valuestory.slides.number_words import NumberWords
from valuestory.slides.text import Writer
from valuestory.slides.theme import read_theme
from valuestory.slides.vocabulary import Vocabulary
from valuestory.story.facts.of_metrics import facts_of
from valuestory.story.look import Look, use_look
from valuestory.story.narrative import open_narrative
from valuestory.story.story import Story
from valuestory.story.storylines import known_storylines, storyline
from valuestory.story.wording.periods import period_label
from valuestory.story.wording.vocabulary import vocabulary_of


def open_story(
    company: Company,
    *,
    audience: str = "ceo",
    template: str | None = None,
    slices: Sequence[str] | None = None,
    own_words: bool = False,
) -> Story:
    """Return the story of a company for one audience, and put its record into the notebook.

    Parameters
    ----------
    company
        From `open_company`.
    audience
        ``ceo``, ``cfo``, ``coo``, or another for which the project has a storyline.
    template
        A shipped template's name or a file; the project's own by default.
    slices
        What facts are sliced by besides the whole: as `Company.metrics` takes it.
    own_words
        Whether the notebook writes all words of its slides itself, so that no narrative adds any.

    Raises
    ------
    MetricError
        When there is nothing of that name to slice by.
    ProjectError, TemplateError
        When the template does not exist or cannot be read.
    StoryError
        When there is no storyline for the audience, or the project's own narrative has a fault.

    Examples
    --------
    >>> company = open_company("sample", period="2026Q2")
    >>> story = open_story(company, audience="ceo")
    >>> story.facts["cases@2026Q2"].label
    'Cases'
    """
    settings = company.project.company
    name = template or settings.template
    file = template_path(name, root=company.project.root if not template else None)
    theme = read_theme(file)
    storyline(audience, company.project)
    numbers = NumberWords(settings.locale, settings.currency).checked()
    keys = {key: line for line in known_storylines(company.project).values() for key in line}
    narrative = open_narrative(company.project, audience, keys)
    vocabulary = vocabulary_of(company.project)
    facts = facts_of(company, numbers, vocabulary, slices)
    for fact in _names(company, numbers, vocabulary):
        facts.add(fact)
    writer = Writer(facts, numbers, vocabulary)
    use_look(Look(theme, writer, company.period, narrative))
    told = narrative.without_slides() if own_words else narrative
    story = Story(company, audience, name, theme, writer, told, slices, file=file)
    story._show_record()
    return story


def _names(company: Company, numbers: NumberWords, vocabulary: Vocabulary) -> list[Fact]:
    """Return the names that texts use: the company's (and which part of it), the periods', and the grain's."""
    period = company.period
    names = {
        "company": vocabulary.said(f"{company.name}, {company.where} only") if company.where else company.name,
        "this_period": period_label(period, numbers),
        "previous_period": period_label(period.previous, numbers),
        "year_ago_period": period_label(period.year_ago, numbers),
        "grain": vocabulary.said(period.grain),
        "horizon": vocabulary.said("month" if period.grain == "month" else "quarter"),
    }
    evidence = Evidence(kind="name", definition="A name, not a figure", source="the company's settings")
    return [Fact(name, text, "text", name.replace("_", " "), evidence=evidence) for name, text in names.items()]
