"""What a worker is told about a deck, and what it tells of it: plain values, so that both may travel anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from valuestory.errors import ValueStoryError
from valuestory.notebook.failure import may_pass
from valuestory.notebook.kernels.settings import WarmKernel
from valuestory.notebook.parameters import Value

State = Literal["made", "kept", "failed"]
TIMED_OUT: Final = 124
"""The exit code that `timeout` of GNU gives for what took too long."""
STOPPED: Final = 130
"""The exit code of what Ctrl-C ended."""


@dataclass(frozen=True)
class Order:
    """A deck to be made.

    Attributes
    ----------
    name, parameters
        Of the plan.
    notebook
        Its path.
    out
        The batch's folder: the deck's own is in it, under its name.
    make
        The function of a module that makes it, in a process of its own: `deck_process.make_here`.
    template, pdf
        As `run_notebook` takes them.
    asked
        The fingerprint of all that the deck is made of; its record keeps it.
    shared
        Where tables and sums that all decks use are, if they were prepared.
    seconds
        How long an attempt may take; None for as long as it needs.
    attempts, pause
        How often it is tried at most, and about how many seconds lie between the first two attempts.
    kernel
        How to fork its kernel off a server; without it, it is started.
    mask
        As `run_notebook` takes it.
    vega
        The socket of a process that draws charts; without it, deck and kernel draw for themselves.
    warm
        Whether its worker starts, once for all decks that it makes, what forks kernels and draws charts.
    values
        All parameters, defaults included.
    look
        The template's file, where the command, the parameters or the settings name it.
    """

    name: str
    parameters: Mapping[str, Value]
    notebook: Path
    out: Path
    make: Callable[..., Outcome]
    template: str | None = None
    pdf: bool = False
    asked: str = ""
    shared: Path | None = None
    seconds: float | None = None
    attempts: int = 1
    pause: float = 1.0
    kernel: WarmKernel | None = None
    mask: str = ""
    vega: str = ""
    warm: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)
    look: Path | None = None

    @property
    def folder(self) -> Path:
        """The deck's folder."""
        return self.out / self.name


@dataclass(frozen=True)
class Outcome:
    """What came of a deck: whole (`made` now, or `kept` from before) or `failed`, with the error in its three parts.

    `told` is what a whole deck says of itself: slides, mends, lint, numbers, and its answer. `preview` is a slide of it
    as HTML. `exit_code` is what `valuestory run` would give. `may_pass` says of a failed one that another attempt may
    not meet the same. `files` is what a deck that was made elsewhere brings along, by path from the batch's folder.
    """

    name: str
    state: State
    seconds: float = 0.0
    attempts: int = 1
    error: str = ""
    where: str = ""
    do: str = ""
    exit_code: int = 0
    may_pass: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)
    preview: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether there is a whole deck of what was asked."""
        return self.state != "failed"


def failed(name: str, error: Exception, seconds: float) -> Outcome:
    """Return the outcome of a deck that an error ended."""
    if not isinstance(error, ValueStoryError):
        kind = type(error).__name__
        error = ValueStoryError(f"{kind}: {error}", do="run this deck alone with --debug")
        error.may_pass = may_pass(kind)
    return Outcome(
        name,
        "failed",
        seconds,
        error=error.what,
        where=error.where,
        do=error.do,
        exit_code=error.exit_code,
        may_pass=error.may_pass,
    )
