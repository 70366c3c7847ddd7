"""The columns of a chart's workbook that hold how far error bars reach: to the right of all series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from valuestory.deck.charts.native.model import ChartModel, Series


@dataclass(frozen=True)
class Column:
    """A column of the workbook that holds how far error bars reach: its header, its values, and its place (0 is A)."""

    header: str
    values: tuple[float | None, ...]
    index: int


def error_columns(model: ChartModel) -> Iterator[tuple[int, str, Column]]:
    """Yield the columns of all error bars, each with its series' number and its side (`plus` or `minus`)."""
    series = [each for plot in model.plots for each in plot.series]
    at = len(series) + 1
    for number, each in enumerate(series):
        for side, header, values in _sides(each):
            yield number, side, Column(header, values, at)
            at += 1


def _sides(series: Series) -> Iterator[tuple[str, str, tuple[float | None, ...]]]:
    errors = series.errors
    if errors is None or errors.to_zero or errors.fixed is not None:
        return
    if any(errors.above):
        yield "plus", f"{series.name}, above", errors.above
    if any(errors.below):
        yield "minus", f"{series.name}, below", errors.below
