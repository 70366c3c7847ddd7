"""What the documentation says of slides, written from the code: both JSON schemas, and the page `docs/slides.md`.

`python -m valuestory.slides.published docs` writes them; a test holds them against the code.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, get_args

from valuestory.slides.facts import CHANGES, PARTS, RELATIVE_PERIODS, Fact, Facts
from valuestory.slides.number_words import DEFAULT_FORMAT, FITS, FORMATS, NumberWords
from valuestory.slides.slide import SLIDE_MEDIA_TYPE, STORY_MEDIA_TYPE, VERSION, Kind, Slide, StoryRecord, json_schema
from valuestory.slides.text import Writer

_PAGE: Final = """\
# Slides and facts

Made from the code by `python -m valuestory.slides.published docs`: change the code, not this page.

## What a notebook keeps

An executed notebook holds a story as outputs of two media types, each with a JSON Schema:

| media type | one from each | schema |
|---|---|---|
| `{slide_type}` | `story.slide()` | [slide.v{version}.json](schemas/slide.v{version}.json) |
| `{story_type}` | `open_story()` | [story.v{version}.json](schemas/story.v{version}.json) |

- Both have a `version`, now {version}. A reader refuses a greater one, and asks for a newer valuestory.
- Members that hold their default are left out; members that a reader does not know are passed by.
- A slide's `kind` is one of {kinds}.
- Text is a list of runs. A run with a `fact` shows that fact's `part` in a `format`; its `text` is what is shown.
- Every fact that a slide shows is in its `facts`, exact and unrounded, with its interval, its period and its evidence.
- A story's facts share what they have in common: each names its evidence by its place in the story's `evidence`,
  counted from 0, and where it says no bounds of its period, the story's `periods` have them.

## Facts in text

A reference in a title, a body, a table or a note names a result and never calculates:

```
{{{{ name.part@period[dimension=member] | format }}}}
```

Only the name is needed: without more it is the story's own period and the whole company.

| piece | is | without it |
|---|---|---|
| `.part` | one of {parts} | `value` |
| `@period` | {relative}, or a period's name such as `2026Q1` | the story's period |
| `[dimension=member]` | a slice: `[segment=Mid-market]`; a member may hold a space, `&`, `=`, `]` | the whole company |
| `\\| format` | one of the formats below | the format of the unit |

- `.low` and `.high` are the ends of the 95 % interval, `.n` the number of observations.
- {changes} are the difference to another period: `@previous` (also without saying so), `@year_ago` or
  `@baseline` (where `valuestory.toml` names one). `.change` has its sign; `.rise` and `.fall` have none, and each
  refuses when the number went the other way. The difference of a share is in points; that of a count, an amount or a
  duration in its own format or, by `| share`, relative.
- What does not exist, has no value, or does not fit is an error that says what to write. So is a brace that is left
  over: nothing of a reference reaches a slide. In an f-string write four braces on each side.

## Formats

| format | makes | for the units |
|---|---|---|
{formats}

Each unit's own format: {defaults}.

Every number is rounded once, half away from zero, by one function; the bounds and the change of a fact have the scale
and the decimals of its value. One decimal is added where rounding would say that a share is 0 or 100 % when it is
neither, or that an interval is none. Signs, spaces, words and plurals follow the locale:

| a value | {locales} |
|---|{rule}
{examples}
"""
_LOCALES: Final = {"en_US": "USD", "de_DE": "EUR", "fr_FR": "EUR", "ja_JP": "JPY"}
_EXAMPLES: Final = (
    Fact("a", 4_000_000, "money"),
    Fact("a", 85_000, "money"),
    Fact("a", 412_345, "count"),
    Fact("a", 0.62, "share"),
    Fact("a", 204, "minutes"),
    Fact("a", "2026-06-30", "date"),
)


def published() -> Mapping[str, str]:
    """Return the text of every published file by its path below `docs`."""
    schemas = {f"slide.v{VERSION}.json": Slide, f"story.v{VERSION}.json": StoryRecord}
    files = {f"schemas/{name}": _json(json_schema(kind)) for name, kind in schemas.items()}
    return {"slides.md": slides_page()} | files


def write_published(docs: Path) -> list[Path]:
    """Write every published file below a folder and return their paths."""
    (docs / "schemas").mkdir(parents=True, exist_ok=True)
    paths = {docs / name: text for name, text in published().items()}
    for path, text in paths.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(paths)


def slides_page() -> str:
    """Return the page on both media types, the grammar of references, and the formats."""
    return _PAGE.format(
        slide_type=SLIDE_MEDIA_TYPE,
        story_type=STORY_MEDIA_TYPE,
        version=VERSION,
        kinds=_listed(get_args(Kind)),
        parts=_listed(PARTS),
        relative=_listed(RELATIVE_PERIODS),
        changes=_listed(f".{each}" for each in CHANGES),
        formats="\n".join(_format_row(name, makes) for name, makes in FORMATS.items()),
        defaults=", ".join(f"{unit} `{style}`" for unit, style in DEFAULT_FORMAT.items()),
        locales=" | ".join(f"{locale}, {currency}" for locale, currency in _LOCALES.items()),
        rule="---|" * len(_LOCALES),
        examples="\n".join(_example_row(fact) for fact in _EXAMPLES),
    )


def _format_row(name: str, makes: str) -> str:
    units = [unit for unit, formats in FITS.items() if name in formats]
    return f"| `{name}` | {makes} | {', '.join(units)} |"


def _example_row(fact: Fact) -> str:
    writers = [Writer(Facts([fact]), NumberWords(locale, currency)) for locale, currency in _LOCALES.items()]
    value = fact.value if isinstance(fact.value, str) else f"{fact.value:,}"
    return f"| {value} ({fact.unit}) | {' | '.join(writer.show(fact)[0] for writer in writers)} |"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _json(schema: Mapping[str, object]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for written in write_published(Path(sys.argv[1])):
        print(written)
