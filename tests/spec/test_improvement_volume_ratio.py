"""Cases after improvements, of those expected: what was seen where something was improved, against other groups.

Shipped for group X in the first quarter: before is the last quarter of 2025, after the second of 2026.

    X before: 10     X after: 6
    Y before: 20     Y after: 30     nothing was shipped for it
    Z before: 9      Z after: 1      shipped in the second quarter: in neither

    expected: 10 x 30 / 20 = 15     seen of expected: 6 / 15 = 0.4

Source: Consortium for Service Innovation, KCS; difference in differences is ours. Where every case is of another
customer, the variance of a ratio of two ratios is its square times 1/6 + 1/10 + 1/30 + 1/20 (delta method).
"""

import pytest
from scipy.stats import t as student
from tests.spec.tables import answer, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""

IMPROVEMENTS = """
improvement_id | submitted_at | shipped_at | cluster_id
1              | 2025-11-01   | 2026-02-10 | X
2              | 2025-11-01   | 2026-05-10 | Z
3              | 2025-11-01   | 2026-02-10 |
4              | 2025-11-01   |            | Y
"""

BEFORE, AFTER = "2025-11-15", "2026-05-15"


def cases_of(*groups: tuple[str, str, int], repeated: int = 1) -> str:
    """Return a table of cases of groups on days, each of an account of its own, over the whole of three quarters."""
    lines = ["case_id | account_id | opened_at | cluster_id", "first | | 2025-10-01 | ", "last | | 2026-06-30 | "]
    for group, day, count in groups:
        for number in range(count):
            lines += [
                f"{group}{day}{number}-{copy} | {group}{day}{number} | {day} | {group}" for copy in range(repeated)
            ]
    return "\n".join(lines)


NOBODY_S = "\n".join(f"n{number} | | {AFTER} | X" for number in range(50))
COUNTS = (
    *(("X", BEFORE, 10), ("X", AFTER, 6), ("Y", BEFORE, 20), ("Y", AFTER, 30)),
    *(("Z", BEFORE, 9), ("Z", AFTER, 1), ("X", "2026-02-10", 99)),
)


def test_the_other_groups_say_what_to_expect() -> None:
    """6 of 15, and n is what there was before; what happened in the quarter of the shipping is in neither."""
    cases = f"{cases_of(*COUNTS)}\n{NOBODY_S}"  # whose account is not known is left out
    company = company_of(accounts=ACCOUNTS, cases=cases, improvements=IMPROVEMENTS)
    assert answer(company, "improvement_volume_ratio") == pytest.approx((6, 15, 0.4, 10))


def test_the_interval_is_that_of_four_independent_counts() -> None:
    """Student's t with the 59 other customers behind what is expected, as for every ratio."""
    company = company_of(accounts=ACCOUNTS, cases=cases_of(*COUNTS), improvements=IMPROVEMENTS)
    found = figure(company, "improvement_volume_ratio")
    assert found is not None
    error = 0.4 * (1 / 6 + 1 / 10 + 1 / 30 + 1 / 20) ** 0.5
    assert found.high == pytest.approx(0.4 + student.ppf(0.975, 59) * error * (60 / 59) ** 0.5)
    assert found.low == 0


def test_a_customer_s_cases_are_one_voice() -> None:
    """Four cases of each customer in the place of one: the same ratio, and not one bit surer."""
    once, often = (
        figure(
            company_of(accounts=ACCOUNTS, cases=cases_of(*COUNTS, repeated=repeated), improvements=IMPROVEMENTS),
            "improvement_volume_ratio",
        )
        for repeated in (1, 4)
    )
    assert once is not None
    assert often is not None
    assert (often.value, often.high) == pytest.approx((once.value, once.high))


def test_without_another_group_nothing_is_expected() -> None:
    """What grew or fell for all cannot be told from what the improvement did."""
    company = company_of(accounts=ACCOUNTS, cases=cases_of(*COUNTS[:2]), improvements=IMPROVEMENTS)
    assert answer(company, "improvement_volume_ratio") is None
