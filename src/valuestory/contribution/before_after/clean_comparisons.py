"""Each unit that a change came to, beside the units that it had not come to yet, around the same moment.

Two-way fixed effects also compare late units with early ones that changed already, which turns growing effects around
(Goodman-Bacon 2021; de Chaisemartin and D'Haultfoeuille 2020). Here every comparison is clean: a unit stands in as
control only while the change has not come to it by the end of the window (Cengiz et al. 2019; Dube, Girardi, Jorda and
Taylor 2025, "A local projections approach to difference-in-differences").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from valuestory.contribution.before_after.units import Array, Kind, UnitPanel

Mask = NDArray[np.bool_]
HISTORY: Final = 4
"""Periods before a change that it takes to tell a level from where it was heading."""
_HALF_A_CASE: Final = 0.5
_NEAR: Final = 1.0
"""How far apart, in standard deviations, a control's history may lie from that of a unit that it is comparable to."""
_ENOUGH: Final = 3
"""Groups of controls that have to be near."""
_ALIKE: Final = 1e-9
"""So that controls without any spread are near what is the same."""


@dataclass(frozen=True)
class Window:
    """How far a comparison looks, in periods.

    Attributes
    ----------
    before
        Periods of history.
    lead
        Periods between history and change that are left out: the change was under way.
    after
        Periods from the change on, at most.
    """

    before: int
    lead: int
    after: int


@dataclass(frozen=True)
class Stacks:
    """One row a unit and moment of change: a unit that changed then, or one that had not changed by the window's end.

    Attributes
    ----------
    moment, unit, group
        The position of the change, the unit's and its group's number.
    treated
        True where the unit is the one that changed.
    outcome, exposure
        One column an event time, from the window's start to its end; 0 where the data ends before.
    history
        What is matched on: the level in the first half of the history, and in its third and last quarter; then
        covariates. Empty where the history is too short.
    level, early
        The level over the whole history, and over its first half.
    """

    window: Window
    kind: Kind
    moment: NDArray[np.intp]
    unit: NDArray[np.intp]
    group: NDArray[np.intp]
    treated: Mask
    outcome: Array
    exposure: Array
    history: Array
    level: Array
    early: Array

    @property
    def event_times(self) -> tuple[int, ...]:
        """Periods counted from the change on, which is 0."""
        return tuple(range(-self.window.before - self.window.lead, self.window.after))

    @property
    def after(self) -> slice:
        """The columns from the change on."""
        return slice(self.window.before + self.window.lead, None)

    @property
    def late(self) -> slice:
        """The columns of the second half of the history."""
        return slice(self.window.before // 2, self.window.before)

    @property
    def recent(self) -> slice:
        """The columns of the last quarter of the history, at least one."""
        return slice(self.window.before - max(self.window.before // 4, 1), self.window.before)

    def of(self, kept: Mask) -> Stacks:
        """Return some of the rows, without moments that no unit changed at or that nothing is comparable at."""
        kept = kept & np.isin(
            self.moment, np.intersect1d(self.moment[kept & self.treated], self.moment[kept & ~self.treated])
        )
        rows = ("moment", "unit", "group", "treated", "outcome", "exposure", "history", "level", "early")
        return Stacks(self.window, self.kind, **{name: getattr(self, name)[kept] for name in rows})

    def has_controls_near(self) -> Mask:
        """Return for each row whether it is a control, or controls of its moment came from where it did.

        Where it was, and how it had been heading: for each there are a few controls within a standard deviation.
        """
        near = ~self.treated
        if not self.history.shape[1]:
            return np.ones(len(near), dtype=bool)
        path = np.column_stack([self.level, self.history[:, 2] - self.early])
        apart = _NEAR * path[~self.treated].std(axis=0) + _ALIKE
        for row in np.flatnonzero(self.treated):
            controls = ~self.treated & (self.moment == self.moment[row])
            close = np.abs(path[controls] - path[row]) <= apart
            near[row] = all(len(np.unique(self.group[controls][each])) >= _ENOUGH for each in close.T)
        return near


def clean_comparisons(panel: UnitPanel, window: Window, kind: Kind, *, only_never: bool = False) -> Stacks:
    """Return every unit that changed with a whole history before it, each beside its clean controls.

    Parameters
    ----------
    panel
        Units by periods.
    window
        How far to look.
    kind
        A count, compared by ratios, or a mean, compared by differences.
    only_never
        True where only units that never changed are controls.
    """
    moments = np.unique(panel.since[np.isfinite(panel.since)]).astype(int)
    parts = [_at(panel, moment, window, only_never) for moment in moments if moment >= window.before + window.lead]
    rows = np.concatenate([np.column_stack(each) for each in parts]) if parts else np.empty((0, 3), dtype=int)
    moment, unit, treated = rows[:, 0], rows[:, 1], rows[:, 2].astype(bool)
    outcome, exposure = (_around(grid, moment, unit, window) for grid in (panel.outcome, panel.exposure))
    half, quarter = window.before // 2, max(window.before // 4, 1)
    spans = [slice(0, half), slice(half, window.before - quarter), slice(window.before - quarter, window.before)]
    levels = [_level(outcome[:, span], exposure[:, span], kind) for span in spans] if window.before >= HISTORY else []
    matched = [*levels, *panel.covariates[unit].T] if levels else [*panel.covariates[unit].T]
    whole = slice(0, window.before)
    return Stacks(
        window,
        kind,
        moment=moment.astype(np.intp),
        unit=unit.astype(np.intp),
        group=panel.groups[unit],
        treated=treated,
        outcome=outcome,
        exposure=exposure,
        history=np.column_stack(matched) if levels else np.empty((len(unit), 0)),
        level=_level(outcome[:, whole], exposure[:, whole], kind),
        early=levels[0] if levels else np.empty(len(unit)),
    )


def _at(panel: UnitPanel, moment: int, window: Window, only_never: bool) -> tuple[NDArray[np.intp], ...]:
    end = min(moment + window.after, len(panel.periods))
    changed = np.flatnonzero(panel.since == moment)
    waiting = np.flatnonzero(np.isinf(panel.since) if only_never else panel.since - window.lead >= end)
    units = np.concatenate([changed, waiting])
    treated = np.arange(len(units)) < len(changed)
    return np.full(len(units), moment), units, treated.astype(np.intp)


def _around(grid: Array, moment: NDArray[np.intp], unit: NDArray[np.intp], window: Window) -> Array:
    columns = moment[:, None] + np.arange(-window.before - window.lead, window.after)[None, :]
    inside = columns < grid.shape[1]
    return np.where(inside, grid[unit[:, None], np.where(inside, columns, 0)], 0.0)


def _level(outcome: Array, exposure: Array, kind: Kind) -> Array:
    total, divisor = outcome.sum(axis=1), exposure.sum(axis=1)
    found: Array = np.log((total + _HALF_A_CASE) / divisor) if kind == "count" else total / divisor
    return found


def names_of_history(window: Window, covariates: Sequence[str]) -> tuple[str, ...]:
    """Return in words what units are matched on, in the order of `Stacks.history`."""
    if window.before < HISTORY:
        return ()
    quarter = max(window.before // 4, 1)
    spans = (
        (window.before, window.before - window.before // 2 + 1),
        (window.before - window.before // 2, quarter + 1),
        (quarter, 1),
    )
    return (
        *(
            f"level {first} to {last} periods before" if first > last else f"level {first} periods before"
            for first, last in spans
        ),
        *covariates,
    )
