"""How a slide shows itself in a notebook: its data for the exporter, a 16:9 preview for the analyst."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from valuestory.errors import DeckError, StoryError, TemplateError
from valuestory.slides.chart_data import facts_of
from valuestory.slides.facts import Fact
from valuestory.slides.html import SlideOnTemplate, Told, on_template
from valuestory.slides.slide import SLIDE_MEDIA_TYPE, Slide, to_json
from valuestory.slides.theme import Theme
from valuestory.story.slide_problems import problems


@dataclass(frozen=True)
class SlideView:
    """A finished slide as a cell's result; `template` is the file that it is shown on, `told` what came before it."""

    slide: Slide
    theme: Theme
    template: Path | None = None
    told: Callable[[], Told] = field(default=Told, repr=False, compare=False)

    @property
    def problems(self) -> tuple[str, ...]:
        """What a careful reader would object to, each with how to mend it."""
        drawn, unfit = self._drawn
        return (*unfit, *problems(self.slide, self.theme, drawn))

    @cached_property
    def _drawn(self) -> tuple[SlideOnTemplate | None, tuple[str, ...]]:
        """The slide on its template; where the template cannot take it, why: the run stops there."""
        try:
            return on_template(self.template, self.slide, self.told), ()
        except (DeckError, StoryError, TemplateError) as error:
            return None, (": ".join(each for each in (error.where, error.what, error.do) if each),)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        from valuestory.slides.html import preview_html

        return {
            SLIDE_MEDIA_TYPE: to_json(self.slide),
            "text/html": preview_html(self.slide, self.theme, problems=self.problems, drawn=self._drawn[0]),
            "text/plain": self.slide.title.text,
        }


@dataclass(frozen=True)
class LeftOut:
    """A slide that could not be made from this data: its key and the reason."""

    key: str
    reason: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        text = f'The slide "{self.key}" is left out: {self.reason}'
        return {"text/plain": text, "text/html": f'<p style="color:#4A5763">{_escape(text)}</p>'}


def shown_facts(slide: Slide, facts: Mapping[str, Fact], rows: list[Mapping[str, Any]]) -> tuple[Fact, ...]:
    """Return the facts that a slide shows, in reading order, those of its charts included."""
    ids = [run.fact for paragraph in slide.paragraphs() for run in paragraph.runs if run.fact]
    ids += [each for row in rows for each in facts_of(row)]
    return tuple(facts[each] for each in dict.fromkeys(ids) if each in facts)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
