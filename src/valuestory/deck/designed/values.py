"""Where the names on a designed slide are looked up, and the plain values that a caller gives.

A plain value has no unit: the format that the designer wrote says how it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Protocol

from valuestory.deck.designed.exhibits import Exhibit, Picture, Rows, plain, rows_of
from valuestory.deck.designed.words import MissingValueError, Words
from valuestory.errors import DeckError, StoryError, UnknownFactError, did_you_mean
from valuestory.slides.facts import CHANGES, WHOLE, Fact, Facts, Reference
from valuestory.slides.number_words import NumberWords
from valuestory.slides.shown import shown

Wants = Literal["chart", "table", "other"]
"""What a bound shape is: a native chart, a table, or anything else."""
_UNITS: Final = {"duration": "minutes", "text": "number"}
"""The unit of a plain number by the format that the designer wrote, where it has not the format's name."""


class Records(NamedTuple):
    """Rows, and for each row what the names mean beside its values."""

    rows: Rows
    each: tuple[Values, ...]


class Item(NamedTuple):
    """One of those that a slide repeats for: its name, and what the names mean on its slide."""

    label: str
    values: Values


class Values(Protocol):
    """What the names on one slide mean.

    Each raises `MissingValueError` where a known name has no value, and `UnknownFactError` or `StoryError` where the
    designer or the caller has something to mend.
    """

    def words(self, reference: Reference, *, where: str) -> Words:
        """Return what is written for a reference."""
        ...

    def exhibit(self, name: str, wants: Wants, *, where: str) -> Exhibit | Records | Words:
        """Return what a shape of this name is filled with; `wants` is what the shape is."""
        ...

    def items(self, name: str, *, where: str) -> list[Item]:
        """Return what a slide repeats for."""
        ...


def fact_words(fact: Fact, reference: Reference, part: str, numbers: NumberWords, *, where: str) -> Words:
    """Return a fact's part as it is shown.

    Raises
    ------
    MissingValueError
        When it has no such part, or its text says a rise where there was a fall.
    StoryError
        When the format does not fit.
    """
    value = fact.part(part)
    if value is None:
        raise MissingValueError(f"{fact.id} has no {part}")
    if part.startswith(CHANGES[1:]) and isinstance(value, (int, float)):
        wrong = value < 0 if part.startswith("rise") else value > 0
        if wrong:
            raise MissingValueError(f"{fact.id} did not {part.partition('@')[0]}")
    text, style = shown(fact, part, reference.format, numbers, where=where)
    return Words(text, fact.id, part, style)


@dataclass(frozen=True)
class PlainValues:
    """Values by name as a caller gives them: numbers, texts, dates, facts, rows, charts, pictures.

    `own` are the names and values of a row or an item, which come first.
    """

    given: Mapping[str, Any]
    numbers: NumberWords = field(default_factory=NumberWords)
    own: Mapping[str, Any] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)

    @classmethod
    def of(cls, given: Mapping[str, Any], numbers: NumberWords) -> PlainValues:
        """Return the values of a caller."""
        facts = Facts({value.id: value for value in given.values() if isinstance(value, Fact)}.values())
        return cls(dict(given), numbers, facts=facts)

    def words(self, reference: Reference, *, where: str) -> Words:
        """Return what is written for a reference.

        Raises
        ------
        UnknownFactError
            When there is no such name.
        """
        full = reference.name + (f"@{reference.period}" if reference.period else "")
        full += "" if reference.slice == WHOLE else f"[{reference.slice}]"
        for name in dict.fromkeys((full, reference.name) if reference.part in CHANGES else (full,)):
            for layer in (self.own, self.given):
                if name in layer:
                    return self._words(name, plain(layer[name]), reference, where)
        if any(fact.name == reference.name for fact in self.facts.values()):
            fact, part = self.facts.resolve(reference, where=where)
            return fact_words(fact, reference, part, self.numbers, where=where)
        raise self._unknown(reference.name, "fact", where)

    def _words(self, name: str, value: Any, reference: Reference, where: str) -> Words:
        if value is None:
            raise MissingValueError(f"{name} has no value")
        if isinstance(value, Fact):
            part = reference.part
            if part in CHANGES:
                part = f"{part}@{reference.period or 'previous'}"
            return fact_words(value, reference, part, self.numbers, where=where)
        fact = _as_fact(name, value, reference, where)
        return fact_words(fact, reference, reference.part, self.numbers, where=where)._replace(fact=None)

    def exhibit(self, name: str, wants: Wants, *, where: str) -> Exhibit | Records | Words:
        """Return what a shape of this name is filled with, whatever the shape is.

        Raises
        ------
        UnknownFactError
            When there is no such name.
        MissingValueError
            When it has no value, or no rows.
        """
        for layer in (self.own, self.given):
            if name in layer:
                return self._exhibit(name, layer[name], where)
        raise self._unknown(name, "value", where)

    def _exhibit(self, name: str, value: Any, where: str) -> Exhibit | Records | Words:
        value = plain(value)
        if value is None:
            raise MissingValueError(f"{name} has no value")
        if isinstance(value, Picture):
            return value
        if isinstance(value, (bytes, bytearray, Path)):
            return Picture(bytes(value) if not isinstance(value, Path) else _read(value, where))
        rows = rows_of(value, where=where)
        if rows is None:
            return _of_a_story(value) or self._words(name, value, Reference(name), where)
        if not rows.rows:
            raise MissingValueError(f"{name} has no rows")
        return Records(rows, tuple(self._beside(record) for record in rows.records()))

    def items(self, name: str, *, where: str) -> list[Item]:
        """Return what a slide repeats for: each row of that name.

        Raises
        ------
        UnknownFactError
            When there is no such name.
        DeckError
            When it is no list of rows.
        """
        if name not in self.given:
            raise self._unknown(name, "list of rows", where)
        rows = rows_of(self.given[name], where=where)
        if rows is None:
            raise DeckError(
                f'"{name}" is no list of rows', where=where, do="give a DataFrame or a list of dictionaries"
            )
        return [
            Item(str(next(iter(record.values()), at)), self._beside(record))
            for at, record in enumerate(rows.records(), 1)
        ]

    def _beside(self, record: Mapping[str, Any]) -> PlainValues:
        return replace(self, own={**self.own, **record})

    def _unknown(self, name: str, kind: str, where: str) -> UnknownFactError:
        known = {*self.own, *self.given, *(fact.name for fact in self.facts.values())}
        do = did_you_mean(name, known) or "give it a value, or take it off the slide"
        return UnknownFactError(f'there is no {kind} "{name}"', where=where, do=do)


def _as_fact(name: str, value: Any, reference: Reference, where: str) -> Fact:
    """Return a plain value as a fact whose unit is that of the format."""
    style = reference.format
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Fact(name, value.isoformat(), "text" if style == "text" else "date")
    if isinstance(value, str):
        return Fact(name, value, "date" if style == "date" else "text")
    if isinstance(value, (Mapping, Sequence)) or hasattr(value, "columns"):
        raise StoryError(f'"{name}" is no single value', where=where, do=f"name a table or chart vs:{name} instead")
    return Fact(name, value, _UNITS.get(style, style) if style else "number")


def _of_a_story(value: Any) -> Exhibit | None:
    """Return a story's chart or table, or an Altair chart or its dictionary as one; None for anything else."""
    if isinstance(value, (str, int, float, date)):
        return None
    from valuestory.slides.slide import Chart, Table

    if isinstance(value, (Chart, Table)):
        return value
    if isinstance(value, Mapping) and "$schema" in value:
        return Chart(value)
    return Chart(value.to_dict()) if hasattr(value, "to_dict") else None


def _read(path: Path, where: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeckError(
            f"the picture {path.name} cannot be read: {error.strerror}", where=where, do="check it"
        ) from None


__all__ = ["Item", "PlainValues", "Records", "Values", "fact_words"]
