"""What a deck takes from an executed notebook: its slides in order, their cells, and which notebook it is a run of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath

from valuestory.slides.executed import executed, outputs_of
from valuestory.slides.slide import (
    SLIDE_MEDIA_TYPE,
    STORY_MEDIA_TYPE,
    Slide,
    StoryRecord,
    slide_from_json,
    story_from_json,
)


@dataclass(frozen=True)
class OrderedSlides:
    """Slides in the deck's order: main story, appendix, and what is listed but was not made, with the reason."""

    main: tuple[Slide, ...]
    appendix: tuple[Slide, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Telling:
    """Which notebook tells a story (as `valuestory run` takes it), with which parameters other than its own.

    `mask` tells the key by which names are masked from any other; empty where none are.
    """

    notebook: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    mask: str = ""


def read_record(path: Path) -> StoryRecord | None:
    """Return the last story record of a notebook, None where it has none; errors as `read_notebook`."""
    found = [(number, data) for number, data in outputs_of(executed(path)) if STORY_MEDIA_TYPE in data]
    if not found:
        return None
    number, data = found[-1]
    return story_from_json(data[STORY_MEDIA_TYPE], where=f"{path.name}, cell {number}")


def slide_cells(path: Path) -> dict[str, int]:
    """Return which cell of an executed notebook made each slide, by its key, counted from 1; errors as above."""
    found: dict[str, int] = {}
    for number, data in outputs_of(executed(path)):
        if SLIDE_MEDIA_TYPE in data:
            found[slide_from_json(data[SLIDE_MEDIA_TYPE], where=f"{path.name}, cell {number}").key] = number
    return found


def read_telling(path: Path) -> Telling:
    """Return which notebook an executed one is a run of, and with which parameters; errors as above."""
    metadata = executed(path).get("metadata", {})
    papermill = metadata.get("papermill", {})
    given, ran = papermill.get("parameters", {}), PureWindowsPath(str(papermill.get("input_path") or "")).stem
    name = metadata.get("valuestory", {}).get("notebook") or ran or path.stem  # a Windows path may have either slash
    mask = metadata.get("valuestory", {}).get("mask", "")
    return Telling(str(name), {each: str(value) for each, value in given.items()}, str(mask))


def ordered(slides: Sequence[Slide], record: StoryRecord | None) -> OrderedSlides:
    """Return slides in the storyline's order; without a storyline, in the order given.

    Listed slides come first in that order; a title slide that is not listed opens the deck; the others follow as the
    appendix: those that another audience sees first, as the notebook has them. Each slide of the main story leads on to
    the next one that is really there.
    """
    reasons = dict(record.missing) if record is not None else {}
    storyline = record.storyline if record is not None else ()
    by_key = {slide.key: slide for slide in slides}
    if not storyline:
        return OrderedSlides(tuple(slides), (), reasons)
    opening = [slide for slide in slides if slide.kind == "title" and slide.key not in storyline]
    listed = [by_key[key] for key in storyline if key in by_key]
    rest = [slide for slide in slides if slide.key not in storyline and slide not in opening]
    missing = {key: reasons.get(key, "the notebook has no slide of this key") for key in storyline if key not in by_key}
    return OrderedSlides(_bridged([*opening, *listed]), tuple(rest), reasons | missing)


def _bridged(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """Return slides with what leads on from each to the next."""
    following = [*(each.lead_in for each in slides[1:]), None]
    return tuple(replace(slide, bridge=each) for slide, each in zip(slides, following, strict=False))
