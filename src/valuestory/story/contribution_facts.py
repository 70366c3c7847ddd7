"""Estimates of what Support contributed as facts, each with its interval, its grade and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from valuestory.contribution import BeforeAfter, Contribution, Effect
from valuestory.contribution.holdout import Holdout, plan_holdout
from valuestory.slides.facts import Evidence, Fact
from valuestory.story.contribution_words import OUTCOMES

if TYPE_CHECKING:
    from valuestory.slides.number_words import Unit

_LEAST_PLANNED: Final = 0.03
_COMPARISON: Final = "helped customers compared like with like"
_FIXES: Final = "cases by group and month, improved groups against groups that came the same way"
_MANY: Final = 1_000
"""Links are told of a thousand: of answers, and of units of effort."""
_STANDS: Final = ("established", "partial overlap")


def facts_of_contribution(found: Contribution | None, fixes: BeforeAfter | None) -> Iterator[Fact]:
    """Yield every figure that slides may name.

    Parameters
    ----------
    found
        The analysis; None where the comparison cannot be made.
    fixes
        What shipped improvements changed; None where none was shipped for a group of cases.
    """
    if fixes is not None:
        yield from _of_fixes(fixes)
    if found is None:
        return
    effects = found.effects.effects
    first = next(iter(effects), "")
    yield from _of_effects(effects, first)
    stands = sum(each.verdict in _STANDS for each in effects.values())
    yield _fact("effects_established", stands, "count", "effects established", _COMPARISON)
    yield _fact("effects_asked", len(effects), "count", "effects asked for", _COMPARISON)
    yield from _of_chain(found)
    yield from _of_value(found)
    yield from _of_teams(found)
    plan = _plan(effects[first]) if first else None
    if plan is not None:
        yield from _of_plan(plan, 3 * len(found.windows.outcome))


def _plan(effect: Effect) -> Holdout | None:
    """Return the holdout that would show an effect like this one, or, where none is seen, what was to be seen."""
    base = effect.counterfactual
    if not 0 < base < 1:
        return None
    wanted = abs(effect.estimate) if effect.verdict in _STANDS else effect.least_detectable
    wanted = max(_LEAST_PLANNED, round(wanted, 2))
    return plan_holdout(base, wanted) if wanted < 1 - base else None


def _fact(
    name: str,
    value: float,
    unit: Unit,
    label: str,
    source: str,
    low: float = math.nan,
    high: float = math.nan,
    grade: str = "",
) -> Fact:
    ends = [None if math.isnan(each) else each for each in (low, high)]
    evidence = Evidence(kind="declared", definition=label, source=source, grade=grade)
    return Fact(name, value, unit, label, low=ends[0], high=ends[1], evidence=evidence)


def _of_effects(effects: Mapping[str, Effect], first: str) -> Iterator[Fact]:
    for name, each in effects.items():
        label, grade = OUTCOMES[name].label, each.grade or ""
        yield _fact(
            f"detectable_{name}", 100 * each.least_detectable, "points", f"{label}: would have shown", _COMPARISON
        )
        yield _fact(f"kept_{name}", each.kept_share, "share", f"{label}: comparable", _COMPARISON)
        if not each.refused:
            ends = [100 * end for end in (each.estimate, each.low, each.high)]
            yield _fact(
                f"effect_{name}", ends[0], "points", f"{label}: effect of help", _COMPARISON, ends[1], ends[2], grade
            )
            yield _fact(
                f"size_{name}", abs(ends[0]), "points", f"{label}: size of the effect", _COMPARISON, grade=grade
            )
            yield _fact(
                f"gained_{name}",
                each.total.estimate,
                "count",
                f"{label}: all helped together",
                _COMPARISON,
                each.total.low,
                each.total.high,
                grade,
            )
    if first:
        yield from _of_comparison(effects[first])


def _of_comparison(first: Effect) -> Iterator[Fact]:
    yield _fact("n_helped", first.n_treated, "count", "helped customers", _COMPARISON)
    yield _fact("n_compared", first.n_compared, "count", "other customers", _COMPARISON)
    yield _fact("balance_before", first.balance_before, "number", "largest difference before weighting", _COMPARISON)
    yield _fact("balance_after", first.balance_after, "number", "largest difference after weighting", _COMPARISON)
    if first.e_value is not None and first.e_value_limit is not None:
        yield _fact("e_value", first.e_value, "number", "E-value", _COMPARISON)
        yield _fact("e_value_limit", first.e_value_limit, "number", "E-value of the range's end", _COMPARISON)
    if first.negative_control is not None:
        ends = [100 * end for end in first.negative_control]
        yield _fact("effect_check", ends[0], "points", "the year before any help", _COMPARISON, ends[1], ends[2])


def _of_fixes(found: BeforeAfter) -> Iterator[Fact]:
    grade = found.grade or ""
    yield _fact("fixes", found.n_treated, "count", "groups of cases with an improvement", _FIXES)
    yield _fact("fixes_compared", found.n_compared, "count", "groups that stood beside them", _FIXES)
    for name, each, at in (
        ("after_fixes", found, grade),
        ("before_fixes", found.pre_trend, ""),
        ("unadjusted_fixes", found.unadjusted, "D"),
    ):
        if math.isfinite(each.estimate):
            yield _fact(name, each.estimate, "share", name.replace("_", " "), _FIXES, each.low, each.high, at)
    if not found.refused:
        yield _fact("size_after_fixes", abs(found.estimate), "share", "cases fewer or more", _FIXES, grade=grade)
        less = found.difference
        yield _fact("cases_fewer", -less.estimate, "count", "cases fewer", _FIXES, -less.high, -less.low, grade)
    if math.isfinite(found.least_detectable):
        yield _fact("detectable_fixes", found.least_detectable, "share", "would have shown", _FIXES)
    for rank, row in enumerate(found.events.to_dict("records")):
        for column in ("observed", "expected"):
            yield _fact(
                f"{column}_{rank}", row[column] / row["n"], "number", f"cases a group and month, {column}", _FIXES
            )


def _of_chain(found: Contribution) -> Iterator[Fact]:
    source = "the chain of effort, answers, milestones and value"
    chain = found.chain
    if chain.effort is not None:
        yield _fact("effort", chain.effort, "money", "Cost of Support", "the ledger, or hours at a loaded rate")
    yield _fact("chain_answers", chain.answers, "count", "Accepted answers", "cases and visits")
    for name, estimate, unit, label in (
        ("chain_milestones", chain.milestones, "count", "Milestones more"),
        ("chain_value", chain.business, "money", "Value more, at margin"),
        ("chain_yield", chain.yields, "number", "Value for each unit of cost"),
    ):
        if estimate is not None and math.isfinite(estimate.estimate):
            yield _fact(name, estimate.estimate, unit, label, source, estimate.low, estimate.high)  # type: ignore[arg-type]
    if chain.share is not None and math.isfinite(chain.share.estimate):
        ends = [each / 100 for each in chain.share]
        yield _fact("chain_share", ends[0], "share", "Share of what is at stake", source, ends[1], ends[2])
    for place, each in enumerate(found.panel.benefits().to_dict("records")):
        yield _fact(f"benefit_{place}", each["answers"], "count", each["benefit_class"], source)
        yield _fact(f"benefit_share_{place}", each["share"], "share", each["benefit_class"], source)
        yield _fact(f"benefit_customers_{place}", each["accounts"], "count", each["benefit_class"], source)
    for place, link in enumerate(chain.links):
        if link.value is not None:
            low, high = (math.nan if end is None else _MANY * end for end in (link.low, link.high))
            yield _fact(f"link_{place}", _MANY * link.value, "number", link.name, source, low, high)
    yield from _of_periods(found, source)
    yield from _of_bridge(found, source)


def _of_bridge(found: Contribution, source: str) -> Iterator[Fact]:
    """Yield the steps from one period to the next, as far as both carry the chain; of a value only if both have one.

    A step from one value that is not established to another means nothing.
    """
    pair, table = list(found.chains.values())[-2:], found.bridge()
    is_value = bool((table["of"] == "value").any())
    if is_value and not all(each.is_established for each in pair):
        return
    for place, row in enumerate(table.to_dict("records")):
        unit: Unit = "money" if is_value else "count"
        yield _fact(f"bridge_{row['of']}_{place}", row["amount"], unit, row["step"], source)


def _of_periods(found: Contribution, source: str) -> Iterator[Fact]:
    for place, each in enumerate(found.chains.values()):
        figures: tuple[tuple[str, float | None, Unit], ...] = (
            ("effort", each.effort, "money"),
            ("answers", each.answers, "count"),
            ("milestones", None if each.milestones is None else each.milestones.estimate, "count"),
            ("value", None if each.business is None else each.business.estimate, "money"),
            ("yield", None if each.yields is None else each.yields.estimate, "number"),
        )
        if place and place == len(found.chains) - 1:
            index = found.index()["index"].iloc[-1]
            if math.isfinite(index):
                yield _fact("index_now", index, "number", "index, first period 100", source)
        for name, value, unit in figures:
            if value is not None and math.isfinite(value):
                yield _fact(f"period_{name}_{place}", value, unit, f"{name} of the period", source)


def _of_value(found: Contribution) -> Iterator[Fact]:
    currency = found.company.project.company.currency
    for place, each in enumerate(found.ledger.lines):
        unit: Unit = "money" if each.unit == currency else "count"
        yield _fact(
            f"ledger_{place}",
            each.base,
            unit,
            each.stream,
            each.source,
            each.low,
            each.high,
            each.grade.replace("counted", ""),
        )
    claimed = [each for each in found.ledger.lines if each.in_headline]
    ledger = "the value ledger"
    yield _fact("ledger_count", len(found.ledger.lines), "count", "lines of the ledger", ledger)
    yield _fact("ledger_claimed", len(claimed), "count", "lines claimed", ledger)
    yield _fact(
        "value_lines", sum(each.unit == currency for each in claimed), "count", "lines claimed in money", ledger
    )
    low, base, high = found.ledger.headline(currency)
    yield _fact("value_total", base, "money", "claimed in money", "the value ledger", low, high)
    sensitivity = found.sensitivity
    if sensitivity is None:
        return
    source, middle = "chance and the assumptions of Finance", sensitivity.sampling.estimate
    ranges = {
        "by_chance": (sensitivity.sampling.low, sensitivity.sampling.high),
        "by_all": sensitivity.corner,
        "by_both": sensitivity.drawn,
    }
    for place, row in enumerate(sensitivity.tornado.to_dict("records")):
        ranges[f"by_assumption_{place}"] = (row["at_low"], row["at_high"])
    for name, (low, high) in ranges.items():
        yield _fact(name, middle, "money", name.replace("_", " "), source, low, high)


def _of_teams(found: Contribution) -> Iterator[Fact]:
    shares, source = found.team_shares, "what went with help from each team, alone and together"
    if shares is None:
        return
    unit: Unit = "money" if found.effects.money else "count"
    for place, row in enumerate(shares.table.to_dict("records")):
        team = row["team"]
        yield _fact(f"team_{place}", row["amount"], unit, f"{team}: contributed", source)
        yield _fact(f"team_share_{place}", row["share"] / 100, "share", f"{team}: share", source)
        if math.isfinite(row["alone"]):
            ends = (row["low"], row["high"])
            yield _fact(f"team_alone_{place}", row["alone"], unit, f"{team}: by itself", source, *ends)
    rest = shares.table.iloc[-1]
    yield _fact("team_unexplained", float(rest["share"]) / 100, "share", "explained by no team", source)


def _of_plan(plan: Holdout, months: int) -> Iterator[Fact]:
    source = "power of two arms of one size, 80% at the 5% level"
    yield _fact("holdout_months", months, "count", "months of watching", source)
    yield _fact("holdout_accounts", plan.accounts, "count", "customers that a holdout takes", source)
    yield _fact("holdout_effect", 100 * plan.effect, "points", "effect that it shows", source)
    yield _fact("holdout_base", plan.base_rate, "share", "stay without help", source)
    for place, row in enumerate(plan.table.to_dict("records")):
        if math.isfinite(row["detectable"]):
            yield _fact(f"holdout_accounts_{place}", row["accounts"], "count", "customers in both arms", source)
            yield _fact(
                f"holdout_detectable_{place}", 100 * row["detectable"], "points", "smallest effect that shows", source
            )
