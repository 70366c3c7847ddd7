"""What becomes of Altair's own example gallery: each chart's tier and the reason, and how each held against its oracle.

The examples and their data ship with no package that this project needs. They are in two that anybody can have:
`altair` 4.2.2 (the last whose package holds `altair/examples/`) and the package `vega-datasets` 1.29 for JavaScript
(its folder `data/`). Unpack both, and name the two folders:

    python -m benchmarks.altair_gallery EXAMPLES DATA

Nothing is fetched: an example whose data is elsewhere is counted as not run.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import types
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.beside_vega import beside
from tests.unit.charts import oracle, shapes_oracle
from tests.unit.charts.deck_of_charts import SIZE, THEME, ChartDeck

from valuestory.deck.charts import picture
from valuestory.deck.charts.evaluated.spec import to_spec
from valuestory.errors import DeckError

_PATH = re.compile(r"^file:(.*)$")


@dataclass(frozen=True)
class Outcome:
    """What an example became, why, and in how many things it differs from what Vega draws."""

    name: str
    category: str
    tier: str
    reason: str
    differences: int = 0
    first: str = ""


class _Data:
    """Stands in for `vega_datasets.data`: the same calls, on files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getattr__(self, name: str) -> Any:
        stem = name.replace("_", "-")
        found = [each for each in (*self.folder.glob(f"{stem}.*"), *self.folder.glob(f"{name}.*")) if each.is_file()]
        if not found:
            raise AttributeError(name)
        return _Table(found[0])


class _Table:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"file:{path}"

    def __call__(self, **options: Any) -> Any:
        import pandas as pd

        if self.path.suffix == ".json":
            return pd.read_json(self.path, **options)
        dates = [each for each in ("date", "Date") if each in self.path.read_text().split("\n", 1)[0].split(",")]
        return pd.read_csv(self.path, sep="\t" if self.path.suffix == ".tsv" else ",", parse_dates=dates, **options)


def chart_of(path: Path, data: _Data) -> Any:
    """Return the chart that an example makes: the last expression that is one."""
    import ast

    module = types.ModuleType("vega_datasets")
    module.data = data  # type: ignore[attr-defined]
    sys.modules["vega_datasets"] = module
    tree = ast.parse(path.read_text())
    scope: dict[str, Any] = {"__name__": "example"}
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with redirect_stdout(io.StringIO()):
        exec(compile(tree, path.name, "exec"), scope)
        if last is not None:
            return eval(compile(ast.Expression(last.value), path.name, "eval"), scope)
    return scope["chart"]


def at_hand(spec: Any) -> Any:
    """Return a Vega-Lite chart with the files that it names written into it."""
    if isinstance(spec, list):
        return [at_hand(each) for each in spec]
    if not isinstance(spec, dict):
        return spec
    found = _PATH.match(str(spec.get("url", "")))
    if found is None:
        return {key: at_hand(each) for key, each in spec.items()}
    path = Path(found[1])
    form = dict(spec.get("format") or {})
    form.setdefault("type", path.suffix[1:])
    text = path.read_text()
    rest = {key: each for key, each in spec.items() if key not in ("url", "format")}
    return rest | {"values": json.loads(text) if path.suffix == ".json" else text, "format": form}


def certain(spec: Any) -> Any:
    """Return a chart that is the same each time: Vega draws new samples for every interval of confidence.

    Standard errors and quartiles stand in the place of such intervals, so that two drawings can be compared.
    """
    if isinstance(spec, list):
        return [certain(each) for each in spec]
    if not isinstance(spec, dict):
        return spec
    stand_in = {("extent", "ci"): "stderr", ("aggregate", "ci0"): "q1", ("aggregate", "ci1"): "q3"}
    stand_in |= {("op", "ci0"): "q1", ("op", "ci1"): "q3"}
    return {
        key: stand_in.get((key, each), each) if isinstance(each, str) else certain(each) for key, each in spec.items()
    }


def outcome(path: Path, data: _Data, deck: ChartDeck, *, compared: bool) -> Outcome:
    """Return what an example becomes, held against the oracle of its tier where `compared`."""
    category = (re.findall(r"^# category: *(.*)$", path.read_text(), re.MULTILINE) or ["other"])[0]
    try:
        spec = at_hand(chart_of(path, data).to_dict())
    except Exception as error:  # the example's fault, or this Altair's: nothing of ours was asked
        lines = str(error).strip().splitlines()
        return Outcome(path.stem, category, "not run", f"{type(error).__name__}: {(lines or [''])[0]}")
    try:
        added = deck.add(spec, theme=THEME, name=path.stem)
    except DeckError as error:  # Vega itself cannot draw it
        return Outcome(path.stem, category, "not run", error.what.splitlines()[0])
    found: list[str] = []
    if compared and added.tier == "native":
        held = certain(spec)
        drawn = added if held == spec else ChartDeck().add(held, theme=THEME, name=path.stem)
        found = oracle.differences(drawn.shape, held, SIZE, THEME, drawn.reason)
    elif compared and added.tier == "shapes":
        found = shapes_oracle.differences(added.shape, spec, SIZE, THEME)
    return Outcome(path.stem, category, added.tier, added.reason, len(found), (found or [""])[0])


def _drawable(paths: Iterable[Path], data: _Data) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield the charts that can be made here, by name."""
    for path in paths:
        try:
            spec = at_hand(chart_of(path, data).to_dict())
            picture.draw(to_spec(spec), *SIZE)
        except Exception as error:  # the example's fault, or this Altair's, or Vega cannot draw it
            print(f"not run\t{path.stem}\t{type(error).__name__}")
        else:
            yield path.stem, lambda spec=spec: spec  # type: ignore[misc]


def main() -> None:
    """Print every example's outcome and the counts; write the deck where one is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--deck", type=Path, help="write the charts as a deck")
    parser.add_argument("--beside", type=Path, help="write a deck of the charts beside Vega's pictures, and no more")
    parser.add_argument("--no-oracle", dest="oracle", action="store_false", help="tell the tiers only: much faster")
    parser.add_argument("--after", default="", help="begin after the example of this name")
    parser.add_argument("--only", default="", help="part of the names to run")
    options = parser.parse_args()
    import altair as alt

    alt.data_transformers.disable_max_rows()
    warnings.simplefilter("ignore")
    deck, data = ChartDeck(), _Data(options.data)
    paths = [
        path
        for path in sorted(options.examples.glob("*.py"))
        if path.stem != "__init__" and options.only in path.stem and path.stem > options.after
    ]
    if options.beside:
        beside(dict(_drawable(paths, data))).save(options.beside)
        return
    counts: Counter[str] = Counter()
    for path in paths:
        one = outcome(path, data, deck, compared=options.oracle)
        counts[one.tier] += 1
        counts["differing"] += bool(one.differences)
        print(f"{one.tier}\t{one.name}\t{one.category}\t{one.differences}\t{one.reason}\t{one.first[:200]}", flush=True)
    print(", ".join(f"{name}: {count}" for name, count in counts.items()))
    if options.deck:
        deck.presentation.save(options.deck)


if __name__ == "__main__":
    main()
