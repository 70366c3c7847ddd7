"""What Support contributed, as tables of slides and as rows of charts: every figure a fact of the story."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.metrics.periods import Period
from valuestory.story.contribution.reasons import takes
from valuestory.story.contribution.words import OUTCOMES, assumption_name, line_name, sentence, verdict_words
from valuestory.story.effect_charts import BRIDGE_COLUMNS, FOREST_COLUMNS, SHOWN_COLUMNS, TORNADO_COLUMNS
from valuestory.story.facts.declared import declared as declared_fact
from valuestory.story.look import current_look
from valuestory.story.tables.scorecards import NONE
from valuestory.story.wording.periods import axis_label

_ASSUMED: Final = ("avoidance", "revenue")
"""Classes of value that somebody's assumption makes money of; what is counted or compared has no owner in Finance."""
_MONTHS_SHOWN: Final = 9
"""Months before an improvement that fit beneath a chart; the pre-trend is tested on all of them."""

if TYPE_CHECKING:
    from valuestory.slides.facts import Fact
    from valuestory.story.contribution.told import Told


def forest(told: Told) -> pd.DataFrame:
    """Return the effects and the check, in points, as `effect_charts.forest` takes them."""
    rows = [
        (OUTCOMES[name].label, *_drawn(told, f"effect_{name}", signed=True), name in told.established)
        for name, each in told.effects.items()
        if not each.refused
    ]
    if told.story.facts.get("effect_check"):
        rows.append(("Check: should be 0", *_drawn(told, "effect_check", signed=True), False))
    columns = ["label", "estimate", "low", "high", "text", "fact", "established"]
    return pd.DataFrame(rows, columns=columns)[list(FOREST_COLUMNS)]


def would_have_shown(told: Told) -> pd.DataFrame:
    """Return the smallest effect of each outcome that the data would have shown, as its chart takes it.

    Where accounts are too few and later quarters have more, it is that of the first outcome, today and then.
    """
    if told.story.facts.get("later_0") is not None or told.story.facts.get("later_1") is not None:
        return _shown_later(told)
    rows = []
    for name in told.effects:
        fact = told.story.facts.get(f"detectable_{name}")
        if fact is not None and fact.value is not None:
            rows.append((OUTCOMES[name].label, fact.value, _shown(told, fact), fact.id))
    return pd.DataFrame(rows, columns=list(SHOWN_COLUMNS))


def _shown_later(told: Told) -> pd.DataFrame:
    names = {f"detectable_{told.first}": "Today"}
    for place in range(2):
        ends = told.story.facts.get(f"later_{place}_ends")
        if ends is not None:
            year = told.story.company.period.fiscal_year_start
            quarter = Period.of(date.fromisoformat(str(ends.value)), "quarter", year)
            names[f"later_{place}"] = f"{axis_label(quarter, current_look().writer.numbers)} FC"
    facts = {label: told.story.facts[name] for name, label in names.items()}
    rows = [(label, fact.value, _shown(told, fact), fact.id) for label, fact in facts.items()]
    frame = pd.DataFrame(rows, columns=list(SHOWN_COLUMNS))
    return frame.assign(forecast=frame["label"] != "Today")


def evidence(told: Told) -> pd.DataFrame:
    """Return a row an outcome: what was seen, how it stands, what would have shown, and what to collect."""
    rows = [
        (
            OUTCOMES[name].label,
            f"{{{{ effect_{name} }}}} ({{{{ effect_{name}.low }}}} to {{{{ effect_{name}.high }}}})"
            if not each.refused
            else "–",
            verdict_words(each),
            f"{{{{ detectable_{name} }}}}",
            _briefly(takes(name, each.collect)) or "nothing: it is seen",
        )
        for name, each in told.effects.items()
    ]
    columns = ["Outcome", "Points (95% range)", "How it stands", "Would have shown", "What to collect"]
    return pd.DataFrame(rows, columns=columns)


def _briefly(collect: str) -> str:
    """Return the first thing that would help, as a cell has room for: `told.found.effects.table()` has all of it."""
    return collect.partition(":")[0].partition(", or ")[0]


def declared(told: Told) -> pd.DataFrame:
    """Return the five steps as the company declared them."""
    assert told.found is not None
    panel = told.found.panel
    outcomes = ", ".join(OUTCOMES[each].noun for each in panel.outcomes)
    effort = (
        "{{ effort }} in {{ exposure_months }} months"
        if told.story.facts.get("effort")
        else "not known: a ledger or work minutes would tell"
    )
    rows = [
        ("1. Outcomes that matter", outcomes),
        ("2. What customers expect", ", ".join(_expected(told)) or "no milestones are recorded"),
        ("3. How Support meets it", "{{ chain_answers }} accepted answers, each of one benefit"),
        ("4. The effort", effort),
        ("5. What connects them", "{{ n_helped }} helped customers, compared with {{ n_compared }} others"),
    ]
    return pd.DataFrame(rows, columns=["Step", "What it is here"])


def benefits(told: Told) -> pd.DataFrame:
    """Return accepted answers by the benefit that they brought."""
    assert told.found is not None
    names = told.found.panel.benefits()["benefit_class"]
    rows = [
        (
            str(name).capitalize(),
            f"{{{{ benefit_{place} }}}}",
            f"{{{{ benefit_share_{place} }}}}",
            f"{{{{ benefit_customers_{place} }}}}",
        )
        for place, name in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=["Benefit", "Answers", "Share", "Customers"])


def value_rows(told: Told) -> pd.DataFrame:
    """Return the ledger's lines in money, and what is claimed of them, as `effect_charts.forest` takes them."""
    lines = told.in_money()
    rows = [(line_name(each), *_drawn(told, f"ledger_{place}"), each.in_headline) for place, each in lines]
    if any(each.in_headline for _, each in lines):
        rows.append(("Claimed", *_drawn(told, "value_total"), True))
    columns = ["label", "estimate", "low", "high", "text", "fact", "established"]
    return pd.DataFrame(rows, columns=columns)[list(FOREST_COLUMNS)]


def value_bridge(told: Told) -> pd.DataFrame:
    """Return the claimed lines in money, their sum and the cost beside it, as `effect_charts.value_bridge` takes them.

    Each with its range below it; no row where fewer than two lines are claimed.
    """
    claimed = [(place, each) for place, each in told.in_money() if each.in_headline]
    none: tuple[float | None, float | None] = (None, None)
    rows, at = [], 0.0
    for place, each in claimed if len(claimed) > 1 else []:
        shown = told.story.facts[f"ledger_{place}"].value
        assert isinstance(shown, int | float)
        tone = "part" if shown >= 0 else "loss"
        rows.append((line_name(each), at, at + shown, *_stacked(told, f"ledger_{place}", tone), *none))
        at += shown
    if rows:
        total = told.story.facts["value_total"]
        rows.append(("Total", 0.0, at, *_stacked(told, "value_total", "total"), total.low, total.high))
    cost = told.story.facts.get("effort")
    if rows and cost is not None and isinstance(cost.value, int | float):
        rows.append(("Cost of Support", 0.0, float(cost.value), *_stacked(told, "effort", "beside"), *none))
    return pd.DataFrame(rows, columns=[*BRIDGE_COLUMNS, "low", "high"])


def _stacked(told: Told, name: str, tone: str) -> tuple[str, str, str]:
    """Return what stands over a column, its range in a second line, with its tone and the fact's id."""
    fact = told.story.facts[name]
    text = _shown(told, fact)
    return text if fact.low is None else f"{text}\n{_between(told, fact)}", tone, fact.id


def ledger(told: Told) -> pd.DataFrame:
    """Return every line of the ledger, the claimed ones first: range, class and grade, owner, whether it is claimed."""
    assert told.found is not None
    rows = [
        (
            each.stream.capitalize(),
            f"{{{{ ledger_{place}.low }}}} to {{{{ ledger_{place}.high }}}}"
            if each.low != each.high
            else f"{{{{ ledger_{place} }}}}",
            f"{each.value_class}, {each.grade}",
            each.owner or ("to be named" if each.value_class in _ASSUMED or each.unit == "hours" else NONE),
            "yes" if each.in_headline else f"no: {each.why_not or 'its grade'}",
        )
        for place, each in enumerate(told.found.ledger.lines)
    ]
    rows.sort(key=lambda row: row[-1] != "yes")
    return pd.DataFrame(rows, columns=["Value", "Range", "Class, grade", "Owner", "Claimed?"])


def team_shares(told: Told) -> pd.DataFrame:
    """Return what each team contributed and the rest that none explains: together all that is at stake."""
    rows = [
        (str(name).capitalize(), f"{{{{ team_{place} }}}}", f"{{{{ team_share_{place} }}}}", alone, verdict or NONE)
        for place, (name, alone, verdict) in enumerate(_teams(told))
    ]
    shares = None if told.found is None else told.found.team_shares
    apart = [] if shares is None else list(shares.apart["team"])
    rows += [
        (str(name).capitalize(), "in the rest", NONE, _alone(told, f"team_apart_{place}"), "not told apart")
        for place, name in enumerate(apart)
    ]
    return pd.DataFrame(rows, columns=["Team", "Contributed", "Share", "By itself (95% range)", "How it stands"])


def _teams(told: Told) -> list[tuple[str, str, str]]:
    shares = None if told.found is None else told.found.team_shares
    if shares is None:
        return []
    return [
        (str(row["team"]), _alone(told, f"team_alone_{place}"), str(row["verdict"]))
        for place, row in enumerate(shares.table.to_dict("records"))
    ]


def _alone(told: Told, name: str) -> str:
    return f"{{{{ {name}.low }}}} to {{{{ {name}.high }}}}" if told.story.facts.get(name) else NONE


def tornado(told: Told) -> pd.DataFrame:
    """Return what makes the value uncertain, each under its own name, as `effect_charts.tornado` takes it."""
    sensitivity = None if told.found is None else told.found.sensitivity
    if sensitivity is None:
        return pd.DataFrame(columns=list(TORNADO_COLUMNS))
    swings = sensitivity.tornado
    assumed = [_assumed(told, str(each)) for each in swings["assumption"]]
    facts = ["by_chance", "by_all", *(f"by_assumption_{place}" for place in range(len(swings)))]
    labels = [("Chance, 95% interval", None), ("All at once: no interval", None), *assumed]
    rows = []
    for (label, given), name in zip(labels, facts, strict=True):
        fact = told.story.facts[name]
        texts = (_shown(told, fact, end) for end in ("low", "high"))
        rows.append((label, fact.low, fact.high, *texts, fact.id, given))
    return pd.DataFrame(rows, columns=[*TORNADO_COLUMNS, "fact_label"])


def _assumed(told: Told, name: str) -> tuple[str, str | None]:
    """Return an assumption as a reader names it, with the range that its owner gave, and the id of that fact."""
    story, called = told.story, assumption_name(told.story, name)
    given = story.company.project.assumptions.get(name)
    if given is None:
        return sentence(called), None
    fact = declared_fact(
        f"assumed_{name}",
        given.base,
        unit="share" if given.unit == "share" else "number",
        source=given.source,
        label=called,
        low=given.low,
        high=given.high,
    )
    story.add_facts([fact])
    return f"{sentence(called)}, {_between(told, fact)}", fact.id


def around_fixes(told: Told) -> pd.DataFrame:
    """Return cases a group and month, seen and expected, as `effect_charts.before_after` takes them."""
    assert told.fixes is not None
    events = told.fixes.events
    rows = []
    for rank, row in enumerate(events.to_dict("records")):
        step = int(row["event_time"])
        if step < -_MONTHS_SHOWN:
            continue
        label = str(step + 1).replace("-", "\u2212")
        for series, column in (("Fixed issues", "observed"), ("Comparable", "expected")):
            fact = told.story.facts[f"{column}_{rank}"]
            rows.append((label, rank, series, fact.value, _shown(told, fact), fact.id))
    return pd.DataFrame(rows, columns=["label", "rank", "series", "value", "text", "fact"])


def _expected(told: Told) -> list[str]:
    assert told.found is not None
    steps = told.found.steps()
    declared = str(steps.loc[steps["step"] == 2, "declared"].iloc[0])
    return [] if declared.startswith("no ") else declared.split(", ")


def _drawn(told: Told, name: str, *, signed: bool = False) -> tuple[float, float, float, str, str]:
    """Return a fact's value and ends, what is written beside them, and its id; `signed` with a plus above zero."""
    fact = told.story.facts[name]
    assert isinstance(fact.value, int | float)
    low, high = (float(fact.value if end is None else end) for end in (fact.low, fact.high))
    text = told.story.shown(fact, signed=signed)
    text = text if low == high else f"{text} ({_between(told, fact, signed=signed)})"
    return float(fact.value), low, high, text, fact.id


def _shown(told: Told, fact: Fact, part: str = "value") -> str:
    return told.story.shown(fact, part)


def _between(told: Told, fact: Fact, *, signed: bool = False) -> str:
    return " to ".join(told.story.shown(fact, end, signed=signed) for end in ("low", "high"))
