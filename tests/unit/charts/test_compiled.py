"""Charts compiled without their rows: what comes back is what Vega-Lite makes of the whole chart."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.charts.every_chart import EVERY

from valuestory.deck.charts.evaluated import vega
from valuestory.deck.charts.evaluated.spec import compiler, to_spec
from valuestory.slides.vega import vega as asked

SOME = list(EVERY)[::8]
BARS = {"mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b"}}}


def rows_of(compiled: dict[str, Any]) -> list[Any]:
    """The tables that stand in a Vega chart."""
    return [each["values"] for each in compiled["data"] if "values" in each]


@pytest.mark.parametrize("name", SOME)
def test_a_chart_is_compiled_as_vega_lite_compiles_it_whole(name: str) -> None:
    """Rows and all, as vl-convert gives it of the chart as it came."""
    spec = to_spec(EVERY[name]())
    assert vega.compile_chart(spec) == asked("vegalite_to_vega", dict(spec), vl_version=compiler(spec))


def test_charts_that_differ_in_their_rows_alone_are_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has its own rows; another title, or another size, is another chart."""
    compiled: list[Any] = []

    def counted(function: str, spec: Any, **options: Any) -> Any:
        compiled.append(spec)
        return asked(function, spec, **options)

    monkeypatch.setattr(vega, "asked", counted)
    vega.forget_forms()
    regions = [[{"a": "x", "b": 1}], [{"a": "y", "b": 2}, {"a": "z", "b": 3}], []]
    charts = [vega.compile_chart({**BARS, "data": {"values": rows}}) for rows in regions]
    assert [rows_of(each) for each in charts] == [[rows] for rows in regions]
    assert len(compiled) == 1
    vega.compile_chart({**BARS, "title": "Cases", "data": {"values": regions[0]}})
    assert len(compiled) == 2


def test_layers_keep_their_own_rows_and_alike_ones_are_one_table() -> None:
    """A number and a truth are not alike, though Python takes them for equal."""
    ones, truths = [{"a": "x", "b": 1}], [{"a": "x", "b": True}]
    layers = [{**BARS, "data": {"values": rows}} for rows in (ones, truths, list(ones))]
    assert rows_of(vega.compile_chart({"layer": layers})) == rows_of(asked("vegalite_to_vega", {"layer": layers}))
    named = {**BARS, "data": {"name": "cases"}, "datasets": {"cases": ones}}
    assert rows_of(vega.compile_chart(named)) == [ones]


def test_what_is_changed_in_a_compiled_chart_changes_no_other() -> None:
    """Charts are compiled once, and each has its own."""
    spec = {**BARS, "data": {"values": [{"a": "x", "b": 1}]}}
    vega.compile_chart(spec)["marks"].clear()
    assert vega.compile_chart(spec)["marks"]
