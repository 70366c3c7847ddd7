"""The columns on which accounts are compared: the main basis, and the rich one with curves and products.

Missing numbers are filled in with the mean beside a column that says so; levels that too few accounts have are merged;
columns that do not vary are left out. All columns are standardised, so that no unit weighs more than another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.impute import SimpleImputer

from valuestory.contribution.accounts import Array, Covariates, Mask, numbers_of

if TYPE_CHECKING:
    import pandas as pd

FEWEST: Final = 5
"""A level that fewer accounts have is merged with others: one account alone would decide its coefficient."""
_FLAT: Final = 1e-10


@dataclass(frozen=True)
class Basis:
    """Standardised columns, accounts by columns, with their names and the covariates that each is made of."""

    values: Array
    names: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]

    @property
    def parameters(self) -> int:
        """Columns with the intercept: what each arm's regression estimates."""
        return len(self.names) + 1


Term = tuple[str, tuple[str, ...], Array]
"""Name, covariates that it is made of, values."""


def design_matrix(accounts: pd.DataFrame, covariates: Covariates, counted: Mask) -> tuple[Basis, Basis]:
    """Return the main and the rich basis of the same accounts; they are equal where nothing is curved or crossed.

    Parameters
    ----------
    accounts
        One row an account.
    covariates
        What was declared.
    counted
        Accounts of which a level needs `FEWEST`: before trimming all of them, afterwards those compared, since only
        their regression is carried over to the helped.
    """
    linear = {name: _standardised(values) for name, _, values in _numbers(accounts, covariates.numeric)}
    levels = {name: list(_dummies(accounts, name, counted)) for name in covariates.categorical}
    main: list[Term] = [(name, (name,), values) for name, values in linear.items() if name in covariates.numeric]
    main += [term for terms in levels.values() for term in terms]
    main += [
        (name, (name.removesuffix(MISSING),), values)
        for name, values in linear.items()
        if name not in covariates.numeric and _often(values, counted)
    ]
    rich = main + list(_products(linear, levels, covariates))
    return _basis(main), _basis(rich)


MISSING: Final = " missing"


def _numbers(accounts: pd.DataFrame, columns: tuple[str, ...]) -> Iterator[Term]:
    """Yield each numeric column, the mean where it is missing, and after all of them a flag for each that has gaps."""
    if not columns:
        return
    values = np.column_stack([numbers_of(accounts, name, "numeric") for name in columns])
    imputer = SimpleImputer(add_indicator=True, keep_empty_features=True)
    filled = imputer.fit_transform(values)
    flags = [columns[index] + MISSING for index in imputer.indicator_.features_]
    for name, each in zip([*columns, *flags], filled.T, strict=True):
        yield name, (name,), each


def _dummies(accounts: pd.DataFrame, name: str, counted: Mask) -> Iterator[Term]:
    """Yield a column for each level but the commonest."""
    values = merged_levels(accounts[name], counted)
    by_size = values.value_counts()
    for level in sorted(set(by_size.index) - {_commonest(by_size)}):
        yield f"{name}={level}", (name,), (values == level).to_numpy(dtype=float)


def merged_levels(values: pd.Series, counted: Mask) -> pd.Series:
    """Return the levels as text, those that fewer than `FEWEST` of the counted accounts have put together.

    Together they may still be too few; then the rarest of the others joins them.
    """
    levels = values.astype("string").fillna("missing").astype(object)
    counts = levels[counted].value_counts().reindex(sorted(set(levels)), fill_value=0).sort_values(kind="stable")
    rare = int((counts < FEWEST).sum())
    if not rare:
        return levels
    while rare < len(counts) and counts.iloc[:rare].sum() < FEWEST:
        rare += 1
    together = sorted(counts.index[:rare])
    return levels.where(~levels.isin(together), " or ".join(together) if len(together) <= 3 else "other")


def _products(linear: dict[str, Array], levels: dict[str, list[Term]], covariates: Covariates) -> Iterator[Term]:
    for one, other in combinations_with_replacement(covariates.curved, 2):
        name = f"{one}^2" if one == other else f"{one}:{other}"
        yield name, tuple(dict.fromkeys((one, other))), linear[one] * linear[other]
    curved = set(covariates.curved)
    for one, other in covariates.crossed:
        if {one, other} <= curved:
            continue
        for first, _, left in levels.get(one) or [(one, (one,), linear[one])]:
            for second, _, right in levels.get(other) or [(other, (other,), linear[other])]:
                yield f"{first}:{second}", (one, other), left * right


def _basis(terms: list[Term]) -> Basis:
    """Return the columns that vary, standardised."""
    varying = [(name, sources, _standardised(values)) for name, sources, values in terms]
    varying = [term for term in varying if term[2].any()]
    count = len(terms[0][2]) if terms else 0
    values = np.column_stack([term[2] for term in varying]) if varying else np.zeros((count, 0))
    return Basis(values, tuple(term[0] for term in varying), tuple(term[1] for term in varying))


def _standardised(values: Array) -> Array:
    """Return mean 0 and standard deviation 1; zeros where the values are all the same."""
    if not len(values):
        return values
    centred = values - values.mean()
    spread = float(np.sqrt((centred**2).mean()))
    flat = spread <= _FLAT * float(np.abs(values).max(initial=0.0))
    return np.zeros_like(values) if flat else centred / spread


def _often(flag: Array, counted: Mask) -> bool:
    """Return whether enough accounts have a gap there, and enough have none."""
    gap = flag[counted] > 0
    return bool(min(gap.sum(), (~gap).sum()) >= FEWEST)


def _commonest(by_size: pd.Series) -> str:
    """Return the level that most accounts have; of equals the first in the alphabet, whatever the rows' order."""
    return str(min(by_size.index[by_size == by_size.max()], default=""))
