"""What a column feeds is what really changes when it goes: the page of tables promises nothing else."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from tests.spec.random_company import START, Tables, mapped, random_tables
from tests.spec.tables import company_from

from valuestory.data import TABLES
from valuestory.metrics import METRICS
from valuestory.metrics.gaps.carried import COMPARED, SLIDES, slides_of
from valuestory.metrics.gaps.feeds import feeds
from valuestory.metrics.gaps.feeds_words import page_of_tables
from valuestory.story.narrative import shipped_narrative

if TYPE_CHECKING:
    import pandas as pd

STORY = Path(__file__).parents[3] / "notebooks" / "value_of_support.ipynb"


def whole_company() -> Tables:
    """A company of chance in which every column that feeds something makes a difference."""
    return mapped(random_tables(14), _with_one_more)


def _with_one_more(name: str, table: pa.Table) -> pa.Table:
    """Return a table with a customer whose one visit led to a case, which alone tells that it was no help."""
    rows: dict[str, dict[str, object]] = {
        "accounts": {"account_id": "Z", "start_at": START, "segment": "SMB"},
        "subscriptions": {"account_id": "Z", "start_on": START.date(), "arr_amount": 100.0},
        "article_sessions": {
            **{"session_id": "Z", "account_id": "Z", "started_at": START + timedelta(days=300)},
            **{"is_consumed": True, "case_id": "C1"},
        },
    }
    return pa.concat_tables([table, pa.Table.from_pylist([rows[name]], table.schema)]) if name in rows else table


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The company of chance."""
    return whole_company()


@pytest.fixture(scope="module")
def before(tables: Tables) -> pd.DataFrame:
    """Every figure of the whole company."""
    return results(tables)


def results(tables: Tables) -> pd.DataFrame:
    """Every figure that these tables give, by metric, period and slice."""
    table = company_from(tables).metrics()
    return table.set_index(["metric", "period_start", "slice"])[["numerator", "denominator", "value", "n"]]


def droppable() -> list[tuple[str, str]]:
    """Every column of that company that a table can do without."""
    return [
        (name, column)
        for name, table in whole_company().items()
        for column in table.column_names
        if column not in TABLES[name].needed and not (name == "accounts" and column == "segment")
    ]


def apart() -> list[tuple[str, ...]]:
    """The columns in groups that have no metric in common: what goes and changes with a group is told column by column.

    A company without one column each would be a hundred companies.
    """
    groups: list[tuple[list[str], set[str]]] = []
    for table, column in droppable():
        name = f"{table}.{column}"
        touched = {*feeds()[name].needed_by, *feeds()[name].read_by}
        for names, metrics in groups:
            if not touched & metrics:
                names.append(name)
                metrics |= touched
                break
        else:
            groups.append(([name], touched))
    return [tuple(names) for names, _ in groups]


def without(tables: Tables, names: tuple[str, ...]) -> Tables:
    """The tables without some ``table.column`` names."""
    dropped = {name: [each.partition(".")[2] for each in names if each.startswith(f"{name}.")] for name in tables}
    return {name: table.drop_columns(dropped[name]) for name, table in tables.items()}


@pytest.mark.parametrize("names", apart(), ids=" ".join)
def test_a_column_feeds_what_goes_or_changes_without_it(
    names: tuple[str, ...], tables: Tables, before: pd.DataFrame
) -> None:
    """Metrics that it is needed for are gone, those that read it change, and no other figure moves."""
    after = results(without(tables, names))
    found = [feeds()[each] for each in names]
    gone = set(before.index.unique("metric")) - set(after.index.unique("metric"))
    kept = before[~before.index.isin(list(gone), level="metric")]
    moved = kept.compare(after.reindex(kept.index)).index.unique("metric")
    assert gone == {metric for each in found for metric in each.needed_by}
    assert set(moved) == {metric for each in found for metric in each.read_by}


def test_what_events_of_cases_tell_is_derived_from_them() -> None:
    """Public replies of agents tell the first answer; a change of the status tells reopening."""
    assert "cases.first_response_at" in feeds()["case_events.actor_role"].derives
    assert "cases.reopens_count" in feeds()["case_events.to_value"].derives
    assert "cases.reopens_count" not in feeds()["case_events.actor_role"].derives


def test_what_a_company_can_slice_by_is_said_of_its_accounts() -> None:
    """The columns named as slices are those that a company with all of them offers."""
    rows: dict[str, Any] = {each.name: ["x"] for each in TABLES["accounts"].columns if each.kind in ("key", "text")}
    accounts = random_tables(1)["accounts"].slice(0, 1)
    for name, values in rows.items():
        if name not in accounts.column_names:
            accounts = accounts.append_column(name, pa.array(values))
    offered = set(company_from({**random_tables(1), "accounts": accounts}).dimensions)
    assert {name.partition(".")[2] for name, each in feeds().items() if each.is_slice} == offered


def test_every_slide_of_the_story_is_known_with_the_metrics_it_names() -> None:
    """The notebook that ships and the list of slides hold the same keys in the same order, and the same metrics."""
    cells = json.loads(STORY.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(each["source"]) for each in cells if each["cell_type"] == "code"]
    slides = {found[1]: source for source in sources if (found := re.search(r'story\.slide\(\s*"(\w+)"', source))}
    assert [key for key in slides if key not in COMPARED] == list(SLIDES)
    assert [key for key in slides if key in COMPARED] == list(COMPARED)
    said = shipped_narrative().layers[0].file.slides
    for key in SLIDES:
        variants = dict(said[key].variants) if key in said else {}
        for profile in ("internal", "public"):
            told = variants.pop(profile, None)
            shown = slides_of(profile).get(key)
            assert told is None or shown is None or metrics_in(told.model_dump_json()) <= set(shown.shows), (
                key,
                profile,
            )
        words = said[key].model_copy(update={"variants": variants}).model_dump_json() if key in said else ""
        assert metrics_in(slides[key] + words) - set(SLIDES[key].shows) == set(), key
        assert set(SLIDES[key].choices) <= set(SLIDES[key].shows), key


def metrics_in(source: str) -> set[str]:
    """The metrics that a cell or the words of a slide name."""
    source = source.replace('\\"', '"')
    return {name for name in METRICS if re.search(rf"\{{\s*{name}\b|\"{name}\"", source)}


def test_no_cell_of_the_page_breaks_its_row() -> None:
    """Every row of every table has as many cells as its head."""
    for table in re.findall(r"(?:^\|.*\|\n)+", page_of_tables(), re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


def test_every_table_and_column_stands_on_the_page() -> None:
    """Each has its section and its row, with its type."""
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", page_of_tables(), re.MULTILINE | re.DOTALL))
    assert list(sections) == list(TABLES)
    for name, table in TABLES.items():
        rows = re.findall(r"^\| `(\w+)`(?:, \*\*needed\*\*)? \|[^|]*\| (\w+) \|", sections[name], re.MULTILINE)
        assert [row[0] for row in rows] == list(table.names)
