"""Which metrics are asked of a company: where there is no revenue, nobody waits for any of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from valuestory.metrics.catalogue import METRICS

if TYPE_CHECKING:
    from valuestory.metrics.catalogue.metric import Metric
    from valuestory.project import Profile

_NOT_ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "commercial": (),
    "internal": ("subscriptions",),
    "public": ("subscriptions", "accounts.churned_at"),
}
"""What a metric needs that there is none of in a profile: revenue, and citizens who leave."""


def asked_of(profile: Profile) -> Mapping[str, Metric]:
    """Return the metrics of the catalogue that make sense in a profile, by name.

    Parameters
    ----------
    profile
        ``internal`` leaves out what is made of contracts, ``public`` also what is made of customers who left.
    """
    outside = _NOT_ASKED[profile]
    return {name: each for name, each in METRICS.items() if not any(_is_of(need, outside) for need in each.needs)}


def _is_of(need: str, outside: tuple[str, ...]) -> bool:
    return need in outside or need.partition(".")[0] in outside
