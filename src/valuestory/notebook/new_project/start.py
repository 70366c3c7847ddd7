"""A company's own project in a folder: settings, notebooks, a template, and what the next analyst has to know."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args

from valuestory import __version__
from valuestory.errors import ProjectError, did_you_mean
from valuestory.notebook.new_project.notebooks import project_notebooks
from valuestory.notebook.new_project.texts import (
    chosen_mappings,
    data_text,
    ignored_text,
    readme_text,
    settings_text,
)
from valuestory.project import SETTINGS, Profile, load_project, settings_schema, shipped

_MOST_NAMED: Final = 5


@dataclass(frozen=True)
class StartedProject:
    """A new project: its folder, and the files in it by their paths from there, in order."""

    folder: Path
    files: tuple[str, ...]


def start_project(folder: Path, *, vendor: str = "", name: str = "", profile: str = "commercial") -> StartedProject:
    """Write a company's own project, which runs at once on the sample and on the company's exports when they are in.

    Parameters
    ----------
    folder
        Made where it does not exist. What lies there stays; nothing is overwritten.
    vendor
        Whose exports there will be, such as ``zendesk``: `data/README.md` then says which to fetch, and the settings
        hold the mapping to start from.
    name
        The company's; the folder's by default.
    profile
        ``commercial``, ``internal`` (an IT or HR desk) or ``public`` (citizens, a mission): what value means, and which
        sample company stands in until there are exports.

    Raises
    ------
    ProjectError
        When a file that would be written is there already, the folder cannot be written, no mapping ships for the
        vendor, or there is no such profile. Nothing has been written then.
    """
    folder = folder.expanduser()
    called = name.strip() or _title(folder.resolve().name)
    files = _files(called, vendor, _known(profile))
    _check(folder, files)
    written: list[Path] = []
    try:
        for each, content in files.items():
            path = folder / each
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:  # never over a file that came in between
                written.append(path)
                stream.write(content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        reason = error.strerror or "it cannot be written"
        raise ProjectError(
            f"nothing can be written there: {reason}", where=str(folder), do="name another folder"
        ) from None
    load_project(folder / SETTINGS)
    return StartedProject(folder, tuple(files))


def _known(profile: str) -> Profile:
    known = get_args(Profile)
    if profile not in known:
        do = did_you_mean(profile, known) or f"give {', '.join(known)}"
        raise ProjectError(f'there is no profile "{profile}"', where="--profile", do=do)
    return cast("Profile", profile)


def _files(name: str, vendor: str, profile: Profile) -> dict[str, bytes]:
    chosen = chosen_mappings(vendor)
    texts = {
        SETTINGS: settings_text(name, chosen, profile),
        "README.md": readme_text(name, __version__),
        ".gitignore": ignored_text(),
        "data/README.md": data_text(chosen),
        **{f"notebooks/{file}": text for file, text in project_notebooks()},
        "valuestory.schema.json": json.dumps(settings_schema(), indent=2) + "\n",
    }
    template = shipped("templates", "valuestory.pptx").read_bytes()
    return {each: text.encode() for each, text in texts.items()} | {"templates/deck.pptx": template}


def _check(folder: Path, files: dict[str, bytes]) -> None:
    if folder.exists() and not folder.is_dir():
        raise ProjectError("this is a file", where=str(folder), do="name a folder")
    there = [each for each in files if (folder / each).exists()]
    if there:
        more = f" and {len(there) - _MOST_NAMED} more" if len(there) > _MOST_NAMED else ""
        raise ProjectError(
            f"there is a project already: {', '.join(there[:_MOST_NAMED])}{more}",
            where=str(folder),
            do="name another folder, or move these away: nothing is overwritten",
        )


def _title(name: str) -> str:
    """Return a folder's name as a company's: ``acme-support`` becomes ``Acme support``."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or "Our company"
