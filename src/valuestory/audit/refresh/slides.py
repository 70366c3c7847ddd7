"""One slide of a deck refreshed: its charts and drawings, then its words, each where it stands today."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from valuestory.audit.charts import match_charts
from valuestory.audit.figures import figures
from valuestory.audit.likeness import plain
from valuestory.audit.paragraphs import Finder
from valuestory.audit.recorded import RecordedParagraph
from valuestory.audit.refresh.bodies import write_untouched
from valuestory.audit.refresh.changes import Change
from valuestory.audit.refresh.drawn import called, draw_anew, families, has_other_parts, is_untouched, names_in
from valuestory.audit.refresh.matching import match_stories, match_words
from valuestory.audit.refresh.own_labels import Label, labels_of, new_places
from valuestory.audit.refresh.revised import RevisedSlide
from valuestory.audit.refresh.sentences import (
    Revised,
    as_told,
    changes,
    in_own_words,
    is_the_storys,
    kept,
    with_moved_facts,
)
from valuestory.deck.file.evidence import ALT_TEXT, Plotted, Said, Shown
from valuestory.deck.reading.words import NOTES, Placed, Words
from valuestory.deck.revising.charts import take_data
from valuestory.deck.revising.drawings import move_marks, redraw, take_picture
from valuestory.deck.revising.paragraphs import run_at

_TREES: Final = ("grpSp", "pic")
_FRAME: Final = "{*}graphicFrame"
"""A native chart within a group: it takes new data, whatever is drawn around it."""


class SlideRefresh(RevisedSlide):
    """A slide that takes what the new story says on it."""

    def refresh(self) -> None:
        """Put everything new into the slide."""
        self._charts()
        self._other_parts()
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

    def _other_parts(self) -> None:
        """Draw anew what has other parts in the new story, such as a tile more, where nobody has touched its words."""
        if self.fresh is None:
            return
        words = [each for each, _ in self.slide.placed]
        for groups, models in families(list(self.slide.slide.shapes), list(self.fresh.slide.shapes)):
            if any(called(each) in self.was.charts for each in groups):
                continue  # a drawn chart has other labels each time
            if not has_other_parts(groups, models) or not is_untouched(groups, words, self.was.paragraphs):
                continue
            self.drawn |= names_in(groups) | names_in(models)
            draw_anew(groups, models)
            self._drawn_words(names_in(models))
            why = "it has other parts for the new period and was drawn anew: look at its place and its colours"
            self.found.append(Change(self.number, called(models[0]), "drawing", "chart", why=why))

    def _drawn_words(self, names: Collection[str]) -> None:
        """Note what the new story's words say in drawings of these names."""
        told = self.stories.fresh.told.get(self.was.key)
        lines = {(each.said.shape, each.said.paragraph): each for each in (told.paragraphs if told is not None else ())}
        for words, element in self.slide.placed:
            is_alt = words.where == "alt text"
            line = lines.get((words.shape, ALT_TEXT if is_alt else words.paragraph))
            if words.shape in names and line is not None:
                if is_alt:
                    element.set("descr", line.said.text)
                self.written.append((element, as_told(line, line, self.stories.move)))
        for name in names:
            self._plot(name, name)

    def _drawings(self) -> None:
        """Draw anew what is drawn to scale: big numbers' strips, charts made of shapes, charts that are pictures."""
        for shape in self.slide.slide.shapes:
            kind = shape._element.tag.rpartition("}")[2]
            model = None if self.fresh is None else self.fresh.shape(shape.name)
            if kind not in _TREES or shape.name in self.drawn or next(shape._element.iter(_FRAME), None) is not None:
                continue
            plotted = self.stories.fresh.plotted(self.was.key, shape.name)
            if model is None or model._element.tag != shape._element.tag:
                if shape.name in self.was.charts:
                    self._leave(shape, "the new story draws it otherwise")
            elif kind == "grpSp" and shape.name.startswith("vs:kpi"):
                move_marks(shape._element, model._element)
            elif plotted or shape.name in self.was.charts:
                self._draw(shape, model, kind)

    def _draw(self, shape: Any, model: Any, kind: str) -> None:
        assert self.fresh is not None
        names = names_in([shape._element]) - {shape.name}
        self.drawn |= names
        seen, chart = [words for words, _ in self.slide.placed], self.was.charts.get(shape.name, ())
        alone = sum(each.name in self.was.charts for each in self.slide.slide.shapes) == 1
        labels = labels_of(seen, names, self.was.paragraphs, chart, alone=alone)
        if kind == "grpSp":
            redraw(shape._element, model._element)
        else:
            take_picture(self.slide.slide, shape._element, self.fresh.slide, model._element)
        fresh = self.stories.fresh.told.get(self.was.key)
        told = fresh.paragraphs if fresh is not None else ()
        self._keep_labels(shape, labels, told)
        self._drawing_says(shape, told)
        self._plot(shape.name, shape.name)
        self.found.append(Change(self.number, shape.name, "drawing", "refreshed", "the drawing", "drawn anew"))

    def _keep_labels(self, shape: Any, labels: Sequence[Label], told: Sequence[RecordedParagraph]) -> None:
        """Put somebody's own labels into a drawing that was drawn anew, with new numbers; tell what has no place."""
        names = names_in([shape._element]) - {shape.name}
        there = {(words.shape, words.paragraph): (words, element) for words, element in self.slide.placed}
        kept = list(new_places(labels, names, told, self.stories.moved))
        for label, was, now in kept:
            words, element = there[now.said.shape, now.said.paragraph]
            if label.text:
                revised, _ = in_own_words(label.text, was, now, self.stories, self._find())
                self.write(words, element, revised)
            else:
                self._delete(shape, element, was, now)
        for label in labels:
            if label.own and label.text and all(label is not each for each, _, _ in kept):
                why = f'"{label.text}" was written into the drawing by hand; the new one has no place for it'
                self.found.append(Change(self.number, shape.name, "drawing", "chart", label.text, why=why))

    def _delete(self, shape: Any, element: Any, was: RecordedParagraph, now: RecordedParagraph) -> None:
        """Take a label out of a new drawing as somebody did of the old one; the next refresh must know it too."""
        holder = next(element.iterancestors("{*}sp"))
        holder.getparent().remove(holder)
        self.drawn |= {was.said.shape, now.said.shape}
        self.deleted.append(now.said)
        why = "the label was deleted, and was not put back"
        self.found.append(
            Change(self.number, shape.name, "drawing", "further", was.said.text, story=now.said.text, why=why)
        )

    def _leave(self, shape: Any, why: str) -> None:
        """Leave a drawn chart and its labels as they are, and tell so."""
        self._drawing_says(shape, self.was.paragraphs)
        self.plotted += self.was.charts[shape.name]
        self.found.append(Change(self.number, shape.name, "drawing", "not refreshed", why=self.reason or why))

    def _drawing_says(self, shape: Any, told: Sequence[RecordedParagraph]) -> None:
        """Note what a drawn chart says by one of the stories: its labels are tied to facts by their rows."""
        names = names_in([shape._element]) - {shape.name}
        self.drawn |= names
        lines = {(each.said.shape, each.said.paragraph): each.said.text for each in told}
        written = {id(element) for element, _ in self.written}
        for words, element in self.slide.placed:
            said = lines.get((words.shape, words.paragraph))
            if words.shape in names and said is not None and id(element) not in written:
                self.written.append((element, Revised(said, said)))

    def _words(self) -> None:
        placed = [each for each in self.slide.placed if each[0].where != "diagram" and each[0].shape not in self.drawn]
        told = self.was.paragraphs
        fresh = self.stories.fresh.told.get(self.was.key)
        new = fresh.paragraphs if fresh is not None else ()
        pairs = match_words([words for words, _ in placed], told)
        onward = match_stories(told, new, self.stories.moved)
        whole = set(write_untouched(self, placed, pairs, new))
        taken = {to for at, to in pairs.items() if at in whole}
        matched = set(pairs.values())
        gone = [line for at, line in enumerate(told) if at not in matched and line.said.shape not in self.drawn]
        lost = [each for line in gone for each in line.shown]
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
        self.write(words, element, revised)
        return gone

    def _somebodys(self, placed: Placed, lost: list[Shown]) -> None:
        """Look through a paragraph that the story never wrote: facts moved there get new numbers, the rest is told."""
        words, element = placed
        revised = with_moved_facts(words.text, lost, self.stories, self.stories.old.locale or "en_US")
        if revised is not None and (revised.spans or revised.found):
            if revised.spans:
                self.write(words, element, revised)
            else:
                self.found += changes(revised, self.number, words.shape, words.where)
        if self.stories.move.names_old(words.text):
            self.found.append(Change(self.number, words.shape, words.where, "old period", words.text, words.text))

    def _further(
        self, new: Sequence[RecordedParagraph], onward: dict[int, int], pairs: dict[int, int], taken: set[int]
    ) -> None:
        """Tell what the new story says besides, in bodies that somebody has touched."""
        used = set(onward.values())
        written = {*(self.was.paragraphs[to].said.shape for to in taken), *self.drawn}
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
        """Yield what the evidence says of each paragraph that was written, or would have been but for a deletion."""
        for each in self.deleted:
            yield replace(each, key=self.was.key, slide_id=self.slide.read.slide_id)
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
