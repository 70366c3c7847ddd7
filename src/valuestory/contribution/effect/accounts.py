"""The table of accounts, read strictly: one row an account, every column checked before anything is estimated.

Nothing is dropped or filled in here: a value that cannot be used stops the estimate and its rows are named. What may be
missing (a covariate, the negative control, a parent) is said in `estimate_effect`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from valuestory.errors import DataError, did_you_mean

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Codes = NDArray[np.intp]
_SHOWN = 5


def read_treated(accounts: pd.DataFrame, name: str) -> Mask:
    """Return who was helped.

    Raises
    ------
    DataError
        When the column does not exist, has a gap, or holds anything but yes and no (1 and 0).
    """
    values = numbers_of(accounts, name, "treated")
    wrong = ~np.isin(values, (0.0, 1.0))
    if wrong.any():
        raise DataError(
            f'"{name}" says who was helped by 1 and 0 (or true and false); {_rows(accounts, wrong)} do not',
            where="treated",
            do="make it a column of 0 and 1 without gaps",
        )
    found: Mask = values == 1.0
    return found


def read_outcome(accounts: pd.DataFrame, name: str, argument: str = "outcome") -> Array:
    """Return an outcome that every account has.

    Raises
    ------
    DataError
        When the column does not exist, or an account has no finite number there.
    """
    values = numbers_of(accounts, name, argument)
    missing = np.isnan(values)
    if missing.any():
        raise DataError(
            f'"{name}" is empty in {_rows(accounts, missing)}',
            where=argument,
            do="give the outcome of each account: one that left has an outcome, 0; leave out accounts of which it "
            "cannot be known, whether they were helped or not",
        )
    return finite(accounts, name, values, argument)


def read_negative_control(accounts: pd.DataFrame, name: str) -> Array:
    """Return an outcome from before anybody was helped; NaN where an account was not there yet.

    Raises
    ------
    DataError
        When the column does not exist or holds anything but finite numbers and gaps.
    """
    return finite(accounts, name, numbers_of(accounts, name, "negative_control"), "negative_control")


def read_weight(accounts: pd.DataFrame, name: str | None) -> tuple[Array, float]:
    """Return what each account counts for, scaled to a mean of 1 so that a currency makes no difference, and that mean.

    Raises
    ------
    DataError
        When the column does not exist, or a weight is missing, infinite, zero or below.
    """
    if name is None:
        return np.ones(len(accounts)), 1.0
    values = numbers_of(accounts, name, "weight")
    wrong = ~(np.isfinite(values) & (values > 0))
    if wrong.any():
        raise DataError(
            f'"{name}" weighs accounts and is missing, zero, below zero or infinite in {_rows(accounts, wrong)}',
            where="weight",
            do="leave out accounts that had no revenue at the landmark: there was nothing of theirs to keep",
        )
    mean = math.fsum(values) / max(len(values), 1)  # exact, so that the rows' order is nothing
    return values / mean, mean


def read_groups(accounts: pd.DataFrame, name: str | None) -> Codes | None:
    """Return which accounts belong to one parent, numbered; an account without a parent is one of its own.

    Raises
    ------
    DataError
        When the column does not exist.
    """
    if name is None:
        return None
    parents = column(accounts, name, "groups")
    codes, known = pd.factorize(parents.astype("string"), sort=True)
    alone = codes < 0
    codes = codes.astype(np.intp)
    codes[alone] = len(known) + np.arange(alone.sum())
    return codes


def column(accounts: pd.DataFrame, name: str, argument: str) -> pd.Series[Any]:
    """Return a column by its name.

    Raises
    ------
    DataError
        When there is none, or several of that name.
    """
    if name not in accounts.columns:
        known = [str(each) for each in accounts.columns]
        raise DataError(f'there is no column "{name}"', where=argument, do=did_you_mean(str(name), known))
    if list(accounts.columns).count(name) > 1:
        raise DataError(f'there are several columns "{name}"', where=argument, do="rename all but one")
    found: pd.Series[Any] = accounts[name]
    return found


def numbers_of(accounts: pd.DataFrame, name: str, argument: str) -> Array:
    """Return a column as floats, NaN where it is empty.

    Raises
    ------
    DataError
        When it does not exist or holds text, dates or anything else that is no number.
    """
    found = column(accounts, name, argument)
    if not (pd.api.types.is_numeric_dtype(found) or _all_numbers(found)):
        raise DataError(
            f'"{name}" does not hold numbers but {found.dtype}',
            where=argument,
            do="make it a number, or, where it holds levels such as a segment, name it in `categorical`",
        )
    return found.to_numpy(dtype=float, na_value=np.nan)


def names(given: Sequence[str]) -> tuple[str, ...]:
    """Return column names, each once; one name may be given by itself."""
    return (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))


def finite(accounts: pd.DataFrame, name: str, values: Array, argument: str) -> Array:
    """Return the values of a column if none of them is infinite.

    Raises
    ------
    DataError
        When one is.
    """
    infinite = np.isinf(values)
    if infinite.any():
        raise DataError(
            f'"{name}" is infinite in {_rows(accounts, infinite)}',
            where=argument,
            do="mend the division by zero that it comes from, or leave the value empty",
        )
    return values


def _all_numbers(found: pd.Series[Any]) -> bool:
    known = found.dropna()
    return found.dtype == object and all(isinstance(each, Real | Decimal) for each in known)


def _rows(accounts: pd.DataFrame, wrong: Mask) -> str:
    labels = [str(each) for each in accounts.index[wrong][:_SHOWN]]
    count = int(wrong.sum())
    more = f" and {count - _SHOWN} more" if count > _SHOWN else ""
    return f"{'row' if count == 1 else 'rows'} {', '.join(labels)}{more}"
