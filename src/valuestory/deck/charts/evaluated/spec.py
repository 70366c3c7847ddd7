"""Charts as they come in: Altair or Vega-Lite, the compiler they need, and the size they are drawn at.

Nothing here knows PowerPoint. Altair is not imported: whatever has `to_dict()` will do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from valuestory.errors import DeckError
from valuestory.slides.chart_data import data_addresses

Spec = Mapping[str, Any]

_FORBIDDEN = re.compile(
    r"\\u00[01][0-9a-f]|\\[bf]|\\ufff[ef]|\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab]..)\\ud[c-f]"
)
"""Control characters and halves of pairs, as JSON writes them."""
_VERSION = re.compile(r"/vega-lite/v(\d+)")
_PANELS: Final = ("facet", "repeat", "concat", "hconcat", "vconcat", "spec")
_SPLITS: Final = ("row", "column", "facet")
_PADDING: Final = {"left": 5, "top": 6, "right": 3, "bottom": 10}
"""Points around a chart that names none: Vega measures text without the room between lines that others leave."""


def to_spec(chart: Any) -> Spec:
    """Return the Vega-Lite dictionary of an Altair chart, or the dictionary itself.

    Raises
    ------
    DeckError
        When it is neither, when Altair itself finds the chart invalid, or when it names data by an address, which
        nobody fetches: mend the chart.
    """
    if isinstance(chart, Mapping):
        spec: Any = chart
    elif hasattr(chart, "to_dict"):
        try:
            spec = chart.to_dict()
        except Exception as error:
            raise DeckError(f"the chart is not valid: {error}", where="chart", do="mend the chart") from error
    else:
        raise DeckError(
            f"a {type(chart).__name__} is not a chart",
            where="chart",
            do="give an Altair chart or a Vega-Lite dictionary",
        )
    if not _is_vega_lite(spec):
        raise DeckError(
            "this dictionary is not a Vega-Lite chart",
            where="chart",
            do="give Vega-Lite 5 or 6: a mark, layers or views, with their data",
        )
    for address in data_addresses(spec):
        raise DeckError(
            f"the chart asks for data at {address[:120]}, and nothing is fetched",
            where="chart",
            do="put its rows inside the chart, as a DataFrame or as data.values",
        )
    return _drawable(spec)


def _drawable(spec: Spec) -> Spec:
    """Return the chart without characters that XML forbids: at one of them vl-convert ends the whole process."""
    try:
        text = json.dumps(spec)
    except (TypeError, ValueError) as error:
        raise DeckError(f"the chart is no JSON: {error}", where="chart", do="use plain texts and numbers") from error
    return dict(_cleaned(spec)) if _FORBIDDEN.search(text) else spec


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(each for each in value if each in "\t\n\r" or (each >= " " and not _is_unpaired(each)))
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(each) for key, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list | tuple) else value


def _is_unpaired(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff"


def _is_vega_lite(spec: Any) -> bool:
    return isinstance(spec, Mapping) and any(key in spec for key in ("mark", "layer", *_PANELS))


def compiler(spec: Spec) -> str:
    """Return the version of the Vega-Lite compiler for a chart: the newest of the major version its schema names."""
    found = _VERSION.search(str(spec.get("$schema", "")))
    majors = _compilers()
    return majors.get(int(found[1]) if found else max(majors), majors[min(majors)])


@cache
def _compilers() -> dict[int, str]:
    import vl_convert

    versions = [tuple(int(part) for part in each.split(".")) for each in vl_convert.get_vegalite_versions()]
    return {version[0]: ".".join(str(part) for part in version) for version in sorted(versions)}


def is_single(spec: Spec) -> bool:
    """Return whether the chart is one view (a mark or layers), neither facets nor views side by side."""
    return not any(key in spec for key in _PANELS) and not any(key in spec.get("encoding", {}) for key in _SPLITS)


def sized(spec: Spec, width: float, height: float) -> Spec:
    """Return the chart drawn at exactly this size (points, which are its pixels), axes and legend included.

    Only a single view can be fitted; facets and views side by side come back as they are.
    """
    if not is_single(spec):
        return spec
    fit = {"type": "fit", "contains": "padding"}
    return {"padding": dict(_PADDING)} | dict(spec) | {"width": width, "height": height, "autosize": fit}


def with_panels_of(spec: Spec, sizes: Sequence[tuple[float, float]]) -> Spec | None:
    """Return a chart of several views whose panels have these sizes, in their order; None where that cannot be set.

    Facets and repeated views have one size for all their panels; views side by side have one each.
    """
    for key in ("concat", "hconcat", "vconcat"):
        if key in spec:
            return _with_views_of(spec, key, list(sizes))
    inner = spec.get("spec")
    width, height = sizes[0]
    if isinstance(inner, Mapping):
        return dict(spec) | {"spec": dict(inner) | {"width": width, "height": height}} if is_single(inner) else None
    return dict(spec) | {"width": width, "height": height}


def _with_views_of(spec: Spec, key: str, sizes: list[tuple[float, float]]) -> Spec | None:
    views: list[Spec] = []
    for view in spec[key]:
        count = _views_in(view)
        resized = with_panels_of(view, sizes[:count]) if count and len(sizes) >= count else None
        if resized is None:
            return None
        views.append(resized)
        sizes = sizes[count:]
    return dict(spec) | {key: views} if not sizes else None


def _views_in(spec: Spec) -> int:
    """Return how many panels a view has; 0 where that depends on the data."""
    for key in ("concat", "hconcat", "vconcat"):
        if key in spec:
            counts = [_views_in(view) for view in spec[key]]
            return sum(counts) if all(counts) else 0
    return int(is_single(spec))
