"""Scores off their scale, and whole columns on another scale than they are read on."""

from __future__ import annotations

from tests.unit.data.conftest import Company, fault

HEAD = "survey_id,answered_at,instrument,score\n"


def surveys(instrument: str, scores: list[int]) -> dict[str, str]:
    """Return a table of answers to one instrument."""
    rows = "".join(f"{number},2025-01-01,{instrument},{score}\n" for number, score in enumerate(scores))
    return {"surveys": HEAD + rows}


def csat(scores: list[str]) -> dict[str, str]:
    """Return a table of cases with these satisfaction scores."""
    rows = "".join(f"{number},A1,2025-01-01,{score}\n" for number, score in enumerate(scores))
    return {"cases": "case_id,account_id,opened_at,csat_score\n" + rows}


def test_nps_answers_that_never_exceed_five_are_another_scale(company: Company) -> None:
    """Forty answers from 1 to 5 read from 0 to 10 would give an NPS of -100; one answer of 9 says that it is NPS."""
    found = company(surveys("nps", [1, 3, 5, 4] * 10))
    doubt = fault(found, "none of which is over 5: a scale of 1 to 5 read as 0 to 10?")
    assert (doubt.table, doubt.column, doubt.count, doubt.share) == ("surveys", "score", 40, 1.0)
    assert company(surveys("nps", [1, 3, 5, 4] * 10 + [9])).faults == ()


def test_few_answers_show_no_scale(company: Company) -> None:
    """Twelve unhappy customers are twelve unhappy customers."""
    assert company(surveys("nps", [1, 3, 5, 4] * 3)).faults == ()


def test_the_range_of_scores_off_their_scale_is_said(company: Company) -> None:
    """Most answers are over 5: they run from 2 to 10, so the table stops rather than losing most of them."""
    found = company(surveys("csat", [2, 7, 8, 9, 10]))
    off = fault(found, "have a score outside its scale")
    assert (off.count, off.action) == (4, "stops")
    assert "theirs run from 2 to 10" in off.what


def test_percent_read_as_a_score_is_not_used(company: Company) -> None:
    """80 and 100 on a scale of 1 to 5: the column is left out, and the range says why."""
    found = company(csat(["80", "100", "4"]))
    assert "theirs run from 4 to 100" in fault(found, "have a csat_score outside 1 to 5").what
    assert "csat_score" not in found.tables["cases"].columns


def test_shares_and_yes_or_no_read_as_a_score_are_remarked_upon(company: Company) -> None:
    """Forty scores of 1: everybody at the lowest end of five, or everybody content."""
    assert fault(company(csat(["1"] * 40)), "of 1 at most, all of them").count == 40
    assert company(csat(["1"] * 40 + ["3"])).faults == ()
