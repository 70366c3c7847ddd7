"""Whether customers use what they pay for, and whether the company's own health score knows who will leave."""

from typing import Final

from valuestory.metrics.catalogue.metric import Metric

_STANDARD: Final = "Standard definition of subscription businesses"
_PERSON_ROWS: Final = "Rows of days and of months must not be mixed: each counts alike."
_SCORE: Final = ("usage.account_id", "usage.at", "usage.health_score")
_LEFT: Final = (*_SCORE, "accounts.start_at", "accounts.churned_at")
_VALIDATION: Final = (
    "Practice of customer success: a health score is validated on later renewal, by discrimination (area under the "
    "curve, Hanley and McNeil 1982) and calibration"
)
_LEAK: Final = (
    "The weights are the company's. Where cases are part of the score, it must not be used as Support's own outcome."
)


def _third(third: str, which: str) -> Metric:
    return Metric(
        name=f"annual_logo_retention_{third}_health",
        label=f"Customers kept over a year, {which} health",
        definition="Share of the customers of twelve months before the period's end that are still customers, of the "
        f"third with the {which} health score before those twelve months.",
        formula=f"those kept / accounts of the third of scores that is {which}",
        unit="share",
        direction="up",
        needs=_LEFT,
        numerator=f"{third}_health_kept",
        denominator=f"{third}_health_accounts",
        interval="share",
        observations=f"{third}_health_accounts",
        observed="accounts",
        evidence="counted",
        frameworks=("Standard: health score", "Value chain: Business Value"),
        source=_VALIDATION,
        traps="A score that knows who leaves has three thirds that rise from low to high; where they do not, it ranks "
        f"by chance. {_LEAK}",
        doubted_by=("accounts.churned_at",),
        beside=("annual_health_score_auc",),
    )


HEALTH: Final = (
    Metric(
        name="adoption_rate",
        label="Adoption",
        definition="Share of the people who might use the product that do.",
        formula="sum of active users / sum of licensed users, over the usage rows that say both",
        unit="share",
        direction="up",
        needs=("usage.account_id", "usage.at", "usage.active_users_count", "usage.licensed_users_count"),
        numerator="licensed_active",
        denominator="licensed_users",
        interval="ratio",
        observations="licensed_users",
        observed="licensed users",
        evidence="counted",
        frameworks=("NextGen: Effectiveness", "Value chain: Customer Value"),
        source=_STANDARD,
        traps="Above 100 % where more people use the product than are licensed. Large customers weigh most. "
        f"{_PERSON_ROWS}",
    ),
    Metric(
        name="active_users_per_account",
        label="Active users per account",
        definition="How many people of a customer use the product, on average over its usage rows.",
        formula="sum of active users / usage rows that say them",
        unit="number",
        direction="up",
        needs=("usage.account_id", "usage.at", "usage.active_users_count"),
        numerator="active_users",
        denominator="active_users_known",
        interval="ratio",
        observations="active_users_known",
        observed="usage rows",
        evidence="counted",
        frameworks=("NextGen: Effectiveness", "Value chain: Customer Value"),
        source=_STANDARD,
        traps=f"Moves with the mix of large and small customers. {_PERSON_ROWS}",
    ),
    Metric(
        name="events_per_active_user",
        label="Use per active user",
        definition="How much is done in the product by each person who uses it, in the time that a usage row is of.",
        formula="sum of events / sum of active users, over the usage rows that say both",
        unit="number",
        direction="up",
        needs=("usage.account_id", "usage.at", "usage.active_users_count", "usage.events_count"),
        numerator="usage_events",
        denominator="eventful_users",
        interval="ratio",
        observations="eventful_users",
        observed="active users",
        evidence="counted",
        frameworks=("NextGen: Effectiveness", "Value chain: Customer Value"),
        source=_STANDARD,
        traps=f"Events are what the product logs: a new log is no new use. More may be toil. {_PERSON_ROWS}",
    ),
    Metric(
        name="health_score",
        label="Health score",
        definition="The company's own health score, as a mean over its usage rows.",
        formula="sum of health scores / usage rows that have one",
        unit="number",
        direction="up",
        needs=_SCORE,
        numerator="health_sum",
        denominator="health_rows",
        interval="ratio",
        observations="health_rows",
        observed="usage rows",
        evidence="estimated",
        frameworks=("Standard: health score", "Value chain: Customer Value"),
        source="The company's own composite, meant to foretell renewal",
        traps=f"{_LEAK} Worth no more than its validation: annual_health_score_auc and the three thirds.",
        beside=("annual_health_score_auc",),
    ),
    Metric(
        name="health_score_auc",
        label="Health score's hold on who leaves",
        definition="Chance that, of a customer who left in the period and one who stayed, the one who left had the "
        "lower health score in the period before.",
        formula="pairs in which who left scored lower, and half of those that scored alike / pairs of one who left and "
        "one who stayed",
        unit="number",
        direction="up",
        needs=_LEFT,
        numerator="health_before",
        denominator="health_kept",
        interval="auc",
        observations="health_known",
        observed="accounts",
        evidence="counted",
        frameworks=("Standard: health score", "Value chain: Customer Value"),
        source=_VALIDATION,
        traps="0.5 is a coin, and below it the score points the wrong way: where the interval takes in 0.5, it is not "
        f"distinguishable from a coin. It ranks, and says nothing of how many leave. {_LEAK}",
        doubted_by=("accounts.churned_at",),
    ),
    Metric(
        name="annual_health_score_auc",
        label="Health score's hold on who leaves within a year",
        definition="Chance that, of a customer who left in the twelve months up to the period's end and one who "
        "stayed, the one who left had the lower health score before them.",
        formula="pairs in which who left scored lower, and half of those that scored alike / pairs of one who left and "
        "one who stayed",
        unit="number",
        direction="up",
        needs=_LEFT,
        numerator="health_before_year",
        denominator="health_kept_year",
        interval="auc",
        observations="health_known_year",
        observed="accounts",
        evidence="counted",
        frameworks=("Standard: health score", "Value chain: Customer Value"),
        source=_VALIDATION,
        traps="0.5 is a coin, and below it the score points the wrong way: where the interval takes in 0.5, it is not "
        f"distinguishable from a coin. It ranks, and says nothing of how many leave. {_LEAK}",
        doubted_by=("accounts.churned_at",),
        beside=tuple(f"annual_logo_retention_{third}_health" for third in ("low", "middle", "high")),
    ),
    _third("low", "lowest"),
    _third("middle", "middle"),
    _third("high", "highest"),
)
