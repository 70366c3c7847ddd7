"""Which slides of the story that ships a company's metrics carry.

Slides are known here by their keys only. A slide is carried where everything of any one of its choices can be computed;
what it shows besides is left out of it where that is lacking, and the slide is thinner.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from valuestory.metrics.catalogue.profiles import asked_of

if TYPE_CHECKING:
    from valuestory.project import Profile


@dataclass(frozen=True)
class Carried:
    """What a slide of the story that ships is made of.

    Parameters
    ----------
    label
        What it shows, for a reader.
    choices
        Metrics of which `least` are needed; a slide without any is always there.
    shows
        All metrics that it names or draws.
    least
        How many of its choices are needed.
    """

    label: str
    choices: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    least: int = 1

    def is_carried_by(self, metrics: Collection[str]) -> bool:
        """Return whether the slide can be made of these metrics."""
        return not self.choices or sum(each in metrics for each in self.choices) >= self.least


SLIDES: Final[Mapping[str, Carried]] = {
    "title": Carried("Title"),
    "answer": Carried(
        "The answer on one page",
        ("cases",),
        (
            *("answers_accepted", "cost_per_accepted_answer", "answers_without_case", "annual_logo_retention"),
            *("cases", "csat"),
        ),
    ),
    "situation": Carried(
        "What is reported today",
        ("cases", "first_response_time", "time_to_resolution", "csat", "cost_per_case"),
        ("cases", "first_response_time", "time_to_resolution", "csat", "cost_per_case"),
    ),
    "loop": Carried(
        "From one solved case to the next customers",
        ("answers_with_case", "articles_created", "answers_without_case", "improvements_implemented"),
        (
            *("answers_with_case", "articles_created", "answers_without_case", "improvements_implemented"),
            "answers_accepted",
        ),
        least=2,
    ),
    "answers": Carried(
        "From reached to accepted answers",
        ("answers_accepted",),
        (
            *("answers_reached", "answers_delivered", "answers_accepted", "delivery_rate", "acceptance_rate"),
            *("answers_confirmed", "answers_without_case"),
        ),
    ),
    "selfservice": Carried(
        "Contacts that self-service avoided",
        ("deflected_cases", "deflected_cases_confirmed", "self_service_success"),
        (
            *("deflected_cases", "deflected_cases_confirmed", "self_service_success", "self_service_confirmed"),
            *("support_cost_avoided", "marginal_cost_per_case"),
        ),
    ),
    "ttcv": Carried(
        "How soon customers succeed",
        ("time_to_customer_value", "time_to_smile"),
        (
            *("time_to_customer_value", "time_to_value_before_sale", "time_to_value_after_sale"),
            *("time_to_smile_in_first_year", "median_time_to_customer_value", "time_to_value", "gap_to_target"),
            "time_to_smile",
        ),
    ),
    "retention": Carried(
        "Customers and revenue kept",
        ("annual_logo_retention", "annual_net_revenue_retention"),
        ("annual_logo_retention", "annual_gross_revenue_retention", "annual_net_revenue_retention", "nps"),
    ),
    "cost": Carried(
        "Cost in its place",
        ("cost_share_of_revenue", "cost_per_accepted_answer", "work_logged"),
        (
            *("cost_share_of_revenue", "cost_per_accepted_answer", "work_logged", "fully_loaded_cost"),
            *("cost_per_resolution", "cases"),
        ),
    ),
    "limits": Carried("What cannot be shown yet"),
    "decision": Carried("What to decide"),
    "definitions": Carried(
        "What each measure counts",
        (
            *("answers_accepted", "acceptance_rate", "time_to_smile", "deflected_cases", "cost_per_accepted_answer"),
            *("annual_logo_retention", "csat"),
        ),
        (
            *("answers_accepted", "acceptance_rate", "time_to_smile", "deflected_cases", "cost_per_accepted_answer"),
            *("annual_logo_retention", "csat"),
        ),
    ),
    "data_quality": Carried("The data behind it"),
    "scorecard": Carried("Five categories side by side"),
    "published": Carried("What others publish"),
}
"""The slides of the notebook that ships, in its order, but those of `COMPARED`."""
COMPARED: Final = (
    "product",
    "people",
    "chain",
    "bridge",
    "sensitivity",
    "holdout",
    "since",
    "comparison",
    "ledger",
    "index_bridge",
)
"""Slides that stand on a comparison, on a team large enough to be shown, or on an earlier run: whether one can be made
is known only when it is."""


_WITHOUT_REVENUE: Final[Mapping[str, Carried]] = {
    "retention": Carried(
        "Who uses the service, and who gets there",
        ("milestone_rate", "adoption_rate"),
        ("milestone_rate", "adoption_rate", "annual_logo_retention", "nps"),
    ),
    "cost": Carried(
        "Cost in its place",
        ("fully_loaded_cost", "cost_per_resolution", "cost_per_accepted_answer", "work_logged"),
        ("fully_loaded_cost", "cost_per_resolution", "cost_per_accepted_answer", "work_logged", "cases"),
    ),
}
"""The slides that show something else where there is no revenue."""
_COMMERCIAL: Final = ("published",)
"""Slides that speak of buying."""


def slides_of(profile: Profile) -> Mapping[str, Carried]:
    """Return the slides of the story that ships as a profile has them: of metrics that are asked there."""
    if profile == "commercial":
        return SLIDES
    asked = asked_of(profile)
    found = {key: _WITHOUT_REVENUE.get(key, each) for key, each in SLIDES.items() if key not in _COMMERCIAL}
    return {key: _of(each, asked) for key, each in found.items()}


def _of(slide: Carried, asked: Collection[str]) -> Carried:
    """Return a slide with those of its metrics that are asked."""
    choices, shows = (tuple(name for name in names if name in asked) for names in (slide.choices, slide.shows))
    return replace(slide, choices=choices, shows=shows)


def not_made(metric: str, carried: Collection[str], profile: Profile = "commercial") -> tuple[str, ...]:
    """Return the slides that show a metric and are not made, since these metrics do not carry them."""
    slides = slides_of(profile)
    return tuple(key for key, each in slides.items() if metric in each.shows and not each.is_carried_by(carried))


def thinner(metric: str, carried: Collection[str], profile: Profile = "commercial") -> tuple[str, ...]:
    """Return the slides that show a metric and are made without it."""
    slides = slides_of(profile)
    return tuple(key for key, each in slides.items() if metric in each.shows and each.is_carried_by(carried))


def waiting_for(metrics: Collection[str]) -> tuple[str, ...]:
    """Return the slides that any of these metrics would carry."""
    return tuple(key for key, each in SLIDES.items() if set(each.choices) & set(metrics))
