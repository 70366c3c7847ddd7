"""The line at a slide's foot: systems, extract date, window, n, rows set aside, interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from valuestory.metrics import METRICS, Company
from valuestory.slides.facts import WHOLE, Fact
from valuestory.slides.number_words import NumberWords
from valuestory.story.facts.of_metrics import source_words
from valuestory.story.wording.periods import period_label

_TARGETS: Final = "targets of "
ROOM: Final = 230
"""Characters of two lines on the narrowest template that ships."""


def source_line(
    facts: Sequence[Fact], company: Company, numbers: NumberWords, length: Callable[[str], int] = len
) -> str:
    """Return the source line of a slide that shows these facts, its n by reference; empty where it shows none.

    It has room on every template that ships: where it is too long, what was declared is left out beside what was
    measured, then what was set aside. The notes say both of each figure.

    "Source: help centre, case system; extracted Jul 6, 2026. Q2 2026 and Q2 2025; n = 26,420 sessions and cases.
    12 of 44,162 cases set aside. Ranges are 95% intervals, clustered by account."
    """
    measured = [fact for fact in facts if fact.period]
    others = [fact for fact in facts if not fact.period and fact.evidence.kind != "name"]
    declared = _named_once(dict.fromkeys(fact.evidence.source for fact in others))
    tables = tuple(dict.fromkeys(table for fact in measured for table in fact.evidence.tables))
    systems = source_words(tables, company, numbers)
    if not systems and not any(declared):
        return ""
    lines = [
        _line([systems, *said], measured, company, numbers, set_aside)
        for said, set_aside in (
            (declared, True),
            ([] if systems else declared, True),
            ([] if systems else declared, False),
        )
    ]
    return next((each for each in lines if length(each) <= ROOM), lines[-1])


def _line(
    sources: Sequence[str], measured: Sequence[Fact], company: Company, numbers: NumberWords, set_aside: bool
) -> str:
    parts = ["Source: " + "; ".join(each for each in sources if each), _window(measured, company, numbers)]
    parts += _set_aside(measured) if set_aside else []
    if company.where and measured:
        parts.append(company.called or f"{company.where} only")
    if any(fact.low is not None and fact.low != fact.high for fact in measured):
        interval = numbers.show(0.95, "share", numbers.precision(0.95, "share", "share"))
        parts.append(f"Ranges are {interval} intervals, clustered by account")
    return ". ".join(part for part in parts if part) + "."


def _named_once(sources: Iterable[str]) -> list[str]:
    """Return declared sources, those whose targets they are in one list: a foot has two lines."""
    found = list(sources)
    owners = [each.removeprefix(_TARGETS) for each in found if each.startswith(_TARGETS)]
    others = [each for each in found if not each.startswith(_TARGETS)]
    return [*others, *([_TARGETS + ", ".join(owners)] if owners else [])]


def _set_aside(facts: Sequence[Fact]) -> list[str]:
    """Return in one sentence what was set aside of the tables behind the facts; nothing where no row was."""
    said = list(dict.fromkeys(words for fact in facts for words in fact.evidence.set_aside))
    return ["; ".join(said)] if said else []


def _window(facts: Sequence[Fact], company: Company, numbers: NumberWords) -> str:
    labels = {each.name: period_label(each, numbers) for each in company.periods}
    if not facts:
        return ""
    names = list(
        dict.fromkeys(
            labels[fact.period] for fact in sorted(facts, key=lambda f: f.period_start) if fact.period in labels
        )
    )
    window = f"{names[0]} to {names[-1]}" if len(names) > 2 else " and ".join(reversed(names))
    counted = [fact for fact in facts if fact.period == company.period.name and fact.n is not None]
    main = next((fact for fact in counted if fact.n), next(iter(counted), None))
    if main is None or main.n is None:
        return window
    observed = METRICS[main.name].observed if main.name in METRICS else "observations"
    part_of = "" if main.slice == WHOLE else f"[{main.slice}]"
    return f"{window}; n = {{{{ {main.name}.n@{main.period}{part_of} }}}} {observed}"
