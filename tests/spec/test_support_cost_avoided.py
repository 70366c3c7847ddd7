"""Cost avoided by self-service: what the cases deflected would have cost at the margin, less the cost of self-service.

    cases deflected: 7 entitled x 4/5 helped x 3/4 would have called x 2/3 needed no more = 2.8
    marginal cost per case: 120 / 3 = 40 (of an average of 720 / 3)
    cost of self-service: 60

    2.8 x 40 - 60 = 52

Source: ServiceXRG, measure service deflection; its value in money is ours: marginal cost, less the cost of running it.
"""

import pytest
from tests.spec.tables import answer, company_of, figure

from valuestory.metrics import metric

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at
1       | A          | 2026-04-01
2       | B          | 2026-05-02
3       | C          | 2026-06-30
"""

SESSIONS = """
session_id | account_id | started_at | is_success | is_intended | needs_followup | is_entitled
1          | A          | 2026-04-02 | yes        | yes         | no             | yes
2          | A          | 2026-04-03 | yes        | yes         | no             | yes
3          | B          | 2026-04-04 | yes        | yes         | yes            | yes
4          | B          | 2026-04-05 | yes        | no          | no             | yes
5          | B          | 2026-04-06 | no         |             |                | yes
6          | A          | 2026-05-02 |            |             |                | yes
7          | A          | 2026-06-30 |            |             |                | yes
8          |            | 2026-05-04 | yes        | yes         | no             | no
"""

COSTS = """
month_on   | category    | amount | channel      | is_marginal
2026-04-01 | contractors | 30     | assisted     | yes
2026-04-01 | tools       | 10     | self-service | no
2026-05-01 | contractors | 40     | assisted     | yes
2026-05-01 | tools       | 20     | self-service | no
2026-06-01 | contractors | 50     | assisted     | yes
2026-06-01 | tools       | 30     | self-service | no
2026-06-01 | salaries    | 540    | assisted     | no
"""


def test_deflected_cases_are_worth_their_marginal_cost_less_the_cost_of_self_service() -> None:
    """At the average cost of 240 it would be 612, which no budget line would show."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS, costs=COSTS)
    assert answer(company, "support_cost_avoided") == pytest.approx((52, 1, 52, 3))
    parts = [answer(company, name) for name in ("deflected_cases", "marginal_cost_per_case", "self_service_cost")]
    deflected, marginal, running = (part[2] for part in parts if part is not None)
    assert deflected * marginal - running == pytest.approx(52)


def test_the_interval_is_that_of_a_product_moved_down_by_what_self_service_cost() -> None:
    """What is deflected is at least nothing, so that at worst the cost of self-service was spent for nothing: -60."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS, costs=COSTS)
    found = figure(company, "support_cost_avoided")
    assert found is not None
    assert found.low >= -60
    assert found.low <= 52 <= found.high


def test_it_is_called_avoidance() -> None:
    """A saving would be a budget line that fell."""
    assert "not a saving" in metric("support_cost_avoided").traps
    assert metric("support_cost_avoided").beside == ("support_cost_avoided_confirmed",)


def test_without_a_cost_of_self_service_nothing_is_said() -> None:
    """Gross, it would be a claim that self-service is free."""
    gross = COSTS.replace("self-service", "shared      ")
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS, costs=gross)
    assert answer(company, "support_cost_avoided") is None
