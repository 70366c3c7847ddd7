"""How many of those who were asked answered, by the mailing (wave) that asked them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.checks.mailings import answers_by_wave
from valuestory.metrics.asked.asked import Asked, Tables
from valuestory.metrics.engine import period_index
from valuestory.metrics.slices import UNKNOWN

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


def _returned(tables: Tables, like: Period) -> ir.Table:
    waves = answers_by_wave(tables["survey_waves"], tables["surveys"])
    # More answers than people asked: the mailing is not the whole of what was sent, which the checks say.
    sound = waves.filter(waves.answers <= waves.sent)
    sums: dict[str, ir.Value] = {}
    for name, instruments in SURVEYS_ASKED.items():
        among = sound.instrument.isin(instruments)
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
