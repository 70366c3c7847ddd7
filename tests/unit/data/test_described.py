"""The pages about tables and settings say what the code does, and cannot go stale."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from valuestory.data import TABLES
from valuestory.data.vendors.page import vendors_page
from valuestory.metrics.gaps.feeds_words import page_of_tables
from valuestory.project import (
    Assumption,
    CompanySettings,
    Lookup,
    Reshape,
    SourceSettings,
    WarehouseSettings,
    load_project,
    settings_schema,
)

ROOT = Path(__file__).parents[3]
SECTIONS: dict[str, Any] = {
    "## `[company]`": CompanySettings,
    "## `[warehouse]`": WarehouseSettings,
    "## `[sources.T]`: one for each table `T` of `docs/tables.md`": SourceSettings,
    "### `[sources.T.lookup.COLUMN]`": Lookup,
    "### `[[sources.T.reshape]]`": Reshape,
    "## `[assumptions.A]`": Assumption,
}


def hold(name: str, text: str) -> None:
    """Hold a generated page against the one in docs; `make golden` writes it instead."""
    path = ROOT / "docs" / name
    if os.environ.get("VALUESTORY_RECORD"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text, f"docs/{name} is stale: make golden"


def test_the_page_of_tables_is_the_model() -> None:
    """docs/tables.md is written from the canonical tables and from the metrics that read them."""
    hold("tables.md", page_of_tables())


def test_the_page_of_vendors_is_the_mappings() -> None:
    """docs/vendors.md is written from the mappings that ship and the steps that they may name."""
    hold("vendors.md", vendors_page())


def test_the_schema_of_settings_is_the_models() -> None:
    """docs/valuestory.schema.json is written from the settings' own models."""
    hold("valuestory.schema.json", json.dumps(settings_schema(), indent=2) + "\n")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_setting_is_described_and_no_other(section: str) -> None:
    """Each table of docs/settings.md lists exactly the settings that exist, and their defaults."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    part = re.split(r"\n#{2,3} ", page.split(section + "\n")[1])[0]
    described = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]*?) \|$", part, re.MULTILINE))
    fields = SECTIONS[section].model_fields
    assert set(described) == set(fields)
    for name, field in fields.items():
        if isinstance(field.default, str | int):
            assert json.dumps(field.default) in described[name], name
        assert ("needed" in described[name]) == (field.is_required() and name != "url"), name


def test_the_reference_is_covered() -> None:
    """Every needed column of the published list of tables is needed here, by its name."""
    needed = {
        "accounts": {"account_id", "start_at"},
        "subscriptions": {"account_id", "start_on", "arr_amount"},
        "usage": {"account_id", "at"},
        "cases": {"case_id", "account_id", "opened_at"},
        "case_events": {"case_id", "at", "kind"},
        "case_articles": {"case_id", "article_id"},
        "articles": {"article_id", "created_at"},
        "article_sessions": {"session_id", "started_at"},
        "surveys": {"survey_id", "answered_at", "instrument", "score"},
        "survey_waves": {"instrument", "sent_on", "sent_count"},
        "milestones": {"account_id", "event", "started_at"},
        "touches": {"account_id", "at", "team"},
        "improvements": {"improvement_id", "submitted_at"},
        "people": {"person_id", "hired_on"},
        "worklogs": {"on", "minutes"},
        "costs": {"month_on", "category", "amount"},
        "targets": {"metric", "period", "value"},
        "benchmarks": {"metric", "value", "year", "source"},
        "exchange_rates": {"currency", "on", "rate"},
        "quotes": {"account_id", "said_on", "text", "consent"},
        "assumptions": {"name", "low", "base", "high", "unit", "source"},
    }
    assert {name: set(table.needed) for name, table in TABLES.items()} == needed


def test_names_of_columns_say_their_kind() -> None:
    """A suffix promises a kind: `_at` an instant, `_on` a date, and so on; `is_` promises yes or no."""
    suffixes = {
        "_at": "instant", "_on": "date", "_minutes": "minutes", "_amount": "amount", "_share": "share",
        "_count": "count", "_id": "key",
    }  # fmt: skip
    for table in TABLES.values():
        for column in table.columns:
            kinds = [kind for suffix, kind in suffixes.items() if column.name.endswith(suffix)]
            kinds += ["yes_no"] if column.name.startswith("is_") else []
            assert not kinds or kinds == [column.kind], (table.name, column.name)


def test_the_example_is_valid() -> None:
    """The settings of docs/examples/ravenstack are read without a complaint."""
    assert load_project(ROOT / "docs" / "examples" / "ravenstack" / "valuestory.toml").company.name == "RavenStack"


def test_the_room_opens_without_its_engine() -> None:
    """Importing valuestory.data loads neither Ibis nor DuckDB: `--help` stays quick."""
    code = "import sys, valuestory.data; print(sorted({'ibis', 'duckdb', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_model_is_the_reference_page(shared: Path) -> None:
    """Every table and column of the published reference is here, in its order and as needed as there; no other is.

    Three columns are ours: further words on who left, which are only ever compared, and whether a target is a forecast.
    """
    page = (shared.parent / "reference" / "tables.md").read_text(encoding="utf-8")
    added = (("accounts", "is_churned"), ("accounts", "status"), ("targets", "scenario"))
    rows = dict(re.findall(r"^\| `(\w+)`[^|]*\| (.*?) \| [^|]*\|$", page, re.MULTILINE))
    assert list(rows) == list(TABLES)
    for name, cell in rows.items():
        columns = re.sub(r"\([^)]*\)", "", cell)
        ours = [each for each in TABLES[name].names if (name, each) not in added]
        assert re.findall(r"`(\w+)`", columns) == ours, name
        assert re.findall(r"\*\*`(\w+)`\*\*", columns) == list(TABLES[name].needed), name
