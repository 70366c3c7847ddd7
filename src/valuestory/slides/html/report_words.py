"""The report's own words, in each language that ships; a story's words come with its slides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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


ENGLISH = ReportWords(
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
GERMAN = ReportWords(
    skip="Zum Inhalt springen",
    contents="Die Aussagen im Überblick",
    contents_note="Für sich gelesen sagen die Überschriften alles, was behauptet wird. Jede führt zu ihren Belegen.",
    appendix="Anhang",
    how="Woher wir das wissen",
    period="Zeitraum",
    audience="Geschrieben für",
    audiences={"ceo": "die Geschäftsleitung", "cfo": "die Finanzleitung", "coo": "die operative Leitung"},
    value="Genauer Wert",
    interval="95-%-Intervall",
    n="n",
    of="von",
    to="bis",
    since="gegenüber",
    change="Veränderung",
    definition="Definition",
    formula="Formel",
    source="Quelle",
    left_out="Nicht verwendet",
    tables="Tabellen",
    evidence="Beleg",
    kinds={
        "counted": "gezählt in den Aufzeichnungen des Unternehmens",
        "estimated": "geschätzt aus den Aufzeichnungen des Unternehmens",
        "declared": "von Hand eingetragen",
        "survey": "Aussagen aus einer Befragung",
        "benchmark": "von anderen veröffentlicht",
    },
    grade="Stufe",
    grades={
        "A": "ein angekündigter Versuch oder eine gestaffelte Einführung",
        "B": "Gleiches mit Gleichem verglichen, eine Probe im Zeitraum davor bestanden",
        "C": "Gleiches mit Gleichem verglichen, soweit die genannten Größen reichen",
        "D": "vorher und nachher; nichts wurde verglichen",
        "E": "Befragung oder fremder Vergleichswert",
    },
    missing="Was hier nicht gezeigt wird",
    missing_note="Weggelassen, weil Daten fehlen; jeweils mit dem, was es zeigen würde.",
    nothing_missing="Nichts Geplantes musste entfallen.",
    no_value="kein Wert",
    about="Unter „Woher wir das wissen“ stehen Definition, Formel und Quelle jeder Zahl einer Aussage.",
    wide="Diagramm, seitlich verschiebbar",
)


def report_words(locale: str) -> ReportWords:
    """Return the report's words in a locale's language, English where that language does not ship."""
    return GERMAN if locale.partition("_")[0].lower() == "de" else ENGLISH
