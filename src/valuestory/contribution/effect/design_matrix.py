"""The columns on which accounts are compared: the main basis, and the rich one with curves and products.

Missing numbers are filled in with the mean beside a column that says so; levels that too few accounts have are merged;
columns that do not vary are left out. All columns are standardised, so that no unit weighs more than another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Final

import numpy as np

from valuestory.contribution.effect.accounts import Array, Codes, Mask
from valuestory.contribution.effect.covariates import MISSING, Covariates, Levels

FEWEST: Final = 5
"""A level that fewer accounts have is merged with others: one account alone would decide its coefficient."""
_FLAT: Final = 1e-10
_NAMED: Final = 3


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


def design_matrix(covariates: Covariates, counted: Mask) -> tuple[Basis, Basis]:
    """Return the main and the rich basis; they are equal where nothing is curved or crossed.

    Parameters
    ----------
    covariates
        Of the accounts.
    counted
        Accounts of which a level or a gap needs `FEWEST`: before trimming all of them, afterwards those compared, since
        only their regression is carried over to the helped.
    """
    linear = {name: _standardised(values) for name, values in covariates.numeric.items()}
    levels = {name: list(_dummies(name, values, counted)) for name, values in covariates.categorical.items()}
    main: list[Term] = [(name, (name,), values) for name, values in linear.items()]
    main += [term for terms in levels.values() for term in terms]
    main += [(f"{name} {MISSING}", (name,), gap) for name, gap in covariates.gaps.items() if _often(gap, counted)]
    return _basis(main, counted), _basis([*main, *_products(linear, levels, covariates)], counted)


def _dummies(name: str, levels: Levels, counted: Mask) -> Iterator[Term]:
    """Yield a column for each level but the commonest; of equally common ones the first in the alphabet."""
    codes, known = merged_levels(levels, counted)
    commonest = int(np.bincount(codes, minlength=len(known)).argmax()) if len(codes) else 0
    for code, level in enumerate(known):
        if code != commonest:
            yield f"{name}={level}", (name,), (codes == code).astype(float)


def merged_levels(levels: Levels, counted: Mask) -> tuple[Codes, tuple[str, ...]]:
    """Return the levels, those that fewer than `FEWEST` of the counted accounts have put together as the last one.

    Together they may still be too few; then the rarest of the others joins them. A level that no account has is none.
    """
    everyone = np.bincount(levels.codes, minlength=len(levels.names))
    counts = np.bincount(levels.codes[counted], minlength=len(levels.names))
    present = [code for code in np.argsort(counts, kind="stable") if everyone[code]]
    rare = sum(int(counts[code] < FEWEST) for code in present)
    while 0 < rare < len(present) and counts[present[:rare]].sum() < FEWEST:
        rare += 1
    apart = sorted(present[rare:])
    position = np.full(len(levels.names), len(apart), dtype=np.intp)
    position[apart] = np.arange(len(apart))
    together = [levels.names[code] for code in sorted(present[:rare])]
    named = " or ".join(together) if len(together) <= _NAMED else "other"
    return position[levels.codes], (*(levels.names[code] for code in apart), *([named] if together else []))


def _products(linear: Mapping[str, Array], levels: Mapping[str, list[Term]], covariates: Covariates) -> Iterator[Term]:
    for one, other in combinations_with_replacement(covariates.curved, 2):
        name = f"{one}^2" if one == other else f"{one}:{other}"
        yield name, tuple(dict.fromkeys((one, other))), linear[one] * linear[other]
    curved = set(covariates.curved)
    for one, other in covariates.crossed:
        if {one, other} <= curved:
            continue
        for first, _, left in levels[one] if one in levels else [(one, (one,), linear[one])]:
            for second, _, right in levels[other] if other in levels else [(other, (other,), linear[other])]:
                yield f"{first}:{second}", (one, other), left * right


def _basis(terms: list[Term], accounts: Mask) -> Basis:
    """Return the columns that vary, standardised."""
    varying = [(name, sources, _standardised(values)) for name, sources, values in terms]
    varying = [term for term in varying if term[2].any()]
    values = np.column_stack([term[2] for term in varying]) if varying else np.zeros((len(accounts), 0))
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
