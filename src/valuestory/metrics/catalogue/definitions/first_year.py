"""Time to Customer Value: the first year after the purchase, in days that add up."""

from typing import Final

from valuestory.metrics.catalogue.metric import Metric

_BOUGHT: Final = ("milestones.event", "milestones.purchased_at")
_BEFORE: Final = "milestones.presale_value_at"
_AFTER: Final = "milestones.reached_at"
_CASES: Final = ("cases.account_id", "cases.opened_at", "cases.resolved_at")
_READS: Final = ("milestones.account_id", "accounts.churned_at")
_READS_CASES: Final = (*_READS, "cases.interrupted_at", "cases.happy_at")
_KLEVER: Final = "Klever's Law (2017); what it leaves open is our convention: caps, union of interruptions, first year"
_WHO: Final = "of the accounts whose first 365 days after the purchase (of the event first value) end in the period"
_MEAN: Final = (
    "The means of the three parts are over the same accounts and add up to time_to_customer_value exactly; medians "
    "would not, and are never stacked."
)
_ADDS: Final = "sum of days / accounts whose first 365 days end in the period"

FIRST_YEAR: Final = (
    Metric(
        name="time_to_customer_value",
        label="Time to Customer Value",
        definition="Mean days without value in the first year: value before the sale (at most zero, no more than 90 "
        f"days back, none counts as 0) + value after it + time to smile, {_WHO}. Calendar time as the customer has it. "
        "Value not reached in the year is censored there, with 365 days.",
        formula="-min(90, purchased_at - presale_value_at) + min(365, reached_at - purchased_at) + days of the first "
        f"365 on which any case was open from interrupted_at to happy_at, overlaps once; {_ADDS}",
        unit="days",
        direction="down",
        needs=(*_BOUGHT, _BEFORE, _AFTER, *_CASES),
        numerator="first_year_days",
        denominator="first_years",
        interval="ratio",
        observations="first_years",
        observed="accounts",
        evidence="counted",
        frameworks=("Klever: Time to Customer Value", "New Metrics Framework: Business", "Value chain: Customer Value"),
        source=_KLEVER,
        traps=f"{_MEAN} Zero or below is very good, and comes of the first part alone. It says how customers fared who "
        "bought a year ago. Who left counts, with 365 days where there was no value: value_reached_in_first_year says "
        "how often that stands in.",
        reads=_READS_CASES,
    ),
    Metric(
        name="time_to_value_before_sale",
        label="Time to Customer Value: before the sale",
        definition="Mean days, at most zero, by which customers saw value before they paid: no more than 90 days back, "
        f"0 where nothing tells of any, {_WHO}.",
        formula=f"max(-90, min(0, presale_value_at - purchased_at)), 0 where there is none; {_ADDS}",
        unit="days",
        direction="down",
        needs=(*_BOUGHT, _BEFORE),
        numerator="first_year_before_days",
        denominator="first_years",
        interval="ratio",
        observations="first_years",
        observed="accounts",
        evidence="counted",
        frameworks=("Klever: Time to Customer Value", "Value chain: Customer Value"),
        source=_KLEVER,
        traps=f"{_MEAN} Negative is good. A trial nobody recorded counts as 0, so that better records look like sooner "
        "value.",
        reads=_READS[:1],
    ),
    Metric(
        name="time_to_value_after_sale",
        label="Time to Customer Value: after the sale",
        definition=f"Mean days from the purchase until the customer saw value, {_WHO}. Not reached in the year, or not "
        "before the customer left, counts as 365: censored there, so that the mean is one of the first year.",
        formula=f"min(365, max(0, reached_at - purchased_at)), 365 where there is none; {_ADDS}",
        unit="days",
        direction="down",
        needs=(*_BOUGHT, _AFTER),
        numerator="first_year_after_days",
        denominator="first_years",
        interval="ratio",
        observations="first_years",
        observed="accounts",
        evidence="counted",
        frameworks=("Klever: Time to Customer Value", "Value chain: Customer Value"),
        source=f"{_KLEVER}; the mean up to a horizon is the restricted mean survival time",
        traps=f"{_MEAN} A few customers who never got there carry it: the median of first value stands in "
        "time_to_value.",
        reads=_READS,
    ),
    Metric(
        name="time_to_smile_in_first_year",
        label="Time to Customer Value: time to smile",
        definition="Mean days of the first year on which the customer's work was interrupted, from the interruption "
        f"until the customer was happy again, overlaps counted once, {_WHO}. What is open runs to the year's end.",
        formula="days of the union of (interrupted_at, else opened_at, to happy_at, else resolved_at) within 365 days "
        f"of purchased_at; {_ADDS}",
        unit="days",
        direction="down",
        needs=(*_BOUGHT, *_CASES),
        numerator="first_year_smile_days",
        denominator="first_years",
        interval="ratio",
        observations="first_years",
        observed="accounts",
        evidence="counted",
        frameworks=("Klever: Time to Customer Value", "Klever: Time to Smile", "Value chain: Customer Value"),
        source=_KLEVER,
        traps=f"{_MEAN} Days an account, all its interruptions together: time_to_smile is the mean of one. Every case "
        "counts as an interruption, a mere question too. Who left early had fewer days to be interrupted on.",
        reads=_READS_CASES,
    ),
    Metric(
        name="value_reached_in_first_year",
        label="Customers who saw value in their first year",
        definition=f"Share of accounts that saw value within 365 days of the purchase, and before they left, {_WHO}.",
        formula="accounts with reached_at within 365 days / accounts whose first 365 days end in the period",
        unit="share",
        direction="up",
        needs=(*_BOUGHT, _AFTER),
        numerator="first_year_valued",
        denominator="first_years",
        interval="share",
        observations="first_years",
        observed="accounts",
        evidence="counted",
        frameworks=("Klever: Time to Customer Value", "NextGen: Effectiveness", "Value chain: Customer Value"),
        source=_KLEVER,
        traps="The rest counts with 365 days in time_to_value_after_sale: this says how much of that is censored.",
        reads=_READS,
    ),
    Metric(
        name="median_time_to_customer_value",
        label="Time to Customer Value: median",
        definition=f"Days without value in the first year that half of the customers stay under, {_WHO}. Value not "
        "reached in the year is censored.",
        formula="Kaplan-Meier median of the accounts' days of time_to_customer_value",
        unit="days",
        direction="down",
        needs=(*_BOUGHT, _BEFORE, _AFTER, *_CASES),
        numerator="reached",
        denominator="begun",
        interval="median",
        observations="begun",
        observed="accounts whose first 365 days ended",
        evidence="counted",
        frameworks=("Klever: Time to Customer Value", "Value chain: Customer Value"),
        source=f"{_KLEVER}; Kaplan and Meier 1958",
        traps="Stands beside the mean and is never stacked: medians of parts do not add up to it.",
        reads=_READS_CASES,
    ),
)
