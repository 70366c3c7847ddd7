"""Money: every amount in the reporting currency, by the rate of its day, or not at all."""

from __future__ import annotations

from tests.unit.data.conftest import Company, fault, values

LINES = """
account_id,start_on,arr_amount,currency
A1,2024-01-15,100,USD
A2,2024-01-15,100,EUR
A3,2024-07-01,100,eur
"""
RATES = """
currency,on,rate
EUR,2024-01-01,1.10
EUR,2024-07-01,1.20
GBP,2024-01-01,1.30
"""


def test_amounts_are_converted_by_the_rate_of_their_day(company: Company) -> None:
    """100 EUR are 110 USD in January and 120 from July on; the currency stays to be sliced by."""
    found = company({"subscriptions": LINES, "exchange_rates": RATES})
    assert values(found, "subscriptions", "account_id", "arr_amount", "currency") == [
        ("A1", 100.0, "USD"),
        ("A2", 110.00000000000001, "EUR"),
        ("A3", 120.0, "eur"),
    ]


def test_a_currency_without_a_rate_stops(company: Company) -> None:
    """Adding yen to dollars would be wrong by a factor: nothing is given."""
    stop = fault(
        company({"subscriptions": LINES + "A1,2024-01-01,5,JPY\n", "exchange_rates": RATES}), "has no rate to USD"
    )
    assert (stop.action, stop.count, stop.examples) == ("stops", 1, ("row 4: JPY",))


def test_without_any_rates_foreign_money_stops(company: Company) -> None:
    """Two of the three lines are in euros and there is no table of rates."""
    stop = fault(company({"subscriptions": LINES}), "has no rate to USD")
    assert (stop.action, stop.count) == ("stops", 2)


def test_a_day_before_the_first_rate_takes_the_first_and_says_so(company: Company) -> None:
    """A line of 2023 is converted by the rate of January 2024."""
    found = company({"subscriptions": LINES + "A1,2023-05-01,100,GBP\n", "exchange_rates": RATES})
    assert fault(found, "dated before the first rate").examples == ("row 4: GBP",)
    assert (130.0,) in values(found, "subscriptions", "arr_amount")


def test_the_sources_currency_holds_where_rows_name_none(company: Company) -> None:
    """A ledger in pounds is said to be in the settings, since its rows do not say it."""
    found = company(
        {"costs": "month_on,category,amount\n2024-02-01,salaries,10\n", "exchange_rates": RATES},
        '[sources.costs]\ncurrency = "GBP"\n',
    )
    assert values(found, "costs", "amount") == [(13.0,)]


def test_doubling_every_rate_doubles_foreign_money_only(company: Company) -> None:
    """The reporting currency's own lines do not move."""
    once = dict(
        values(company({"subscriptions": LINES, "exchange_rates": RATES}), "subscriptions", "account_id", "arr_amount")
    )
    doubled = RATES.replace("1.10", "2.20").replace("1.20", "2.40")
    twice = dict(
        values(
            company({"subscriptions": LINES, "exchange_rates": doubled}), "subscriptions", "account_id", "arr_amount"
        )
    )
    assert (twice["A1"], twice["A2"], twice["A3"]) == (once["A1"], 2 * once["A2"], 2 * once["A3"])


def test_a_currency_under_another_name_is_never_left_out(company: Company) -> None:
    """Read as a slice it would have dollars and pounds added up as if they were one: it stops until it is said."""
    lines = LINES.replace("currency", "Billing Currency")
    stop = fault(company({"subscriptions": lines, "exchange_rates": RATES}), "reads like the currency of its amounts")
    assert (stop.table, stop.column, stop.action) == ("subscriptions", "currency", "stops")
    said = '[sources.subscriptions.columns]\ncurrency = "Billing Currency"\n'
    assert said.strip().replace("\n", " ") in stop.do
    plain = values(company({"subscriptions": LINES, "exchange_rates": RATES}), "subscriptions", "arr_amount")
    mapped = company({"subscriptions": lines, "exchange_rates": RATES}, settings=said)
    assert values(mapped, "subscriptions", "arr_amount") == plain
    other = company({"subscriptions": lines}, settings='[sources.subscriptions]\nskip = ["Billing Currency"]\n')
    assert not [each for each in other.faults if each.column == "currency" and each.action == "stops"]
