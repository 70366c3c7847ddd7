"""What Support costs, beside what it delivers."""

from typing import Final

from valuestory.metrics.metric import Metric

_COSTS: Final = ("costs.month_on", "costs.amount")

COST: Final = (
    Metric(
        name="fully_loaded_cost",
        label="Fully loaded cost",
        definition="Everything that Support cost in the period, by the ledger: people, tools, facilities, training, "
        "overhead.",
        formula="sum of the ledger's lines; the part of a segment, or of what `where` chooses, by its share of the "
        "minutes worked, else of the cases",
        unit="money",
        direction="context",
        needs=_COSTS,
        numerator="cost_amount",
        denominator="",
        interval="exact",
        observations="cost_months",
        observed="months of ledger",
        evidence="ledger",
        frameworks=("NextGen: Support Costs",),
        source="ServiceXRG, NextGen support metrics; MetricNet, cost per ticket (what is included)",
        traps="What the ledger leaves out is not in it. A period of which the ledger lacks a month has no cost.",
    ),
    Metric(
        name="cost_share_of_revenue",
        label="Cost of Support, share of revenue",
        definition="What Support cost in the period as a share of the recurring revenue of the same time.",
        formula="ledger amount / (mean of opening and closing ARR x the period's part of a year)",
        unit="share",
        direction="down",
        needs=(
            *_COSTS,
            "subscriptions.account_id",
            "subscriptions.start_on",
            "subscriptions.end_on",
            "subscriptions.arr_amount",
        ),
        numerator="cost_amount",
        denominator="revenue_amount",
        interval="exact",
        observations="live_accounts",
        observed="accounts",
        evidence="ledger",
        frameworks=("NextGen: Support Costs", "KCS: phase 4"),
        source="Consortium for Service Innovation, support cost as a share of revenue",
        traps="Falls when revenue grows, whatever Support does. Recurring revenue only.",
    ),
    Metric(
        name="cost_per_resolution",
        label="Cost per resolution",
        definition="Fully loaded cost for every case resolved in the period.",
        formula="ledger amount / cases resolved",
        unit="money",
        direction="context",
        needs=(*_COSTS, "cases.resolved_at"),
        numerator="cost_amount",
        denominator="cases_resolved",
        interval="ratio",
        observations="cases_resolved",
        observed="cases",
        evidence="ledger",
        frameworks=("NextGen: Delivery Efficiency",),
        source="MetricNet and HDI, cost per ticket; per resolved issue rather than per contact",
        traps="Rises when easy, known questions move to self-service, though more value is created. Average, not "
        "marginal: a case avoided saves less.",
    ),
    Metric(
        name="cost_per_accepted_answer",
        label="Cost per accepted answer",
        definition="Fully loaded cost for every answer that settled a question, with or without a case.",
        formula="ledger amount / answers accepted",
        unit="money",
        direction="down",
        needs=(
            *_COSTS,
            "cases.resolved_at",
            "cases.reopens_count",
            "article_sessions.is_consumed",
            "article_sessions.is_success",
        ),
        numerator="cost_amount",
        denominator="answers_accepted",
        interval="ratio",
        observations="answers_accepted",
        observed="sessions and cases",
        evidence="ledger",
        frameworks=("NextGen: Delivery Efficiency",),
        source="ServiceXRG, NextGen support metrics (outcome against cost; the ratio is ours)",
        traps="Includes answers inferred from silence.",
    ),
)
