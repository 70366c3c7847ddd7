"""The report's own words, said in the story's language; a story's words come with its slides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from valuestory.slides.vocabulary import Vocabulary


@dataclass(frozen=True)
class ReportWords:
    """Every word that the report itself adds, in one language."""

    skip: str
    contents: str
    contents_note: str
    appendix: str
    how: str
    period: str
    audience: str
    audiences: Mapping[str, str]
    value: str
    interval: str
    n: str
    of: str
    to: str
    since: str
    change: str
    definition: str
    formula: str
    source: str
    left_out: str
    tables: str
    evidence: str
    kinds: Mapping[str, str]
    grade: str
    grades: Mapping[str, str]
    missing: str
    missing_note: str
    nothing_missing: str
    no_value: str
    about: str
    wide: str


ENGLISH: Final = ReportWords(
    skip="Skip to the story",
    contents="The story in its titles",
    contents_note="Read alone, they say all that is claimed. Each leads to its evidence.",
    appendix="Appendix",
    how="How we know",
    period="Period",
    audience="Written for",
    audiences={"ceo": "the CEO", "cfo": "the CFO", "coo": "the COO"},
    value="Exact value",
    interval="95% interval",
    n="n",
    of="of",
    to="to",
    since="against",
    change="Change",
    definition="Definition",
    formula="Formula",
    source="Source",
    left_out="Left out",
    tables="tables",
    evidence="Evidence",
    kinds={
        "counted": "counted in the company’s own records",
        "estimated": "estimated from the company’s own records",
        "declared": "entered by an analyst",
        "survey": "what people said in a survey",
        "benchmark": "published by others",
    },
    grade="Grade",
    grades={
        "A": "a declared experiment or a staggered rollout",
        "B": "like compared with like, and a check before the fact passed",
        "C": "like compared with like, as far as the listed factors tell",
        "D": "before and after; nothing was compared",
        "E": "a survey or a benchmark",
    },
    missing="What this does not show",
    missing_note="Left out for want of data, each with what would show it.",
    nothing_missing="Nothing that was planned had to be left out.",
    no_value="no value",
    about="“How we know” under a statement has the definition, formula and source of every figure in it.",
    wide="Chart, scrolls sideways",
)


def report_words(vocabulary: Vocabulary) -> ReportWords:
    """Return the report's words in the language and the words of the company."""

    def spoken(words: str | Mapping[str, str]) -> str | dict[str, str]:
        if isinstance(words, str):
            return vocabulary.spoken(words)
        return {name: vocabulary.spoken(each) for name, each in words.items()}

    return ReportWords(**{each.name: spoken(getattr(ENGLISH, each.name)) for each in fields(ReportWords)})  # type: ignore[arg-type]
