"""A flow of boxes and arrows as an author writes it, turned into what a slide holds.

    story.slide(
        "chain",
        title="...",
        header="From effort to business value, {{ this_period }}",
        flow=[
            Step("Effort", "{{ support_cost }}", ["fully loaded cost"]),
            Arrow("{{ answers_per_thousand }} answers per $1,000"),
            Step("Impact", "{{ answers_accepted }}", ["accepted answers"]),
            Arrow("link not established", established=False),
            Step("Business value", "{{ margin }}", ["{{ margin.low }} to {{ margin.high }}", "grade B"], lead=True),
        ],
        body="**End to end:** ...",
    )

An arrow may be left out: two steps behind each other have a plain one between them. An arrow behind the last step leads
back to the first, which makes a loop. `body` stands in a strip below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from valuestory.errors import StoryError
from valuestory.slides.slide import Flow, FlowArrow, FlowStep
from valuestory.slides.text import Writer


@dataclass(frozen=True)
class Step:
    """A box of a flow; all texts may hold ``{{ facts }}`` and ``**bold**``.

    Parameters
    ----------
    label
        What it is, in a word or two.
    figure
        Its figure, such as ``"{{ answers_accepted }}"``; units are written short.
    lines
        What is counted, and its range: a line each.
    established
        Whether the evidence holds it; drawn dashed where not.
    lead
        Whether it is the one that the title speaks of.
    """

    label: str
    figure: str = ""
    lines: Sequence[str] = ()
    established: bool = True
    lead: bool = False


@dataclass(frozen=True)
class Arrow:
    """What leads from one box to the next: its words, such as a ratio, and whether the link is established."""

    words: str = ""
    established: bool = True


def flow_exhibit(parts: Sequence[Step | Arrow], writer: Writer, *, where: str) -> Flow:
    """Return steps and arrows as a slide's flow.

    Raises
    ------
    StoryError
        When it begins with an arrow or has two arrows behind each other, or has fewer than two or more than five boxes.
    """
    steps: list[FlowStep] = []
    arrows: list[FlowArrow] = []
    for part in parts:
        if isinstance(part, Step):
            if len(arrows) < len(steps):
                arrows.append(FlowArrow())
            steps.append(_step(part, writer, where))
        elif len(arrows) == len(steps):
            what = f'the arrow "{part.words}" leads from no box'
            raise StoryError(what, where=where, do="begin with a Step, and give one Arrow at most behind each")
        else:
            arrows.append(_arrow(part, writer, where))
    back = arrows.pop() if steps and len(arrows) == len(steps) else None
    try:
        return Flow(tuple(steps), tuple(arrows), back, _alt(steps, writer))
    except StoryError as error:
        raise StoryError(error.what, where=where, do=error.do) from None


def _alt(steps: Sequence[FlowStep], writer: Writer) -> str:
    told = [
        ": ".join([step.label.text, *([", ".join(each.text for each in beneath)] if beneath else [])])
        for step in steps
        for beneath in [[*([step.figure] if step.figure is not None else []), *step.lines]]
    ]
    return f"{writer.vocabulary.spoken('Boxes from left to right')}: {'; '.join(told)}."


def flow_texts(parts: Sequence[Step | Arrow]) -> list[str]:
    """Return every text of a flow that may hold references."""
    return [
        text
        for part in parts
        for text in ([part.label, part.figure, *part.lines] if isinstance(part, Step) else [part.words])
    ]


def _step(step: Step, writer: Writer, where: str) -> FlowStep:
    return FlowStep(
        writer.paragraph(step.label, where=where),
        writer.paragraph(step.figure, where=where, form="label") if step.figure else None,
        tuple(writer.paragraph(each, where=where, form="label") for each in step.lines),
        step.established,
        step.lead,
    )


def _arrow(arrow: Arrow, writer: Writer, where: str) -> FlowArrow:
    words = writer.paragraph(arrow.words, where=where, form="label") if arrow.words else None
    return FlowArrow(words, arrow.established)
