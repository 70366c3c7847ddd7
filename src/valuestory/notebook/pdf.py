"""A deck as PDF, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from valuestory.errors import DeckError

_SECONDS: Final = 180


def find_office() -> str:
    """Return LibreOffice's command.

    Raises
    ------
    DeckError
        When it is not installed: install it, or open the deck in PowerPoint and save it as PDF.
    """
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    raise DeckError(
        "a PDF needs LibreOffice, which is not installed", where="--pdf",
        do="install it (its command soffice must be found), or save deck.pptx as PDF from PowerPoint",
    )  # fmt: skip


def write_pdf(deck: Path, folder: Path) -> Path:
    """Write a deck as PDF into a folder and return the file.

    Raises
    ------
    DeckError
        When LibreOffice is not installed, fails, or takes longer than three minutes.
    """
    office = find_office()
    with tempfile.TemporaryDirectory(prefix="vs-office-", ignore_cleanup_errors=True) as profile:
        # a profile of its own: a running LibreOffice would otherwise take the job, or refuse it
        settings = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = [office, settings, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(deck)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise DeckError(f"LibreOffice did not finish in {_SECONDS} s", where=deck.name, do="try again") from None
    made = folder / f"{deck.stem}.pdf"
    if not made.is_file():
        raise DeckError(
            f"LibreOffice made no PDF: {done.stderr.strip() or done.stdout.strip()}",
            where=deck.name,
            do="leave out --pdf",
        )
    return made
