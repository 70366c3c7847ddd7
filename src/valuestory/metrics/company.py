"""A company opened for analysis: its checked tables, its results, and what cannot be computed yet and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from valuestory.data import CompanyTables, Fault, RowCount
from valuestory.errors import MetricError
from valuestory.metrics.catalogue import metric
from valuestory.metrics.catalogue.profiles import asked_of
from valuestory.metrics.catalogue.views import view
from valuestory.metrics.comparisons.against import (
    BENCHMARK_COLUMNS,
    PLAN_COLUMNS,
    TARGET_COLUMNS,
    benchmarks_table,
    plans_table,
    targets_table,
)
from valuestory.metrics.comparisons.changes import changes_table, differences_table
from valuestory.metrics.comparisons.scorecard import scorecard
from valuestory.metrics.computed import Computed
from valuestory.metrics.engine import as_pandas
from valuestory.metrics.estimates.results import Cell, results_table
from valuestory.metrics.estimates.unproven import of_one_period, unproven
from valuestory.metrics.fold.coverage import Coverage
from valuestory.metrics.gaps.doubts import doubted, untold
from valuestory.metrics.gaps.gaps import Wanted, gaps_of, vendors_read, wanted_tables
from valuestory.metrics.gaps.set_aside import Loss, losses_of, set_aside_table, totals
from valuestory.metrics.periods import Period
from valuestory.metrics.readable import counted, readable_results, table_html
from valuestory.metrics.slices import WHOLE

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

    from valuestory.project import Project


@dataclass(frozen=True, repr=False)
class Company:
    """A company's checked tables and what is computed from them.

    Attributes
    ----------
    tables
        Canonical tables, lazy, with faults and row counts.
    period
        The period the story is about; results reach from the first period with data up to it.
    called
        What a source line calls a part of the company, in place of its condition.
    """

    tables: CompanyTables
    period: Period
    notes: tuple[Fault, ...] = ()
    called: str = ""

    @property
    def project(self) -> Project:
        """The company's settings."""
        return self.tables.project

    @property
    def name(self) -> str:
        """The company's name."""
        return self.project.company.name

    @property
    def where(self) -> str:
        """Which part of the company this is; empty for the whole."""
        return self.tables.where

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the data, with counts and what was done about it."""
        return (
            self.tables.faults
            + self.notes
            + self.coverage.faults()
            + tuple(untold(self.tables, self.periods, self.baseline))
        )

    @property
    def rows(self) -> tuple[RowCount, ...]:
        """For each table the rows read, used and set aside: they always add up."""
        return self.tables.rows

    @cached_property
    def _computed(self) -> Computed:
        return Computed(self.tables, self.period)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods of this grain from the first that the data covers up to the story's own."""
        return self._computed.periods

    @property
    def coverage(self) -> Coverage:
        """Which of the periods the sources cover whole."""
        return self._computed.coverage

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns of `accounts` that results can be sliced by."""
        return self._computed.dimensions

    @property
    def fact_dimensions(self) -> tuple[str, ...]:
        """The columns of cases and of visits to self-service that slice the metrics of their own table.

        What accounts have under the same name goes before.
        """
        return self._computed.fact_dimensions

    def account_quarters(self) -> pd.DataFrame:
        """Return the fold: one row an account and period (quarters, unless the story's period is a month or a year).

        Returns
        -------
        pandas.DataFrame
            `account_id` ("" where unknown), `period` (its name), `period_start`, `period_end`, the account's slices,
            then sums. `live_accounts` is 1 where the account was alive in the period; rows with 0 hold what came from
            others.
        """
        names = {each.index: each for each in self.periods}
        frame = self._computed.folded
        spans = frame["period"].map(names)
        return frame.assign(
            period=[each.name for each in spans],
            period_start=pd.to_datetime([each.start for each in spans]),
            period_end=pd.to_datetime([each.end for each in spans]),
        )

    def share(self, folder: Path) -> None:
        """Fold the whole company, and keep the account periods in a folder for the decks of a batch, parts included."""
        self._computed.share(folder)

    def part(self, tables: CompanyTables, account_ids: Sequence[str], called: str = "") -> Company:
        """Return the company of some of its accounts, whose account quarters are those of the whole: nothing is folded.

        Parameters
        ----------
        tables
            These accounts' tables, in place of the company's.
        account_ids
            The accounts.
        called
            What a source line calls them.
        """
        part = Company(tables, self.period, called=called)
        part.__dict__["_computed"] = self._computed.part(tables, account_ids)  # as the cached property keeps it
        return part

    def metrics(self, *names: str, slices: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the long results table.

        Parameters
        ----------
        names
            Metrics; all that this data carries unless some are named.
        slices
            What to slice by; `segment`, `region` and ``life_event`` (of what `milestones` tell) by default, where there
            are such. Columns of `accounts`, and those of cases and visits (`fact_dimensions`), such as ``channel``:
            these slice the metrics of their own table alone. Medians of life events are always sliced by it.

        Returns
        -------
        pandas.DataFrame
            One row a metric, period and slice: `metric period_start period_end slice numerator denominator value low
            high n evidence set_aside emptied`. The period takes in its start and leaves out its end; `slice` is "all"
            for the whole. `set_aside` are the rows set aside in all tables that the metric reads, whatever their day or
            account, and `emptied` the values that checks emptied in its columns: `set_aside()` tells them apart.

        Raises
        ------
        MetricError
            When a metric or a slice does not exist, or this data cannot carry it: `gaps()` says what is missing.

        Examples
        --------
        >>> company = open_company("sample", period="2026Q2")
        >>> cases = company.metrics("cases")
        >>> whole = cases[cases["slice"] == "all"]
        >>> whole["period_start"].iloc[-1], int(whole["value"].iloc[-1])
        (Timestamp('2026-04-01 00:00:00'), 4699)
        """
        for name in names:
            self._check(name)
        table = results_table(self.cells(slices), self.periods, totals(self.losses))
        return table[table["metric"].isin(names)].reset_index(drop=True) if names else table

    def readable(self, *names: str, slices: Sequence[str] | None = None) -> Styler:
        """Return the figures of the period as a table for people, to be looked at in a notebook.

        Parameters and errors as for `metrics`; the whole alone is shown unless slices are named.

        Examples
        --------
        >>> company = open_company("sample", period="2026Q2")
        >>> shown = company.readable("cases", "csat")
        >>> shown.data["metric"].tolist()
        ['Cases', 'Customer satisfaction']
        """
        results = self.metrics(*names, slices=slices)
        wanted = (results["slice"] == WHOLE) | (slices is not None)
        shown = results[wanted & (results["period_start"] == pd.Timestamp(self.period.start))]
        return readable_results(shown, self.project.company.currency)

    def changes(self, *, slices: Sequence[str] | None = None) -> pd.DataFrame:
        """Return every change against the period before, the same a year ago, and the baseline, with 95 % intervals.

        Returns
        -------
        pandas.DataFrame
            `metric period_start slice against against_start change low high`; `against` is "previous", "year_ago" or
            "baseline".
        """
        return changes_table(self.cells(slices), self.periods, self.baseline)

    def differences(self, *, slices: Sequence[str] | None = None) -> pd.DataFrame:
        """Return how the company's own units differ from each other in the story's period, with 95 % intervals.

        Returns
        -------
        pandas.DataFrame
            One row a metric that is a ratio and a pair of parts of one column: `metric period_start slice against
            difference low high`. Of twenty pairs that do not differ one will seem to: each interval is for itself.
        """
        at = self.period.index - self.periods[0].index
        return differences_table(self.cells(slices), self.period, at)

    @property
    def baseline(self) -> Period | None:
        """The period that the company measures itself against, where it is one of the story's grain."""
        return self._computed.baseline

    def targets(self) -> pd.DataFrame:
        """Return what was set out to be reached, beside what was, and what the interval tells: met, missed, or neither.

        Returns
        -------
        pandas.DataFrame
            One row a target of a period of the story's grain: `metric period_start period_end slice target owner value
            low high n verdict`, as `against.targets_table` says; no row where the company gives no targets.
        """
        given = self._given("targets")
        if given is None:
            return pd.DataFrame(columns=list(TARGET_COLUMNS))
        named = {str(each).partition("=")[0] for each in given["slice"].dropna()} if "slice" in given else set()
        slices = dict.fromkeys((*self._computed.sliced_by(None), *(name for name in self.dimensions if name in named)))
        return targets_table(given, self.metrics(slices=list(slices)), self.period)

    def plans(self) -> pd.DataFrame:
        """Return what was planned and what is expected, of periods of the story's grain, those to come included.

        Returns
        -------
        pandas.DataFrame
            `metric period_start period_end slice scenario value owner`: `scenario` is ``plan`` or ``forecast``; no row
            where the company gives none.
        """
        given = self._given("targets")
        return pd.DataFrame(columns=list(PLAN_COLUMNS)) if given is None else plans_table(given, self.period)

    def benchmarks(self) -> pd.DataFrame:
        """Return what others reach, with its source, beside the whole company's figures in the story's period.

        Returns
        -------
        pandas.DataFrame
            One row a benchmark: `metric benchmark benchmark_low benchmark_high year source period_start value low high
            n verdict`, as `against.benchmarks_table` says; no row where the company gives none.
        """
        given = self._given("benchmarks")
        if given is None:
            return pd.DataFrame(columns=list(BENCHMARK_COLUMNS))
        return benchmarks_table(given, self.metrics(), self.period)

    def _given(self, name: str) -> pd.DataFrame | None:
        return as_pandas(self.tables.tables[name]) if name in self.tables.tables else None

    def view(self, name: str) -> pd.DataFrame:
        """Return one of the views, filled in: `areas`, `categories`, `chain` or `streams`.

        Parameters
        ----------
        name
            Of `views.VIEWS`.

        Returns
        -------
        pandas.DataFrame
            One row a group and metric: `group asks metric label unit direction value low high n change change_low
            change_high missing`. Figures are the whole company's in the story's period, the change is against the
            period before; `missing` says what a metric without a figure waits for. A metric may be in two groups.
            Nothing is weighted, and nothing is added up.

        Raises
        ------
        MetricError
            When there is no such view: the message names the nearest.
        """
        profile = self.project.company.profile
        return scorecard(view(name), self.metrics(), self.changes(), self.gaps(), self.period, profile)

    def cells(self, slices: Sequence[str] | None = None) -> list[Cell]:
        """Return every metric's sums and estimates, computed once for each choice of slices."""
        return self._computed.cells(slices)

    def gaps(self) -> pd.DataFrame:
        """Return what this data cannot carry, one row for each metric and table that it waits for.

        Returns
        -------
        pandas.DataFrame
            `metric label slide table column missing export brings do`, as `gaps_table` says; no row where every metric
            can be computed.
        """
        return gaps_of(self.tables)

    @cached_property
    def losses(self) -> tuple[Loss, ...]:
        """What each table lost of what each metric reads, those with no loss included."""
        return losses_of(self.tables)

    def set_aside(self) -> pd.DataFrame:
        """Return the rows set aside on every metric that they would have fed, one row a metric and table.

        Returns
        -------
        pandas.DataFrame
            `metric table read set_aside share reasons emptied emptied_in`: rows of the table that were read, those of
            them in no figure of the metric (also as a share of 0 to 1) and why; values that checks emptied in columns
            that the metric reads, and in which. Counted over all periods, before `where` restricts the company. A row
            with several reasons is once in `set_aside`.
        """
        return set_aside_table(self.losses)

    def wanted(self) -> tuple[Wanted, ...]:
        """Return the gaps by the table that would close them: what it lacks, what waits for it, what brings it."""
        return wanted_tables(self.gaps(), vendors_read(self.tables), self.tables.stopped)

    def doubts(self) -> dict[str, Fault]:
        """Return the metrics that are computed but not to be claimed, each with the fault that puts it in doubt."""
        at = self.period.index - self.periods[0].index
        whole = [each for each in self.cells() if each.slice == WHOLE]
        gone = of_one_period(whole, at, self.period.name)
        return dict(unproven(whole, at, self.period.name)) | doubted([*self.tables.faults, *gone])

    def _check(self, name: str) -> None:
        metric(name)
        profile = self.project.company.profile
        if name not in asked_of(profile):
            do = "set [company] profile, or leave it out"
            raise MetricError(f'"{name}" is not asked where the profile is {profile}', where="company.profile", do=do)
        missing = self.gaps()
        row = missing[missing["metric"] == name]
        if not row.empty:
            raise MetricError(
                f'"{name}" cannot be computed from this data', where=row.iloc[0]["missing"], do="supply what is missing"
            )

    def __repr__(self) -> str:
        """Return one line: a notebook keeps it, so it holds no paths and no settings."""
        return f"Company({self.name!r}, {self.period.name}{self.where and f', where {self.where}'})"

    def _repr_html_(self) -> str:
        """Return a short summary: tables with their rows, faults, and what is missing."""
        counts = pd.DataFrame([(each.table, each.read, each.used, each.set_aside) for each in self.rows])
        counts.columns = pd.Index(["table", "rows read", "used", "set aside"])
        part = escape(self.where and f", {self.where} only")
        heading = (
            f"<b>{escape(self.name)}</b>, {self.period.name}{part}: "
            f"{counted(len(self.faults), 'remark')} on the data (<code>company.faults</code>), "
            f"{counted(self.gaps()['metric'].nunique(), 'metric')} that it cannot carry (<code>company.gaps()</code>)"
        )
        return table_html(counts, heading)
