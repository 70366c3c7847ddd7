"""What decks find warm: charts drawn by one process for all are those that each would draw for itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.notebook.batch import decks

from valuestory.notebook.batch.worker.processes import end, start
from valuestory.notebook.batch.worker.warm import drawing, stop_drawing
from valuestory.slides.vega import SERVED, vega

pytestmark = pytest.mark.skipif(os.name != "posix", reason="charts are asked for over a Unix socket")

CHART = {
    "data": {"values": [{"quarter": "2026Q1", "cases": 3.5}, {"quarter": "2026Q2", "cases": None}]},
    "mark": "bar",
    "encoding": {"x": {"field": "quarter"}, "y": {"field": "cases", "type": "quantitative"}},
}
OFFLINE = {"allowed_base_urls": []}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The socket of a process that draws."""
    yield drawing()
    stop_drawing()


def test_charts_drawn_for_many_are_those_that_each_draws_for_itself(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text, picture and scene; what Vega refuses is refused in its words; a process that died is missed by nobody."""
    compiled = vega("vegalite_to_vega", CHART)
    asked = [("vegalite_to_svg", CHART), ("vega_to_scenegraph", compiled), ("vega_to_png", compiled)]
    alone = [vega(function, given, **OFFLINE) for function, given in asked]
    with pytest.raises(ValueError, match="conversion failed") as refused:
        vega("vegalite_to_svg", {"mark": "nonsense"}, **OFFLINE)
    monkeypatch.setenv(SERVED, address)
    monkeypatch.setattr("valuestory.slides.vega._here", lambda *_: pytest.fail("it was drawn here"))
    assert [vega(function, given, **OFFLINE) for function, given in asked] == alone
    with pytest.raises(ValueError, match="conversion failed") as there:
        vega("vegalite_to_svg", {"mark": "nonsense"}, **OFFLINE)
    assert _said(there.value) == _said(refused.value)
    assert drawing() == address, "there is one for all"
    monkeypatch.undo()
    monkeypatch.setenv(SERVED, address)
    os.kill(_served(), signal.SIGKILL)
    assert vega("vegalite_to_svg", CHART, **OFFLINE) == alone[0]


def test_who_finds_nobody_draws_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket that is not there costs no deck its charts."""
    monkeypatch.setenv(SERVED, str(tmp_path / "none"))
    assert vega("vegalite_to_svg", CHART, **OFFLINE).startswith("<svg")


def test_no_engine_draws_bars_of_its_own_in_a_process_of_a_batch() -> None:
    """DuckDB does where it believes that there is a user: the terminal is the batch's alone."""
    process, heard = start("bars", decks.draws_bars)
    with heard:
        assert heard.recv() is False
    end(process)


def _said(error: BaseException) -> str:
    """What Vega says; the stack behind it names functions as its engine has come to know them."""
    return str(error).split("\n    at ")[0]


def _served() -> int:
    from valuestory.notebook.batch.worker import warm

    pid = warm._drawing[0][0].pid
    assert pid is not None
    return pid
