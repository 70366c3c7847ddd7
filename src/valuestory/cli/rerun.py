"""A deck's notebook run once more, for the commands `audit` and `refresh`."""

from __future__ import annotations

from collections.abc import Mapping
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
    with shown_progress(name) as progress:
        return run_notebook(notebook or name, values, out, progress=progress).folder
