"""What facts share is stated once in a story's JSON: their evidence, which they name by number, and periods' bounds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

_BOUNDS: Final = ("period_start", "period_end")


def stated_once(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a story's JSON in which `evidence` lists every evidence once and `periods` has the bounds of each period.

    A fact has the number of its evidence, from 0, and no bounds where all facts of its period have the same.
    """
    numbers: dict[str, int] = {}
    periods = _periods(data.get("facts", ()))
    facts = [_short(fact, numbers, periods) for fact in data.get("facts", ())]
    once = {"evidence": [json.loads(text) for text in numbers], "periods": periods}
    return {**data, "facts": facts, **{name: each for name, each in once.items() if each}} if facts else dict(data)


def stated_each(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a story's JSON with its own evidence and bounds at each fact.

    Raises
    ------
    LookupError
        When a fact's number stands for no evidence.
    """
    evidence, periods, facts = data.get("evidence", []), data.get("periods", {}), data.get("facts", [])
    if not (isinstance(evidence, list) and isinstance(periods, dict) and isinstance(facts, list)):
        return dict(data)  # whoever reads it says what is wrong with it
    return {**data, "facts": [_whole(fact, evidence, periods) for fact in facts]}


def schema_once(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a story whose facts hold everything as that of one where they share it."""
    definitions = dict(schema["$defs"])
    fact = dict(definitions["Fact"])
    number = {"type": "integer", "minimum": 0, "description": "The place in the story's `evidence`, from 0."}
    fact["properties"] = {**fact["properties"], "evidence": number}
    bounds = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
    once = {
        "evidence": {"type": "array", "items": {"$ref": "#/$defs/Evidence"}},
        "periods": {
            "type": "object",
            "additionalProperties": bounds,
            "description": "First day and the day after the last of each period, for facts that do not say their own.",
        },
    }
    return {**schema, "$defs": {**definitions, "Fact": fact}, "properties": {**schema["properties"], **once}}


def _periods(facts: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the periods whose facts all have the same two bounds."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for fact in facts:
        found.setdefault(fact.get("period", ""), set()).add(tuple(fact.get(each, "") for each in _BOUNDS))
    alike = {period: list(next(iter(bounds))) for period, bounds in found.items() if period and len(bounds) == 1}
    return {period: bounds for period, bounds in alike.items() if all(bounds)}


def _short(fact: Mapping[str, Any], numbers: dict[str, int], periods: Mapping[str, list[str]]) -> dict[str, Any]:
    short = dict(fact)
    if "evidence" in short:
        short["evidence"] = numbers.setdefault(json.dumps(short["evidence"]), len(numbers))
    if short.get("period") in periods:
        short = {name: each for name, each in short.items() if name not in _BOUNDS}
    return short


def _whole(fact: Any, evidence: list[Any], periods: Mapping[str, Any]) -> Any:
    if not isinstance(fact, Mapping):
        return fact
    whole, number = dict(fact), fact.get("evidence")
    if isinstance(number, int):
        if not 0 <= number < len(evidence):
            raise LookupError(f"there is no evidence {number}")
        whole["evidence"] = evidence[number]
    if fact.get("period") in periods:
        whole |= dict(zip(_BOUNDS, periods[fact["period"]], strict=True))
    return whole
