"""The sample company's accounts at the landmark, from its tables alone, and its outcome year drawn again."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from tests.unit.test_sample_company import alive_at_landmark, arr_on, maker, table

if TYPE_CHECKING:
    import pytest

LANDMARK = pd.Timestamp("2025-07-01")
COVARIATES = {
    "numeric": ["usage", "health", "log_tenure", "log_cases", "log_arr", "csm"],
    "curved": ["usage", "health", "log_tenure"],
    "categorical": ["segment"],
    "crossed": [("segment", "usage"), ("segment", "health")],
}


@cache
def accounts() -> pd.DataFrame:
    """One row an account alive at the landmark: who was helped in the year before, what became of it in the year after.

    Covariates are from before: usage and health of the quarter before the landmark, which help does not change in this
    company; cases from before the year of help.
    """
    people = alive_at_landmark().set_index("account_id")
    usage = table("usage")
    quarter = usage[usage["at"].between("2025-04-01", LANDMARK, inclusive="left")].groupby("account_id")
    touched = table("touches").query("team == 'customer success' and at < @LANDMARK")["account_id"]
    cases = table("cases").drop_duplicates("case_id")
    cases = cases[cases["opened_at"].between("2024-01-01", "2024-07-01", inclusive="left")]
    opening, closing = arr_on("2025-07-01")[people.index], arr_on("2026-06-30")[people.index]
    closing = closing.where(people["stayed"], 0.0)
    before, later = arr_on("2023-07-01")[people.index], arr_on("2024-06-30")[people.index]
    return people.assign(
        segment=people["segment"].str.strip().str.casefold(),
        usage=quarter["active_users_count"].sum() / quarter["licensed_users_count"].sum(),
        health=quarter["health_score"].mean(),
        log_tenure=np.log(((LANDMARK - people["start_at"]).dt.days / 365.25).clip(0.25, 12.0)),
        log_cases=np.log1p(cases["account_id"].value_counts().reindex(people.index, fill_value=0)),
        csm=people.index.isin(touched),
        arr=opening,
        log_arr=np.log(opening),
        stayed=people["stayed"].astype(float),
        retained=np.minimum(closing, opening) / opening,
        kept_before=(later >= before).astype(float).where(people["start_at"] < "2023-07-01"),
    )


class Redrawn:
    """The outcome year of the same customers, drawn again with an effect of one's own."""

    def __init__(self) -> None:
        self.customers = maker.base.make_customers()
        self.road = maker.contracts.make_road(self.customers)
        self.left = maker.contracts.leave_before_landmark(self.customers, self.road)
        helped = accounts()["helped"]
        self.helped = self.customers["account_id"].isin(helped.index[helped]).to_numpy()

    def stayed(self, effect: float, seed: int, monkeypatch: pytest.MonkeyPatch) -> tuple[pd.Series, pd.Series]:
        """Return who stayed, and what help did to each account's chance of it, by account."""
        monkeypatch.setattr(maker.planted, "LOGO_EFFECT", effect)
        monkeypatch.setattr(maker.planted, "room_rng", lambda name: np.random.default_rng([seed, len(name)]))
        drawn = maker.planted.draw_outcome(self.customers, self.road, self.left, self.helped)
        names = self.customers["account_id"]
        gain = pd.Series(drawn.stays_with - drawn.stays_without, index=names)
        alive = accounts().index
        return pd.Series(drawn.stays, index=names)[alive].astype(float), gain[alive]
