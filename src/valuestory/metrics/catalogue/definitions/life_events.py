"""How soon customers get what they came for, by life event."""

from typing import Final

from valuestory.metrics.catalogue.metric import Metric

_WATCHED: Final = (
    "What is still open at the end of the story, or when the customer leaves, is censored: it counts as long as it was "
    "watched."
)

_TIMED: Final = ("milestones.event", "milestones.started_at", "milestones.reached_at")
_AIMED: Final = (*_TIMED, "milestones.target_days")
_RENEWED: Final = (*_AIMED, *(f"subscriptions.{name}" for name in ("account_id", "start_on", "end_on", "arr_amount")))
_READS: Final = ("milestones.account_id", "accounts.churned_at")
_ARR: Final = (
    "ARR twelve months earlier of accounts that pay at the end / ARR twelve months earlier, of accounts whose "
    "milestones due in the year before that, renewals left out, were by then"
)
_NEXTGEN: Final = "ServiceXRG, NextGen Support Metrics (success milestones); the formula is ours"
_NO_EFFECT: Final = (
    "Never an effect: customers who reach milestones differ in other ways too. retention_with_milestones and "
    "retention_without_milestones are read side by side, and their difference is no contribution of Support. Context "
    "only: ServiceXRG reports that 97 % of customers who achieve success milestones plan to continue or expand, 90 % "
    "are likely to buy more, over 95 % plan to sustain or increase use; these are intentions from a survey, without "
    "customers to compare with, and never a multiplier."
)

LIFE_EVENTS: Final = (
    Metric(
        name="time_to_value",
        label="Time to value",
        definition="Median time, by life event, from its start until the customer got there, of those that began in "
        f"the period. {_WATCHED}",
        formula="Kaplan-Meier median of (reached_at - started_at), for each event of milestones by started_at",
        unit="days",
        direction="down",
        needs=_TIMED,
        numerator="reached",
        denominator="begun",
        interval="median",
        observations="begun",
        observed="life events that began",
        evidence="counted",
        frameworks=(
            "New Metrics Framework: Business",
            "NextGen: Effectiveness",
            "Value chain: Customer Value",
        ),
        source="Klever working group, financial health and value (time to value, customer perspective); the median is "
        "Kaplan and Meier's, the formula ours",
        traps="What counts as value must be declared beforehand and be seen by the customer. No figure over all life "
        "events: it would move with their mix. Who left before is taken to be as quick as the others: milestone_rate "
        "counts them as not there. Medians do not add up. A period's figure may move in a later story, which has "
        "watched for longer.",
        reads=_READS,
    ),
    Metric(
        name="milestone_rate",
        label="Milestones reached in time",
        definition="Share of the life events due in the period that the customer reached within the target.",
        formula="milestones with reached_at up to started_at + target_days / milestones, by started_at + target_days",
        unit="share",
        direction="up",
        needs=_AIMED,
        numerator="milestones_on_time",
        denominator="milestones_due",
        interval="share",
        observations="milestones_due",
        observed="life events due",
        evidence="counted",
        frameworks=(
            "NextGen: Effectiveness",
            "New Metrics Framework: Business",
            "Value chain: Customer Value",
        ),
        source="ServiceXRG, success milestones; the formula is ours",
        traps="As good as the targets are strict. Who left before counts as not there. Over all life events it moves "
        "with their mix: read it by life event.",
        reads=_READS,
    ),
    Metric(
        name="gap_to_target",
        label="Days beyond target",
        definition="Days of the period on which customers were still waiting for a life event beyond its target.",
        formula="sum of max(0, reached_at - started_at - target_days), each day in the period in which it lies; what "
        "is open counts up to the end of the data, or until the customer leaves",
        unit="days",
        direction="down",
        needs=_AIMED,
        numerator="days_over_target",
        denominator="",
        interval="total",
        observations="milestones_late",
        observed="life events beyond their target",
        evidence="counted",
        frameworks=("New Metrics Framework: Business", "Value chain: Customer Value"),
        source="Klever working group (life events with a target, such as onboarding in 9 days); the formula is ours",
        traps="A total: more customers, more days. A life event that nobody closes goes on for ever: close it, or mark "
        "the customer as gone.",
        reads=_READS,
    ),
    Metric(
        name="retention_with_milestones",
        label="Revenue renewed after milestones were reached",
        definition="Of the recurring revenue of twelve months before the period's end: the share whose customer still "
        "pays at its end, for customers who had reached all milestones due in the year before that.",
        formula=f"{_ARR} all reached",
        unit="share",
        direction="context",
        needs=_RENEWED,
        numerator="met_renewed_arr_year",
        denominator="met_arr_year",
        interval="share",
        observations="met_accounts_with_arr_year",
        observed="accounts",
        evidence="counted",
        frameworks=("NextGen: Effectiveness", "Value of Support: loyalty", "Value chain: Business Value"),
        source=_NEXTGEN,
        traps=_NO_EFFECT,
        doubted_by=("subscriptions.start_on",),
        reads=_READS,
    ),
    Metric(
        name="retention_without_milestones",
        label="Revenue renewed after milestones were missed",
        definition="Of the recurring revenue of twelve months before the period's end: the share whose customer still "
        "pays at its end, for customers who had not reached all milestones due in the year before that.",
        formula=f"{_ARR} not all reached",
        unit="share",
        direction="context",
        needs=_RENEWED,
        numerator="missed_renewed_arr_year",
        denominator="missed_arr_year",
        interval="share",
        observations="missed_accounts_with_arr_year",
        observed="accounts",
        evidence="counted",
        frameworks=("NextGen: Effectiveness", "Value of Support: loyalty", "Value chain: Business Value"),
        source=_NEXTGEN,
        traps=_NO_EFFECT,
        doubted_by=("subscriptions.start_on",),
        reads=_READS,
    ),
)
