"""A story: a company's facts, the words and look they are told in, and the slides made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from valuestory.errors import StoryError, UnknownFactError
from valuestory.metrics import METRICS, Company
from valuestory.slides.facts import Fact, Facts
from valuestory.slides.html import Told
from valuestory.slides.number_words import Unit
from valuestory.slides.slide import (
    RESULTS_MEDIA_TYPE,
    STORY_MEDIA_TYPE,
    Kind,
    Slide,
    StoryRecord,
    TemplateName,
    to_json,
)
from valuestory.slides.text import Writer
from valuestory.slides.theme import Theme
from valuestory.story.draft import ASK, CUSTOMER, PROPOSE, Draft, fitting_kind
from valuestory.story.exhibits.flows import Arrow, Step
from valuestory.story.exhibits.given import chart_rows
from valuestory.story.exhibits.key_figures import Number
from valuestory.story.facts.claims import State, state_in
from valuestory.story.facts.declared import declared
from valuestory.story.facts.sayable import can_be_said, why_not
from valuestory.story.narrative import Narrative
from valuestory.story.recording import RecordOutput, record_of
from valuestory.story.results_output import results_json
from valuestory.story.tables import limits, of_story
from valuestory.story.telling import SHORT_TITLE, Teller
from valuestory.story.view import LeftOut, SlideView, shown_facts
from valuestory.story.wording.periods import period_label
from valuestory.story.wording.quotes import Quote, quote, refuse_without_consent, unconsented
from valuestory.story.wording.source_line import source_line
from valuestory.story.wording.vocabulary import told

if TYPE_CHECKING:
    import pandas as pd

LIMITS: Final = "limits"
"""The key of the slide on what the story does not show."""
_NAMES: Final = ("first",)
"""Slots that name a fact, such as `effect_{first}`: an identifier is in no language."""


class Story:
    """A company's story for one audience.

    Attributes
    ----------
    company
        What it is about.
    audience
        Whose storyline orders the slides.
    facts
        Everything that text and slides may name.
    theme
        The template's colours, fonts and size.
    missing
        Slides that could not be made, each with its reason.
    verdicts
        What may be said of each estimate, by its name: `verdict`, `grade`, `reason`, and what to `collect`.
    slices
        What its facts are sliced by; as `Company.metrics` has it where none is named.
    narrative
        What slides say that a cell does not.
    results
        What the notebook keeps as the story's results; those of the company where none are given.
    file
        The template's file, on which slides are shown; on the grid of the shipped ones without it.
    """

    def __init__(
        self,
        company: Company,
        audience: str,
        template: str,
        theme: Theme,
        writer: Writer,
        narrative: Narrative,
        slices: Sequence[str] | None = None,
        results: pd.DataFrame | None = None,
        file: Path | None = None,
    ) -> None:
        self.narrative, self._results, self._file = narrative, results, file
        self.company, self.audience, self.theme, self.slices = company, audience, theme, slices
        self.missing: dict[str, str] = {}
        self._slides: dict[str, Slide] = {}
        self.verdicts: dict[str, Mapping[str, str]] = {}
        self._template, self._writer = TemplateName(template, theme.sha256), writer
        self._output = RecordOutput(self._bundle)

    @cached_property
    def _unconsented(self) -> tuple[str, ...]:
        """What was said by customers who have not agreed to be quoted."""
        return unconsented(self.company)

    @property
    def facts(self) -> Facts:
        """The story's facts, by id: a mapping such as ``story.facts["csat@2026Q2"]``."""
        return self._writer.facts

    def slide(
        self,
        key: str,
        *,
        title: str | None = None,
        body: str | Sequence[str] | None = None,
        chart: Any = None,
        table: pd.DataFrame | None = None,
        numbers: Sequence[Number] | None = None,
        flow: Sequence[Step | Arrow] | None = None,
        kind: Kind | None = None,
        notes: str | Sequence[str] | None = None,
        header: str | None = None,
        source: str | None = None,
        alt: str = "",
        state: str | None = None,
        slots: Mapping[str, str] | None = None,
    ) -> SlideView | LeftOut:
        """Return a slide; as a cell's last line it shows itself, and the deck takes it from there.

        Title, header, body and notes that are not given come from the narrative of the slide's key, in the language of
        the project's locale; what is given wins. An empty text or list stands for nothing at all.

        Parameters
        ----------
        key
            The slide's name: storylines list it, narratives have its words, designed slides take its place.
        title
            One whole sentence; like all texts it may hold ``{{ facts }}`` and ``**bold**``.
        body
            Lines; beside a chart the first is what to remember. ``- `` begins a bullet, ``1. `` a numbered ask.
        chart
            An Altair chart or a Vega-Lite dictionary, with aggregated rows; one without a value is left out.
        table
            A DataFrame whose texts may hold facts.
        numbers
            Up to four fact references for key figures, each alone, with a label, or as a `KeyFigure`.
        flow
            Boxes and the arrows between them, as `Step` and `Arrow`; an arrow behind the last leads back to the first.
        kind
            The slide's kind; found from what is given where none is said.
        notes
            What the speaker says. Where the numbers come from is added to it, to those of the slide ``limits`` which
            tables and columns the data lacks.
        header
            The line above the exhibit: what, unit, period; the part before the first comma is bold.
        source
            The line at the foot; made from the facts shown where none is given.
        alt
            The chart's description for those who do not see it; made from its rows where none is given.
        state
            Which of the narrative's sentences is taken, such as ``refused``, where no metric's change decides.
        slots
            What the narrative's ``{slots}`` are filled with besides the company's own words.

        Returns
        -------
        SlideView or LeftOut
            Left out, and listed, where a metric that it names has no value in this data.

        Raises
        ------
        UnknownFactError
            When a name exists nowhere: the message has the nearest.
        StoryError
            When the slide contradicts its facts or is not well made, or nobody gives it a title.

        Examples
        --------
        >>> story = open_story(open_company("sample", period="2026Q2"))
        >>> shown = story.slide("volume", title="Customers opened {{ cases | count }} cases")
        >>> shown.slide.title.text
        'Customers opened 4,699 cases'
        >>> story.slide("volume", title="We had 4,699 cases").problems
        ('"We had 4,699 cases" holds a figure without a source: write it as a fact, {{ name }}',)
        """
        said_by = self._writer.vocabulary.said
        filled = {name: each if name in _NAMES else said_by(each) for name, each in (slots or {}).items()}
        teller = Teller(self.narrative, self.facts, key, state, filled, self._length)
        said = teller.title() if title is None else title
        body = teller.body() if body is None else body
        header = teller.header() if header is None else header
        notes = teller.notes() if notes is None else notes
        if key == LIMITS and notes:
            notes = [*([notes] if isinstance(notes, str) else notes), *limits.data_lacking(self.company)]
        fitting = fitting_kind(key, kind, body, chart, table, numbers, flow)
        given = (said, body, chart, table, numbers, notes, header, source, alt, flow)
        asking = PROPOSE if self.audience == CUSTOMER else ASK
        draft = Draft(key, fitting, *given, bridge=teller.bridge(), asking=asking)
        refuse_without_consent(draft.texts(), self._unconsented, key)
        try:
            slide = self._made(draft)
        except UnknownFactError:
            reason = why_not(draft.texts(), self.company, self.facts)
            reason = reason or (teller.absent(said) if title is None else None)
            if reason is None:
                raise
            return self.leave_out(key, reason)
        if self.missing.pop(key, None) is not None:
            self._show_record()
        self._slides[key] = slide
        return SlideView(slide, self.theme, self._file, self._told)

    def leave_out(self, key: str, reason: str) -> LeftOut:
        """Return, in the place of a slide, that it is left out, and list it with the reason; nothing is on the deck.

        For a slide that would say nothing, such as a table without rows.
        """
        said = self._writer.vocabulary.spoken(reason)
        self.missing[key] = said
        self._slides.pop(key, None)
        self._show_record()
        return LeftOut(key, said)

    def fact(
        self,
        name: str,
        value: float | str,
        *,
        low: float | None = None,
        high: float | None = None,
        unit: Unit = "number",
        source: str,
        label: str = "",
    ) -> Fact:
        """Return a fact that the analyst computed, now known to all texts of the story.

        Parameters
        ----------
        value, low, high
            Exact, in `unit` (a share from 0 to 1, durations in minutes or days), with the interval of an estimate.
        source
            Where it comes from, in words: a figure without a source does not survive the CFO.

        Raises
        ------
        StoryError
            When the name is a metric's, or the source is empty.

        Examples
        --------
        >>> story = open_story(open_company("sample", period="2026Q2"))
        >>> kept = story.fact("kept", 0.914, unit="share", source="The renewal list of the CFO, July 2026")
        >>> story.slide("kept", title="{{ kept | share }} of the contracts were renewed").slide.title.text
        '91% of the contracts were renewed'
        """
        if name in METRICS:
            raise StoryError(f'"{name}" is a metric of the catalogue', where="story.fact", do="choose another name")
        if not source.strip():
            raise StoryError(f'the fact "{name}" has no source', where="story.fact", do="say where it comes from")
        fact = declared(name, value, low=low, high=high, unit=unit, source=source, label=label)
        self.add_facts([fact])
        return fact

    def add_facts(self, facts: Iterable[Fact]) -> None:
        """Let all texts of the story know facts that were computed elsewhere, such as what a comparison found."""
        for each in facts:
            self.facts.add(told(each, self._writer.vocabulary))
        self._show_record()

    def shown(self, fact: Fact, part: str = "value", *, signed: bool = False) -> str:
        """Return a fact's part as labels of charts show it, `signed` with a plus where it is above zero."""
        text, _ = self._writer.show(fact, part, form="label", signed=signed)
        return text

    def state(self, name: str, *, against: str = "year_ago") -> State:
        """Return what may be said of a metric's change: flat, rise, fall, not established, level only, not measured."""
        return state_in(self.facts, name, against)

    def claim(
        self,
        name: str,
        *,
        against: str = "year_ago",
        rise: str,
        fall: str,
        flat: str,
        unclear: str,
        level: str,
    ) -> str:
        """Return the sentence that the evidence allows: the one of the state that the metric's change is in.

        `name` may name a slice, such as ``time_to_value[life_event=onboarding]``.
        `unclear` is for a change whose interval takes in zero and is wide; `level` for a metric without an earlier
        period.
        """
        said = {"rise": rise, "fall": fall, "flat": flat, "not established": unclear}
        return said.get(self.state(name, against=against), level)

    def say(self, *sentences: str) -> str:
        """Return the first sentence that can be said, else the last; so that a story with less data still speaks.

        A sentence can be said when all of its facts exist and none is in doubt. One that has room as a title on every
        template that ships goes before one that has not.
        """
        sayable = [each for each in sentences if can_be_said(each, self.facts)]
        short = [each for each in sayable if self._length(each) <= SHORT_TITLE]
        return next(iter(short or sayable), sentences[-1])

    def in_doubt(self, *names: str) -> bool:
        """Return whether the data's own faults put any of these metrics in doubt."""
        return any(name in self.company.doubts() for name in names)

    def lines(self, *sentences: str) -> list[str]:
        """Return the sentences that can be said: all of their facts exist and none is in doubt."""
        return [sentence for sentence in sentences if can_be_said(sentence, self.facts)]

    def quote(self, words: str = "") -> Quote:
        """Return what a customer said who agreed to be quoted: the newest, or the one in which some words stand.

        Raises
        ------
        StoryError
            When nobody said so, or whoever did has not agreed to be quoted.

        Examples
        --------
        >>> story = open_story(open_company("sample", period="2026Q2"))
        >>> story.quote("help centre").by
        'Operations lead, public sector company'
        """
        return quote(self.company, words)

    def phrase(self, name: str, **slots: str) -> str:
        """Return a phrase of the narrative by its name, such as ``situation.seen``, with its slots filled.

        Raises
        ------
        StoryError
            When no narrative has it: the message has the nearest.
        """
        return self.narrative.phrase(name, **slots)

    data_remarks = of_story.data_remarks
    extremes = of_story.extremes
    members = of_story.members
    by_member = of_story.by_member
    glance = of_story.glance
    figures = of_story.figures
    measured = of_story.measured
    scorecard = of_story.scorecard
    moved = of_story.moved
    standings = of_story.standings
    targets = of_story.targets
    benchmarks = of_story.benchmarks
    apart = of_story.apart
    open_questions = of_story.open_questions

    def record(self) -> StoryRecord:
        """Return what the notebook keeps of this story."""
        said = self._writer.vocabulary
        return record_of(self.company, self.facts, self.audience, self._template, self.missing, self.verdicts, said)

    def _told(self) -> Told:
        return Told(dict(self._slides), self.record())

    def _repr_html_(self) -> str:
        """Return one line on what this story holds."""
        label = period_label(self.company.period, self._writer.numbers)
        left = "".join(f"<br>left out: <b>{key}</b>, {reason}" for key, reason in self.missing.items())
        if not self.narrative.is_spoken:
            left += (
                f"<br>no narrative in <b>{self.narrative.language}</b> ships: what the project's own does not say is"
                " English"
            )
        return (
            f"<p>The story of <b>{self.company.name}</b>, {label}, for the {self.audience.upper()}: "
            f"{len(self.facts):,} facts (<code>story.facts</code>){left}</p>"
        )

    def _length(self, text: str) -> int:
        return len(self._writer.paragraph(text).text)

    def _made(self, draft: Draft) -> Slide:
        writer, slide = self._writer, draft.written(self._writer)
        rows = list(chart_rows(slide.chart.spec)) if slide.chart else []
        line = draft.source
        if line is None:
            line = source_line(shown_facts(slide, self.facts, rows), self.company, writer.numbers, self._length)
        foot = writer.paragraph(line, where=f'slide "{draft.key}", source') if line else None
        slide = replace(slide, source=foot)
        return replace(slide, facts=shown_facts(slide, self.facts, rows))

    def _show_record(self) -> None:
        """Put the story's record into the notebook, or bring the one that is there up to date when the cell ends."""
        self._output.show()

    def _bundle(self) -> dict[str, Any]:
        return {
            STORY_MEDIA_TYPE: to_json(self.record()),
            RESULTS_MEDIA_TYPE: results_json(
                self.company.metrics(slices=self.slices) if self._results is None else self._results
            ),
            "text/html": self._repr_html_(),
            "text/plain": f"the story of {self.company.name}, {self.company.period.name}",
        }
