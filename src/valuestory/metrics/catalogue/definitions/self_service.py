"""How far Support reaches, and how self-service is used beside cases."""

from typing import Final

from valuestory.metrics.catalogue.metric import Metric

_KCS: Final = "Consortium for Service Innovation, KCS"
_BOTH: Final = ("article_sessions.session_id", "article_sessions.started_at", "cases.case_id", "cases.opened_at")
_ACCOUNTS: Final = (
    "Whoever of the account came: in a large account somebody always does, so that it is overstated there."
)

SELF_SERVICE: Final = (
    Metric(
        name="support_reach",
        label="Support reach",
        definition="Share of the customers that turned to Support's knowledge at least once: by a help session or a "
        "case.",
        formula="live accounts with a help session or a case / accounts live at some time in the period",
        unit="share",
        direction="up",
        needs=(*_BOTH, "accounts.start_at"),
        numerator="accounts_reached",
        denominator="live_accounts",
        interval="share",
        observations="live_accounts",
        observed="accounts",
        evidence="counted",
        frameworks=("NextGen: Support Reach", "Value chain: Support Impact"),
        source="ServiceXRG, NextGen support metrics (the area named there; the counting rule is ours)",
        traps="Distinct accounts, not people: one visit is reach. Visitors who are not known reach nobody, and a year "
        "reaches more accounts than its quarters do.",
    ),
    Metric(
        name="assisted_share",
        label="Assisted share of demand",
        definition="Share of the times somebody turned to Support's knowledge that was a case.",
        formula="cases / (help sessions + cases)",
        unit="share",
        direction="context",
        needs=_BOTH,
        numerator="cases",
        denominator="answers_reached",
        interval="share",
        observations="answers_reached",
        observed="sessions and cases",
        evidence="counted",
        frameworks=("CSI: demand", "Value of Support: self-service", "Value chain: Support Effort"),
        source="Consortium for Service Innovation, demand-based view of support (members estimate under 5 %)",
        traps="Sessions are not questions: several can be one. Ten times as many sessions as cases is usual, most of "
        "which would never have become cases.",
    ),
    Metric(
        name="self_service_before_case",
        label="Self-service tried before a case",
        definition="Share of the cases of known customers before which the same customer had come to self-service "
        "within 14 days.",
        formula="cases with a help session of the account in the 14 days up to opened_at / cases of known accounts",
        unit="share",
        direction="up",
        needs=(*_BOTH, "cases.account_id", "article_sessions.account_id"),
        numerator="cases_after_visit",
        denominator="cases_of_known",
        interval="share",
        observations="cases_of_known",
        observed="cases",
        evidence="estimated",
        frameworks=("KCS: self-service use before case", "KCS: 85/85", "Value chain: Support Impact"),
        source=f"{_KCS}, technique 5.12: cases with a prior session / cases (the window of 14 days is ours)",
        traps=f"{_ACCOUNTS} What was read before a case did not settle it; what was read instead of one is in "
        "self_service_success. Before the first recorded session nothing is seen.",
    ),
    Metric(
        name="case_within_a_day_of_visit",
        label="Cases within a day of a visit",
        definition="Share of the cases of known people before which the same person had come to self-service within 24 "
        "hours.",
        formula="cases with a help session of the person in the 24 hours up to opened_at / cases whose person is known",
        unit="share",
        direction="context",
        needs=(*_BOTH, "cases.account_id", "cases.contact_id", "article_sessions.user_id"),
        numerator="cases_day_after_visit",
        denominator="cases_of_visitors",
        interval="share",
        observations="cases_of_visitors",
        observed="cases",
        evidence="counted",
        frameworks=("KCS: incidents within 24 hours of a web session", "Value chain: Support Impact"),
        source=f"{_KCS}, metrics matrix of phase 3: incidents opened within 24 hours of a web session by the same "
        "person",
        traps="Read both ways: self-service was tried first, which is good, and it did not answer, which is not. The "
        "help centre and the case system must call a person the same.",
    ),
    Metric(
        name="self_service_ratio",
        label="Self-service ratio",
        definition="Help sessions for every person who opened a case.",
        formula="help sessions by started_at / people who opened a case in the period, each counted once an account",
        unit="number",
        direction="up",
        needs=(*_BOTH, "cases.contact_id"),
        numerator="sessions",
        denominator="requesters",
        interval="ratio",
        observations="requesters",
        observed="people who opened a case",
        evidence="counted",
        frameworks=("Standard: self-service ratio", "Value of Support: self-service", "Value chain: Support Impact"),
        source="Zendesk, self-service score: help centre user sessions / users in tickets, as n to 1",
        traps="Sessions are not questions, and it is not deflection: a help centre that is hard to search has more "
        "of them. People are distinct within an account and a period, so that a year's ratio is not the mean of its "
        "quarters'.",
    ),
)
