"""A story's record in the running notebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from valuestory.story.recording import RecordOutput


@pytest.fixture
def shell() -> Iterator[Any]:
    """An IPython of the test's own; the machine's other tests run without one."""
    try:
        yield InteractiveShell.instance(history_length=0)
    finally:
        InteractiveShell.clear_instance()


def test_the_record_is_written_once_a_cell_however_often_it_changes(
    shell: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """At once when a story opens, and once more when a cell in which it changed has ended; never for nothing."""
    written: list[int] = []

    def bundle() -> dict[str, str]:
        written.append(1)
        return {"text/plain": f"version {len(written)}"}

    shell.push({"output": RecordOutput(bundle)})
    shell.run_cell("output.show()")
    assert len(written) == 1
    shell.run_cell("for _ in range(30): output.show()")
    assert len(written) == 2
    shell.run_cell("1 + 1")
    assert len(written) == 2
    assert "version 2" in capsys.readouterr().out


def test_outside_a_notebook_nothing_is_written() -> None:
    """A script that makes slides pays nothing for it."""
    output = RecordOutput(lambda: pytest.fail("written"))
    output.show()
    output.show()
