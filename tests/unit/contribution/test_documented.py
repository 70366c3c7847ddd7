"""The page on the estimate: its example runs, and what it names exists."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any, get_args

from tests.simulation.companies import company

import valuestory.contribution as room
from valuestory.contribution import Effect
from valuestory.contribution.effect.effect import Verdict

TEXT = (Path(__file__).parents[3] / "docs" / "contribution-estimate.md").read_text(encoding="utf-8")


def test_the_example_runs_and_gives_what_the_page_shows() -> None:
    """On a simulated company with the columns of the page, whose help is worth six points."""
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    names: dict[str, Any] = {"accounts": company("B", 2_000, 0.06, seed=1).accounts}
    exec(code, names)
    effect = names["effect"]
    assert f"{(effect.verdict, effect.grade)}" in code
    assert effect.low < 0.06 < effect.high


def test_every_verdict_is_explained() -> None:
    """With what to do then."""
    assert {name for name in get_args(Verdict) if f"| `{name}` |" not in TEXT} == set()


def test_what_is_said_to_stand_beside_an_estimate_does() -> None:
    """By its name."""
    beside = TEXT.partition("## What stands beside it")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)[`(]", beside))
    known = {*dir(Effect), *dir(room), *(field.name for field in dataclasses.fields(Effect))}
    assert len(named) > 10
    assert named <= known
