"""One slide of a deck refreshed: its charts and drawings, then its words, each where it stands today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from valuestory.audit.charts import match_charts
from valuestory.audit.figures import figures
from valuestory.audit.likeness import plain
from valuestory.audit.paragraphs import Finder
from valuestory.audit.recorded import RecordedParagraph, RecordedSlide
from valuestory.audit.refresh.changes import Change
from valuestory.audit.refresh.matching import match_stories, match_words
from valuestory.audit.refresh.sentences import (
    Revised,
    as_told,
    changes,
    in_own_words,
    is_the_storys,
    kept,
    with_moved_facts,
)
from valuestory.audit.refresh.stories import Stories
from valuestory.deck.file.evidence import ALT_TEXT, Plotted, Said, Shown
from valuestory.deck.reading.words import NOTES, Placed, Words, paragraph_text
from valuestory.deck.revising.charts import take_data
from valuestory.deck.revising.deck import OpenSlide
from valuestory.deck.revising.drawings import move_marks, redraw, take_picture
from valuestory.deck.revising.paragraphs import Address, addressed, evened, replacements, resized, rewrite, run_at

_TREES: Final = ("grpSp", "pic")


@dataclass
class SlideRefresh:
    """A slide in the making: what it was made as, what the new story says on it, and what has been found so far.

    `reason` says why the new story has no such slide; `written` are its paragraphs' elements with what they say now.
    """

    slide: OpenSlide
    was: RecordedSlide
    stories: Stories
    reason: str = ""
    found: list[Change] = field(default_factory=list)
    written: list[tuple[Any, Revised]] = field(default_factory=list)
    plotted: list[Plotted] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)
    """The shapes that were drawn anew: no word in them is anybody's."""

    @property
    def number(self) -> int:
        """The slide's number, from 1."""
        return self.slide.read.number

    @property
    def fresh(self) -> OpenSlide | None:
        """The new story's slide of the same key."""
        return self.stories.fresh.slides.get(self.was.key)

    def refresh(self) -> None:
        """Put everything new into the slide."""
        self._charts()
        self._drawings()
        self._words()

    def _find(self) -> Finder:
        names = (str(fact.value) for fact in self.stories.facts.values() if fact.unit == "text")
        return partial(figures, names=tuple(names), locale=self.stories.old.locale or "en_US")

    def _charts(self) -> None:
        own = self.slide.charts
        fresh = self.fresh.charts if self.fresh is not None else {}
        seen = [each for each in self.slide.read.charts if each.shape in own]
        recorded: dict[str, tuple[Plotted, ...]] = {**dict.fromkeys(fresh, ()), **self.was.charts}
        names = {name: name for name in recorded}
        for chart, plotted in match_charts(seen, recorded):
            name = next((each.shape for each in plotted), names.get(chart.shape, ""))
            if name in fresh:
                remarks = list(take_data(own[chart.shape], fresh[name]))
                self._plot(chart.shape, name)
                facts = tuple(dict.fromkeys(each.fact for each in self.stories.fresh.plotted(self.was.key, name)))
                self.found.append(
                    Change(self.number, chart.shape, "chart", "refreshed", "the data", "new data", facts=facts)
                )
                self.found += [Change(self.number, chart.shape, "chart", "chart", why=each) for each in remarks]
            elif plotted:
                why = self.reason or "the new story draws it otherwise"
                self.found.append(Change(self.number, chart.shape, "chart", "not refreshed", why=why))
                self.plotted += plotted

    def _plot(self, shape: str, name: str) -> None:
        place = (self.was.key, self.slide.read.slide_id, shape)
        for each in self.stories.fresh.plotted(self.was.key, name):
            self.plotted.append(Plotted(*place, each.fact, each.row, each.values))

    def _drawings(self) -> None:
        """Draw anew what is drawn to scale: big numbers' strips, charts made of shapes, charts that are pictures."""
        if self.fresh is None:
            return
        for shape in self.slide.slide.shapes:
            kind = shape._element.tag.rpartition("}")[2]
            model = self.fresh.shape(shape.name)
            if kind not in _TREES or model is None or model._element.tag != shape._element.tag:
                continue
            plotted = self.stories.fresh.plotted(self.was.key, shape.name)
            if kind == "grpSp" and shape.name.startswith("vs:kpi"):
                move_marks(shape._element, model._element)
            elif plotted or shape.name in self.was.charts:
                self._draw(shape, model, kind)

    def _draw(self, shape: Any, model: Any, kind: str) -> None:
        assert self.fresh is not None
        if kind == "grpSp":
            redraw(shape._element, model._element)
        else:
            take_picture(self.slide.slide, shape._element, self.fresh.slide, model._element)
        self.drawn |= {each.get("name") for each in shape._element.iter("{*}cNvPr")} - {shape.name}
        self._plot(shape.name, shape.name)
        self.found.append(Change(self.number, shape.name, "drawing", "refreshed", "the drawing", "drawn anew"))

    def _words(self) -> None:
        placed = [each for each in self.slide.placed if each[0].where != "diagram" and each[0].shape not in self.drawn]
        told = self.was.paragraphs
        fresh = self.stories.fresh.told.get(self.was.key)
        new = fresh.paragraphs if fresh is not None else ()
        pairs = match_words([words for words, _ in placed], told)
        onward = match_stories(told, new, self.stories.moved)
        whole = set(self._untouched(placed, pairs, new))
        taken = {to for at, to in pairs.items() if at in whole}
        lost = [each for at, line in enumerate(told) if at not in pairs.values() for each in line.shown]
        for at, to in pairs.items():
            if at not in whole:
                line = new[onward[to]] if to in onward else None
                lost += self._one(placed[at], told[to], line)
        for at, each in enumerate(placed):
            if at not in pairs and at not in whole:
                self._somebodys(each, lost)
        self._further(new, onward, pairs, taken)

    def _one(self, placed: Placed, was: RecordedParagraph, now: RecordedParagraph | None) -> list[Shown]:
        """Refresh one paragraph: the story's where nobody has touched it, else somebody's own with new numbers."""
        words, element = placed
        untouched = is_the_storys(was) and plain(words.text) == plain(was.said.text)
        gone: list[Shown] = []
        if now is not None and untouched:
            # In a body that somebody has changed each paragraph is noted as such: its order stays at the next refresh.
            revised = replace(as_told(now, was, self.stories.move), story=now.said.text)
        elif words.where == "alt text":
            revised = kept(words.text, now, self._find(), self.reason)
        else:
            revised, gone = in_own_words(words.text, was, now, self.stories, self._find(), self.reason)
            if untouched:  # a figure without a fact that the story wrote, such as in a definition, nobody has typed
                revised = replace(revised, found=tuple(each for each in revised.found if each[0] != "unsourced"))
        self._write(words, element, revised)
        return gone

    def _write(self, words: Words, element: Any, revised: Revised) -> None:
        if words.where == "alt text":
            element.set("descr", revised.text)
        elif revised.text != words.text:
            rewrite(element, replacements(words.text, revised.text))
        self.written.append((element, revised))
        self.found += changes(revised, self.number, words.shape, words.where)

    def _somebodys(self, placed: Placed, lost: list[Shown]) -> None:
        """Look through a paragraph that the story never wrote: facts moved there get new numbers, the rest is told."""
        words, element = placed
        revised = with_moved_facts(words.text, lost, self.stories, self.stories.old.locale or "en_US")
        if revised is not None and (revised.spans or revised.found):
            if revised.spans:
                self._write(words, element, revised)
            else:
                self.found += changes(revised, self.number, words.shape, words.where)
        if self.stories.move.names_old(words.text):
            self.found.append(Change(self.number, words.shape, words.where, "old period", words.text, words.text))

    def _untouched(
        self, placed: Sequence[Placed], pairs: dict[int, int], new: Sequence[RecordedParagraph]
    ) -> Iterator[int]:
        """Write the bodies and tables that nobody has touched as the new story has them; yield their places."""
        told = self.was.paragraphs
        elements = self.stories.fresh.elements(self.was.key)
        for name, shape in self._names(placed, pairs).items():
            mine = [at for at, (words, _) in enumerate(placed) if words.shape == name and words.where != "alt text"]
            theirs = _lines_of(told, shape)
            model = _lines_of(new, shape)
            if not model or not _is_as_told([placed[at][0] for at in mine], [told[to] for to in theirs]):
                continue
            first = new[model[0]].said
            body, fresh = _body(placed[mine[0]]), elements.get((shape, first.cell, first.paragraph))
            model_body = _body((placed[mine[0]][0], fresh)) if fresh is not None else None
            if body is None or model_body is None or not resized(body, model_body):
                continue
            onward = match_stories(told, new, self.stories.moved)
            before = {_address(new[at].said): told[to] for to, at in onward.items() if new[at].said.shape == shape}
            lines = {_address(new[at].said): new[at] for at in model}
            self._tell_anew(placed[mine[0]][0], body, lines, before)
            yield from mine
        yield from self._sources(placed, new)

    def _names(self, placed: Sequence[Placed], pairs: Mapping[int, int]) -> dict[str, str]:
        """Return what the story calls the shapes that hold its words, by their names today: some programs rename."""
        found: dict[str, Counter[str]] = {}
        for at, to in pairs.items():
            words, _ = placed[at]
            if words.where in ("text", "notes", "table"):
                found.setdefault(words.shape, Counter())[self.was.paragraphs[to].said.shape] += 1
        return {name: counts.most_common(1)[0][0] for name, counts in found.items()}

    def _sources(self, placed: Sequence[Placed], new: Sequence[RecordedParagraph]) -> Iterator[int]:
        """Write the list of facts at the end of the notes anew, where somebody has changed only what stands above it.

        It begins with the line without a fact, its heading, that both stories have.
        """
        mine = [at for at, (words, _) in enumerate(placed) if words.where == NOTES]
        told = self.was.paragraphs
        theirs, model = _lines_of(told, NOTES), _lines_of(new, NOTES)
        if any(id(element) == id(placed[at][1]) for at in mine for element, _ in self.written):
            return
        headings = {plain(new[at].said.text): place for place, at in enumerate(model) if not new[at].shown}
        for length in range(min(len(mine), len(theirs)), 1, -1):
            first = told[theirs[-length]]
            ends = [plain(placed[at][0].text) for at in mine[-length:]]
            if first.shown or plain(first.said.text) not in headings:
                continue
            if ends != [plain(told[to].said.text) for to in theirs[-length:]]:
                continue
            lines = [new[at] for at in model[headings[plain(first.said.text)] :]]
            elements = self.stories.fresh.elements(self.was.key)
            models = [elements[(NOTES, None, line.said.paragraph)] for line in lines]
            words = placed[mine[0]][0]
            for line, element in zip(lines, evened([placed[at][1] for at in mine[-length:]], models), strict=True):
                there = replace(words, text=paragraph_text(element))
                before = next(
                    (each for each in told if each.said.shape == NOTES and _same(each, line, self.stories)), None
                )
                self._write(there, element, as_told(line, before, self.stories.move))
            yield from mine[-length:]
            return

    def _tell_anew(
        self,
        words: Words,
        body: Any,
        lines: Mapping[Address, RecordedParagraph],
        before: Mapping[Address, RecordedParagraph],
    ) -> None:
        """Write a whole body or table as the new story has it, in the looks that it has."""
        for address, element in addressed(body).items():
            cell, paragraph = address
            there = Words(words.shape, paragraph_text(element), words.where, paragraph, cell)
            if address in lines:
                self._write(there, element, as_told(lines[address], before.get(address), self.stories.move))
            elif there.text.strip():
                rewrite(element, replacements(there.text, ""))

    def _further(
        self, new: Sequence[RecordedParagraph], onward: dict[int, int], pairs: dict[int, int], taken: set[int]
    ) -> None:
        """Tell what the new story says besides, in bodies that somebody has touched."""
        used = set(onward.values())
        written = {self.was.paragraphs[to].said.shape for to in taken}
        besides: dict[tuple[str, int], list[str]] = {}
        order = sorted(range(len(new)), key=lambda at: (new[at].said.cell or (0, 0), new[at].said.paragraph))
        for at in order:
            said = new[at].said
            if at not in used and said.shape not in (*written, NOTES) and said.paragraph != ALT_TEXT:
                line_of = said.paragraph if said.cell is None else said.cell[0]
                besides.setdefault((said.shape, line_of), []).append(said.text)
        for (shape, _), texts in besides.items():
            self.found.append(Change(self.number, shape, "text", "further", story=" | ".join(texts)))

    def said(self) -> Iterator[Said]:
        """Yield what the evidence says of each paragraph that was written."""
        for words, _, revised in self._at_last():
            place = (self.was.key, self.slide.read.slide_id, words.shape)
            paragraph = ALT_TEXT if words.where == "alt text" else words.paragraph
            yield Said(*place, revised.said, paragraph, words.cell, revised.story)

    def shown(self) -> Iterator[Shown]:
        """Yield where each fact stands now."""
        for words, element, revised in self._at_last():
            if words.where == "alt text":
                continue
            for each in revised.spans:
                place = (self.was.key, self.slide.read.slide_id, words.shape)
                run, _ = run_at(element, each.start)
                shown = (each.fact, each.part, each.format, each.text)
                yield Shown(*place, *shown, words.paragraph, run, words.cell, each.start)

    def _at_last(self) -> Iterator[tuple[Words, Any, Revised]]:
        known = {id(element): revised for element, revised in self.written}
        for words, element in self.slide.placed:
            if id(element) in known:
                yield words, element, known[id(element)]


def _lines_of(told: Sequence[RecordedParagraph], shape: str) -> list[int]:
    """Return the places of a shape's paragraphs in its order."""
    found = [at for at, each in enumerate(told) if each.said.shape == shape and each.said.paragraph != ALT_TEXT]
    return sorted(found, key=lambda at: (told[at].said.cell or (0, 0), told[at].said.paragraph))


def _is_as_told(words: Sequence[Words], lines: Sequence[RecordedParagraph]) -> bool:
    """Return whether a body says what the story wrote into it, all of it and in its order."""
    return len(words) == len(lines) and all(
        plain(one.text) == plain(line.said.text)
        and line.said.story is None
        and (one.cell, one.paragraph) == (line.said.cell, line.said.paragraph)
        for one, line in zip(words, lines, strict=True)
    )


def _same(was: RecordedParagraph, now: RecordedParagraph, stories: Stories) -> bool:
    """Return whether two lines of the notes tell the same facts, or without any the same words."""
    if not now.shown:
        return plain(was.said.text) == plain(now.said.text)
    return stories.moved(was) == frozenset((each.fact, each.part) for each in now.shown)


def _address(said: Said) -> Address:
    return said.cell, said.paragraph


def _body(placed: Placed) -> Any:
    """Return what holds a paragraph: its table, else its text body."""
    words, element = placed
    if words.where == "alt text":
        return None
    return next(element.iterancestors("{*}tbl"), None) if words.where == "table" else element.getparent()
