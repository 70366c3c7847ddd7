"""The sample company in the place of a new project's own, until the first of its files is there."""

from __future__ import annotations

from valuestory.data.canonical.tables import TABLES
from valuestory.data.company import Fault
from valuestory.data.files.locations import data_files, places_named
from valuestory.project import SETTINGS, Project, load_project, shipped


def with_stand_in(project: Project) -> Project:
    """Return a project that reads the sample where `[data]` allows it and nothing of its own is there yet.

    The name then says that the company is invented, and the currency is the sample's; template, words and locale stay
    the project's own. As soon as a file lies in its folder, or a source is listed, `stand_in` is without effect.
    """
    if project.data.stand_in is None:
        return project
    if project.sources or project.warehouse is not None or _has_files(project):
        return project.model_copy(update={"data": project.data.model_copy(update={"stand_in": None})})
    home = shipped("data", project.data.stand_in)
    sample = load_project(home / SETTINGS)
    company = project.company.model_copy(
        update={"name": f"{sample.company.name} (invented)", "currency": sample.company.currency}
    )
    return project.model_copy(
        update={
            "company": company,
            "sources": {
                table: each.model_copy(update={"path": str((home / (each.path or "")).resolve())})
                for table, each in sample.sources.items()
            },
            "assumptions": sample.assumptions,
            "contribution": sample.contribution,
        }
    )


def _has_files(project: Project) -> bool:
    folder = project.folder
    return folder.is_dir() and (bool(data_files(folder)) or any(places_named(folder, table) for table in TABLES))


def stand_in_remark(project: Project) -> list[Fault]:
    """Return what is said of a company whose tables are the sample's; nothing of any other."""
    if project.data.stand_in is None:
        return []
    place = f"{project.data.folder or 'the project'}/".replace("//", "/")
    what = f"are those of the sample company, which is invented: {place} holds no export yet"
    do = f"put exports into {place} and delete stand_in from {SETTINGS}"
    return [Fault("accounts", "", what, 0, 0.0, (), "noted", do)]
