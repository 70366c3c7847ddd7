"""What became better because Support said what customers run into."""

from typing import Final

from valuestory.metrics.catalogue.metric import Metric

_KCS: Final = "Consortium for Service Innovation, KCS: business improvements identified from patterns"
_OCMF: Final = "New Metrics Framework: serviceability suggestions accepted"
_KEY: Final = ("improvements.improvement_id", "improvements.submitted_at")
_EFFECT: Final = (
    *("improvements.improvement_id", "improvements.shipped_at", "improvements.cluster_id"),
    *("cases.case_id", "cases.opened_at", "cases.cluster_id"),
)
_DESIGN: Final = (
    f"{_KCS}: incident volume reduced by corrective action; difference in differences of rates against the other "
    "groups (ours), linearised and clustered by account"
)
_FALLS_ANYWAY: Final = (
    "Groups are improved when they are at their worst and would fall without it (regression to the mean), so that it "
    "is an upper limit of what the improvement did. The other groups must have grown as these would have. Where the "
    "interval holds no change (1, or 0 cases avoided), say so: not distinguishable from none."
)
_LATER: Final = "Suggestions of the newest period have had less time to be taken up, so it still grows."

IMPROVEMENT: Final = (
    Metric(
        name="improvements_submitted",
        label="Improvements suggested",
        definition="Suggestions for the product, the service or a policy that came out of Support in the period.",
        formula="improvements by submitted_at",
        unit="count",
        direction="context",
        needs=_KEY,
        numerator="improvements_submitted",
        denominator="",
        interval="total",
        observations="improvements_submitted",
        observed="suggestions",
        evidence="counted",
        frameworks=("Value of Support: product improvement", "KCS: evolve loop", "Value chain: Support Effort"),
        source=_KCS,
        traps="An activity: a goal on it brings suggestions and no improvements.",
        by="improvement_id",
    ),
    Metric(
        name="improvements_implemented",
        label="Improvements implemented",
        definition="Suggestions out of Support that customers got in the period.",
        formula="improvements by shipped_at",
        unit="count",
        direction="up",
        needs=(*_KEY, "improvements.shipped_at"),
        numerator="improvements_implemented",
        denominator="",
        interval="total",
        observations="improvements_implemented",
        observed="suggestions",
        evidence="counted",
        frameworks=("Value of Support: product improvement", "KCS: evolve loop", "Value chain: Support Impact"),
        source=_KCS,
        traps="Says nothing of what they changed, and small ones count like large ones.",
        by="improvement_id",
    ),
    Metric(
        name="improvements_accepted",
        label="Suggestions taken up",
        definition="Share of the suggestions of the period that were taken up.",
        formula="suggestions with accepted_at / suggestions, by submitted_at",
        unit="share",
        direction="up",
        needs=(*_KEY, "improvements.accepted_at"),
        numerator="improvements_accepted",
        denominator="improvements_submitted",
        interval="share",
        observations="improvements_submitted",
        observed="suggestions",
        evidence="counted",
        frameworks=(
            "New Metrics Framework: Customer",
            "New Metrics Framework: Employee",
            "Value chain: Support Effort",
        ),
        source=_OCMF,
        traps=_LATER,
        by="improvement_id",
    ),
    Metric(
        name="customer_suggestions_accepted",
        label="Customers' suggestions taken up",
        definition="Share of the suggestions that customers made in the period that were taken up.",
        formula="customers' suggestions with accepted_at / customers' suggestions, by submitted_at",
        unit="share",
        direction="up",
        needs=(*_KEY, "improvements.submitted_by", "improvements.accepted_at"),
        numerator="accepted_of_customers",
        denominator="improvements_of_customers",
        interval="share",
        observations="improvements_of_customers",
        observed="suggestions",
        evidence="counted",
        frameworks=("New Metrics Framework: Customer", "Value chain: Support Effort"),
        source=_OCMF,
        traps=_LATER,
        by="improvement_id",
    ),
    Metric(
        name="employee_suggestions_accepted",
        label="Employees' suggestions taken up",
        definition="Share of the suggestions that people in Support made in the period that were taken up.",
        formula="employees' suggestions with accepted_at / employees' suggestions, by submitted_at",
        unit="share",
        direction="up",
        needs=(*_KEY, "improvements.submitted_by", "improvements.accepted_at"),
        numerator="accepted_of_employees",
        denominator="improvements_of_employees",
        interval="share",
        observations="improvements_of_employees",
        observed="suggestions",
        evidence="counted",
        frameworks=("New Metrics Framework: Employee", "Value chain: Support Effort"),
        source=_OCMF,
        traps=_LATER,
        by="improvement_id",
    ),
    Metric(
        name="time_to_cure",
        label="Time to cure",
        definition="Median time from when an improvement was suggested until customers had it, of those suggested in "
        "the period. What is not shipped at the end of the story is censored: it counts as long as it was watched.",
        formula="Kaplan-Meier median of (shipped_at - submitted_at), for improvements by submitted_at",
        unit="days",
        direction="down",
        needs=(*_KEY, "improvements.shipped_at"),
        numerator="reached",
        denominator="begun",
        interval="median",
        observations="begun",
        observed="suggestions",
        evidence="counted",
        frameworks=("KCS: time to cure", "KCS: evolve loop", "Value chain: Support Impact"),
        source="Consortium for Service Innovation, KCS: time to cure, reviewed across functions (named there; the "
        "formula is ours); the median is Kaplan and Meier's",
        traps="From the suggestion, not from the first case about it. Suggestions that were turned down count as not "
        "yet, so that where most are there is no median.",
        by="improvement_id",
    ),
    Metric(
        name="improvement_volume_ratio",
        label="Cases after improvements, of those expected",
        definition="Cases of known customers in the period after improvements were shipped, in the groups of cases "
        "that they were for, of those that the other groups let expect; dated by that period. At 1 nothing changed.",
        formula="cases of the improved groups after / (cases before x cases of the other groups after / before); "
        "before and after are the periods on both sides of the one in which the improvement was shipped",
        unit="number",
        direction="down",
        needs=_EFFECT,
        numerator="cases_seen",
        denominator="cases_expected",
        interval="ratio",
        observations="cases_before",
        observed="cases before, of the improved groups",
        evidence="estimated",
        frameworks=(
            "KCS: business improvements",
            "Value of Support: product improvement",
            "Value chain: Support Impact",
        ),
        source=_DESIGN,
        traps=_FALLS_ANYWAY,
        by="cluster_id",
    ),
    Metric(
        name="improvement_cases_avoided",
        label="Cases fewer after improvements",
        definition="Cases of known customers that the improved groups did not have in the period after improvements "
        "were shipped and that the other groups let expect; dated by that period. Below 0 where there were more.",
        formula="cases of the improved groups before x cases of the other groups after / before - cases after",
        unit="count",
        direction="up",
        needs=_EFFECT,
        numerator="cases_avoided",
        denominator="",
        interval="total",
        observations="cases_before",
        observed="cases before, of the improved groups",
        evidence="estimated",
        frameworks=(
            "KCS: business improvements",
            "Value of Support: product improvement",
            "Value chain: Support Impact",
        ),
        source=_DESIGN,
        traps=f"{_FALLS_ANYWAY} One period's only: what an improvement saves later is in later periods, and not here.",
        by="cluster_id",
    ),
    Metric(
        name="largest_cluster_share",
        label="Cases of the largest group",
        definition="Share of the cases that belong to any group about one issue which the largest group of the period "
        "has.",
        formula="cases of the group with most cases in the period / cases with a group, by opened_at",
        unit="share",
        direction="context",
        needs=("cases.case_id", "cases.opened_at", "cases.cluster_id"),
        numerator="cases_of_largest",
        denominator="cases_grouped",
        interval="share",
        observations="cases_grouped",
        observed="cases",
        evidence="counted",
        frameworks=("KCS: pattern clusters", "KCS: evolve loop", "Value chain: Support Effort"),
        source="Consortium for Service Innovation, KCS: pattern clusters, the largest first (Pareto)",
        traps="The largest is chosen by this period's own cases, which flatters it, and is another one in other "
        "periods. The finer the groups, the smaller it is. A case has one group.",
    ),
)
