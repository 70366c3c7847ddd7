"""What a notebook keeps of a story, and how it is put there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from valuestory.metrics import METRICS, Company
from valuestory.slides.facts import Facts
from valuestory.slides.language import own_phrases
from valuestory.slides.slide import StoryRecord, TemplateName
from valuestory.slides.vocabulary import Vocabulary
from valuestory.story.storylines import storyline


def record_of(
    company: Company,
    facts: Facts,
    audience: str,
    template: TemplateName,
    missing: Mapping[str, str],
    verdicts: Mapping[str, Mapping[str, str]],
    vocabulary: Vocabulary,
) -> StoryRecord:
    """Return what a notebook keeps of a story: its facts with their evidence, its words, and what was left out."""
    settings = company.project.company
    dates = sorted(note.extracted_on for note in company.tables.sources.values() if note.extracted_on)
    return StoryRecord(
        company=company.name,
        period=company.period.name,
        audience=audience,
        locale=settings.locale,
        currency=settings.currency,
        template=template,
        relative=facts.relative,
        vocabulary=vocabulary.terms,
        storyline=storyline(audience, company.project),
        facts=tuple(facts.values()),
        missing=dict(missing),
        fingerprints=dict(company.tables.fingerprints),
        remarks=tuple(
            vocabulary.spoken(f"{fault.table}: {fault.what} ({fault.count:,}); {fault.action}")
            for fault in company.faults
        ),
        where=company.where,
        extracted_on=dates[-1] if dates else "",
        absent={name: vocabulary.spoken(reason) for name, reason in _absent(company, facts).items()},
        verdicts={
            name: {part: vocabulary.spoken(text) for part, text in told.items() if text}
            for name, told in verdicts.items()
        },
        said=own_phrases(vocabulary.language, settings.locale),
    )


def _absent(company: Company, facts: Facts) -> dict[str, str]:
    """Return the metrics that no fact has a value of, each with the reason: a designed slide that names one goes."""
    valued = {fact.name for fact in facts.values() if fact.value is not None}
    gaps = company.gaps()
    waits = dict(zip(gaps["metric"], gaps["missing"], strict=True))
    return {
        name: f"{metric.label} is not measured yet: {waits[name]} would show it"
        if name in waits
        else f"{metric.label} has no value for {company.period.name}"
        for name, metric in METRICS.items()
        if name not in valued
    }


class RecordOutput:
    """A story's record as an output of the running notebook: shown at once, and brought up to date as a cell ends.

    A story declares facts by the dozen, and its record is large: it is written once a cell, however many there were.
    Outside a notebook nothing happens.

    Parameters
    ----------
    bundle
        Makes the output, by media type.
    """

    def __init__(self, bundle: Callable[[], Mapping[str, Any]]) -> None:
        self._bundle = bundle
        self._display: Any = None
        self._stale = False

    def show(self) -> None:
        """Show the record, or note that the one shown is out of date."""
        from IPython import get_ipython
        from IPython.display import display

        shell = get_ipython()
        if shell is None:
            return
        if self._display is not None:
            self._stale = True
            return
        self._display = display(dict(self._bundle()), raw=True, display_id=True)
        shell.events.register("post_run_cell", self._refresh)

    def _refresh(self, result: object = None) -> None:
        if self._stale:
            self._stale = False
            self._display.update(dict(self._bundle()), raw=True)
