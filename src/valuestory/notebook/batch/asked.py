"""What is asked of a batch, and how it is asked where accounts are masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from valuestory.data.masked.pseudonyms import is_masked, mask_key
from valuestory.data.sources.sources import find_project
from valuestory.errors import ValueStoryError
from valuestory.notebook.batch.each import Each
from valuestory.notebook.batch.plan import PlannedDeck
from valuestory.notebook.batch.unnamed import masked_decks
from valuestory.notebook.masking import masked_values
from valuestory.notebook.parameters import Parameter, Value
from valuestory.project import MASKS


@dataclass(frozen=True)
class Batch:
    """Decks to be made of one notebook.

    Attributes
    ----------
    notebook
        A name or a path, as `source.find_notebook` takes it.
    decks
        From a plan file; none where `each` says what there is a deck for.
    each
        A column of accounts, with a deck for each of its values.
    out
        The folder: a folder in it for each deck, and `batch.csv` and `batch.html` about all of them.
    given
        What every deck is given that its row does not give.
    template, pdf
        As `run_notebook` takes them.
    jobs, attempts, seconds, pause
        How many are made at a time, how often each is tried, how long an attempt may take (None: as long as it needs),
        and about how many seconds lie between the first two.
    mask
        As `run_notebook` takes it: accounts have the same pseudonyms in all decks, and decks of accounts are named by
        theirs.
    """

    notebook: str
    out: Path
    decks: tuple[PlannedDeck, ...] = ()
    each: Each | None = None
    given: Mapping[str, Value] = field(default_factory=dict)
    template: str | None = None
    pdf: bool = False
    jobs: int = 1
    attempts: int = 2
    seconds: float | None = None
    pause: float = 1.0
    mask: str = ""


def masked(batch: Batch, parameters: Sequence[Parameter]) -> tuple[Batch, bytes]:
    """Return a batch that names no account, and the mask's key; as it is, and no key, where nothing is masked.

    Parameters
    ----------
    batch
        As it was asked for.
    parameters
        Of its notebook.

    Raises
    ------
    ParameterError
        When a condition names an account by its name, or looks into names.
    """
    have = {each.name: each.default for each in parameters} | dict(batch.given)
    project = None
    with suppress(ValueStoryError):  # whoever opens it says what is wrong
        project = find_project(str(have["data"])) if "data" in have else None
    if not is_masked(project):
        return batch, b""
    key = mask_key()
    each = batch.each and Each(batch.each.column, str(masked_values({"where": batch.each.where}, key)["where"]))
    return replace(
        batch,
        each=each,
        given=masked_values(batch.given, key),
        decks=masked_decks(batch.decks, have, key),
        mask=batch.mask or MASKS[0],
    ), key
