"""What a company's tables come to: folded once, and estimated once for each choice of slices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from valuestory.data import CompanyTables
from valuestory.errors import MetricError, did_you_mean
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.catalogue.profiles import asked_of
from valuestory.metrics.estimates.fact_slices import SLICED, cells_within, tables_sliced_by
from valuestory.metrics.estimates.results import Cell, cells, cells_of_units
from valuestory.metrics.estimates.survival import median_cells
from valuestory.metrics.fold.costs import held_by, ledger_of
from valuestory.metrics.fold.coverage import Coverage, Span, periods_up_to, span_of, span_of_table
from valuestory.metrics.fold.derive import NO_SLICE, derive
from valuestory.metrics.fold.fold import Folded, fold
from valuestory.metrics.fold.shared import key_of_sums, share_sums, shared_sums
from valuestory.metrics.gaps.gaps import not_carried
from valuestory.metrics.periods import Period
from valuestory.metrics.timed.first_year import first_years, spans_of_first_years
from valuestory.metrics.timed.life_events import LIFE_EVENT
from valuestory.metrics.timed.milestones import with_retention

if TYPE_CHECKING:
    import pandas as pd

DIMENSIONS: Final = ("segment", "region")
"""What results are sliced by unless something else is asked for, where accounts have it; and by life event."""


@dataclass(frozen=True, repr=False)
class Computed:
    """The sums and estimates of a company.

    Attributes
    ----------
    tables
        Its canonical tables, lazy.
    period
        The last of its periods, of whose grain all are.
    """

    tables: CompanyTables
    period: Period
    _cells: dict[tuple[str, ...], list[Cell]] = field(default_factory=dict, repr=False, compare=False)

    def part(self, tables: CompanyTables, account_ids: Sequence[str]) -> Computed:
        """Return what is computed of some accounts: their account periods out of these, over the same periods."""
        part = Computed(tables, self.period)
        own = self.folded[self.folded["account_id"].isin(account_ids)].reset_index(drop=True)
        part.__dict__.update(periods=self.periods, coverage=self.coverage, folded=own)  # as cached properties keep them
        return part

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods of this grain from the first that the data covers up to the story's own."""
        return periods_up_to(self.period, self._span)

    @cached_property
    def coverage(self) -> Coverage:
        """Which of the periods the sources cover whole."""
        tables = self.tables.tables
        ledger = held_by(ledger_of(tables["costs"], self.periods)) if "costs" in tables else {}
        return Coverage(
            self.periods,
            self._span,
            span_of_table(self.tables, "article_sessions"),
            ledger,
            {each.table: each.used for each in self.tables.rows},
        )

    @cached_property
    def baseline(self) -> Period | None:
        """The period that the company measures itself against, where it is one of the story's grain."""
        named = self.tables.project.company.baseline
        period = Period.parse(named, self.period.fiscal_year_start) if named else None
        return period if period is not None and period.grain == self.period.grain else None

    @cached_property
    def _span(self) -> Span:
        return span_of(self.tables)

    @cached_property
    def _sums(self) -> Folded:
        whole = self.tables.whole or None
        shared = shared_sums(self._key)
        own = self._first_years if shared is None else None
        others = [] if own is None else [own]
        return fold(self.tables.tables, self.periods, self.dimensions, whole, self._until, others, shared)

    @property
    def _key(self) -> str:
        return key_of_sums(self.tables, self.periods, self._until)

    def share(self, folder: Path) -> None:
        """Put the fold of this company into a folder, for decks of the same tables and periods, parts included."""
        share_sums(self._sums.sums, self._key, folder)

    @cached_property
    def _first_years(self) -> pd.DataFrame | None:
        return first_years(self.tables.tables, self.periods, self._until)

    @property
    def _until(self) -> date:
        """The first day that the data does not reach, or that the story does not tell of."""
        return min(self._span.last + timedelta(days=1), self.period.end)

    @cached_property
    def folded(self) -> pd.DataFrame:
        """The account periods: one row an account and period, sums and derived sums."""
        return derive(self._sums.accounts, self.period.grain)

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The columns of `accounts` that results can be sliced by."""
        known = self.tables.tables["accounts"].schema()
        return tuple(name for name, kind in known.items() if kind.is_string() and name not in NO_SLICE)

    @cached_property
    def fact_dimensions(self) -> tuple[str, ...]:
        """The columns of cases and of visits to self-service that slice the metrics of their own table.

        What accounts have under the same name goes before.
        """
        columns = dict.fromkeys(column for columns in SLICED.values() for column in columns)
        tables = self.tables.tables
        return tuple(each for each in columns if tables_sliced_by(each, tables) and each not in self.dimensions)

    def sliced_by(self, slices: Sequence[str] | None) -> tuple[str, ...]:
        """Return what results are sliced by: as asked for, or by default.

        Raises
        ------
        MetricError
            When there is nothing of that name to slice by.
        """
        timed = [LIFE_EVENT] if "milestones" in self.tables.tables else []
        known = tuple(dict.fromkeys((*self.dimensions, *timed, *self.fact_dimensions)))
        if slices is None:
            return tuple(name for name in (*DIMENSIONS, *timed) if name in known)
        for name in slices:
            if name not in known:
                raise MetricError(f'there is no "{name}" to slice by', where="slices", do=did_you_mean(name, known))
        return tuple(slices)

    def cells(self, slices: Sequence[str] | None = None) -> list[Cell]:
        """Return every metric's sums and estimates, computed once for each choice of slices."""
        wanted = self.sliced_by(slices)
        by_default = slices is None and LIFE_EVENT in wanted  # cases are sliced by life event only where asked
        key = (*wanted, "by default") if by_default else wanted
        if key not in self._cells:
            missing = not_carried(self.tables)
            asked = asked_of(self.tables.project.company.profile)
            carried = [each for name, each in asked.items() if name not in missing]
            of_accounts = [each for each in carried if each.by == "account_id"]
            added = [each for each in of_accounts if each.interval != "median"]
            columns = [each for each in wanted if each in self.dimensions]
            found = cells(self.folded, added, self.coverage, columns, is_part=bool(self.tables.where))
            found += self._cells_of_spans(of_accounts)
            if LIFE_EVENT in wanted and LIFE_EVENT not in columns:
                found += self._cells_of_events(added)
            for each in wanted if slices is not None else ():
                if each not in columns:
                    found += cells_within(each, self.tables.tables, added, self.coverage, self.baseline)
            self._cells[key] = found + ([] if self.tables.where else self._cells_of_units(carried))
        return self._cells[key]

    def _cells_of_events(self, carried: Sequence[Metric]) -> Iterator[Cell]:
        """Yield what is told by life event: of one event after the other, since an account has several."""
        revenue = [each for each in ("opening_arr_year", "closing_arr") if each in self.folded]
        for event, frame in self._sums.events.items():
            paid = self.folded[["account_id", "period", *revenue]]
            known = frame.merge(paid, on=["account_id", "period"], how="left").fillna(dict.fromkeys(revenue, 0.0))
            known = with_retention(known) if len(revenue) == 2 else known
            known = known.assign(live_accounts=(known["milestones_late"] > 0).astype(float))
            yield from cells(known, carried, self.coverage, (), whole=f"{LIFE_EVENT}={event}")

    def _cells_of_spans(self, carried: Sequence[Metric]) -> list[Cell]:
        spans = dict(self._sums.spans)
        if self._first_years is not None:
            spans["median_time_to_customer_value"] = spans_of_first_years(self._first_years)
        timed = [each for each in carried if each.interval == "median"]
        return [cell for each in timed for cell in median_cells(each, spans[each.name], self.coverage)]

    def _cells_of_units(self, carried: Sequence[Metric]) -> list[Cell]:
        found = self._cells_of_spans([each for each in carried if each.by != "account_id"])
        for by, frame in self._sums.apart.items():
            added = [each for each in carried if each.by == by and each.interval != "median"]
            found += cells_of_units(frame, added, self.coverage)
        return found
