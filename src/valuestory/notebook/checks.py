"""What can be checked of a run before a kernel starts: parameters, period, company, template, LibreOffice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from valuestory.data.masked.pseudonyms import fingerprint, is_masked, mask_key
from valuestory.errors import DataError, ParameterError
from valuestory.notebook.masking import masked_values, with_masked_defaults
from valuestory.notebook.parameter_cell import read_parameters
from valuestory.notebook.parameters import Parameter, Value, check_parameters
from valuestory.notebook.source import Notebook, find_notebook, read_notebook
from valuestory.notebook.watching import TEMPLATE, Seen, seen
from valuestory.project import Project, find_root, template_path


@dataclass(frozen=True)
class Plan:
    """A run that has passed its checks.

    `given` are the values to hand to the notebook, `values` all that it will have, defaults included; `template` is
    the one that the command asked for, None where the notebook decides; `root` is where the project's paths start;
    `watched` are the files that may not change while it runs. Where accounts are masked, `mask` tells the key from any
    other, `masked` is the notebook without a default that names an account, and no value names one.
    """

    path: Path
    notebook: Notebook
    given: Mapping[str, Value]
    values: Mapping[str, Value]
    template: str | None
    root: Path
    pdf: bool = False
    watched: tuple[Seen, ...] = ()
    mask: str = ""
    masked: Notebook | None = None

    @property
    def to_execute(self) -> Notebook:
        """The notebook to be run."""
        return self.notebook if self.masked is None else self.masked

    @property
    def sha256(self) -> str:
        """The fingerprint of the notebook as it was read."""
        return content_sha256(self.notebook)

    @property
    def default_out(self) -> Path:
        """The folder of a run that names none: ``reports/<notebook>-<period>`` under the project's root."""
        period = str(self.values.get("period", ""))
        name = f"{self.path.stem}-{period}" if period else self.path.stem
        name += "-masked" if self.mask else ""
        return self.root / "reports" / name.replace("/", "-")

    @property
    def name(self) -> str:
        """The notebook as `find_notebook` takes it: its path from the project's root, else its bare name."""
        path, root = self.path.resolve(), self.root.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.stem

    @staticmethod
    def failed_file(out: Path) -> Path:
        """Return where a failed notebook is kept: beside the folder that did not come about."""
        return out.with_name(f"{out.name}.failed.ipynb")

    @staticmethod
    def failed_record(out: Path) -> Path:
        """Return where the record of a failed run is kept."""
        return out.with_name(f"{out.name}.failed.json")


def content_sha256(notebook: Notebook) -> str:
    """Return the fingerprint of what a notebook holds, however its file is laid out."""
    return hashlib.sha256(json.dumps(notebook, sort_keys=True).encode()).hexdigest()


def plan_run(
    name: str, given: Mapping[str, Value], *, template: str | None = None, pdf: bool = False, root: Path | None = None
) -> Plan:
    """Return the plan of a run after checking what can be checked without a kernel.

    Parameters
    ----------
    name
        The notebook: a name or a path.
    given
        Parameters by name; text is converted to what the notebook declares.
    template
        What the command asks for; handed to the notebook too where it has a parameter `template`, so that previews
        match.
    pdf
        Whether a PDF is wanted.
    root
        Where the project's paths start; found from the working directory by default.

    Raises
    ------
    NotebookError, ParameterError, ProjectError, TemplateError, MetricError, DataError, DeckError
        What `run_notebook` says.
    """
    from valuestory.deck.rendering import find_office

    root = root or find_root()
    path = find_notebook(name, root=root)
    notebook = read_notebook(path)
    parameters = read_parameters(notebook, name=path.name)
    checked = check_parameters(parameters, _with_template(parameters, given, template), name=path.name)
    values = {each.name: checked.get(each.name, each.default) for each in parameters}
    project, inputs = _check_company(str(values["data"])) if "data" in values else (None, ())
    _check_period(str(values.get("period", "")), project)
    looks = _check_template(template or str(values.get("template", "")), root)
    if pdf:
        find_office()
    watched = (*seen(inputs, "a file of the data"), *seen(looks, TEMPLATE))
    plan = Plan(path, notebook, checked, values, template, root, pdf, watched)
    return _masked(plan) if is_masked(project) else plan


def _masked(plan: Plan) -> Plan:
    """Return a plan that names no account."""
    key = mask_key()
    values = masked_values(plan.values, key)
    return replace(
        plan,
        given=masked_values(plan.given, key),
        values=values,
        mask=fingerprint(key),
        masked=with_masked_defaults(plan.notebook, values),
    )


def _with_template(
    parameters: tuple[Parameter, ...], given: Mapping[str, Value], template: str | None
) -> Mapping[str, Value]:
    if template is None or all(each.name != "template" for each in parameters):
        return given
    if given.get("template", template) != template:
        raise ParameterError(
            f"two templates: --template {template} and -p template={given['template']}",
            where="--template",
            do="give one",
        )
    return {**given, "template": template}


def _check_company(data: str) -> tuple[Project, tuple[Path, ...]]:
    """Check that the company and every file that its settings list are there; return the settings and its files."""
    from valuestory.data.opening import input_files
    from valuestory.data.shared import are_shared
    from valuestory.data.sources.sources import find_project, find_sources

    project = find_project(data)
    if are_shared(data):  # they were checked when they were shared, and need not be where the deck is made
        return project, ()
    lacking = [f"{each.table}: {each.problem} ({each.do})" for each in find_sources(project).values() if each.problem]
    if lacking:
        raise DataError(
            "; ".join(lacking),
            where=f"the sources of {project.company.name}",
            do="supply the files, or mend the settings",
        )
    return project, input_files(project) if project.warehouse is None else ()


def _check_period(period: str, project: Project | None) -> None:
    if period:
        from valuestory.metrics.periods import Period

        Period.parse(period, project.company.fiscal_year_start if project is not None else 1)


def _check_template(name: str, root: Path) -> tuple[Path, ...]:
    if not name:
        return ()
    from valuestory.deck.template.chosen import check_template_map
    from valuestory.slides.theme import read_theme

    path = template_path(name, root=root)
    read_theme(path)
    check_template_map(path)
    return (path,)
