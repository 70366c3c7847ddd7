"""From a company to the facts of its landmarks: which quarters its tables cover, and what is asked for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from valuestory.contribution.panel.panel import Panel, build_panel
from valuestory.contribution.panel.windows import Windows, fitted, windows_up_to
from valuestory.errors import MetricError
from valuestory.metrics.fold.coverage import periods_up_to, span_of, span_of_table
from valuestory.metrics.landmark import LandmarkFacts, landmark_facts
from valuestory.metrics.periods import Period

if TYPE_CHECKING:
    import pandas as pd

    from valuestory.metrics import Company

VISITS: Final = "article_sessions"


def covered_quarters(company: Company) -> tuple[Period, ...]:
    """Return the fiscal quarters that the company's facts cover whole, up to the end of the story's period.

    Raises
    ------
    MetricError
        When they cover none: supply older data.
    """
    period, span = company.period, span_of(company.tables)
    last = Period.of(period.end - timedelta(days=1), "quarter", period.fiscal_year_start)
    last = last if last.end <= period.end else last.previous
    quarters = tuple(each for each in periods_up_to(last, span) if span.reaches(each.end))
    if not quarters:
        raise MetricError(
            "the data covers no fiscal quarter whole",
            where=f"the tables reach from {span.first} to {span.last}",
            do="supply older data",
        )
    return quarters


def read_facts(company: Company, quarters: Sequence[Period], windows: Sequence[Windows]) -> LandmarkFacts:
    """Return the facts of all windows, asked of the engine at once for all of them.

    Parameters
    ----------
    company
        The company, or a part of it.
    quarters
        Those that its facts cover.
    windows
        The windows that are going to be looked at.

    Raises
    ------
    MetricError
        When the tables tell of no accepted answer: neither cases that were resolved, nor visits that were read.
    """
    days = sorted({day for each in windows for day in each.revenue_days})
    settings, whole = company.project.contribution, company.tables.whole or None
    facts = landmark_facts(company.tables.tables, quarters, days, settings, whole)
    if facts.answers.empty:
        raise MetricError(
            "what Support did cannot be counted: there is no accepted answer",
            where="cases.resolved_at, article_sessions.is_consumed",
            do="supply when cases were resolved, or which visits of known accounts were read",
        )
    return facts


def panel_of(company: Company, quarter: str | None = None) -> Panel:
    """Return the panel of one landmark of a company.

    Parameters
    ----------
    company
        Opened for a period, or a part of it.
    quarter
        In which the outcome window ends, such as ``2026Q1``; the last whole one up to the company's period by default.

    Raises
    ------
    MetricError
        When the data does not cover the windows, or tells of no accepted answer or of no declared outcome.
    """
    covered = covered_quarters(company)
    settings = fitted(company.project.contribution, covered)
    last = Period.parse(quarter, company.period.fiscal_year_start) if quarter else covered[-1]
    windows = windows_up_to(last, covered, settings)
    facts = read_facts(company, covered, [windows])
    return build_panel(counted(facts, company, windows), windows, settings, company.project.company.profile)


def counted(facts: LandmarkFacts, company: Company, windows: Windows) -> LandmarkFacts:
    """Return the facts without visits where these are not recorded for the whole exposure window.

    Half a year of visits would make accounts look helped that came late, and not helped that came early.
    """
    return facts if sees_visits(company, windows) else replace(facts, answers=_of_cases(facts))


def sees_visits(company: Company, windows: Windows) -> bool:
    """Return whether visits to self-service are recorded from the beginning of the exposure window to its end."""
    span = span_of_table(company.tables, VISITS)
    return span is not None and span.begins_by(windows.exposure_start) and span.reaches(windows.landmark)


def _of_cases(facts: LandmarkFacts) -> pd.DataFrame:
    return facts.answers[facts.answers["source"] == "case"]
