"""A long table of units over time, read strictly into a grid: what each unit had in each period, and since when.

A unit is whatever a change comes to at its own time: a group of cases, a team, a region, an account.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from valuestory.errors import DataError, did_you_mean

Array = NDArray[np.float64]
Kind = Literal["count", "mean"]


@dataclass(frozen=True)
class UnitPanel:
    """Units by periods, whole: no cell is missing.

    Attributes
    ----------
    units, periods
        Their labels, sorted.
    outcome, exposure
        One row a unit, one column a period: what adds up, and what it is divided by (ones where nothing is).
    since
        For each unit the position of the first period under the change; infinite where it has not come.
    covariates
        One row a unit, one column a covariate, standardised.
    groups
        For each unit the number of the group that it belongs to.
    """

    units: tuple[Any, ...]
    periods: tuple[Any, ...]
    outcome: Array
    exposure: Array
    since: Array
    covariates: Array
    groups: NDArray[np.intp]


def read_panel(
    panel: pd.DataFrame,
    *,
    unit: str,
    time: str,
    outcome: str,
    treated_from: str,
    exposure: str | None,
    covariates: Sequence[str],
    groups: str | None,
    kind: Kind,
) -> UnitPanel:
    """Return the grid of a long table; parameters as in `compare_before_after`.

    Raises
    ------
    DataError
        When a column is missing or not as stated, a unit has a period twice or not at all, or what belongs to a unit
        differs between its rows: mend the table.
    """
    for argument, name in (("unit", unit), ("time", time), ("outcome", outcome), ("treated_from", treated_from)):
        _known(panel, name, argument)
    for argument, names in (("exposure", [exposure]), ("covariates", covariates), ("groups", [groups])):
        for each in names:
            if each is not None:
                _known(panel, each, argument)
    if panel[[unit, time]].isna().to_numpy().any():
        raise DataError("a row has no unit or no period", where=f"{unit}, {time}", do="name both in every row")
    periods = tuple(sorted(panel[time].unique()))
    shape = {"unit": unit, "time": time}
    values = _grid(panel, outcome, **shape)
    divisor = np.ones_like(values) if exposure is None else _grid(panel, exposure, **shape)
    _fits(values, outcome, kind)
    if (divisor <= 0).any():
        raise DataError(f'"{exposure}" is zero or below', where="exposure", do="leave out periods in which nothing was")
    each_unit = _one_row_a_unit(panel, unit, [treated_from, *covariates, *([groups] if groups else [])])
    return UnitPanel(
        units=tuple(each_unit.index),
        periods=periods,
        outcome=values,
        exposure=divisor,
        since=_positions(each_unit[treated_from], periods, treated_from),
        covariates=_standardised(each_unit, covariates),
        groups=pd.factorize(each_unit[groups] if groups else each_unit.index)[0].astype(np.intp),
    )


def _known(panel: pd.DataFrame, name: str, argument: str) -> None:
    if name not in panel.columns:
        known = [str(each) for each in panel.columns]
        raise DataError(f'there is no column "{name}"', where=argument, do=did_you_mean(name, known))


def _grid(panel: pd.DataFrame, value: str, *, unit: str, time: str) -> Array:
    twice = panel.duplicated([unit, time])
    if twice.any():
        first = panel.loc[twice, [unit, time]].iloc[0]
        raise DataError(
            f"{first[unit]} has {int(twice.sum())} period(s) twice, such as {first[time]}",
            where=f"{unit}, {time}",
            do="add up the rows of a unit and period",
        )
    if not pd.api.types.is_numeric_dtype(panel[value]):
        raise DataError(f'"{value}" does not hold numbers but {panel[value].dtype}', where=value, do="make it a number")
    grid = panel.pivot_table(index=unit, columns=time, values=value, aggfunc="first", sort=True, dropna=False)
    missing = grid.isna().to_numpy()
    if missing.any():
        row, column = np.argwhere(missing)[0]
        raise DataError(
            f'"{value}" is not known for {int(missing.sum())} units and periods, such as {grid.index[row]} in '
            f"{grid.columns[column]}",
            where=value,
            do="give each unit a row for each period: 0 where nothing happened; leave out units that came later",
        )
    found: Array = grid.to_numpy(dtype=float)
    if not np.isfinite(found).all():
        raise DataError(f'"{value}" is infinite somewhere', where=value, do="mend the division by zero behind it")
    return found


def _fits(values: Array, name: str, kind: Kind) -> None:
    if kind == "count" and (values < 0).any():
        raise DataError(f'"{name}" counts and is below zero somewhere', where="outcome", do='say kind="mean" of it')


def _one_row_a_unit(panel: pd.DataFrame, unit: str, columns: list[str]) -> pd.DataFrame:
    of_units = panel.groupby(unit, sort=True)[columns]
    counted = of_units.nunique(dropna=False)
    differs = [name for name in columns if (counted[name] > 1).any()]
    if differs:
        raise DataError(
            f'"{differs[0]}" changes within a unit', where=differs[0], do="give each unit one value, known beforehand"
        )
    return of_units.first()


def _positions(since: pd.Series[Any], periods: tuple[Any, ...], name: str) -> Array:
    try:
        found = [np.inf if pd.isna(each) else float(bisect_left(periods, each)) for each in since]
    except TypeError as fault:
        kinds = f"{type(since.dropna().iloc[0]).__name__} and {type(periods[0]).__name__}"
        raise DataError(
            f'"{name}" cannot be compared with the periods: {kinds}', where="treated_from", do="give both one type"
        ) from fault
    positions = np.array(found)
    return np.where(positions >= len(periods), np.inf, positions)


def _standardised(each_unit: pd.DataFrame, covariates: Sequence[str]) -> Array:
    values = each_unit[list(covariates)].to_numpy(dtype=float)
    if np.isnan(values).any():
        gap = covariates[int(np.argwhere(np.isnan(values))[0][1])]
        raise DataError(f'"{gap}" has gaps', where="covariates", do="fill them in, or leave the covariate out")
    spread = values.std(axis=0)
    found: Array = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return found
