"""What is asked of the reader: a holdout with the customers that it takes, and what to decide, by whom and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from valuestory.story.effect_charts import CURVE_COLUMNS

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told


def detectable(told: Told) -> pd.DataFrame:
    """Return what so many accounts would show, as `effect_charts.detectable_curve` takes it."""
    story = told.story
    curve = [each for each in story.facts if each.startswith("holdout_detectable_")]
    known = [("", each, each.replace("detectable", "accounts")) for each in curve]
    known += [("plan", "holdout_effect", "holdout_accounts"), ("today", "holdout_today", "holdout_here")]
    rows = []
    for role, effect, size in known:
        shown, accounts = story.facts.get(effect), story.facts.get(size)
        if shown is not None and accounts is not None:
            words = {"size": story.shown(accounts), "effect": story.shown(shown)}
            text = story.phrase(f"holdout.{role}", **words) if role else ""
            rows.append((accounts.value, shown.value, role, text, shown.id, accounts.id))
    return pd.DataFrame(rows, columns=list(CURVE_COLUMNS))


def holdout_lines(told: Told) -> list[str]:
    """Return how to run the holdout, and what its size assumes."""
    facts = told.story.facts
    planned = "{{ holdout_take_up }} take" if facts.get("holdout_take_up") else "everybody takes"
    return told.story.lines(
        "Nobody is refused help: an added service goes to one half first.",
        "1. Draw the two halves by lot, within segments",
        "1. Write down outcome and day before it starts",
        "1. Declare it before it starts: only this gives grade A",
        f"Planned from {{{{ holdout_base }}}} without help, and as if {planned} it up; half of that takes "
        "{{ holdout_accounts_half }} customers.",
    )


def outcomes_kept(told: Told) -> str:
    """Return what is kept of what became of customers: contracts, where there are any."""
    return "contracts" if told.story.company.project.company.profile == "commercial" else "milestones"


def decisions(told: Told) -> pd.DataFrame:
    """Return what to decide, who is proposed for it, by when, what it costs and how it will be known."""
    rows = []
    facts = told.story.facts
    if facts.get("holdout_accounts"):
        rows.append(
            (
                "Draw by lot who gets the next added service first",
                "Head of Support",
                "The added service, for half of {{ holdout_accounts }} customers",
                "{{ holdout_effect | points }} in {{ holdout_months }} months, beyond chance",
            )
        )
    if lines := told.candidates():
        owners = dict.fromkeys(each.owner for _, each in lines if each.owner)
        rows.append(
            (
                "Confirm low, base and high of each assumption",
                ", ".join(owners) or "to be named",
                "None",
                "{{ lines_in_money }} lines in money have a signed range",
            )
        )
    rows.append(
        (
            f"Keep help, use and {outcomes_kept(told)} of each customer together",
            "Head of Support and IT",
            "Two exports a quarter",
            "Four times the customers halve a range",
        )
    )
    table = pd.DataFrame(rows, columns=["Decision", "Owner", "Cost", "How we will know"])
    table.insert(2, "By", "{{ decide_by }}")
    return table


def decision_title(table: pd.DataFrame) -> str:
    """Return how many decisions are asked for, and whether each has an owner."""
    count = {1: "one decision", 2: "two decisions"}.get(len(table), "three decisions")
    owned = "each has a proposed owner" if "to be named" not in set(table["Owner"]) else "one owner is to be named"
    return f"Approve {count} by {{{{ decide_by }}}}; {owned}"


def if_nothing_is_decided(told: Told) -> list[str]:
    """Return what stays as it is."""
    stays = told.story.lines(
        "If we decide nothing: the value of help stays between {{ chain_value.low }} and {{ chain_value.high }}."
    )
    return stays or ["If we decide nothing: what is open stays open, and nothing more is claimed."]
