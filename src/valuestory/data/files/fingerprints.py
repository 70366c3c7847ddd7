"""What stands for a file's bytes: its SHA-256."""

from __future__ import annotations

import hashlib
from pathlib import Path

from valuestory.data.files.locations import partitions
from valuestory.data.files.workbooks.paths import book_of


def fingerprint(files: tuple[Path, ...]) -> str:
    """Return the SHA-256 of a file, or of several files' SHA-256 in order, as hexadecimal text.

    What the names of their folders tell of parts (`year=2026`) is part of it.
    """
    digests = []
    for path in files:
        with book_of(path).open("rb") as stream:
            digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
        digests += [f"{key}={value}" for key, value in partitions(path).items()]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
