"""A story's narrative: its language's file, the company's own laid over it, English beneath both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from valuestory.errors import StoryError, did_you_mean
from valuestory.project import Project, resolve_path
from valuestory.slides.facts import TAG
from valuestory.story.narrative.files import NarrativeFile, Said, Sentence, SlideWords, read_file, shipped_file
from valuestory.story.narrative.slots import SLOT, fill

FALLBACK: Final = "en"
OTHERWISE: Final = "otherwise"
"""The state whose sentence stands where a table of states does not have the one asked for."""


@dataclass(frozen=True)
class Layer:
    """One narrative file; `own` where the company wrote it."""

    name: str
    file: NarrativeFile
    own: bool = False


@dataclass(frozen=True)
class Told:
    """A part of a slide as a narrative file has it.

    Attributes
    ----------
    said
        The sentence; several, of which the first that can be said is taken; or either by state.
    layer
        The file that it stands in.
    where
        Its place, for errors.
    """

    said: Sentence
    layer: Layer
    where: str

    def of_state(self, state: str) -> Said:
        """Return the sentences of a state, such as ``not established``; those of `otherwise` where it has none.

        What is not measured is said as a level, so that the slide is left out with the reason.

        Raises
        ------
        StoryError
            When the table has neither.
        """
        if not isinstance(self.said, dict):
            return self.said
        states = [state.replace(" ", "_"), *(["level_only"] if state == "not measured" else []), OTHERWISE]
        found = next((self.said[each] for each in states if each in self.said), None)
        if found is None:
            do = did_you_mean(state, [each for each in self.said if each not in ("of", "against")])
            raise StoryError(f'there is no sentence for the state "{state}"', where=self.where, do=do)
        return found

    def setting(self, name: str) -> str:
        """Return `of` or `against` of a table of states; empty where there is none."""
        found = self.said.get(name, "") if isinstance(self.said, dict) else ""
        return found if isinstance(found, str) else ""


@dataclass(frozen=True)
class Narrative:
    """What slides and code say in one language, for one company and audience.

    Attributes
    ----------
    language
        What was asked for, such as ``de``.
    layers
        The files, the company's own first and English last.
    variants
        Which variants of a slide are taken, the first of them first: the audience, the profile.
    """

    language: str
    layers: tuple[Layer, ...]
    variants: tuple[str, ...] = ()

    @property
    def is_spoken(self) -> bool:
        """Whether the language's own file ships; where it does not, what the company does not say is English."""
        return any(layer.name == f"{self.language}.toml" for layer in self.layers)

    @property
    def keys(self) -> tuple[str, ...]:
        """The slides that any of the files tells."""
        return tuple(dict.fromkeys(key for layer in self.layers for key in layer.file.slides))

    def part(self, key: str, part: str) -> Told | None:
        """Return a part of a slide (``title``, ``header``, ``say``, ``asked``, ``answer``, ``bridge``), or None."""
        return next(iter(self._found(key, part)), None)

    def body(self, key: str) -> list[Told]:
        """Return the lines beside a slide's exhibit."""
        return self._found(key, "body")

    def phrase(self, name: str, **slots: str) -> str:
        """Return a phrase that code needs, by its name such as ``series.reached``, with its slots filled.

        Raises
        ------
        StoryError
            When no file has it: the message has the nearest.
        """
        for layer in self.layers:
            found = _at(layer.file.phrases, name)
            if isinstance(found, str):
                return fill(found, slots, where=f"{layer.name}, phrases.{name}")
        known = [each for layer in self.layers for each in _names(layer.file.phrases)]
        raise StoryError(f'no narrative has the phrase "{name}"', where="phrases", do=did_you_mean(name, known))

    def without_slides(self) -> Narrative:
        """Return the phrases alone, for a notebook that writes its slides' words itself."""
        layers = tuple(replace(layer, file=layer.file.model_copy(update={"slides": {}})) for layer in self.layers)
        return replace(self, layers=layers)

    def mentioned(self) -> frozenset[str]:
        """Return the names that the files that ship refer to: such a name may be absent, and is never misspelt."""
        texts = [text for layer in self.layers if not layer.own for text in _texts(layer.file.model_dump())]
        inside = (match["inside"] for text in texts for match in TAG.finditer(SLOT.sub("", text)))
        return frozenset(each.strip().partition(".")[0].partition("@")[0].partition("|")[0].strip() for each in inside)

    def _found(self, key: str, part: str) -> list[Told]:
        for place, layer in enumerate(self.layers):
            words = layer.file.slides.get(key)
            for name, each in self._by_variant(words):
                value = _part_of(each, part)
                if value is None or (not name and not layer.own and self._profile_has(key, part, place + 1)):
                    continue
                where = f"{layer.name}, slides.{key}{name}{'.notes' if part in _NOTES else ''}.{part}"
                if isinstance(value, dict):
                    value = self._with_other_states(value, words, name, part)
                lines = value if part == "body" else [value]
                return [Told(line, layer, where) for line in lines]
        return []

    def _with_other_states(
        self, table: dict[str, Said], words: SlideWords | None, variant: str, part: str
    ) -> dict[str, Said]:
        """Return a variant's table of states with those it lacks, of the variants after it and of the slide itself."""
        if OTHERWISE in table:
            return table
        said = self._by_variant(words)
        after = said[1 + [name for name, _ in said].index(variant) :]
        others = [other for _, each in after if isinstance(other := _part_of(each, part), dict)]
        return {state: said for each in (*reversed(others), table) for state, said in each.items()}

    def _profile_has(self, key: str, part: str, start: int) -> bool:
        """Return whether a file further down has a part for the profile: another language's words before wrong ones."""
        found = (layer.file.slides.get(key) for layer in self.layers[start:])
        told = (
            words.variants[each] for words in found if words for each in self.variants[-1:] if each in words.variants
        )
        return any(_part_of(each, part) is not None for each in told)

    def _by_variant(self, words: SlideWords | None) -> list[tuple[str, SlideWords]]:
        if words is None:
            return []
        named = [(f".for.{each}", words.variants[each]) for each in self.variants if each in words.variants]
        return [*named, ("", words)]


_NOTES: Final = ("say", "asked", "answer", "bridge")


def _part_of(words: SlideWords, part: str) -> Any:
    return getattr(words.notes if part in _NOTES else words, part)


@cache
def shipped_narrative(language: str = FALLBACK) -> Narrative:
    """Return the narrative that ships for a language, English beneath it."""
    return Narrative(language, _shipped(language))


def open_narrative(project: Project, audience: str, storylines: Mapping[str, object]) -> Narrative:
    """Return the narrative of a company for an audience.

    Parameters
    ----------
    project
        Its locale says the language, its profile the variant, `[company] narrative` its own file.
    audience
        Whose variants are taken before those of the profile.
    storylines
        Slide keys that there are besides those of the files, as keys of a mapping.

    Raises
    ------
    StoryError
        When the company's own file cannot be read or has a fault.
    """
    settings = project.company
    language = settings.locale.partition("_")[0].lower()
    shipped = layers = _shipped(language)
    if settings.narrative:
        known = dict.fromkeys([*storylines, *(key for layer in shipped for key in layer.file.slides)])
        own = read_file(resolve_path(settings.narrative, root=project.root), known)
        name = settings.narrative.replace("\\", "/").rpartition("/")[2]
        layers = (Layer(name, own, own=True), *shipped)
    return Narrative(language, layers, (audience, settings.profile))


def _shipped(language: str) -> tuple[Layer, ...]:
    languages = dict.fromkeys((language, FALLBACK))
    return tuple(Layer(f"{each}.toml", file) for each in languages if (file := shipped_file(each)))


def _at(phrases: object, name: str) -> object:
    for each in name.split("."):
        phrases = phrases.get(each) if isinstance(phrases, Mapping) else None
    return phrases


def _names(phrases: Mapping[str, object], before: str = "") -> list[str]:
    found: list[str] = []
    for name, each in phrases.items():
        found += _names(each, f"{before}{name}.") if isinstance(each, Mapping) else [f"{before}{name}"]
    return found


def _texts(part: object) -> list[str]:
    if isinstance(part, str):
        return [part]
    parts = part.values() if isinstance(part, Mapping) else part if isinstance(part, list | tuple) else ()
    return [text for each in parts for text in _texts(each)]
