"""A deck as PDF and as pictures, by LibreOffice and Poppler where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from valuestory.errors import DeckError

_SECONDS: Final = 180
_RASTERISER: Final = "pdftoppm"


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


def can_draw() -> bool:
    """Return whether this machine can make pictures of slides."""
    office = any(shutil.which(name) for name in ("soffice", "libreoffice"))
    return office and shutil.which(_RASTERISER) is not None


def slide_pictures(deck: Path, *, width: int = 960) -> list[bytes]:
    """Return each slide of a deck as a PNG, in order; hidden slides are left out, as in a show.

    Parameters
    ----------
    deck
        A .pptx file.
    width
        Of each picture, in pixels.

    Raises
    ------
    DeckError
        When LibreOffice or Poppler is not installed, or fails: install them, or look at the deck in PowerPoint.
    """
    if shutil.which(_RASTERISER) is None:
        raise DeckError(
            "pictures of slides need Poppler, which is not installed",
            where=deck.name,
            do=f"install it (its command {_RASTERISER} must be found)",
        )
    with tempfile.TemporaryDirectory(prefix="vs-pictures-") as folder:
        made = write_pdf(deck, Path(folder))
        size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
        command = [_RASTERISER, "-png", *size, str(made), str(Path(folder) / "slide")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
        if done.returncode:
            raise DeckError(f"the slides cannot be drawn: {done.stderr.strip()}", where=deck.name, do="try again")
        return [each.read_bytes() for each in sorted(Path(folder).glob("slide*.png"))]


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
