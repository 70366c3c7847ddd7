"""Account periods that several decks use: folded once where the tables are, and kept as Parquet beside the batch.

The sums of one account are the same in the fold of the whole company and in that of a part of it, so each deck takes
its accounts from the one fold, on every engine. The ledger is shared out by each deck: a part bears its share of work.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from valuestory.data import CompanyTables
from valuestory.data.shared import shared_folder
from valuestory.metrics.fold.fold import Sums
from valuestory.metrics.periods import Period


def share_sums(sums: Sums, key: str, folder: Path) -> None:
    """Write a fold under its key, whole or not at all.

    Parameters
    ----------
    sums
        Of the whole company.
    key
        From `key_of_sums`.
    folder
        An existing folder.
    """
    aside, place = folder / f"{key}.new", folder / key
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    sums.accounts.to_parquet(aside / "accounts.parquet", index=False)
    for by, frame in sums.apart.items():
        frame.to_parquet(aside / f"apart-{by}.parquet", index=False)
    shutil.rmtree(place, ignore_errors=True)
    aside.rename(place)


def shared_sums(key: str) -> Sums | None:
    """Return the fold that a batch has put under a key; None where there is none."""
    folder = shared_folder()
    if folder is None or not (folder / key).is_dir():
        return None
    apart = {each.stem.removeprefix("apart-"): each for each in sorted((folder / key).glob("apart-*.parquet"))}
    return Sums(
        pd.read_parquet(folder / key / "accounts.parquet"),
        {by: pd.read_parquet(path) for by, path in apart.items()},
    )


def key_of_sums(tables: CompanyTables, periods: Sequence[Period], until: date) -> str:
    """Return what a fold of the whole company is known by: its tables, the periods, and how far the data reaches."""
    asked: Mapping[str, object] = {
        "tables": sorted(tables.fingerprints.items()),
        "company": tables.project.company.name,
        "mask": tables.mask,
        "periods": [each.name for each in periods],
        "until": until.isoformat(),
    }
    return "fold-" + hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]
