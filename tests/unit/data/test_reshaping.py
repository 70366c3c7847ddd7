"""Rows computed before columns are taken: what holds for every step."""

from __future__ import annotations

from tests.unit.data.conftest import Company, values


def test_a_zone_is_applied_once_where_a_step_has_read_a_time(company: Company) -> None:
    """What a step has read is UTC: only what is still text is in the zone of the settings."""
    log = "case,at,what\n1,2026-01-05 09:00:00,open\n1,2026-01-05 12:00:00,done\n"
    settings = (
        '[sources.cases]\npath = "log.csv"\ntimezone = "Europe/Berlin"\naccount_named = "case"\n'
        '[sources.cases.columns]\ncase_id = "case"\nopened_at = "first_event"\nclosed_at = "last_event"\n'
        '[[sources.cases.reshape]]\nfunction = "histories.folded_events"\nkey = "case"\nat = "at"\n'
    )
    found = company({"log": log}, settings)
    told = values(found, "cases", "opened_at", "closed_at")
    assert [tuple(map(str, row)) for row in told] == [("2026-01-05 08:00:00", "2026-01-05 11:00:00")]
