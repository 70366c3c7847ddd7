"""A language is one file: what code writes is said in it, declined, and what the file lacks is told."""

import re
from pathlib import Path

import pytest

from valuestory.errors import ProjectError
from valuestory.slides.facts import Facts
from valuestory.slides.language import Language, lacking, language_of, languages, read_language
from valuestory.slides.text import Writer
from valuestory.slides.vocabulary import TERMS, Vocabulary

FILE = """
[terms.customer]
gender = "m"
one = "Kunde"
many = "Kunden"
dative = "Kunden"

[articles.der]
m = { nominative = "der", dative = "dem" }
n = { nominative = "das", dative = "dem" }
many = { nominative = "die" }

[said.test]
"We thank the customer" = "Wir danken <der customer.dative>"
"{Customers} are here" = "nie gefragt"
"The customer pays" = "<Der customer> zahlt"
"{what} rose to {fact}" = "{what} stieg auf {fact}"
"revenue" = "Umsatz"
"cost" = "Kosten"
"Not established: {what}." = "Nicht gesichert: {what}."
"and" = "und"
"""
MEMBER = {"customer": {"one": "Mitglied", "many": "Mitglieder", "gender": "n"}}


@pytest.fixture
def german(tmp_path: Path) -> Language:
    """A language that somebody wrote."""
    path = tmp_path / "de.toml"
    path.write_text(FILE, encoding="utf-8")
    return read_language(path)


def test_terms_are_declined_in_slots(german: Language) -> None:
    """A slot takes the article by gender and the word by case, with a capital where the slot has one."""
    ours = Vocabulary({}, german)
    assert ours.spoken("We thank the customer") == "Wir danken dem Kunden"
    assert ours.spoken("The customer pays") == "Der Kunde zahlt"


def test_a_word_of_the_company_stands_as_it_is_given(german: Language) -> None:
    """A company's own word is declined by nobody, but its gender decides the article."""
    theirs = Vocabulary(MEMBER, german)
    assert theirs.spoken("We thank the customer") == "Wir danken dem Mitglied"
    assert theirs.spoken("The customer pays") == "Das Mitglied zahlt"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("revenue rose to {{ arr }}", "Umsatz stieg auf {{ arr }}"),
        ("Revenue rose to {{ arr }}.", "Umsatz stieg auf {{ arr }}."),
        ("Not established: cost and revenue.", "Nicht gesichert: Kosten und Umsatz."),
        ("cost, revenue", "Kosten, Umsatz"),
        (
            "Revenue rose to {{ arr }}. We thank the customer.",
            "Umsatz stieg auf {{ arr }}. Wir danken <der customer.dative>.",
        ),
        ("{{ a }} (12)", "{{ a }} (12)"),
    ],
)
def test_what_is_put_together_is_said_part_by_part(german: Language, text: str, said: str) -> None:
    """Words in slots, lists and sentences that follow each other are each looked up, and none of them is lacking."""
    assert german.said(text) == (said, ())


def test_what_the_file_lacks_stays_english_and_is_told(german: Language) -> None:
    """An unknown phrase is left as it is, whole or in a slot, and the vocabulary remembers it."""
    ours = Vocabulary({}, german)
    assert ours.spoken("Something else") == "Something else"
    assert ours.spoken("Margin rose to {{ x }}") == "Margin stieg auf {{ x }}"
    assert list(ours.untranslated) == ["Something else", "Margin"]


def test_a_figure_slot_takes_a_reference_and_nothing_else(german: Language) -> None:
    """{fact} matches {{ a }} alone, so that no sentence is cut in the wrong place."""
    assert german.said("revenue rose to the sky") == ("revenue rose to the sky", ("revenue rose to the sky",))


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (b'[said.a]\n"x" = one\n', "fr.toml", "line 2"),
        (b'[said.a]\n"x" = "gr\xfc\xdfe"\n', "fr.toml, line 2", "UTF-8"),
        (b'[said.a]\n"x" = 3\n', "fr.toml, line 2, said.a.x", "3 stands where a text belongs"),
        (
            b'[terms.case]\none = "cas"\n\n[terms]\n"customer" = "membre"\n',
            "fr.toml, line 5, terms.customer",
            "a table",
        ),
        (b'[articles.le]\nm = "le"\n', "fr.toml, line 2, articles.le.m", "a table belongs"),
        (b'terms = ["case"]\n', "fr.toml, line 1, terms", "a table belongs"),
        (b'[said]\n"{what} rose" = "{quoi} a"\n', "fr.toml, line 2, said.{what} rose", "slot {quoi}"),
    ],
)
def test_a_fault_in_a_file_is_told_with_its_line(tmp_path: Path, content: bytes, where: str, what: str) -> None:
    """No TOML, no UTF-8, something else than a text, and a slot that would stand on the slide as it is."""
    path = tmp_path / "fr.toml"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=re.escape(what)) as caught:
        read_language(path)
    assert caught.value.where == where


def test_a_file_that_is_missing_is_told_and_one_with_windows_mark_is_read(tmp_path: Path) -> None:
    """An editor's mark before the first letter is no fault."""
    path = tmp_path / "fr.toml"
    with pytest.raises(ProjectError, match="cannot be read"):
        read_language(path)
    path.write_bytes(b'\xef\xbb\xbf[said]\n"cost" = "co\xc3\xbbt"\n')
    assert read_language(path).said("cost") == ("coût", ())


def test_a_third_language_is_told_what_it_lacks(german: Language) -> None:
    """Beside the German that ships, a short file lacks whole tables, each entry by its name."""
    lacks = lacking(german, language_of("de_CH"))
    assert "case" in lacks["terms"]
    assert "csat.label" in lacks["metrics"]
    assert "What it means" in lacks["phrases"]
    assert lacking(language_of("de_DE"), language_of("de_AT")) == {}


def test_a_text_goes_through_the_writer_once(german: Language) -> None:
    """Bold marks and facts stay in their places in the other language."""
    writer = Writer(Facts(), vocabulary=Vocabulary({}, german))
    assert writer.paragraph("**revenue**, cost").text == "Umsatz, Kosten"


SLOT = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
MARKED = re.compile(r"<(?:(\w+) )?([\w-]+)(?:\.(\w+))?>")
FORMS = {form for pair in TERMS.values() for form in pair}


@pytest.mark.parametrize("code", languages())
def test_every_entry_that_ships_is_sound(code: str) -> None:
    """Slots on the left stand on the right, slots for terms name terms, articles are there, references are kept."""
    language = language_of(code)
    for ours, theirs in language.phrases.items():
        assert set(SLOT.findall(theirs)) == set(SLOT.findall(ours)), ours
        reference = r"\{\{[^{}]*\}\}"
        assert sorted(re.findall(reference, ours)) == sorted(re.findall(reference, theirs)), ours
    texts = [*language.phrases.values(), *(text for each in language.metrics.values() for text in each.values())]
    for article, term, _ in (match for text in texts for match in MARKED.findall(text)):
        assert term in FORMS or term[:1].lower() + term[1:] in FORMS, term
        assert not article or article[:1].lower() + article[1:] in language.articles, article
