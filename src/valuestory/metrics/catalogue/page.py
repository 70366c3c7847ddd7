"""The page `docs/metrics.md`, written from the catalogue so that it cannot go stale."""

from __future__ import annotations

from typing import Final

from valuestory.metrics.catalogue import THEMES
from valuestory.metrics.catalogue.metric import EvidenceKind, Interval, Metric
from valuestory.metrics.catalogue.not_computed import NOT_COMPUTED
from valuestory.metrics.catalogue.views import VIEWS, Group, View

_INTRODUCTION: Final = """# Metrics

<!-- Written from src/valuestory/metrics/catalogue/definitions/ by `make golden`: change it there. -->

Every metric is a total, a ratio of two totals (never a mean of ratios), or a median of durations of which some are
still open. Both totals stay beside the figure, in the
results and in `results.xlsx`. A period takes in its first instant and leaves out its end; a slice that fewer than five
accounts stand behind is withheld and said to be; an empty denominator gives no result, never zero. There is no weighted
score over metrics: the frameworks themselves warn against it. What life events tell stands for each of them too, in
slices such as `life_event=onboarding`; where too few got there for a median, `evidence` says how many did.

Behind each figure stand `set_aside`, the rows that the checks left out of the tables which its metric reads, and
`emptied`, the values that they emptied in its columns: of all days and accounts. `company.set_aside()` says of which
table and why.

`valuestory metrics NAME` prints one of them, `company.gaps()` what a company's tables cannot carry yet. Each is
[worked by hand](worked.md) on tiny tables. The names of the columns are those of [tables](tables.md).

## How sure a figure is

Each figure has a 95 % interval of its kind, clustered by account, since an account's cases are not independent:

| kind | interval |
|---|---|
"""
INTERVALS: Final[dict[Interval, str]] = {
    "total": "the total ± 1.96 times the root of the sum of the accounts' squares (compound Poisson), not below 0",
    "ratio": "Taylor linearisation of a ratio of sums, clustered by account, with Student's t",
    "share": "Wilson's, at the effective number of independent answers that clustering by account leaves",
    "nps": "of the published variance, 100² (p + d - (p - d)²) / n; adjusted Wald where all answers are of one kind",
    "product": "Taylor linearisation of a total times nested shares, clustered by account, with Student's t",
    "median": "of the survival curve (Kaplan and Meier): the days at which its log-log 95 % band holds one half "
    "(Brookmeyer and Crowley); the upper bound may lie beyond what was watched",
    "auc": "Newcombe's method 5 for the area under the ROC curve, by Hanley and McNeil's variance, by account",
    "exact": "what the books say, without an interval; the part of a slice is an estimate and has one",
}
"""How each kind of interval is made, in words for a reader."""
_EVIDENCE: Final[dict[EvidenceKind, str]] = {
    "counted": "from records",
    "estimated": "counted, and in part inferred",
    "survey": "what customers say",
    "ledger": "from the company's books",
}
_GOOD: Final = {"up": "more is better", "down": "less is better", "context": "neither more nor less is good by itself"}


_CHANGES: Final = """
A change is the difference of two figures of the same accounts; its interval comes from both intervals and from what the
accounts have in common (Newcombe 1998; Zou and Donner 2008). Rows that no account claims are taken to vary as much, for
their number, as those of known accounts. From one account alone a ratio has no interval. `low` and `high` are empty
where there is none.

An interval cannot know of a large account that was not drawn. In companies of chance whose truth is known, 94 of 100
intervals of a share held it with 200 accounts and 93 with 25; of a ratio that a few accounts carry, 92 with 200 and
only 86 with 25 (`tests/unit/metrics/test_intervals.py`).
"""


_NOT_COMPUTED: Final = """
## Not computed

What published frameworks measure besides, each with the reason why it is not computed:

| measure | framework | reason | nearest |
|---|---|---|---|
"""
_VIEWS: Final = """
## Views

A view is a selection from the catalogue in the order of a published framework, never a score. `valuestory metrics
--view areas` prints one, `company.view("areas")` fills it in.
"""


def metrics_page() -> str:
    """Return the whole page as Markdown."""
    kinds = "".join(f"| {kind} | {words} |\n" for kind, words in INTERVALS.items())
    themes = (_heading(theme, metrics) + "".join(map(_section, metrics)) for theme, metrics in THEMES.items())
    return (
        _INTRODUCTION
        + kinds
        + _CHANGES
        + _VIEWS
        + "".join(map(_view, VIEWS.values()))
        + "".join(themes)
        + _not_computed()
    )


def _view(view: View) -> str:
    rows = "".join(f"| {each.name} | {each.asks} | {_members(view, each)} |\n" for each in view.groups)
    head = f"\n### {view.title}\n\n{view.caution} Source: {view.source}.\n\n"
    return f"{head}| group (`{view.name}`) | what it must tell | metrics |\n|---|---|---|\n{rows}"


def _members(view: View, group: Group) -> str:
    return ", ".join(f"`{each.name}`" for each in view.metrics(group.name)) or f"none: {group.empty}"


def _not_computed() -> str:
    rows = ((each, ", ".join(f"[{near}](#{near})" for near in each.nearest)) for each in NOT_COMPUTED.values())
    lines = (f"| {each.label} | {each.framework} | {each.reason} | {nearest} |\n" for each, nearest in rows)
    return _NOT_COMPUTED + "".join(lines)


def _heading(theme: str, metrics: tuple[Metric, ...]) -> str:
    rows = "".join(f"| [{each.label}](#{each.name}) | {each.unit} | {each.definition} |\n" for each in metrics)
    return f"\n## {theme}\n\n| metric | unit | what it says |\n|---|---|---|\n{rows}"


def _section(metric: Metric) -> str:
    facts = {
        "Definition": metric.definition,
        "Formula": metric.formula,
        "Unit": metric.unit,
        "Direction": f"{metric.direction}: {_GOOD[metric.direction]}",
        "Sums": _sums(metric),
        "Interval": metric.interval,
        "n": metric.observed + ("" if metric.interval == "median" else f" (`{metric.observations}`)"),
        "Evidence": f"{metric.evidence}: {_EVIDENCE[metric.evidence]}",
        "Needs": ", ".join(f"`{need}`" for need in metric.needs),
        "Frameworks": "; ".join(metric.frameworks),
        "Source": metric.source,
        "Traps": metric.traps,
        "Worked by hand": f"[on tiny tables](worked.md#{metric.name})",
    }
    if metric.beside:
        facts["Beside it"] = ", ".join(f"[{each}](#{each})" for each in metric.beside)
    if metric.doubted_by:
        columns = ", ".join(f"`{each}`" for each in metric.doubted_by)
        facts["Not claimed"] = f"where the checks find a fault in {columns} on a twentieth of the rows or more"
    rows = "".join(f"| {name} | {words.replace('|', '/')} |\n" for name, words in facts.items())
    return f"\n### {metric.name}\n\n| {metric.label} | |\n|---|---|\n{rows}"


def _sums(metric: Metric) -> str:
    if metric.interval == "median":
        return f"none: the numerator counts those that got there, the denominator the {metric.observed}"
    if metric.interval == "auc":
        shown = f"pairs by `{metric.numerator}` and `{metric.denominator}`, of those with `{metric.observations}`,"
    elif metric.denominator:
        scale = "" if metric.scale == 1 else f", times {metric.scale:g}"
        shown = f"`{metric.numerator}` / `{metric.denominator}`{scale}"
    else:
        factors = "".join(f" x `{top}` / `{bottom}`" for top, bottom in metric.factors)
        shown = f"`{metric.numerator}`{factors}" + (f" - `{metric.less}`" if metric.less else "")
        shown = f"P / (P + `{metric.among}`), where P is {shown}," if metric.among else shown
    return f"{shown} of `company.account_quarters()`"
