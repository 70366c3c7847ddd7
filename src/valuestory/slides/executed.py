"""An executed notebook, read from its JSON: its slides and its story, without a kernel or a notebook library.

Later outputs win over earlier ones of the same key, as they do for the reader of the notebook.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from valuestory.errors import DeckError
from valuestory.slides.slide import (
    SLIDE_MEDIA_TYPE,
    STORY_MEDIA_TYPE,
    Slide,
    StoryRecord,
    slide_from_json,
    story_from_json,
)


def read_notebook(path: Path) -> tuple[list[Slide], StoryRecord | None]:
    """Return the slides of an executed notebook, in notebook order, and its story record.

    Raises
    ------
    DeckError
        When the file is no notebook, or holds no slide: run it first.
    StoryError
        When an output is damaged or was written by a newer valuestory.
    """
    slides: dict[str, Slide] = {}
    record: StoryRecord | None = None
    for number, data in outputs_of(executed(path)):
        where = f"{path.name}, cell {number}"
        if STORY_MEDIA_TYPE in data:
            record = story_from_json(data[STORY_MEDIA_TYPE], where=where)
        if SLIDE_MEDIA_TYPE in data:
            slide = slide_from_json(data[SLIDE_MEDIA_TYPE], where=where)
            slides.pop(slide.key, None)
            slides[slide.key] = slide
    if not slides:
        raise DeckError(
            "the notebook holds no slide", where=path.name, do="run it: valuestory run, or Run All in JupyterLab"
        )
    return list(slides.values()), record


def executed(path: Path) -> Mapping[str, Any]:
    """Return a notebook's JSON.

    Raises
    ------
    DeckError
        When the file is missing or is no notebook.
    """
    try:
        notebook: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        list(notebook["cells"])
    except FileNotFoundError:
        raise DeckError("there is no such notebook", where=path.name, do="check its name and folder") from None
    except (ValueError, KeyError, TypeError) as error:
        raise DeckError("this is not a notebook", where=path.name, do="give an executed .ipynb file") from error
    return notebook


def outputs_of(notebook: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the data of each output by media type, with its cell's number from 1."""
    for number, cell in enumerate(notebook["cells"], 1):
        for output in cell.get("outputs", ()):
            yield number, output.get("data", {})
