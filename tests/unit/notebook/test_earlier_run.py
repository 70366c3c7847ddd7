"""A run finds the run before it, of the same notebook, data and part of the company, and of the newest period."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from valuestory.notebook.checks import Plan
from valuestory.notebook.earlier_run import with_earlier_run

VALUES: dict[str, Any] = {
    "data": "sample",
    "period": "2026Q3",
    "audience": "cfo",
    "where": "",
    "template": "brand",
    "previous": "",
}


def _plan(root: Path, **values: Any) -> Plan:
    return Plan(Path("notebooks/value_of_support.ipynb"), {}, {"period": "2026Q3"}, {**VALUES, **values}, None, root)


def _run(folder: Path, period: str, **other: Any) -> None:
    """Write what a finished run leaves."""
    folder.mkdir(parents=True)
    (folder / "story.ipynb").write_text("{}")
    values = {**VALUES, "period": period, "audience": "ceo", "previous": "reports/older"} | other.pop("parameters", {})
    record = {"outcome": "whole", "notebook": "value_of_support", "period": period, "parameters": values, **other}
    (folder / "run.json").write_text(json.dumps(record))


def test_the_newest_run_before_this_one_is_named_from_the_projects_root(tmp_path: Path) -> None:
    """Another audience's or template's does as well; later ones and this one itself are none."""
    for period in ("2026Q1", "2026Q2", "2026Q3", "2026Q4"):
        _run(tmp_path / "reports" / period, period)
    plan = with_earlier_run(_plan(tmp_path), tmp_path / "reports" / "2026Q3")
    assert (plan.given["previous"], plan.values["previous"]) == ("reports/2026Q2", "reports/2026Q2")


def test_a_part_of_a_batch_finds_itself_in_the_batch_before(tmp_path: Path) -> None:
    """By its folder's name, and only where it is the same part of the company."""
    for name in ("EMEA", "APAC"):
        _run(tmp_path / "reports" / "2026Q2" / name, "2026Q2", parameters={"where": f"region = '{name}'"})
    plan = with_earlier_run(_plan(tmp_path, where="region = 'EMEA'"), tmp_path / "reports" / "2026Q3" / "EMEA")
    assert plan.given["previous"] == "reports/2026Q2/EMEA"


@pytest.mark.parametrize(
    "other",
    [
        {"outcome": "failed"},
        {"notebook": "scorecard"},
        {"parameters": {"where": "region = 'EMEA'"}},
        {"parameters": {"data": "elsewhere"}},
        {"period": "2026"},
        {"parameters": None},
    ],
)
def test_what_is_no_run_before_this_one_is_left_alone(tmp_path: Path, other: dict[str, Any]) -> None:
    """A failed one, another notebook's, another part's, another company's, a year's."""
    if other.get("parameters", 1) is None:
        (tmp_path / "reports" / "2026Q2").mkdir(parents=True)
        (tmp_path / "reports" / "2026Q2" / "run.json").write_text("not JSON")
    else:
        _run(tmp_path / "reports" / "2026Q2", other.pop("period", "2026Q2"), **other)
    plan = _plan(tmp_path)
    assert with_earlier_run(plan, tmp_path / "reports" / "2026Q3") is plan


def test_a_run_that_somebody_names_is_kept_and_a_notebook_that_asks_for_none_gets_none(tmp_path: Path) -> None:
    """The parameter is the notebook's own."""
    _run(tmp_path / "reports" / "2026Q2", "2026Q2")
    out = tmp_path / "reports" / "2026Q3"
    named = _plan(tmp_path, previous="archive/2025Q4")
    assert with_earlier_run(named, out) is named
    values = {name: value for name, value in VALUES.items() if name != "previous"}
    bare = Plan(Path("notebooks/value_of_support.ipynb"), {}, {}, values, None, tmp_path)
    assert with_earlier_run(bare, out) is bare
