"""Views: one catalogue, looked at as each published framework does.

A view is a selection, never a score: nothing is weighted and nothing is added up over metrics. A metric says in its
`frameworks` where it belongs, such as ``NextGen: Support Reach``; what stands here are the groups, in their order, and
the question that each must answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from valuestory.errors import MetricError, did_you_mean
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.catalogue.profiles import asked_of

if TYPE_CHECKING:
    from valuestory.project import Profile


@dataclass(frozen=True)
class Group:
    """A part of a view.

    Parameters
    ----------
    name
        As its source calls it.
    asks
        What its metrics must tell.
    empty
        Why no table can tell it, where none can.
    """

    name: str
    asks: str
    empty: str = ""


@dataclass(frozen=True)
class View:
    """A framework's way to look at the catalogue: its groups in their order.

    Parameters
    ----------
    name, title
        Its key, and its name for a reader.
    framework
        What the `frameworks` of its metrics begin with.
    groups
        Its parts.
    source
        Who published it.
    caution
        What its authors warn of.
    """

    name: str
    title: str
    framework: str
    groups: tuple[Group, ...]
    source: str
    caution: str

    def metrics(self, group: str, profile: Profile = "commercial") -> tuple[Metric, ...]:
        """Return a group's metrics that are asked in a profile, in the order of the catalogue.

        Raises
        ------
        MetricError
            When the view has no such group: the message names the nearest.
        """
        names = [each.name for each in self.groups]
        if group not in names:
            raise MetricError(f'{self.title} have no "{group}"', do=did_you_mean(group, names))
        return tuple(each for each in asked_of(profile).values() if f"{self.framework}: {group}" in each.frameworks)


_AREAS: Final = View(
    "areas",
    "The seven areas of NextGen support metrics",
    "NextGen",
    (
        Group("Customer Engagement", "Who is helped, what the relationship is worth, and why they needed help."),
        Group("Support Reach", "How much shared knowledge is used, of which kind, through which channel."),
        Group("Answers Delivered", "How much of it is really taken in, and not only viewed."),
        Group("Answers Accepted", "How much of it answers the customer's question fully."),
        Group("Effectiveness", "Whether customers can adopt and apply the product after it."),
        Group("Support Costs", "What help costs in full: money, time, and where they go."),
        Group("Delivery Efficiency", "What the outcome is, against what it cost."),
    ),
    "Sweeny, ServiceXRG: NextGen Support Metrics, seven focus areas. Their indicators are not public: these are ours",
    "Silence is no success: answers that customers confirmed and answers inferred from silence stand apart.",
)
_CATEGORIES: Final = View(
    "categories",
    "The five categories of the New Metrics Framework",
    "New Metrics Framework",
    (
        Group("Customer", "How customers find the relationship and each transaction, and how much effort it is."),
        Group("Employee", "How people in Support do, and how soon they are good at it."),
        Group("Business", "How soon customers have value, and what the business has of it."),
        Group("Knowledge", "How much knowledge reaches customers, how soon, and how much of it is used again."),
        Group(
            "Acceleration",
            "How much of the leadership's time goes into improvements.",
            empty="the share of leaders' own time is in no table of customers, cases or knowledge",
        ),
    ),
    "New Metrics Framework working group, now Open Customer Metrics Framework (Klever, 2015 to 2018)",
    "The published shares of executive focus (20, 20, 30, 20, 10) are leadership's time, not weights of metrics.",
)
_CHAIN: Final = View(
    "chain",
    "The Support Contribution Value Chain",
    "Value chain",
    (
        Group("Support Effort", "The time and effort that Support spends to help customers."),
        Group("Support Impact", "Problems solved, barriers removed, questions answered."),
        Group("Customer Value", "Customers reach their goals with the product."),
        Group("Business Value", "The company reaches its goals because its customers do."),
    ),
    "Sweeny, ServiceXRG: Support Contribution Value Chain; which metric belongs to which element is our reading",
    "That one element rises with the one before it does not show that it rises because of it.",
)
_STREAMS: Final = View(
    "streams",
    "The four streams of the value of Support",
    "Value of Support",
    (
        Group("direct resolution", "What Support solves with customers, and what it learns from it."),
        Group("self-service", "What customers solve with that knowledge by themselves."),
        Group("product improvement", "What the company improves because of it."),
        Group("loyalty", "What comes of it: customers stay, and buy again."),
    ),
    "Consortium for Service Innovation: The Value of Support (2008); the division into four streams is ours",
    "The first three are mechanisms and loyalty is their outcome: never add the money of both.",
)
VIEWS: Final[Mapping[str, View]] = {each.name: each for each in (_AREAS, _CATEGORIES, _CHAIN, _STREAMS)}
"""Every view, by name."""


def view(name: str) -> View:
    """Return a view by name.

    Raises
    ------
    MetricError
        When there is no such view: the message names the nearest.
    """
    if name not in VIEWS:
        raise MetricError(f'there is no view "{name}"', do=did_you_mean(name, VIEWS))
    return VIEWS[name]
