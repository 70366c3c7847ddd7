"""What published frameworks measure and the catalogue does not: listed with the reason, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from valuestory.cli import app
from valuestory.errors import MetricError
from valuestory.metrics import METRICS, metric
from valuestory.metrics.catalogue import not_computed
from valuestory.metrics.catalogue.not_computed import NOT_COMPUTED
from valuestory.metrics.catalogue.page import metrics_page


@pytest.mark.parametrize("name", list(NOT_COMPUTED))
def test_a_reason_is_a_sentence_and_what_comes_nearest_is_a_metric(name: str) -> None:
    """Nothing is listed that the catalogue computes, and whoever looks for it is told where to look instead."""
    each = NOT_COMPUTED[name]
    assert name not in METRICS
    assert each.label not in {metric.label for metric in METRICS.values()}
    assert each.framework
    assert each.reason.endswith(".")
    assert len(each.reason.split()) >= 8
    assert set(each.nearest) <= set(METRICS)


def test_nothing_is_listed_twice() -> None:
    """Of two entries of one name the first would be lost unseen."""
    names = re.findall(r'NotComputed\(\s*"(\w+)"', Path(not_computed.__file__).read_text(encoding="utf-8"))
    assert names == list(NOT_COMPUTED)


@pytest.mark.parametrize("name", list(NOT_COMPUTED))
def test_who_asks_for_it_learns_why(name: str) -> None:
    """The error is the reason, and names what comes nearest."""
    each = NOT_COMPUTED[name]
    with pytest.raises(MetricError) as raised:
        metric(name)
    assert each.reason.rstrip(".") in str(raised.value)
    assert all(near in str(raised.value) for near in each.nearest)


def test_the_page_and_the_command_list_them_all() -> None:
    """Each with its reason, after the metrics."""
    page = metrics_page().partition("\n## Not computed\n")[2]
    told = set(
        CliRunner().invoke(app, ["metrics"]).output.partition("not computed")[2].split()
    )  # its cells are wrapped
    for each in NOT_COMPUTED.values():
        assert f"| {each.label} | {each.framework} | {each.reason} |" in page
        assert set(f"{each.label} {each.reason}".split()) <= told
