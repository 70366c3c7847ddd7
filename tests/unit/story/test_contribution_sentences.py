"""Titles of the contribution's deck: what is claimed is what is established, and money goes before nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from valuestory.contribution.effect.effect import Estimate
from valuestory.contribution.ledger.ledger import Ledger, Line
from valuestory.slides.facts import Fact, Facts
from valuestory.slides.number_words import NumberWords
from valuestory.slides.text import Writer
from valuestory.story.contribution import facts as facts_of, periods as over_time, reasons, sentences as say
from valuestory.story.contribution.limits import limits
from valuestory.story.narrative import shipped_narrative

SOLID = {"verdict": "established", "grade": "B", "estimate": 0.06, "refused": False, "reason": "", "collect": ""}
OPEN = SOLID | {"verdict": "not distinguishable from zero", "collect": "more accounts"}
FEW = SOLID | {
    "verdict": "too few accounts",
    "grade": None,
    "refused": True,
    "reason": "50 of 75",
    "collect": "25 more",
}


def line(name: str, low: float, high: float, *, grade: Any = "B", why_not: str = "") -> Line:
    """Return a line of money."""
    kind: Any = "revenue" if name == "renewals" else "avoidance"
    return Line(f"{name}/2026Q2", name, kind, low, (low + high) / 2, high, grade, "USD", why_not=why_not)


def told(
    effects: dict[str, dict[str, Any]], *lines: Line, effort: float | None = 4_000_000.0, refused: str = ""
) -> Any:
    """Return what sentences look at of a contribution: effects by outcome, and a ledger."""
    ledger = Ledger(lines)
    in_money = list(enumerate(lines))
    facts = {} if effort is None else {"effort": Fact("effort", effort, "money")}
    known = {name: SimpleNamespace(**each) for name, each in effects.items()}
    return SimpleNamespace(
        story=SimpleNamespace(
            facts=facts,
            lines=lambda *texts: [each for each in texts if "holdout" not in each],
            company=SimpleNamespace(project=SimpleNamespace(company=SimpleNamespace(profile="commercial"))),
        ),
        found=SimpleNamespace(ledger=ledger) if effects else None,
        notes=(),
        effects=known,
        first=next(iter(known), ""),
        established=[name for name, each in known.items() if each.verdict == "established"],
        money=ledger.headline("USD"),
        in_money=lambda: in_money,
        candidates=lambda: [each for each in in_money if each[1].grade in ("A", "B", "C", "counted")],
        refused=refused,
        fixes=None,
        experiments={},
    )


def test_money_leads_only_where_its_low_end_pays_the_cost() -> None:
    """Returned is said of the low end, and only where that is at least what Support cost."""
    paid = told({"logo_retention": SOLID}, line("renewals", 5e6, 7e6))
    short = told({"logo_retention": SOLID}, line("renewals", 1e6, 7e6))
    assert say.answer_title(paid) == "Support cost {{ effort }} and returned at least {{ value_total.low }}"
    assert "returned" not in say.answer_title(short)
    assert say.answer_title(short).endswith("of the helped customers stayed than of comparable ones")


def test_what_is_not_established_is_no_answer_in_money() -> None:
    """A line that is not claimed adds nothing: the title says that there is no money yet."""
    unclear = line("renewals", -1e6, 5e6, why_not="not distinguishable from zero")
    found = told({"logo_retention": SOLID}, unclear)
    assert say.answer_title(found).endswith("than of comparable ones; no money yet")
    assert say.ledger_title(found).startswith("No amount is established; the largest candidate")
    assert say.ledger_lines(found)[0] == "Claim no money yet."


def test_a_small_claim_does_not_hide_a_large_candidate() -> None:
    """Where what is open is larger than what is claimed, the title names both."""
    unclear = line("renewals", -1e6, 5e6, why_not="not distinguishable from zero")
    found = told({"logo_retention": SOLID}, line("cases avoided", 1e4, 2e4), unclear)
    assert say.ledger_title(found).startswith("{{ value_total }} is claimed; the largest candidate")
    both = told({"logo_retention": SOLID}, line("cases avoided", 1e4, 2e4), line("renewals", 1e6, 5e6))
    assert "effects add up to {{ value_total }}" in say.ledger_title(both)


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        ({"logo_retention": SOLID, "milestones": SOLID}, "All {{ effects_asked }}"),
        ({"logo_retention": SOLID, "milestones": OPEN}, "{{ effects_established }} of"),
        ({"logo_retention": OPEN, "milestones": FEW}, "None of"),
    ],
)
def test_effects_are_counted_as_they_stand(effects: dict[str, dict[str, Any]], words: str) -> None:
    """All, some or none: what the table then says is in the title."""
    assert say.evidence_title(told(effects)).startswith(words)


def test_what_is_refused_for_one_reason_is_one_open_question() -> None:
    """Five outcomes of too few customers are one thing to settle, not five."""
    found = told({"logo_retention": FEW, "milestones": FEW, "retained_arr": OPEN})
    rows = limits(found)
    known, why = rows["What we know"].tolist(), rows["Why it is open"].tolist()
    assert why.count("{{ why_logo_retention_1 }} of {{ why_logo_retention_2 }}") == 1
    assert "customers kept, milestones reached" in " ".join(rows["Open question"])
    assert any(each.startswith("Not distinguishable from zero: {{ effect_retained_arr") for each in known)
    assert "The range includes zero" in why
    found.story.facts["detectable_retained_arr"] = Fact("detectable_retained_arr", 3.7, "points")
    seen = limits(found)["Why it is open"].tolist()
    assert "A difference under {{ detectable_retained_arr | points }} would not show" in seen


def test_without_a_comparison_the_answer_is_what_it_takes() -> None:
    """The first page then asks for what is missing, in the words of the refusal, and claims nothing."""
    none = told({}, refused="help and outcome cannot both be seen; supply older data")
    assert "cannot be compared yet" in say.answer_title(none)
    assert say.asks(none) == ["Help and outcome cannot both be seen; supply older data."]
    assert limits(none).iloc[0].tolist()[2:] == ["Help and outcome cannot both be seen", "Supply older data"]
    assert say.asks(told({"logo_retention": OPEN}))[0].startswith("Claim nothing yet")


def test_the_steps_of_the_index_add_up_to_the_last_column() -> None:
    """Each step begins where the one before it ended, and the last column is what they come to."""
    amounts = {"before": 2.0, "effort": 0.5, "yield": -0.3, "after": 2.2}
    facts = {
        f"bridge_value_{place}": Fact(f"bridge_value_{place}", amount, "money")
        for place, amount in enumerate(amounts.values())
    }
    chains = SimpleNamespace(bridge=lambda: pd.DataFrame({"step": list(amounts)}))
    story = SimpleNamespace(facts=facts, shown=lambda fact, part: str(fact.value))
    found: Any = SimpleNamespace(story=story, found=chains)
    rows = over_time.index_bridge(found)
    assert rows["end"].tolist() == pytest.approx([2.0, 2.5, 2.2, 2.2])
    assert rows["start"].tolist() == pytest.approx([0.0, 2.0, 2.5, 0.0])
    assert rows["tone"].tolist() == ["total", "part", "loss", "total"]
    assert over_time.bridge_title(found).endswith("from {{ bridge_value_0 }} to {{ bridge_value_3 }} in a quarter")
    assert over_time.index_bridge(SimpleNamespace(story=SimpleNamespace(facts={}))).empty  # type: ignore[arg-type]


def test_the_figures_of_a_refusal_are_facts_and_read_as_the_comparison_says_them() -> None:
    """A reason with its facts put in is the reason again; a rounded share is held in full."""
    reason = "only 56% of what the helped weigh has comparable accounts, and 60% is needed"
    effect: Any = SimpleNamespace(reason=reason, collect="1,200 more accounts", kept_share=0.5612)
    late = "462 customers came within the exposure window and are compared with nobody"
    facts = Facts(list(reasons.facts_of_reasons({"churn": effect}, None, ("no figure", late))))
    writer = Writer(facts)
    for text in (reasons.why("churn", reason), reasons.takes("churn", "1,200 more accounts"), reasons.noted(1, late)):
        assert "{{" in text
    assert writer.paragraph(reasons.why("churn", reason)).text.replace("\u00a0", " ") == reason
    assert writer.paragraph(reasons.noted(1, late)).text.replace("\u00a0", " ") == late
    assert facts["why_churn_1"].value == 0.5612
    assert [facts[name].value for name in ("why_churn_2", "takes_churn_1")] == [0.6, 1200]


def test_of_a_loss_the_low_assumption_gives_the_higher_end() -> None:
    """Half the margin is half the loss: the range still runs from its low end to its high."""
    loss: Any = SimpleNamespace(
        sampling=SimpleNamespace(estimate=-42.0, low=-60.0, high=-20.0),
        corner=(-70.0, -10.0),
        drawn=(-65.0, -15.0),
        tornado=pd.DataFrame({"at_low": [-40.0], "at_high": [-44.0]}),
    )
    ranges = {each.name: (each.low, each.high) for each in facts_of.sensitivity_facts(loss)}
    assert ranges["by_assumption_0"] == (-44.0, -40.0)
    assert ranges["by_chance"] == (-60.0, -20.0)


@pytest.mark.parametrize(
    ("locale", "currency", "said"),
    [
        ("en_US", "USD", "End to end: $0.57 of value for each $1 of cost (\u2212$0.04 to $1.18); "),
        ("en_US", "JPY", "End to end: ¥0.57 of value for each ¥1 of cost (\u2212¥0.04 to ¥1.18); "),
        ("de_DE", "EUR", "Von Anfang bis Ende: 0,57 € Wert je 1 € Kosten (\u22120,04 € bis 1,18 €); "),
    ],
)
def test_what_a_unit_of_cost_returns_is_said_in_the_companys_currency(locale: str, currency: str, said: str) -> None:
    """Nobody says "a unit of cost": it is a dollar, and what it returned is in dollars and cents."""
    facts = list(
        facts_of.facts_of_totals(
            SimpleNamespace(
                effort=4e6,
                answers=28_495,
                milestones=None,
                business=None,
                yields=Estimate(0.57, -0.04, 1.18),
                share=Estimate(5.1, -0.4, 10.6),
            )
        )
    )
    writer = Writer(Facts(facts), NumberWords(locale, currency))
    text = shipped_narrative(locale[:2]).phrase("chain.end_to_end")
    assert writer.paragraph(text).text.replace("\u00a0", " ").startswith(said)


def test_a_chain_whose_value_is_not_established_says_so_as_large_as_the_value() -> None:
    """The words stand in the figure's place; an established value stands there itself."""
    found = told({"logo_retention": SOLID})
    found.story.facts |= {"chain_value": Fact("chain_value", 2.4e6, "money", low=-2e5, high=4.9e6)}
    found.story.phrase = lambda name: {"answer.open_words": "Not established"}[name]
    for stands, words in ((False, "Not established"), (True, "")):
        found.found.chain = SimpleNamespace(is_established=stands)
        last = say.chain_numbers(found)[-1]
        assert (getattr(last, "open", ""), getattr(last, "figure", last[1] if stands else "")) == (words, "chain_value")
