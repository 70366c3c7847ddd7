"""How many of those who were asked answered, by the mailing (wave) that asked them.

An answer belongs to the last wave of its survey on or before the day on which it was asked, or else answered. A survey
of several questions has as many answers as its most answered question.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.metrics.asked.asked import Asked, Tables
from valuestory.metrics.engine import UNKNOWN, period_index

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.metrics.periods import Period

SURVEYS_ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "surveys": ("csat", "nps", "ces1", "ces2", "engagement", "employee_satisfaction", "knowledge_sharing"),
    "csat": ("csat",),
    "nps": ("nps",),
    "effort": ("ces1", "ces2"),
    "staff": ("engagement", "employee_satisfaction", "knowledge_sharing"),
}
"""The surveys whose rates of response are told apart, and the instruments of each."""


def _waves(waves: ir.Table) -> ir.Table:
    """Return the waves, one row an instrument and day, each with the day on which the next one of it went out."""
    once = waves.group_by(["instrument", "sent_on"]).aggregate(sent=waves.sent_count.sum())
    following = once.sent_on.lead().over(group_by=once.instrument, order_by=once.sent_on)
    return once.select(of="instrument", sent_on="sent_on", sent="sent", next_on=following)


def _answers(surveys: ir.Table) -> ir.Table:
    """Return how often each question of a survey was answered, by the day on which it was asked."""
    asked_at = surveys.answered_at
    if "sent_at" in surveys.columns:
        asked_at = ibis.coalesce(surveys.sent_at, asked_at)
    item = surveys["item"].fill_null("") if "item" in surveys.columns else ibis.literal("")
    rows = surveys.select("instrument", asked_on=asked_at.date(), item=item)
    return rows.group_by(["instrument", "asked_on", "item"]).aggregate(answers=rows.count())


def _returned(tables: Tables, like: Period) -> ir.Table:
    waves, answers = _waves(tables["survey_waves"]), _answers(tables["surveys"])
    is_in = (answers.asked_on >= waves.sent_on) & (waves.next_on.isnull() | (answers.asked_on < waves.next_on))
    rows = waves.left_join(answers, [waves.of == answers.instrument, is_in])
    by_item = rows.group_by(["of", "sent_on", "sent", "item"]).aggregate(answers=rows.answers.sum())
    whole = by_item.group_by(["of", "sent_on", "sent"]).aggregate(answers=by_item.answers.max().fill_null(0))
    # More answers than people asked: the mailing is not the whole of what was sent, and says nothing.
    sound = whole.filter(whole.answers <= whole.sent)
    sums: dict[str, ir.Value] = {}
    for name, instruments in SURVEYS_ASKED.items():
        among = sound.of.isin(instruments)
        sums |= {f"{name}_sent": sound.sent.sum(where=among), f"{name}_returned": sound.answers.sum(where=among)}
    period = period_index(sound.sent_on, like)
    # Whose answer a letter would have brought is not known, so that no two of them belong together.
    return sound.group_by(period=period).aggregate(**sums).mutate(account_id=ibis.literal(UNKNOWN))


WAVES: Final = Asked(
    tuple(f"{name}_{what}" for name in SURVEYS_ASKED for what in ("sent", "returned")),
    (
        *("survey_waves.instrument", "survey_waves.sent_on", "survey_waves.sent_count"),
        *("surveys.instrument", "surveys.answered_at"),
    ),
    _returned,
    ("surveys.sent_at", "surveys.item"),
    by="instrument",
)
