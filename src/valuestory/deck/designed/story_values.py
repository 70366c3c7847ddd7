"""What names mean on a designed slide of a story: facts with their evidence, and the exhibits of the story's slides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from valuestory.deck.designed.bindings import ROLES
from valuestory.deck.designed.exhibits import Exhibit, TextLines
from valuestory.deck.designed.values import Item, Records, Wants, fact_words
from valuestory.deck.designed.words import MissingValueError, Words
from valuestory.errors import DeckError, UnknownFactError, did_you_mean
from valuestory.slides.facts import RELATIVE_PERIODS, WHOLE, Facts, Reference
from valuestory.slides.number_words import NumberWords
from valuestory.slides.slide import Paragraph, Slide, StoryRecord


@dataclass(frozen=True)
class StoryValues:
    """The names of a story.

    `slides` are its slides by key; `missing` the slides that it could not make and `absent` the names that have no
    value in its data, each with the reason. `of` is the slide whose place a designed one takes, and `item` the
    dimension and the member that it repeats for.
    """

    facts: Facts
    numbers: NumberWords
    slides: Mapping[str, Slide] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    of: Slide | None = None
    item: tuple[str, str] | None = None

    @classmethod
    def of_story(cls, slides: Mapping[str, Slide], record: StoryRecord | None) -> StoryValues:
        """Return the names of a story's slides and record."""
        found = {fact.id: fact for slide in slides.values() for fact in slide.facts}
        if record is None:
            return cls(Facts(found.values()), NumberWords(), slides)
        found |= {fact.id: fact for fact in record.facts}
        facts = Facts(found.values(), period=record.period, relative=record.relative)
        numbers = NumberWords(record.locale, record.currency)
        return cls(facts, numbers, slides, record.missing, record.absent)

    def knows(self, name: str) -> bool:
        """Return whether a name is a fact's, with or without a value."""
        return name in self.absent or any(fact.name == name for fact in self.facts.values())

    def names(self) -> set[str]:
        """Return the names of all facts, with or without a value."""
        return {*self.absent, *(fact.name for fact in self.facts.values())}

    def words(self, reference: Reference, *, where: str) -> Words:
        """Return what is written for a reference.

        On a slide that repeats for the members of a dimension, a fact that is told apart by it is that of the member;
        any other is the whole company's.

        Raises
        ------
        MissingValueError
            When the name is known and has no value here.
        UnknownFactError
            When it exists nowhere.
        """
        if self.item is not None and reference.slice == WHOLE:
            dimension, member = self.item
            if reference.name == dimension:
                return Words(member)
            if self._is_told_apart(reference.name, dimension):
                reference = reference._replace(slice=f"{dimension}={member}")
        try:
            fact, part = self.facts.resolve(reference, where=where)
        except UnknownFactError as error:
            raise self._absent(reference, error) from None
        return fact_words(fact, reference, part, self.numbers, where=where)

    def _is_told_apart(self, name: str, dimension: str) -> bool:
        return any(fact.name == name and fact.slice.startswith(f"{dimension}=") for fact in self.facts.values())

    def _absent(self, reference: Reference, error: UnknownFactError) -> Exception:
        """Return that a value is missing, where it is only that: the name is right, and so is what was asked of it."""
        if reference.name in self.absent:
            return MissingValueError(self.absent[reference.name])
        known = any(fact.name == reference.name for fact in self.facts.values())
        sliced = self.item is not None and reference.slice == "=".join(self.item)
        if known and (sliced or (reference.slice == WHOLE and reference.period in RELATIVE_PERIODS)):
            return MissingValueError(error.what)
        if self.of is not None and self.of.key in self.missing:
            return MissingValueError(self.missing[self.of.key])
        if known:
            return error
        do = did_you_mean(reference.name, self.names()) or "story.facts lists every fact"
        return UnknownFactError(error.what, where=error.where, do=do)

    def exhibit(self, name: str, wants: Wants, *, where: str) -> Exhibit | Records | Words:
        """Return what a shape of this name is filled with.

        A role, such as `chart` or `takeaway`, is that of the slide whose place this one takes; a slide's key is that
        slide's chart or table; a fact's name is the fact.

        Raises
        ------
        MissingValueError
            When the story could not make a slide of this key.
        UnknownFactError
            When there is nothing of this name.
        """
        if self.of is not None and name in ROLES:
            return _role(self.of, name, wants, where)
        if name in self.slides:
            return _exhibit(self.slides[name], wants, where)
        if name in self.missing:
            raise MissingValueError(self.missing[name])
        if self.knows(name):
            return self.words(Reference(name), where=where)
        known = {*self.slides, *self.missing, *self.names()}
        do = did_you_mean(name, known) or "name it after a slide of the story, or a fact"
        raise UnknownFactError(f'there is no slide and no fact "{name}"', where=where, do=do)

    def items(self, name: str, *, where: str) -> list[Item]:
        """Return what a slide repeats for: the members of a dimension, in the order of the facts.

        Raises
        ------
        UnknownFactError
            When no fact is told apart by it.
        """
        slices = [fact.slice.partition("=") for fact in self.facts.values() if fact.slice != WHOLE]
        members = dict.fromkeys(member for dimension, _, member in slices if dimension == name)
        if not members:
            do = did_you_mean(name, {dimension for dimension, _, _ in slices}) or "repeat for a dimension of the facts"
            raise UnknownFactError(f'no fact is told apart by "{name}"', where=where, do=do)
        return [Item(member, replace(self, item=(name, member))) for member in members]


def _role(slide: Slide, name: str, wants: Wants, where: str) -> Exhibit:
    if name in ("chart", "chart2", "table", "canvas"):
        found = {"chart": slide.chart, "chart2": slide.chart2, "table": slide.table}.get(name, slide.chart)
        if found is None:
            do = f"take vs:{name} off the designed slide, or make one in the notebook"
            raise DeckError(f'the slide "{slide.key}" has no {name}', where=where, do=do)
        return found
    return TextLines(tuple(_lines(slide, name)))


def _lines(slide: Slide, name: str) -> list[Paragraph]:
    if name in ("text", "takeaway"):
        return list(slide.body)
    if name.startswith("kpi"):
        at = int(name[3:]) - 1
        return [slide.numbers[at].figure] if at < len(slide.numbers) else []
    if name == "notes":
        return list(slide.notes)
    single = {"title": slide.title, "subtitle": slide.header, "subtitle2": slide.header2, "source": slide.source}
    paragraph = single.get(name)
    return [] if paragraph is None else [paragraph]


def _exhibit(slide: Slide, wants: Wants, where: str) -> Exhibit:
    """Return a slide's exhibit of the kind that a shape takes; a shape that is neither is drawn into."""
    found = slide.table if wants == "table" else slide.chart
    if found is None:
        has = "a table" if slide.table is not None else "a chart" if slide.chart is not None else "no exhibit"
        do = f"bind it to a shape of that kind: the slide has {has}"
        raise DeckError(
            f'the slide "{slide.key}" has no {"table" if wants == "table" else "chart"}', where=where, do=do
        )
    return found
