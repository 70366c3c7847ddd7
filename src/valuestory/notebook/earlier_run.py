"""The run before this one: what a deck says of the last deck is read from it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from valuestory.audit.rerun import PREVIOUS
from valuestory.errors import ParameterError
from valuestory.notebook.checks import Plan
from valuestory.notebook.record import MASKED
from valuestory.notebook.scrub import scrub_values

_RECORD: Final = "run.json"
_OWN: Final = frozenset({"period", "audience", "template", PREVIOUS})
"""Parameters in which the earlier run may be another."""


def with_earlier_run(plan: Plan, out: Path) -> Plan:
    """Return a plan that names the run before it, where its notebook asks for one and nobody has named it.

    It is the whole run of the same notebook on the same data and part of the company, of the newest period before this
    one's, that lies beside the folder to be written: ``reports/value_of_support-2026Q1`` for
    ``reports/value_of_support-2026Q2``, ``reports/2026Q1/EMEA`` for ``reports/2026Q2/EMEA``.

    Parameters
    ----------
    plan
        A run that has passed its checks.
    out
        The folder that it will write.

    Raises
    ------
    ParameterError
        When accounts are masked, and the run before that was named has another mask or none.
    """
    period = str(plan.values.get("period", ""))
    _refuse_unmasked(plan)
    if plan.values.get(PREVIOUS) != "" or not period:
        return plan
    found = [
        (str(record["period"]), folder)
        for folder, record in _runs(out)
        if folder.resolve() != out.resolve() and _is_earlier(record, plan, period)
    ]
    if not found:
        return plan
    _, folder = max(found, key=lambda each: (each[0], each[1].name))
    place = Path(os.path.relpath(folder, plan.root)).as_posix()
    return replace(plan, given={**plan.given, PREVIOUS: place}, values={**plan.values, PREVIOUS: place})


def _runs(out: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield the folders beside one, and those of its name beside its parent, that hold a run's record."""
    beside = out.resolve().parent
    for record in sorted({*beside.glob(f"*/{_RECORD}"), *beside.parent.glob(f"*/{out.name}/{_RECORD}")}):
        try:
            told = json.loads(record.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # not ours, or nobody may read it: no earlier run
            continue
        if isinstance(told, dict) and (record.parent / "story.ipynb").is_file():
            yield record.parent, told


def _is_earlier(record: Mapping[str, Any], plan: Plan, period: str) -> bool:
    before, given = str(record.get("period", "")), record.get("parameters")
    if _mask_of(record) != plan.mask:
        return False
    if record.get("outcome") != "whole" or record.get("notebook") != plan.path.stem or not isinstance(given, dict):
        return False
    asked = scrub_values(dict(plan.values), root=plan.root, given=plan.values)  # as a record has them
    alike = {name: str(value) for name, value in asked.items() if name not in _OWN}
    return (
        len(before) == len(period)
        and before < period
        and {name: str(value) for name, value in given.items() if name not in _OWN} == alike
    )


def _refuse_unmasked(plan: Plan) -> None:
    """Refuse an earlier run that names accounts by what they are, or by pseudonyms of another key."""
    named = str(plan.values.get(PREVIOUS, ""))
    if not plan.mask or not named:
        return
    try:
        record = json.loads((plan.root / named / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return  # the story says what is wrong with it
    if _mask_of(record) != plan.mask:
        raise ParameterError(
            "the run before was not made with this mask: its names would be told, or could not be compared",
            where=PREVIOUS,
            do="name a run that was made with --mask and the same key",
        )


def _mask_of(record: Mapping[str, Any]) -> str:
    masked = record.get(MASKED)
    return str(masked.get("accounts", "")) if isinstance(masked, dict) else ""
