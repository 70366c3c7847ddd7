"""A run in which accounts are masked: kernels are told by the environment, and nothing that is asked names an account.

The data are masked where they are opened (`data.masked.accounts`). What people ask for names accounts as well: a
parameter such as ``account_id``, a condition, a default in the notebook, the name of a deck in a plan. Here they are
said by pseudonyms before anything runs, so that no record, notebook or message has them.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from valuestory.data.masked.pseudonyms import MASK, check_mask, pseudonym, pseudonyms_in
from valuestory.data.masked.where import masked_where
from valuestory.errors import DataError, ParameterError
from valuestory.notebook.parameters import Value
from valuestory.notebook.source import PARAMETERS, Notebook, source_of

_ACCOUNT: Final = ("account_id", "account")
"""Parameters that hold an account's key."""
_WHERE: Final = "where"


@contextmanager
def masking(mask: str) -> Iterator[None]:
    """Let everything that opens data within the block mask them, processes and kernels that start in it included.

    Parameters
    ----------
    mask
        What is masked, ``accounts``; what the environment and the settings say holds where it is empty.

    Raises
    ------
    ProjectError
        When there is no such mask.
    """
    check_mask(mask, where="--mask")
    before = os.environ.get(MASK)
    if mask:
        os.environ[MASK] = mask
    try:
        yield
    finally:
        if mask and before is None:
            del os.environ[MASK]
        elif mask and before is not None:
            os.environ[MASK] = before


def masked_values(values: Mapping[str, Value], key: bytes) -> dict[str, Value]:
    """Return parameters in which each account is named by its pseudonym.

    Parameters
    ----------
    values
        Parameters by name.
    key
        The secret of the mask.

    Raises
    ------
    ParameterError
        When `where` names an account by its name, or looks into names.
    """
    return {name: _masked(name, value, key) for name, value in values.items()}


def _masked(name: str, value: Value, key: bytes) -> Value:
    if name in _ACCOUNT and value != "":
        return pseudonym(str(value), key)
    if name == _WHERE and isinstance(value, str):
        try:
            return masked_where(value, key)
        except DataError as error:
            raise ParameterError(error.what, where=_WHERE, do=error.do) from None
    return value


def accounts_named(values: Mapping[str, Value], key: bytes) -> str:
    """Return what stands for the accounts that parameters name; empty where they name none."""
    masked = masked_values(values, key)
    found = [each for name in (*_ACCOUNT, _WHERE) for each in pseudonyms_in(str(masked.get(name, "")))]
    return ", ".join(dict.fromkeys(found))


def with_masked_defaults(notebook: Notebook, values: Mapping[str, Value]) -> Notebook:
    """Return a notebook whose parameters cell names no account in its defaults.

    Parameters
    ----------
    notebook
        The notebook's JSON.
    values
        The defaults, masked.
    """
    cells = [
        {**cell, "source": _with_defaults(source_of(cell), values)}
        if PARAMETERS in cell.get("metadata", {}).get("tags", ())
        else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells}


def _with_defaults(source: str, values: Mapping[str, Value]) -> str:
    """Return a cell's source with other texts as the defaults of parameters."""
    lines = source.encode().splitlines(keepends=True)
    for name, node in reversed(list(_texts(source))):
        line = node.lineno - 1
        if name in values and values[name] != node.value and node.end_lineno == node.lineno:
            text = lines[line]
            lines[line] = text[: node.col_offset] + repr(values[name]).encode() + text[node.end_col_offset :]
    return b"".join(lines).decode()


def _texts(source: str) -> Iterator[tuple[str, Any]]:
    """Yield the name and the text of each assignment of a text."""
    for statement in ast.parse(source).body:
        target: Any = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        value = getattr(statement, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield target.id, value
