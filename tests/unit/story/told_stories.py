"""Stories told by the cells of the notebook that ships, of small companies that are made in memory."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
from tests.spec.tables import _TYPES, company_from

from valuestory.data import TABLES
from valuestory.metrics import Company
from valuestory.project import Project, load_project
from valuestory.slides.slide import Slide
from valuestory.story import Story, open_story
from valuestory.story.contribution.told import Told, tell_contribution
from valuestory.story.view import SlideView

if TYPE_CHECKING:
    import pandas as pd

ROOT: Final = Path(__file__).parents[3]
STORY: Final = ROOT / "notebooks" / "value_of_support.ipynb"


class ToldStory(NamedTuple):
    """A story, its slides in the notebook's order, and what was told of Support's contribution."""

    story: Story
    slides: list[Slide]
    told: Told

    @property
    def keys(self) -> list[str]:
        """The slides that there are."""
        return [slide.key for slide in self.slides]

    def titled(self, key: str) -> str:
        """Return a slide's title."""
        return next(slide.title.text for slide in self.slides if slide.key == key)


def tell(company: Company, *, audience: str = "ceo", before: Told | None = None) -> ToldStory:
    """Return the story of a company; with `before` its contribution is the one found there, and not found again."""
    story = open_story(company, audience=audience)
    names: dict[str, Any] = {"company": company, "results": company.metrics(), "story": story}
    slides = []
    for source in sources():
        cell = ast.parse(source)
        if "open_company(" in source or "open_story(" in source:
            cell.body = [each for each in cell.body if isinstance(each, ast.Import | ast.ImportFrom)]
        if "told = tell_contribution(story)" in source:
            names["told"] = tell_contribution(story) if before is None else again(story, before)
            continue
        view = shown_by(cell, names)
        slides += [view.slide] if isinstance(view, SlideView) else []
    return ToldStory(story, slides, names["told"])


def shown_by(cell: ast.Module, names: dict[str, Any]) -> Any:
    """Run a cell of the project's own notebooks or pages, and return what it shows, as IPython would."""
    last = cell.body.pop() if cell.body and isinstance(cell.body[-1], ast.Expr) else None
    exec(compile(cell, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None


def again(story: Story, before: Told) -> Told:
    """Return what was found already, its figures facts of another story of the same company."""
    from valuestory.story.contribution.facts import facts_of_contribution

    story.add_facts(facts_of_contribution(before.found, before.fixes))
    return Told(story, before.found, before.refused, before.fixes)


@cache
def sources() -> tuple[str, ...]:
    """The code of the notebook that ships, cell by cell."""
    cells = json.loads(STORY.read_text(encoding="utf-8"))["cells"]
    return tuple("".join(each["source"]) for each in cells if each["cell_type"] == "code")


@cache
def desk_tables(profile: str) -> Mapping[str, pd.DataFrame]:
    """The tables of a sample desk, as its simulator makes them."""
    sys.path.insert(0, str(ROOT / "data" / "sample"))
    try:
        from desks.desk import INTERNAL, PUBLIC
        from make_desks import make_desk
    finally:
        sys.path.pop(0)
    return make_desk(PUBLIC if profile == "public" else INTERNAL)


def desk_project(desk: str, **company: str) -> Project:
    """The settings of a sample desk, internal or public, some of `[company]` changed."""
    found = load_project(ROOT / "data" / f"sample-{desk}" / "valuestory.toml")
    return found.model_copy(update={"company": found.company.model_copy(update=company)})


def company_made_of(frames: Mapping[str, pd.DataFrame], project: Project, period: str = "2026Q2") -> Company:
    """Return a company of frames, with the types that canonical tables have."""
    return company_from({name: typed(name, frame) for name, frame in frames.items()}, period=period, project=project)


def typed(name: str, frame: pd.DataFrame) -> pa.Table:
    """Return a frame as a canonical table."""
    kinds = {each.name: _TYPES[each.kind][0] for each in TABLES[name].columns}
    columns = {
        column: pa.array(frame[column], type=kinds.get(column, pa.string()), from_pandas=True, safe=False)
        for column in frame
    }
    return pa.table(columns)
