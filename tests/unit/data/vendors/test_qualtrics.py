"""Qualtrics: a CSV with three lines of header, and the tables that loaders land, each to rows worked by hand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.unit.data.conftest import assert_rows_add_up, fault
from tests.unit.data.vendors.conftest import Folder, rows_of

from valuestory.data import examine_tables

NAMES = (
    *("StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecordedDate"),
    *("ResponseId", "RecipientLastName", "RecipientEmail", "LocationLatitude", "DistributionChannel", "Q1_NPS_GROUP"),
    *("Q1", "Q2", "Q3", "Q4_TEXT", "AccountID", "TicketID", "Region"),
)
ASKED = {"Q1": "Would you recommend us?", "Q2": "How satisfied are you?", "Q3": "Why?", "ResponseId": "Response ID"}
IDS = {"Q1": "QID1", "Q1_NPS_GROUP": "QID1_NPS_GROUP", "Q2": "QID2", "Q3": "QID3", "Q4_TEXT": "QID4_TEXT"}
ZONE = ',"timeZone":"America/Denver"'


def import_id(name: str) -> str:
    """Return what the third line says of a column."""
    zone = ZONE if name.endswith("Date") else ""
    return f'{{"ImportId":"{IDS.get(name, "_recordId" if name == "ResponseId" else name)}"{zone}}}'


def export(*responses: dict[str, str]) -> str:
    """Return an export of these responses, with its three lines of header."""
    usual = {"Status": "IP Address", "Finished": "True", "RecordedDate": "2026-01-05 09:02:10", "IPAddress": "1.2.3.4"}
    lines = io.StringIO()
    rows = csv.writer(lines)
    rows.writerow(NAMES)
    rows.writerow([ASKED.get(each, each) for each in NAMES])
    rows.writerow([import_id(each) for each in NAMES])
    rows.writerows([(usual | each).get(name, "") for name in NAMES] for each in responses)
    return lines.getvalue()


RESPONSES = export(
    {
        "ResponseId": "R_1",
        "Q1": "9",
        "Q2": "5",
        "Q3": "Fast,\nkind",
        "AccountID": "A1",
        "TicketID": "T1",
        "Region": "EU",
    },
    {"ResponseId": "R_2", "Status": "0", "Finished": "1", "RecordedDate": "2026-07-06 09:02:10", "Q1": "3"},
    {"ResponseId": "R_3", "Status": "Survey Preview", "Q1": "10", "Q2": "1"},
    {"ResponseId": "R_4", "Finished": "False", "Q1": "10", "Q2": "1"},
    {"ResponseId": "R_5", "Status": "8", "Q1": "10", "Q2": "1"},
)
SETTINGS = (
    '[sources.surveys]\npath = "responses.csv"\nvendor = "qualtrics-export"\n{}'
    "[sources.surveys.values.instrument]\n{}\n"
)


def test_a_question_of_the_type_tells_itself_and_the_file_its_zone(folder: Folder) -> None:
    """Two answers to the question whether one would recommend; times in Denver, winter and summer, are UTC."""
    found = folder({"Survey_January.csv": RESPONSES})
    names = ("survey_id", "answered_at", "account_id", "case_id", "instrument", "item", "score", "region")
    assert rows_of(found, "surveys", *names) == [
        ("R_1 Q1", "2026-01-05 16:02:10", "A1", "T1", "nps", "Would you recommend us?", "9.0", "EU"),
        ("R_2 Q1", "2026-07-06 15:02:10", "", "", "nps", "Would you recommend us?", "3.0", ""),
    ]
    assert not {"q3", "q4_text", "ip_address", "recipient_email", "q1_nps_group"} & set(found.tables["surveys"].columns)


def test_what_is_no_answer_is_set_aside_with_its_reason(folder: Folder) -> None:
    """Two lines of header, a preview, spam, one that was not finished: rows read are rows used and set aside."""
    found = folder({"Survey_January.csv": RESPONSES})
    reasons = ("further lines of the export's header", "previews, tests or spam", "were not finished")
    assert [(fault(found, each).action, fault(found, each).count) for each in reasons] == [
        ("set aside", 2),
        ("set aside", 2),
        ("set aside", 1),
    ]
    assert {each.table: (each.read, each.used) for each in found.rows}["surveys"] == (7, 2)
    assert_rows_add_up(found)


def test_other_questions_are_instruments_by_name_or_id(folder: Folder) -> None:
    """Named by its header or by its id in Qualtrics; a question that was not answered is counted."""
    for name in ("Q2", "QID2"):
        found = folder({"responses.csv": RESPONSES}, SETTINGS.format("", f'csat = ["{name}"]'))
        assert rows_of(found, "surveys", "survey_id", "instrument", "score") == [
            ("R_1 Q1", "nps", "9.0"),
            ("R_1 Q2", "csat", "5.0"),
            ("R_2 Q1", "nps", "3.0"),
        ]
        assert fault(found, "were not answered").count == 1
        assert_rows_add_up(found)


def test_the_zone_of_the_settings_goes_before_the_files(folder: Folder) -> None:
    """Somebody who knows better says so."""
    found = folder({"responses.csv": RESPONSES}, SETTINGS.format('timezone = "Europe/Berlin"\n', 'csat = ["Q2"]'))
    assert rows_of(found, "surveys", "survey_id", "answered_at")[0] == ("R_1 Q1", "2026-01-05 08:02:10")


def test_choices_in_words_are_scores_where_the_settings_say_so(folder: Folder) -> None:
    """An export with choice text needs the words of the scale."""
    words = RESPONSES.replace(",5,", ",Very satisfied,")
    settings = SETTINGS.format("", 'csat = ["Q2"]') + '[sources.surveys.values.score]\n5 = ["Very satisfied"]\n'
    assert ("R_1 Q2", "5.0") in rows_of(folder({"responses.csv": words}, settings), "surveys", "survey_id", "score")


def test_a_survey_without_an_instrument_stops_with_its_questions(folder: Folder) -> None:
    """No question is guessed to be one: theirs are shown, with what to write."""
    plain = RESPONSES.replace("Q1_NPS_GROUP", "Q9_GROUP")
    stop = fault(folder({"responses.csv": plain}), "no question that is said to be an instrument")
    assert stop.action == "stops"
    assert '"Q2" (How satisfied are you?)' in stop.do
    assert "[sources.surveys.values.instrument]" in stop.do


LANDED = {
    "survey_response.csv": "id,survey_id,recorded_date,finished,status,distribution_channel,recipient_email\n"
    "R_1,SV_1,2026-01-05 09:00:00,1,0,email,ann@x.org\nR_2,SV_2,2026-01-06 09:00:00,true,IP Address,email,\n"
    "R_3,SV_1,2026-01-06 09:00:00,0,0,email,\nR_4,SV_1,2026-01-06 09:00:00,1,1,preview,\n",
    "question_response.csv": "_fivetran_id,response_id,question_id,question,sub_question_key,question_option_key,value,"
    "text\n"
    "f1,R_1,QID1,Recommend,,,9,\nf2,R_1,QID2,Satisfied,,,4,\nf3,R_1,QID3,Why,,,,because\nf4,R_2,QID1,Age,,,52,\n"
    "f5,R_2,QID2,Satisfied,,,,\nf6,R_3,QID1,Recommend,,,1,\nf7,R_4,QID1,Recommend,,,1,\nf8,R_9,QID1,Recommend,,,1,\n",
    "question.csv": "id,survey_id,question_text,question_type,selector\nQID1,SV_1,Would you recommend us?,MC,NPS\n"
    "QID2,SV_1,How satisfied are you?,MC,SAVR\nQID1,SV_2,How old are you?,TE,SL\n",
    "survey_embedded_data.csv": "import_id,key,response_id,value\nTicketID,TicketID,R_1,T1\n"
    "AccountID,AccountID,R_1,A1\nWebsite,Website,R_1,x\n",
    "distribution.csv": "id,survey_link_survey_id,send_date,request_type\nD1,SV_1,2026-01-04 10:00:00,Invite\n"
    "D2,SV_2,2026-01-05 10:00:00,Invite\n",
    "distribution_contact.csv": "contact_id,distribution_id,sent_at,status,survey_link\n"
    "K1,D1,2026-01-04 10:00:01,SurveyFinished,\nK2,D1,2026-01-04 10:00:02,Opened,\nK3,D1,,Pending,\n"
    "K4,D1,2026-01-04 10:00:03,HardBounce,\nK5,D2,2026-01-05 10:00:00,Pending,\n",
}
DECLARED = (
    '[sources.surveys]\npath = "question_response.csv"\nvendor = "qualtrics-warehouse"\n'
    '[sources.surveys.values.instrument]\ncsat = ["{}"]\n'
)


def test_landed_answers_have_the_day_account_and_case_of_their_response(folder: Folder) -> None:
    """The selector tells one instrument, the settings another, of one survey or of any; the rest has its reason."""
    found = folder(LANDED, DECLARED.format("SV_1/QID2"))
    names = ("survey_id", "answered_at", "account_id", "case_id", "instrument", "item", "score")
    expected = [
        ("R_1 QID1", "2026-01-05 09:00:00", "A1", "T1", "nps", "Would you recommend us?", "9.0"),
        ("R_1 QID2", "2026-01-05 09:00:00", "A1", "T1", "csat", "How satisfied are you?", "4.0"),
    ]
    assert rows_of(found, "surveys", *names) == expected
    counts = {
        "answer questions that are not said": 3,
        "previews, tests or spam": 1,
        "were not finished": 1,
        "responses that are not there": 1,
    }
    assert {each: sum(f.count for f in found.faults if each in f.what) for each in counts} == counts
    assert_rows_add_up(found)
    anywhere = folder(LANDED, DECLARED.format("QID2"))
    assert rows_of(anywhere, "surveys", *names) == expected
    assert fault(anywhere, "were not answered").count == 1


def test_mailings_are_counted_by_who_was_really_asked(folder: Folder) -> None:
    """Two of four contacts were reached; a survey that asks to recommend is nps, another has its id."""
    found = folder(LANDED)
    assert rows_of(found, "survey_waves", "instrument", "sent_on", "sent_count") == [
        ("SV_2", "2026-01-05", "1"),
        ("nps", "2026-01-04", "2"),
    ]
    assert (fault(found, "were not sent").count, fault(found, "could not be delivered").count) == (1, 1)
    waves = {each.table: each for each in found.rows}["survey_waves"]
    assert (waves.read, waves.used, waves.folded) == (5, 3, 1)
    assert_rows_add_up(found)


def test_answers_without_their_responses_stop_and_say_what_to_land(folder: Folder) -> None:
    """Neither their day nor whether they were finished would be known."""
    alone = {name: text for name, text in LANDED.items() if name != "survey_response.csv"}
    assert "survey_response" in fault(folder(alone), "answers without their responses").do


def test_the_landed_tables_that_fivetran_publishes_map_without_hand_work(shared: Path) -> None:
    """Its five answers belong to responses that the sample does not have; five contacts are five mailings."""
    found = examine_tables(str(shared / "vendor_exports" / "fivetran_dbt_qualtrics"))
    assert {each.table: (each.read, each.used) for each in found.rows} == {"surveys": (5, 0), "survey_waves": (5, 5)}
    assert fault(found, "responses that are not there").count == 5
    assert rows_of(found, "survey_waves", "instrument", "sent_on", "sent_count")[0] == (
        "SV_6Jcja72TpOiHjdX",
        "2023-01-10",
        "1",
    )
    assert [each.table for each in found.faults if each.action == "stops"] == ["accounts"], "a survey tool has none"
    assert_rows_add_up(found)
