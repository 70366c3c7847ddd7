"""`valuestory.toml`: the company, its sources, words, assumptions and storyline; and where paths start.

Nothing here reads data. Every setting is checked when the file is read, and a wrong one is named with the nearest
right one.
"""

from __future__ import annotations

import datetime
import tomllib
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    ValidationError,
    model_validator,
)

from valuestory.errors import ProjectError, did_you_mean

SETTINGS: Final = "valuestory.toml"
MASKS: Final = ("accounts",)
"""What can be masked in everything that is made of the data."""
_PACKAGE: Final = Path(__file__).parent
_CHECKOUT: Final = _PACKAGE.parents[1]

Profile = Literal["commercial", "internal", "public"]
SAMPLES: Final[Mapping[str, Profile]] = {
    "sample": "commercial",
    "sample-internal": "internal",
    "sample-public": "public",
}
"""The invented companies that ship, each with its profile."""
TimeUnit = Literal["seconds", "minutes", "hours", "days"]


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _known_zone(name: str) -> str:
    if name not in zoneinfo.available_timezones():
        raise ValueError(f'there is no time zone "{name}" ({did_you_mean(name, zoneinfo.available_timezones())})')
    return name


def _known_encoding(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        raise ValueError(f'there is no text encoding "{name}"') from None
    return name


def _iso_day(value: object) -> str:
    if isinstance(value, str):
        value = datetime.date.fromisoformat(value)
    if not isinstance(value, datetime.date):
        raise ValueError("give a day, such as 2026-07-06")
    return value.isoformat()[:10]


class CompanySettings(_Settings):
    """The table `[company]`.

    `fiscal_year_start` is the month (1 to 12) that the fiscal year begins with; `currency` an ISO 4217 code;
    `template` a shipped template's name or a path from the project's root; `baseline` the period that stories of its
    grain measure themselves against, such as ``2024Q4``; `narrative` a file with the company's own words for slides.
    """

    name: Annotated[str, Field(min_length=1)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    profile: Profile = "commercial"
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    locale: str = "en_US"
    template: str = "valuestory"
    baseline: Annotated[str, Field(pattern=r"^[12][0-9]{3}(Q[1-4]|-(0[1-9]|1[0-2]))?$")] | None = None
    narrative: Annotated[str, Field(min_length=1)] | None = None


class WarehouseSettings(_Settings):
    """The table `[warehouse]`: only where tables are not files. Credentials come from the environment."""

    url: str


class DataSettings(_Settings):
    """The table `[data]`: where files lie that no `[sources.T]` names.

    `folder` is where they lie, from the project's root; the root itself by default. `stand_in` is what is read as long
    as no file lies there and no source is listed: `sample`, the invented company, or a desk without revenue,
    `sample-internal` or `sample-public`. What is made of it says so. `mask` names what is masked when the data are
    opened: `accounts`, the names and keys of customers.
    """

    folder: str = ""
    stand_in: Literal["sample", "sample-internal", "sample-public"] | None = None
    mask: Literal["accounts"] | None = None


class EngineSettings(_Settings):
    """The table `[engine]`: the embedded engine that reads files and DuckDB databases.

    `memory_limit` is what it may hold at once, such as ``4GB``; what does not fit goes to a temporary folder.
    """

    memory_limit: Annotated[str, Field(pattern=r"^[1-9][0-9]* ?[MG]B$")] | None = None


class Lookup(_Settings):
    """A column that is found in another table: `[sources.T.lookup.COLUMN]`.

    The column `take` of the file `path` (several of one header, or the warehouse's `table`), where its column `on`
    equals this table's column `key` (the same name unless said). Where it has several rows for one key, `pick` says
    which: the `first`, `last`, `least` or `greatest` value; without it that is a fault. `where` keeps only the rows
    whose columns have these values.
    """

    path: str | list[str] | None = None
    table: str | None = None
    on: str
    take: str
    key: str | None = None
    pick: Literal["first", "last", "least", "greatest"] | None = None
    where: Mapping[str, str | bool | int | float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_place(self) -> Lookup:
        if (self.path is None) == (self.table is None):
            raise ValueError("give either path or table")
        return self


class Reshape(BaseModel):
    """A step `[[sources.T.reshape]]` that computes rows from theirs before columns are taken.

    `function` is one of `docs/vendors.md`, such as `histories.latest_of_each`. `tables` maps its parameters that are
    tables to files, tables of the warehouse, or (in a mapping that ships) files of the mapping. Every further setting
    is a parameter of the function; names of columns are theirs.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    function: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
    tables: Mapping[str, str] = Field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, Any]:
        """The function's parameters but its tables."""
        return dict(self.model_extra or {})


class SourceSettings(_Settings):
    """A table `[sources.T]`: where a canonical table comes from and how its columns are read.

    `path` is a file, a folder or a glob, `sheet` the sheet of a workbook, or several of one header; `table` a table of
    the warehouse; without either it is the file named like the table. `columns` maps canonical names to theirs;
    `values` maps canonical values to lists of theirs, a column each; `minutes_after` maps a canonical instant to
    `[canonical instant, their column of minutes]`; `units` says in which unit a column of theirs is
    where ours is minutes or seconds; `account_named` is their column with the account's name where they have no id of
    it; `reshape` are the steps that compute rows first. `vendor` is a mapping that ships, which all of this overrides,
    or `none` where the headers are not to be recognised. `date_format` is in the letters of `strptime`, or `unix` or
    `unix_ms` for numbers; `timezone` is the zone of times that do not say theirs; `missing` are texts that mean no
    value; `key` is their column that must not repeat, where the canonical table has no key of its own; `currency` is
    that of amounts whose row names none; `skip` are their columns that are not read (`*` stands for anything), `keep`
    those read as slices although they look personal; `system` and `extracted_on` (a day) feed the source line of
    slides.
    """

    path: str | None = None
    sheet: str | list[str] | None = None
    table: str | None = None
    vendor: str | None = None
    columns: Mapping[str, str] = Field(default_factory=dict)
    values: Mapping[str, Mapping[str, list[str]]] = Field(default_factory=dict)
    lookup: Mapping[str, Lookup] = Field(default_factory=dict)
    minutes_after: Mapping[str, tuple[str, str]] = Field(default_factory=dict)
    units: Mapping[str, TimeUnit] = Field(default_factory=dict)
    account_named: str | None = None
    reshape: list[Reshape] = Field(default_factory=list)
    date_format: str | None = None
    timezone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    missing: list[str] = Field(default_factory=lambda: [""])
    key: str | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    skip: list[str] = Field(default_factory=list)
    keep: list[str] = Field(default_factory=list)
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    encoding: Annotated[str, AfterValidator(_known_encoding)] | None = None
    system: str | None = None
    extracted_on: Annotated[str, BeforeValidator(_iso_day)] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> SourceSettings:
        if self.path is not None and self.table is not None:
            raise ValueError("give either path or table")
        if self.sheet is not None and self.table is not None:
            raise ValueError("a sheet is one of a workbook: give its path, and no table")
        return self


class Assumption(_Settings):
    """A table `[assumptions.A]`: a number that matters, with its range, source and owner in Finance.

    `low`, `base` and `high` are finite, in `unit`, and in this order.
    """

    low: FiniteFloat
    base: FiniteFloat
    high: FiniteFloat
    unit: str
    source: Annotated[str, Field(min_length=1)]
    owner: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Assumption:
        if not self.low <= self.base <= self.high:
            raise ValueError("low, base and high must be in this order")
        if self.unit == "share" and not 0 <= self.low <= self.high <= 1:
            raise ValueError("a share lies between 0 and 1: write 0.75 for 75 %")
        return self


BenefitClass = Literal[
    "obstacles removed",
    "risk mitigated",
    "relationship health improved",
    "adoption accelerated",
    "insights applied",
]
"""What an accepted answer was good for; each is in one class."""
OutcomeName = Literal["logo_retention", "retained_arr", "expansion_arr", "milestones"]
"""What Support can have contributed to."""


class Experiment(_Settings):
    """A table `[contribution.experiments.E]`: accounts that were assigned by chance, or by the order of a rollout.

    `column` is a column of accounts that says who was assigned to what, `treated` and `control` are its two values;
    the outcome is looked at from the day `start` up to the day `end`, exclusive. Only this gives evidence of grade A.
    """

    column: Annotated[str, Field(min_length=1)]
    treated: str
    control: str
    start: Annotated[str, BeforeValidator(_iso_day)]
    end: Annotated[str, BeforeValidator(_iso_day)]

    @model_validator(mode="after")
    def _two_arms_one_window(self) -> Experiment:
        if self.treated == self.control:
            raise ValueError("treated and control are two values of the column")
        if not self.start < self.end:
            raise ValueError("end is a day after start")
        return self


class ContributionSettings(_Settings):
    """The table `[contribution]`: which outcomes count, what customers expect, and what Support spends on it.

    Help is counted in `exposure_quarters`, what became of the accounts in the `outcome_quarters` that follow, and what
    accounts were like in the `before_quarters` that come first. `outcomes` are those that are told, the first of them
    declared as the one that counts (by the profile where it is empty); `milestones` are the life events that customers
    expect to reach (all but renewals where it is empty); `effort` says what the effort is taken from;
    `benefit_of_reason` and `benefit_of_channel` give cases without a class, and visits, theirs; `experiments` are those
    that were declared.
    """

    outcomes: list[OutcomeName] = Field(default_factory=list)
    exposure_quarters: Annotated[int, Field(ge=1, le=8)] = 4
    outcome_quarters: Annotated[int, Field(ge=1, le=8)] = 4
    before_quarters: Annotated[int, Field(ge=1, le=8)] = 4
    milestones: list[str] = Field(default_factory=list)
    effort: Literal["ledger", "hours"] | None = None
    benefit_of_reason: Mapping[str, BenefitClass] = Field(default_factory=dict)
    benefit_of_channel: Mapping[str, BenefitClass] = Field(default_factory=dict)
    experiments: Mapping[str, Experiment] = Field(default_factory=dict)


class ReportedMeasure(_Settings):
    """An entry `[[reported]]`: a measure of Support that the company reports today, for the slide on the situation.

    `sees` and `misses` say in a few words what it shows and what it does not; `shows_gain` whether it shows what
    customers gained.
    """

    measure: Annotated[str, Field(min_length=1)]
    sees: Annotated[str, Field(min_length=1)]
    misses: Annotated[str, Field(min_length=1)]
    shows_gain: bool = False


_FORMS: Final = frozenset({"one", "many", "capital", "capital_many", "gender"})
"""What may be said of a word of the company's own."""


def _words_in_both_numbers(value: object) -> object:
    """Refuse a term whose plural nobody gave: "member" alone would write "4,000 member answered"."""
    if not isinstance(value, Mapping):
        return value
    for ours, theirs in value.items():
        many = theirs if isinstance(theirs, str) else "..."
        both = f'write {ours} = {{ one = "{many}", many = "..." }}'
        if isinstance(theirs, str) and not ours[:1].isupper():
            raise ValueError(f'"{ours}" needs both numbers: {both}')
        if isinstance(theirs, Mapping) and ("one" not in theirs or set(theirs) - _FORMS):
            raise ValueError(
                f'"{ours}" has "one" and "many", and may have "capital", "capital_many" and "gender": {both}'
            )
        if isinstance(theirs, Mapping) and theirs.get("gender", "m") not in ("m", "f", "n"):
            raise ValueError(f'the gender of "{ours}" is "m", "f" or "n"')
        if not all(str(each).strip() for each in (theirs.values() if isinstance(theirs, Mapping) else (theirs,))):
            raise ValueError(f'"{ours}" is given no word: {both}')
    return value


class Project(_Settings):
    """A company's settings, and the folder that its paths start at.

    `vocabulary` maps our words to theirs: a text for a name such as ``Support``, `one` and `many` for all others.
    """

    company: CompanySettings
    data: DataSettings = Field(default_factory=DataSettings)
    warehouse: WarehouseSettings | None = None
    engine: EngineSettings = Field(default_factory=EngineSettings)
    sources: Mapping[str, SourceSettings] = Field(default_factory=dict)
    vocabulary: Annotated[Mapping[str, str | Mapping[str, str]], BeforeValidator(_words_in_both_numbers)] = Field(
        default_factory=dict
    )
    assumptions: Mapping[str, Assumption] = Field(default_factory=dict)
    contribution: ContributionSettings = Field(default_factory=ContributionSettings)
    reported: list[ReportedMeasure] = Field(default_factory=list)
    storyline: Mapping[str, list[str]] = Field(default_factory=dict)
    root: Path = Field(default=Path(), exclude=True)

    @property
    def folder(self) -> Path:
        """Where files lie that no source names."""
        return resolve_path(self.data.folder, root=self.root) if self.data.folder else self.root

    @property
    def terms(self) -> dict[str, dict[str, str]]:
        """The vocabulary with every term in both numbers."""
        return {
            ours: {"one": theirs, "many": theirs} if isinstance(theirs, str) else dict(theirs)
            for ours, theirs in self.vocabulary.items()
        }


def find_root(start: Path | None = None) -> Path:
    """Return the folder of the nearest `valuestory.toml`, else of the nearest `pyproject.toml`, else `start`.

    Parameters
    ----------
    start
        Where the walk upwards begins; the working directory by default.
    """
    here = (start or Path.cwd()).resolve()
    for name in (SETTINGS, "pyproject.toml"):
        for folder in (here, *here.parents):
            if (folder / name).is_file():
                return folder
    return here


def resolve_path(text: str, *, root: Path | None = None) -> Path:
    """Return the path that a setting or a parameter means: from the project's root unless it is absolute.

    Parameters
    ----------
    text
        As it was written; ``~`` is the user's home.
    root
        The project's folder; found from the working directory by default.
    """
    path = Path(text).expanduser()
    return path if path.is_absolute() else (root or find_root()) / path


def shipped(kind: Literal["notebooks", "templates", "data"], name: str = "") -> Path:
    """Return the place of something that ships: in the wheel inside the package, in a checkout at its top."""
    inside = _PACKAGE / "shipped" / kind
    return (inside if inside.is_dir() else _CHECKOUT / kind) / name


def template_path(name: str, *, root: Path | None = None) -> Path:
    """Return the file of a template by name ("valuestory") or path.

    Raises
    ------
    ProjectError
        When there is no such file: the message lists the shipped names.
    """
    if not Path(name).suffix and (found := shipped("templates", f"{name}.pptx")).is_file():
        return found
    path = resolve_path(name, root=root)
    if path.is_file():
        return path
    known = sorted(each.stem for each in shipped("templates").glob("*.pptx"))
    raise ProjectError(
        f'there is no template "{name}"',
        where="template",
        do=f"give the path of a .pptx or .potx file from the project's root, or a shipped name ({', '.join(known)})",
    )


def load_project(path: Path, *, also: Callable[[Mapping[str, Any]], list[str]] | None = None) -> Project:
    """Return the settings in a `valuestory.toml`.

    Parameters
    ----------
    path
        The file.
    also
        Looks at the settings as they are written, and returns what is wrong with them that this module cannot know:
        names of tables and of columns.

    Raises
    ------
    ProjectError
        When the file is missing, is not TOML, or a setting is unknown or wrong: all such are named at once.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Windows' editor puts a mark at the beginning
    except FileNotFoundError:
        raise ProjectError(
            f"there is no {path.name}", where=path.parent.name, do="write one: docs/settings.md lists every setting"
        ) from None
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise ProjectError(f"{path.name} cannot be read: {reason}", where=path.name, do="give a file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path.name} is not valid TOML: {error}", where=path.name, do="mend that line") from None
    faults = ['there is no setting "root"'] if data.pop("root", None) is not None else []
    try:
        project = Project.model_validate(data | {"root": path.parent.resolve()})
    except ValidationError as error:
        faults += [_fault(each) for each in error.errors()]
    faults += also(data) if also else []
    if faults:
        raise ProjectError(enumerated(faults), where=path.name, do="docs/settings.md lists every setting")
    return project


def enumerated(faults: Sequence[str]) -> str:
    """Return what is wrong with settings: one fault as it is, several as a list."""
    return faults[0] if len(faults) == 1 else "\n  - ".join([f"{len(faults)} settings are wrong:", *faults])


def settings_schema() -> dict[str, Any]:
    """Return the JSON Schema of `valuestory.toml`, for editors that complete and check settings as they are typed."""
    schema = Project.model_json_schema()
    schema["properties"].pop("root", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": SETTINGS}


def _fault(error: Mapping[str, Any]) -> str:
    place = ".".join(str(each) for each in error["loc"])
    if error["type"] == "extra_forbidden":
        hint = did_you_mean(str(error["loc"][-1]), _known(error["loc"][:-1]))
        return f'there is no setting "{place}"' + (f" ({hint})" if hint else "")
    if error["type"] == "missing":
        return f'"{place}" is missing'
    if error["loc"][-1] == "currency" and error["type"] == "string_pattern_mismatch":
        return f'"{place}": give an ISO 4217 code in capitals, such as EUR'
    if error["loc"][-1] == "memory_limit":
        return f'"{place}": give a size such as 500MB or 4GB'
    return f'"{place}": {error["msg"].removeprefix("Value error, ")}'


def _known(place: tuple[int | str, ...]) -> list[str]:
    tables: dict[str, type[BaseModel]] = {
        "company": CompanySettings,
        "data": DataSettings,
        "warehouse": WarehouseSettings,
        "engine": EngineSettings,
        "sources": SourceSettings,
        "assumptions": Assumption,
        "reported": ReportedMeasure,
        "contribution": Experiment if "experiments" in place else ContributionSettings,
    }
    model = tables.get(str(place[0]), Project) if place else Project
    return [each for each in (Lookup if "lookup" in place else model).model_fields if each != "root"]
