"""Tables of a view for slides: a measure a row, with this period, the same a year ago, and what may be said of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, get_args

import pandas as pd

from valuestory.metrics.catalogue import metric
from valuestory.metrics.catalogue.views import Group, View, view
from valuestory.slides.facts import Fact, Facts
from valuestory.story.facts.claims import state_of

if TYPE_CHECKING:
    from valuestory.metrics import Company, Metric

Standing = Literal["better", "worse", "as a year ago", "not established", "level only", "not measured"]
NONE: Final = "–"
"""What stands in a table where there is no figure."""
_COLUMNS: Final = ("Measure", "{{ this_period }}", "Range", "{{ year_ago_period }}", "Standing")


def standing_of(metric: Metric, facts: Facts) -> Standing:
    """Return how a metric stands against a year ago: its state, read by the direction that is good.

    A change of a metric that is neither good nor bad by itself counts as neither: it is `level only`.
    """
    state = state_of(_known(metric, facts))
    if state == "flat":
        return "as a year ago"
    if state in ("rise", "fall"):
        if metric.direction == "context":
            return "level only"
        return "better" if (state == "rise") == (metric.direction == "up") else "worse"
    return state  # type: ignore[return-value]


def standings(name: str, facts: Facts) -> dict[Standing, int]:
    """Return how many of a view's measures stand how, each measure counted once however many groups it is in."""
    metrics = {each.name: each for group in view(name).groups for each in view(name).metrics(group.name)}
    found: dict[Standing, int] = dict.fromkeys(get_args(Standing), 0)
    for each in metrics.values():
        found[standing_of(each, facts)] += 1
    return found


def measured(name: str, group: str, facts: Facts) -> int:
    """Return how many measures of a view have a figure in the story's period, of one group or ("") of all."""
    groups = [group] if group else [each.name for each in view(name).groups]
    found = {each.name for of in groups for each in view(name).metrics(of) if _known(each, facts) is not None}
    return len(found)


def figures(names: Sequence[str], facts: Facts) -> pd.DataFrame:
    """Return metrics with their range and a year ago, as `scorecard` does: those that have a figure."""
    chosen = [metric(each) for each in names]
    rows = [_row(each, facts) for each in chosen if _known(each, facts) is not None]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def glance(name: str, company: Company, facts: Facts) -> pd.DataFrame:
    """Return a view at a glance: a row a group, with the first of its measures that has a figure.

    Where none has, the first of them, and what it waits for.

    Returns
    -------
    pandas.DataFrame
        The group, the measure, this period, a year ago, and how it stands; cells hold fact references.
    """
    chosen, gaps, profile = view(name), _gaps(company), company.project.company.profile
    rows = [(each.name, *_leading(each, chosen.metrics(each.name, profile), facts, gaps)) for each in chosen.groups]
    return pd.DataFrame(
        rows, columns=[_heading(chosen), "Measure", "{{ this_period }}", "{{ year_ago_period }}", "Standing"]
    )


def moved(name: str, standing: Standing, facts: Facts, *, most: int = 7) -> pd.DataFrame:
    """Return the measures of a view that stand so, those that moved most for their own size first.

    Returns
    -------
    pandas.DataFrame
        The measure, this period, its range, a year ago, and how it stands.
    """
    metrics = {each.name: each for group in view(name).groups for each in view(name).metrics(group.name)}
    chosen = [each for each in metrics.values() if standing_of(each, facts) == standing]
    chosen.sort(key=lambda each: -_relative_change(_known(each, facts)))
    return pd.DataFrame([_row(each, facts) for each in chosen[:most]], columns=list(_COLUMNS))


def _relative_change(fact: Fact | None) -> float:
    change = fact.changes.get("year_ago") if fact is not None else None
    if fact is None or change is None or not isinstance(fact.value, int | float):
        return 0.0
    before = fact.value - change.value
    return abs(change.value / before) if before else math.inf


def scorecard(name: str, group: str, company: Company, facts: Facts, *, start: int = 0, most: int = 7) -> pd.DataFrame:
    """Return a group's measures: those with a figure first, then what is not measured yet and what it waits for.

    Parameters
    ----------
    name, group
        A view and one of its groups.
    company, facts
        The story's.
    start, most
        Which rows: a slide holds seven.
    """
    metrics = view(name).metrics(group, company.project.company.profile)
    known = [each for each in metrics if _known(each, facts) is not None]
    waiting = [each for each in metrics if _known(each, facts) is None]
    gaps = _gaps(company)
    rows = [_row(each, facts) for each in known]
    rows += [(each.label, NONE, NONE, NONE, _waits(each, gaps)) for each in waiting]
    return pd.DataFrame(rows[start : start + most], columns=list(_COLUMNS))


def _gaps(company: Company) -> pd.Series:
    return company.gaps().drop_duplicates("metric").set_index("metric")["missing"]


def members(name: str, column: str, facts: Facts) -> dict[str, float]:
    """Return the figures of a metric in the story's period by the members of a slice, in the order of the results."""
    mine = [each for each in facts.values() if each.name == name and each.period == facts.period]
    return {
        each.slice.partition("=")[2]: float(each.value)
        for each in mine
        if each.slice.startswith(f"{column}=") and isinstance(each.value, int | float)
    }


def by_member(column: str, names: Mapping[str, str], facts: Facts, *, most: int = 7) -> pd.DataFrame:
    """Return metrics by the members of a slice: a row a member for which one of them has a figure.

    Parameters
    ----------
    column
        The slice, such as ``life_event``.
    names
        The metrics with their headings; the first is shown with its range and a year ago, the others alone.
    facts
        The story's.
    most
        So many members.
    """
    lead, *others = names
    found = dict.fromkeys(member for name in names for member in members(name, column, facts))
    rows = [(member.capitalize(), *_of_member(column, member, lead, others, facts)) for member in list(found)[:most]]
    heading = column.replace("_", " ").capitalize()
    columns = [heading, names[lead], "Range", "{{ year_ago_period }}", *(names[each] for each in others)]
    return pd.DataFrame(rows, columns=columns)


def _of_member(column: str, member: str, lead: str, others: Sequence[str], facts: Facts) -> Iterator[str]:
    part = f"[{column}={member}]"
    fact = facts.get(f"{lead}@{facts.period}{part}")
    has = fact is not None and fact.value is not None
    has_range = fact is not None and fact.low is not None and fact.high is not None and fact.low != fact.high
    before = facts.get(f"{lead}@{facts.relative.get('year_ago', '')}{part}")
    yield f"{{{{ {lead}{part} }}}}" if has else NONE
    yield f"{{{{ {lead}.low{part} }}}} to {{{{ {lead}.high{part} }}}}" if has and has_range else NONE
    yield f"{{{{ {lead}@year_ago{part} }}}}" if before is not None and before.value is not None else NONE
    for each in others:
        yield f"{{{{ {each}{part} }}}}" if member in members(each, column, facts) else NONE


def _heading(chosen: View) -> str:
    return {"areas": "Area", "categories": "Category", "chain": "Element", "streams": "Stream"}[chosen.name]


def _leading(group: Group, metrics: Sequence[Metric], facts: Facts, gaps: pd.Series) -> tuple[str, str, str, str]:
    known = [each for each in metrics if _known(each, facts) is not None]
    if not metrics:
        return (NONE, NONE, NONE, group.empty or "not measured")
    if not known:
        return (metrics[0].label, NONE, NONE, _waits(metrics[0], gaps))
    first = known[0]
    return (first.label, _now(first), _then(first, facts), _standing_words(first, facts))


def _row(metric: Metric, facts: Facts) -> tuple[str, str, str, str, str]:
    fact = _known(metric, facts)
    assert fact is not None
    has_range = fact.low is not None and fact.high is not None and fact.low != fact.high
    between = f"{{{{ {metric.name}.low }}}} to {{{{ {metric.name}.high }}}}" if has_range else NONE
    return (metric.label, _now(metric), between, _then(metric, facts), _standing_words(metric, facts))


def _now(metric: Metric) -> str:
    return f"{{{{ {metric.name} }}}}"


def _then(metric: Metric, facts: Facts) -> str:
    before = facts.get(f"{metric.name}@{facts.relative.get('year_ago', '')}")
    return f"{{{{ {metric.name}@year_ago }}}}" if before is not None and before.value is not None else NONE


def _standing_words(metric: Metric, facts: Facts) -> str:
    fact = _known(metric, facts)
    assert fact is not None
    standing = standing_of(metric, facts)
    change = f"{{{{ {metric.name}.change@year_ago }}}}"
    if standing in ("better", "worse"):
        return f"{change}, {standing}"
    if standing == "level only":
        return change if "year_ago" in fact.changes else "no earlier figure"
    return standing


def _known(metric: Metric, facts: Facts) -> Fact | None:
    """Return a metric's figure in the story's own period; none where there is none, or where it is in doubt."""
    fact = facts.get(f"{metric.name}@{facts.period}")
    return None if fact is None or fact.value is None or fact.evidence.doubt else fact


def _waits(metric: Metric, gaps: pd.Series) -> str:
    return f"needs {gaps[metric.name]}" if metric.name in gaps.index else "no figure in this period"
