"""The words that a company's story is told in: its language, with the catalogue's measures, and its own vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from valuestory.metrics import METRICS
from valuestory.project import resolve_path
from valuestory.slides.language import Language, laid_over, language_of, read_language
from valuestory.slides.vocabulary import Vocabulary
from valuestory.story.narrative.files import shipped_file
from valuestory.story.narrative.narrative import FALLBACK

if TYPE_CHECKING:
    from valuestory.project import CompanySettings, Project
    from valuestory.slides.facts import Fact

_SHORT: Final[Mapping[str, str]] = {
    "nps": "NPS",
    "csat": "CSAT",
    "dsat": "DSAT",
    "customer_effort_score": "Customer Effort Score",
    "time_to_customer_value": "TTCV",
}
"""What our texts call a measure besides its label."""


def vocabulary_of(project: Project) -> Vocabulary:
    """Return a company's vocabulary: its own words for ours before its profile's, and its names for measures."""
    language = language_of(project.company.locale)
    if project.company.narrative:
        own = read_language(resolve_path(project.company.narrative, root=project.root))
        language = laid_over(own, language)
    language = _with_metrics(language)
    own_words = {label: theirs for ours, theirs in project.terms.items() for label in _called(ours, language)}
    return Vocabulary({**_of_profile(project.company), **own_words}, language)


def _of_profile(company: CompanySettings) -> Mapping[str, Mapping[str, str]]:
    """Return what a profile calls our terms in the company's language: a desk's customers are colleagues."""
    spoken = company.locale.partition("_")[0].lower()
    found = shipped_file(spoken) or shipped_file(FALLBACK)
    return {} if found is None else found.profiles.get(company.profile, {})


def told(fact: Fact, vocabulary: Vocabulary) -> Fact:
    """Return a fact whose label, definition and source are in the company's language and words."""
    definition, source = (vocabulary.spoken(each) for each in (fact.evidence.definition, fact.evidence.source))
    evidence = replace(fact.evidence, definition=definition, source=source)
    return replace(fact, label=vocabulary.spoken(fact.label), evidence=evidence)


def _called(ours: str, language: Language) -> list[str]:
    """Return every name under which our texts speak of a measure, or the term itself."""
    if ours not in METRICS:
        return [ours]
    own = language.metrics.get(ours, {})
    names = (METRICS[ours].label, _SHORT.get(ours, ""), own.get("label", ""), own.get("short", ""))
    return list(dict.fromkeys(name for name in names if name))


@cache
def _with_metrics(language: Language) -> Language:
    """Return a language whose phrases hold the catalogue's labels and definitions as well."""
    if not language.metrics:
        return language
    known = {
        getattr(METRICS[name], each): text
        for name, texts in language.metrics.items()
        for each, text in texts.items()
        if name in METRICS and each != "short"
    }
    return replace(language, phrases={**known, **language.phrases})
