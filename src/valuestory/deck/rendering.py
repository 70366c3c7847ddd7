"""A deck as PDF and as pictures, by LibreOffice and Poppler where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from valuestory.deck.file.links import unlinked
from valuestory.deck.file.package import pack, read_parts
from valuestory.errors import DeckError

_SECONDS: Final = 180
_RASTERISER: Final = "pdftoppm"
_SETTINGS: Final = (
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Save/Document", "LoadPrinter", "false"),
)
"""A deck may come from anybody: no macro runs, and nothing that it links to is fetched. LibreOffice fetches pictures of
a background all the same, so it is given a copy without them."""


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
        "a PDF needs LibreOffice, which is not installed",
        do="install it (its command soffice must be found), or save the deck as PDF from PowerPoint",
    )


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
        done = _run(command, "Poppler", deck)
        if done.returncode:
            raise DeckError(
                f"the slides cannot be drawn: {done.stderr.strip()}", where=deck.name, do="look at them in PowerPoint"
            )
        return [each.read_bytes() for each in sorted(Path(folder).glob("slide*.png"))]


def write_pdf(deck: Path, folder: Path) -> Path:
    """Write a deck as PDF into a folder and return the file.

    Raises
    ------
    DeckError
        When LibreOffice is not installed, fails, or takes longer than three minutes.
    TemplateError
        When the file cannot be trusted or read.
    """
    office = find_office()
    with tempfile.TemporaryDirectory(prefix="vs-office-", ignore_cleanup_errors=True) as profile:
        # a profile of its own: a running LibreOffice would otherwise take the job, or refuse it
        _write_settings(Path(profile))
        settings = f"-env:UserInstallation={Path(profile).as_uri()}"
        source = Path(profile) / deck.name
        source.write_bytes(pack(unlinked(read_parts(deck)).items()))
        command = [office, settings, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
        done = _run(command, "LibreOffice", deck)
    made = folder / f"{deck.stem}.pdf"
    if not made.is_file():
        raise DeckError(
            f"LibreOffice made no PDF: {done.stderr.strip() or done.stdout.strip()}",
            where=deck.name,
            do="save it as PDF from PowerPoint",
        )
    return made


def _run(command: list[str], program: str, deck: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise DeckError(
            f"{program} did not finish in {_SECONDS} s", where=deck.name, do="look at the deck in PowerPoint"
        ) from None


def _write_settings(profile: Path) -> None:
    """Write what LibreOffice may not do with a foreign file into its profile."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    names = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {names}>{items}</oor:items>\n', encoding="utf-8"
    )
