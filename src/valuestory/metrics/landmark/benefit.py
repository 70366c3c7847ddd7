"""What an accepted answer was good for: one of five classes, as the case says, else by a rule that is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

import ibis

from valuestory.metrics.measures.measure import column
from valuestory.project import BenefitClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from valuestory.project import ContributionSettings

BENEFIT_CLASSES: Final[tuple[str, ...]] = get_args(BenefitClass)
"""The five, in the order in which they were published (ServiceXRG, Support Contribution Index, on tsanet.org)."""
_OBSTACLES, _RISK, _RELATIONSHIP, _ADOPTION, _INSIGHTS = BENEFIT_CLASSES
_GRAVEST: Final = ("1", "s1", "sev1", "sev 1", "severity 1", "critical", "urgent")
"""What systems call the gravest severity, in small letters."""
_BEGINNINGS: Final = ("onboarding", "adoption")
_IN_PRODUCT: Final = ("in-product guide", "in product", "in-product", "guide")


def of_case(cases: ir.Table, settings: ContributionSettings) -> ir.StringValue:
    """Return the class of a case: its own, else that of its reason in the settings, else the rule of the page.

    By that rule a case of the gravest severity mitigated a risk, one about onboarding or adoption accelerated adoption,
    and every other one removed an obstacle.
    """
    own = _plain(column(cases, "benefit_class", "string"))
    known = own.isin(BENEFIT_CLASSES).ifelse(own, ibis.null("string"))
    grave = _plain(column(cases, "severity", "string")).isin(_GRAVEST).fill_null(False)
    early = _plain(column(cases, "life_event", "string")).isin(_BEGINNINGS).fill_null(False)
    rule = grave.ifelse(_RISK, early.ifelse(_ADOPTION, _OBSTACLES))
    return ibis.coalesce(known, _declared(column(cases, "reason", "string"), settings.benefit_of_reason), rule)


def of_visit(sessions: ir.Table, settings: ContributionSettings) -> ir.StringValue:
    """Return the class of a visit: that of its channel in the settings, else by whether it was a guide in the product.

    A guide accelerates adoption; everything else that is read removes an obstacle.
    """
    channel = column(sessions, "channel", "string")
    rule = _plain(channel).isin(_IN_PRODUCT).fill_null(False).ifelse(_ADOPTION, _OBSTACLES)
    return ibis.coalesce(_declared(channel, settings.benefit_of_channel), rule)


def _plain(text: ir.StringValue) -> ir.StringValue:
    return text.strip().lower()


def _declared(text: ir.StringValue, classes: Mapping[str, BenefitClass]) -> ir.StringValue:
    found: ir.StringValue = ibis.null("string")
    for word, benefit in classes.items():
        found = (_plain(text) == word.strip().lower()).fill_null(False).ifelse(benefit, found)
    return found
