"""What a finished run of the notebook tells: the same numbers once more, or another period's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Final

from valuestory.deck.file.evidence import Evidence, read_evidence
from valuestory.errors import DeckError
from valuestory.slides.executed import read_notebook
from valuestory.slides.facts import Fact

PREVIOUS: Final = "previous"
"""The parameter that names the run before by its folder: another run has another one before it."""


@dataclass(frozen=True)
class Rerun:
    """What a run tells: its deck's evidence, all its facts by id, and why a slide could not be made, by its key."""

    evidence: Evidence
    facts: Mapping[str, Fact]
    missing: Mapping[str, str] = field(default_factory=dict)


def read_rerun(deck: Path, notebook: Path | None = None) -> Rerun:
    """Return what a run tells.

    Parameters
    ----------
    deck
        The deck that the run made.
    notebook
        The executed notebook beside it, whose record holds facts that its deck does not show.

    Raises
    ------
    TemplateError, DeckError, StoryError
        When one of them cannot be read.
    """
    evidence = read_evidence(deck)
    facts = {fact.id: fact for fact in evidence.facts}
    if notebook is None:
        return Rerun(evidence, facts)
    slides, record = read_notebook(notebook)
    facts |= {fact.id: fact for slide in slides for fact in slide.facts}
    if record is None:
        return Rerun(evidence, facts)
    return Rerun(evidence, facts | {fact.id: fact for fact in record.facts}, record.missing)


def read_run(folder: Path) -> Rerun:
    """Return what the run in a folder tells; errors as for `read_rerun`."""
    return read_rerun(*files_of(folder))


def files_of(folder: Path) -> tuple[Path, Path | None]:
    """Return the deck and the executed notebook in a run's folder; None where it keeps no notebook."""
    notebook = folder / "story.ipynb"
    return folder / "deck.pptx", notebook if notebook.is_file() else None


def to_run(made: Evidence, deck: Path, given: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Return the notebook that made a deck, and the parameters to run it with.

    A deck may come from anybody: what it says of itself may name a notebook and data of this project, and nothing else
    on the machine.

    Parameters
    ----------
    made
        The deck's evidence.
    deck
        Its file, for the message.
    given
        Parameters that take the place of the deck's.

    Raises
    ------
    DeckError
        When the deck does not say which notebook made it, or names one by a path, or names data outside of the project:
        the message says which option to give.
    """
    own = {name: value for name, value in made.origin.parameters.items() if name != PREVIOUS}
    name, values = made.origin.notebook, {**own, **given}
    if not name or PureWindowsPath(name).name != name:
        said = f'the deck says that "{name}" made it, which is no plain name' if name else "no notebook is named in it"
        raise DeckError(said, where=deck.name, do="name the notebook: --notebook value_of_support")
    outside = [each for each, value in own.items() if each not in given and _leads_out(value)]
    if outside:
        shown = f'{outside[0]} = "{values[outside[0]]}"'
        what = f"the deck was made with {shown}, which is outside of the project"
        raise DeckError(what, where=deck.name, do=f"say it yourself: {_option(outside[0])}")
    return name, values


def _leads_out(value: str) -> bool:
    """Return whether a value is a path that leads out of the project's folder (``<elsewhere>/acme``), or an address."""
    path = PureWindowsPath(value)  # either slash
    return bool(path.anchor) or ".." in path.parts or "://" in value or value.startswith(("~", "<"))


def _option(parameter: str) -> str:
    return "--data" if parameter == "data" else f"-p {parameter}=..."
