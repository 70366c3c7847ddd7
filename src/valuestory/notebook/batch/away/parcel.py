"""What decks are made of, packed for workers that see no folder of this machine, and laid out there again.

A project keeps its shape: each file lies where it lay from the project's root, so that parameters mean what they meant.
Tables do not travel as the company exported them. Workers get what was prepared of them, once for all decks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from valuestory import __version__
from valuestory.audit.rerun import PREVIOUS
from valuestory.data.masked.pseudonyms import KEY_FILE, is_masked, mask_key
from valuestory.data.shared import SUFFIXES
from valuestory.data.sources.sources import find_project
from valuestory.deck.template.template_map import map_path
from valuestory.errors import ClusterError, ParameterError
from valuestory.notebook.batch.order import Order
from valuestory.notebook.checks import Plan
from valuestory.notebook.earlier_run import with_earlier_run
from valuestory.project import SAMPLES, SETTINGS, find_root, resolve_path, shipped

_MARK: Final = "pyproject.toml"
"""What tells a project's root where it has no settings."""
_OUT: Final = "reports"
_SHARED: Final = ".shared"
_MOST: Final = 500_000_000
"""So many bytes may go to a worker, which holds them in its memory."""
_EARLIER: Final = ("run.json", "story.ipynb")
"""What is read of an earlier run."""


@dataclass(frozen=True)
class Parcel:
    """What all decks of a batch are made of.

    Attributes
    ----------
    version
        Of the package that packed it: another one might read it otherwise.
    notebook
        As `find_notebook` takes it, at the place where the parcel is laid out.
    out
        The batch's folder, from the project's root.
    files
        Contents by path from the project's root.
    folders
        Those that have to be there, empty or not.
    """

    version: str
    notebook: str
    out: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    folders: tuple[str, ...] = ()

    def lay_out(self, place: Path, also: Mapping[str, bytes]) -> None:
        """Write everything, and what is one deck's own, into a new folder that this user alone may read."""
        place.mkdir(mode=0o700)
        for name in self.folders:
            (place / name).mkdir(parents=True, exist_ok=True)
        for name, content in {**self.files, **also}.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)

    def shared(self, place: Path) -> Path | None:
        """Return where, in such a folder, lies what decks share; None where nothing was prepared."""
        return place / _SHARED if _SHARED in self.folders else None


def pack(orders: Sequence[Order]) -> Parcel:
    """Return what decks of one batch are made of.

    Raises
    ------
    ParameterError
        When one of them needs a file that lies outside of the project: put it into the project's folder.
    ClusterError
        When it is too much to be sent.
    """
    root = find_root().resolve()
    first = orders[0]
    notebook = _notebook(first.notebook, root)
    files = dict(_settings(root))
    if notebook.endswith(".ipynb"):
        files[notebook] = first.notebook.read_bytes()
    out = _out(first.out, root)
    folders = [out]
    for data in dict.fromkeys(str(each.values.get("data", "")) for each in orders):
        _add_company(data, root, files, folders)
    for template in dict.fromkeys(each.look for each in orders if each.look is not None):
        _add_template(template, root, files)
    if first.shared is not None:
        folders.append(_SHARED)
        files |= {f"{_SHARED}/{name}": path.read_bytes() for name, path in _prepared(first.shared)}
    if any(_masks(each) for each in orders):  # or a worker would make a key, and pseudonyms, of its own
        files[KEY_FILE.as_posix()] = mask_key()
    size = sum(map(len, files.values()))
    if size > _MOST:
        raise ClusterError(
            f"what the decks share is too much to be sent: {size / 1e6:,.0f} MB, and at most {_MOST / 1e6:,.0f}",
            where="the company's tables",
            do="keep the tables in a warehouse, or use an executor whose workers see this machine's folders",
        )
    return Parcel(__version__, notebook, out, files, tuple(folders))


def _masks(order: Order) -> bool:
    data = str(order.values.get("data", ""))
    return bool(order.mask) or is_masked(find_project(data) if data else None)


def own_files(order: Order) -> dict[str, bytes]:
    """Return what one deck needs besides: what the run before it told, by path from the project's root.

    Raises
    ------
    ParameterError
        When the run that it names lies outside of the project.
    """
    root = find_root().resolve()
    named = str(order.values.get(PREVIOUS, ""))
    if named:
        return {_inside(each, root, "the earlier run"): each.read_bytes() for each in _told(resolve_path(named))}
    plan = Plan(order.notebook, {}, order.parameters, order.values, None, root)
    found = str(with_earlier_run(plan, order.folder).values.get(PREVIOUS, ""))
    if not found:
        return {}
    folder, beside = (root / found).resolve(), order.out.resolve().parent
    there = f"{_parent(order.out, root)}/{folder.relative_to(beside).as_posix()}"
    return {f"{there}/{each.name}": each.read_bytes() for each in _told(folder)}


def _told(run: Path) -> tuple[Path, ...]:
    """Return what is read of an earlier run, which is named by its folder or its notebook."""
    files = [run / name for name in _EARLIER] if run.is_dir() else [run]
    return tuple(each for each in files if each.is_file())


def _settings(root: Path) -> Iterator[tuple[str, bytes]]:
    if (root / SETTINGS).is_file():
        yield SETTINGS, (root / SETTINGS).read_bytes()
    else:
        yield _MARK, b""


def _notebook(path: Path, root: Path) -> str:
    """Return what the notebook is called where it is laid out; one that ships is known by its name there."""
    path = path.resolve()
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return path.stem if path.is_relative_to(shipped("notebooks").resolve()) else path.name


def _add_company(data: str, root: Path, files: dict[str, bytes], folders: list[str]) -> None:
    """Add what tells a company: its settings and its own words; of its tables only the place."""
    if not data or data in SAMPLES or "://" in data:
        return
    path = resolve_path(data, root=root)
    place = _inside(path, root, "data")
    project = find_project(data)
    if path.is_dir():
        folders.append(place)
    else:
        files[place] = path.read_bytes() if path.suffix.lower() == ".toml" else b""
    own = (project.root / SETTINGS, *_narrative(project.company.narrative, project.root))
    for each in own:
        if each.is_file():
            files[_inside(each, root, "a file that the settings name")] = each.read_bytes()


def _narrative(name: str | None, root: Path) -> tuple[Path, ...]:
    return (resolve_path(name, root=root),) if name else ()


def _add_template(path: Path, root: Path, files: dict[str, bytes]) -> None:
    if path.resolve().is_relative_to(shipped("templates").resolve()) and not path.resolve().is_relative_to(root):
        return
    for each in (path, map_path(path)):
        if each.is_file():
            files[_inside(each, root, "the template")] = each.read_bytes()


def _prepared(folder: Path) -> Iterator[tuple[str, Path]]:
    for each in sorted(folder.rglob("*")):
        name = each.relative_to(folder).as_posix()
        if each.is_file() and (each.suffix in SUFFIXES or name.startswith("fold-")):
            yield name, each


def _out(out: Path, root: Path) -> str:
    return f"{_parent(out, root)}/{out.resolve().name}"


def _parent(out: Path, root: Path) -> str:
    """Return where the folder beside which batches lie is laid out: at its place in the project, if it has one."""
    above = out.resolve().parent
    return above.relative_to(root).as_posix() if above.is_relative_to(root) else _OUT


def _inside(path: Path, root: Path, what: str) -> str:
    path = path.resolve()
    if not path.is_relative_to(root):
        raise ParameterError(
            f"{what} lies outside of the project, which is all that workers of a cluster are sent",
            where=path.name,
            do=f"put it into the project's folder ({root.name}), and name it from there",
        )
    return path.relative_to(root).as_posix()
