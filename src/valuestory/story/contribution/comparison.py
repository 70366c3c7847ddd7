"""How the helped were compared: what a sceptic asks of the first outcome, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from valuestory.story.contribution.words import TOUCHED, factor, sentence, span_of

if TYPE_CHECKING:
    from valuestory.contribution.panel.panel import Panel
    from valuestory.story.contribution.told import Told


def comparison(told: Told) -> pd.DataFrame:
    """Return how the first outcome was compared: on whom, on what, how well, and what could still explain it."""
    assert told.found is not None
    effect, known = told.effects[told.first], told.story.facts
    largest = "Largest difference {{ balance_after }} standard deviations, {{ balance_before }} before"
    rows = [
        (
            "How many were helped, and compared?",
            "{{ n_helped }} helped, {{ n_compared }} others, customers at the landmark",
        ),
        ("On what were they compared?", f"{sentence(factors(told.found.panel))}, all from before the help"),
        ("Had the helped anybody like them?", f"{{{{ kept_{told.first} }}}} of them had; the others count as zero"),
        ("Were both alike after weighting?", largest),
    ]
    if known.get("effect_check"):
        seen = f"{{{{ effect_check | points }}}} ({span_of('effect_check')}) the year before: zero is in the range"
        rows.append(("Did they differ before any help?", seen))
    if known.get("e_value"):
        hidden = "Only what raises both help and the outcome {{ e_value }} times (the range's end: {{ e_value_limit }})"
        rows.append(("Could something hidden explain it?", hidden))
    if effect.benchmark is not None and known.get("benchmark_move"):
        strong = factor(effect.benchmark.covariate)
        moved = f"Without {strong}, the strongest, the estimate would be {{{{ benchmark_move | points }}}} off"
        rows.append(("How far would one move it?", moved))
    return pd.DataFrame(rows, columns=["What is asked", "What we know"])


def factors(panel: Panel) -> str:
    """Return what accounts were compared on, in words; the contacts of all other teams in one."""
    named = [*panel.categorical, *(each for each in panel.numeric if not each.startswith(TOUCHED))]
    teams = [each.removeprefix(TOUCHED) for each in panel.numeric if each.startswith(TOUCHED)]
    contacts = [f"contacts of {', '.join(teams)}"] if teams else []
    return ", ".join([*(factor(each) for each in named), *contacts])
