"""Mailings of surveys (waves) and the answers to them.

An answer belongs to the last wave of its survey on or before the day on which it was asked, or else answered. A survey
of several questions has as many answers as its most answered question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import ibis

from valuestory.data.company import Fault
from valuestory.data.engines.asking import ask_row, ask_rows

_NEEDS: Final = {
    "survey_waves": ("instrument", "sent_on", "sent_count"),
    "surveys": ("instrument", "answered_at"),
}


def answers_by_wave(waves: ibis.Table, surveys: ibis.Table) -> ibis.Table:
    """Return one row a survey and day on which it went out: `instrument`, `sent_on`, `sent` to how many, `answers`.

    Parameters
    ----------
    waves, surveys
        The canonical `survey_waves` and `surveys`.
    """
    sent, answers = _waves(waves), _answers(surveys)
    is_in = (answers.asked_on >= sent.sent_on) & (sent.next_on.isnull() | (answers.asked_on < sent.next_on))
    rows = sent.left_join(answers, [sent.instrument == answers.of, is_in])
    by_item = rows.group_by(["instrument", "sent_on", "sent", "item"]).aggregate(answers=rows.answers.sum())
    wave = by_item.group_by(["instrument", "sent_on", "sent"])
    return wave.aggregate(answers=by_item.answers.max().fill_null(0))


def overanswered_waves(tables: Mapping[str, ibis.Table]) -> Iterator[Fault]:
    """Yield the remark on waves with more answers than people asked, where a company has both tables."""
    if not all(name in tables and set(columns) <= set(tables[name].columns) for name, columns in _NEEDS.items()):
        return
    waves = answers_by_wave(tables["survey_waves"], tables["surveys"])
    over = waves.answers > waves.sent
    found = ask_row(waves.aggregate(rows=waves.count(), over=over.sum()))
    count = int(found["over"] or 0)
    if count:
        first = ask_rows(waves.filter(over).order_by(["sent_on", "instrument"]).limit(3))
        told = tuple(f"{each['instrument']} of {each['sent_on']:%Y-%m-%d}" for each in first)
        what = "have more answers than people asked: no response rate counts them"
        do = "list all mailings of a survey, or give surveys the day on which each was asked (sent_at)"
        yield Fault("survey_waves", "sent_count", what, count, count / int(found["rows"]), told, "noted", do)


def _waves(waves: ibis.Table) -> ibis.Table:
    """Return the waves, one row an instrument and day, each with the day on which the next one of it went out."""
    once = waves.group_by(["instrument", "sent_on"]).aggregate(sent=waves.sent_count.sum())
    following = once.sent_on.lead().over(group_by=once.instrument, order_by=once.sent_on)
    return once.mutate(next_on=following)


def _answers(surveys: ibis.Table) -> ibis.Table:
    """Return how often each question of a survey was answered, by the day on which it was asked."""
    asked_at = surveys.answered_at
    if "sent_at" in surveys.columns:
        asked_at = ibis.coalesce(surveys.sent_at, asked_at)
    item = surveys["item"].fill_null("") if "item" in surveys.columns else ibis.literal("")
    rows = surveys.select(of="instrument", asked_on=asked_at.date(), item=item)
    return rows.group_by(["of", "asked_on", "item"]).aggregate(answers=rows.count())
