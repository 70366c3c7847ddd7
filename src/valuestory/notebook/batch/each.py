"""A plan made of the data: one deck for each value of a column of accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from valuestory.data.parts import Parts, condition
from valuestory.errors import ParameterError
from valuestory.notebook.batch.plan import PlannedDeck, folder_names
from valuestory.notebook.parameters import Parameter, Value

_ACCOUNT: str = "account_id"


@dataclass(frozen=True)
class Each:
    """What a deck is made for each of: a column of accounts, among those that a condition fits."""

    column: str
    where: str = ""


def given_as(each: Each, parameters: Sequence[Parameter]) -> str:
    """Return the parameter by which a notebook is told which part of the company it is about.

    Its own, of the column's name (``account`` for account_id), else `where`.

    Raises
    ------
    ParameterError
        When it has neither: give the notebook one of them.
    """
    names = [parameter.name for parameter in parameters]
    own = [each.column, *(["account"] if each.column == _ACCOUNT else [])]
    for name in (*own, "where"):
        if name in names:
            return name
    raise ParameterError(
        f"the notebook has no parameter that says which {each.column} it is about",
        where="--each",
        do=f'give its parameters cell {own[-1]}: str = "" or where: str = ""',
    )


def plan_each(each: Each, name: str, parts: Parts, given: Mapping[str, Value]) -> tuple[PlannedDeck, ...]:
    """Return a deck for each value, in the values' order.

    Parameters
    ----------
    each
        The column and the condition.
    name
        The parameter that takes the value, or `where`, from `given_as`.
    parts
        The column's values.
    given
        What all decks are given; its own `where` holds for each of them too.

    Raises
    ------
    ParameterError
        When no account that fits has a value.
    """
    if not parts.values:
        raise ParameterError(f"no account has a value of {each.column}", where="--each", do="choose another column")
    wheres = [f"({text})" for text in (each.where, str(given.get("where", ""))) if text]
    decks = []
    for folder, value in zip(folder_names(parts.values), parts.values, strict=True):
        own: Value = " and ".join([*wheres, condition(each.column, value)]) if name == "where" else value
        decks.append(PlannedDeck(folder, {**given, name: own}))
    return tuple(decks)
