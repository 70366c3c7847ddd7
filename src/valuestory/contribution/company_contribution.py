"""How much of a company's outcomes is Support's: the panel, the effects, the chain, the shares and the ledger in one.

Our implementation of the five published steps: the outcomes, what customers expect, how help meets it, what it costs,
and what connects them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from valuestory.contribution.before_after.improvements import improvements_before_after
from valuestory.contribution.chain.chain import Chain, bridge, chain_table, links_table, no_bridge
from valuestory.contribution.chain.effort import LOADED_RATE, Effort, effort_in
from valuestory.contribution.chain.teams import TeamShares, shares_of
from valuestory.contribution.disclosures import five_steps, limits, who_is_compared
from valuestory.contribution.ledger.ledger import Ledger, ReturnOnSupport, Window, return_on_support
from valuestory.contribution.ledger.scenarios import Range, Sensitivity, sensitivity
from valuestory.contribution.ledger.value_lines import GROSS_MARGIN, Sources, value_ledger
from valuestory.contribution.ledger.visits import deflection_in, paid_in
from valuestory.contribution.panel.effects import MILESTONES, PanelEffects, effects_of, money_outcome
from valuestory.contribution.panel.experiments import effects_of_experiment
from valuestory.contribution.panel.later import Later, later_landmarks
from valuestory.contribution.panel.outcomes import OPENING, expected_events
from valuestory.contribution.panel.panel import Panel, build_panel
from valuestory.contribution.panel.reading import VISITS, counted, covered_quarters, read_facts, sees_visits
from valuestory.contribution.panel.windows import Windows, all_windows, fitted, windows_of, windows_up_to
from valuestory.errors import MetricError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from valuestory.metrics import Company
    from valuestory.metrics.landmark import LandmarkFacts
    from valuestory.metrics.periods import Period

RETURN_ELSEWHERE: Final = "return_elsewhere"


@dataclass(frozen=True, repr=False)
class Contribution:
    """How much of an outcome is Support's, for the story's period.

    What takes long is computed when it is first asked for, and once.

    Attributes
    ----------
    company
        Of which all of this is.
    panel
        The accounts at the landmark: who was helped, what they were like before, what became of them.
    facts
        What the panel, and those of earlier periods, are made of.
    """

    company: Company
    panel: Panel
    facts: LandmarkFacts

    @property
    def windows(self) -> Windows:
        """Before, exposure and outcome of the story's period."""
        return self.panel.windows

    @cached_property
    def effects(self) -> PanelEffects:
        """What help did, outcome by outcome, compared like with like."""
        return effects_of(self.panel)

    def later(self) -> tuple[Later, ...]:
        """Return the landmarks whose help is past and whose outcome is still to come, the next first."""
        return tuple(later_landmarks(self.facts, self.windows, self._covered[-1]))

    @cached_property
    def effort(self) -> Effort | None:
        """What Support cost in the exposure window; None where neither ledger nor hours and their rate tell it."""
        return self._effort(self.windows.exposure)

    @cached_property
    def chain(self) -> Chain:
        """The four totals of the story's period and the links between them."""
        return self._chain(self.panel, self.effects)

    @cached_property
    def chains(self) -> Mapping[str, Chain]:
        """The chain of each period whose windows the data covers, in order; the story's own is the last.

        Windows of neighbouring quarters share most of their days: a step from one to the next is small. Periods of
        which visits are not recorded are left out where the story's own are: help would be counted in two ways.
        """
        settings = fitted(self.company.project.contribution, self._covered)
        alike = sees_visits(self.company, self.windows)
        panels = {
            each.name: self._panel(each)
            for each in all_windows(self._covered, settings)
            if each.landmark < self.windows.landmark and sees_visits(self.company, each) == alike
        }
        wanted = [MILESTONES, money_outcome(self.panel)]
        found = {name: self._chain(panel, effects_of(panel, wanted)) for name, panel in panels.items()}
        return found | {self.windows.name: self.chain}

    def index(self) -> pd.DataFrame:
        """Return the chain over time with the index, the yield where that of the first period is 100."""
        return chain_table(self.chains)

    def bridge(self, since: str | None = None) -> pd.DataFrame:
        """Return how the value went from an earlier period to the story's, step by step and without a residual.

        Parameters
        ----------
        since
            One of `chains`; the one before the story's by default.

        Returns
        -------
        pandas.DataFrame
            `step of amount method`, as `chain.bridge` says; no row where there is no earlier period.

        Raises
        ------
        MetricError
            When there is no such period: the message names those that there are.
        """
        names = list(self.chains)
        if since is not None and since not in names:
            raise MetricError(f'nothing is known of "{since}"', where="since", do=did_you_mean(since, names))
        before = since or names[max(len(names) - 2, 0)]
        return bridge(self.chains[before], self.chain) if before != names[-1] else no_bridge()

    def links(self) -> pd.DataFrame:
        """Return the three links: `link unit value low high established why`; no value where it is not established."""
        return links_table(self.chain)

    @cached_property
    def team_shares(self) -> TeamShares | None:
        """How what is at stake parts among Support, other teams and the rest; None where that cannot be told."""
        outcome, factor, at_stake = self._shared()
        return shares_of(self.panel, outcome, at_stake, factor) if at_stake > 0 else None

    @cached_property
    def ledger(self) -> Ledger:
        """The value ledger of the story's period."""
        project, windows = self.company.project, self.windows
        has_improvements = "improvements" in self.company.tables.tables and "cases" in self.company.tables.tables
        alike = len(windows.exposure) == len(windows.outcome)  # else the longer window is the dearer one
        paid = [paid_in(self.facts, each) if alike else None for each in (windows.exposure, windows.outcome)]
        sources = Sources(
            panel=self.panel,
            effects=self.effects,
            deflection=deflection_in(self.facts, windows.outcome),
            improvements=improvements_before_after(self.company, windows.landmark) if has_improvements else None,
            assumptions=project.assumptions,
            currency=project.company.currency,
            profile=project.company.profile,
            paid=None if paid[0] is None or paid[1] is None else (paid[0], paid[1]),
            is_part=bool(self.company.where),
        )
        return value_ledger(sources)

    @cached_property
    def sensitivity(self) -> Sensitivity | None:
        """What makes the value uncertain: chance, each assumption, and all of it; None where there is no value."""
        effect = self.effects.effects.get(self.effects.money)
        if effect is None or effect.refused:
            return None
        margin = self._margin
        return sensitivity(effect.total, {GROSS_MARGIN: margin} if margin else {})

    @cached_property
    def yield_sensitivity(self) -> Sensitivity | None:
        """What makes the yield uncertain: as for the value, and the loaded rate where effort was made by it."""
        effect, effort = self.effects.effects.get(self.effects.money), self.effort
        if effect is None or effect.refused or effort is None or not effort.amount:
            return None
        factors = {GROSS_MARGIN: self._margin} if self._margin else {}
        if effort.rate is None:
            return sensitivity(effect.total.times(1 / effort.amount), factors)
        return sensitivity(effect.total.times(1 / effort.hours), factors | {LOADED_RATE: effort.rate.inverse()})

    @cached_property
    def return_on_support(self) -> ReturnOnSupport | None:
        """What is claimed for each unit of currency spent, beside what the money returns elsewhere."""
        elsewhere = self.company.project.assumptions.get(RETURN_ELSEWHERE)
        after = self._effort(self.windows.outcome)
        effort: Mapping[Window, float | None] = {
            "exposure": None if self.effort is None else self.effort.amount,
            "outcome": None if after is None else after.amount,
        }
        return return_on_support(self.ledger, self.company.project.company.currency, effort, elsewhere)

    @cached_property
    def experiments(self) -> Mapping[str, PanelEffects]:
        """What each experiment that was declared shows, by its name."""
        return {name: self.experiment(name) for name in self.company.project.contribution.experiments}

    def experiment(self, name: str) -> PanelEffects:
        """Return what a declared experiment shows.

        Raises
        ------
        MetricError
            When none of this name is declared, the data ends before it did, or its arms are not in `accounts`.
        """
        settings, profile = self.company.project.contribution, self.company.project.company.profile
        if name not in settings.experiments:
            do = did_you_mean(name, settings.experiments)
            raise MetricError(f'no experiment "{name}" is declared', where="contribution.experiments", do=do)
        declared = settings.experiments[name]
        windows = windows_of(name, declared, self._covered, settings.before_quarters)
        facts = read_facts(self.company, self._covered, [windows])
        return effects_of_experiment(facts, windows, declared, settings, profile)

    def steps(self) -> pd.DataFrame:
        """Return the five published steps as this company declared them: `step asks declared`."""
        events = expected_events(self.facts, self.company.project.contribution)
        return five_steps(self.panel, events, self.effort)

    def compared(self) -> pd.DataFrame:
        """Return how many of the helped stand behind the figures, as `disclosures.who_is_compared` says."""
        return who_is_compared(self.panel, next(iter(self.effects.effects.values())))

    def notes(self) -> tuple[str, ...]:
        """Return what has to be said beside the figures."""
        return limits(
            self.panel,
            self.company.project.contribution.outcome_quarters,
            lacks_visits=VISITS in self.company.tables.tables and not sees_visits(self.company, self.windows),
            lacks_margin=bool(money_outcome(self.panel)) and self._margin is None,
        )

    @cached_property
    def _covered(self) -> tuple[Period, ...]:
        return covered_quarters(self.company)

    @property
    def _margin(self) -> Range | None:
        declared = self.company.project.assumptions.get(GROSS_MARGIN)
        return Range.of(declared) if declared else None

    def _panel(self, windows: Windows) -> Panel:
        facts, project = counted(self.facts, self.company, windows), self.company.project
        return build_panel(facts, windows, project.contribution, project.company.profile)

    def _effort(self, quarters: Sequence[Period]) -> Effort | None:
        project, is_part = self.company.project, bool(self.company.where)
        wanted = project.contribution.effort
        return effort_in(self.facts, quarters, project.assumptions, wanted, is_part=is_part)

    def _chain(self, panel: Panel, found: PanelEffects) -> Chain:
        effort, money = self._effort(panel.windows.exposure), found.effects.get(found.money)
        factor = self._margin.base if self._margin else 1.0
        ratio = found.per_milestone
        return Chain(
            effort=None if effort is None else effort.amount,
            answers=float(panel.accounts["answers"].sum()),
            milestones=None if found.milestones is None else found.milestones.total,
            business=None if money is None else money.total.times(factor),
            at_stake=None if panel.at_stake is None else panel.at_stake * factor,
            per_milestone=ratio if ratio is None else ratio.times(factor),
            verdict="" if money is None else money.verdict,
        )

    def _shared(self) -> tuple[str, float, float]:
        """Return the outcome that teams share, the factor of its total, and what is at stake of it."""
        money = money_outcome(self.panel)
        if not money:
            return self.panel.outcomes[0], 1.0, float(len(self.panel.accounts))
        factor = self._margin.base if self._margin else 1.0
        return money, factor, float(self.panel.accounts[OPENING].sum()) * factor

    def __repr__(self) -> str:
        """Return one line without paths."""
        return f"Contribution({self.company.name!r}, landmark {self.windows.landmark})"


def contribution(company: Company) -> Contribution:
    """Return how much of a company's outcomes is Support's.

    Parameters
    ----------
    company
        Opened for a period: the outcome window ends with its last whole quarter.

    Raises
    ------
    MetricError
        When the data does not cover the windows of `[contribution]`, tells of no accepted answer, or of none of the
        outcomes and milestones that were declared.

    Examples
    --------
    >>> found = contribution(open_company("sample"))  # doctest: +SKIP
    >>> found.links()  # doctest: +SKIP
    """
    covered = covered_quarters(company)
    settings = fitted(company.project.contribution, covered)
    windows = windows_up_to(covered[-1], covered, settings)
    facts = read_facts(company, covered, [*all_windows(covered, settings), windows])
    panel = build_panel(counted(facts, company, windows), windows, settings, company.project.company.profile)
    return Contribution(company, panel, facts)
