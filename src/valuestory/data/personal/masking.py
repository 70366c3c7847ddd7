"""Texts as they may be shown: without addresses, telephone numbers and account numbers, and where asked without names.

What a fault says goes into the terminal, pages, decks and run records. So it is masked where faults are made, whatever
the check; nothing here reads data.
"""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r"""(?:[^\s:;,<>"'][^:;,<>"']*<\s*)?[^\s:;,<>"'()\[\]|=]+@[^\s:;,<>"'()\[\]|=]+>?""")
"""An e-mail address, with the name that stands before it in angle brackets."""
_TELEPHONES: Final = (
    re.compile(r"(?<![\w.])(?:\+|00)[1-9](?:[ ()./-]*\d){7,14}(?!\w)"),
    re.compile(r"(?<![\w.])\(\d{2,5}\)(?:[ ./-]*\d){5,10}(?!\w)"),
    re.compile(r"(?<![\w./-])0[1-9]\d{0,3}[ /-]\d{3,}(?:[ /-]?\d+)*(?![\w/-])"),
    re.compile(r"(?<![\w.-])[2-9]\d{2}([ .-])\d{3}\1\d{4}(?![\w-])"),
)
"""With the country's code; with the town's code in brackets; with a leading zero; as in North America."""
_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?!\w)")
_CARD: Final = re.compile(r"(?<![\w.-])[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?![\w.-])")
_NAME: Final = re.compile(
    r"\b[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z]\.?)?(?:,? (?:(?:van|von|de|der|den|di|da|dos|du|le|la) )*"
    r"[^\W\d_a-z][\w'’-]+){1,3}"
)
_FEWEST_DIGITS: Final = 8


def masked(text: str) -> str:
    """Return a text without addresses and numbers of people: what kind of value stood there can still be seen.

    Examples
    --------
    >>> masked("17: Ann Lee <ann.lee@example.org>, +44 20 7946 0018")
    '17: …@…, +•• •• •••• ••••'
    >>> masked("DE89 3704 0044 0532 0130 00")
    'DE•• •••• •••• •••• •••• ••'
    """
    text = _ADDRESS.sub("…@…", text)
    text = _IBAN.sub(lambda found: found[0][:2] + _dotted(found[0][2:]) if is_iban(found[0]) else found[0], text)
    text = _CARD.sub(lambda found: _dotted(found[0]) if is_card(found[0]) else found[0], text)
    for pattern in _TELEPHONES:
        text = pattern.sub(lambda found: _dotted(found[0]) if _digits(found[0]) >= _FEWEST_DIGITS else found[0], text)
    return text


def without_names(text: str) -> str:
    """Return a text in which words that may be a person's name are initials.

    Examples
    --------
    >>> without_names("17: Ann Lee, 2025-01-03")
    '17: A… L…, 2025-01-03'
    """
    return _NAME.sub(lambda found: " ".join(f"{word[0]}…" for word in found[0].replace(",", "").split()), text)


def without_letters(text: str) -> str:
    """Return a text with an x for each letter: how a line is built can be seen, not whom it names."""
    return re.sub(r"[^\W\d_]", "x", text)


def is_iban(text: str) -> bool:
    """Return whether a text is a bank account's number by its check digits (ISO 13616: the rest by 97 is 1)."""
    plain = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", plain):
        return False
    return int("".join(str(int(each, 36)) for each in plain[4:] + plain[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """Return whether a text is a payment card's number by its check digit (ISO/IEC 7812: Luhn's sum ends in 0)."""
    digits = [int(each) for each in re.sub(r"[\s-]", "", text) if each.isdigit()]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[-2::-2]]
    return len(digits) in (15, 16) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _dotted(text: str) -> str:
    return re.sub(r"[0-9A-Za-z]", "•", text)


def _digits(text: str) -> int:
    return sum(each.isdigit() for each in text)
