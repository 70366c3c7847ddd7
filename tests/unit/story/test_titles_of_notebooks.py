"""Titles that stand in notebooks and in Python have room on every template that ships, in every state and language."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, get_args

import pandas as pd
import pytest
from tests.unit.story.test_contribution_sentences import OPEN, SOLID, line, told

from valuestory.metrics import METRICS
from valuestory.project import CompanySettings, OutcomeName, Project
from valuestory.slides.facts import TAG, Reference
from valuestory.slides.language import languages
from valuestory.slides.number_words import NumberWords, Unit
from valuestory.slides.vocabulary import Vocabulary
from valuestory.story.contribution import decision, experiments, periods, sentences as say, words
from valuestory.story.narrative.narrative import shipped_narrative
from valuestory.story.telling import SHORT_TITLE
from valuestory.story.wording.vocabulary import vocabulary_of

NOTEBOOKS: Final = Path(__file__).parents[3] / "notebooks"
TOLD: Final = ("support_scorecard", "time_to_value", "support_contribution")
"""What the two other notebooks say stands in narratives."""
FILLED: Final = {
    "first": "onboarding",
    "part": "[life_event=onboarding]",
    "unit": "segment",
    "ends[1]": "phone",
    "ends[0]": "community",
    "first['Measure'].lower()": "net revenue retention",
    "first['Figure']": "{{ csat }}",
    "first['Its figure']": "{{ csat }}",
    "first['Highest']": "Enterprise",
    "first['Lowest']": "Mid-market",
}
"""What a cell puts into its titles."""
USUAL: Final[dict[str, tuple[float | str, str]]] = {
    "count": (12_345.0, "count"),
    "few": (17.0, "count"),
    "money": (-4_200_000.0, "money"),
    "share": (0.624, "share"),
    "points": (-3.4, "points"),
    "minutes": (1_476.0, "minutes"),
    "days": (128.0, "days"),
    "number": (4.25, "number"),
    "rate": (0.57, "money"),
    "date": ("2026-06-30", "date"),
    "period": ("Q2 2025", "text"),
}
"""A figure of each kind that is as long as a company's usually is, and its unit."""
KINDS: Final = {
    r".*_period$|^company$": "period",
    r"effort|value_(?!lines)|chain_value|ledger_\d|by_|bridge_value|cost_per": "money",
    r"effect_|size_(?!after)|experiment_\d|holdout_effect": "points",
    r"size_after|after_|kept_|benefit_share|team_unexplained": "share",
    r"value_lines|fixes|effects_|ledger_c|open_|wanted|holdout_months": "few",
    r"measures_|targets_|benchmarks_|data_remarks|index": "few",
    r"chain_yield|cost_unit": "rate",
    r"decide_by": "date",
}
"""The kinds of facts that are no metrics, by the beginning of their names; the others are counts."""


def kind_of(name: str) -> str:
    """Return the kind of a fact."""
    found = next((kind for pattern, kind in KINDS.items() if re.match(pattern, name)), None)
    return found or (METRICS[name].unit if name in METRICS else "count")


def written(title: str, vocabulary: Vocabulary, numbers: NumberWords) -> str:
    """Return a title as it usually reads."""

    def figure(tag: re.Match[str]) -> str:
        reference = Reference.parse(tag["inside"])
        value, unit = USUAL[kind_of(reference.name)]
        if reference.part in ("rise", "fall", "change"):
            value = 0.29 if reference.format == "share" else abs(float(value)) / (10 if unit == "share" else 1)
        style: Any = reference.format or {"minutes": "duration", "days": "duration", "points": "number"}.get(unit, unit)
        style = "points" if unit == "share" and reference.part in ("rise", "fall") else style
        value = abs(float(value)) if reference.name.startswith(("size_", "cost_per", "effort")) else value
        value = 104.0 if reference.name.startswith("cost_per") else value
        named: Unit = unit  # type: ignore[assignment]
        close = 0.01 if unit == "share" and reference.name in METRICS else None  # a small change brings a decimal
        return numbers.show(value, style, numbers.precision(value, style, named, smallest_change=close))

    return TAG.sub(figure, vocabulary.apply(vocabulary.said(title)))


def spoken(node: ast.expr) -> Iterator[str]:
    """Yield each title that an expression may give, filled as a cell fills it; what another module says is left out."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id="back"):
            yield from ("Customers were back at work", "Interrupted work had its answer")
        case ast.JoinedStr(values=values):
            yield from map("".join, product(*(list(_piece(each)) for each in values)))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*spoken(body), *spoken(orelse))
        case ast.BinOp(left=left, right=right):
            yield from (one + other for one in spoken(left) for other in spoken(right))
        case ast.Call(func=ast.Attribute(value=ast.Name(id="story"), attr=("claim" | "say") as called)):
            for each in node.args[called == "claim" :]:
                yield from spoken(each)
            for given in node.keywords:
                yield from spoken(given.value)


def _piece(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.FormattedValue):
        known = FILLED.get(ast.unparse(node.value))
        yield from [known] if known is not None else spoken(node.value)
    else:
        yield from spoken(node)


def in_cells(notebook: str) -> Iterator[str]:
    """Yield the titles that a notebook's cells give their slides."""
    for cell in json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]:
        calls = ast.walk(ast.parse("".join(cell["source"]))) if cell["cell_type"] == "code" else ()
        for call in calls:
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "story.slide":
                short = [list(spoken(each.value)) for each in call.keywords if each.arg == "title"]
                yield from (title for titles in short for title in titles)


def of_effects() -> Iterator[str]:
    """Yield what titles say of an effect: each outcome, verdict, grade and direction, with money and without."""
    lines = line("renewals", 1e6, 7e6), line("renewals", -1e6, 5e6, why_not="not distinguishable from zero")
    for outcome, estimate in product(get_args(OutcomeName), (0.06, -0.06)):
        for grade, verdict in product("ABCD", ("established", "partial overlap")):
            found = SOLID | {"grade": grade, "verdict": verdict, "estimate": estimate}
            yield words.effect_title(outcome, SimpleNamespace(**found))  # type: ignore[arg-type]
            yield from (say.answer_title(told({outcome: found}, each)) for each in lines)
            yield experiments.experiments_title(
                {"early reviews": SimpleNamespace(effects={outcome: SimpleNamespace(**found)})}
            )  # type: ignore[dict-item]
        for verdict in ("established", "model-dependent", "not distinguishable from zero"):
            yield words.effect_title(outcome, SimpleNamespace(**SOLID | {"verdict": verdict}))  # type: ignore[arg-type]
            yield words.range_title(outcome, SimpleNamespace(**SOLID | {"verdict": verdict}))  # type: ignore[arg-type]
        for verdict in ("too few accounts", "comparison not valid", "overlap too weak"):
            refused: Any = SimpleNamespace(**SOLID | {"verdict": verdict, "refused": True})
            yield from (words.effect_title(outcome, refused), words.range_title(outcome, refused))
    yield say.answer_title(told({}, refused="help and outcome cannot both be seen"))
    yield from (
        say.answer_title(told({"milestones": SOLID}, line("renewals", 5e6, 7e6), effort=each)) for each in (None, 4e6)
    )


def of_changes() -> Iterator[str]:
    """Yield what titles say of improvements."""
    refusals = ("too few accounts", "comparison not valid", "overlap too weak")
    for verdict in ("established", "model-dependent", "not distinguishable from zero", *refusals):
        for estimate, grade in product((0.1, -0.1), "BD"):
            found: Any = SimpleNamespace(verdict=verdict, refused=verdict in refusals, estimate=estimate, grade=grade)
            yield words.change_title(found)


def of_the_chain() -> Iterator[str]:
    """Yield what titles say of the chain, its index and its bridge."""
    for known, established, effort in product(range(4), (True, False), ({"effort": 1}, {})):
        links = [SimpleNamespace(value=1 if at < known else None) for at in range(3)]
        chain = SimpleNamespace(is_established=established, yields=1, links=links)
        yield say.chain_title(SimpleNamespace(found=SimpleNamespace(chain=chain), story=SimpleNamespace(facts=effort)))  # type: ignore[arg-type]
    for low, high in ((2.0, 3.0), (0.0, 0.5), (0.5, 2.0)):
        yields = {"a": (1.0, 1.2), "b": (low, high)}
        chains = {
            name: SimpleNamespace(yields=SimpleNamespace(low=ends[0], high=ends[1])) for name, ends in yields.items()
        }
        for facts in ({"period_index_1": 1}, {}):
            index: Any = SimpleNamespace(found=SimpleNamespace(chains=chains), story=SimpleNamespace(facts=facts))
            yield periods.index_title(index)
    for of in ("value", "milestones", "answers"):
        names = {f"bridge_{of}_0": 1, f"bridge_{of}_4": 1}
        yield periods.bridge_title(SimpleNamespace(story=SimpleNamespace(facts=names)))  # type: ignore[arg-type]


def of_the_ledger() -> Iterator[str]:
    """Yield what titles say of value: its lines, shares, doubts and decisions."""
    unclear, claimed, small = line("renewals", -1e6, 5e6, why_not="open"), line("renewals", 1e6, 5e6), line("a", 1, 2)
    for lines in ((claimed,), (claimed, small), (unclear,), (unclear, small)):
        found = told({"milestones": SOLID}, *lines)
        yield from (say.ledger_title(found), say.lines_title(found))
    for effects in ({"a": SOLID}, {"a": SOLID, "b": OPEN}, {"a": OPEN}):
        yield say.evidence_title(told(effects))
    for verdict in ("established", "not distinguishable from zero"):
        shares = SimpleNamespace(table=pd.DataFrame({"verdict": [verdict]}))
        yield say.shares_title(SimpleNamespace(found=SimpleNamespace(team_shares=shares)))  # type: ignore[arg-type]
    for name, width in (("gross_margin", 0), ("marginal_cost_per_case", 0), ("gross_margin", 9)):
        facts = {"by_chance": SimpleNamespace(low=0, high=width), "by_assumption_0": SimpleNamespace(low=0, high=5)}
        doubts = SimpleNamespace(tornado=pd.DataFrame({"assumption": [name]}))
        for code in ("en", *languages()):
            story = SimpleNamespace(facts=facts, phrase=shipped_narrative(code).phrase)
            found = SimpleNamespace(found=SimpleNamespace(sensitivity=doubts), story=story)
            yield say.sensitivity_title(found)  # type: ignore[arg-type]
    yield experiments.experiments_title({})
    for count, owner in product((1, 2, 3), ("Finance", "to be named")):
        yield decision.decision_title(pd.DataFrame({"Owner": [owner] * count}))


@pytest.mark.parametrize("code", sorted({"en", *languages()}))
def test_every_title_that_code_decides_has_room_on_every_template(code: str) -> None:
    """At most 85 characters, as the board's room has them, in any state of scorecard, days and contribution."""
    locale = {"en": "en_US"}.get(code, f"{code}_{code.upper()}")
    numbers = NumberWords(locale)
    vocabulary = vocabulary_of(Project(company=CompanySettings(name="Northwind", locale=locale)))
    sources = (*(in_cells(each) for each in TOLD), of_effects(), of_changes(), of_the_chain(), of_the_ledger())
    said = dict.fromkeys(title for source in sources for title in source)
    assert len(said) > 150
    texts = {title: written(title, vocabulary, numbers) for title in said}
    # what has a shorter one beside it
    apart = next(title for title in said if title.startswith("Our segments differ most in"))
    assert [text for title, text in texts.items() if len(text) > SHORT_TITLE and title != apart] == []
    assert [text for text in texts.values() if "{" in text or "<" in text] == []
