"""The two notebooks about metrics on data that nobody here made: what it cannot carry is said, and nothing else is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation
from typer.testing import CliRunner

from valuestory.cli import app
from valuestory.metrics import open_company

LOG = "incident_event_log.csv"
SETTINGS = f"""
[company]
name = "A service desk"
[sources.cases]
path = "{LOG}"
account_named = "location"
date_format = "%d/%m/%Y %H:%M"
extracted_on = 2017-03-01
"""
TELCO = Path(__file__).parents[2] / "docs" / "examples" / "telco" / "valuestory.toml"


@pytest.mark.slow
def test_days_are_told_of_a_log_of_incidents_that_knows_no_life_event(shared: Path, tmp_path: Path) -> None:
    """2,000 ServiceNow incidents: days and hand-offs as plain pandas has them, the rest left out with its reason."""
    shutil.copy(shared / "uci_incidents_2000" / LOG, tmp_path)
    (tmp_path / "valuestory.toml").write_text(SETTINGS, encoding="utf-8")
    out = tmp_path / "out"
    done = CliRunner().invoke(
        app, ["run", "time_to_value", "-p", f"data={tmp_path}", "-p", "period=2016Q1", "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["problems"] == []
    assert {"ttcv", "life_events", "renewal", "proficiency"} <= set(record["missing"])
    slides = Presentation(str(out / "deck.pptx")).slides
    shown = [slide.shapes.title.text_frame.text for slide in slides if slide.shapes.title is not None]
    titles = [each.replace("\N{NO-BREAK SPACE}", " ") for each in shown]
    resolved = resolved_incidents(tmp_path / LOG)
    days = (resolved["resolved_at"] - resolved["opened_at"]).dt.total_seconds().mean() / 86_400
    smile = next(each for each in titles if "had its answer after" in each)
    assert f"after {days:.0f} days; agreement is not recorded" in smile
    assert f"A case changed hands {resolved['reassignment_count'].mean():.2f} times" in titles
    assert not [slide for slide in slides if not slide.has_notes_slide]


def resolved_incidents(path: Path) -> pd.DataFrame:
    """Return the last row of each incident that was resolved in the first quarter."""
    log = pd.read_csv(path).sort_values("sys_mod_count", kind="stable").groupby("number").last()
    for name in ("opened_at", "resolved_at"):
        log[name] = pd.to_datetime(log[name], format="%d/%m/%Y %H:%M", errors="coerce")
    return log[log["resolved_at"] < np.datetime64("2016-04-01")]


def test_of_a_snapshot_that_knows_who_has_just_left_no_retention_is_claimed(shared: Path, tmp_path: Path) -> None:
    """Telco: all 1,869 who left did so on the day of the snapshot, so that every earlier quarter kept everybody."""
    shutil.copy(shared / "telco_churn_ibm" / "WA_Fn-UseC_-Telco-Customer-Churn.csv", tmp_path)
    shutil.copy(TELCO, tmp_path)
    doubts = open_company(str(tmp_path), period="2019Q4").doubts()
    assert {"logo_retention", "annual_logo_retention", "gross_revenue_retention", "churned_arr"} <= set(doubts)
    assert "departures in 2019Q4" in doubts["logo_retention"].what
