"""A batch in which accounts are masked: decks have their pseudonyms as names, and no older deck lies beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from valuestory.errors import NotebookError
from valuestory.notebook.batch.plan import PlannedDeck, folder_names
from valuestory.notebook.masking import accounts_named, masked_values
from valuestory.notebook.parameters import Value

_MARK: Final = "masked"


def masked_decks(decks: Sequence[PlannedDeck], all_have: Mapping[str, Value], key: bytes) -> tuple[PlannedDeck, ...]:
    """Return decks that name no account: one about an account has its pseudonym as its name, whatever the plan says.

    Parameters
    ----------
    decks
        Of a plan.
    all_have
        Parameters that hold for those that do not give their own.
    key
        The secret of the mask.

    Raises
    ------
    ParameterError
        When a condition names an account by its name, or looks into names.
    """
    names = [accounts_named({**all_have, **each.parameters}, key) for each in decks]
    folders = folder_names([name or deck.name for name, deck in zip(names, decks, strict=True)])
    return tuple(
        replace(deck, name=folder if name else deck.name, parameters=masked_values(deck.parameters, key))
        for name, folder, deck in zip(names, folders, decks, strict=True)
    )


def mark_mask(out: Path, kept: Path, *, is_masked: bool) -> None:
    """Note whether the decks of a folder are masked.

    Parameters
    ----------
    out
        The batch's folder.
    kept
        The folder within it that keeps what the next batch needs.
    is_masked
        Whether the decks that are now made are.

    Raises
    ------
    NotebookError
        When they are, and the folder holds others that are not: give another `--out`.
    """
    mark = kept / _MARK
    if is_masked and not mark.is_file() and any(each != kept for each in out.iterdir()):
        raise NotebookError(
            "the output folder holds decks that name accounts", where=str(out), do="give another --out, or empty it"
        )
    if is_masked:
        mark.touch()
    else:
        mark.unlink(missing_ok=True)
