"""A deck's notebook run once more, for the commands `audit` and `refresh`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuestory.deck.file.evidence import Evidence


def rerun(
    made: Evidence, deck: Path, given: Mapping[str, str], notebook: str | None, folder: Path | None = None
) -> Path:
    """Run the notebook that made a deck, and return the folder of the run.

    Parameters
    ----------
    made
        The deck's evidence: it names the notebook, and the parameters that were not left at their defaults.
    deck
        Its file, for messages.
    given
        Parameters that take the place of the deck's. The period is the deck's unless it is given.
    notebook
        The notebook, where the deck does not name it or another is meant.
    folder
        Where the run goes; `reports/refresh-NOTEBOOK-PERIOD` by default.

    Raises
    ------
    DeckError
        As `to_run`.
    ValueStoryError
        As `run_notebook`.
    """
    from valuestory.audit.rerun import to_run
    from valuestory.cli.progress import shown_progress
    from valuestory.notebook.parameter_cell import read_parameters
    from valuestory.notebook.run import run_notebook
    from valuestory.notebook.source import find_notebook, read_notebook
    from valuestory.project import find_root

    named = made if notebook is None else replace(made, origin=replace(made.origin, notebook=Path(notebook).stem))
    name, values = to_run(named, deck, given)
    taken = {each.name for each in read_parameters(read_notebook(find_notebook(notebook or name)))}
    if "period" in taken:
        values = {"period": made.period, **values}
    out = folder or find_root() / "reports" / f"refresh-{name}-{values.get('period', '')}".replace("/", "-")
    with as_masked(made, deck), shown_progress(name) as progress:
        return run_notebook(notebook or name, values, out, progress=progress).folder


@contextmanager
def as_masked(made: Evidence, deck: Path) -> Iterator[None]:
    """Let names be masked within as they are in a deck.

    Raises
    ------
    DeckError
        When the key is another than the deck's: its pseudonyms could not be found again.
    """
    from valuestory.data.masked.pseudonyms import KEY, KEY_FILE, fingerprint, mask_key
    from valuestory.errors import DeckError
    from valuestory.notebook.masking import masking
    from valuestory.project import MASKS

    if not made.origin.mask:
        yield
        return
    if fingerprint(mask_key()) != made.origin.mask:
        do = f"set {KEY}, or bring back {KEY_FILE.as_posix()}, as it was when the deck was made"
        raise DeckError("names in this deck are masked by another key", where=deck.name, do=do)
    with masking(MASKS[0]):
        yield


def check_run(made: Evidence, folder: Path, deck: Path) -> None:
    """Check that a finished run brings no names into a deck in which they are masked.

    Raises
    ------
    DeckError
        When its names are not masked, or by another key.
    """
    from valuestory.errors import DeckError
    from valuestory.notebook.record import MASKED

    try:
        masked = json.loads((folder / "run.json").read_text(encoding="utf-8")).get(MASKED, {})
    except (OSError, ValueError):
        masked = {}
    if made.origin.mask and masked.get("accounts") != made.origin.mask:
        what = "names in this deck are masked, and in the run they are not, or by another key"
        raise DeckError(what, where=deck.name, do="name a run that was made with --mask and the same key")
