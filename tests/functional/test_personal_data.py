"""No address, number or name of a person leaves the engine by way of `valuestory check`."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from valuestory.cli import app

ACCOUNTS = """account_id,name,start_at
ann.lee@example.org,Ann Lee,2024-01-01
B2,bo.kim@example.org,2024-01-01
B2,Beta,2024-01-01
"""
CASES = """case_id,account_id,opened_at,resolved_at,Nom du contact,Field 7,Rückruf
1,ann.lee@example.org,2025-01-01,Eva Kurz,Eva Kurz,eva.kurz@example.org,+49 30 123456789
2,cy.fox@example.org,2025-01-01,2025-01-02,Eva Kurz,,+49 30 123456780
3,B2,2025-01-01,2024-01-01,Eva Kurz,,030/1234567
3,B2,2025-01-01,2025-01-02,Eva Kurz,,+49 30 123456789,too,many,Eva Kurz
"""
PEOPLE = ("example.org", "ann.lee", "Ann Lee", "Eva Kurz", "12345678", "1234567")


def test_what_a_check_shows_names_nobody(tmp_path: Path) -> None:
    """Keys, texts, slices, a broken line and a name in place of a time: in the terminal and as JSON, all are told."""
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (tmp_path / "cases.csv").write_text(CASES, encoding="utf-8")
    shown = CliRunner().invoke(app, ["check", str(tmp_path)])
    asked = CliRunner().invoke(app, ["check", str(tmp_path), "--json"])
    for text in (shown.output, asked.output, json.dumps(json.loads(asked.stdout), ensure_ascii=False)):
        assert not [each for each in PEOPLE if each in text]
    faults = {(each["column"], each["examples"][0]) for each in json.loads(asked.stdout)["faults"] if each["examples"]}
    assert {("account_id", "2: …@…"), ("resolved_at", "1: E… K…")} <= faults
    assert "field_7" in {each["column"] for each in json.loads(asked.stdout)["faults"]}
