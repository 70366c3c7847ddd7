"""Evidence kept once: in a story's JSON a fact names its evidence by number, for hundreds of facts share one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def shared(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a story's JSON with every evidence once, in `evidence`, and its number (from 0) with each fact."""
    numbers: dict[str, int] = {}
    facts = [_numbered(fact, numbers) for fact in data.get("facts", ())]
    return {**data, "facts": facts, "evidence": [json.loads(text) for text in numbers]} if numbers else dict(data)


def unshared(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a story's JSON with its own evidence at each fact.

    Raises
    ------
    LookupError
        When a fact's number stands for no evidence.
    """
    evidence = data.get("evidence", ())
    facts = data.get("facts", ())
    if not isinstance(evidence, list) or not isinstance(facts, list):
        return dict(data)  # whoever reads it says what is wrong with it
    return {**data, "facts": [_whole(fact, evidence) for fact in facts]}


def shared_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a story whose facts hold their evidence as that of one where they name it by number."""
    definitions = dict(schema["$defs"])
    fact = dict(definitions["Fact"])
    number = {"type": "integer", "minimum": 0, "description": "The place in the story's `evidence`, from 0."}
    fact["properties"] = {**fact["properties"], "evidence": number}
    evidence = {"type": "array", "items": {"$ref": "#/$defs/Evidence"}}
    return {
        **schema,
        "$defs": {**definitions, "Fact": fact},
        "properties": {**schema["properties"], "evidence": evidence},
    }


def _numbered(fact: Mapping[str, Any], numbers: dict[str, int]) -> Mapping[str, Any]:
    if "evidence" not in fact:
        return fact
    return {**fact, "evidence": numbers.setdefault(json.dumps(fact["evidence"]), len(numbers))}


def _whole(fact: Any, evidence: list[Any]) -> Any:
    number = fact.get("evidence") if isinstance(fact, Mapping) else None
    if not isinstance(number, int):
        return fact
    if not 0 <= number < len(evidence):
        raise LookupError(f"there is no evidence {number}")
    return {**fact, "evidence": evidence[number]}
