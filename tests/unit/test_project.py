"""`valuestory.toml`: what it may say, how a fault is named, and where paths start."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from valuestory import project
from valuestory.errors import ProjectError
from valuestory.project import (
    Project,
    find_root,
    load_project,
    resolve_path,
    settings_schema,
    shipped,
    template_path,
)

WHOLE = """
[company]
name = "Northwind Cloud"
currency = "EUR"
profile = "internal"
fiscal_year_start = 2
locale = "de_DE"
template = "brand/northwind.pptx"

[warehouse]
url = "postgresql://analyst@db/support"

[sources.cases]
path = "exports/tickets.csv"
date_format = "%d/%m/%Y %H:%M"
timezone = "Europe/Berlin"
missing = ["?", ""]
[sources.cases.columns]
opened_at = "Created at"
[sources.cases.values.status]
solved = ["Solved", "Closed"]

[vocabulary]
customer = { one = "member", many = "members" }
Support = "Member Care"

[assumptions.gross_margin]
low = 0.70
base = 0.75
high = 0.80
unit = "share"
source = "FY26 plan"
owner = "FP&A"

[storyline]
cfo = ["answer", "cost_in_context"]
"""


def settings(folder: Path, text: str, *, company: bool = True) -> Project:
    """The settings in a file of this text, which begins with a company unless it brings its own."""
    path = folder / "valuestory.toml"
    path.write_text(('[company]\nname = "Northwind"\n' if company else "") + text, encoding="utf-8")
    return load_project(path)


def fault(folder: Path, text: str, *, company: bool = True) -> ProjectError:
    """The error that a file of this text brings."""
    with pytest.raises(ProjectError) as caught:
        settings(folder, text, company=company)
    assert caught.value.where == "valuestory.toml"
    assert caught.value.do
    return caught.value


def test_the_file_of_the_design_is_read_whole(tmp_path: Path) -> None:
    """Every table of the design's example arrives where it belongs."""
    read = settings(tmp_path, WHOLE, company=False)
    company = read.company
    assert (company.name, company.currency, company.locale) == ("Northwind Cloud", "EUR", "de_DE")
    assert (company.profile, company.fiscal_year_start, company.template) == ("internal", 2, "brand/northwind.pptx")
    assert read.warehouse is not None
    assert read.warehouse.url == "postgresql://analyst@db/support"
    assert read.sources["cases"].values["status"]["solved"] == ["Solved", "Closed"]
    assert read.assumptions["gross_margin"].base == 0.75
    assert read.storyline["cfo"] == ["answer", "cost_in_context"]
    assert read.root == tmp_path.resolve()


def test_a_name_is_enough(tmp_path: Path) -> None:
    """Everything else has a default."""
    read = settings(tmp_path, "")
    assert (read.company.currency, read.company.locale, read.company.template) == ("USD", "en_US", "valuestory")
    assert read.terms == {}


def test_a_file_from_windows_editor_is_read(tmp_path: Path) -> None:
    """Notepad puts a byte order mark before the first bracket."""
    path = tmp_path / "valuestory.toml"
    path.write_text('[company]\nname = "Müller"\n', encoding="utf-8-sig")
    assert load_project(path).company.name == "Müller"


def test_terms_come_in_both_numbers_and_names_in_one(tmp_path: Path) -> None:
    """What the vocabulary is applied from."""
    text = '[vocabulary]\ncustomer = { one = "Kundin", many = "Kundinnen" }\nSupport = "Care"\nnews = { one = "news" }'
    assert settings(tmp_path, text).terms == {
        "customer": {"one": "Kundin", "many": "Kundinnen"},
        "Support": {"one": "Care", "many": "Care"},
        "news": {"one": "news"},
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[sources.cases]\npth = 'a.csv'", 'there is no setting "sources.cases.pth" (did you mean "path"'),
        ("[compny]\nname = 'x'", 'there is no setting "compny" (did you mean "company"'),
        ("root = '/'", "Invalid"),  # below [company]: not a table of its own
        ("[vocabulary]\ncustomer = 'member'", '"customer" needs both numbers: write customer = { one = "member", many'),
        ("[vocabulary]\ncustomer = { many = 'members' }", '"customer" has "one" and "many"'),
        ("[vocabulary]\ncustomer = { one = 'a', two = 'b' }", '"customer" has "one" and "many"'),
        ("[vocabulary]\ncustomer = { one = ' ', many = 'members' }", '"customer" is given no word'),
        ("[vocabulary]\nSupport = ''", '"Support" is given no word'),
        ("[assumptions.m]\nlow = 70\nbase = 75\nhigh = 80\nunit = 'share'\nsource = 'x'", "write 0.75 for 75 %"),
        ("[assumptions.m]\nlow = 3\nbase = 2\nhigh = 4\nunit = 'share'\nsource = 'x'", "must be in this order"),
        ("[assumptions.m]\nlow = nan\nbase = 2\nhigh = 4\nunit = 'share'\nsource = 'x'", '"assumptions.m.low"'),
        ("[assumptions.m]\nlow = 1\nbase = 2\nhigh = 4\nunit = 'share'\nsource = ''", '"assumptions.m.source"'),
        ("[assumptions.m]\nlow = 1\nbase = 2\nhigh = 4\nunit = 'share'", '"assumptions.m.source" is missing'),
        ("[storyline]\ncfo = 'answer'", '"storyline.cfo"'),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_write(tmp_path: Path, text: str, message: str) -> None:
    """The place, the nearest right name or the right form."""
    if message == "Invalid":
        assert 'there is no setting "company.root"' in fault(tmp_path, text).what
    else:
        assert message in fault(tmp_path, text).what


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", '"company" is missing'),
        ("[company]", '"company.name" is missing'),
        ("[company]\nname = ''", '"company.name"'),
        (
            "[company]\nname = 'x'\ncurrency = 'eur'",
            '"company.currency": give an ISO 4217 code in capitals, such as EUR',
        ),
        ("[company]\nname = 'x'\nfiscal_year_start = 13", '"company.fiscal_year_start"'),
        ("[company]\nname = 'x'\nprofile = 'charity'", "'commercial', 'internal' or 'public'"),
        ("root = '/'\n[company]\nname = 'x'", 'there is no setting "root"'),
        ("[company]\nname = 'x", "is not valid TOML"),
        ("[company]\nname = 'x'\nname = 'y'", "is not valid TOML"),
    ],
)
def test_a_wrong_company_is_named(tmp_path: Path, text: str, message: str) -> None:
    """The one table that everybody writes."""
    assert message in fault(tmp_path, text, company=False).what


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    """Nobody mends a file fault by fault."""
    error = fault(tmp_path, "root = 1\n[company]\ncurrency = 'x'\nlocal = 'de_DE'", company=False)
    for name in ("root", "company.name", "company.currency", "company.local"):
        assert f'"{name}"' in error.what
    assert 'did you mean "locale"' in error.what


def test_a_file_that_is_not_there_or_not_a_text_is_said_so(tmp_path: Path) -> None:
    """Missing, a folder, and bytes that are no UTF-8."""
    with pytest.raises(ProjectError, match=r"there is no valuestory\.toml") as caught:
        load_project(tmp_path / "valuestory.toml")
    assert caught.value.do == "write one: docs/settings.md lists every setting"
    with pytest.raises(ProjectError, match="cannot be read"):
        load_project(tmp_path)
    path = tmp_path / "valuestory.toml"
    path.write_bytes(b'[company]\nname = "M\xfcller"\n')
    with pytest.raises(ProjectError, match="is not valid TOML"):
        load_project(path)


def test_the_schema_for_editors_accepts_what_is_read_and_refuses_what_is_not() -> None:
    """An editor says the same as the program."""
    import tomllib

    schema = settings_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(tomllib.loads(WHOLE))), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"company": {"name": "x", "local": "de_DE"}}, schema)


def test_the_root_is_the_nearest_settings_file_even_above_a_nearer_pyproject(tmp_path: Path) -> None:
    """Walking up: a valuestory.toml anywhere above goes before any pyproject.toml; else where one stands."""
    deep = tmp_path / "company" / "notebooks" / "drafts"
    deep.mkdir(parents=True)
    (deep.parent / "pyproject.toml").touch()
    assert find_root(deep) == deep.parent.resolve()
    (tmp_path / "company" / "valuestory.toml").touch()
    assert find_root(deep) == (tmp_path / "company").resolve()


def test_without_any_the_root_is_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of tables alone is a project too."""
    monkeypatch.chdir(tmp_path)
    assert find_root() == tmp_path.resolve()
    assert resolve_path("exports/a.csv") == tmp_path.resolve() / "exports" / "a.csv"


def test_paths_start_at_the_root_unless_they_are_absolute(tmp_path: Path) -> None:
    """So a notebook finds its files from whichever folder it is run."""
    assert resolve_path("a/b.csv", root=tmp_path) == tmp_path / "a" / "b.csv"
    assert resolve_path(str(tmp_path / "b.csv"), root=Path("/elsewhere")) == tmp_path / "b.csv"
    assert resolve_path("~/b.csv", root=tmp_path) == Path.home() / "b.csv"


def test_a_template_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    """Shipped ones by name, the company's by path from its root."""
    assert template_path("valuestory") == shipped("templates", "valuestory.pptx")
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand" / "corp.potx").touch()
    assert template_path("brand/corp.potx", root=tmp_path) == tmp_path / "brand" / "corp.potx"


@pytest.mark.parametrize("name", ["valustory", "brand/none.pptx", "brand", "corp.v2", ""])
def test_a_template_that_does_not_exist_is_an_error_that_lists_the_shipped_ones(tmp_path: Path, name: str) -> None:
    """A folder is none either."""
    (tmp_path / "brand").mkdir()
    with pytest.raises(ProjectError, match="there is no template") as caught:
        template_path(name, root=tmp_path)
    assert "valuestory" in caught.value.do


def test_what_ships_is_taken_from_the_wheel_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wheel inside the package, in a checkout at its top."""
    assert (shipped("data") / "sample").is_dir()
    (tmp_path / "shipped" / "templates").mkdir(parents=True)
    monkeypatch.setattr(project, "_PACKAGE", tmp_path)
    assert shipped("templates", "x.pptx") == tmp_path / "shipped" / "templates" / "x.pptx"
