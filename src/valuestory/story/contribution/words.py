"""What may be written of an estimate: the sentence by its verdict, the verb by its grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from valuestory.contribution import BeforeAfter, Effect
    from valuestory.contribution.ledger.ledger import Line
    from valuestory.story.story import Story

_FACTORS: Final = {
    "use_before": "use",
    "health_before": "health",
    "log_tenure": "tenure",
    "log_cases_before": "cases",
    "log_arr_before": "revenue",
}
TOUCHED: Final = "touched_by_"
"""What the names of covariates begin with that count the contacts of another team."""


@dataclass(frozen=True)
class Outcome:
    """What an outcome is called.

    Attributes
    ----------
    label, noun
        At a chart's row, and in a sentence.
    compared
        What a matched comparison may say, with `{size}` and `{more}`.
    """

    label: str
    noun: str
    compared: str


OUTCOMES: Final[Mapping[str, Outcome]] = {
    "logo_retention": Outcome(
        "Customers kept", "customers kept", "{size} {more} of the helped customers stayed than of comparable ones"
    ),
    "retained_arr": Outcome(
        "Revenue kept", "revenue kept", "Helped customers kept {size} {more} revenue than comparable ones"
    ),
    "expansion_arr": Outcome(
        "Revenue grown", "revenue growth", "Helped customers grew revenue {size} {more} than comparable ones"
    ),
    "kept_arr": Outcome(
        "Kept and grown", "revenue kept and grown", "Helped customers kept and grew {size} {more} than comparable ones"
    ),
    "milestones": Outcome(
        "Milestones reached",
        "milestones reached",
        "Helped customers met {size} {more} milestones than comparable ones",
    ),
}


STANDS: Final = ("established", "partial overlap")
"""Verdicts under which an effect may be claimed, wholly or for the part that could be compared."""


def span_of(name: str) -> str:
    """Return the references to a fact's range."""
    return f"{{{{ {name}.low }}}} to {{{{ {name}.high }}}}"


def line_name(line: Line) -> str:
    """Return the name of a line of the ledger: what it counts, without the period."""
    return "Revenue kept and grown" if line.value_class == "revenue" else line.unit_id.partition("/")[0].capitalize()


_ASSUMPTIONS: Final = ("gross_margin", "loaded_rate", "marginal_cost_per_case", "hours_returned_per_answer")
"""Those that the narrative has words for: the ones that the value of Support reads by name."""


def assumption_name(story: Story, name: str) -> str:
    """Return what an assumption is called in the middle of a sentence: the narrative's words, or its own key."""
    return story.phrase(f"assumptions.{name}") if name in _ASSUMPTIONS else name.replace("_", " ")


def factor(covariate: str) -> str:
    """Return what a covariate of the panel is called on a slide."""
    if covariate.startswith(TOUCHED):
        return f"contacts of {covariate.removeprefix(TOUCHED)}"
    return _FACTORS.get(covariate, covariate)


def bridge_steps(names: Iterable[str]) -> list[str]:
    """Return which facts are the steps of the bridge, in order; none where there is no bridge."""
    return [name for name in names if name.startswith("bridge_")]


def effect_title(outcome: str, effect: Effect) -> str:
    """Return the title of an effect: its verdict decides the sentence, its grade the verb.

    Names the facts `effect_OUTCOME` and `size_OUTCOME` (without its sign).
    """
    noun, fact = OUTCOMES[outcome].noun, f"effect_{outcome}"
    span = span_of(fact)
    if effect.refused:
        return f"The effect on {noun} cannot be compared yet: {_refusal(effect.verdict)}"
    if effect.verdict == "model-dependent":
        return f"The effect on {noun} depends on the method: {{{{ {fact} | points }}}} ({span})"
    if effect.verdict == "not distinguishable from zero":
        return f"The effect on {noun} is not established: {{{{ {fact} | points }}}} ({span})"
    more = "more" if effect.estimate > 0 else "less"
    size = f"{{{{ size_{outcome} | points }}}}"
    grade, is_part = effect.grade or "D", effect.verdict != "established"
    if grade == "C" and is_part:
        return f"Help goes with {size} {more} {noun}; by listed factors, {{{{ kept_{outcome} }}}} compared"
    said = {
        "A": f"Help {'raised' if effect.estimate > 0 else 'cut'} {noun} by {size}",
        "B": OUTCOMES[outcome].compared.format(size=size, more=more),
        "C": f"Help goes with {size} {more} {noun}, as far as listed factors tell",
        "D": f"Since help came, {noun} moved by {size}; nothing was compared",
    }[grade]
    return f"{said}; {{{{ kept_{outcome} }}}} compared" if is_part and grade != "D" else said


def range_title(outcome: str, effect: Effect) -> str:
    """Return the title of the comparison itself, where the first page has claimed already: between what it lies.

    Names the fact `effect_OUTCOME`.
    """
    noun, fact = OUTCOMES[outcome].noun, f"effect_{outcome}"
    if effect.refused:
        return f"No comparison of {noun} carries a claim; see what would have shown"
    if effect.verdict in STANDS:
        return f"By the comparison, the difference in {noun} is {span_of(fact)}"
    return f"The difference in {noun} is {span_of(fact)}, so nothing is claimed"


def change_title(found: BeforeAfter) -> str:
    """Return the title of what improvements changed. Names `fixes`, `after_fixes` and `size_after_fixes`."""
    if found.refused:
        return f"What {{{{ fixes }}}} fixes changed cannot be told yet: {_refusal(found.verdict)}"
    span = span_of("after_fixes")
    if found.verdict == "model-dependent":
        return f"What {{{{ fixes }}}} fixes changed depends on how it is compared: {{{{ after_fixes }}}}, range {span}"
    if found.verdict == "not distinguishable from zero":
        return f"What {{{{ fixes }}}} fixes changed is not established: {{{{ after_fixes }}}}, range {span}"
    how = "fewer" if found.estimate < 0 else "more"
    if found.grade == "D":
        return f"Since {{{{ fixes }}}} fixes, cases are {{{{ size_after_fixes }}}} {how}; the trend before is untested"
    return f"After {{{{ fixes }}}} fixes, cases are {{{{ size_after_fixes }}}} {how} than comparable issues let expect"


def _refusal(verdict: str) -> str:
    return {
        "too few accounts": "too few to compare",
        "comparison not valid": "they differed before",
        "overlap too weak": "too few are alike",
    }[verdict]


def verdict_words(effect: Effect) -> str:
    """Return how an effect stands, for a table."""
    return f"{effect.verdict}, grade {effect.grade}" if effect.grade else effect.verdict


def sentence(words: str) -> str:
    """Return words with a capital letter in front."""
    return words[:1].upper() + words[1:]
