"""A story: a company's facts, the words and look they are told in, and the slides made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from valuestory.errors import StoryError, UnknownFactError
from valuestory.metrics import METRICS, Company
from valuestory.slides.facts import TAG, Evidence, Fact, Facts, Reference
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
from valuestory.story.claims import State, state_of
from valuestory.story.draft import Draft, fitting_kind
from valuestory.story.exhibits import chart_rows
from valuestory.story.flows import Arrow, Step
from valuestory.story.goals import Held, benchmarks_held, targets_held, units_apart
from valuestory.story.key_figures import Number
from valuestory.story.limits import open_questions, ranked_remarks, remarks_table
from valuestory.story.period_words import period_label
from valuestory.story.recording import displayed, record_of
from valuestory.story.results_output import results_json
from valuestory.story.scorecards import (
    Standing,
    by_member,
    figures,
    glance,
    measured,
    members,
    moved,
    scorecard,
    standings,
)
from valuestory.story.source_line import source_line
from valuestory.story.view import LeftOut, SlideView, shown_facts
from valuestory.story.wording import told

if TYPE_CHECKING:
    import pandas as pd


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
    slices
        What its facts are sliced by; as `Company.metrics` has it where none is named.
    """

    def __init__(
        self,
        company: Company,
        audience: str,
        template: str,
        theme: Theme,
        writer: Writer,
        slices: Sequence[str] | None = None,
    ) -> None:
        self.company, self.audience, self.theme, self.slices = company, audience, theme, slices
        self.missing: dict[str, str] = {}
        self._template, self._writer = TemplateName(template, theme.sha256), writer
        self._display: Any = None

    @property
    def facts(self) -> Facts:
        """The story's facts, by id: a mapping such as ``story.facts["csat@2026Q2"]``."""
        return self._writer.facts

    def slide(
        self,
        key: str,
        *,
        title: str,
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
    ) -> SlideView | LeftOut:
        """Return a slide; as a cell's last line it shows itself, and the deck takes it from there.

        Parameters
        ----------
        key
            The slide's name: storylines list it, designed slides take its place.
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
            What the speaker says. Where the numbers come from is added to it.
        header
            The line above the exhibit: what, unit, period; the part before the first comma is bold.
        source
            The line at the foot; made from the facts shown where none is given.
        alt
            The chart's description for those who do not see it; made from its rows where none is given.

        Returns
        -------
        SlideView or LeftOut
            Left out, and listed, where a metric that it names has no value in this data.

        Raises
        ------
        UnknownFactError
            When a name exists nowhere: the message has the nearest.
        StoryError
            When the slide contradicts its facts or is not well made.
        """
        fitting = fitting_kind(key, kind, body, chart, table, numbers, flow)
        draft = Draft(key, fitting, title, body, chart, table, numbers, notes, header, source, alt, flow)
        try:
            slide = self._made(draft)
        except UnknownFactError:
            reason = self._reason(draft.texts())
            if reason is None:
                raise
            return self.leave_out(key, reason)
        if self.missing.pop(key, None) is not None:
            self._show_record()
        return SlideView(slide, self.theme)

    def leave_out(self, key: str, reason: str) -> LeftOut:
        """Return, in the place of a slide, that it is left out, and list it with the reason; nothing is on the deck.

        For a slide that would say nothing, such as a table without rows.
        """
        said = self._writer.vocabulary.spoken(reason)
        self.missing[key] = said
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
        """
        if name in METRICS:
            raise StoryError(f'"{name}" is a metric of the catalogue', where="story.fact", do="choose another name")
        if not source.strip():
            raise StoryError(f'the fact "{name}" has no source', where="story.fact", do="say where it comes from")
        fact = self._declare(name, value, low=low, high=high, unit=unit, source=source, label=label)
        self._show_record()
        return fact

    def add_facts(self, facts: Iterable[Fact]) -> None:
        """Let all texts of the story know facts that were computed elsewhere, such as what a comparison found."""
        for each in facts:
            self.facts.add(told(each, self._writer.vocabulary))
        self._show_record()

    def shown(self, fact: Fact, part: str = "value") -> str:
        """Return a fact's part as labels of charts show it."""
        text, _ = self._writer.show(fact, part, form="label")
        return text

    def state(self, name: str, *, against: str = "year_ago") -> State:
        """Return what may be said of a metric's change: flat, rise, fall, not established, level only, not measured."""
        metric, bracket, part = name.partition("[")
        return state_of(self.facts.get(f"{metric}@{self.facts.period}{bracket}{part}"), against)

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

        A sentence can be said when all of its facts exist and none is in doubt.
        """
        return next((sentence for sentence in sentences if self._can_be_said(sentence)), sentences[-1])

    def in_doubt(self, *names: str) -> bool:
        """Return whether the data's own faults put any of these metrics in doubt."""
        return any(name in self.company.doubts() for name in names)

    def lines(self, *sentences: str) -> list[str]:
        """Return the sentences that can be said: all of their facts exist and none is in doubt."""
        return [sentence for sentence in sentences if self._can_be_said(sentence)]

    def data_remarks(self, most: int = 7) -> pd.DataFrame:
        """Return what the checks found in the company's tables, the most frequent first, as a table for a slide.

        Each count becomes a fact of the story, so that it has a source like every other figure.
        """
        ranked = ranked_remarks(self.company.faults)[:most]
        names = [f"remark_{place}" for place in range(1, len(ranked) + 1)]
        for name, fault in zip(names, ranked, strict=True):
            self._declare(name, fault.count, unit="count", source=f"the checks of {fault.table}", label=fault.what)
        self._show_record()
        return remarks_table(ranked, names)

    def extremes(self, name: str, column: str) -> tuple[str, str] | None:
        """Return the members of a slice with a metric's lowest and highest figure in the story's period.

        Returns
        -------
        tuple of str or None
            None where fewer than two members have a figure.
        """
        found = members(name, column, self.facts)
        return (min(found, key=found.__getitem__), max(found, key=found.__getitem__)) if len(found) > 1 else None

    def members(self, name: str, column: str) -> tuple[str, ...]:
        """Return the members of a slice for which a metric has a figure in the story's period."""
        return tuple(members(name, column, self.facts))

    def by_member(self, column: str, names: Mapping[str, str], *, most: int = 7) -> pd.DataFrame:
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
        return by_member(column, names, self.facts, most=most)

    def glance(self, view: str) -> pd.DataFrame:
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
        return glance(view, self.company, self.facts)

    def figures(self, *names: str) -> pd.DataFrame:
        """Return metrics as a table for a slide, as `scorecard` does: those of them that have a figure.

        Raises
        ------
        MetricError
            When there is no such metric: the message names the nearest.
        """
        return figures(names, self.facts)

    def measured(self, view: str, group: str = "") -> int:
        """Return how many measures of a view, or of one group of it, have a figure in the story's period.

        Raises
        ------
        MetricError
            When there is no such view or group: the message names the nearest.
        """
        return measured(view, group, self.facts)

    def scorecard(self, view: str, group: str, *, start: int = 0, most: int = 7) -> pd.DataFrame:
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
        return scorecard(view, group, self.company, self.facts, start=start, most=most)

    def moved(self, view: str, standing: Standing, *, most: int = 7) -> pd.DataFrame:
        """Return the measures of a view that got ``better`` or ``worse``, as a table, the largest moves first.

        Raises
        ------
        MetricError
            When there is no such view.
        """
        return moved(view, standing, self.facts, most=most)

    def standings(self, view: str) -> dict[Standing, int]:
        """Return how many of a view's measures stand how against a year ago; each count becomes a fact.

        The facts are ``measures_better``, ``measures_worse``, ``measures_as_a_year_ago``,
        ``measures_not_established``, ``measures_level_only`` and ``measures_not_measured``.
        """
        found = standings(view, self.facts)
        for standing, count in found.items():
            name = f"measures_{standing.replace(' ', '_')}"
            self._declare(name, count, unit="count", source=f"the view {view} of the catalogue", label=standing)
        self._show_record()
        return found

    def targets(self, *, most: int = 7) -> pd.DataFrame:
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
        return self._held_against(targets_held(self.company, self.facts), most)

    def benchmarks(self, *, most: int = 7) -> pd.DataFrame:
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
        return self._held_against(benchmarks_held(self.company, self.facts), most)

    def apart(self, column: str, *, most: int = 7) -> pd.DataFrame:
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
        return units_apart(column, self.company.differences(slices=self.slices), self.facts, most=most)

    def open_questions(self) -> pd.DataFrame:
        """Return what this story cannot show yet and what would settle it, as a table for the slide on limits."""
        return open_questions(self.company, self.facts)

    def record(self) -> StoryRecord:
        """Return what the notebook keeps of this story."""
        return record_of(self.company, self.facts, self.audience, self._template, self.missing, self._writer.vocabulary)

    def _repr_html_(self) -> str:
        """Return one line on what this story holds."""
        label = period_label(self.company.period, self._writer.numbers)
        left = "".join(f"<br>left out: <b>{key}</b>, {reason}" for key, reason in self.missing.items())
        return (
            f"<p>The story of <b>{self.company.name}</b>, {label}, for the {self.audience.upper()}: "
            f"{len(self.facts):,} facts (<code>story.facts</code>){left}</p>"
        )

    def _declare(
        self,
        name: str,
        value: float | str,
        *,
        unit: Unit,
        source: str,
        label: str,
        low: float | None = None,
        high: float | None = None,
    ) -> Fact:
        evidence = Evidence(kind="declared", definition=label or name, source=source)
        return self.facts.add(Fact(name, value, unit, label or name, low=low, high=high, evidence=evidence))

    def _held_against(self, held: Held, most: int) -> pd.DataFrame:
        for fact in held.facts:
            self.facts.add(told(fact, self._writer.vocabulary))
        self._show_record()
        return held.table.head(most)

    def _made(self, draft: Draft) -> Slide:
        writer, slide = self._writer, draft.written(self._writer)
        rows = list(chart_rows(slide.chart.spec)) if slide.chart else []
        line = draft.source
        if line is None:
            line = source_line(shown_facts(slide, self.facts, rows), self.company, writer.numbers)
        foot = writer.paragraph(line, where=f'slide "{draft.key}", source') if line else None
        slide = replace(slide, source=foot)
        return replace(slide, facts=shown_facts(slide, self.facts, rows))

    def _can_be_said(self, text: str) -> bool:
        return not self._unknown(text) and not any(fact.evidence.doubt for fact in self._named(text))

    def _named(self, text: str) -> list[Fact]:
        references = [Reference.parse(match["inside"]) for match in TAG.finditer(text)]
        return [self.facts.resolve(reference)[0] for reference in references]

    def _unknown(self, text: str) -> list[Reference]:
        """Return the references of a text that name nothing, or nothing with a value."""
        found = []
        for match in TAG.finditer(text):
            reference = Reference.parse(match["inside"])
            try:
                fact, part = self.facts.resolve(reference)
            except UnknownFactError:
                found.append(reference)
                continue
            if fact.part(part) is None:
                found.append(reference)
        return found

    def _reason(self, texts: Sequence[str]) -> str | None:
        """Return why a slide is left out, or None where a name is simply wrong."""
        unknown = [each for text in texts for each in self._unknown(text)]
        if not unknown or any(each.name not in METRICS for each in unknown):
            return None
        first = unknown[0]
        gaps = self.company.gaps()
        row = gaps[gaps["metric"] == first.name]
        label = METRICS[first.name].label
        if row.empty:
            return f"{label} has no value for {first.period or self.company.period.name}"
        return f"{label} is not measured yet: {row.iloc[0]['missing']} would show it"

    def _show_record(self) -> None:
        """Put the story's record into the notebook, or bring the one that is there up to date."""
        bundle = {
            STORY_MEDIA_TYPE: to_json(self.record()),
            RESULTS_MEDIA_TYPE: results_json(self.company.metrics(slices=self.slices)),
            "text/html": self._repr_html_(),
            "text/plain": f"the story of {self.company.name}, {self.company.period.name}",
        }
        self._display = displayed(bundle, self._display)
