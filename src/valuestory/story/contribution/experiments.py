"""What declared experiments show: the only evidence that may say "raised", in a table and in the title of its slide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from valuestory.errors import MetricError
from valuestory.story.contribution.words import OUTCOMES, STANDS, sentence, span_of, verdict_words
from valuestory.story.facts.estimated import estimated

if TYPE_CHECKING:
    from valuestory.contribution import Contribution, Effect
    from valuestory.contribution.panel.effects import PanelEffects
    from valuestory.slides.facts import Fact
    from valuestory.story.tables.limits import Row

Experiments = Mapping[str, "PanelEffects | str"]
"""What each declared experiment shows, by its name; a text where it cannot be told yet: why, and what to do."""


def read_experiments(found: Contribution) -> Experiments:
    """Return what each declared experiment shows, or why it shows nothing yet: one that still runs stops no other."""
    told: dict[str, PanelEffects | str] = {}
    for name in found.company.project.contribution.experiments:
        try:
            told[name] = found.experiment(name)
        except MetricError as reason:
            told[name] = f"{reason.what}; {reason.do}" if reason.do else reason.what
    return told


def facts_of_experiments(experiments: Experiments) -> Iterator[Fact]:
    """Yield the effects of experiments in points, `experiment_PLACE_OUTCOME`, with how many were in each arm."""
    for place, effects in _with_effects(experiments).values():
        for outcome, each in effects.items():
            if each.refused:
                continue
            name, source = f"experiment_{place}_{outcome}", f"the experiment {each.experiment}, declared before"
            ends = [100 * end for end in (each.estimate, each.low, each.high)]
            label = f"{OUTCOMES[outcome].label}: effect in the experiment"
            yield estimated(name, ends[0], "points", label, source, ends[1], ends[2], each.grade or "")
            size = f"size of the effect on {OUTCOMES[outcome].noun}"
            yield estimated(f"{name}_size", abs(ends[0]), "points", size, source, grade=each.grade or "")
        first = next(iter(effects.values()))
        for arm, count in (("treated", first.n_treated), ("held_out", first.n_compared)):
            yield estimated(f"experiment_{place}_{arm}", count, "count", f"accounts {arm}", "the experiment")


def experiments_table(experiments: Experiments) -> pd.DataFrame:
    """Return a row an experiment and outcome: the effect with its range, the two arms, how it stands."""
    rows = []
    for name, (place, effects) in _with_effects(experiments).items():
        arms = f"{{{{ experiment_{place}_treated }}}} and {{{{ experiment_{place}_held_out }}}}"
        for outcome, each in effects.items():
            fact = f"experiment_{place}_{outcome}"
            seen = "–" if each.refused else f"{{{{ {fact} }}}} ({span_of(fact)})"
            rows.append((name, OUTCOMES[outcome].label, seen, arms, verdict_words(each)))
    columns = ["Trial", "Outcome", "Points (95% range)", "Treated, held out", "How it stands"]
    return pd.DataFrame(rows, columns=columns)


def experiments_title(experiments: Experiments) -> str:
    """Return the first effect that an experiment establishes, or that none does."""
    for name, (place, effects) in _with_effects(experiments).items():
        for outcome, each in effects.items():
            if each.verdict in STANDS and each.grade == "A":
                verb = "raised" if each.estimate > 0 else "cut"
                size = f"{{{{ experiment_{place}_{outcome}_size | points }}}}"
                return f"The experiment {name} {verb} {OUTCOMES[outcome].noun} by {size}"
    return "No effect of a declared experiment is established; the table has the ranges"


def still_waiting(experiments: Experiments) -> list[Row]:
    """Return a row of open questions for each experiment that shows nothing yet."""
    rows = []
    for name, why in experiments.items():
        if isinstance(why, str):
            what, _, do = why.partition("; ")
            do = sentence(do) or "Wait for its end"
            rows.append((f"What does the experiment {name} show?", "Nothing yet", sentence(what), do))
    return rows


def _with_effects(experiments: Experiments) -> dict[str, tuple[int, Mapping[str, Effect]]]:
    return {
        name: (place, each.effects)
        for place, (name, each) in enumerate(experiments.items())
        if not isinstance(each, str) and each.effects
    }
