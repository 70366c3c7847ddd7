"""The options `--to` and `--notify` of `run` and `batch`: what was made is copied elsewhere, and word of it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from valuestory.errors import ValueStoryError

To = Annotated[
    str,
    typer.Option("--to", metavar="PLACE", help="Copy the folder there too: another folder, s3://..., sftp://... ."),
]
When = Literal["never", "failure", "always"]
Notify = Annotated[
    When,
    typer.Option("--notify", help="When to send word to the addresses in VALUESTORY_NOTIFY."),
]
Made = Callable[[Path, str, bool], None]
"""Called with the folder of what was made, a sentence on it, and whether all of it is whole."""


@contextmanager
def delivering(name: str, to: str, notify: When) -> Iterator[Made]:
    """Yield what delivers a folder that is whole; where something fails within, word of that is sent.

    Parameters
    ----------
    name
        What runs, such as the notebook's name.
    to, notify
        As the options.

    Raises
    ------
    ParameterError
        Before anything runs, when a delivery cannot be made as asked.
    OutputError
        When the copy or the word fails; what was made stays where it was made.
    """
    from valuestory.errors import ValueStoryError
    from valuestory.notebook.delivery import check_delivery, deliver, tell

    check_delivery(to, notify)

    def made(folder: Path, said: str, whole: bool) -> None:
        place = deliver(folder, to) if to else ""
        if place:
            typer.echo(f"copied: {place}")
        if notify == "always" and whole:
            tell(f"valuestory: {name} is whole", "\n".join(each for each in (said, place) if each), whole=True)

    try:
        yield made
    except ValueStoryError as error:
        if notify != "never":
            _say_failed(name, error)
        raise


def _say_failed(name: str, error: ValueStoryError) -> None:
    """Send word of a failure; that word cannot be sent hides nothing of the failure itself."""
    from valuestory.errors import ValueStoryError
    from valuestory.notebook.delivery import tell

    try:
        tell(f"valuestory: {name} failed", str(error), whole=False)
    except ValueStoryError as silent:
        typer.echo(f"note: {silent.what}", err=True)
