"""What Support costs, beside what it delivers."""

from typing import Final

from valuestory.metrics.catalogue.metric import Metric

_COSTS: Final = ("costs.month_on", "costs.amount")
_MARGINAL: Final = (*_COSTS, "costs.is_marginal")
_SELF_SERVICE: Final = (*_COSTS, "costs.channel", "article_sessions.session_id", "article_sessions.started_at")
_DEFLECTION: Final = tuple(
    f"article_sessions.{name}" for name in ("is_entitled", "is_success", "is_intended", "needs_followup")
)
_INFERRED: Final = ("article_sessions.is_consumed", "article_sessions.is_success", "cases.case_id", "cases.opened_at")
"""What answers accepted without a case are told by."""
_AVOIDED: Final = (*_SELF_SERVICE, *_DEFLECTION, "costs.is_marginal", "cases.case_id", "cases.opened_at")
_MIX: Final = ("known_share",)
"""What the cost of a case is shown with: the mix of known and new, since what is known leaves for self-service."""
_AVOIDANCE: Final = (
    "Avoidance, not a saving: no budget line fell because of it. At marginal cost, since the people paid anyway cost "
    "the same without these cases."
)

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
        frameworks=("NextGen: Support Costs", "Value chain: Support Effort"),
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
        frameworks=("NextGen: Support Costs", "KCS: phase 4", "Value chain: Support Effort"),
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
        frameworks=("NextGen: Delivery Efficiency", "Value chain: Support Effort"),
        source="MetricNet and HDI, cost per ticket; per resolved issue rather than per contact",
        traps="Rises when easy, known questions move to self-service, though more value is created. Average, not "
        "marginal: a case avoided saves less.",
        beside=_MIX,
    ),
    Metric(
        name="cost_per_case",
        label="Cost per case",
        definition="Fully loaded cost for every case opened in the period: what the trade calls cost per ticket.",
        formula="ledger amount / cases opened",
        unit="money",
        direction="context",
        needs=(*_COSTS, "cases.case_id", "cases.opened_at"),
        numerator="cost_amount",
        denominator="cases",
        interval="ratio",
        observations="cases",
        observed="cases",
        evidence="ledger",
        frameworks=("NextGen: Delivery Efficiency", "NextGen: Support Costs", "Value chain: Support Effort"),
        source="MetricNet and HDI, cost per ticket: operating expense of a month / tickets of that month",
        traps="Goes up when self-service goes right: the easy, known questions leave, and the same people stay. Read "
        "it beside the mix of known and new. Average, not marginal: a case avoided saves marginal_cost_per_case.",
        beside=(*_MIX, "marginal_cost_per_case"),
    ),
    Metric(
        name="marginal_cost_per_case",
        label="Marginal cost per case",
        definition="What varies with the number of cases (contractors, paid by the case or the hour), for every case "
        "opened in the period.",
        formula="ledger lines with is_marginal, without self-service's / cases opened",
        unit="money",
        direction="context",
        needs=(*_MARGINAL, "cases.case_id", "cases.opened_at"),
        numerator="marginal_cost_amount",
        denominator="cases",
        interval="ratio",
        observations="cases",
        observed="cases",
        evidence="ledger",
        frameworks=("NextGen: Delivery Efficiency", "NextGen: Support Costs", "Value chain: Support Effort"),
        source="Management accounting, marginal cost: where the same people stay, the average misleads",
        traps="Which lines vary is Finance's judgement, and over years all of them do. A period in which no line of a "
        "month is marked has none.",
        beside=("cost_per_case",),
    ),
    Metric(
        name="self_service_cost",
        label="Cost of self-service",
        definition="What running self-service cost in the period: the ledger's lines of that channel.",
        formula="sum of ledger lines whose channel is self-service; the part of a segment, or of what `where` chooses, "
        "by its share of the help sessions",
        unit="money",
        direction="context",
        needs=_SELF_SERVICE,
        numerator="self_service_cost_amount",
        denominator="",
        interval="exact",
        observations="self_service_cost_months",
        observed="months of ledger",
        evidence="ledger",
        frameworks=("NextGen: Support Costs", "Value of Support: self-service", "Value chain: Support Effort"),
        source="Consortium for Service Innovation, service engagement measures: length and cost by channel",
        traps="Time that people spend on articles while they work on cases is not in it unless the ledger says so.",
    ),
    Metric(
        name="cost_per_answer_without_case",
        label="Cost per answer in self-service",
        definition="Cost of self-service for every answer accepted without a case.",
        formula="cost of self-service / answers accepted without a case",
        unit="money",
        direction="down",
        needs=(*_SELF_SERVICE, *_INFERRED),
        numerator="self_service_cost_amount",
        denominator="sessions_accepted",
        interval="ratio",
        observations="sessions_accepted",
        observed="sessions",
        evidence="ledger",
        frameworks=("NextGen: Delivery Efficiency", "Value of Support: self-service", "Value chain: Support Effort"),
        source="Consortium for Service Innovation, service engagement measures: cost per success by channel",
        traps="Not to be set against the cost of a case: most of these readers would never have called. Includes "
        "answers inferred from silence.",
    ),
    Metric(
        name="support_cost_avoided",
        label="Cost avoided by self-service",
        definition="What the cases deflected would have cost at the margin, less what running self-service cost.",
        formula="cases deflected x marginal cost per case - cost of self-service",
        unit="money",
        direction="up",
        needs=_AVOIDED,
        numerator="entitled_sessions",
        denominator="",
        interval="product",
        observations="followup_asked",
        observed="readers who answered all",
        evidence="estimated",
        frameworks=("ServiceXRG: deflection", "Value of Support: self-service", "Value chain: Business Value"),
        source="ServiceXRG, measure service deflection (its value in money is ours: marginal cost, less the cost of "
        "running it)",
        traps=f"{_AVOIDANCE} Below zero, self-service cost more than it spared. What a few readers answer is taken "
        "for all: the low case is support_cost_avoided_confirmed.",
        factors=(
            ("entitled_helped", "entitled_judged"),
            ("intent_meant", "intent_asked"),
            ("sessions_deflected", "followup_asked"),
            ("marginal_cost_amount", "cases"),
        ),
        less="self_service_cost_amount",
        beside=("support_cost_avoided_confirmed",),
    ),
    Metric(
        name="support_cost_avoided_confirmed",
        label="Cost avoided by self-service, low case",
        definition="What the cases that readers themselves said were deflected would have cost at the margin, less "
        "what running self-service cost.",
        formula="cases deflected, low case x marginal cost per case - cost of self-service",
        unit="money",
        direction="up",
        needs=_AVOIDED,
        numerator="sessions_deflected",
        denominator="",
        interval="product",
        observations="sessions_deflected",
        observed="sessions",
        evidence="survey",
        frameworks=("ServiceXRG: deflection", "Value chain: Business Value"),
        source="ServiceXRG, measure service deflection, with those who did not answer as not deflected",
        traps=f"{_AVOIDANCE} A floor that moves with how many readers answer, and that bears the whole cost of "
        "self-service: far below zero where few are asked.",
        factors=(("marginal_cost_amount", "cases"),),
        less="self_service_cost_amount",
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
        frameworks=("NextGen: Delivery Efficiency", "Value chain: Support Effort"),
        source="ServiceXRG, NextGen support metrics (outcome against cost; the ratio is ours)",
        traps="Includes answers inferred from silence.",
    ),
)
