"""A fact's part as it is shown: every number goes through here, so that one fact is rounded alike everywhere.

What cannot be said is refused, with what to write instead: a part that is not there, a format that does not fit the
unit, a rise that was a fall. Nothing here looks up facts; `text` does.
"""

from __future__ import annotations

from valuestory.errors import StoryError
from valuestory.slides.facts import CHANGES, Fact
from valuestory.slides.number_words import DEFAULT_FORMAT, FITS, Format, NumberWords, Precision, Style


def shown(
    fact: Fact,
    part: str,
    style: Format | None,
    numbers: NumberWords,
    *,
    form: Style = "text",
    signed: bool = False,
    where: str = "",
) -> tuple[str, Format]:
    """Return a fact's part as it is shown, and the format it was shown in.

    Parameters
    ----------
    part
        A stored part: `value`, `low`, `high`, `n`, `change@previous` ...
    style
        The format; without one it is the unit's own, points for the change of a share.
    form
        ``label`` writes units short.
    signed
        Write a plus before what is above zero; a change has its sign anyway.
    where
        What an error names.

    Raises
    ------
    StoryError
        When the part has no value, or the format does not fit it.
    """
    value = fact.part(part)
    style = style or _default_format(fact.unit, part)
    if value is None:
        raise StoryError(f"{fact.id} has no {part}", where=where, do=_instead(fact, part))
    _check_fit(fact, part, style, where)
    if isinstance(value, str):
        return numbers.show(value, style, Precision(), form=form), style
    if part.startswith(CHANGES):
        return _difference(fact, part, style, numbers, form, where), style
    precision = numbers.precision(value, style, "count") if part == "n" else _precision(fact, value, style, numbers)
    return numbers.show(value, style, precision, signed=signed, form=form), style


def step_of(fact: Fact, numbers: NumberWords) -> float:
    """Return the smallest difference that a fact shows, in its unit: 100,000 for "$4.0 million"."""
    value = fact.value if isinstance(fact.value, int | float) else 0.0
    return _precision(fact, value, DEFAULT_FORMAT[fact.unit], numbers).step


def _default_format(unit: str, part: str) -> Format:
    if part == "n":
        return "count"
    return "points" if unit in ("share", "points") and part.startswith(CHANGES) else DEFAULT_FORMAT[unit]


def _instead(fact: Fact, part: str) -> str:
    """Return what to do where a part has no value."""
    if part in ("low", "high"):
        return f"it has no such bound: write {{{{ {fact.name} }}}} alone"
    if part == "n":
        return "leave the number of observations out: nobody gave it"
    if part.startswith(CHANGES):
        return (
            "leave the change out, or choose the sentence with story.claim: there is no earlier period to compare with"
        )
    tables = ", ".join(fact.evidence.tables)
    return f"leave it out, or supply what it needs ({tables})" if tables else "leave it out"


def _check_fit(fact: Fact, part: str, style: Format, where: str) -> None:
    fits = _fitting(fact.unit, part)
    if style in fits:
        return
    said = f"{fact.id} is in {fact.unit}"
    if part == "n":
        said = f"the n of {fact.id} is a count"
    if part.startswith(CHANGES):
        unit = "percentage points" if fact.unit == "share" else fact.unit
        said = f"the change of {fact.id} is in {unit}"
    raise StoryError(
        f'{said} and cannot be shown as "{style}"',
        where=where,
        do=f"write | {' or | '.join(fits)}" if fits else "leave it out",
    )


def _fitting(unit: str, part: str) -> tuple[Format, ...]:
    if part == "n":
        return ("count", "number")
    if not part.startswith(CHANGES):
        return FITS[unit]
    if unit in ("share", "points"):  # a score has no true zero, so there is no percentage of it
        return ("points", "number") if unit == "points" else ("points",)
    return tuple(dict.fromkeys((*(each for each in FITS[unit] if each != "text"), "share")))


def _precision(fact: Fact, value: float, style: Format, numbers: NumberWords) -> Precision:
    """Return the precision of all parts of a fact: that of its value, which sees the bounds and the changes."""
    base = value if fact.value is None or isinstance(fact.value, str) else fact.value
    bounds = [bound for bound in (fact.low, fact.high) if bound is not None]
    sizes = [abs(change.value) for change in fact.changes.values()]
    smallest = min(sizes) if sizes and fact.unit == "share" else None
    own = numbers.precision(base, style, fact.unit, smallest_change=smallest, bounds=bounds)
    stepped = style == DEFAULT_FORMAT[fact.unit] or style == fact.unit == "points"
    return own.stepping(fact.step) if fact.step is not None and stepped else own


def _difference(fact: Fact, part: str, style: Format, numbers: NumberWords, form: Style, where: str) -> str:
    name, _, against = part.partition("@")
    change = fact.changes[against or "previous"]
    value = -change.value if name == "fall" else change.value
    if name != "change" and value < 0:
        really = _difference(fact, f"change@{against}", style, numbers, "text", where)
        raise StoryError(
            f"{fact.id} did not {name}: it changed by {really} against {change.against}",
            where=where,
            do="say what happened, or choose the sentence with story.claim: this one and its number disagree",
        )
    signed = name == "change"
    if style == "share":
        return _relative(fact, value, change.value, numbers, signed=signed, form=form, where=where)
    return numbers.show(value, style, _fine_enough(fact, value, style, numbers), signed=signed, form=form)


def _fine_enough(fact: Fact, value: float, style: Format, numbers: NumberWords) -> Precision:
    """Return the precision of a difference: its fact's, or its own where that would make a change of nothing of it."""
    if fact.unit == "share":
        return numbers.precision(value, style, "share")
    precision = _precision(fact, value, style, numbers)
    nothing = numbers.show(0.0, style, precision)
    return numbers.precision(value, style, fact.unit) if numbers.show(value, style, precision) == nothing else precision


def _relative(
    fact: Fact, value: float, change: float, numbers: NumberWords, *, signed: bool, form: Style, where: str
) -> str:
    before = (fact.value if isinstance(fact.value, int | float) else 0.0) - change
    if before <= 0:
        what = f"{fact.id} was {before:g} before: there is no relative change"
        raise StoryError(what, where=where, do="leave out | share: the change itself can be shown")
    relative = value / before
    precision = numbers.precision(relative, "share", "share", smallest_change=abs(relative))
    return numbers.show(relative, "share", precision, signed=signed, form=form)
