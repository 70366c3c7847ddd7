"""Personal data: found by header and by content, not read, and never shown."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.data.conftest import Company, fault, values

from valuestory.data import CompanyTables, Fault
from valuestory.data.personal.headers import is_free_text, is_personal
from valuestory.data.personal.masking import is_card, is_iban, masked, without_names

HEAD = "case_id,account_id,opened_at"
ENGLISH = (
    "Requester email|Owner e-mail|Contact name|Created by|Assigned to|Customer phone|Last name|IP address|Address 1"
)
GERMAN = "Ansprechpartner|Name des Ansprechpartners|Ansprechpartner*in|E-Mail-Adresse|Telefonnummer|Straße|Erstellt von"
FRENCH = "Nom du contact|Courriel|Téléphone|Prénom|Demandeur|Créé par|Date de naissance|Adresse e-mail"
SPANISH = "Correo electrónico|Telefono|Nombre del contacto|Apellidos|Solicitante|Asignado a|Dirección"
PORTUGUESE = "Correio eletrônico|Telemóvel|Nome do contato|Sobrenome|Responsável|Criado por|Endereço"
ITALIAN = "Posta elettronica|Cellulare|Nome del contatto|Cognome|Richiedente|Assegnato a|Codice fiscale"
DUTCH = "E-mailadres|Telefoonnummer|Naam contactpersoon|Achternaam|Aanvrager|Toegewezen aan|Geboortedatum"
LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE, ITALIAN, DUTCH)
ORDINARY = (
    "Product name|Emails sent|Email count|Mobile app|PhoneService|Contact channel|contact_reason|Requester ID|Has email"
    "|Kundengruppe|Name der Abteilung|Nombre de tickets|Région|Prioridade|Categoria|Klantgroep|User group|Telecom"
)
FREE = "Ticket Description|Short description|Comments|Work notes|Betreff|Kommentar|Observações|Oggetto|Omschrijving"


def cases(header: str, *cells: str) -> dict[str, str]:
    """Return a table of cases with one more column."""
    rows = "".join(f'{number},A1,2025-01-01,"{cell}"\n' for number, cell in enumerate(cells, start=1))
    return {"cases": f"{HEAD},{header}\n{rows}"}


@pytest.mark.parametrize("header", [each for headers in LANGUAGES for each in headers.split("|")])
def test_a_header_tells_it_in_seven_languages(header: str) -> None:
    """Who asked, who answered, how to reach them: whatever the language, the spaces and the letter case."""
    assert is_personal(header)
    assert is_personal(header.upper().replace(" ", "_"))


@pytest.mark.parametrize("header", ["OwnerEmail", "ContactName", "FirstName", "CreatedBy", "IBAN"])
def test_a_header_without_spaces_is_read_by_its_capitals(header: str) -> None:
    """Salesforce writes its fields so."""
    assert is_personal(header)


@pytest.mark.parametrize("header", ORDINARY.split("|"))
def test_a_header_about_groups_messages_or_keys_tells_nobody(header: str) -> None:
    """A count of e-mails, a team and a key are what a company slices and joins by."""
    assert not is_personal(header)
    assert not is_free_text(header)


@pytest.mark.parametrize("header", FREE.split("|"))
def test_what_people_wrote_is_no_slice(header: str) -> None:
    """Subjects and comments name people: known in the same languages."""
    assert is_free_text(header)


def test_a_column_in_german_is_not_read_and_its_fault_says_how_to_ask_for_it(company: Company) -> None:
    """Two columns of people in a German export: each said once, with the setting that brings it back."""
    table = {"cases": f"{HEAD},Ansprechpartner,Bemerkung\n1,A1,2025-01-01,Eva Kurz,Frau Kurz rief an\n"}
    found = company(table)
    assert found.tables["cases"].columns == ("case_id", "account_id", "opened_at")
    said, free = fault(found, '"Ansprechpartner"'), fault(found, '"Bemerkung"')
    assert (said.table, said.count, said.examples, said.action) == ("cases", 1, (), "noted")
    assert said.do.endswith('say keep = ["Ansprechpartner"] under [sources.cases]')
    assert "free text, in which people may be named: not read" in free.what
    assert values(company(table, '[sources.cases]\nkeep = ["Ansprechpartner"]\n'), "cases", "ansprechpartner")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("gold", "ann@example.org", "silver"), "hold an e-mail address"),
        (("+44 20 7946 0018", "030/1234567", "(212) 555-0123", ""), "hold telephone numbers"),
        (("DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432", "FR1420041010050500013M02606"), "bank accounts"),
        (("4111 1111 1111 1111", "5500000000000004", "378282246310005"), "bank accounts or cards"),
        (
            ("The printer that Ann Lee bought in May does not print since this morning.",) * 3,
            "texts of over 60 letters",
        ),
    ],
)
def test_content_tells_it_where_the_header_does_not(company: Company, cells: tuple[str, ...], words: str) -> None:
    """Published examples of numbers under a header that says nothing: counted, dropped, and none of them shown."""
    found = company(cases("Field 7", *cells))
    said = fault(found, words)
    assert "field_7" not in found.tables["cases"].columns
    assert (said.count, said.examples, said.action) == (1 if "mail" in words else 3, (), "noted")
    assert 'keep = ["Field 7"]' in said.do
    asked = company(cases("Field 7", *cells), '[sources.cases]\nkeep = ["Field 7"]\n')
    assert (asked.faults, "field_7" in asked.tables["cases"].columns) == ((), True)


@pytest.mark.parametrize(
    "cells",
    [
        ("01/02/2025", "03/04/2025", "05/06/2025"),
        ("0001234567", "0001234568", "0001234569"),
        ("DE88 3704 0044 0532 0130 00", "GB81WEST12345698765432", "FR1320041010050500013M02606"),
        ("4111 1111 1111 1112", "5500000000000005", "378282246310006"),
        ("+44 20 7946 0018", "gold", "silver", "bronze"),
        ("2024-01-05 10:00", "2024-01-06 11:00", "2024-01-07 12:00"),
    ],
)
def test_ordinary_values_are_no_personal_data(company: Company, cells: tuple[str, ...]) -> None:
    """Dates, padded numbers, numbers whose check digit is wrong, and one telephone number among groups stay."""
    found = company(cases("Field 7", *cells))
    assert (found.faults, "field_7" in found.tables["cases"].columns) == ((), True)


def test_an_address_in_a_canonical_text_is_emptied(company: Company) -> None:
    """A customer called by an address, and one whose plan names one: both texts go, both accounts stay."""
    found = company(
        {
            "accounts": "account_id,name,plan,start_at\nA1,ann@example.org,Pro,2024-01-01\n"
            "A2,Beta,ask bo@example.org,2024-01-01\nA3,Gamma,Pro,2024-01-01\n"
        }
    )
    assert {(each.column, each.count, each.action, each.examples) for each in found.faults} == {
        ("name", 1, "noted", ()),
        ("plan", 1, "noted", ()),
    }
    assert values(found, "accounts", "account_id", "name", "plan") == [
        ("A1", None, "Pro"),
        ("A2", "Beta", None),
        ("A3", "Gamma", "Pro"),
    ]


def test_a_key_that_is_an_address_still_matches_and_is_shown_masked(company: Company) -> None:
    """Accounts are addresses: cases find theirs, it is said, and the orphan among them is not told by its address."""
    found = company(
        {
            "accounts": "account_id,start_at\nann@example.org,2024-01-01\n",
            "cases": f"{HEAD}\n1,ann@example.org,2025-01-01\n2,bo@example.org,2025-01-01\n",
        }
    )
    said = [
        (each.table, each.count) for each in found.faults if "have an e-mail address for an account_id" in each.what
    ]
    assert said == [("accounts", 1), ("cases", 2)]
    assert fault(found, "that accounts does not have").examples == ("2: …@…",)
    assert values(found, "cases", "case_id", "account_id") == [("1", "ann@example.org"), ("2", None)]
    assert_nobody_shown(found)


def test_examples_name_nobody(company: Company) -> None:
    """A person as a key, a name where a time should be, a broken line, an address in a header: initials at most."""
    found = company(
        {
            "people": "person_id,hired_on,left_on\nAnn Lee,2024-01-01,2023-01-01\nAnn Lee,2024-01-01,\n",
            "cases": f"{HEAD},resolved_at,Requester name,eva@example.org\n1,A1,2025-01-01,Bo Kim,Bo Kim,x\n"
            "2,A1,2025-01-01,2025-01-02,Bo Kim,x\n3,A1,2025-01-01,2025-01-02,Bo Kim,x,y,z\n",
        }
    )
    assert fault(found, "have a left_on before their hired_on").examples == ("A… L…: 2023-01-01",)
    assert fault(found, "repeat a person_id").examples == ("A… L… (2 times)",)
    assert fault(found, "that is not a time").examples == ("1: B… K…",)
    assert [each.examples for each in found.faults if "line" in str(each.examples)] == [
        ("line 4: 3,x1,2025-01-01,2025-01-02,xx xxx,x,x,x",)
    ]
    assert_nobody_shown(found)


def assert_nobody_shown(found: CompanyTables) -> None:
    """Assert that no word of any fault holds one of the people of these tests."""
    said = str([dataclasses.astuple(each) for each in found.faults])
    assert not [each for each in ("ann@", "bo@", "eva@", "Ann Lee", "Bo Kim") if each in said]


def test_no_fault_can_hold_an_address() -> None:
    """Whoever makes a fault: its words, its examples and its advice are masked as it is made."""
    made = Fault("cases", "", "have ann@example.org", 1, 1.0, ("7: +44 20 7946 0018",), "noted", "ask ann@example.org")
    assert (made.what, made.examples, made.do) == ("have …@…", ("7: +•• •• •••• ••••",), "ask …@…")


@pytest.mark.parametrize(
    "text",
    [
        "4: 2025-04-01 01:00:00+02:00",
        "row 2: 01/02/2025",
        "4711000123",
        "1735689600000",
        "A-00403 and A-00407",
        "INC0010023",
        "0013000000Xyy06AAB",
    ],
)
def test_times_and_keys_are_shown_whole(text: str) -> None:
    """What leads to the row is no telephone number."""
    assert masked(text) == text


def test_names_become_initials() -> None:
    """One word is no name; two that begin with capitals may be one."""
    shown = [without_names(each) for each in ("Ann Lee", "Jürgen von der Aa", "Lee, Ann", "O'Neill Pat", "see notes")]
    assert shown == ["A… L…", "J… v… d… A…", "L… A…", "O… P…", "see notes"]


def test_check_digits_are_those_of_the_standards() -> None:
    """The examples that the IBAN registry and card networks publish pass; with one digit changed they do not."""
    assert all(map(is_iban, ("DE89370400440532013000", "NL91ABNA0417164300", "ES91 2100 0418 4502 0005 1332")))
    assert all(map(is_card, ("4111111111111111", "5500 0000 0000 0004", "340000000000009")))
    assert not any(map(is_iban, ("DE89370400440532013001", "NL91ABNA0417164301", "AB12")))
    assert not any(map(is_card, ("4111111111111112", "411111111111111", "1")))
