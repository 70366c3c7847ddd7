"""What facts share is stated once in a story's JSON: evidence, which they name by number, periods' bounds, and names.

A notebook gives each member of its JSON a line of its own: a fact, of which a story has thousands, is the text of one
JSON array, and a change in a fact that is none is a text as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

_BOUNDS: Final = ("period_start", "period_end")
_WORDS: Final = ("label", "unit")
_CHANGE: Final = ("against", "value", "low", "high")
_ROW: Final = (
    "name",
    "period",
    "slice",
    "value",
    "low",
    "high",
    "n",
    "numerator",
    "denominator",
    "evidence",
    "changes",
)
"""The members of a fact's text, in order; a fact with any other is written out."""


def stated_once(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a story's JSON in which `evidence`, `periods` and `names` hold what several facts share.

    A fact has the number of its evidence, from 0, and no bounds, label and unit where all facts of its period, or of
    its name, have the same. It is the text of an array of the members that `columns` names, null where it has none;
    a fact with other members is an object. A change is an array of against, value, low and high, in an object its text.
    """
    numbers: dict[str, int] = {}
    periods, names = _periods(data.get("facts", ())), _names(data.get("facts", ()))
    facts = [_short(fact, numbers, periods, names) for fact in data.get("facts", ())]
    once = {"evidence": [json.loads(text) for text in numbers], "periods": periods, "names": names}
    written = {"columns": list(_ROW), "facts": [_text(fact) for fact in facts]}
    return {**data, **written, **{name: each for name, each in once.items() if each}} if facts else dict(data)


def stated_each(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a story's JSON in which each fact has its own evidence, bounds, words and changes.

    Raises
    ------
    LookupError
        When a fact's number stands for no evidence.
    ValueError
        When a fact or a change is no text of JSON, or has more or fewer members.
    """
    evidence, facts, columns = data.get("evidence", []), data.get("facts", []), data.get("columns", [])
    periods, names = data.get("periods", {}), data.get("names", {})
    are_lists = all(isinstance(each, list) for each in (evidence, facts, columns))
    if not (are_lists and isinstance(periods, dict) and isinstance(names, dict)):
        return dict(data)  # whoever reads it says what is wrong with it
    return {**data, "facts": [_whole(_read(fact, columns), evidence, periods, names) for fact in facts]}


def schema_once(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a story whose facts hold everything as that of one where they share it."""
    definitions = dict(schema["$defs"])
    fact = dict(definitions["Fact"])
    number = {"type": "integer", "minimum": 0, "description": "The place in the story's `evidence`, from 0."}
    change = {"type": "string", "description": "JSON of an array: against, value, low, high."}
    changes = {**fact["properties"]["changes"], "additionalProperties": change}
    fact["properties"] = {**fact["properties"], "evidence": number, "changes": changes}
    definitions.pop("Change")
    row = {"type": "string", "description": "JSON of an array: the members that `columns` names, or null."}
    facts = {**schema["properties"]["facts"], "items": {"anyOf": [row, {"$ref": "#/$defs/Fact"}]}}
    bounds = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
    once = {
        "facts": facts,
        "columns": {"type": "array", "items": {"type": "string"}, "description": "The members of a fact's text."},
        "evidence": {"type": "array", "items": {"$ref": "#/$defs/Evidence"}},
        "periods": {
            "type": "object",
            "additionalProperties": bounds,
            "description": "First day and the day after the last of each period, for facts that do not say their own.",
        },
        "names": {
            "type": "object",
            "additionalProperties": {"type": "object", "properties": {each: {"type": "string"} for each in _WORDS}},
            "description": "Label and unit of each name, for facts that do not say their own.",
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


def _names(facts: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return the label and unit of the names that more than one fact has, and always with the same."""
    found: dict[str, list[dict[str, str]]] = {}
    for fact in facts:
        found.setdefault(fact["name"], []).append({each: fact[each] for each in _WORDS if each in fact})
    shared = {name: words for name, words in found.items() if len(words) > 1 and words[0]}
    return {name: words[0] for name, words in shared.items() if all(each == words[0] for each in words)}


def _short(
    fact: Mapping[str, Any],
    numbers: dict[str, int],
    periods: Mapping[str, list[str]],
    names: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    short = {name: each for name, each in fact.items() if name not in names.get(fact["name"], ())}
    if "changes" in short:
        short["changes"] = {
            against: json.dumps([change.get(each) for each in _CHANGE]) for against, change in short["changes"].items()
        }
    if "evidence" in short:
        short["evidence"] = numbers.setdefault(json.dumps(short["evidence"]), len(numbers))
    if short.get("period") in periods:
        short = {name: each for name, each in short.items() if name not in _BOUNDS}
    return short


def _text(fact: dict[str, Any]) -> str | dict[str, Any]:
    """Return a fact as the text of an array, where it has no members but those of one."""
    if not fact.keys() <= set(_ROW):
        return fact
    row = dict(fact)
    if "changes" in row:
        row["changes"] = {against: json.loads(change) for against, change in row["changes"].items()}
    return json.dumps([row.get(each) for each in _ROW], ensure_ascii=False, separators=(",", ":"))


def _read(fact: Any, columns: list[Any]) -> Any:
    """Return a fact's text as the object that it stands for."""
    if not isinstance(fact, str):
        return fact
    read = dict(zip(columns, json.loads(fact), strict=True))
    kept = ("value",)  # which may be none, and has to be said
    return {str(name): each for name, each in read.items() if each is not None or name in kept}


def _whole(fact: Any, evidence: list[Any], periods: Mapping[str, Any], names: Mapping[str, Any]) -> Any:
    if not isinstance(fact, Mapping):
        return fact
    whole, number = dict(fact), fact.get("evidence")
    if isinstance(number, int):
        if not 0 <= number < len(evidence):
            raise LookupError(f"there is no evidence {number}")
        whole["evidence"] = evidence[number]
    if fact.get("period") in periods:
        whole |= dict(zip(_BOUNDS, periods[fact["period"]], strict=True))
    if isinstance(fact.get("changes"), Mapping):
        whole["changes"] = {against: _change(change) for against, change in fact["changes"].items()}
    return {**names.get(str(fact.get("name")), {}), **whole}


def _change(change: Any) -> Any:
    members = json.loads(change) if isinstance(change, str) else change
    return members if isinstance(members, dict) else dict(zip(_CHANGE, members, strict=True))
