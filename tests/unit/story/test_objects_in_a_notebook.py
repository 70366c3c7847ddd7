"""What Jupyter shows of our objects where a cell ends with one, and what it offers at the tab key."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter
from IPython.core.formatters import HTMLFormatter
from tests.unit.slides.page import Page, acts

from valuestory.contribution import estimate_effect
from valuestory.deck import build_deck
from valuestory.metrics import METRICS, Company
from valuestory.slides.facts import Fact, Facts
from valuestory.slides.slide import Paragraph, Run, Slide

HOSTILE = "<script>alert(1)</script>"


def shown(found: object) -> Page:
    """Return what a notebook shows of an object; nothing in it acts, every element is closed."""
    html = HTMLFormatter()(found)
    assert html, f"{type(found).__name__} has no view of its own"
    page = Page(html)
    assert acts(page) == []
    assert page.unclosed == []
    return page


def test_a_company_shows_its_tables_with_their_rows(northwind: Company) -> None:
    """Numbers have separators, and what is set aside stands beside what was read."""
    page = shown(northwind)
    counts = next(each for each in northwind.rows if each.table == "cases")
    rows = [[cell.text for cell in page.all("td")][at : at + 4] for at in range(0, 4 * len(northwind.rows), 4)]
    assert ["cases", f"{counts.read:,}", f"{counts.used:,}", f"{counts.set_aside:,}"] in rows


def test_results_are_read_in_their_units(northwind: Company) -> None:
    """A share in per cent, minutes as minutes, money with its currency, a metric by its name; the period's alone."""
    page = Page(northwind.readable("csat", "time_to_smile", "cost_per_case").to_html())
    cells = [cell.text for cell in page.all("td")]
    rows = {row[0]: row for row in (cells[at : at + 8] for at in range(0, len(cells), 8))}
    assert set(rows) == {METRICS[each].label for each in ("csat", "time_to_smile", "cost_per_case")}
    raw = northwind.metrics("csat")
    value = raw.loc[(raw["slice"] == "all") & (raw["period_start"] == pd.Timestamp(2026, 4, 1)), "value"].item()
    assert rows[METRICS["csat"].label][4] == f"{100 * value:.1f}%"
    assert rows[METRICS["time_to_smile"].label][4].endswith(" min")
    assert rows[METRICS["cost_per_case"].label][4].endswith(" USD")


def test_an_effect_shows_its_range_its_grade_and_what_would_tell_more() -> None:
    """Whoever looks at an estimate sees at once how far it may be trusted."""
    drawn = np.random.default_rng(7)
    accounts = pd.DataFrame({"usage": drawn.normal(size=2000), "helped": drawn.integers(0, 2, 2000)})
    accounts[HOSTILE] = (drawn.random(2000) < 0.5 + 0.3 * accounts["helped"]).astype(int)
    effect = estimate_effect(accounts, treated="helped", outcome=HOSTILE, numeric=["usage"])
    text = shown(effect).text
    assert HOSTILE in text
    assert f"{effect.estimate:.3g} ({effect.low:.3g} to {effect.high:.3g})" in text
    assert f"{effect.verdict}, grade {effect.grade}" in text
    assert effect.reason in text
    assert effect.collect in text


def test_a_refused_effect_shows_the_reason_and_no_number() -> None:
    """Too few accounts: nothing reads nan."""
    accounts = pd.DataFrame({"usage": [1.0, 2.0, 3.0, 4.0], "helped": [0, 1, 0, 1], "kept": [0, 1, 1, 1]})
    text = shown(estimate_effect(accounts, treated="helped", outcome="kept", numeric=["usage"])).text
    assert "too few accounts" in text
    assert not re.search(r"\bnan\b", text)


def test_a_slide_and_a_deck_show_what_they_hold(tmp_path: Path) -> None:
    """A slide its words, a deck each slide with its layout, and what a careful author looks at."""
    slide = Slide("answer", "bullets", Paragraph((Run(HOSTILE),)), body=(Paragraph((Run("A line"),), "bullet"),))
    assert [each.text for each in shown(slide).all("li")] == ["A line"]
    deck = build_deck([slide], "valuestory", tmp_path / "deck.pptx")
    page = shown(deck)
    assert page.all("td")[0].text == "answer"
    assert str(tmp_path) not in page.text


@pytest.mark.parametrize(("typed", "offered"), [("facts['cs", "csat@2026Q2"), ("facts['n", "nps@2026Q2")])
def test_the_tab_key_offers_facts_between_the_brackets(typed: str, offered: str) -> None:
    """Nobody types a fact's whole id."""
    facts = Facts([Fact("csat", 0.9, "share", period="2026Q2"), Fact("nps", 30.0, "points", period="2026Q2")])
    completer = IPCompleter(namespace={"facts": facts}, use_jedi=False)
    with provisionalcompleter():
        found = [each.text for each in completer.completions(typed, len(typed))]
    assert [each for each in found if each in (offered, f"{offered}'", f"{offered}']")]
    assert len(found) == 1
