"""A slide whose chart has no native form: its bars, its scale and its labels are shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from valuestory.deck import build_deck
from valuestory.slides.facts import Evidence, Fact, Facts
from valuestory.slides.slide import Chart, Slide, StoryRecord, TemplateName
from valuestory.slides.text import Writer

WAITED = {"EMEA": 41.3, "Americas": 12.0, "Asia": 7.2}


def facts_of(days: Mapping[str, float], quarter: str) -> list[Fact]:
    """Return days waited by region, each with its interval."""
    said = Evidence(definition="Days from asking to being served.", source="case system")
    return [
        Fact(
            "waited",
            value,
            "days",
            "Waited",
            quarter,
            slice=f"region={name}",
            low=value - 2,
            high=value + 2,
            evidence=said,
        )
        for name, value in days.items()
    ]


def slide(facts: Sequence[Fact], texts: Sequence[str], *, native: bool = False) -> Slide:
    """Return the slide: bars as thick as they are long, which no office program has, and a label at each."""
    rows: list[dict[str, Any]] = [
        {"region": fact.slice.partition("=")[2], "days": fact.value, "shown": text, "fact": fact.id}
        for fact, text in zip(facts, texts, strict=True)
    ]
    base = {
        "x": {"field": "days", "type": "quantitative"},
        "y": {"field": "region", "type": "nominal", "sort": None},
        "detail": {"field": "fact"},
    }
    thick = {} if native else {"size": {"field": "days", "type": "quantitative", "title": "thickness"}}
    layers = [
        {"mark": "bar", "encoding": {**base, **thick}},
        {"mark": {"type": "text", "align": "left"}, "encoding": {**base, "text": {"field": "shown"}}},
    ]
    chart = Chart({"data": {"values": rows}, "layer": layers}, "Days waited by region")
    title = Writer(Facts(facts)).paragraph("People in one region wait longest by far")
    return Slide("waited", "chart", title, chart=chart, facts=tuple(facts))


def write(slides: Sequence[Slide], path: Path, quarter: str = "2026Q1") -> Path:
    """Write a deck and return its path."""
    facts = tuple(fact for each in slides for fact in each.facts)
    record = StoryRecord("Acme", quarter, "ceo", "en_US", "USD", TemplateName("valuestory"), facts=facts)
    return build_deck(slides, "valuestory", path, record=record).path
