"""Qualtrics: answers out of its CSV with three lines of header, or out of the tables that a loader lands.

Which question is which instrument must be said: `[sources.surveys.values.instrument] csat = ["Q2"]`. Only a question of
the type Net Promoter Score tells it itself.
"""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import ibis

from valuestory.data.checks.base import ROWS
from valuestory.data.engines.asking import ask_rows
from valuestory.data.steps.histories import need
from valuestory.data.steps.left_out import LEFT_OUT, leave_out, own_columns
from valuestory.data.values.conversion import as_text, read_as
from valuestory.errors import DataError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

_GROUP: Final = "_NPS_GROUP"
"""Behind the name of a question of the type Net Promoter Score: the column of promoters and detractors."""
_NOT_REAL: Final = (
    *("survey preview", "survey test", "spam", "survey preview spam", "imported spam", "offline survey preview"),
    *("1", "2", "8", "9", "12", "17"),
)
"""How a response that nobody gave in earnest is marked, in words or as a number."""
_NOT_DELIVERED: Final = ("error", "skipped", "blocked", "failure", "softbounce", "hardbounce")
_PREVIEW, _UNFINISHED = "are previews, tests or spam", "were not finished"
_UNDECLARED: Final = "answer questions that are not said to be an instrument"
_UNANSWERED: Final = "are questions that were not answered"


@dataclass(frozen=True)
class _Header:
    """What the second and third line of an export say of its columns: their text, and their id in Qualtrics."""

    texts: Mapping[str, str]
    ids: Mapping[str, str]
    zone: str


def answers(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    response: str,
    recorded: Sequence[str],
    status: str,
    finished: str,
) -> ibis.Table:
    """Return the answers of an export of responses, one row a response and question that is an instrument.

    The columns are `answer`, `question`, `asked` (its text), `instrument` and `recorded` (in UTC: the export's third
    line says its zone, unless the settings do) beside embedded data. The other lines of the header, previews, responses
    that were not finished and questions that were not answered are left out with the reason; columns of questions that
    are no instrument are not kept.

    Parameters
    ----------
    response, status, finished
        The columns of the response's id, of how it came about, and of whether it was finished.
    recorded
        The columns of when it was recorded: the first that is there counts.

    Raises
    ------
    DataError
        When no question is said to be an instrument.
    """
    need(rows, response)
    header = _header(rows, response, recorded)
    instruments = _instruments(rows, header, settings)
    if not instruments:
        raise _no_instrument(rows, header)
    rows = leave_out(rows, _is_header(rows, response), "are further lines of the export's header")
    rows = _sound(rows, status, finished, settings)
    at = next((each for each in recorded if each in rows.columns), response)
    zone = (
        settings if "timezone" in settings.model_fields_set else settings.model_copy(update={"timezone": header.zone})
    )
    rows = rows.mutate(recorded=read_as(rows[at], "instant", zone))
    others = [each for each in own_columns(rows) if _is_question(each, header) or each in instruments]
    kept = rows.filter(rows[LEFT_OUT].isnull())
    parts = [
        leave_out(
            _of_question(kept, response, name, header.texts.get(name, name), ours), kept[name].isnull(), _UNANSWERED
        )
        for name, ours in instruments.items()
    ]
    gone = _of_question(rows.filter(rows[LEFT_OUT].notnull()), response, next(iter(instruments)), "", "")
    return ibis.union(*(each.drop(*others) for each in (gone, *parts)))


def _header(rows: ibis.Table, response: str, recorded: Sequence[str]) -> _Header:
    lines = ask_rows(rows.filter(_is_header(rows, response)).limit(2))
    names = own_columns(rows)
    ids: dict[str, Any] = next((line for line in lines if _import_id(line[response])), {})
    texts: dict[str, Any] = next((line for line in lines if not _import_id(line[response])), {})
    zone = next((found for each in recorded if (found := _zone(ids.get(each)))), "UTC")
    told = {each: _import_id(ids.get(each)) for each in names}
    return _Header({each: str(texts[each]) for each in names if texts.get(each)}, told, zone)


def _is_header(rows: ibis.Table, response: str) -> ir.BooleanValue:
    """Return whether a row is one of the two lines below the header: a response's own id begins with `R_`."""
    text = as_text(rows[response])
    return (text.startswith("{") | text.lower().isin(["response id", "responseid"])).fill_null(False)


def _import_id(text: object) -> str:
    return str(_parsed(text).get("ImportId", ""))


def _zone(text: object) -> str:
    found = str(_parsed(text).get("timeZone", ""))
    return found if found in zoneinfo.available_timezones() else ""


def _parsed(text: object) -> dict[str, Any]:
    try:
        found = json.loads(str(text))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _instruments(rows: ibis.Table, header: _Header, settings: SourceSettings) -> dict[str, str]:
    """Return the columns of questions that are an instrument: as the settings say, else by the question's type."""
    declared = {theirs: ours for ours, words in settings.values.get("instrument", {}).items() for theirs in words}
    found = {each: "nps" for each in rows.columns if each + _GROUP in rows.columns}
    for each in own_columns(rows):
        name = next((name for name in (each, header.ids.get(each, "")) if name in declared), None)
        found |= {each: declared[name]} if name is not None else {}
    return found


def _no_instrument(rows: ibis.Table, header: _Header) -> DataError:
    asked = [each for each in own_columns(rows) if _is_question(each, header)]
    shown = ", ".join(f'"{each}" ({header.texts.get(each, "")[:40]})' for each in asked[:8])
    what = "have no question that is said to be an instrument, and none of the type Net Promoter Score"
    return DataError(what, do=f'say which is: [sources.surveys.values.instrument] csat = ["Q1"]; theirs are {shown}')


def _is_question(name: str, header: _Header) -> bool:
    told = header.ids.get(name, "")
    return told.startswith("QID") or (not told and (name[:1] == "Q" and name[1:2].isdigit()))


def _of_question(rows: ibis.Table, response: str, name: str, text: str, instrument: str) -> ibis.Table:
    return rows.mutate(
        answer=as_text(rows[response]) + f" {name}",
        question=ibis.literal(name),
        asked=ibis.literal(text),
        instrument=ibis.literal(instrument),
        score=as_text(rows[name]),
    )


def _sound(rows: ibis.Table, status: str, finished: str, settings: SourceSettings) -> ibis.Table:
    """Return responses with previews and those that were not finished left out."""
    if status in rows.columns:
        rows = leave_out(rows, as_text(rows[status]).lower().isin(_NOT_REAL).fill_null(False), _PREVIEW)
    if finished in rows.columns:
        is_finished = read_as(rows[finished], "yes_no", settings)
        rows = leave_out(rows, (~is_finished).fill_null(False), _UNFINISHED)
    return rows


def landed_answers(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    responses: ibis.Table | None,
    questions: ibis.Table | None,
    embedded: ibis.Table | None,
    names: Sequence[str],
    found_in: Mapping[str, Sequence[str]],
) -> ibis.Table:
    """Return answers that a loader landed one by one, with what their response and its embedded data say.

    The columns are `answer`, `instrument`, `recorded`, `asked` and those of `found_in`. A question is named in the
    settings by its id, or by its survey's and its own: `csat = ["SV_1/QID2"]`. Answers to other questions, previews,
    and responses that were not finished are left out with the reason.

    Parameters
    ----------
    responses
        The table `survey_response`: without it, no answer has a day.
    questions
        The table `question`: its selector `NPS` tells an instrument, its text is kept.
    embedded
        The table `survey_embedded_data`, one row a response and key.
    names
        The columns that are read of these tables.
    found_in
        A new column -> the keys of embedded data that it may be found under.

    Raises
    ------
    DataError
        When there is no table of responses, or it lacks a column.
    """
    if responses is None:
        what = "have answers without their responses: neither their day nor whether they were finished is known"
        raise DataError(what, do="land survey_response beside question_response")
    need(rows, "response_id", "question_id", "value")
    need(responses, "id", "survey_id", "recorded_date")
    told = responses.select(__id="id", **{each: responses[each] for each in names if each in responses.columns})
    rows = rows.left_join(told, as_text(rows["response_id"]) == as_text(told["__id"]))
    rows = leave_out(rows, rows["__id"].isnull(), "belong to responses that are not there").drop("__id")
    rows = _asked(rows, questions)
    rows = rows.mutate(instrument=_declared(rows, settings), recorded=rows["recorded_date"])
    rows = leave_out(rows, rows.instrument.isnull(), _UNDECLARED)
    rows = _sound(rows, "status", "finished", settings)
    rows = leave_out(rows, rows["value"].isnull(), _UNANSWERED)
    rows = rows.mutate(answer=_key(rows))
    return _with_embedded(rows, embedded, found_in)


def _asked(rows: ibis.Table, questions: ibis.Table | None) -> ibis.Table:
    if questions is None or not {"id", "survey_id"} <= set(questions.columns):
        return rows.mutate(asked=ibis.null("string"), __nps=ibis.literal(False))
    selector = as_text(questions["selector"]) if "selector" in questions.columns else ibis.literal("")
    text = as_text(questions["question_text"]) if "question_text" in questions.columns else ibis.null("string")
    known = questions.mutate(__of=_whole(questions["survey_id"], questions["id"]), __nps=selector == "NPS", __text=text)
    one = known.group_by("__of").aggregate(__nps=known["__nps"].max(), asked=known["__text"].max())
    joined = rows.left_join(one, _whole(rows["survey_id"], rows["question_id"]) == one["__of"]).drop("__of")
    return joined.mutate(__nps=joined["__nps"].fill_null(False))


def _whole(survey: ir.Value, question: ir.Value) -> ir.StringValue:
    return as_text(survey) + "/" + as_text(question)


def _declared(rows: ibis.Table, settings: SourceSettings) -> ir.StringValue:
    whole, own = _whole(rows["survey_id"], rows["question_id"]), as_text(rows["question_id"])
    pairs = [
        (each.isin(list(theirs)), ours)
        for ours, theirs in settings.values.get("instrument", {}).items()
        for each in (whole, own)
    ]
    return ibis.cases(*pairs, (rows["__nps"], "nps"), else_=ibis.null("string"))


def _key(rows: ibis.Table) -> ir.StringValue:
    key = as_text(rows["response_id"]) + " " + as_text(rows["question_id"])
    for each in ("loop_id", "sub_question_key", "question_option_key"):
        key = key + (" " + as_text(rows[each])).fill_null("") if each in rows.columns else key
    return key


def _with_embedded(rows: ibis.Table, embedded: ibis.Table | None, found_in: Mapping[str, Sequence[str]]) -> ibis.Table:
    if embedded is None or not {"response_id", "key", "value"} <= set(embedded.columns):
        return rows.mutate(**{each: ibis.null("string") for each in found_in})
    key, value = as_text(embedded["key"]).lower(), as_text(embedded["value"])
    columns = {ours: value.max(where=key.isin([each.lower() for each in theirs])) for ours, theirs in found_in.items()}
    one = embedded.group_by(__response=as_text(embedded["response_id"])).aggregate(**columns)
    return rows.left_join(one, as_text(rows["response_id"]) == one["__response"]).drop("__response")


def waves(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    distributions: ibis.Table | None,
    questions: ibis.Table | None,
    names: Sequence[str],
) -> ibis.Table:
    """Return one row a mailing out of one row a contact: `survey`, `sent` (its day) and `count` (of contacts).

    `survey` is `nps` where the survey asks for the Net Promoter Score, else the survey's id, for the settings to name.
    What was not sent, or could not be delivered, is left out with the reason.

    Parameters
    ----------
    distributions
        The table `distribution`: it says which survey was sent. Without it, the contact's link does.
    questions
        The table `question`.
    names
        The columns that are read of these tables.
    """
    need(rows, "contact_id", "distribution_id", "sent_at")
    survey = as_text(rows["survey_link"]).re_extract(r"form/(SV_\w+)", 1) if "survey_link" in rows.columns else None
    rows = rows.mutate(__link=ibis.null("string") if survey is None else survey.nullif(""))
    if distributions is not None and set(names) & {"id", "survey_link_survey_id"} <= set(distributions.columns):
        known = distributions.select(__id=as_text(distributions["id"]), __survey="survey_link_survey_id").distinct()
        rows = rows.left_join(known, as_text(rows["distribution_id"]) == known["__id"]).drop("__id")
        rows = rows.mutate(__link=as_text(rows["__survey"]).coalesce(rows["__link"])).drop("__survey")
    when = read_as(rows["sent_at"], "instant", settings)
    rows = leave_out(rows.mutate(__when=when), when.isnull(), "were not sent")
    if "status" in rows.columns:
        failed = as_text(rows["status"]).lower().isin(_NOT_DELIVERED).fill_null(False)
        rows = leave_out(rows, failed, "could not be delivered")
    asks_nps = _with_nps(questions)
    told = rows if asks_nps is None else rows.left_join(asks_nps, rows["__link"] == asks_nps["__of"])
    named = told["__link"] if asks_nps is None else ibis.ifelse(told["__of"].notnull(), "nps", told["__link"])
    told = told.mutate(survey=named)
    mailing = told.group_by(["distribution_id", "survey", LEFT_OUT])
    return mailing.aggregate(
        sent=told["__when"].date().min(), count=told["contact_id"].nunique(), **{ROWS: told.count()}
    )


def _with_nps(questions: ibis.Table | None) -> ibis.Table | None:
    if questions is None or not {"survey_id", "selector"} <= set(questions.columns):
        return None
    asking = questions.filter(as_text(questions["selector"]) == "NPS")
    return asking.select(__of=as_text(asking["survey_id"])).distinct()
