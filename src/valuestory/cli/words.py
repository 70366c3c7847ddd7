"""What the command line prints: errors, tables and paths, for a terminal or for a log."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from valuestory.errors import ValueStoryError


def print_error(error: ValueStoryError) -> None:
    """Print what is wrong, where, and what to do, on the standard error."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(Text.assemble(("error: ", "bold red"), (error.what, "bold")))
    for mark, text in (("where", error.where), ("do", error.do)):
        if text:
            console.print(Text.assemble((f"  {mark + ':':<7}", "dim"), text))


def print_json(data: Any) -> None:
    """Print JSON on the standard output, as it is: for other programs."""
    print(json.dumps(data, indent=2, ensure_ascii=False, default=str))


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "") -> None:
    """Print a table; columns wrap where the terminal is narrow, numbers stand right."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold", pad_edge=False)
    for number, name in enumerate(head):
        right = bool(rows) and all(isinstance(row[number], int | float) for row in rows)
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(f"{cell:,}" if isinstance(cell, int) else str(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 120).print(table)


def shown_path(path: Path) -> str:
    """Return a path from the working directory where that is shorter, for the reader to copy."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)
