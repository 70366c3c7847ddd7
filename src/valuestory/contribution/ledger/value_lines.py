"""The lines of the value ledger that a company's data can fill, and what keeps the others out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from valuestory.contribution.effect.effect import Estimate
from valuestory.contribution.ledger.ledger import Ledger, Line, ValueClass
from valuestory.contribution.ledger.scenarios import Range, at_base, cautious_corner

if TYPE_CHECKING:
    from valuestory.contribution.before_after.before_after import BeforeAfter
    from valuestory.contribution.effect.effect import Effect
    from valuestory.contribution.ledger.visits import Deflection
    from valuestory.contribution.panel.effects import PanelEffects
    from valuestory.contribution.panel.panel import Panel
    from valuestory.project import Assumption, Profile

GROSS_MARGIN: Final = "gross_margin"
MARGINAL_COST: Final = "marginal_cost_per_case"
HOURS_RETURNED: Final = "hours_returned_per_answer"
RESTORED: Final = ("obstacles removed", "risk mitigated")
"""The benefit classes that brought a customer back to work."""
_NO_MARGINAL_COST: Final = f"avoidance: declare assumptions.{MARGINAL_COST}, what one more case costs"
_CLAIMED: Final = ("established", "partial overlap")
_STREAMS: Final = {
    "kept_arr": "recurring revenue kept and grown, at gross margin, for 12 months",
    "retained_arr": "recurring revenue retained, at gross margin, for 12 months",
    "expansion_arr": "recurring revenue grown, at gross margin, for 12 months",
    "logo_retention": "customers kept",
    "milestones": "milestones reached that would not have been",
}


@dataclass(frozen=True)
class Sources:
    """What lines are made of.

    Attributes
    ----------
    panel, effects
        Of the landmark.
    deflection
        What visits avoided in the outcome window; None where visitors were not asked.
    improvements
        What improvements shipped in the outcome window changed; None where none was.
    assumptions
        Of the company, by name.
    currency, profile
        Of the company; without revenue only what is not money is told.
    paid
        What was paid for lines of the ledger that vary with cases, in the exposure and in the outcome window; None
        where one of the two is not known.
    is_part
        Whether this is a part of the company, which has no ledger of its own.
    """

    panel: Panel
    effects: PanelEffects
    deflection: Deflection | None
    improvements: BeforeAfter | None
    assumptions: Mapping[str, Assumption]
    currency: str
    profile: Profile
    paid: tuple[float, float] | None = None
    is_part: bool = False


def value_ledger(sources: Sources) -> Ledger:
    """Return the ledger of one landmark: what can be a line, and what is missing for the others.

    Money is told in the profile `commercial` alone; in all of them what customers got that is not money.
    """
    found: list[Line | str] = []
    if sources.profile == "commercial":
        found += [_paid(sources), _deflected(sources), _improved(sources), _revenue(sources)]
    found += _service(sources)
    lines = tuple(each for each in found if isinstance(each, Line))
    return Ledger(lines, tuple(each for each in found if isinstance(each, str) and each))


def _paid(sources: Sources) -> Line | str:
    """Return the cash line: what is paid for cases fell, or rose, from one window to the next."""
    if sources.is_part:
        return "cash: the ledger is the whole company's"
    if sources.paid is None:
        return "cash: mark in `costs` which lines vary with cases (is_marginal), for both windows"
    fell = sources.paid[0] - sources.paid[1]
    return Line(
        unit_id=f"paid costs/{sources.panel.windows.name}",
        stream="paid costs that vary with cases, less than in the window before",
        value_class="cash",
        low=fell,
        base=fell,
        high=fell,
        grade="D",
        unit=sources.currency,
        source="the ledger, before and after; nothing says that Support's work made the difference",
        window="outcome",
    )


def _deflected(sources: Sources) -> Line | str:
    if sources.is_part:
        return "avoidance by self-service: what it costs to run is the whole company's"
    if sources.deflection is None:
        return "avoidance: ask entitled visitors whether it helped, whether they meant to open a case, and what is left"
    cost = sources.assumptions.get(MARGINAL_COST)
    if cost is None:
        return _NO_MARGINAL_COST
    cases, run = sources.deflection.cases, sources.deflection.run_cost
    return Line(
        unit_id=f"cases avoided by self-service/{sources.panel.windows.name}",
        stream="cases that self-service made unnecessary, at marginal cost, less what it costs to run",
        value_class="avoidance",
        low=cases.low * cost.low - run,
        base=cases.base * cost.base - run,
        high=cases.high * cost.high - run,
        grade="E",
        unit=sources.currency,
        owner=cost.owner,
        source=f"answers of visitors, nested; {cost.source}",
        window="outcome",
    )


def _improved(sources: Sources) -> Line | str:
    """Return the line of cases that no longer came, each improvement for at most the half year after it was shipped."""
    found, cost = sources.improvements, sources.assumptions.get(MARGINAL_COST)
    if found is None:
        return "avoidance: supply `improvements` with the groups of cases that they were shipped for"
    if cost is None:
        return _NO_MARGINAL_COST
    if found.refused or found.grade is None:
        return f"avoidance by improvements: {found.verdict}, since {found.reason}; to change it: {found.collect}"
    low, high = cautious_corner(_fewer(found.difference), {MARGINAL_COST: Range.of(cost)})
    compared = f"{found.n_treated} groups of cases against {found.n_compared} that had come the same way"
    return Line(
        unit_id=f"cases avoided by improvements/{sources.panel.windows.name}",
        stream="cases that improvements made unnecessary in the half year after each, at marginal cost",
        value_class="avoidance",
        low=low,
        base=-found.difference.estimate * cost.base,
        high=high,
        grade=found.grade,
        unit=sources.currency,
        owner=cost.owner,
        source=f"{compared}; {cost.source}",
        why_not="" if found.verdict in _CLAIMED else found.verdict,
        window="outcome",
    )


def _fewer(difference: Estimate) -> Estimate:
    """Return a change of cases as cases fewer."""
    return Estimate(-difference.estimate, -difference.high, -difference.low)


def _revenue(sources: Sources) -> Line | str:
    margin = sources.assumptions.get(GROSS_MARGIN)
    if not sources.effects.money:
        return "revenue: supply `subscriptions`"
    if margin is None:
        return f"revenue: declare assumptions.{GROSS_MARGIN}; revenue is not profit"
    outcome = sources.effects.money
    factors = {GROSS_MARGIN: Range.of(margin)}
    unit = f"renewal dollars/{sources.panel.windows.name}"
    return _of_effect(sources.effects.effects[outcome], unit, "revenue", sources.currency, factors, margin)


def _service(sources: Sources) -> Iterator[Line | str]:
    """Yield what is not money: milestones, customers kept, service restored, and hours given back."""
    name, effects = sources.panel.windows.name, sources.effects.effects
    if "milestones" in effects:
        yield _of_effect(effects["milestones"], f"milestones/{name}", "service", "milestones")
    if "logo_retention" in effects:
        yield _of_effect(effects["logo_retention"], f"customers/{name}", "service", "customers")
    helped = sources.panel.benefits().set_index("benefit_class")["answers"]
    restored = float(helped[list(RESTORED)].sum())
    yield Line(
        unit_id=f"service restored/{name}",
        stream="answers that brought a customer back to work",
        value_class="service",
        low=restored,
        base=restored,
        high=restored,
        grade="counted",
        unit="answers",
        source="accepted answers that removed an obstacle or mitigated a risk, counted",
    )
    hours = sources.assumptions.get(HOURS_RETURNED)
    if hours is None:
        yield f"hours returned: declare assumptions.{HOURS_RETURNED}, what an answer without a case spares a customer"
        return
    answers = float(sources.panel.accounts["answers_without_case"].sum())
    yield Line(
        unit_id=f"hours returned/{name}",
        stream="hours that answers without a case gave back to customers",
        value_class="service",
        low=answers * hours.low,
        base=answers * hours.base,
        high=answers * hours.high,
        grade="E",
        unit="hours",
        owner=hours.owner,
        source=f"accepted answers without a case, times {hours.source}",
    )


def _of_effect(
    effect: Effect,
    unit_id: str,
    value_class: ValueClass,
    unit: str,
    factors: Mapping[str, Range] | None = None,
    margin: Assumption | None = None,
) -> Line | str:
    """Return the line of an estimated effect, its ends in the cautious corners; why there is none under a refusal."""
    stream = _STREAMS[effect.outcome]
    if effect.refused or effect.grade is None:
        return f"{stream}: {effect.verdict}, since {effect.reason}; what would change it: {effect.collect}"
    low, high = cautious_corner(effect.total, factors or {})
    compared = f"{effect.n_treated} helped and {effect.n_compared} other accounts compared like with like"
    return Line(
        unit_id=unit_id,
        stream=stream,
        value_class=value_class,
        low=low,
        base=at_base(effect.total, factors or {}).estimate,
        high=high,
        grade=effect.grade,
        unit=unit,
        owner=margin.owner if margin else "",
        source=f"{compared}; {margin.source}" if margin else compared,
        why_not="" if effect.verdict in _CLAIMED else effect.verdict,
    )
