"""Opening a company's data: every table found, read, converted and checked, all faults together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from valuestory.data.canonical.tables import TABLES
from valuestory.data.checks.across import across_tables
from valuestory.data.checks.mailings import overanswered_waves
from valuestory.data.company import CompanyTables, Fault, RowCount, SourceNote, Stopped
from valuestory.data.engines.asking import ask_number
from valuestory.data.engines.engine import Engine, keep, open_engine, table_names, translating_plainly, view
from valuestory.data.from_events import closed_unseen, derived, lacking, remark, told_by, with_history
from valuestory.data.from_links import chosen_links, links_begin_late, links_told, unlinked, with_links
from valuestory.data.mapping.reading import fetched, files_read
from valuestory.data.masked.accounts import mask_accounts
from valuestory.data.masked.pseudonyms import is_masked, mask_key
from valuestory.data.masked.where import masked_where
from valuestory.data.one_table import Opening, after_extract, open_table
from valuestory.data.restriction import restrict
from valuestory.data.shared import shared_tables
from valuestory.data.sources.discovery import Discovery, discover
from valuestory.data.sources.sources import Source, find_project, find_sources
from valuestory.data.sources.stand_in import stand_in_remark
from valuestory.errors import DataError
from valuestory.project import SETTINGS, Project, SourceSettings

_FIRST: Final = ("accounts", "exchange_rates", "cases", "articles")
"""Tables that others are checked against, and so are read before them."""
_FACTS: Final = frozenset(
    {"subscriptions", "usage", "cases", "article_sessions", "surveys", "milestones", "touches", "worklogs", "costs"}
)
"""One of these and the accounts are all that is ever needed."""


def examine_tables(data: str, *, where: str = "") -> CompanyTables:
    """Return the tables and all faults, those that stop included; `open_tables` says what the parameters are.

    Raises
    ------
    ProjectError
        When `data` or its settings are wrong.
    DataError
        When `where` is wrong.
    """
    project = find_project(data)
    key = mask_key() if is_masked(project) else b""
    shared = shared_tables(data)
    if shared is not None:
        return restricted(shared, masked_where(where, key) if key else where)
    engine = open_engine(project)
    opening = Opening(project, engine, faults=stand_in_remark(project))
    discovery = _sources(project, engine, fetched)
    sources = discovery.sources
    with translating_plainly():
        for table in sorted(sources, key=lambda each: (each not in _FIRST, list(TABLES).index(each))):
            open_table(opening, sources[table])
        _derive_accounts(opening, sources)
        _derive_from_events(opening)
        _derive_from_links(opening)
        if not set(sources) & _FACTS:
            do = "give one of " + ", ".join(each for each in TABLES if each in _FACTS)
            what = "are alone: a story needs one more table"
            opening.faults.append(Fault("accounts", "", what, 0, 0.0, (), "stops", do))
        narrow = {table: opening.keys_of(table) for table in opening.tables}
        opening.faults += across_tables(narrow, after_extract(_settings_of(sources, "subscriptions")))
        opening.faults += overanswered_waves(opening.tables)
        company = _whole(opening, discovery)
        if key:
            company, accounts = mask_accounts(engine, company, key)
            where = masked_where(where, key, accounts.named)
    return restricted(company, where)


def _whole(opening: Opening, discovery: Discovery) -> CompanyTables:
    return CompanyTables(
        opening.project,
        {table: opening.tables[table] for table in TABLES if table in opening.tables},
        _in_order(opening.faults),
        tuple(opening.rows[table] for table in TABLES if table in opening.rows),
        opening.fingerprints,
        _notes(discovery.sources, opening),
        unread=discovery.unread,
        stopped=opening.stopped,
        files={
            table: files_read(opening.engine, opening.project, source) for table, source in discovery.sources.items()
        },
        derived=opening.derived,
        extents=opening.extents,
    )


def restricted(company: CompanyTables, where: str) -> CompanyTables:
    """Return the tables of one part of a company; `open_tables` says what `where` is, and what is raised."""
    if not where or "accounts" not in company.tables:
        return replace(company, where=where)
    tables, said = restrict(company.tables, where)
    faults = _in_order([*company.faults, *said])
    return replace(company, tables=tables, faults=faults, where=where, whole=dict(company.tables))


def _in_order(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda each: list(TABLES).index(each.table)))


def find_tables(project: Project) -> Discovery:
    """Return where a company's tables are, as far as names and headers tell: no row is read.

    Raises
    ------
    ProjectError
        When the settings name something that does not exist, or the warehouse cannot be reached.
    DataError
        When there is no table at all.
    """
    return _sources(project, open_engine(project))


def input_files(project: Project) -> tuple[Path, ...]:
    """Return the files that a company's tables are read from, its settings first; none of a warehouse's tables.

    Names and headers tell them, as in `find_tables`, which says what is raised.
    """
    engine = open_engine(project)
    settings = project.folder / SETTINGS
    files = [settings] if settings.is_file() else []
    if project.warehouse is None:
        sources = _sources(project, engine).sources.values()
        files += [path for each in sources for path in files_read(engine, project, each)]
    return tuple(dict.fromkeys(files))


def _sources(
    project: Project, engine: Engine, fetch: Callable[[Engine, Project, Source], Source] = lambda *given: given[-1]
) -> Discovery:
    sources = {table: fetch(engine, project, source) for table, source in find_sources(project).items()}
    if not project.sources and project.warehouse is not None:
        theirs = {each.casefold(): each for each in table_names(engine)}
        named = {each: Source(each, SourceSettings(table=theirs[each])) for each in theirs if each in TABLES}
        sources = named | sources
    found = discover(project, engine, sources)
    if not found.sources:
        unread = f" (files that tell nothing by their headers: {', '.join(found.unread[:5])})" if found.unread else ""
        raise DataError(
            f"there are no tables in {project.folder.name or 'the data'}{unread}",
            where="data",
            do="give files named like the canonical tables (accounts.csv ...), a vendor's exports as they are"
            " (docs/vendors.md lists them), or name them in valuestory.toml",
        )
    return found


def _settings_of(sources: Mapping[str, Source], table: str) -> SourceSettings:
    return sources[table].settings if table in sources else SourceSettings()


def _derive_accounts(opening: Opening, sources: Mapping[str, Source]) -> None:
    """Make accounts of the cases' own account column where there is no source of accounts, and say so."""
    if "accounts" in sources:
        return
    if "cases" not in sources:
        what = "are missing: nothing can be told without them"
        do = "give accounts.csv with account_id and start_at; from cases they are derived"
        opening.faults.append(Fault("accounts", "", what, 0, 0.0, (), "stops", do))
    elif "cases" in opening.tables:
        _keep_derived(opening)
    else:
        opening.stopped["accounts"] = Stopped(TABLES["accounts"].needed, "cases")


def _keep_derived(opening: Opening) -> None:
    cases = opening.keys_of("cases")
    known = cases.filter(cases.account_id.notnull()).group_by("account_id").aggregate(start_at=cases.opened_at.min())
    accounts = keep(opening.engine, "accounts", known) if opening.engine.is_embedded else known
    count = ask_number(accounts.count())
    opening.tables["accounts"] = accounts
    opening.rows["accounts"] = RowCount("accounts", count, count, 0)
    opening.fingerprints["accounts"] = opening.fingerprints["cases"]
    opening.derived |= dict.fromkeys(("accounts.account_id", "accounts.start_at"), "cases")
    what = "are derived from cases, since there is no table of them: every account with a case, from its first on"
    do = "give accounts with start_at and churned_at: else neither retention nor customers without cases can be seen"
    opening.faults.append(Fault("accounts", "start_at", what, count, 1.0, (), "noted", do))


def _derive_from_events(opening: Opening) -> None:
    """Let the history of cases tell what the cases themselves do not, and say so."""
    cases, events = opening.tables.get("cases"), opening.tables.get("case_events")
    names = lacking(cases, events) if cases is not None and events is not None else ()
    if cases is None or events is None or not names:
        return
    told = derived(events, names)
    told = keep(opening.engine, "case_histories", told) if opening.engine.is_embedded else told
    counts = told_by(told, names)
    if counts:
        opening.tables["cases"] = view(opening.engine, "cases_told", with_history(cases, told, tuple(counts)))
        _say_derived(opening, counts, "case_events")
        unseen = closed_unseen(cases, told, tuple(counts))
        opening.faults += [unseen] if unseen else []


def _derive_from_links(opening: Opening) -> None:
    """Let the links tell which article a case has and how it was used, where cases do not, and say so."""
    cases, links = opening.tables.get("cases"), opening.tables.get("case_articles")
    names = unlinked(cases, links) if cases is not None and links is not None else ()
    if cases is None or links is None or not names:
        return
    chosen = chosen_links(links)
    chosen = keep(opening.engine, "case_links", chosen) if opening.engine.is_embedded else chosen
    counts = links_told(chosen, names)
    if counts:
        late = links_begin_late(cases, links)
        opening.tables["cases"] = view(opening.engine, "cases_linked", with_links(cases, chosen, tuple(counts)))
        _say_derived(opening, counts, "case_articles")
        opening.faults += [late] if late else []


def _say_derived(opening: Opening, counts: Mapping[str, int], source: str) -> None:
    used = opening.rows["cases"].used
    opening.faults += [remark(name, source, count, used) for name, count in counts.items()]
    opening.derived |= {f"cases.{name}": source for name in counts}


def _notes(sources: Mapping[str, Source], opening: Opening) -> dict[str, SourceNote]:
    notes = {table: _note(source) for table, source in sources.items()}
    if "accounts" in opening.tables and "accounts" not in notes:
        notes["accounts"] = notes["cases"]
    return notes


def _note(source: Source) -> SourceNote:
    settings, vendor = source.settings, source.vendor.mapping.vendor if source.vendor else ""
    system = settings.system or vendor or source.name
    return SourceNote(system, settings.extracted_on or "", vendor, source.name)


def open_tables(data: str, *, where: str = "") -> CompanyTables:
    """Return a company's checked canonical tables.

    Parameters
    ----------
    data
        "sample", a folder of tables, a `valuestory.toml`, one file of cases (CSV, Parquet, a workbook), a DuckDB file,
        or a warehouse URL.
    where
        A condition on columns of `accounts`, such as `region = 'EMEA'`: only these accounts and what belongs to them.

    Raises
    ------
    ProjectError
        When `data` or its settings are wrong: mend what the message names.
    DataError
        When a fault stops the reading (all such are named at once), or `where` is wrong. `valuestory check` shows
        every fault.
    """
    found = examine_tables(data, where=where)
    stopping = [each for each in found.faults if each.action == "stops"]
    if stopping:
        raise _stopped(stopping)
    return found


def _stopped(faults: list[Fault]) -> DataError:
    if len(faults) == 1:
        return DataError(_sentence(faults[0]), where=faults[0].table, do=faults[0].do)
    lines = [f"  - {_sentence(each)}\n    {each.do}" for each in faults]
    what = f"{len(faults)} faults stop the reading:\n" + "\n".join(lines)
    return DataError(what, where=", ".join(dict.fromkeys(each.table for each in faults)), do="mend these")


def _sentence(fault: Fault) -> str:
    examples = f" (such as {'; '.join(fault.examples)})" if fault.examples else ""
    count = f" {fault.count:,} rows" if fault.count else ""
    return f"{fault.table}:{count} {fault.what}{examples}"
