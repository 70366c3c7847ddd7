"""A run: check what can be checked, execute, make the deck and what stands beside it, publish all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from valuestory.errors import CellError, ValueStoryError
from valuestory.notebook.checks import Plan, plan_run
from valuestory.notebook.earlier_run import with_earlier_run
from valuestory.notebook.execute import Progress, execute
from valuestory.notebook.failure import failure
from valuestory.notebook.files import notebook_text, write_files
from valuestory.notebook.kernels.settings import WarmKernel
from valuestory.notebook.masking import masking
from valuestory.notebook.parameters import Value
from valuestory.notebook.publish import check_out, held, written_aside
from valuestory.notebook.record import Clock, as_text, cell_timings, failure_record
from valuestory.notebook.scrub import scrub, scrub_values
from valuestory.notebook.source import Notebook
from valuestory.notebook.watching import check_unchanged
from valuestory.project import find_root
from valuestory.slides.html.report import story_and_appendix
from valuestory.sparing import collecting_seldom

if TYPE_CHECKING:
    from valuestory.notebook.export import Story
    from valuestory.slides.slide import Slide


@dataclass(frozen=True)
class RunResult:
    """A finished run: its folder, the files in it, its slides in the deck's order, its record, and its template.

    `titles` are those of the main story: read alone, they tell it.
    """

    folder: Path
    files: tuple[Path, ...]
    slides: tuple[Slide, ...]
    record: Mapping[str, Any]
    template: Path
    titles: tuple[str, ...] = ()

    def title(self, key: str) -> str:
        """Return the title of a slide as plain text; empty where there is no such slide."""
        return next((each.title.text for each in self.slides if each.key == key), "")


def run_notebook(
    notebook: str | Path,
    parameters: Mapping[str, Value] | None = None,
    out: Path | None = None,
    *,
    template: str | None = None,
    pdf: bool = False,
    mask: str = "",
    asked: str = "",
    kernel: WarmKernel | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Run a notebook and write its deck, report, results, the notebook itself and the run record into one folder.

    Parameters
    ----------
    notebook
        A name or a path, as `source.find_notebook` takes it.
    parameters
        Values by name: typed, or text as on the command line.
    out
        The folder; replaced only when everything in it is whole. ``reports/<notebook>-<period>`` under the project's
        root by default.
    template
        A template's name or path; also given to the notebook where it has a parameter `template`.
    pdf
        Whether to make `deck.pdf` too, with LibreOffice.
    mask
        ``accounts``: a pseudonym stands for every account's key and name in all that is written. What the environment
        and the company's settings say holds where it is empty.
    asked
        The fingerprint of all that the deck is made of, which a batch finds again in the record.
    kernel
        How to fork the kernel off a server; without it, it is started.
    progress
        Called with steps done, their number and what comes next.

    Raises
    ------
    ParameterError, ProjectError, TemplateError, MetricError, DataError
        Before anything runs, when what was asked for cannot be: the message says what to change.
    CellError
        When a cell fails: the failed notebook is kept beside the folder, which stays as it was, with a record of it.
    BusyError
        When another run is writing the same folder.
    OutputError
        When the folder cannot be written to its end: what was there before is as it was.
    NotebookError, StoryError, DeckError
        When the notebook cannot be run, or what it tells cannot be made into a deck.
    """
    clock = Clock()
    with collecting_seldom(), masking(mask):
        with clock.stage("check"):
            plan = plan_run(str(notebook), parameters or {}, template=template, pdf=pdf, root=find_root())
            out = out or plan.default_out
            check_out(out)
            plan = with_earlier_run(plan, out)
        return _ran(plan, out, clock, asked, kernel, _Steps(progress, 4 if pdf else 3))


def _told(plan: Plan) -> dict[str, str]:
    """Return what an executed notebook says of its run: which notebook it is of, and by which key names are masked."""
    return {"notebook": plan.name} | ({"mask": plan.mask} if plan.mask else {})


def _ran(plan: Plan, out: Path, clock: Clock, asked: str, kernel: WarmKernel | None, steps: _Steps) -> RunResult:
    """Execute what has passed its checks, and publish all of it or nothing."""
    with held(out):
        with _recorded(plan, out, clock) as run, written_aside(out) as aside:
            with clock.stage("notebook"):
                ran = execute(plan.to_execute, plan.given, progress=steps.cell, kernel=kernel)
                executed = scrub(ran, root=plan.root, given=plan.values)
                executed["metadata"].setdefault("valuestory", {}).update(_told(plan))
                run.executed = executed
            with _kept(executed, plan, out):
                check_unchanged(plan.watched)
                story, record = write_files(plan, executed, aside, clock, steps.stage, asked=asked)
                check_unchanged(plan.watched)
            names = sorted(each.name for each in aside.iterdir())
        for left in (plan.failed_file(out), plan.failed_record(out)):
            left.unlink(missing_ok=True)
    files = tuple(out / name for name in names)
    return RunResult(out, files, story.slides, record, story.template, _main_titles(story))


def _main_titles(story: Story) -> tuple[str, ...]:
    """Return the titles of the main story in its order: all there are where no storyline parts off an appendix."""
    main = story.slides if story.record is None else story_and_appendix(story.slides, story.record)[0]
    return tuple(each.title.text for each in main if each.title.text)


@contextmanager
def _kept(executed: Notebook, plan: Plan, out: Path) -> Iterator[None]:
    """Keep the executed notebook beside the folder, where a cell failed or its deck cannot be made, and say so."""
    kept = plan.failed_file(out)
    shown = kept.relative_to(plan.root) if kept.is_relative_to(plan.root) else kept
    try:
        error = failure(executed, name=plan.path.name, kept=str(shown))
        if error is not None:
            raise error
        yield
    except Exception as error:
        is_kept = _written(kept, notebook_text(executed))
        if is_kept and isinstance(error, ValueStoryError) and not isinstance(error, CellError):
            error.do = f"{error.do}; the notebook as it ran is kept: valuestory export {shown} makes its deck"
        raise


@dataclass
class _Run:
    """What a run has come to: its notebook, once it is executed."""

    executed: Notebook | None = None


@contextmanager
def _recorded(plan: Plan, out: Path, clock: Clock) -> Iterator[_Run]:
    """Write a record of what fails inside, beside the folder."""
    run = _Run()
    try:
        yield run
    except Exception as error:
        cells = cell_timings(run.executed) if run.executed is not None else []
        record = failure_record(clock, error, notebook=plan.path.stem, parameters=plan.values, cells=cells)
        _written(plan.failed_record(out), as_text(scrub_values(record, root=plan.root)))
        raise


def _written(path: Path, text: str) -> bool:
    """Write what is kept of a failed run, whole or not at all; a full disk hides no error behind its own."""
    aside = path.with_name(f".{path.name}-{uuid4().hex[:8]}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        return False
    return True


@dataclass
class _Steps:
    """Counts cells and the stages after them for the caller's progress."""

    tell: Progress | None
    stages: int
    done: int = 0
    total: int = 0

    def cell(self, done: int, total: int, label: str) -> None:
        self.done, self.total = done, total + self.stages
        self._say(label or "deck")

    def stage(self, following: str = "") -> None:
        self.done += 1
        self._say(following)

    def _say(self, label: str) -> None:
        if self.tell is not None:
            self.tell(self.done, self.total, label)
