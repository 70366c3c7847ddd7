"""What becomes of which kind of chart: the page that tells it, made from the gallery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_KINDS = {
    **{"bar": "bars", "line": "lines", "area": "areas", "trail": "trails", "point": "points", "circle": "points"},
    **{"square": "points", "arc": "arcs", "rect": "rectangles", "boxplot": "box plots", "tick": "ticks"},
    **{"errorband": "bands", "errorbar": "intervals", "geoshape": "maps", "image": "images", "rule": "rules"},
    **{"text": "texts"},
}
_ASIDE = ("texts", "rules")
_PANELS = ("facet", "repeat", "hconcat", "vconcat", "concat", "spec")
_TIERS = ("native", "shapes", "picture")
_HEAD = """# What becomes of which chart

Every chart of the gallery that the tests hold against Vega, by what it is drawn with. `native` is a PowerPoint chart
with its workbook, `shapes` are PowerPoint shapes and text boxes, `picture` is an image. Written by
`tests/unit/charts/test_gallery.py`; `make golden` writes it anew.
"""


@dataclass(frozen=True)
class Covered:
    """A chart of the gallery: what it is drawn with, what it became and why."""

    name: str
    kind: str
    tier: str
    reason: str


def kind_of(spec: Mapping[str, Any]) -> str:
    """Return what a chart is drawn with: its marks, less texts and rules beside others; panels are named as such."""
    if any(key in spec for key in _PANELS) or {"row", "column", "facet"} & set(spec.get("encoding", {})):
        return "facets and views side by side"
    marks = [each.get("mark") for each in _layers(spec)]
    names = sorted({_KINDS.get(each["type"] if isinstance(each, dict) else each, "others") for each in marks})
    return " and ".join([each for each in names if each not in _ASIDE] or names)


def _layers(spec: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return [each for layer in spec["layer"] for each in _layers(layer)] if "layer" in spec else [spec]


def coverage_page(covered: list[Covered]) -> str:
    """Return the page: a table by kind, then each chart that is not native with the reason."""
    counts = Counter(each.tier for each in covered)
    shares = ", ".join(f"{counts[tier]} {tier} ({counts[tier] / len(covered):.0%})" for tier in _TIERS)
    by_kind: dict[str, Counter[str]] = {}
    for each in covered:
        by_kind.setdefault(each.kind, Counter())[each.tier] += 1
    rows = [
        f"| {kind} | {found.total()} | " + " | ".join(str(found[tier] or "") for tier in _TIERS) + " |"
        for kind, found in sorted(by_kind.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    ]
    rest = sorted((each for each in covered if each.tier != "native"), key=lambda each: (each.kind, each.name))
    others = [f"| {each.kind} | `{each.name}` | {each.tier} | {each.reason} |" for each in rest]
    return "\n".join(
        [
            _HEAD,
            f"Of {len(covered)} charts: {shares}.\n",
            "| drawn with | charts | native | shapes | picture |",
            "|---|---|---|---|---|",
            *rows,
            "\n## Why not native\n",
            "| drawn with | chart | became | because |",
            "|---|---|---|---|",
            *others,
            "",
        ]
    )
