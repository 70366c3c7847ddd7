"""How much help is asked for."""

from typing import Final

from valuestory.metrics.catalogue.metric import Metric

DEMAND: Final = (
    Metric(
        name="cases",
        label="Cases",
        definition="Requests for help that were opened in the period, whoever they came from.",
        formula="count of cases by opened_at",
        unit="count",
        direction="context",
        needs=("cases.case_id", "cases.opened_at"),
        numerator="cases",
        denominator="",
        interval="total",
        observations="cases",
        observed="cases",
        evidence="counted",
        frameworks=(
            "NextGen: Support Reach",
            "CSI: demand",
            "Value chain: Support Effort",
            "Value of Support: direct resolution",
        ),
        source="Consortium for Service Innovation, demand-based view of support",
        traps="Grows with the customer base; falls when known questions move to self-service, which is good. "
        "Cases without a known account are counted here and left out of rates per account.",
    ),
    Metric(
        name="contact_rate",
        label="Contact rate",
        definition="Cases that customers opened for every 100 customers of the period.",
        formula="100 x cases of live accounts / accounts live at some time in the period",
        unit="number",
        direction="down",
        needs=("cases.case_id", "cases.opened_at", "accounts.start_at"),
        numerator="cases_of_live_accounts",
        denominator="live_accounts",
        interval="ratio",
        observations="live_accounts",
        observed="accounts",
        evidence="counted",
        frameworks=("CSI: demand", "KCS: phase 4", "Value chain: Support Effort"),
        source="Standard definition: contacts per 100 active customers",
        traps="Mixes wanted questions with failures of the product; a few accounts can carry it, which the interval "
        "shows. Where accounts do not say who left, those count as customers too.",
        scale=100.0,
        doubted_by=("cases.opened_at",),
    ),
)
