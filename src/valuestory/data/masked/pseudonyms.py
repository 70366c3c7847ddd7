"""Pseudonyms of accounts: what stands for an account's key and name where names are masked.

A pseudonym is made of the account's key and a secret (HMAC, RFC 2104). So it is the same in every deck and every
quarter, and whoever knows the names cannot find by trying them out which is which, unless the secret is known as well.
It has letters only, and no vowels: no figure and no word can be read into it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from valuestory.errors import ProjectError, did_you_mean
from valuestory.project import MASKS, Project, find_root

MASK: Final = "VALUESTORY_MASK"
"""The environment's name for what is masked; the settings say it as ``[data] mask``."""
ACCOUNT_KEYS: Final = ("account_id", "parent_id")
"""Columns that name an account by its key."""
KEY: Final = "VALUESTORY_MASK_KEY"
"""The environment's name for the secret."""
KEY_FILE: Final = Path(".valuestory", "mask-key")
"""Where the project's own secret lies, from its root."""
_SHORTEST_KEY: Final = 16
_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
_GROUP: Final = 5
_PSEUDONYM: Final = re.compile(rf"Account [{_LETTERS}]{{{_GROUP}}}-[{_LETTERS}]{{{_GROUP}}}")


def is_masked(project: Project | None = None) -> bool:
    """Return whether names of accounts are masked: the environment says so, or the project's settings.

    Raises
    ------
    ProjectError
        When the environment names something that cannot be masked.
    """
    asked = os.environ.get(MASK, "")
    check_mask(asked, where=MASK)
    return bool(asked or (project is not None and project.data.mask))


def check_mask(mask: str, *, where: str) -> None:
    """Check that what is to be masked can be; nothing is masked where it is empty.

    Raises
    ------
    ProjectError
        When there is no such mask: the message lists those that there are.
    """
    if mask and mask not in MASKS:
        hint = did_you_mean(mask, MASKS) or f"what can be masked: {', '.join(MASKS)}"
        raise ProjectError(f'"{mask}" cannot be masked', where=where, do=hint)


def has_key() -> bool:
    """Return whether there is a secret already, in the environment or in the project's folder."""
    return bool(os.environ.get(KEY)) or (find_root() / KEY_FILE).is_file()


def mask_key() -> bytes:
    """Return the secret that pseudonyms are made with: the environment's, else the project's own, made where it lacks.

    The project's own is the file ``.valuestory/mask-key`` in its root: random, this user's alone, and left out by git.

    Raises
    ------
    ProjectError
        When the environment's is too short to keep anything, or the file can neither be read nor made.
    """
    given = os.environ.get(KEY, "")
    if given and len(given) < _SHORTEST_KEY:
        raise ProjectError(
            f"this key has fewer than {_SHORTEST_KEY} characters: whoever knows the accounts could find it",
            where=KEY,
            do='take a random one: python -c "import secrets; print(secrets.token_hex())"',
        )
    return given.encode() if given else _own_key(find_root() / KEY_FILE)


def _own_key(path: Path) -> bytes:
    try:
        _make_key(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or "it is damaged"
        do = f"set {KEY} in the environment, or let {KEY_FILE.parent} be written"
        raise ProjectError(
            f"the key of the mask cannot be read or made: {reason}", where=str(KEY_FILE), do=do
        ) from None
    if len(key) < _SHORTEST_KEY:
        do = "bring back the file that was there, or delete it: then a new one is made, and pseudonyms are others"
        raise ProjectError("the key of the mask is damaged", where=str(KEY_FILE), do=do)
    return key.encode()


def _make_key(path: Path) -> None:
    """Make a key unless there is one; whole or not at all, however many do so at once."""
    if path.is_file():
        return
    path.parent.mkdir(exist_ok=True)
    (path.parent / ".gitignore").write_text("*\n", encoding="ascii")
    aside = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(f"{secrets.token_hex()}\n")
    try:
        with suppress(FileExistsError):
            os.link(aside, path)  # the first wins, and is whole
    finally:
        aside.unlink()


def fingerprint(key: bytes) -> str:
    """Return what tells one key from another and gives neither away: two runs of one key have the same pseudonyms."""
    return hmac.digest(key, b"valuestory: which key", hashlib.sha256).hex()[:8]


def pseudonyms_in(text: str) -> list[str]:
    """Return the pseudonyms in a text, in its order."""
    return _PSEUDONYM.findall(text)


def pseudonym(account_id: str, key: bytes) -> str:
    """Return what stands for an account; a pseudonym stands for itself.

    Examples
    --------
    >>> pseudonym("C-1001", b"a key of the tests")
    'Account NZJFN-SFFJL'
    """
    if _PSEUDONYM.fullmatch(account_id):
        return account_id
    number = int.from_bytes(hmac.digest(key, account_id.encode(), hashlib.sha256))
    letters = ""
    for _ in range(2 * _GROUP):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return f"Account {letters[:_GROUP]}-{letters[_GROUP:]}"
