"""Estimates of what Support contributed as facts, each with its interval, its grade and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from valuestory.contribution import BeforeAfter, Contribution, Effect
from valuestory.slides.number_words import NumberWords
from valuestory.slides.shown import step_of
from valuestory.story.contribution.as_shown import as_they_add_up
from valuestory.story.contribution.course import (
    SOURCE,
    YIELD_STEP,
    facts_of_decision,
    facts_of_later,
    facts_of_periods,
    facts_of_plan,
)
from valuestory.story.contribution.reasons import facts_of_reasons
from valuestory.story.contribution.words import OUTCOMES, STANDS, factor
from valuestory.story.facts.adding_up import shares_adding_up
from valuestory.story.facts.estimated import estimated

if TYPE_CHECKING:
    from valuestory.contribution.chain.chain import Chain
    from valuestory.contribution.ledger.ledger import Line
    from valuestory.contribution.ledger.scenarios import Sensitivity
    from valuestory.slides.facts import Fact
    from valuestory.slides.number_words import Unit

_COMPARISON: Final = "helped customers compared like with like"
_FIXES: Final = "cases by group and month, improved groups against groups that came the same way"
_MANY: Final = 1_000
"""Links are told of a thousand: of answers, and of units of effort."""


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
    effects: Mapping[str, Effect] = {} if found is None else found.effects.effects
    yield from facts_of_reasons(effects, fixes, () if found is None else found.notes())
    if found is None:
        return
    first = next(iter(effects), "")
    yield from facts_of_effects(effects)
    stands = sum(each.verdict in STANDS for each in effects.values())
    yield estimated("effects_established", stands, "count", "effects established", _COMPARISON)
    yield estimated("effects_asked", len(effects), "count", "effects asked for", _COMPARISON)
    yield from _of_chain(found)
    yield from _of_value(found)
    yield from _of_teams(found)
    yield from facts_of_decision(found)
    if first:
        yield from facts_of_plan(found, effects[first])
        yield from facts_of_later(found, effects[first])


def facts_of_effects(effects: Mapping[str, Effect]) -> Iterator[Fact]:
    """Yield the figures of effects by outcome, the declared first one first.

    Those in points are all shown in the finest step that one of them takes: they stand in one column.
    """
    known = list(_of_effects(effects, next(iter(effects), "")))
    step = min((step_of(each, NumberWords()) for each in known if each.unit == "points"), default=None)
    yield from (replace(each, step=step) if each.unit == "points" else each for each in known)


def _of_effects(effects: Mapping[str, Effect], first: str) -> Iterator[Fact]:
    for name, each in effects.items():
        label, grade = OUTCOMES[name].label, each.grade or ""
        yield estimated(
            f"detectable_{name}", 100 * each.least_detectable, "points", f"{label}: would have shown", _COMPARISON
        )
        yield estimated(f"kept_{name}", each.kept_share, "share", f"{label}: comparable", _COMPARISON)
        if not each.refused:
            ends = [100 * end for end in (each.estimate, each.low, each.high)]
            yield estimated(
                f"effect_{name}", ends[0], "points", f"{label}: effect of help", _COMPARISON, ends[1], ends[2], grade
            )
            yield estimated(
                f"size_{name}", abs(ends[0]), "points", f"{label}: size of the effect", _COMPARISON, grade=grade
            )
            yield estimated(
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
    yield estimated("n_helped", first.n_treated, "count", "helped customers", _COMPARISON)
    yield estimated("n_compared", first.n_compared, "count", "other customers", _COMPARISON)
    yield estimated(
        "balance_before", first.balance_before, "number", "largest difference before weighting", _COMPARISON
    )
    yield estimated("balance_after", first.balance_after, "number", "largest difference after weighting", _COMPARISON)
    if first.e_value is not None and first.e_value_limit is not None:
        yield estimated("e_value", first.e_value, "number", "E-value", _COMPARISON)
        yield estimated("e_value_limit", first.e_value_limit, "number", "E-value of the range's end", _COMPARISON)
    if first.benchmark is not None:
        move = 100 * abs(first.benchmark.move)
        label = f"how far the estimate moves without {factor(first.benchmark.covariate)}"
        yield estimated("benchmark_move", move, "points", label, _COMPARISON)
    if first.negative_control is not None:
        ends = [100 * end for end in first.negative_control]
        yield estimated("effect_check", ends[0], "points", "the year before any help", _COMPARISON, ends[1], ends[2])


def _of_fixes(found: BeforeAfter) -> Iterator[Fact]:
    grade = found.grade or ""
    yield estimated("fixes", found.n_treated, "count", "groups of cases with an improvement", _FIXES)
    yield estimated("fixes_compared", found.n_compared, "count", "groups that stood beside them", _FIXES)
    for name, each, at in (
        ("after_fixes", found, grade),
        ("before_fixes", found.pre_trend, ""),
        ("unadjusted_fixes", found.unadjusted, "D"),
    ):
        if math.isfinite(each.estimate):
            yield estimated(name, each.estimate, "share", name.replace("_", " "), _FIXES, each.low, each.high, at)
    if not found.refused:
        yield estimated("size_after_fixes", abs(found.estimate), "share", "cases fewer or more", _FIXES, grade=grade)
        less = found.difference
        yield estimated("cases_fewer", -less.estimate, "count", "cases fewer", _FIXES, -less.high, -less.low, grade)
    if math.isfinite(found.least_detectable):
        yield estimated("detectable_fixes", found.least_detectable, "share", "would have shown", _FIXES)
    for rank, row in enumerate(found.events.to_dict("records")):
        for column in ("observed", "expected"):
            yield estimated(
                f"{column}_{rank}", row[column] / row["n"], "number", f"cases a group and month, {column}", _FIXES
            )


def _of_chain(found: Contribution) -> Iterator[Fact]:
    source, months = SOURCE, 3 * len(found.windows.exposure)
    yield estimated("exposure_months", months, "count", "months in which help is counted", source)
    yield estimated(
        "helped_all", found.panel.n_treated, "count", "helped customers, those who came late included", source
    )
    yield from facts_of_totals(found.chain)
    benefits = found.panel.benefits()
    shares, step = shares_adding_up([float(each) for each in benefits["share"]])
    for place, (each, share) in enumerate(zip(benefits.to_dict("records"), shares, strict=True)):
        yield estimated(f"benefit_{place}", each["answers"], "count", each["benefit_class"], source)
        yield estimated(f"benefit_share_{place}", share, "share", each["benefit_class"], source, step=step)
        yield estimated(f"benefit_customers_{place}", each["accounts"], "count", each["benefit_class"], source)
    for place, link in enumerate(found.chain.links):
        if link.value is not None:
            low, high = (math.nan if end is None else _MANY * end for end in (link.low, link.high))
            unit_of: Unit = "money" if link.unit.startswith("currency") else "number"
            yield estimated(f"link_{place}", _MANY * link.value, unit_of, link.name, source, low, high)
    yield from facts_of_periods(found)


def facts_of_totals(chain: Chain) -> Iterator[Fact]:
    """Yield what the chain comes to: effort, answers, milestones, value, and what one unit of the currency returned."""
    if chain.effort is not None:
        yield estimated("effort", chain.effort, "money", "Cost of Support", "the ledger, or hours at a loaded rate")
        yield estimated("cost_unit", 1, "money", "one unit of the currency", SOURCE, declared=True, step=1)
    yield estimated("chain_answers", chain.answers, "count", "Accepted answers", "cases and visits")
    for name, estimate, unit, label in (
        ("chain_milestones", chain.milestones, "count", "Milestones more"),
        ("chain_value", chain.business, "money", "Value more, at margin"),
        ("chain_yield", chain.yields, "money", "Value for each unit of cost"),
    ):
        if estimate is not None and math.isfinite(estimate.estimate):
            step = YIELD_STEP if name == "chain_yield" else None
            yield estimated(name, estimate.estimate, unit, label, SOURCE, estimate.low, estimate.high, step=step)  # type: ignore[arg-type]
    if chain.share is not None and math.isfinite(chain.share.estimate):
        ends = [each / 100 for each in chain.share]
        yield estimated("chain_share", ends[0], "share", "Share of what is at stake", SOURCE, ends[1], ends[2])


def _of_value(found: Contribution) -> Iterator[Fact]:
    settings = found.company.project.company
    currency = settings.currency
    lines = as_they_add_up(found.ledger, NumberWords(settings.locale, currency))
    for place, (each, step) in enumerate(lines):
        unit: Unit = "money" if each.unit == currency else "count"
        yield estimated(
            f"ledger_{place}",
            each.base,
            unit,
            each.stream,
            each.source,
            each.low,
            each.high,
            each.grade.replace("counted", ""),
            step=step,
        )
    claimed = [(each, step) for each, step in lines if each.in_headline]
    ledger = "the value ledger"
    yield estimated("ledger_count", len(found.ledger.lines), "count", "lines of the ledger", ledger)
    yield estimated("ledger_claimed", len(claimed), "count", "lines claimed", ledger)
    yield estimated(
        "value_lines", sum(each.unit == currency for each, _ in claimed), "count", "lines claimed in money", ledger
    )
    low, base, high = found.ledger.headline(currency)
    yield estimated("value_total", base, "money", "claimed in money", "the value ledger", low, high)
    yield from _by_class([each for each in claimed if each[0].unit == currency])
    yield from _of_return(found)
    if found.sensitivity is not None:
        yield from sensitivity_facts(found.sensitivity)


def sensitivity_facts(sensitivity: Sensitivity) -> Iterator[Fact]:
    """Yield how far each source of doubt moves the value; of a loss the low assumption gives the higher end."""
    source, middle = "chance and the assumptions of Finance", sensitivity.sampling.estimate
    ranges = {
        "by_chance": (sensitivity.sampling.low, sensitivity.sampling.high),
        "by_all": sensitivity.corner,
        "by_both": sensitivity.drawn,
    }
    for place, row in enumerate(sensitivity.tornado.to_dict("records")):
        ranges[f"by_assumption_{place}"] = (row["at_low"], row["at_high"])
    for name, ends in ranges.items():
        yield estimated(name, middle, "money", name.replace("_", " "), source, min(ends), max(ends))


def _by_class(claimed: Sequence[tuple[Line, float | None]]) -> Iterator[Fact]:
    """Yield the parts of what is claimed in money, by class: `value_revenue`, `value_avoidance`, `value_cash`."""
    for kind in dict.fromkeys(each.value_class for each, _ in claimed):
        own = [(each.ends, step) for each, step in claimed if each.value_class == kind]
        low, base, high = (sum(ends) for ends in zip(*(ends for ends, _ in own), strict=True))
        step = next((step for _, step in own if step is not None), None)
        yield estimated(f"value_{kind}", base, "money", f"claimed: {kind}", "the value ledger", low, high, step=step)


def _of_return(found: Contribution) -> Iterator[Fact]:
    """Yield what is claimed as a share of what Support cost, and what the same money returns elsewhere."""
    made = found.return_on_support
    if made is None:
        return
    source = "each claimed line over the cost of the window in which its work was done"
    yield estimated("return_now", made.base, "share", "claimed, of the cost of Support", source, made.low, made.high)
    if (other := made.elsewhere) is not None:
        ends = other.low, other.high
        yield estimated("return_elsewhere", other.base, "share", "returned elsewhere", other.source, *ends)


def _of_teams(found: Contribution) -> Iterator[Fact]:
    shares, source = found.team_shares, "what went with help from each team, alone and together"
    if shares is None:
        return
    unit: Unit = "money" if found.effects.money else "count"
    parts, step = shares_adding_up([each / 100 for each in shares.table["share"]])
    for place, (row, share) in enumerate(zip(shares.table.to_dict("records"), parts, strict=True)):
        team = row["team"]
        yield estimated(f"team_{place}", row["amount"], unit, f"{team}: contributed", source)
        yield estimated(f"team_share_{place}", share, "share", f"{team}: share", source, step=step)
        if math.isfinite(row["alone"]):
            ends = (row["low"], row["high"])
            yield estimated(f"team_alone_{place}", row["alone"], unit, f"{team}: by itself", source, *ends)
    for place, row in enumerate(shares.apart.to_dict("records")):
        if math.isfinite(row["alone"]):
            label = f"{row['team']}: by itself, not told apart from the others"
            yield estimated(f"team_apart_{place}", row["alone"], unit, label, source, row["low"], row["high"])
    yield estimated("team_unexplained", parts[-1], "share", "explained by no team", source, step=step)
