"""Titles of the narratives that ship have room on every template that ships, in every state and language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, get_args

import pytest

from valuestory.metrics import METRICS
from valuestory.project import CompanySettings, OutcomeName, Project, template_path
from valuestory.slides.facts import TAG, Reference
from valuestory.slides.language import languages
from valuestory.slides.number_words import NumberWords
from valuestory.slides.theme import read_theme
from valuestory.slides.typography.fit import Block, Piece, wrap
from valuestory.slides.vocabulary import Vocabulary
from valuestory.story.contribution.words import OUTCOMES
from valuestory.story.narrative.files import shipped_file
from valuestory.story.telling import SHORT_TITLE
from valuestory.story.wording.vocabulary import vocabulary_of

TEMPLATES: Final = {"valuestory": 110, "valuestory-dark": 110, "valuestory-4x3": 95, "valuestory-boardroom": 85}
"""As the brief of the visual system has them."""
USUAL: Final[dict[str, float | str]] = {
    "count": 12_345.0,
    "money": -4_200_000.0,
    "share": 0.624,
    "points": 12.0,
    "minutes": 1_476.0,
    "days": 128.0,
    "number": 4.25,
    "rate": 0.57,
    "date": "2026-06-30",
}
"""A figure of each unit that is as long as figures of a company usually are."""
SHORT_UNITS: Final = {
    r"effort|value_(total|revenue|avoidance|cash)|chain_value|ledger_\d|by_": "money",
    r"effect_|detectable_|size_(?!of|after)": "points",
    r"size_after|after_|before_|chain_share|kept_|why_.*_[12]|published_": "share",
    r"fixes|data_remarks|asked_|ledger_c|measures_|suggestions_|open_doubts|improvements_|restated": "few",
    r"chain_yield|cost_unit": "rate",
    r"leverage": "number",
}
"""Units of facts that are no metrics of the catalogue, by the beginning of their names; the others are counts."""


def figure(inside: str, numbers: NumberWords) -> str:
    """Return how a reference usually reads."""
    reference = Reference.parse(inside)
    if "period" in reference.name or reference.name in ("account", "company"):
        return "Q2 2025"
    known = METRICS.get(reference.name)
    named = next((unit for each, unit in SHORT_UNITS.items() if re.match(each, reference.name)), "count")
    unit = known.unit if known is not None else named
    if unit == "few":
        return "17"
    if unit == "rate":
        return numbers.show(0.57, "money", numbers.precision(0.57, "money", "money"))
    style = reference.format or {"minutes": "duration", "days": "duration", "points": "number"}.get(unit, unit)
    if unit == "share" and reference.part in ("change", "rise", "fall"):
        style = reference.format or "points"
    if reference.name.startswith("cost_per"):
        return numbers.show(104.0, "money", numbers.precision(104.0, "money", "money"))
    value = 0.29 if style == "share" and unit != "share" else USUAL[unit]
    kind: Any = style
    return numbers.show(value, kind, numbers.precision(value, kind, unit))


def written(text: str, vocabulary: Vocabulary, numbers: NumberWords) -> list[str]:
    """Return a title as it usually reads, once for each outcome where it names one."""
    outcomes = get_args(OutcomeName) if "{noun}" in text or "{first}" in text else ["logo_retention"]
    nouns = {name: vocabulary.spoken(OUTCOMES[name].noun, opens=False) for name in outcomes}
    texts = [text.replace("{noun}", noun).replace("{first}", name) for name, noun in nouns.items()]
    return [TAG.sub(lambda tag: figure(tag["inside"], numbers), vocabulary.apply(each)) for each in texts]


def titles(code: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each state's sentences of each slide's title, of every variant, with their place."""
    file = shipped_file(code)
    assert file is not None
    for key, words in file.slides.items():
        for variant, each in {"": words, **words.variants}.items():
            by_state = each.title if isinstance(each.title, dict) else {"": each.title}
            for state, said in by_state.items():
                if said and state not in ("of", "against"):
                    yield f"{key} {variant} {state}", [said] if isinstance(said, str) else list(said)


BESIDE: Final = ("answers", "selfservice", "ttcv", "retention", "product", "cost", "bridge", "sensitivity", "holdout")
"""Slides whose exhibit has a takeaway beside it: the line above it is 7.80 inches wide."""


def headers(code: str) -> Iterator[str]:
    """Yield the line above each exhibit that has a takeaway beside it, of every variant and state."""
    file = shipped_file(code)
    assert file is not None
    for words in (file.slides[key] for key in BESIDE):
        for each in (words, *words.variants.values()):
            yield from each.header.values() if isinstance(each.header, dict) else [each.header or ""]  # type: ignore[misc]


@pytest.mark.parametrize("code", sorted({"en", *languages()}))
def test_the_line_above_an_exhibit_stands_in_its_size(code: str) -> None:
    """At 14 points on one line, as the brief has it: a longer one was shrunk, each slide by another share."""
    locale = {"en": "en_US"}.get(code, f"{code}_{code.upper()}")
    numbers = NumberWords(locale)
    vocabulary = vocabulary_of(Project(company=CompanySettings(name="Northwind", locale=locale)))
    long = []
    for each in dict.fromkeys(headers(code)):
        [text] = written(each, vocabulary, numbers)
        parts = text.split("**")
        pieces = tuple(Piece(part, bold=at % 2 == 1) for at, part in enumerate(parts) if part)
        if pieces and len(wrap(Block(pieces, 14.0), 7.80 * 72)) > 1:
            long.append(text)
    assert long == []


@pytest.mark.parametrize("code", sorted({"en", *languages()}))
def test_a_title_of_every_state_has_room_on_every_template(code: str) -> None:
    """Whatever is known, a sentence of 85 characters can be said: a longer one has a shorter beside it."""
    locale = {"en": "en_US"}.get(code, f"{code}_{code.upper()}")
    numbers = NumberWords(locale)
    vocabulary = vocabulary_of(Project(company=CompanySettings(name="Northwind", locale=locale)))
    file = shipped_file(code)
    assert file is not None
    compared = [str(each) for name, each in file.phrases["compared"].items() if not name.startswith("kept_arr")]  # type: ignore[union-attr]
    long = []
    for place, sentences in titles(code):
        for said in compared if any("{compared}" in each for each in sentences) else [""]:
            full = [each.replace("{compared}", said).replace("{size}", "{{ size_x | points }}") for each in sentences]
            fits = [max(map(len, written(each, vocabulary, numbers))) <= SHORT_TITLE for each in full]
            facts = [{match["inside"].split()[0].partition(".")[0] for match in TAG.finditer(each)} for each in full]
            long += [
                (place, written(each, vocabulary, numbers)[0])
                for at, each in enumerate(full)
                if not fits[at] and not any(fits[other] and facts[other] <= facts[at] for other in range(len(full)))
            ]
    assert long == []


@pytest.mark.parametrize(("name", "most"), TEMPLATES.items())
def test_a_template_says_how_long_its_titles_may_be(name: str, most: int) -> None:
    """A preview and lint read it there; what every title holds is the least of them."""
    assert read_theme(template_path(name)).longest_title == most
    assert min(TEMPLATES.values()) == SHORT_TITLE
