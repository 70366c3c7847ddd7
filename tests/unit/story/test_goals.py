"""Figures held against targets, what others report, and each other: on slides, with the source of what was given."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.spec.tables import company_of

from valuestory.metrics import METRICS, Company
from valuestory.slides.facts import Evidence, Fact, Facts
from valuestory.story import Story, open_story
from valuestory.story.tables.goals import benchmarks_held, targets_held, units_apart

ACCOUNTS = "account_id | start_at | segment\n" + "\n".join(
    f"{number} | 2025-01-01 | {'SMB' if number < 6 else 'Enterprise'}" for number in range(12)
)
CASES = "case_id | account_id | opened_at | resolved_at | csat_score\n" + "\n".join(
    f"{each} | {each % 12} | 2026-0{4 + each % 3}-{1 + each % 30:02d} | 2026-06-30 | {5 if each // 12 % 4 else 2}"
    for each in range(90)
)
TARGETS = """
metric | period | value | slice       | owner
csat   | 2026Q2 | 0.5   |             | VP Support
csat   | 2026Q2 | 0.99  | segment=SMB |
csat   | 2026Q1 | 0.4   |             |
dsat   | 2026Q2 | 0.25  |             | VP Support
nps    | 2026Q2 | 40    |             | CCO
"""
BENCHMARKS = """
metric | value | year | source        | low  | high
csat   | 0.3   | 2024 | A panel       | 0.2  | 0.4
csat   | 0.74  | 2025 | Another panel |      |
nps    | 30    | 2025 | A panel       | 18   | 44
"""


@pytest.fixture(scope="module")
def company() -> Company:
    """Twelve customers, 90 answers of which 66 are satisfied; nobody was asked for a recommendation."""
    return company_of(accounts=ACCOUNTS, cases=CASES, targets=TARGETS, benchmarks=BENCHMARKS)


def test_missed_targets_come_first_and_only_those_with_a_figure(company: Company) -> None:
    """A target of another quarter, and one of what is not measured, are in neither table nor count."""
    held = targets_held(company, open_story(company).facts)
    csat, dsat = (METRICS[each].label for each in ("csat", "dsat"))
    assert held.table["Measure"].tolist() == [f"{csat}, SMB", dsat, csat]
    assert held.table["Verdict"].tolist() == ["missed", "too close to tell", "met"]
    assert held.table["Owner"].tolist() == ["–", "VP Support", "VP Support"]
    counts = {each.name: each.value for each in held.facts if each.name.startswith("targets_")}
    assert counts == {"targets_set": 3, "targets_met": 1, "targets_missed": 1, "targets_too_close_to_tell": 1}


def test_a_slide_of_targets_shows_each_with_who_set_it(company: Company) -> None:
    """The target is a fact whose source is its owner, in the unit of its metric; the slide says so at its foot."""
    story = open_story(company)
    table = story.targets()
    slide = story.slide("targets", title="{{ targets_met }} target is met", table=table).slide  # type: ignore[union-attr]
    assert slide.table is not None
    shown = ["".join(run.text for run in row[3].runs) for row in slide.table.rows]
    assert shown == ["99%", "25%", "50%"]
    assert slide.source is not None
    assert "targets of VP Support" in "".join(run.text for run in slide.source.runs)
    assert story.facts["target_of_csat_segment_smb"].value == 0.99


def test_two_reports_of_one_measure_are_two_benchmarks(company: Company) -> None:
    """Each keeps its own value and source; what has no figure here is left out."""
    held = benchmarks_held(company, open_story(company).facts)
    of_csat = [each for each in held.facts if each.name.startswith("benchmark_of")]
    given = {each.name: (each.value, each.evidence.source) for each in of_csat}
    assert given == {
        "benchmark_of_csat": (0.3, "A panel (2024)"),
        "benchmark_of_csat_low": (0.2, "A panel (2024)"),
        "benchmark_of_csat_high": (0.4, "A panel (2024)"),
        "benchmark_of_csat_2": (0.74, "Another panel (2025)"),
    }
    assert held.table["Here"].tolist() == ["above", "too close to tell"]
    assert held.table["Their usual range"].tolist()[1] == "–"
    names = {each.name: each.value for each in held.facts}
    assert (names["benchmarks_given"], names["benchmarks_above"], names["benchmarks_below"]) == (2, 1, 0)
    assert names["benchmark_sources"] == "A panel (2024); Another panel (2025)"


def test_without_targets_and_benchmarks_there_are_no_rows() -> None:
    """A company that gives neither has empty tables, and counts of zero to say so."""
    story = open_story(company_of(accounts=ACCOUNTS, cases=CASES))
    assert story.targets().empty
    assert story.benchmarks().empty
    assert story.facts["targets_set"].value == 0


def differences(*rows: tuple[str, str, str, float, float, float]) -> pd.DataFrame:
    """Differences as a company gives them."""
    return pd.DataFrame(rows, columns=["metric", "slice", "against", "difference", "low", "high"])


def figures(**values: float) -> Facts:
    """Facts of metrics by region: `csat_EU=0.8` is csat in EU."""
    return Facts(
        [
            Fact(name, value, METRICS[name].unit, period="2026Q2", slice=f"region={member}")
            for (name, _, member), value in ((key.rpartition("_"), value) for key, value in values.items())
        ],
        period="2026Q2",
    )


def test_units_are_named_where_they_differ_beyond_chance_each_measure_once() -> None:
    """Of csat the widest of two established pairs; nps is not established, and a contact rate has no good side."""
    table = units_apart(
        "region",
        differences(
            ("csat", "region=EU", "region=US", -0.1, -0.15, -0.05),
            ("csat", "region=EU", "region=ASIA", -0.2, -0.3, -0.1),
            ("nps", "region=EU", "region=US", 5.0, -3.0, 13.0),
            ("dsat", "region=EU", "region=US", 0.09, 0.01, 0.17),
            ("csat", "segment=A", "segment=B", 0.5, 0.4, 0.6),
            ("contact_rate", "region=EU", "region=US", 30.0, 20.0, 40.0),
        ),
        figures(csat_EU=0.6, csat_US=0.7, csat_ASIA=0.8, nps_EU=40, nps_US=35, dsat_EU=0.1, dsat_US=0.01),
    )
    assert table.to_numpy().tolist() == [
        [METRICS["dsat"].label, "EU", "{{ dsat[region=EU] }}", "US", "{{ dsat[region=US] }}"],
        [METRICS["csat"].label, "ASIA", "{{ csat[region=ASIA] }}", "EU", "{{ csat[region=EU] }}"],
    ]


def test_what_is_in_doubt_is_held_against_nothing() -> None:
    """A figure that the data's own faults put in doubt is not compared."""
    doubted = figures(csat_EU=0.6, csat_US=0.8)
    fact = doubted["csat@2026Q2[region=EU]"]
    doubted.add(replace(fact, evidence=Evidence(doubt="sources disagree")))
    pair = differences(("csat", "region=EU", "region=US", -0.2, -0.3, -0.1))
    assert units_apart("region", pair, doubted).empty


def test_the_sample_company_s_units_are_apart(story: Story) -> None:
    """Its segments differ in what they ask; the figures named are in the story."""
    table = story.apart("segment")
    assert not table.empty
    view = story.slide("units", title="Segments differ", table=table)
    assert view.slide.table is not None  # type: ignore[union-attr]


def test_a_slide_that_would_say_nothing_is_left_out_with_its_reason(story: Story) -> None:
    """It is listed as others are that cannot be made, and leaves the list when it can be."""
    left = story.leave_out("targets", "no target is set")
    assert (left.key, left.reason) == ("targets", "no target is set")
    assert story.record().missing == {"targets": "no target is set"}
    story.slide("targets", title="Targets are set", table=story.targets())
    assert not story.missing
