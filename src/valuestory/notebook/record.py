"""The run record, `run.json`: what a run was asked, what it read, how long it took and what came out.

It names no path of the machine, no secret and no user, so that it can travel with the deck. Everything in it is told
to this room by others; nothing is computed but durations.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter
from typing import Any, Final

from valuestory.errors import ValueStoryError
from valuestory.notebook.source import Notebook, label_of

VERSION: Final = 1
MASKED: Final = "masked"
"""Where a record says what is masked, each with what tells the mask's key from any other."""
_PACKAGES: Final = ("pandas", "duckdb", "ibis-framework", "altair", "papermill", "nbconvert", "python-pptx")


@dataclass
class Clock:
    """When a run began, and the seconds that each of its stages took, in order.

    The calendar is asked once: how long something took is told by a counter that no setting of the clock moves.
    """

    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _began: float = field(default_factory=perf_counter, repr=False)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage."""
        begin = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(perf_counter() - begin, 3)

    @property
    def total(self) -> float:
        """The seconds since the run began."""
        return round(perf_counter() - self._began, 3)

    @property
    def times(self) -> dict[str, Any]:
        """When the run began and ends, as ISO text in UTC, and the seconds of its stages and of all."""
        finished = self.started_at + timedelta(seconds=self.total)
        return {
            "started_at": _iso(self.started_at),
            "finished_at": _iso(finished),
            "seconds": {**self.seconds, "total": self.total},
        }


def versions() -> dict[str, str]:
    """Return the versions that a result can depend on."""
    from valuestory import __version__

    found = {"valuestory": __version__, "python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # an engine's extra that is not installed
            continue
    return found


def cell_timings(notebook: Notebook) -> list[dict[str, Any]]:
    """Return number (from 1, in the executed notebook), label and seconds of every code cell that ran."""
    timings = []
    for number, cell in enumerate(notebook["cells"]):
        seconds = cell.get("metadata", {}).get("papermill", {}).get("duration")
        if cell["cell_type"] == "code" and cell.get("execution_count") and seconds is not None:
            timings.append({"cell": number + 1, "label": label_of(notebook, number), "seconds": round(seconds, 3)})
    return timings


def run_record(
    clock: Clock,
    *,
    notebook: str,
    parameters: Mapping[str, Any],
    cells: Sequence[Mapping[str, Any]],
    told: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the run record as JSON data.

    Parameters
    ----------
    clock
        When the run began, and its stages.
    notebook
        The notebook's name, without its folder.
    parameters
        Every parameter with the value that the run had, defaults included.
    cells
        From `cell_timings`.
    told
        What the story and the deck say: company, period, template, inputs, slides, missing, problems, files.
    """
    return {
        "version": VERSION,
        "outcome": "whole",
        "notebook": notebook,
        "parameters": dict(parameters),
        **told,
        **clock.times,
        "cells": [dict(each) for each in cells],
        "versions": versions(),
    }


def failure_record(
    clock: Clock, error: Exception, *, notebook: str, parameters: Mapping[str, Any], cells: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the record of a run that failed: what was asked, how far it came, and the error in its three parts.

    Parameters are those of `run_record`; `error` is what ended the run.
    """
    told = error if isinstance(error, ValueStoryError) else ValueStoryError(f"{type(error).__name__}: {error}")
    return {
        "version": VERSION,
        "outcome": "failed",
        "notebook": notebook,
        "parameters": dict(parameters),
        "error": {
            "kind": type(error).__name__,
            "what": told.what,
            "where": told.where,
            "do": told.do,
            "exit_code": told.exit_code,
        },
        **clock.times,
        "cells": [dict(each) for each in cells],
        "versions": versions(),
    }


def as_text(record: Mapping[str, Any]) -> str:
    """Return a run record as the text of its file."""
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
