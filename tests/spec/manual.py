"""The manual `docs/worked.md`: every metric's answer worked by hand, taken from the specs that hold the code to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from valuestory.metrics.catalogue import THEMES

HERE: Final = Path(__file__).parent
_INTRODUCTION: Final = """# Every metric, worked by hand

<!-- Written from the specs, tests/spec/test_NAME.py, by `make golden`: change it there. -->

Each metric on tables small enough to check with a pencil. These are the tests that the code is held to: what stands
here is what it computes. Unless another is named the period is the second quarter of 2026: 1 April up to, not
including, 1 July. An empty cell is a missing value, instants are UTC. Definition, formula and traps of each are in the
[catalogue](metrics.md).
"""


class Spec(NamedTuple):
    """What a spec tells: its text, its tables in text by name, and the spec whose tables it shares."""

    text: str
    tables: dict[str, str]
    shares: str


def read_spec(name: str) -> Spec:
    """Return what the spec of a metric tells.

    Raises
    ------
    FileNotFoundError
        When the metric has no spec: write ``tests/spec/test_NAME.py``.
    """
    module = ast.parse((HERE / f"test_{name}.py").read_text(encoding="utf-8"))
    others = [
        each.module.removeprefix("tests.spec.test_")
        for each in module.body
        if isinstance(each, ast.ImportFrom) and each.module and each.module.startswith("tests.spec.test_")
    ]
    return Spec(ast.get_docstring(module) or "", dict(_tables(module)), others[0] if others else "")


def _tables(module: ast.Module) -> Iterator[tuple[str, str]]:
    for each in module.body:
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))) if "|" in text:
                yield name.lower(), text.strip("\n")


def manual() -> str:
    """Return the whole page as Markdown."""
    themes = (
        f"\n## {theme}\n" + "".join(_section(each.name, each.label) for each in metrics)
        for theme, metrics in THEMES.items()
    )
    return _INTRODUCTION + "".join(themes)


def _section(name: str, label: str) -> str:
    spec = read_spec(name)
    shared = f"\nThe tables are those of [{spec.shares}](#{spec.shares}).\n" if spec.shares else ""
    tables = "".join(f"\n`{title}`\n\n```text\n{text}\n```\n" for title, text in spec.tables.items())
    return f"\n### {name}\n\n[{label} in the catalogue](metrics.md#{name})\n\n{spec.text}\n{shared}{tables}"
