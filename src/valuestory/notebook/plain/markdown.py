"""Markdown as headings, paragraphs, tables and pictures; mistune, which nbconvert uses too, reads it.

Facts in double braces are filled before the markdown is read, so that the bar before a format does not end a table's
cell. In code they stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from valuestory.notebook.plain.formulas import readable
from valuestory.notebook.plain.html_tables import make_table
from valuestory.notebook.plain.images import Images, NoPictureError
from valuestory.notebook.plain.parts import Exhibit, Fill, Heading, LeftOut, Part, Words, lines
from valuestory.slides.facts import TAG
from valuestory.slides.slide import LINKS, Paragraph, Run

_HELD: Final = re.compile("\ue000(\\d+)\ue001")
_TAG: Final = re.compile(r"<\s*(/?)\s*([A-Za-z]\w*)")
_LOOKS: Final = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "code": "code", "kbd": "code"}
_BOXES: Final = {True: "☑ ", False: "☐ "}
_DEEPEST: Final = 4
_PLAIN, _NO_LOOK = Paragraph(()), Run("")

Token = Mapping[str, Any]
Html = Callable[[str], Iterator[Part]]


@dataclass
class Markdown:
    """Reads the markdown of one cell.

    Parameters
    ----------
    cell
        Its number, from 1.
    images
        Where its pictures come from.
    fill
        Makes the run of a fact; None where the notebook has no story, and braces are only braces.
    html
        Reads a block of HTML.
    """

    cell: int
    images: Images
    fill: Fill | None
    html: Html
    _held: list[str] = field(default_factory=list)

    def parts(self, text: str) -> Iterator[Part]:
        """Yield what a text holds, in order.

        Raises
        ------
        StoryError
            When a fact does not exist or cannot be shown: the message names the cell.
        """
        held = TAG.sub(self._hold, text)
        for token in _parser()(held):
            yield from self._block(token)

    def _hold(self, match: re.Match[str]) -> str:
        self._held.append(match["inside"])
        return f"\ue000{len(self._held) - 1}\ue001"

    def _released(self, text: str) -> str:
        return _HELD.sub(lambda match: "{{" + self._held[int(match[1])] + "}}", text)

    def _block(self, token: Token) -> Iterator[Part]:
        kind = token["type"]
        if kind == "heading":
            yield Heading(token["attrs"]["level"], Paragraph(tuple(self._runs(token["children"]))))
        elif kind in ("paragraph", "block_text"):
            yield from self._paragraphs(token["children"])
        elif kind == "list":
            yield from self._list(token, 0)
        elif kind == "block_code":
            yield lines(self._released(token["raw"]))
        elif kind == "block_math":
            yield Words(tuple(Paragraph((Run(each, italic=True),)) for each in readable(self._released(token["raw"]))))
        elif kind == "block_html":
            yield from self.html(self._released(token["raw"]))
        elif kind == "table":
            yield self._table(token)
        elif kind == "block_quote":
            yield from (_italic(part) for child in token["children"] for part in self._block(child))

    def _paragraphs(self, tokens: Sequence[Token], like: Paragraph = _PLAIN, before: str = "") -> Iterator[Part]:
        """Yield a paragraph, in pieces where it has line breaks or pictures in it."""
        runs: list[Run] = [Run(before)] if before else []
        for run in (*self._inline(tokens), None):
            if isinstance(run, Run):
                runs.append(run)
                continue
            if isinstance(run, LeftOut):
                yield run
                continue
            if words := _joined(runs):
                yield Words((replace(like, runs=words),))
            runs = []
            if run is not None and not isinstance(run, str):
                yield run

    def _list(self, token: Token, level: int) -> Iterator[Part]:
        ordered = bool(token["attrs"].get("ordered"))
        like = Paragraph(
            (), "number" if ordered else "bullet", min(level, _DEEPEST), int(token["attrs"].get("start") or 1)
        )
        for item in token["children"]:
            box = _BOXES[bool(item["attrs"]["checked"])] if item["type"] == "task_list_item" else ""
            for child in item["children"]:
                if child["type"] in ("block_text", "paragraph"):
                    yield from self._paragraphs(child["children"], like, box)
                elif child["type"] == "list":
                    yield from self._list(child, level + 1)
                else:
                    yield from self._block(child)
                box = ""

    def _table(self, token: Token) -> Exhibit:
        head, *bodies = token["children"]
        aligns = [str(cell["attrs"].get("align") or "") for cell in head["children"]]
        rows = [row for body in bodies for row in body["children"]]
        labels, *cells = [
            [Paragraph(_joined(self._runs(cell["children"]))) for cell in row["children"]] for row in (head, *rows)
        ]
        return Exhibit(make_table(labels, cells, aligns))

    def _runs(self, tokens: Sequence[Token]) -> Iterator[Run]:
        """Yield text alone: where a heading or a table's cell has a picture, its words stand for it."""
        for each in self._inline(tokens):
            if isinstance(each, Exhibit):
                yield Run(getattr(each.what, "alt", ""))
            elif isinstance(each, Run):
                yield each
            else:
                yield Run(" ")

    def _inline(self, tokens: Sequence[Token], look: Run = _NO_LOOK) -> Iterator[Run | Exhibit | LeftOut | str]:
        """Yield runs, pictures, and a line's end as text."""
        for token in tokens:
            kind = token["type"]
            if kind == "text":
                yield from self._filled(token["raw"], look)
            elif kind == "softbreak":
                yield replace(look, text=" ")
            elif kind == "linebreak":
                yield "\n"
            elif kind == "strong":
                yield from self._inline(token["children"], replace(look, bold=True))
            elif kind == "emphasis":
                yield from self._inline(token["children"], replace(look, italic=True))
            elif kind == "link":
                address = self._released(token["attrs"]["url"])
                link = address if address.lower().startswith(LINKS) else ""
                yield from self._inline(token["children"], replace(look, link=link))
            elif kind == "image":
                yield self._image(token)
            elif kind == "codespan":
                yield replace(look, text=self._released(token["raw"]), code=True)
            elif kind == "inline_math":
                yield replace(look, text=" ".join(readable(self._released(token["raw"]))), italic=True)
            elif kind == "inline_html":
                closing, name = (found[1], found[2].lower()) if (found := _TAG.match(token["raw"])) else ("", "")
                if name == "br":
                    yield "\n"
                elif name in _LOOKS:
                    look = replace(look, **{_LOOKS[name]: not closing})  # type: ignore[arg-type]  # all are bool
                elif name == "img":
                    yield from (part for part in self.html(token["raw"]) if isinstance(part, Exhibit | LeftOut))
            elif "children" in token:
                yield from self._inline(token["children"], look)
            elif "raw" in token:
                yield replace(look, text=self._released(token["raw"]))

    def _filled(self, text: str, look: Run) -> Iterator[Run]:
        """Yield text with its facts filled in."""
        for at, piece in enumerate(_HELD.split(text)):
            if at % 2 == 0:
                if piece:
                    yield replace(look, text=piece)
                continue
            inside = self._held[int(piece)]
            if self.fill is None:
                yield replace(look, text="{{" + inside + "}}")
            else:
                fact = self.fill(inside, f"cell {self.cell}")
                yield replace(look, text=fact.text, fact=fact.fact, part=fact.part, format=fact.format)

    def _image(self, token: Token) -> Exhibit | LeftOut:
        alt = "".join(run.text for run in self._runs(token["children"]))
        try:
            return Exhibit(self.images.named(self._released(token["attrs"]["url"]), alt))
        except NoPictureError as error:
            return LeftOut(self.cell, f'the picture "{alt or "without a name"}"', str(error))


@cache
def _parser() -> Callable[[str], list[Token]]:
    import mistune

    made: Any = mistune.create_markdown(renderer="ast", plugins=["table", "math", "url", "task_lists"])
    return made  # type: ignore[no-any-return]  # mistune's own type has HTML in it, which "ast" does not make


def _joined(runs: Sequence[Run] | Iterator[Run]) -> tuple[Run, ...]:
    """Return runs with neighbours of one look joined, without space at both ends."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and last.fact is None and run.fact is None and replace(last, text=run.text) == run:
            joined[-1] = replace(last, text=last.text + run.text)
        elif run.text:
            joined.append(run)
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(run for run in joined if run.text)


def _italic(part: Part) -> Part:
    if not isinstance(part, Words):
        return part
    return Words(
        tuple(replace(each, runs=tuple(replace(run, italic=True) for run in each.runs)) for each in part.paragraphs)
    )
