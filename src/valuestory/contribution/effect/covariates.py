"""What was known of each account before anybody was helped: declared columns, checked and read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer

from valuestory.contribution.effect.accounts import Array, Codes, Mask, column, finite, names, numbers_of
from valuestory.errors import DataError

MISSING: Final = "missing"


@dataclass(frozen=True)
class Levels:
    """A categorical column: which of its levels each account has."""

    codes: Codes
    names: tuple[str, ...]


@dataclass(frozen=True)
class Covariates:
    """Columns on which accounts are compared like with like.

    Parameters
    ----------
    numeric
        By name. Those of `curved` and `crossed` are among them.
    gaps
        Once filled in, by the name of each numeric column with gaps, 1 where its value was missing.
    categorical
        By name; a missing level is a level.
    curved
        Numeric columns that also get their squares and the products of each pair.
    crossed
        Pairs of columns that also get their products.
    """

    numeric: Mapping[str, Array]
    gaps: Mapping[str, Array]
    categorical: Mapping[str, Levels]
    curved: tuple[str, ...]
    crossed: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column once, in the order in which they were declared."""
        return (*self.numeric, *self.categorical)

    def at(self, rows: Mask | Codes) -> Covariates:
        """Return the covariates of some accounts."""
        return Covariates(
            {name: values[rows] for name, values in self.numeric.items()},
            {name: values[rows] for name, values in self.gaps.items()},
            {name: Levels(levels.codes[rows], levels.names) for name, levels in self.categorical.items()},
            self.curved,
            self.crossed,
        )

    def filled_in(self) -> Covariates:
        """Return the covariates with the mean of all accounts where a number is missing, and what tells where."""
        if not self.numeric:
            return self
        imputer = SimpleImputer(add_indicator=True, keep_empty_features=True)
        filled = imputer.fit_transform(np.column_stack(list(self.numeric.values()))).T
        names = list(self.numeric)
        with_gaps = [names[position] for position in imputer.indicator_.features_]
        gaps = dict(zip(with_gaps, filled[len(names) :], strict=True))
        return replace(self, numeric=dict(zip(names, filled, strict=False)), gaps=gaps)

    def without(self, name: str) -> Covariates:
        """Return the covariates but for one column and all that is made of it."""
        return Covariates(
            {each: values for each, values in self.numeric.items() if each != name},
            {each: values for each, values in self.gaps.items() if each != name},
            {each: values for each, values in self.categorical.items() if each != name},
            tuple(each for each in self.curved if each != name),
            tuple(pair for pair in self.crossed if name not in pair),
        )


def read_covariates(
    accounts: pd.DataFrame,
    numeric: Sequence[str],
    curved: Sequence[str],
    categorical: Sequence[str],
    crossed: Sequence[tuple[str, str] | str],
) -> Covariates:
    """Return the declared covariates of all accounts, numbers missing where they are.

    Raises
    ------
    DataError
        When a column does not exist, is declared both numeric and categorical, or does not hold finite numbers where
        it has to: mend the name or the table.
    """
    numbers, curves, levels = (names(each) for each in (numeric, curved, categorical))
    pairs = _pairs(crossed, levels)
    also = [each for pair in pairs for each in pair if each not in levels]
    numbers = tuple(dict.fromkeys([*numbers, *curves, *also]))
    both = sorted(set(numbers) & set(levels))
    if both:
        raise DataError(
            f'"{both[0]}" is declared both numeric and categorical',
            where="numeric, curved, categorical",
            do="leave it out of one of them; what is curved is numeric",
        )
    values = {name: finite(accounts, name, numbers_of(accounts, name, "numeric"), "numeric") for name in numbers}
    return Covariates(values, {}, {name: _levels(accounts, name) for name in levels}, curves, pairs)


def refuse_two_roles(covariates: Covariates, roles: Mapping[str, str | None]) -> None:
    """Refuse a column that is asked for twice: as treatment, outcome, negative control or covariate.

    Parameters
    ----------
    covariates
        As declared.
    roles
        The other columns by argument.

    Raises
    ------
    DataError
        When one has two roles: what is explained cannot explain, and a control kept in tells nothing.
    """
    taken = dict.fromkeys(covariates.columns, "a covariate")
    for argument, name in roles.items():
        if name is None:
            continue
        if name in taken:
            raise DataError(
                f'"{name}" is the {argument.replace("_", " ")} and {taken[name]} at once',
                where=argument,
                do="take it out of one of them: what is explained cannot explain, and a negative control only tells "
                "something while it is kept out of the covariates",
            )
        taken[name] = f"the {argument.replace('_', ' ')}"


def _levels(accounts: pd.DataFrame, name: str) -> Levels:
    text = column(accounts, name, "categorical").astype("string").fillna(MISSING)
    codes, known = pd.factorize(text, sort=True)
    return Levels(codes.astype(np.intp), tuple(str(each) for each in known))


def _pairs(crossed: Sequence[tuple[str, str] | str], levels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return pairs; a numeric column by itself is crossed with every categorical one."""
    pairs: list[tuple[str, str]] = []
    for each in (crossed,) if isinstance(crossed, str) else crossed:
        if isinstance(each, str) and each not in levels:
            pairs += [(level, each) for level in levels]
        elif not isinstance(each, str) and len(each) == 2:
            pairs.append((str(each[0]), str(each[1])))
        else:
            raise DataError(
                f"{each!r} is not a pair of columns", where="crossed", do='such as crossed=[("segment", "usage")]'
            )
    return tuple(dict.fromkeys(pairs))
