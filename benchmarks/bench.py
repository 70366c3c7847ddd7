"""Measure the fold against what it is held to, and print a table: `make bench`.

Each size is made as Parquet files (about 0.17 GB a million cases, in a temporary folder that is removed), and folded
three ways, each in a process of its own and on the same files: by the product, by hand-written SQL (`floor.sql`), by
pandas. All three must give the same sums. The whole catalogue by quarter and segment is held against hand-written SQL
for its sums and medians (`catalogue.sql`). Ratios are of the processor's time in this run, which a busy machine slows
alike. On Linux and macOS only: Windows does not count what is counted here.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from catalogue import differing_catalogue
from costs import GIGABYTE, Cost, Limit, run_variant
from help_time import COMMANDS, help_ratio
from make_data import make_data

MILLION: Final = 1_000_000
VARIANTS: Final = ("fold", "floor", "pandas")
_CLOSE: Final = 1e-9


def measured(size: float, variants: tuple[str, ...], most: float, *, with_catalogue: bool) -> dict[str, Cost]:
    """Return the cost of each variant for so many million cases, within `most` GB, having compared what they give."""
    with tempfile.TemporaryDirectory(prefix="valuestory-bench-") as name:
        folder = Path(name)
        make_data(folder / "data", round(size * MILLION))
        costs = {each: run_variant(each, folder / "data", folder / f"{each}.parquet", most) for each in variants}
        if not costs[variants[0]].done:
            sys.exit(f"at {size:g} million cases {variants[0]} needs more than {most:.0f} GB")
        for other in (each for each in variants[1:] if costs[each].done):
            differing = different(folder / f"{variants[0]}.parquet", folder / f"{other}.parquet")
            if differing:
                sys.exit(f"at {size:g} million cases {variants[0]} and {other} differ: {', '.join(differing)}")
        if with_catalogue:
            costs |= _catalogue(folder, most)
    return costs


def _catalogue(folder: Path, most: float) -> dict[str, Cost]:
    paths = {each: folder / f"{each}.parquet" for each in ("catalogue", "catalogue-floor")}
    costs = {each: run_variant(each, folder / "data", path, most) for each, path in paths.items()}
    if differing := differing_catalogue(paths["catalogue"], paths["catalogue-floor"]):
        sys.exit(f"the catalogue and its floor differ: {', '.join(differing)}")
    return costs


def different(ours: Path, theirs: Path) -> list[str]:
    """Return what differs between two results: columns by more than 1e-9 of their value, or the rows they have."""
    keys = ["account_id", "period"]
    left, right = (pd.read_parquet(each).sort_values(keys, ignore_index=True) for each in (ours, theirs))
    if set(left.columns) != set(right.columns):
        return sorted(set(left.columns) ^ set(right.columns))
    if len(left) != len(right) or not (left[keys] == right[keys]).all(axis=None):
        return ["rows"]
    sums = left.select_dtypes("float64").columns
    differing = [each for each in sums if not np.allclose(left[each], right[each], rtol=_CLOSE, atol=_CLOSE)]
    texts = left.columns.difference([*sums, *keys])
    return differing + [each for each in texts if not (left[each].fillna("") == right[each].fillna("")).all()]


def limits(costs: dict[float, dict[str, Cost]]) -> Iterator[Limit]:
    """Yield the limits at the largest size, and that of growth over all sizes."""
    sizes = sorted(costs)
    largest = costs[sizes[-1]]
    fold = largest["fold"]
    if "floor" in largest:
        yield Limit("processor's time, of hand-written SQL's", fold.cpu / largest["floor"].cpu, 1.5)
    done = [each for each in sizes if "pandas" in costs[each] and costs[each]["pandas"].done]
    if done:  # what broke off had cost less than the whole
        ratio = costs[done[-1]]["fold"].cpu / costs[done[-1]]["pandas"].cpu
        yield Limit(f"processor's time, of pandas' at {done[-1]:g} million", ratio, 1.0)
    if "pandas" in largest:
        yield Limit("peak memory, of pandas'", fold.memory / largest["pandas"].memory, 1 / 3)
    if "catalogue" in largest:
        ratio = largest["catalogue"].cpu / largest["catalogue-floor"].cpu
        yield Limit("the whole catalogue, of hand-written SQL's", ratio, 2.0)
    yield Limit("peak memory, GB", fold.memory / GIGABYTE, 2.0)
    for small, large in pairwise(sizes):
        growth = costs[large]["fold"].cpu / costs[small]["fold"].cpu
        yield Limit(f"growth from {small:g} to {large:g} million, of linear", growth * small / large, 1.0)


def main() -> None:
    """Measure, print both tables, and exit with 1 where a limit does not hold."""
    options = _options()
    costs = {
        each: measured(each, options.variants, options.memory, with_catalogue=options.catalogue)
        for each in sorted(options.sizes)
    }
    found = list(limits(costs))
    if options.help_time:
        found += [
            Limit(f"{' '.join(['valuestory', *each])}, of the plainest Typer app", help_ratio(each), 0.8)
            for each in COMMANDS
        ]
    console = Console()
    console.print(_cost_table(costs))
    console.print(_limit_table(found))
    sys.exit(0 if all(each.holds for each in found) else 1)


def _numbers(text: str) -> list[float]:
    return [float(each) for each in text.split(",")]


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if names[0] != "fold" or not set(names) <= set(VARIANTS):
        raise argparse.ArgumentTypeError("begin with fold; floor and pandas may follow")
    return names


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=_numbers, default=[1.0, 3.0, 10.0], metavar="1,3,10", help="millions of cases")
    parser.add_argument(
        "--variants", type=_names, default=VARIANTS, metavar="fold,floor", help="the fold, and what it is compared with"
    )
    parser.add_argument(
        "--memory", type=float, default=_most_memory(), metavar="GB", help="what each may take; four fifths by default"
    )
    parser.add_argument(
        "--no-catalogue", dest="catalogue", action="store_false", help="leave the whole catalogue of metrics out"
    )
    parser.add_argument("--no-help-time", dest="help_time", action="store_false", help="leave the commands' help out")
    return parser.parse_args()


def _most_memory() -> float:
    return 0.8 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE


def _cost_table(costs: dict[float, dict[str, Cost]]) -> Table:
    table = Table(
        "million cases", "by", "processor s", "of the floor", "clock s", "peak GB", title="Folding to account quarters"
    )
    for size, by in costs.items():
        for name, cost in by.items():
            floor = by.get("catalogue-floor" if name.startswith("catalogue") else "floor")
            ratio = f"{cost.cpu / floor.cpu:.2f}" if floor else ""
            least = "" if cost.done else "over "
            table.add_row(
                f"{size:g}",
                name,
                f"{least}{cost.cpu:.1f}",
                ratio and least + ratio,
                f"{least}{cost.wall:.1f}",
                f"{least}{cost.memory / GIGABYTE:.2f}",
            )
    return table


def _limit_table(found: list[Limit]) -> Table:
    table = Table("what the fold takes", "measured", "at most", "holds", title="Limits")
    for each in found:
        table.add_row(each.promise, f"{each.measured:.2f}", f"{each.bound:.2f}", "yes" if each.holds else "NO")
    return table


if __name__ == "__main__":
    main()
