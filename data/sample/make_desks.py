"""Make the two sample desks that have no revenue: ``data/sample-internal`` and ``data/sample-public``.

Run ``python data/sample/make_desks.py``. It is seeded, and writes the same bytes with the same library versions. Each
desk's `valuestory.toml` is written by hand and stays. Everything is invented.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desks import office, requests
from desks.desk import INTERNAL, PUBLIC, Desk
from desks.people import make_people, milestones, usage

if TYPE_CHECKING:
    import pandas as pd

_LARGE = ("cases", "article_sessions", "usage", "milestones")


def make_desk(desk: Desk) -> dict[str, pd.DataFrame]:
    """Return the tables of a desk by their canonical names."""
    rng = np.random.default_rng(desk.seed)
    people = make_people(desk, rng)
    team = office.staff(rng)
    return {
        "accounts": people.frame,
        "usage": usage(people, rng),
        "milestones": milestones(desk, people, rng),
        "cases": requests.cases(desk, people, rng),
        "articles": requests.articles(rng),
        "article_sessions": requests.sessions(desk, people, rng),
        "people": team,
        "surveys": office.surveys(team, rng),
        "improvements": office.improvements(rng),
        "costs": office.costs(desk),
    }


def main() -> None:
    """Write both desks' tables."""
    for desk in (INTERNAL, PUBLIC):
        folder = Path(__file__).parents[1] / desk.folder
        folder.mkdir(exist_ok=True)
        for name, frame in make_desk(desk).items():
            if name in _LARGE:
                frame.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
            else:
                frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
