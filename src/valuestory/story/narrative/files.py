"""A narrative file: what it may hold, and every fault in it with its place and the nearest right name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from valuestory.errors import StoryError, did_you_mean
from valuestory.slides.facts import TAG, Reference
from valuestory.slides.toml_lines import at_line, line_at
from valuestory.story.narrative.slots import SLOT

Said = str | list[str]
"""A sentence, or several of which the first that can be said is taken."""
Sentence = Said | dict[str, Said]
"""The same, or by the state that a change or an effect is in."""
_REST: Final = "x"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class NotesWords(_Part):
    """What the speaker says, what may be asked, the answer; and what leads to this slide from the one before."""

    say: Sentence | None = None
    asked: Sentence | None = None
    answer: Sentence | None = None
    bridge: str | None = None


class SlideWords(_Part):
    """The words of a slide; `variants` hold others for a profile or an audience, by its name."""

    title: Sentence | None = None
    header: Sentence | None = None
    body: list[Sentence] | None = None
    notes: NotesWords = Field(default_factory=NotesWords)
    variants: Mapping[str, SlideWords] = Field(default_factory=dict, alias="for")


class NarrativeFile(_Part):
    """A narrative file as it was read: slides by key, phrases by name, and by profile the words it has for our terms.

    What else a language's file holds (`slides.language`) is read there.
    """

    slides: Mapping[str, SlideWords] = Field(default_factory=dict)
    phrases: Mapping[str, Any] = Field(default_factory=dict)
    profiles: Mapping[str, Mapping[str, Mapping[str, str]]] = Field(default_factory=dict, exclude=True)
    said: Any = Field(default=None, exclude=True)
    terms: Any = Field(default=None, exclude=True)
    articles: Any = Field(default=None, exclude=True)
    metrics: Any = Field(default=None, exclude=True)


@cache
def shipped_file(language: str) -> NarrativeFile | None:
    """Return the narrative that ships for a language such as ``en``, or None where none does."""
    places = (files("valuestory.story").joinpath("narratives"), files("valuestory.slides").joinpath("languages"))
    found = next(
        (each.joinpath(f"{language}.toml") for each in places if each.joinpath(f"{language}.toml").is_file()), None
    )
    return None if found is None else read_text(found.read_text(encoding="utf-8"), f"{language}.toml")


def read_file(path: Path, known: Mapping[str, object]) -> NarrativeFile:
    """Return a company's own narrative file.

    Parameters
    ----------
    path
        The file.
    known
        Slide keys that there are, shipped and in the project's storylines.

    Raises
    ------
    StoryError
        When it cannot be read, or names a slide that no storyline and no notebook of ours has: mend that line.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"{path.name}, line {line_at(content, error.start)}"
        raise StoryError("the narrative is not UTF-8", where=where, do="save it as UTF-8") from None
    except OSError as error:
        do = "give the path of a TOML file from the project's root, as [company] narrative"
        reason = error.strerror or "it cannot be opened"
        raise StoryError(f"the narrative cannot be read: {reason}", where=path.name, do=do) from None
    found = read_text(text, path.name)
    for key in found.slides:
        if key not in known:
            do = did_you_mean(key, known) or "list it in a [storyline] of valuestory.toml"
            where = at_line(path.name, text, ("slides", key))
            raise StoryError(f'there is no slide "{key}"', where=where, do=do)
    return found


def read_text(text: str, name: str) -> NarrativeFile:
    """Return the narrative in a TOML text; `name` is what errors call it.

    Raises
    ------
    StoryError
        When it is not TOML, holds a part that there is none of, or a reference that is none: the message has the place.
    """
    try:
        found = NarrativeFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise StoryError(f"{name} is not valid TOML: {error}", where=name, do="mend that line") from None
    except ValidationError as error:
        raise _fault(error.errors()[0], text, name) from None
    for place, sentence in _sentences(found):
        for match in TAG.finditer(SLOT.sub(_REST, sentence)):
            reference = Reference.parse(match["inside"], where=at_line(name, text, place.split(".")))
            if place.endswith(".bridge"):
                what = f'the bridge names the figure "{reference.name}"'
                do = "say it in words: it is spoken on the slide before, which does not show the figure"
                raise StoryError(what, where=at_line(name, text, place.split(".")), do=do)
    return found


def _sentences(found: NarrativeFile) -> Iterator[tuple[str, str]]:
    """Yield every sentence with its place, such as ``slides.answer.title.rise``."""
    data = found.model_dump(by_alias=True, exclude_none=True)
    yield from _leaves({name: data[name] for name in ("slides", "phrases")}, "")


def _leaves(part: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, str):
        yield place, part
    elif isinstance(part, Mapping):
        for name, each in part.items():
            yield from _leaves(each, f"{place}.{name}".lstrip("."))
    elif isinstance(part, list):
        for each in part:
            yield from _leaves(each, place)


def _fault(error: Mapping[str, Any], text: str, name: str) -> StoryError:
    loc = [str(each) for each in error["loc"] if not str(each).startswith(("str", "dict[", "list["))]
    where = at_line(name, text, loc)
    if error["type"] != "extra_forbidden":
        do = "give a sentence, a list of them of which the first that can be said is taken, or a table by state"
        return StoryError(f"this is no sentence: {error['msg']}", where=where, do=do)
    models = {"notes": NotesWords} if len(loc) > 1 else {}
    model: type[BaseModel] = NarrativeFile if len(loc) == 1 else models.get(loc[-2], SlideWords)
    members = [field.alias or each for each, field in model.model_fields.items()]
    return StoryError(f'a narrative has no "{loc[-1]}" there', where=where, do=did_you_mean(loc[-1], members))
