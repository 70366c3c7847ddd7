"""What the story cannot show yet: open questions, what is known, why they are open, and what would settle them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from valuestory.data import Fault
from valuestory.metrics import Company
from valuestory.metrics.gaps.gaps import Wanted
from valuestory.slides.facts import Facts

COLUMNS: Final = ("Open question", "What we know", "Why it is open", "What would settle it")
NOTHING: Final = "Nothing is claimed"
Row = tuple[str, str, str, str]
"""An open question: a cell for each of `COLUMNS`."""


def open_questions(company: Company, facts: Facts) -> pd.DataFrame:
    """Return the open questions, weightiest first: the columns are `COLUMNS`.

    Cells may hold fact references. The first question is always there: whether customers stay because of Support is not
    measured by counting, and this story makes no such claim.
    """
    rows = [
        _effect(company, facts),
        *_doubts(company),
        *_missing_tables(company, facts),
        *_silence(facts),
        *_loose_nps(facts),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def ranked_remarks(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults of the data, what cost rows first, then the most frequent."""
    return sorted(faults, key=lambda fault: (fault.action == "noted", -fault.count))


def remarks_table(faults: Sequence[Fault], names: Sequence[str]) -> pd.DataFrame:
    """Return faults as a table for a slide, their counts as references to facts of these names."""
    rows = [
        (fault.table, fault.what, f"{{{{ {name} }}}}", fault.action) for fault, name in zip(faults, names, strict=True)
    ]
    return pd.DataFrame(rows, columns=["Table", "What was found", "Rows", "What was done"])


def _effect(company: Company, facts: Facts) -> Row:
    lot = "A comparison of helped customers with like ones that asked for nothing; a holdout"
    if company.project.company.profile != "commercial":
        return "Does help change what customers get done?", NOTHING, _NO_COMPARISON, lot
    question = "Do customers stay because of Support?"
    if not _has(facts, "annual_logo_retention"):
        return question, NOTHING, _NO_COMPARISON, lot
    known = "{{ annual_logo_retention }} of customers stayed"
    return question, known, "Whether help changed that was not compared", lot


def _has(facts: Facts, name: str) -> bool:
    """Return whether a metric has a value in the story's own period, for the whole company."""
    fact = facts.get(f"{name}@{facts.period}")
    return fact is not None and fact.value is not None and not fact.evidence.doubt


def _doubts(company: Company) -> list[Row]:
    """Return one row for each fault that puts what the story would say of retention in doubt."""
    faults = dict.fromkeys(company.doubts().values())
    asked = [(_DOUBTED.get(f"{fault.table}.{fault.column}"), fault) for fault in faults]
    return [
        (question, NOTHING, f"The {fault.table} {fault.what}", _sentence(fault.do))
        for question, fault in asked
        if question
    ]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _missing_tables(company: Company, facts: Facts) -> list[Row]:
    """Return one row for each table that would close gaps: the tables of `company.gaps()`, in words."""
    return [
        (_question(each, facts), f"Not measured: {_lacking(each)}", _PART if each.columns else _WHOLE, _settled(each))
        for each in sorted(company.wanted(), key=lambda each: _weight(each.table))
    ]


_QUESTIONS: Final = {
    "subscriptions": "How much revenue stays?",
    "accounts": "How many customers stay?",
    "article_sessions": "How many answers does self-service give?",
    "costs": "What does an answer cost?",
    "cases": "Do answers hold, and are customers satisfied?",
    "surveys": "Would customers recommend us?",
    "milestones": "How soon do customers see value?",
    "usage": "Do customers use what they pay for?",
    "improvements": "What got better because of Support?",
    "case_articles": "Does what we learn reach the next customer?",
    "articles": "How soon is what we learn published?",
    "people": "How soon are new people good at it?",
    "survey_waves": "How many of those we ask answer?",
    "worklogs": "Where does the time of Support go?",
}
"""What a missing table leaves open, the weightiest first."""
_NO_COMPARISON: Final = "No comparison was made"
_WHOLE, _PART = "That source is not connected", "Its detail is missing"
_NAMED: Final = 1
"""So many measures are named in a row: `company.gaps()` has them all, and the columns stand in the notes."""
_DOUBTED: Final = {
    "accounts.churned_at": "How many customers stay?",
    "subscriptions.start_on": "How much revenue stays?",
}
"""What a fault leaves open, by its table and column."""


def _weight(table: str) -> int:
    return list(_QUESTIONS).index(table) if table in _QUESTIONS else len(_QUESTIONS)


def _question(wanted: Wanted, facts: Facts) -> str:
    if wanted.table == "cases" and _has(facts, "csat"):  # of what cases tell, this is told
        return "Do answers hold, and what do they take?"
    return _QUESTIONS.get(wanted.table, f"{wanted.labels[0]}?")


def _lacking(wanted: Wanted) -> str:
    """Return what is not measured, in the measures' own names."""
    named = ", ".join(wanted.labels[:_NAMED])
    return f"{named} and further measures" if len(wanted.labels) > _NAMED + 1 else ", ".join(wanted.labels)


def _settled(wanted: Wanted) -> str:
    return f"More detail in {wanted.brings}" if wanted.columns else _sentence(wanted.brings)


def data_lacking(company: Company) -> list[str]:
    """Return a line of notes for each table that would close gaps, with the columns that it lacks: raw names."""
    return [
        f"Not in the data: table {each.table}" + (f" ({', '.join(each.columns)})" if each.columns else "")
        for each in company.wanted()
    ]


def _silence(facts: Facts) -> list[Row]:
    if not (_has(facts, "answers_confirmed") and _has(facts, "answers_without_case")):
        return []
    return [
        (
            "Did silent readers find their answer?",
            "Of {{ answers_without_case }} answers without a case, {{ answers_confirmed }} were confirmed",
            "The other readers said nothing",
            "One question behind an article: did this help?",
        )
    ]


def _loose_nps(facts: Facts) -> list[Row]:
    fact = facts.get(f"nps@{facts.period}")
    change = fact.changes.get("year_ago") if fact is not None else None
    if change is None or change.low is None or change.high is None or change.low > 0 or change.high < 0:
        return []
    return [
        (
            "Do more customers recommend us?",
            "NPS is {{ nps }} ({{ nps.low }} to {{ nps.high }})",
            "A change since a year ago is not established",
            "More answers narrow the range",
        )
    ]
