"""The table of accounts as an estimate takes it: read, checked, and in an order that no export decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from threadpoolctl import ThreadpoolController

from valuestory.contribution.effect.accounts import (
    Codes,
    Mask,
    read_groups,
    read_negative_control,
    read_outcome,
    read_treated,
    read_weight,
)
from valuestory.contribution.effect.covariates import Covariates, refuse_two_roles
from valuestory.contribution.effect.one_outcome import Answers

if TYPE_CHECKING:
    import pandas as pd

LIBRARIES: Final = ThreadpoolController()
"""Linear algebra runs on one thread: matrices are narrow, so that more only wait for each other, and sums come out the
same on every machine of a kind."""


@dataclass(frozen=True)
class Outcome:
    """What is asked of each account: columns of its table.

    Parameters
    ----------
    column
        The outcome: 0/1 or a rate.
    weight
        What an account counts for, such as its opening revenue; each alike unless given.
    negative_control
        An outcome of the same kind from before anybody was helped.
    """

    column: str
    weight: str | None = None
    negative_control: str | None = None


@dataclass(frozen=True)
class InOrder:
    """The table as read, its rows in an order of their own values, so that the order in which they came is nothing."""

    covariates: Covariates
    treated: Mask
    units: Codes | None
    answers: tuple[Answers, ...]
    order: Codes


def _answers(accounts: pd.DataFrame, asked: Outcome) -> Answers:
    control = None if asked.negative_control is None else read_negative_control(accounts, asked.negative_control)
    weights, unit = read_weight(accounts, asked.weight)
    outcome = read_outcome(accounts, asked.column)
    return Answers(asked.column, outcome, weights, unit, asked.weight is not None, control)


def read_in_order(
    accounts: pd.DataFrame, covariates: Covariates, treated: str, outcomes: Sequence[Outcome], groups: str | None = None
) -> InOrder:
    """Return who was helped and what became of each account, in an order of their own values.

    Raises
    ------
    DataError
        When a column does not exist, does not hold what it has to, or has two roles: the message names it.
    """
    for each in outcomes:
        roles = {"treated": treated, "outcome": each.column, "negative_control": each.negative_control}
        refuse_two_roles(covariates, roles)
    helped, units = read_treated(accounts, treated), read_groups(accounts, groups)
    answers = [_answers(accounts, each) for each in outcomes]
    keys: list[Any] = [helped, *(each.outcome for each in answers), *(each.weights for each in answers)]
    keys += [each.negative_control for each in answers if each.negative_control is not None]
    keys += [*covariates.numeric.values(), *(each.codes for each in covariates.categorical.values())]
    keys += [] if units is None else [units]
    order = np.lexsort(keys)
    return InOrder(
        covariates.at(order),
        helped[order],
        None if units is None else units[order],
        tuple(each.at(order) for each in answers),
        order,
    )
