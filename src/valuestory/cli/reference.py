"""`docs/commands.md`, made from the commands themselves: `python -m valuestory.cli.reference > docs/commands.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import typer

from valuestory import errors
from valuestory.cli import app

_WIDTH: Final = 96
_HEAD: Final = """# Commands

Made from the commands themselves: `python -m valuestory.cli.reference > docs/commands.md`.

Every command says what is wrong, where, and what to do, and shows a traceback only with `--debug`. It ends with 0 only
when what was asked for exists and is whole; else with the number of what went wrong:

| number | what went wrong |
|---|---|
"""


def commands_page() -> str:
    """Return the page of all commands with their help, and of the exit codes."""
    group = typer.main.get_command(app)
    top = typer.Context(group, info_name="valuestory", terminal_width=_WIDTH, help_option_names=["-h", "--help"])
    parts = [_HEAD + _exit_codes(), _block("valuestory", group.get_help(top))]
    parts += [_block(title, help_text) for title, help_text in _helps(group, top, "valuestory")]
    return "\n\n".join(parts) + "\n"


def _helps(group: Any, above: typer.Context, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield each command's full name and its help; of a group, those of its commands."""
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        context = typer.Context(command, info_name=name, parent=above, terminal_width=_WIDTH)
        if hasattr(command, "list_commands"):
            yield from _helps(command, context, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command.get_help(context)


def _block(title: str, help_text: str) -> str:
    return f"## {title}\n\n```text\n{help_text}\n```"


def _exit_codes() -> str:
    kinds = [
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.ValueStoryError)
    ]
    rows: dict[int, str] = {2: "The command line itself: an unknown command or option"}
    for kind in kinds:
        rows.setdefault(kind.exit_code, _first_line(kind))
    rows |= {1: "Something that nobody foresaw", 130: "It was stopped (Ctrl-C)"}
    return "\n".join(f"| {number} | {rows[number].rstrip('.')} |" for number in sorted(rows))


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").partition("\n")[0]


if __name__ == "__main__":
    print(commands_page(), end="")
