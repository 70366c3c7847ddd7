"""Encodings told by letters: the right one, or a doubt that is said; never a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestory.data.files.encodings import readings

# The first article of the Universal Declaration of Human Rights, in the official translations.
ARTICLES = {
    "German": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen "
    "begabt und sollen einander im Geist der Brüderlichkeit begegnen.",
    "French": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de "
    "conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
    "Spanish": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y "
    "conciencia, deben comportarse fraternalmente los unos con los otros.",
    "Portuguese": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de "
    "consciência, devem agir uns para com os outros em espírito de fraternidade.",
    "Swedish": "Alla människor är födda fria och lika i värde och rättigheter. De har utrustats med förnuft och "
    "samvete och bör handla gentemot varandra i en anda av gemenskap.",
    "Danish": "Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og "
    "samvittighed, og de bør handle mod hverandre i en broderskabets ånd.",
    "Polish": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni "
    "rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.",
    "Czech": "Všichni lidé se rodí svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a "
    "mají spolu jednat v duchu bratrství.",
    "Turkish": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve "
    "birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.",
    "Russian": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью "
    "и должны поступать в отношении друг друга в духе братства.",
    "Greek": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "Japanese": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "Chinese": "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。",
    "Korean": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
    "English": "The customer’s “urgent” case – about the café’s naïve résumé – cost €5.",
}
ENCODINGS = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp850", "cp852", "mac-roman", "koi8-r", "cp932", "gbk")


def made(folder: Path, text: str, encoding: str) -> Path | None:
    """Write a text in an encoding that has all of its letters."""
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return None
    path = folder / "cases.csv"
    path.write_bytes(b"case_id,status\n1," + data + b"\n")
    return path


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_language_is_read_by_a_wrong_encoding(tmp_path: Path, encoding: str) -> None:
    """In every encoding that can hold it, a text is told right, is left in doubt, or is not told; it is never wrong."""
    tried = 0
    for language, text in ARTICLES.items():
        path = made(tmp_path, text, encoding)
        if path is None:
            continue
        found = readings(path)
        tried += 1
        if len(found) == 1:
            assert path.read_bytes().decode(found[0].encoding).endswith(text + "\n"), (language, found)
    assert tried


@pytest.mark.parametrize(("language", "encoding"), [("German", "cp1252"), ("German", "cp850")])
def test_german_is_told_without_doubt(tmp_path: Path, language: str, encoding: str) -> None:
    """An ü between small letters is one by a single family of encodings."""
    path = made(tmp_path, ARTICLES[language], encoding)
    assert path is not None
    (found,) = readings(path)
    assert path.read_bytes().decode(found.encoding).endswith(ARTICLES[language] + "\n")
    assert found.letters == "ü"


def test_a_doubt_is_shown_with_its_readings(tmp_path: Path) -> None:
    """Portuguese in cp1252 could be a Slavic language in cp1250 by its letters: both are shown."""
    path = made(tmp_path, ARTICLES["Portuguese"], "cp1252")
    assert path is not None
    shown = {each.encoding: each.letters for each in readings(path)}
    assert shown["cp1252"] == "ã ê í"
    assert shown["cp1250"] == "ă ę í"


def test_bytes_among_utf8_are_not_told(tmp_path: Path) -> None:
    """A file of two encodings has none: its broken lines are counted instead."""
    path = tmp_path / "cases.csv"
    path.write_bytes("Größe\n".encode() + "Größe\n".encode("cp1252"))
    assert readings(path) == ()
