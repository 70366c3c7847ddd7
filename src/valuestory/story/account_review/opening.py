"""From a company to the review of one of its customers: the figures that the customer may see, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from valuestory.metrics import METRICS, Company
from valuestory.metrics.one_account.company import account_of, most_asking, names_of, results_of
from valuestory.metrics.one_account.peers import peers_of
from valuestory.metrics.one_account.records import open_cases, topics
from valuestory.project import template_path
from valuestory.slides.facts import Evidence, Fact, Facts
from valuestory.slides.number_words import NumberWords
from valuestory.slides.text import Writer
from valuestory.slides.theme import read_theme
from valuestory.slides.vocabulary import Vocabulary
from valuestory.story.draft import CUSTOMER
from valuestory.story.facts.of_metrics import source_words
from valuestory.story.look import Look, use_look
from valuestory.story.narrative import open_narrative
from valuestory.story.story import Story
from valuestory.story.storylines import known_storylines
from valuestory.story.wording.periods import period_label
from valuestory.story.wording.vocabulary import vocabulary_of

if TYPE_CHECKING:
    import pandas as pd

SHOWN: Final = (
    *("cases", "answers_with_case", "answers_without_case"),
    *("answers_reached", "answers_delivered", "answers_accepted"),
    *("first_response_time", "time_to_resolution", "first_contact_resolution", "reopen_rate", "csat"),
)
"""The metrics that a review may show its customer: what they asked and what came of it. Cost, revenue, health and all
that is ours alone are not computed for it, so that no part of a deck can hold them."""


@dataclass(frozen=True)
class Review:
    """A customer's review.

    Attributes
    ----------
    story
        Its story: the facts are the customer's own, and what the company's aggregates tell of others.
    results
        The customer's results table, of the metrics in `SHOWN`.
    account
        The company as this account has it.
    company
        The whole company, for aggregates of others.
    account_id
        Whose review it is.
    peers
        Account quarters of accounts alike: for aggregates alone.
    """

    story: Story
    results: pd.DataFrame
    account: Company
    company: Company
    account_id: str
    peers: pd.DataFrame

    @property
    def since(self) -> date:
        """The first day of the twelve months that end with the story's period."""
        end = self.company.period.end
        return end.replace(year=end.year - 1)

    @cached_property
    def topics(self) -> pd.DataFrame:
        """How often the customer asked about each topic in twelve months."""
        return topics(self.account, self.since)

    @cached_property
    def open_cases(self) -> pd.DataFrame:
        """The customer's cases of twelve months that were open at the end of the story's period."""
        return open_cases(self.account, self.since)

    def count(self, name: str) -> int:
        """Return a count of the story's period; 0 where there is none."""
        fact = self.story.facts.get(f"{name}@{self.company.period.name}")
        return int(fact.value) if fact is not None and isinstance(fact.value, int | float) else 0


def open_review(company: Company, account_id: str, *, template: str | None = None) -> Review:
    """Return the review of one customer, and put its record into the notebook.

    Parameters
    ----------
    company
        The whole company, from `open_company`.
    account_id
        The customer's `accounts.account_id`; the one that asked most where it is empty.
    template
        A shipped template's name or a file; the project's own by default.

    Raises
    ------
    DataError
        When there is no such account: the message has the nearest.
    ProjectError, TemplateError, StoryError
        As `open_story` says.
    """
    account_id = account_id or most_asking(company)
    account = account_of(company, account_id)
    settings = company.project.company
    name = template or settings.template
    file = template_path(name, root=company.project.root if not template else None)
    theme = read_theme(file)
    numbers = NumberWords(settings.locale, settings.currency).checked()
    vocabulary = vocabulary_of(company.project)
    results = results_of(account, SHOWN)
    period = company.period
    relative = {"previous": period.previous.name, "year_ago": period.year_ago.name}
    facts = Facts(_facts(results, account, numbers, vocabulary), period=period.name, relative=relative)
    for fact in _names(company, names_of(company)[account_id], numbers, vocabulary):
        facts.add(fact)
    keys = {key: line for line in known_storylines(company.project).values() for key in line}
    narrative = open_narrative(company.project, CUSTOMER, keys)
    writer = Writer(facts, numbers, vocabulary)
    use_look(Look(theme, writer, period, narrative))
    story = Story(account, CUSTOMER, name, theme, writer, narrative, (), results, file)
    story._show_record()
    return Review(story, results, account, company, account_id, peers_of(company, account_id))


def _facts(results: pd.DataFrame, account: Company, numbers: NumberWords, vocabulary: Vocabulary) -> Iterator[Fact]:
    periods = {each.start: each for each in account.periods}
    for row in results.to_dict("records"):
        metric, period = METRICS[str(row["metric"])], periods[row["period_start"].date()]
        evidence = Evidence(
            kind=metric.evidence,
            definition=vocabulary.spoken(metric.definition),
            formula=vocabulary.apply(metric.formula),
            source=vocabulary.spoken(source_words(metric.tables, account, numbers)),
            tables=metric.tables,
        )
        yield Fact(
            name=metric.name,
            value=row["value"],
            unit=metric.unit,
            label=vocabulary.spoken(metric.label),
            period=period.name,
            period_start=period.start.isoformat(),
            period_end=period.end.isoformat(),
            n=row["n"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            evidence=evidence,
        )


def _names(company: Company, account: str, numbers: NumberWords, vocabulary: Vocabulary) -> Iterator[Fact]:
    names = {
        "account": account,
        "company": company.name,
        "this_period": period_label(company.period, numbers),
        "previous_period": period_label(company.period.previous, numbers),
        "year_ago_period": period_label(company.period.year_ago, numbers),
        "grain": vocabulary.said(company.period.grain),
    }
    evidence = Evidence(kind="name", definition="A name, not a figure", source="the company's settings")
    for name, text in names.items():
        yield Fact(name, text, "text", name.replace("_", " "), evidence=evidence)
