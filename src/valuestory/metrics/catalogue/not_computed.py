"""What published frameworks measure and the catalogue does not compute, each with the reason and what comes nearest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class NotComputed:
    """A measure of a published framework that is not in the catalogue.

    Parameters
    ----------
    name, label
        What it would be called, and its name for a reader.
    framework
        Who publishes it.
    reason
        Why it is not computed, as a sentence or two.
    nearest
        Metrics of the catalogue that come nearest to it, where any do.
    """

    name: str
    label: str
    framework: str
    reason: str
    nearest: tuple[str, ...] = ()


_LISTED: Final = (
    NotComputed(
        "positive_demand",
        "Positive and disruptive demand",
        "CSI: demand",
        "The terms are listed there without a definition, and no table says which questions a company wants to have.",
        ("contact_rate",),
    ),
    NotComputed(
        "participation_rate",
        "Participation rate",
        "KCS",
        "An older name of the link rate: shown beside it, the same thing would count twice.",
        ("link_rate",),
    ),
    NotComputed(
        "corrected_known_share",
        "Known questions, corrected by link accuracy",
        "KCS",
        "The product of both shares holds only where coaches looked at links drawn by chance, which no table says.",
        ("known_share", "link_accuracy"),
    ),
    NotComputed(
        "severe_share",
        "Share of cases of severity 1 and 2",
        "Intelligent Swarming: fit",
        "Severities bear each company's own names: no table says which of them are the first two. Any measure of cases "
        "can be sliced by severity.",
        ("cases",),
    ),
    NotComputed(
        "citation",
        "Citation of one's articles by others",
        "KCS",
        "It is a figure of one person, for coaching only; figures of single people have no place in a deck.",
        ("reuse_rate",),
    ),
    NotComputed(
        "process_adherence",
        "Process Adherence Review",
        "KCS",
        "A coach's checklist on how cases were worked: no table holds its verdicts but those on links and articles.",
        ("link_accuracy", "content_standard"),
    ),
    NotComputed(
        "self_service_goal",
        "The 85/85 goal as one figure",
        "KCS",
        "How often self-service comes first and how often it settles the question are shown side by side: their "
        "product holds only if both are of the same questions, which no table says.",
        ("self_service_before_case", "self_service_success"),
    ),
    NotComputed(
        "resolution_capacity",
        "Resolution capacity",
        "KCS",
        "Cases resolved for every full position need hours of employment; heads are not positions.",
        ("work_minutes_per_resolution",),
    ),
    NotComputed(
        "self_service_eligibility",
        "Attempts, abandoned attempts and assisted eligibility",
        "CSI: service engagement measures",
        "Nothing says which visits and cases are attempts at one and the same issue.",
        ("explicit_deflection", "self_service_confirmed"),
    ),
    NotComputed(
        "offers_of_help",
        "Offers of help answered",
        "Swarming",
        "No table holds requests for help among colleagues, which happen in chat tools.",
        ("collaboration_rate",),
    ),
    NotComputed(
        "support_contribution_index",
        "Support Contribution Index",
        "ServiceXRG",
        "Five steps are published and no formula. What Support contributes to an outcome is an estimate against "
        "comparable customers, and not a metric.",
    ),
    NotComputed(
        "adoption_effect",
        "Effect of answers on adoption",
        "NextGen: Effectiveness",
        "Milestones of customers who got answers, less those of customers who did not, compare unlike customers: it "
        "needs matching on what was before, as an estimate of contribution does.",
        ("answers_accepted",),
    ),
    NotComputed(
        "value_per_cost",
        "Value returned for what was spent",
        "NextGen: Delivery Efficiency",
        "The value that Support returns is an estimate against comparable customers: the yield of its contribution, "
        "and not a metric.",
        ("cost_per_accepted_answer",),
    ),
    NotComputed(
        "cost_per_success_by_channel",
        "Cost per success of each channel",
        "CSI: service engagement measures",
        "The ledger tells self-service from assisted work and no finer channel; the hours logged can be sliced by it.",
        ("cost_per_answer_without_case", "cost_per_resolution", "work_logged"),
    ),
    NotComputed(
        "support_efficiency",
        "Answers by the cheapest channel that could have given them",
        "ServiceXRG: support efficiency",
        "Nothing says whether a cheaper channel could have answered a question.",
        ("assisted_share", "known_share", "cost_per_accepted_answer"),
    ),
    NotComputed(
        "touch_days_to_value",
        "Days of work inside the firm until value",
        "New Metrics Framework: time to value, employee perspective",
        "Work is logged for cases and customers, and nothing says which of it was for a life event: a customer's cases "
        "go on meanwhile, and would count too.",
        ("time_to_value", "handoffs_per_case", "interactions_to_close"),
    ),
    NotComputed(
        "time_to_proficiency_by_event",
        "Time to proficiency for one life event",
        "New Metrics Framework: time to value, employee perspective",
        "A person has one day of working alone, and no table says for which life events it holds.",
        ("time_to_proficiency",),
    ),
    NotComputed(
        "customer_composite_score",
        "Customer Composite score",
        "New Metrics Framework: Customer",
        "Its weights are not public, and a weighted score hides which part moved: the parts stand side by side.",
        ("nps", "csat", "customer_effort_score"),
    ),
    NotComputed(
        "acceleration",
        "Share of leadership time on acceleration",
        "New Metrics Framework: Acceleration",
        "It is how leaders spend their time, which no table holds.",
    ),
    NotComputed(
        "first_contact_within_an_hour",
        "First contact resolution by mail within a business hour",
        "Standard: first contact resolution",
        "Business hours are in no table: the case system's own flag is taken.",
        ("first_contact_resolution",),
    ),
    NotComputed(
        "variants_for_members",
        "TSIA's and COPC's own variants of standard metrics",
        "TSIA, COPC",
        "Their numeric definitions are for members only and could not be read.",
        ("explicit_deflection", "csat"),
    ),
)

NOT_COMPUTED: Final[Mapping[str, NotComputed]] = {each.name: each for each in _LISTED}
"""All of them, by name."""
