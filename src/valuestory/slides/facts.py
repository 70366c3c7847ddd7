"""Facts: named results with their evidence, and the references to them in text.

A reference names a result and never calculates::

    {{ name[.low|.high|.n|.change|.rise|.fall][@previous|@year_ago|@2026Q1][dimension=value] | format }}

Without more it is the story's own period and the whole company.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, get_args

from valuestory.errors import StoryError, UnknownFactError, did_you_mean
from valuestory.slides.number_words import FORMATS, Format

WHOLE: Final = "all"
"""The slice that is the whole company."""

PARTS: Final = ("value", "low", "high", "n", "change", "rise", "fall")
CHANGES: Final = ("change", "rise", "fall")
"""Three words for a difference: `change` is shown with its sign; `rise` and `fall` without, and refuse the other direction."""
RELATIVE_PERIODS: Final = ("previous", "year_ago")

TAG = re.compile(r"\{\{(?P<inside>.*?)\}\}", re.DOTALL)
_REFERENCE = re.compile(
    r"""\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    (?:\.(?P<part>[a-z_]+))?
    (?:@(?P<period>[A-Za-z0-9_-]+))?
    (?:\[(?P<slice>[^\]=]+=[^\]]*)\])?
    \s*(?:\|\s*(?P<format>[a-z]+)\s*)?$""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Change:
    """The difference between a fact and the same fact of another period, with its own 95 % interval.

    `value`, `low` and `high` are in the fact's unit (a share's change is a difference of shares); `against` is the
    other period's name, such as `2026Q1`.
    """

    against: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Evidence:
    """Where a fact comes from.

    `kind` is `counted`, `estimated`, `declared` (given by an analyst), `ledger`, `survey`, `benchmark` or `name` (no figure); `grade` is A to E for
    effects and empty for plain figures; `source` names the systems and the extract date in plain words.
    """

    kind: str = "estimated"
    definition: str = ""
    formula: str = ""
    source: str = ""
    tables: tuple[str, ...] = ()
    grade: str = ""


@dataclass(frozen=True)
class Fact:
    """One named result: what words and numbers on slides are made from.

    Grain: one metric, one period, one slice. `value` is exact and unrounded, in `unit` (see `number_words.FORMATS` for how
    each unit is shown): `count`, `number`, `share` (0 to 1), `points` (such as NPS), `money` (reporting currency),
    `minutes`, `days`, `date` (ISO text) or `text`; None means that there is no result, never zero. The period takes in
    `period_start` and leaves out `period_end` (ISO dates). `changes` are keyed `previous` and `year_ago`.
    """

    name: str
    value: float | int | str | None
    unit: str = "number"
    label: str = ""
    period: str = ""
    period_start: str = ""
    period_end: str = ""
    slice: str = WHOLE
    low: float | None = None
    high: float | None = None
    n: int | None = None
    numerator: float | None = None
    denominator: float | None = None
    evidence: Evidence = field(default_factory=Evidence)
    changes: Mapping[str, Change] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The fact's full name, such as ``csat@2026Q2[segment=SMB]``."""
        period = f"@{self.period}" if self.period else ""
        part = "" if self.slice == WHOLE else f"[{self.slice}]"
        return f"{self.name}{period}{part}"

    def part(self, part: str) -> float | int | str | None:
        """Return one part by its stored name: `value`, `low`, `high`, `n`, or `change@previous` (also `rise@`, `fall@`)."""
        name, _, against = part.partition("@")
        if name in CHANGES:
            change = self.changes.get(against or "previous")
            return None if change is None else change.value
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n}[name]


@dataclass(frozen=True)
class Reference:
    """A fact reference as it was written: `{{ name.part@period[slice] | format }}`."""

    name: str
    part: str = "value"
    period: str = ""
    slice: str = WHOLE
    format: Format | None = None

    @classmethod
    def parse(cls, inside: str, *, where: str = "") -> Reference:
        """Return the reference between two pairs of braces.

        Raises
        ------
        StoryError
            When it is not a reference, or its part or format does not exist: the author mends the text.
        """
        match = _REFERENCE.match(inside)
        if match is None:
            raise StoryError(
                f'"{{{{{inside}}}}}" is not a fact reference',
                where=where,
                do="write {{ name }}, {{ name.low@previous[segment=SMB] | share }}; calculate in Python, in the notebook",
            )
        part, style = match["part"] or "value", match["format"]
        if part not in PARTS:
            raise StoryError(f'a fact has no part "{part}"', where=where, do=did_you_mean(part, PARTS))
        if style is not None and style not in FORMATS:
            raise StoryError(f'there is no format "{style}"', where=where, do=did_you_mean(style, FORMATS))
        dimension, _, value = (match["slice"] or "").partition("=")
        part_of = f"{dimension.strip()}={value.strip()}" if dimension else WHOLE
        return cls(match["name"], part, match["period"] or "", part_of, style)  # type: ignore[arg-type]


class Facts(Mapping[str, Fact]):
    """The facts of one story, by id, in the order they were added.

    Parameters
    ----------
    facts
        The facts.
    period
        The story's own period, such as `2026Q2`: what a reference without `@` means.
    relative
        What `previous` and `year_ago` are called, such as ``{"previous": "2026Q1"}``.
    """

    def __init__(self, facts: Iterable[Fact] = (), *, period: str = "", relative: Mapping[str, str] | None = None) -> None:
        self._by_id = {fact.id: fact for fact in facts}
        self.period = period
        self.relative = dict(relative or {})

    def __getitem__(self, fact_id: str) -> Fact:
        return self._by_id[fact_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, fact: Fact) -> Fact:
        """Add or replace a fact and return it."""
        self._by_id[fact.id] = fact
        return fact

    def resolve(self, reference: Reference, *, where: str = "") -> tuple[Fact, str]:
        """Return the fact that a reference names and the stored name of its part.

        Raises
        ------
        UnknownFactError
            When no such fact exists: the message names the nearest one.
        """
        period = reference.period
        if reference.part in CHANGES:
            return self._change(reference, where)
        period = self.relative.get(period, period) or self.period
        for candidate in (self._id(reference, period), self._id(reference, "")):
            if candidate in self._by_id and not (reference.period and candidate == self._id(reference, "")):
                return self._by_id[candidate], reference.part
        raise self._unknown(reference, period, where)

    def _change(self, reference: Reference, where: str) -> tuple[Fact, str]:
        fact, _ = self.resolve(replace(reference, part="value", period=""), where=where)
        against = reference.period or "previous"
        key = next((key for key in RELATIVE_PERIODS if against in (key, self.relative.get(key))), None)
        if key is None:
            raise UnknownFactError(
                f'no change of "{reference.name}" against {against} was computed',
                where=where,
                do="use .change@previous or .change@year_ago",
            )
        return fact, f"{reference.part}@{key}"

    @staticmethod
    def _id(reference: Reference, period: str) -> str:
        return Fact(reference.name, None, period=period, slice=reference.slice).id

    def _unknown(self, reference: Reference, period: str, where: str) -> UnknownFactError:
        names = {fact.name for fact in self._by_id.values()}
        if reference.name not in names:
            return UnknownFactError(
                f'there is no fact "{reference.name}"', where=where, do=did_you_mean(reference.name, names)
            )
        wanted = self._id(reference, period)
        same = [each for each in self._by_id if self._by_id[each].name == reference.name]
        return UnknownFactError(
            f'"{reference.name}" exists, but not as {wanted}', where=where, do=did_you_mean(wanted, same)
        )


assert set(FORMATS) == set(get_args(Format)), "every format has its row"
