"""Facts: named results with their evidence, and the references to them in text.

A reference names a result and never calculates::

    {{ name[.low|.high|.n|.change|.rise|.fall][@previous|@year_ago|@baseline|@2026Q1][dimension=value] | format }}

Without more it is the story's own period and the whole company.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, get_args

from valuestory.errors import StoryError, UnknownFactError, did_you_mean
from valuestory.slides.number_words import DEFAULT_FORMAT, FORMATS, Format

WHOLE: Final = "all"
"""The slice that is the whole company."""

PARTS: Final = ("value", "low", "high", "n", "change", "rise", "fall")
CHANGES: Final = ("change", "rise", "fall")
"""Words for a difference: `change` is shown with its sign; `rise` and `fall` without, refusing the other direction."""
RELATIVE_PERIODS: Final = ("previous", "year_ago", "baseline")

TAG = re.compile(r"\{\{(?P<inside>.*?)\}\}", re.DOTALL)
_REFERENCE = re.compile(
    r"""\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    (?:\.(?P<part>[A-Za-z_]+))?
    (?:@(?P<period>[A-Za-z0-9_-]+))?
    (?:\[(?P<dimension>[^=\[\]]+)=(?P<member>.*)\])?  # to the last bracket: a member may hold "]", "=" and "|"
    \s*(?:\|\s*(?P<format>[A-Za-z_]+)\s*)?\Z""",
    re.VERBOSE | re.DOTALL,
)
_ALL_FACTS: Final = "story.facts lists every fact"


@dataclass(frozen=True)
class Change:
    """The difference between a fact and the same fact of another period, with its own 95 % interval.

    `value`, `low` and `high` are in the fact's unit (a share's change is a difference of shares); `against` is the
    other period's name, such as `2026Q1`. An end that is no finite number is None.
    """

    against: str
    value: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        """Take in plain numbers only."""
        value = _plain(self.value, self.against)
        object.__setattr__(self, "value", math.nan if value is None else value)  # a fact leaves such a change out
        for name in ("low", "high"):
            object.__setattr__(self, name, _plain(getattr(self, name), self.against))


@dataclass(frozen=True)
class Evidence:
    """Where a fact comes from.

    `kind` is `counted`, `estimated`, `declared` (given by an analyst), `ledger`, `survey`, `benchmark` or `name` (no
    figure); `grade` is A to E for effects and empty for plain figures; `source` names the systems and the extract date
    in plain words; `tables` are the canonical tables that it was computed from; `doubt` is why the figure, though
    computed, is not to be claimed (empty where nothing speaks against it). `set_aside` says of each table that it reads
    how many rows are left out, and `emptied` how many values of a column, in plain words; both are empty where nothing
    was lost.
    """

    kind: str = "estimated"
    definition: str = ""
    formula: str = ""
    source: str = ""
    tables: tuple[str, ...] = ()
    grade: str = ""
    doubt: str = ""
    set_aside: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One named result: what words and numbers on slides are made from.

    Grain: one metric, one period, one slice. `value` is exact and unrounded, in `unit` (see `number_words.FORMATS` for
    how each unit is shown): `count`, `number`, `share` (0 to 1), `points` (such as NPS), `money` (reporting currency),
    `minutes`, `days`, `date` (ISO text) or `text`; None means that there is no result, never zero. The period takes in
    `period_start` and leaves out `period_end` (ISO dates). `changes` are keyed `previous`, `year_ago` and `baseline`.
    `step` is the smallest difference that is shown, in `unit`, of what stands in a sum that adds up as shown; without
    it the fact's own size decides.

    A number that is not finite (0 / 0, 1 / 0) is no result and becomes None; a change that is none is left out; numbers
    of numpy and pandas become Python's own, and minus zero is zero. What is shown is a number, and the JSON is valid.

    Raises
    ------
    StoryError
        When the unit does not exist, a value does not fit its unit, or `low` lies above `high`: mend the fact.
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
    step: float | None = None

    def __post_init__(self) -> None:
        """Take in plain, finite numbers that fit the unit."""
        for name in ("value", "low", "high", "n", "numerator", "denominator", "step"):
            object.__setattr__(self, name, _plain(getattr(self, name), self.id))
        known = {key: change for key, change in self.changes.items() if math.isfinite(change.value)}
        object.__setattr__(self, "changes", known)
        _check(self)

    @property
    def id(self) -> str:
        """The fact's full name, such as ``csat@2026Q2[segment=SMB]``."""
        return _id(self.name, self.period, self.slice)

    def part(self, part: str) -> float | int | str | None:
        """Return one part by its stored name, or None where there is none.

        Parameters
        ----------
        part
            `value`, `low`, `high`, `n`, or `change@previous` (also `rise@`, `fall@`; `year_ago`, `baseline`).

        Raises
        ------
        StoryError
            When a fact has no such part.
        """
        name, _, against = part.partition("@")
        if name in CHANGES:
            change = self.changes.get(against or "previous")
            return None if change is None else change.value
        parts = {"value": self.value, "low": self.low, "high": self.high, "n": self.n}
        if part not in parts:
            raise StoryError(f'a fact has no part "{part}"', where=self.id, do=did_you_mean(part, PARTS))
        return parts[part]


def _id(name: str, period: str, part_of: str) -> str:
    return name + (f"@{period}" if period else "") + ("" if part_of == WHOLE else f"[{part_of}]")


def _plain(value: Any, where: str) -> Any:
    """Return a number as Python's own, None for what is no finite number, text as it is."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise StoryError("a fact is a number or a text, not true or false", where=where, do="give 1 or 0, or a text")
    if isinstance(value, int):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError):
        kind = type(value).__name__
        if kind in ("NAType", "NaTType"):  # what pandas calls missing
            return None
        what = f"a fact is a number or a text, not a {kind}"
        raise StoryError(what, where=where, do="give one number, or one text") from None
    if not math.isfinite(number):
        return None
    return int(value) if hasattr(value, "__index__") else number + 0.0


def _check(fact: Fact) -> None:
    if fact.unit not in DEFAULT_FORMAT:
        hint = did_you_mean(fact.unit, DEFAULT_FORMAT)
        raise StoryError(f'there is no unit "{fact.unit}"', where=fact.id, do=hint or ", ".join(DEFAULT_FORMAT))
    if fact.value is not None and isinstance(fact.value, str) != (fact.unit in ("text", "date")):
        kind = "a text" if isinstance(fact.value, str) else "a number"
        do = "give the value as text" if fact.unit in ("text", "date") else 'give a number, or unit="text"'
        raise StoryError(f'the value is {kind}, its unit "{fact.unit}"', where=fact.id, do=do)
    if fact.step is not None and fact.step <= 0:
        raise StoryError(f"the step is {fact.step:g}", where=fact.id, do="give what is shown, above 0, or none")
    low, high = fact.low, fact.high
    if low is not None and high is not None and low > high and not math.isclose(low, high, rel_tol=1e-9, abs_tol=1e-12):
        raise StoryError(f"low {low:g} lies above high {high:g}", where=fact.id, do="exchange the two")


class Reference(NamedTuple):
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
                do="write {{ name }} or {{ name.low@previous[segment=SMB] | share }}; calculate in Python, in a cell",
            )
        part, style = match["part"] or "value", match["format"]
        if part not in PARTS:
            raise StoryError(f'a fact has no part "{part}"', where=where, do=did_you_mean(part, PARTS))
        if style is not None and style not in FORMATS:
            raise StoryError(f'there is no format "{style}"', where=where, do=did_you_mean(style, FORMATS))
        dimension, member = (" ".join((match[each] or "").split()) for each in ("dimension", "member"))
        part_of = f"{dimension}={member}" if dimension else WHOLE
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
        What `previous`, `year_ago` and `baseline` are called, such as ``{"previous": "2026Q1"}``.

    Raises
    ------
    StoryError
        When two facts that differ have the same id: one of them would be shown in place of the other.
    """

    def __init__(
        self, facts: Iterable[Fact] = (), *, period: str = "", relative: Mapping[str, str] | None = None
    ) -> None:
        self._by_id: dict[str, Fact] = {}
        for fact in facts:
            if self._by_id.setdefault(fact.id, fact) != fact:
                raise StoryError(f"two different facts are called {fact.id}", do="give each its own name")
        self.period = period
        self.relative = dict(relative or {})

    def __getitem__(self, fact_id: str) -> Fact:
        return self._by_id[fact_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def _ipython_key_completions_(self) -> list[str]:
        """Return what Jupyter offers between the brackets: every fact's id."""
        return list(self._by_id)

    def add(self, fact: Fact) -> Fact:
        """Add or replace a fact and return it."""
        self._by_id[fact.id] = fact
        return fact

    def resolve(self, reference: Reference, *, where: str = "") -> tuple[Fact, str]:
        """Return the fact that a reference names and the stored name of its part.

        Without a period it is the story's own, or the fact that belongs to no period, such as the company's name.

        Raises
        ------
        UnknownFactError
            When no such fact exists: the message names the nearest one.
        """
        if reference.part in CHANGES:
            return self._change(reference, where)
        period = self.relative.get(reference.period, reference.period) or self.period
        periods = (period,) if reference.period else (period, "")
        ids = [_id(reference.name, each, reference.slice) for each in periods]
        found = next((each for each in ids if each in self._by_id), None)
        if found is None:
            raise self._unknown(reference, ids[0], where)
        return self._by_id[found], reference.part

    def _change(self, reference: Reference, where: str) -> tuple[Fact, str]:
        fact, _ = self.resolve(reference._replace(part="value", period=""), where=where)
        against = reference.period or "previous"
        key = next((key for key in RELATIVE_PERIODS if against in (key, self.relative.get(key))), None)
        if key is None:
            raise UnknownFactError(
                f'no change of "{reference.name}" against {against} was computed',
                where=where,
                do="use " + " or ".join(f".{reference.part}@{each}" for each in RELATIVE_PERIODS),
            )
        return fact, f"{reference.part}@{key}"

    def _unknown(self, reference: Reference, wanted: str, where: str) -> UnknownFactError:
        same = [each for each, fact in self._by_id.items() if fact.name == reference.name]
        if same:
            what = f'"{reference.name}" exists, but not as {wanted}'
            return UnknownFactError(what, where=where, do=did_you_mean(wanted, same) or _ALL_FACTS)
        hint = did_you_mean(reference.name, {fact.name for fact in self._by_id.values()})
        return UnknownFactError(f'there is no fact "{reference.name}"', where=where, do=hint or _ALL_FACTS)


assert set(FORMATS) == set(get_args(Format)), "every format has its row"
