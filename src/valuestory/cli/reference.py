"""`docs/commands.md`, made from the commands themselves: `python -m valuestory.cli.reference > docs/commands.md`."""

from __future__ import annotations

from typing import Final

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
    for name in group.list_commands(top):  # type: ignore[attr-defined]
        command = group.get_command(top, name)  # type: ignore[attr-defined]
        help_text = command.get_help(typer.Context(command, info_name=name, parent=top, terminal_width=_WIDTH))
        parts.append(_block(f"valuestory {name}", help_text))
    return "\n\n".join(parts) + "\n"


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
