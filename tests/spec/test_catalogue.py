"""Every metric is specified, described in full, and computed from what it says it needs and no less."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
from pathlib import Path

import pytest
from tests.spec.random_company import Tables, mapped, random_tables
from tests.spec.tables import company_from

from valuestory.data import TABLES
from valuestory.errors import MetricError
from valuestory.metrics import METRICS, metric
from valuestory.metrics.catalogue import as_record

HERE = Path(__file__).parent
NAMES = list(METRICS)
MAY_BE_EMPTY = {"denominator", "doubted_by", "factors", "less", "among", "beside", "reads"}
"""A total has no denominator, most sources are not doubted, few metrics multiply, and most stand for themselves."""


def only(tables: Tables, needs: set[str]) -> Tables:
    """Return the tables with nothing in them but the columns needed, and those without which a table is none."""
    needs = needs | {f"accounts.{column}" for column in TABLES["accounts"].needed}
    named = {need.partition(".")[0] for need in needs}
    kept = {name: table for name, table in tables.items() if name in named}
    return mapped(
        kept,
        lambda name, table: table.select(
            [each for each in table.column_names if f"{name}.{each}" in needs or each in TABLES[name].needed]
        ),
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_metric_has_a_spec_with_a_title_an_answer_by_hand_and_a_source(name: str) -> None:
    """A file of its name in this folder: title, worked answer and source in its docstring, at least one test in it."""
    assert (HERE / f"test_{name}.py").exists(), f"write tests/spec/test_{name}.py: {name} is not specified"
    module = importlib.import_module(f"tests.spec.test_{name}")
    title, _, rest = (module.__doc__ or "").partition("\n")
    assert re.fullmatch(r"[A-Z][^:]+: .+\.", title), "the title is a name, a colon and what it means"
    assert "\n    " in rest, "the answer is worked in indented lines"
    assert "\nSource: " in rest
    assert any(each.startswith("test_") for each, _ in inspect.getmembers(module, inspect.isfunction))


def test_every_spec_is_of_a_metric() -> None:
    """A metric that is renamed or dropped takes its spec along."""
    about_all = {"catalogue", "manual", "properties"}
    assert {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")} - about_all == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_a_reader_needs_is_left_empty(name: str) -> None:
    """Every field says something; sentences end, needs are columns that exist, and "up" or "down" is decided."""
    each = METRICS[name]
    empty = {field.name for field in dataclasses.fields(each) if not getattr(each, field.name)} - MAY_BE_EMPTY
    assert not empty
    assert each.definition.endswith(".")
    assert each.traps.endswith(".")
    assert (each.interval in ("total", "product")) <= (not each.denominator)
    assert (each.interval == "product") == bool(each.factors)
    assert not (each.less or each.among) or each.factors
    assert set(each.beside) <= set(METRICS) - {name}
    assert (each.interval in ("share", "ratio", "nps", "median", "auc")) <= bool(each.denominator)
    for need in (*each.needs, *each.doubted_by):
        table, _, column = need.partition(".")
        assert column in TABLES[table].names, need


@pytest.mark.parametrize("name", NAMES)
def test_the_record_of_a_metric_has_the_keys_that_are_published(name: str) -> None:
    """`valuestory metrics --json`: these keys, in this order, none empty, nothing but text and lists of text."""
    record = as_record(METRICS[name])
    keys = "name label definition formula unit direction needs evidence frameworks source traps"
    assert list(record) == keys.split()
    assert all(record.values())
    assert all(isinstance(each, str | list) for each in record.values())


def test_a_name_that_is_no_metric_is_an_error_that_knows_the_nearest() -> None:
    """A slip of the pen is answered with the name that was meant."""
    with pytest.raises(MetricError, match="net_revenue_retention"):
        metric("net_revenu_retention")


@pytest.fixture(scope="module")
def tables() -> Tables:
    """A company that has everything."""
    return random_tables(7)


@pytest.mark.parametrize("name", NAMES)
def test_a_metric_is_computed_from_what_it_needs_and_nothing_else(name: str, tables: Tables) -> None:
    """A company with just these columns has the figure; its gaps do not name it.

    Cases say how far the data reaches where the metric needs no facts.
    """
    company = company_from(only(tables, {*METRICS[name].needs, "cases.case_id"}))
    assert name not in set(company.gaps()["metric"])
    figures = company.metrics(name)
    assert "2026-04-01" in set(figures["period_start"].astype(str))


@pytest.mark.parametrize("name", NAMES)
def test_a_metric_that_lacks_a_column_is_a_gap_and_not_a_guess(name: str, tables: Tables) -> None:
    """Without any one column it needs there is no figure, and the gap says which column is missing."""
    for need in METRICS[name].needs:
        table, _, column = need.partition(".")
        company = company_from({**tables, table: tables[table].drop_columns([column])})
        gaps = company.gaps().set_index("metric")
        assert gaps.loc[name, "missing"] == need
        assert gaps.loc[name, "table"] == table
        with pytest.raises(MetricError, match=need):
            company.metrics(name)
