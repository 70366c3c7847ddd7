"""What happened within some days of something else, against every pair of both looked at one by one."""

from __future__ import annotations

import ibis
import numpy as np
import pandas as pd
import pytest

from valuestory.metrics.measures.near import STRETCH, Near, ends_of_stretches, stretch_of, with_near

DAYS = 3
START = pd.Timestamp("1999-12-20")


def happened(chance: np.random.Generator, size: int) -> pd.DataFrame:
    """Return instants of a few people, some unknown, on few enough hours that many fall together or just days apart."""
    hours = chance.integers(0, 24, size) // 8 * 8 + 24 * chance.integers(0, 60, size)
    who = chance.choice(np.array(["a", "b", "c", None], dtype=object), size, p=[0.3, 0.3, 0.3, 0.1])
    return pd.DataFrame({"who": who, "at": START + pd.to_timedelta(hours, unit="h")})


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("looks", ["ahead", "back"])
def test_each_is_found_that_a_look_at_every_pair_finds(looks: str, at_once: bool) -> None:
    """Up to the very hour on which the days end, of the same person only; at the same instant where that counts."""
    chance = np.random.default_rng(7)
    rows, events = happened(chance, 60).reset_index(names="row"), happened(chance, 25)
    table = ibis.memtable(rows)
    table = table.mutate(**{STRETCH: stretch_of(table["at"], DAYS)})
    near = Near("who", "at", DAYS, looks, at_once)  # type: ignore[arg-type]
    found = with_near(table, ends_of_stretches(ibis.memtable(events), "who", "at", DAYS), near, "is_near")
    ours = found.select("row", "is_near").order_by("row").execute()
    assert len(ours) == len(rows), "no row meets more than two"
    gap = events["at"].to_numpy()[None, :] - rows["at"].to_numpy()[:, None]
    gap = gap if looks == "ahead" else -gap
    within = (gap <= np.timedelta64(DAYS, "D")) & ((gap >= np.timedelta64(0)) if at_once else (gap > np.timedelta64(0)))
    same = (rows["who"].to_numpy()[:, None] == events["who"].to_numpy()[None, :]) & rows["who"].notna().to_numpy()[
        :, None
    ]
    expected = (within & same).any(axis=1)
    assert 5 < expected.sum() < 55
    assert list(ours["is_near"]) == list(expected)
