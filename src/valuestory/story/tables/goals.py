"""Tables for slides of figures held against something given: targets, what others report, and the company's own units.

A target is met, and a unit above another, only where the 95 % interval says so: a figure that chance may have carried
there is too close to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from valuestory.metrics import METRICS
from valuestory.metrics.comparisons.against import ABOVE, BELOW, MET, MISSED, NEITHER, NO_FIGURE, UNDECIDED, WITHIN
from valuestory.metrics.slices import WHOLE
from valuestory.slides.facts import Evidence, Fact, Facts
from valuestory.story.tables.scorecards import NONE

if TYPE_CHECKING:
    from valuestory.metrics import Company

TOO_CLOSE: Final = "too close to tell"
_VERDICTS: Final = {MISSED: "missed", UNDECIDED: TOO_CLOSE, MET: "met", NEITHER: "no good side"}
"""How a verdict is said, in the order in which a slide shows them: what is to be talked about first."""
_PLACES: Final = {ABOVE: "above", BELOW: "below", WITHIN: "within", UNDECIDED: TOO_CLOSE}


class Held(NamedTuple):
    """A table for a slide, and the facts that its cells and titles name."""

    table: pd.DataFrame
    facts: tuple[Fact, ...]


def targets_held(company: Company, facts: Facts) -> Held:
    """Return the targets of the story's period with what was reached: missed first, then what is too close to tell.

    Returns
    -------
    Held
        Measure, figure, range, target, verdict, owner; and `targets_set`, `targets_met`, `targets_missed`,
        `targets_too_close_to_tell`.
    """
    given = company.targets()
    rows = given[(given["period_start"] == pd.Timestamp(company.period.start)) & (given["verdict"] != NO_FIGURE)]
    known = [_value(*each, facts) is not None for each in zip(rows["metric"], rows["slice"], strict=True)]
    rows = rows[np.array(known, dtype=bool)]
    rows = rows.sort_values("verdict", key=lambda each: each.map(list(_VERDICTS).index), kind="stable")
    names = [_name("target_of", row["metric"], row["slice"]) for row in rows.to_dict("records")]
    cells = [
        (
            *_figure(row["metric"], row["slice"], facts),
            f"{{{{ {name} }}}}",
            _VERDICTS[row["verdict"]],
            row["owner"] or NONE,
        )
        for name, row in zip(names, rows.to_dict("records"), strict=True)
    ]
    columns = ["Measure", "{{ this_period }}", "Range", "Target", "Verdict", "Owner"]
    declared = [
        _given(
            name,
            row["metric"],
            row["target"],
            f"targets of {row['owner']}" if row["owner"] else "the company's targets",
        )
        for name, row in zip(names, rows.to_dict("records"), strict=True)
    ]
    counts = rows["verdict"].map(_VERDICTS)
    declared += _counts("targets", "set", counts, ("met", "missed", TOO_CLOSE))
    return Held(pd.DataFrame(cells, columns=columns), tuple(declared))


def benchmarks_held(company: Company, facts: Facts) -> Held:
    """Return what others report beside the whole company's figures in the story's period.

    Returns
    -------
    Held
        Measure, figure, range, benchmark with its usual range, the year, and where the company stands; and
        `benchmarks_given`, `benchmarks_above`, `benchmarks_below`, `benchmark_sources`.
    """
    rows = company.benchmarks()
    rows = rows[np.array([_value(each, WHOLE, facts) is not None for each in rows["metric"]], dtype=bool)]
    before = rows.groupby("metric").cumcount()
    names = [
        _name("benchmark_of", metric, WHOLE) + (f"_{earlier + 1}" if earlier else "")
        for metric, earlier in zip(rows["metric"], before, strict=True)
    ]
    declared, cells = [], []
    for name, row in zip(names, rows.to_dict("records"), strict=True):
        source = f"{row['source']} ({row['year']})"
        declared.append(_given(name, row["metric"], row["benchmark"], source))
        usual = NONE
        if row["benchmark_low"] < row["benchmark_high"]:
            # Facts of their own: as bounds they would say how the benchmark itself is rounded.
            ends = {f"{name}_{end}": row[f"benchmark_{end}"] for end in ("low", "high")}
            declared += [_given(end, row["metric"], value, source) for end, value in ends.items()]
            usual = " to ".join(f"{{{{ {end} }}}}" for end in ends)
        cells.append((*_figure(row["metric"], WHOLE, facts), f"{{{{ {name} }}}}", usual, _PLACES[row["verdict"]]))
    columns = ["Measure", "{{ this_period }}", "Range", "Others", "Their usual range", "Here"]
    declared += _counts("benchmarks", "given", rows["verdict"].map(_PLACES), ("above", "below"))
    sources = "; ".join(dict.fromkeys(f"{row['source']} ({row['year']})" for row in rows.to_dict("records")))
    evidence = Evidence(kind="name", definition="A name, not a figure", source="the company's benchmarks")
    declared.append(Fact("benchmark_sources", sources, "text", "benchmark sources", evidence=evidence))
    return Held(pd.DataFrame(cells, columns=columns), tuple(declared))


def units_apart(column: str, differences: pd.DataFrame, facts: Facts, *, most: int = 7) -> pd.DataFrame:
    """Return the measures in which two units differ by more than chance: of each the pair that is widest apart.

    Parameters
    ----------
    column
        The slice whose members are the units.
    differences
        As `Company.differences` gives them.
    facts
        The story's: units without a fact are left out.
    most
        So many measures, those first whose figures are furthest apart for their own size.
    """
    mine = differences[differences["slice"].str.startswith(f"{column}=")]
    beyond = mine[(mine["low"] > 0) | (mine["high"] < 0)]
    found = sorted(_pairs(beyond, facts), key=lambda each: -each[0])
    rows: dict[str, tuple[str, ...]] = {}
    for _, metric, high, low in found:
        names = [each.partition("=")[2] for each in (high, low)]
        figures = [f"{{{{ {metric}[{each}] }}}}" for each in (high, low)]
        rows.setdefault(metric, (METRICS[metric].label, names[0], figures[0], names[1], figures[1]))
    return pd.DataFrame(list(rows.values())[:most], columns=["Measure", "Highest", "Figure", "Lowest", "Its figure"])


def _pairs(beyond: pd.DataFrame, facts: Facts) -> Iterator[tuple[float, str, str, str]]:
    for row in beyond.to_dict("records"):
        both = (row["slice"], row["against"]) if row["difference"] > 0 else (row["against"], row["slice"])
        values = [_value(row["metric"], each, facts) for each in both]
        size = max((abs(each) for each in values if each is not None), default=0.0)
        if None not in values and size > 0 and METRICS[row["metric"]].direction != "context":
            yield abs(row["difference"]) / size, row["metric"], *both


def _value(metric: str, part: str, facts: Facts) -> float | None:
    """Return a figure of the story's period; none where there is no fact of it, or where it is in doubt."""
    fact = facts.get(_reference(metric, facts.period, part))
    if fact is None or fact.evidence.doubt or not isinstance(fact.value, int | float):
        return None
    return float(fact.value)


def _reference(metric: str, period: str, part: str) -> str:
    return f"{metric}@{period}" + ("" if part == WHOLE else f"[{part}]")


def _figure(metric: str, part: str, facts: Facts) -> tuple[str, str, str]:
    """Return the label of a measure (and of the part it is of), its figure, and its range, as references."""
    inside = "" if part == WHOLE else f"[{part}]"
    fact = facts[_reference(metric, facts.period, part)]
    has_range = fact.low is not None and fact.high is not None and fact.low != fact.high
    between = f"{{{{ {metric}.low{inside} }}}} to {{{{ {metric}.high{inside} }}}}" if has_range else NONE
    label = METRICS[metric].label + ("" if part == WHOLE else f", {part.partition('=')[2]}")
    return label, f"{{{{ {metric}{inside} }}}}", between


def _name(prefix: str, metric: str, part: str) -> str:
    ending = "" if part == WHOLE else "_" + "".join(each if each.isalnum() else "_" for each in part).lower()
    return f"{prefix}_{metric}{ending}"


def _given(name: str, metric: str, value: float, source: str) -> Fact:
    label = METRICS[metric].label
    evidence = Evidence(kind="declared", definition=f"{label}: given, not measured", source=source)
    return Fact(name, value, METRICS[metric].unit, label, evidence=evidence)


def _counts(what: str, all_of: str, verdicts: pd.Series, kinds: Sequence[str]) -> list[Fact]:
    counted = {all_of: len(verdicts)} | {each: int((verdicts == each).sum()) for each in kinds}
    evidence = Evidence(kind="declared", definition=f"{what} of this period", source=f"the company's {what}")
    return [
        Fact(f"{what}_{kind.replace(' ', '_')}", count, "count", f"{what} {kind}", evidence=evidence)
        for kind, count in counted.items()
    ]
