"""`valuestory init`: a project that runs at once, and on the company's own exports as soon as they are in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from valuestory.data.sources.sources import find_project, find_sources
from valuestory.data.sources.stand_in import stand_in_remark
from valuestory.data.vendors.mapping import mappings
from valuestory.errors import ProjectError
from valuestory.notebook.new_project.start import start_project
from valuestory.notebook.parameter_cell import read_parameters
from valuestory.notebook.source import read_notebook
from valuestory.project import load_project, settings_schema, shipped

VENDORS = sorted({each.partition("-")[0] for each in mappings()})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project for a company that uses Zendesk."""
    return start_project(tmp_path_factory.mktemp("new") / "acme-support", vendor="zendesk").folder


def test_a_new_project_holds_what_its_next_analyst_needs(made: Path) -> None:
    """Settings, every story that ships, a template of its own, a place for exports, and a page that explains it."""
    there = {str(each.relative_to(made)) for each in made.rglob("*") if each.is_file()}
    stories = {f"notebooks/{each.name}" for each in shipped("notebooks").glob("*.ipynb")}
    assert there == stories | {
        "valuestory.toml",
        "valuestory.schema.json",
        "README.md",
        ".gitignore",
        "data/README.md",
        "templates/deck.pptx",
    }


def test_its_settings_are_sound_and_name_the_company_after_the_folder(made: Path) -> None:
    """`acme-support` is called Acme support until somebody says better."""
    project = load_project(made / "valuestory.toml")
    assert project.company.name == "Acme support"
    assert project.company.template == "templates/deck.pptx"


def test_a_name_with_quotes_is_written_so_that_it_reads_back(tmp_path: Path) -> None:
    """Whatever a company is called, its settings are TOML."""
    name = 'Bob\'s "Best" \\ Ünïted'
    folder = start_project(tmp_path / "x", name=name).folder
    assert load_project(folder / "valuestory.toml").company.name == name


def test_an_editor_finds_the_schema_that_the_settings_are_checked_by(made: Path) -> None:
    """The first line names the schema, which is that of the package's own models."""
    first = (made / "valuestory.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "#:schema ./valuestory.schema.json"
    assert json.loads((made / "valuestory.schema.json").read_text(encoding="utf-8")) == settings_schema()


def test_until_exports_are_in_the_sample_stands_in_and_says_that_it_is_invented(made: Path) -> None:
    """The name on the cover says so, and so does the first remark on the data."""
    project = find_project(str(made))
    assert project.company.name == "Northwind Cloud (invented)"
    assert project.company.template == "templates/deck.pptx"
    assert {"accounts", "cases", "subscriptions"} <= set(find_sources(project))
    assert all(not each.problem for each in find_sources(project).values())
    (remark,) = stand_in_remark(project)
    assert "invented" in remark.what
    assert "data/" in remark.do


def test_the_first_export_ends_the_standing_in(tmp_path: Path) -> None:
    """With one file in data/ the company is itself, and nothing of the sample is read."""
    folder = start_project(tmp_path / "acme").folder
    (folder / "data" / "cases.csv").write_text("case_id,account_id,opened_at\n1,a,2026-01-02\n", encoding="utf-8")
    project = find_project(str(folder))
    assert project.company.name == "Acme"
    assert stand_in_remark(project) == []
    assert [each.files[0].parent.name for each in find_sources(project).values()] == ["data"]


def test_without_leave_to_stand_in_an_empty_folder_is_an_error_and_no_deck_of_the_sample(tmp_path: Path) -> None:
    """A company that has deleted the line never gets invented figures."""
    folder = start_project(tmp_path / "acme").folder
    settings = folder / "valuestory.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"^stand_in.*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    assert find_sources(find_project(str(folder))) == {}


def test_its_notebooks_read_the_project_and_the_last_whole_quarter_on_its_own_template(made: Path) -> None:
    """Nothing needs to be passed: `valuestory run`, papermill and JupyterLab take the same defaults."""
    for path in sorted((made / "notebooks").glob("*.ipynb")):
        found = {each.name: each.default for each in read_parameters(read_notebook(path), name=path.name)}
        assert (found["data"], found["period"], found["template"]) == (".", "", ""), path.name


def test_its_notebooks_differ_from_the_shipped_ones_in_their_defaults_alone(made: Path) -> None:
    """What the story says is what ships, cell for cell."""
    for path in sorted((made / "notebooks").glob("*.ipynb")):
        ours, theirs = read_notebook(path), read_notebook(shipped("notebooks", path.name))
        differing = [a for a, b in zip(ours["cells"], theirs["cells"], strict=True) if a != b]
        assert [each["metadata"]["tags"] for each in differing] == [["parameters"]], path.name


def test_where_a_project_is_nothing_is_overwritten(made: Path) -> None:
    """A second `init` names what is there and leaves every byte as it is."""
    before = {each: each.read_bytes() for each in made.rglob("*") if each.is_file()}
    with pytest.raises(ProjectError, match=r"there is a project already: valuestory\.toml"):
        start_project(made)
    assert {each: each.read_bytes() for each in made.rglob("*") if each.is_file()} == before


def test_one_file_in_the_way_stops_all_of_it(tmp_path: Path) -> None:
    """A folder with a README of its own gets no half of a project."""
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"README\.md"):
        start_project(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["README.md"]


def test_what_lies_in_the_folder_under_other_names_stays(tmp_path: Path) -> None:
    """A repository that is there already is no hindrance."""
    (tmp_path / "LICENSE").write_text("mine", encoding="utf-8")
    start_project(tmp_path)
    assert (tmp_path / "LICENSE").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("vendor", VENDORS)
def test_each_vendor_has_its_exports_told_and_settings_that_may_all_be_uncommented(vendor: str, tmp_path: Path) -> None:
    """`--from VENDOR` says where each file is found; with every line of its sources uncommented the settings hold."""
    folder = start_project(tmp_path / "x", vendor=vendor).folder
    told = (folder / "data" / "README.md").read_text(encoding="utf-8")
    text = (folder / "valuestory.toml").read_text(encoding="utf-8")
    named = set(re.findall(r'^# vendor = "([a-z-]+)"', text, flags=re.MULTILINE))
    assert named
    for name in named:
        assert f"(`{name}`)" in told
        for file in mappings()[name].files.values():
            assert file.how in told
    blocks = [each for each in text.split("\n\n") if "is read by the mapping" in each]
    assert len(blocks) == len(named)
    for number, block in enumerate(blocks):
        lines = re.findall(r"^# (\[sources.*|\w+ = .*)$", block, flags=re.MULTILINE)
        settings = folder / f"uncommented-{number}.toml"
        settings.write_text("\n".join(['[company]\nname = "x"', *lines]), encoding="utf-8")
        project = load_project(settings)
        assert project.sources, block
        find_sources(project)  # a table or a column that does not exist would be an error


def test_an_unknown_vendor_is_told_the_nearest(tmp_path: Path) -> None:
    """Nothing is written, and the message has the name that was meant."""
    with pytest.raises(ProjectError) as error:
        start_project(tmp_path / "x", vendor="zendex")
    assert "zendesk" in str(error.value.do)
    assert not (tmp_path / "x").exists()


def test_its_template_is_one_that_decks_are_built_on(made: Path) -> None:
    """The copy is the shipped template, byte for byte."""
    assert (made / "templates" / "deck.pptx").read_bytes() == shipped("templates", "valuestory.pptx").read_bytes()
