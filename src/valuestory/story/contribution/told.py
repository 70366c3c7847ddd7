"""What Support contributed, told: `tell_contribution` makes its estimates facts of a story.

Where the comparison cannot be made at all it says why, and a deck is shorter. Sentences, tables and charts are made of
the facts by the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuestory.contribution import BeforeAfter, Contribution, Effect, contribution, improvements_before_after
from valuestory.contribution.ledger.ledger import HEADLINE_GRADES
from valuestory.errors import MetricError
from valuestory.story.contribution.experiments import Experiments, facts_of_experiments, read_experiments
from valuestory.story.contribution.facts import facts_of_contribution
from valuestory.story.contribution.words import STANDS
from valuestory.story.look import current_look
from valuestory.story.wording.periods import period_label

if TYPE_CHECKING:
    from valuestory.contribution.ledger.ledger import Line
    from valuestory.metrics.periods import Period
    from valuestory.story.story import Story


@dataclass(frozen=True)
class Told:
    """What Support contributed, as far as the company's data tells it.

    Attributes
    ----------
    story
        Whose facts these are.
    found
        The analysis; None where the comparison cannot be made.
    refused
        Why there is none, and what would change it; empty where there is one.
    fixes
        What shipped improvements changed; None where none was shipped for a group of cases.
    experiments
        What each declared experiment shows, or why it shows nothing yet.
    """

    story: Story
    found: Contribution | None
    refused: str
    fixes: BeforeAfter | None
    experiments: Experiments = field(default_factory=dict)

    @property
    def effects(self) -> Mapping[str, Effect]:
        """The effects by outcome, the declared first one first; none where nothing could be compared."""
        return {} if self.found is None else self.found.effects.effects

    @property
    def first(self) -> str:
        """The outcome that was declared to count; empty where nothing could be compared."""
        return next(iter(self.effects), "")

    @property
    def notes(self) -> tuple[str, ...]:
        """What limits all figures, a sentence each; none where nothing could be compared."""
        return () if self.found is None else self.found.notes()

    @property
    def established(self) -> list[str]:
        """The outcomes whose effect is established, wholly or for the part that could be compared."""
        return [name for name, each in self.effects.items() if each.verdict in STANDS]

    @property
    def money(self) -> tuple[float, float, float]:
        """What is claimed in money: low, base and high; zeros where nothing is."""
        return (0.0, 0.0, 0.0) if self.found is None else self.found.ledger.headline(self._currency)

    def in_money(self) -> list[tuple[int, Line]]:
        """Return the ledger's lines in money, each with its place in the ledger."""
        lines = () if self.found is None else self.found.ledger.lines
        return [(place, each) for place, each in enumerate(lines) if each.unit == self._currency]

    def candidates(self) -> list[tuple[int, Line]]:
        """Return the lines in money that are claimed or could be: counted, or evidence of grades A to C."""
        return [(place, each) for place, each in self.in_money() if each.grade in HEADLINE_GRADES]

    def source(self, *names: str) -> str:
        """Return the source line of estimates: windows, numbers compared, interval, and the weakest grade of these."""
        assert self.found is not None
        windows = self.found.windows
        grades = [grade for name in names or self.effects if (grade := self.effects[name].grade)]
        help_, outcome = (_between(each) for each in (windows.exposure, windows.outcome))
        contracts = " contracts," if "subscriptions" in self.story.company.tables.tables else ""
        return (
            f"Source: accounts,{contracts} cases and visits. Help {help_}, outcome {outcome}; "
            "n = {{ n_helped }} helped, {{ n_compared }} compared. Ranges are 95% intervals"
            + (f", grade {max(grades)}" if grades else "")
        )

    @property
    def _currency(self) -> str:
        return self.story.company.project.company.currency


def _between(window: Sequence[Period]) -> str:
    first, last = (period_label(each, current_look().writer.numbers) for each in (window[0], window[-1]))
    return first if first == last else f"{first} to {last}"


def tell_contribution(story: Story) -> Told:
    """Return what Support contributed to a story's company; every figure becomes a fact of the story.

    Parameters
    ----------
    story
        From `open_story`, of a company or a part of one.
    """
    fixes = improvements_before_after(story.company)
    try:
        found: Contribution | None = contribution(story.company)
        refused = ""
    except MetricError as reason:
        found, refused = None, f"{reason.what}; {reason.do}" if reason.do else reason.what
    experiments = {} if found is None else read_experiments(found)
    story.verdicts |= _verdicts(found, refused, fixes)
    story.add_facts([*facts_of_contribution(found, fixes), *facts_of_experiments(experiments)])
    return Told(story, found, refused, fixes, experiments)


def _verdicts(found: Contribution | None, refused: str, fixes: BeforeAfter | None) -> dict[str, Mapping[str, str]]:
    """Return what may be said of each outcome, and of the improvements, as the story's record keeps it."""
    judged: dict[str, Effect | BeforeAfter] = {} if found is None else dict(found.effects.effects)
    told: dict[str, Mapping[str, str]] = {
        name: {"verdict": each.verdict, "grade": each.grade or "", "reason": each.reason, "collect": each.collect}
        for name, each in (judged | ({} if fixes is None else {"improvements": fixes})).items()
    }
    return told | ({"contribution": {"verdict": "not comparable", "reason": refused}} if refused else {})
