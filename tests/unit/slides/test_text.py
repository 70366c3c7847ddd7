"""Text with facts in it: the runs that come out, what is refused, and the company's own words."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from valuestory.errors import StoryError, UnknownFactError
from valuestory.slides.facts import Change, Evidence, Fact, Facts
from valuestory.slides.number_words import NumberWords
from valuestory.slides.slide import Paragraph, Run
from valuestory.slides.text import Vocabulary, Writer


def changed(previous: float, year_ago: float | None = None) -> dict[str, Change]:
    """Changes against both periods of the story."""
    found = {"previous": Change("2026Q1", previous)}
    return found if year_ago is None else found | {"year_ago": Change("2025Q2", year_ago)}


FACTS = Facts(
    [
        Fact("answers", 41_832, "count", period="2026Q2", n=2430, changes=changed(-1_200, 12_832)),
        Fact("csat", 0.872, "share", period="2026Q2", low=0.851, high=0.893, n=512, changes=changed(0.021, -0.034)),
        Fact("nps", 31.0, "points", period="2026Q2", changes=changed(0.4, 2.6)),
        Fact("cost", 4.0e6, "money", period="2026Q2", changes=changed(30_000, -400_000)),
        Fact("smile", 204.0, "minutes", period="2026Q2", changes=changed(-30.0)),
        Fact("started", 12, "count", period="2026Q2", changes=changed(12)),
        Fact("flat", 0.5, "share", period="2026Q2", changes=changed(0.0)),
        Fact("unknown", None, "share", period="2026Q2", evidence=Evidence(tables=("surveys", "cases"))),
        Fact("company", "Customer First case", "text"),
        Fact("launch", "2026-06-30", "date"),
    ],
    period="2026Q2",
    relative={"previous": "2026Q1", "year_ago": "2025Q2"},
)
WRITER = Writer(FACTS)


def written(text: str, writer: Writer = WRITER) -> str:
    """A text as a slide has it, with plain spaces and hyphens."""
    return writer.paragraph(text).text.replace("\u00a0", " ").replace("\u2212", "-")


def words(**terms: dict[str, str]) -> Vocabulary:
    """A vocabulary of these terms."""
    return Vocabulary(terms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ answers }} answers", "41,832 answers"),
        ("{{answers}}", "41,832"),
        ("{{ answers\n | count }}", "41,832"),
        ("from {{ answers.n }} cases", "from 2,430 cases"),
        ("{{ csat }} ({{ csat.low }} to {{ csat.high }})", "87.2% (85.1% to 89.3%)"),
        ("{{ csat.change }} and {{ csat.change@year_ago }}", "+2.1 points and -3.4 points"),
        ("rose by {{ csat.rise }}, fell by {{ csat.fall@year_ago }}", "rose by 2.1 points, fell by 3.4 points"),
        ("{{ answers.rise@year_ago | share }} more", "44% more"),  # 12,832 of 29,000 is 44.2 %
        ("{{ answers.change | share }}", "-2.8%"),  # 1,200 of 43,032
        ("{{ answers.fall }} fewer", "1,200 fewer"),
        ("{{ cost.fall@year_ago }} less", "$0.4 million less"),
        ("{{ cost.rise }} more", "$30 thousand more"),  # not "$0.0 million"
        ("{{ smile.fall }} sooner", "0.5 hours sooner"),
        ("{{ nps }}, {{ nps.rise@year_ago }}", "31, 3 points"),
        ("{{ nps.rise }}", "0.4 points"),  # not "0 points"
        ("{{ nps | points }}", "31 points"),
        ("{{ flat.rise }}", "0 points"),
        ("{{ company }}, {{ launch }}", "Customer First case, Jun 30, 2026"),
        ("a {single} brace, a set {1, 2}", "a {single} brace, a set {1, 2}"),
    ],
)
def test_a_text_is_filled_with_what_was_worked_out_by_hand(text: str, expected: str) -> None:
    """Values, bounds, changes and relative changes, each rounded as its fact."""
    assert written(text) == expected


def test_a_run_says_which_fact_part_and_format_it_shows() -> None:
    """The audit finds every number's source without reading the text."""
    runs = WRITER.paragraph("**{{ csat.low }}** of {{ answers.change@year_ago | share }} more").runs
    assert runs == (
        Run("85.1%", "csat@2026Q2", "low", "share", bold=True),
        Run(" of "),
        Run("+44%", "answers@2026Q2", "change@year_ago", "share"),
        Run(" more"),
    )


def test_a_number_stays_with_its_unit_and_other_spaces_break() -> None:
    """A line may break before "more", never between 14 and "days", whoever wrote the number."""
    said = WRITER.paragraph("In 14 days, {{ answers.n }} hours; 3 % of **12** months, 7 daydreams, 2 more").text
    assert said == ("In 14\u00a0days, 2,430\u00a0hours; 3\u00a0% of 12\u00a0months, 7 daydreams, 2 more")


def test_a_label_is_short_and_a_sentence_is_not() -> None:
    """Tiles and charts say "M" where a title says "million"."""
    assert WRITER.paragraph("{{ cost }}", form="label").text == "$4.0\u00a0M"
    assert WRITER.paragraph("{{ nps | points }}", form="label").text == "31"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{{ nps",
            "nps }}",
            "{{ nps }",
            "{ nps }}",
            "{{ nps }}}",
            "{{{ nps }}",
            "{{ {{ nps }} }}",
            "{{ nps }} and }}",
        ),
        *("{{}}", "**{{ nps** }}", "{{ nps }} {{ csat"),
    ],
)
def test_no_brace_of_a_reference_ever_reaches_a_slide(text: str) -> None:
    """Half a reference is an error with the place, whatever stands around it."""
    with pytest.raises(StoryError) as caught:
        WRITER.paragraph(text, where='slide "answer", title')
    assert caught.value.where == 'slide "answer", title'
    assert "{{ name }}" in caught.value.do


def test_braces_that_an_f_string_has_eaten_are_pointed_out() -> None:
    """In Python f"{{ nps }}" is "{ nps }": the message says how to write it."""
    with pytest.raises(StoryError, match='"nps" stands in single braces') as caught:
        WRITER.paragraph("NPS is { nps }")
    assert "four braces" in caught.value.do
    with pytest.raises(StoryError, match='"csat" stands in single braces'):
        WRITER.paragraph("CSAT is {csat@previous | share}")


@given(st.text("{} ab*|.@[]=\n-", max_size=30))
def test_any_text_is_written_without_tags_or_refused(text: str) -> None:
    """There is no third way: nothing crashes, no pair of braces is left."""
    try:
        shown = " ".join(paragraph.text for paragraph in WRITER.paragraphs(text))
    except StoryError:
        return
    assert "{{" not in shown
    assert "}}" not in shown


@pytest.mark.parametrize(
    ("text", "what", "do"),
    [
        ("{{ answers.low }}", "answers@2026Q2 has no low", "write {{ answers }} alone"),
        ("{{ csat@2026Q2 }} {{ nps.n }}", "nps@2026Q2 has no n", "leave the number of observations out"),
        ("{{ smile.change@year_ago }}", "smile@2026Q2 has no change@year_ago", "no earlier period"),
        ("{{ unknown }}", "unknown@2026Q2 has no value", "supply what it needs (surveys, cases)"),
        ("{{ csat.fall }}", "did not fall: it changed by +2.1\u00a0points against 2026Q1", "story.claim"),
        ("{{ answers.rise }}", "did not rise: it changed by \u22121,200 against 2026Q1", "story.claim"),
        ("{{ csat.change | share }}", "the change of csat@2026Q2 is in percentage points", "| points"),
        ("{{ nps.change | share }}", "the change of nps@2026Q2 is in points", "| points"),
        ("{{ started.change | share }}", "was 0 before", "leave out | share"),
        ("{{ csat | money }}", 'is in share and cannot be shown as "money"', "| share"),
        ("{{ cost | share }}", 'is in money and cannot be shown as "share"', "| money"),
        ("{{ answers | duration }}", 'cannot be shown as "duration"', "| count"),
        ("{{ company | count }}", 'is in text and cannot be shown as "count"', "| text"),
        ("{{ company | date }}", "is not a date", "2026-06-30"),
        ("{{ answers.n | money }}", "the n of answers@2026Q2 is a count", "| count"),
    ],
)
def test_what_cannot_be_said_is_refused_with_what_to_write(text: str, what: str, do: str) -> None:
    """A missing part, a format that does not fit, a rise that was a fall: an error, never a wrong sentence."""
    with pytest.raises(StoryError) as caught:
        WRITER.paragraph(text)
    assert what in caught.value.what
    assert do in caught.value.do


def test_an_unknown_name_is_its_own_kind_of_error() -> None:
    """A story leaves a slide out for a value that is missing, but never for a name that is mistyped."""
    with pytest.raises(UnknownFactError, match='did you mean "answers"'):
        WRITER.paragraph("{{ anwsers }}")


def test_lines_become_bullets_numbers_and_levels_and_blank_ones_go() -> None:
    """The small markup: a dash, a number, indentation; a tag may go over the end of a line."""
    made = WRITER.paragraphs("First\n\n- one\n  - two\n1. ask {{ nps\n| number }}\n  \nlast")
    assert [(each.text, each.style, each.level) for each in made] == [
        ("First", "text", 0),
        ("one", "bullet", 0),
        ("two", "bullet", 1),
        ("ask 31", "number", 0),
        ("last", "text", 0),
    ]


def test_neighbours_of_one_look_are_one_run_and_stars_that_mark_nothing_stay() -> None:
    """A title without facts is one run, so that PowerPoint shows one; 2 ** 3 is not bold."""
    assert WRITER.paragraph("plain text").runs == (Run("plain text"),)
    assert WRITER.paragraph("2 ** 3 ** 4").runs == (Run("2 ** 3 ** 4"),)
    assert WRITER.paragraph("a **b** c").runs == (Run("a "), Run("b", bold=True), Run(" c"))
    assert WRITER.paragraph("") == Paragraph(())


def test_a_text_follows_the_locale_of_its_company() -> None:
    """The same sentence for a German company."""
    german = Writer(FACTS, NumberWords("de_DE", "EUR"))
    assert (
        written("{{ cost }}, {{ csat }}, {{ csat.change@year_ago }}", german) == "4,0 Millionen €, 87,2 %, -3,4 Punkte"
    )


MEMBERS = {"customer": {"one": "member", "many": "members"}}
TICKETS = {"case": {"one": "ticket", "many": "tickets"}}
CARE = {"Support": {"one": "Member Care", "many": "Member Care"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Customers of every customer", "Members of every member"),
        ("CUSTOMERS", "MEMBERS"),
        ("the customer's and the customers' view", "the member's and the members' view"),
        ("the customer’s view", "the member’s view"),
        ("customer-facing, non-customers", "member-facing, non-members"),
        ("customer_id, customerless, accustomed", "customer_id, customerless, accustomed"),
        ("cases, not casement or showcase", "tickets, not casement or showcase"),
        ("in case of doubt, case by case; in this case", "in case of doubt, case by case; in this case"),
        ("a case by case look, the business case, use cases", "a case by case look, the business case, use cases"),
        ("Cases rose. In most cases a case is short.", "Tickets rose. In most cases a ticket is short."),
        ("Support helps; we support customers.", "Member Care helps; we support members."),
        ("Support's cost", "Member Care's cost"),
        ("SUPPORT", "MEMBER CARE"),
    ],
)
def test_words_are_swapped_whole_with_their_capitals_and_endings(text: str, expected: str) -> None:
    """Plural, possessive and compound forms follow; other words, idioms and the verb do not."""
    assert Vocabulary(MEMBERS | TICKETS | CARE).apply(text) == expected


def test_no_word_is_replaced_twice() -> None:
    """Their phrase may hold a word of ours, and two words may be exchanged."""
    vocabulary = words(case={"one": "customer request", "many": "customer requests"}, **MEMBERS)
    assert vocabulary.apply("Cases of customers") == "Customer requests of members"
    swapped = words(case={"one": "answer", "many": "answers"}, answer={"one": "case", "many": "cases"})
    assert swapped.apply("a case, answers") == "an answer, cases"


@pytest.mark.parametrize(
    ("theirs", "text", "expected"),
    [
        ("employee", "a customer, A customer", "an employee, An employee"),
        ("member", "an account of a customer", "an account of a member"),
        ("user", "a customer", "a user"),
        ("hour buyer", "a customer", "an hour buyer"),
        ("SME", "a customer", "an SME"),
        ("employee", "A CUSTOMER", "AN EMPLOYEE"),
    ],
)
def test_a_and_an_follow_the_company_s_word(theirs: str, text: str, expected: str) -> None:
    """The article is put right with the word: "an employee", "a user"."""
    assert words(customer={"one": theirs, "many": theirs + "s"}).apply(text) == expected


def test_a_name_in_small_letters_gets_its_capital_at_the_start_of_a_sentence_only() -> None:
    """Support is "the care team" here: small within a sentence, not at its start; after a fact is not a start."""
    writer = Writer(FACTS, vocabulary=words(Support={"one": "the care team"}))
    assert written("Support answers. Support helps", writer) == "The care team answers. The care team helps"
    assert written("What Support costs", writer) == "What the care team costs"
    assert written("{{ answers }} by Support", writer) == "41,832 by the care team"
    assert written("{{ company }}: Support", writer) == "Customer First case: the care team"
    assert written("**Support** helps. **Support** too", writer) == "The care team helps. The care team too"


def test_german_words_in_both_numbers() -> None:
    """Nouns keep their capitals and their own plural."""
    vocabulary = words(customer={"one": "Kundin", "many": "Kundinnen"}, answer={"one": "Antwort", "many": "Antworten"})
    assert vocabulary.apply("customers, Customer, answers") == "Kundinnen, Kundin, Antworten"


def test_words_outside_the_list_have_an_english_plural() -> None:
    """A company may rename any word of the texts."""
    assert words(reply={"one": "note", "many": "notes"}).apply("replies and a reply") == "notes and a note"
    assert words(company={"one": "agency", "many": "agencies"}).apply("two companies") == "two agencies"
    assert words(survey={"one": "poll"}).apply("surveys") == "poll"  # one form only: the same in both numbers
    assert words(Customer={"one": "member", "many": "members"}).apply("customers") == "members"


def test_facts_are_never_translated() -> None:
    """A name is a name: "Customer First case" stays, though customer and case have words of their own."""
    writer = Writer(FACTS, vocabulary=Vocabulary(MEMBERS | TICKETS))
    assert written("{{ company }} has customers", writer) == "Customer First case has members"


def test_without_terms_a_text_stays_as_it_is() -> None:
    """Most companies say customer."""
    assert Vocabulary().apply("a customer in case") == "a customer in case"
