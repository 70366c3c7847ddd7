"""What is a figure in a text, and what only looks like one."""

from __future__ import annotations

import pytest

from valuestory.audit.figures import enumerated, figures
from valuestory.audit.quoted import rounds_to

CASES = {
    "Support settled 11,329 questions at $104 each": ["11,329", "$104"],
    "29% more, \u22123.9 hours, +25 %": ["29%", "\u22123.9", "+25 %"],
    "$4.0 million (95% interval $3.1 million to $4.9 million)": ["$4.0 million", "$3.1 million", "$4.9 million"],
    "USD 3.2 million and 2,5 Mio. EUR": ["USD 3.2 million", "2,5 Mio."],
    "10\u201312 days, 3x more, 5k tickets": ["10", "12", "3x", "5k"],
    "the top 10 customers within 2 weeks": ["10", "2"],
    "n = 6,887 sessions": ["6,887"],
    "\u22123.910.000\u00a0$ bis 2.830.000\u00a0$": ["\u22123.910.000\u00a0$", "2.830.000\u00a0$"],
    "In Europe 12 cases": ["12"],
    "From 2026-04-01 to before 2026-07-01, in Q2 2026 and FY26": [],
    "Jul 6, 2026; on 6 July 2026; in May 2026 at 14:30": [],
    "since 2024, in 2024/25": [],
    "Windows 11, M365, ISO 27001, Tier 2, v2, 2.3.1, #481, 24/7": [],
    "see page 12 and Figure 3, 1st line": [],
    "Ranges are 95% intervals": [],
    "Les plages sont des intervalles \u00e0 95\u00a0% ; n = 12": ["12"],
    "Intervalli al 95%, intervalos de confianza del 95 %": [],
    "95 % intervallen, 95% intervaller": [],
    "In this interval cases fell by 12 %, and 95 customers stayed": ["12 %", "95"],
    "Spannen sind Konfidenzintervalle (95\u00a0%); Punkte (95 %); Punkte (Spanne 95 %)": [],
    "F\u00e4lle, vor der Auslieferung = 100": [],
    "erledigt (95 %), = 100 %": ["95 %", "100 %"],
    "Spannen sind 95-%-Intervalle, grau ist eine 95-%-Spanne": [],
    "Spannen sind Konfidenzintervalle (95\u00a0%), je Account": [],
    "Punkte (Spanne 95\u00a0%)": [],
    "hängt vom Verfahren ab: Spanne 12\u00a0% bis 30\u00a0%": ["12\u00a0%", "30\u00a0%"],
    "1. Ask for the budget": [],
    "moved to Acme Desk 11.": [],
    "https://example.org/2026/4711 or ask42@example.org": [],
}


@pytest.mark.parametrize("text", CASES)
def test_figures_are_told_apart_from_dates_names_and_the_constants_of_a_method(text: str) -> None:
    """A figure is what somebody measured, counted or computed."""
    assert [each.text for each in figures(text) if each.kind == "figure"] == CASES[text]


def test_dates_are_known_in_the_decks_language() -> None:
    """A month's name depends on the locale; "may 5" in English is a verb and a figure."""
    [date] = figures("Stand 30. M\u00e4rz 2026", locale="de_DE")
    assert (date.kind, date.text) == ("date", "30. M\u00e4rz 2026")
    [figure] = figures("we may 5 times")
    assert (figure.kind, figure.text) == ("figure", "5")


def test_a_name_that_the_company_gives_is_no_figure() -> None:
    """A product may be called what it likes."""
    assert figures("Sold with Turbo 3000 plus", names=["Turbo 3000"]) == []


def test_boxes_that_count_are_not_figures_unless_one_is_missing() -> None:
    """The asks of a slide are numbered 1, 2, 3; a box that says 12 alone is a big number."""
    assert enumerated(["1", "2", "3", "Ask"]) == {"1", "2", "3"}
    assert enumerated(["12", "Ask"]) == set()
    assert enumerated(["2", "3"]) == set()


@pytest.mark.parametrize(
    ("value", "text", "alike"),
    [
        (0.853, "85%", True),
        (0.853, "85.3%", True),
        (0.853, "86%", False),
        (35_887.0, "35,887", True),
        (35_887.0, "35,888", False),
        (4_012_345.0, "$4.0 million", True),
        (4_012_345.0, "$4.1 million", False),
        (1234.0, "1.234", True),
        (1.234, "1.234", True),
        (-0.031, "\u22123.1%", True),
        (-0.031, "3.1%", False),
        (float("nan"), "0", False),
    ],
)
def test_a_label_repeats_a_value_when_it_rounds_to_it(value: float, text: str, alike: bool) -> None:
    """Rounded half up at the last digit that is written, in the scale that is written."""
    assert rounds_to(value, text) is alike
