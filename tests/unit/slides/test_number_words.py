"""How a number is written: against hand-worked figures and the conventions of the Unicode CLDR."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from valuestory.errors import ProjectError, StoryError
from valuestory.slides.number_words import DEFAULT_FORMAT, FITS, FORMATS, Format, NumberWords, Precision, Style

US = NumberWords("en_US", "USD")


def said(
    value: Any,
    style: Format,
    unit: str,
    words: NumberWords = US,
    *,
    form: Style = "text",
    signed: bool = False,
    **more: Any,
) -> str:
    """A value as a slide has it, with plain spaces and hyphens, to be read easily."""
    shown = words.show(value, style, words.precision(value, style, unit, **more), form=form, signed=signed)
    return shown.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("value", "style", "unit", "expected"),
    [
        (4_000_000, "money", "money", "$4.0 million"),
        (1_949_999, "money", "money", "$1.9 million"),
        (999_600, "money", "money", "$1.0 million"),  # rounded first: not $1,000 thousand
        (994_000, "money", "money", "$990 thousand"),
        (412_345, "money", "money", "$410 thousand"),  # two digits, not three
        (124_000_000, "money", "money", "$120 million"),
        (85_432, "money", "money", "$85 thousand"),
        (1_240, "money", "money", "$1.2 thousand"),
        (999.6, "money", "money", "$1.0 thousand"),
        (996, "money", "money", "$996"),
        (214.4, "money", "money", "$214"),
        (10, "money", "money", "$10"),
        (9.996, "money", "money", "$10"),
        (7.5, "money", "money", "$7.50"),
        (0.01, "money", "money", "$0.01"),
        (0.0042, "money", "money", "$0.0042"),  # under the smallest coin it is still not nothing
        (0, "money", "money", "$0.00"),
        (-1_900_000, "money", "money", "-$1.9 million"),
        (1.2e12, "money", "money", "$1.2 trillion"),
        (3.5e16, "money", "money", "$35,000 trillion"),
        (0.285, "share", "share", "29%"),  # 0.285 / 0.01 is 28.499... in binary
        (0.625, "share", "share", "63%"),
        (-0.004, "share", "share", "-0.4%"),
        (1.04, "share", "share", "104%"),
        (0, "share", "share", "0%"),
        (1, "share", "share", "100%"),
        (0.996, "share", "share", "99.6%"),
        (0.9996, "share", "share", "100.0%"),
        (0.004, "share", "share", "0.4%"),
        (1.003, "share", "share", "100.3%"),
        (41_832, "count", "count", "41,832"),
        (99_999, "count", "count", "99,999"),
        (100_000, "count", "count", "100,000"),
        (412_345, "count", "count", "412,000"),
        (999_600, "count", "count", "1,000,000"),
        (3.4, "number", "number", "3.4"),
        (7.0, "number", "number", "7"),
        (3.4567, "number", "number", "3.46"),
        (9.999, "number", "number", "10.0"),
        (0.31, "number", "number", "0.31"),
        (0.00042, "number", "number", "0.00042"),
        (12_345.6, "number", "number", "12,346"),
        (31.4, "points", "points", "31 points"),
        (3.44, "points", "points", "3.4 points"),
        (1, "points", "points", "1 point"),
        (0.96, "points", "points", "1.0 points"),
        (-1, "points", "points", "-1 point"),
        (0.034, "points", "share", "3.4 points"),
        (0.12, "points", "share", "12 points"),
        (204, "duration", "minutes", "3.4 hours"),
        (59.7, "duration", "minutes", "1.0 hours"),  # not "60 minutes"
        (1, "duration", "minutes", "1 minute"),
        (2_879, "duration", "minutes", "2 days"),  # not "48.0 hours"
        (2_000, "duration", "minutes", "33.3 hours"),
        (41.4, "duration", "days", "41 days"),
        (0.3, "duration", "days", "7.2 hours"),
        ("2026-06-30", "date", "date", "Jun 30, 2026"),
        ("Q2 2026", "text", "text", "Q2 2026"),
    ],
)
def test_a_value_is_rounded_as_worked_out_by_hand(value: Any, style: Format, unit: str, expected: str) -> None:
    """Two digits of money, whole percents, whole days, hours with one decimal; half goes away from zero."""
    assert said(value, style, unit) == expected


LOCALES = """
    en_US | USD | $4.0 million | $4.0 M | $85 K | 62% | 41,832 | 3.4 hours | 3.4 points | Jun 30, 2026
    en_GB | GBP | £4.0 million | £4.0 M | £85 K | 62% | 41,832 | 3.4 hours | 3.4 points | 30 Jun 2026
    de_DE | EUR | 4,0 Millionen € | 4,0 Mio. € | 85.000 € | 62 % | 41.832 | 3,4 Stunden | 3,4 Punkte | 30.06.2026
    de_CH | CHF | CHF 4.0 Millionen | CHF 4.0 Mio. | CHF 85’000 | 62% | 41’832 | 3.4 Stunden | 3.4 Punkte | 30.06.2026
    fr_FR | EUR | 4,0 millions € | 4,0 M € | 85 k € | 62 % | 41 832 | 3,4 heures | 3,4 points | 30 juin 2026
    pt_BR | BRL | R$ 4,0 milhões | R$ 4,0 mi | R$ 85 mil | 62% | 41.832 | 3,4 horas | 3,4 pontos | 30 de jun. de 2026
    es_ES | EUR | 4,0 millones € | 4,0 M € | 85 mil € | 62 % | 41.832 | 3,4 horas | 3,4 puntos | 30 jun 2026
    sv_SE | SEK | 4,0 miljoner kr | 4,0 mn kr | 85 tn kr | 62 % | 41 832 | 3,4 timmar | 3,4 enheter | 30 juni 2026
    ja_JP | JPY | ￥400万 | ￥400万 | ￥8.5万 | 62% | 41,832 | 3.4 時間 | 3.4 ポイント | 2026/06/30
    en_US | CHF | CHF 4.0 million | CHF 4.0 M | CHF 85 K | 62% | 41,832 | 3.4 hours | 3.4 points | Jun 30, 2026
    en_US | JPY | ¥4.0 million | ¥4.0 M | ¥85 K | 62% | 41,832 | 3.4 hours | 3.4 points | Jun 30, 2026
"""
"""Locale, currency; four million in text and as a label; 85,000 as a label; a share, a count, hours, points, a day."""


@pytest.mark.parametrize("row", LOCALES.strip().splitlines())
def test_signs_spaces_words_and_dates_follow_the_locale(row: str) -> None:
    """Symbols stand where CLDR puts them; German and Italian write thousands out, Japanese counts in ten thousands."""
    locale, currency, *expected = (each.strip() for each in row.split("|"))
    words = NumberWords(locale, currency).checked()
    shown = [
        said(4.0e6, "money", "money", words),
        said(4.0e6, "money", "money", words, form="label"),
        said(85_000, "money", "money", words, form="label"),
        said(0.62, "share", "share", words),
        said(41_832, "count", "count", words),
        said(204, "duration", "minutes", words),
        said(3.4, "points", "points", words),
        said("2026-06-30", "date", "date", words),
    ]
    assert shown == expected


def test_arabic_keeps_its_marks_its_words_and_figures_that_the_charts_have_too() -> None:
    """Right-to-left marks stay around amounts, "million" has its plural, digits are those of the workbook."""
    words = NumberWords("ar_EG", "EGP").checked()
    assert said(4.0e6, "money", "money", words) == "\u200f4.0 ملايين ج.م.\u200f"
    assert said(-1.9e6, "money", "money", words) == "\u200f-1.9 مليون ج.م.\u200f"
    assert said(2 * 60, "duration", "minutes", words).startswith("2.0")
    assert said(2, "duration", "minutes", words).startswith("2 ")


@pytest.mark.parametrize(
    ("locale", "value", "expected"),
    [
        ("de_DE", 1_000_000, "1,0 Millionen €"),  # one decimal takes the plural in German ...
        ("fr_FR", 1_900_000, "1,9 million €"),  # ... and under two the singular in French
        ("pl_PL", 85_000, "85 tysięcy €"),
        ("es_ES", 2_400_000_000, "2,4 mil millones €"),  # a Spanish short form counts in millions: not "2,4 M €"
        ("he_IL", 4_000_000, "\u200f4.0 מיליון \u200f€"),
        ("hi_IN", 4_000_000, "€40 लाख"),
        ("en_IN", 4_000_000, "€4.0 million"),
    ],
)
def test_the_word_of_a_scale_is_never_off_by_a_thousand_and_has_its_plural(
    locale: str, value: float, expected: str
) -> None:
    """What the word says times the figure is the value, in every locale."""
    assert said(value, "money", "money", NumberWords(locale, "EUR")) == expected


def test_a_label_says_the_same_amount_as_the_text_in_every_locale() -> None:
    """German has no short word for a thousand, Spanish none for a thousand million: the figure does not suffer."""
    assert said(85_000, "money", "money", NumberWords("it_IT", "EUR"), form="label") == "85.000 €"
    assert said(2.4e9, "money", "money", NumberWords("es_ES", "EUR"), form="label") == "2,4 mil M €"
    assert US.precision("Q2 2026", "text", "text") == Precision()


@pytest.mark.parametrize(
    ("value", "style", "unit", "expected"),
    [
        (-0.4, "count", "count", "0"),
        (-0.0, "share", "share", "0%"),
        (-0.0, "money", "money", "$0.00"),
        (-0.004, "duration", "minutes", "0 minutes"),
        (0.0, "points", "points", "0 points"),
    ],
)
def test_zero_has_no_sign_even_where_a_plus_is_asked_for(value: float, style: Format, unit: str, expected: str) -> None:
    """-0.4 rounds to 0, not to −0, and a change of nothing is not +0."""
    assert said(value, style, unit, signed=True) == expected


def test_signs_are_the_real_minus_and_spaces_do_not_break() -> None:
    """U+2212 lines up with digits; a figure is never parted from its unit at the end of a line."""
    words = NumberWords("en_US", "USD")
    shown = words.show(-4.0e6, "money", words.precision(-4.0e6, "money", "money"))
    assert shown == "\u2212$4.0\u00a0million"
    assert said(4.0e6, "money", "money", signed=True) == "+$4.0 million"


@pytest.mark.parametrize(
    ("value", "bounds", "style", "unit", "expected"),
    [
        (0.62, (0.618, 0.623), "share", "share", ["62.0%", "61.8%", "62.3%"]),
        (0.97, (0.94, 0.997), "share", "share", ["97.0%", "94.0%", "99.7%"]),
        (0.62, (0.55, 0.69), "share", "share", ["62%", "55%", "69%"]),
        (4.0e6, (1.9e6, 6.1e6), "money", "money", ["$4.0 million", "$1.9 million", "$6.1 million"]),
        (4.0e6, (3.98e6, 4.02e6), "money", "money", ["$4.00 million", "$3.98 million", "$4.02 million"]),
        (900_000, (600_000, 1_200_000), "money", "money", ["$0.9 million", "$0.6 million", "$1.2 million"]),
        (-540_000, (-3.91e6, 2.83e6), "money", "money", ["-$0.5 million", "-$3.9 million", "$2.8 million"]),
        (950, (700, 1_200), "money", "money", ["$950", "$700", "$1,200"]),
        (300, (-1.9e6, 1.9e6), "money", "money", ["$0.0 million", "-$1.9 million", "$1.9 million"]),
        (12.2, (11.9, 12.4), "money", "money", ["$12.20", "$11.90", "$12.40"]),
        (41_832, (41_832, 41_832), "count", "count", ["41,832", "41,832", "41,832"]),
        (412_345, (411_900, 412_700), "count", "count", ["412,300", "411,900", "412,700"]),
        (41, (40.6, 41.3), "duration", "days", ["41.0 days", "40.6 days", "41.3 days"]),
    ],
)
def test_bounds_have_the_scale_and_decimals_of_the_value_and_never_read_like_it(
    value: float, bounds: tuple[float, float], style: Format, unit: str, expected: list[str]
) -> None:
    """An interval that is there can be seen: one decimal more where an end would round to the value.

    Where an end is a thousand of the value's scale or more, all are in the end's: "$3,910 thousand" is hard to read.
    """
    precision = US.precision(value, style, unit, bounds=bounds)
    assert [
        US.show(each, style, precision).replace("\u00a0", " ").replace("\u2212", "-") for each in (value, *bounds)
    ] == expected


def test_a_small_change_gives_a_share_one_decimal() -> None:
    """86 % to 87.2 % is shown as 87.2 %, so that the change beside it can be followed; five points need none."""
    assert said(0.872, "share", "share", smallest_change=0.012) == "87.2%"
    assert said(0.872, "share", "share", smallest_change=0.86 - 0.81) == "87%"  # 0.05, less a little in binary


@given(st.floats(-1e15, 1e15), st.sampled_from(["money", "share", "count", "number", "duration", "points"]))
def test_what_is_shown_is_within_half_a_step_of_the_value(value: float, style: Format) -> None:
    """Read back, the figure is the value up to half of its last digit: nothing is ever off by a scale."""
    unit = {"duration": "minutes"}.get(style, style)
    precision = US.precision(value, style, unit)
    shown = US.show(value, style, precision)
    digits = "".join(each for each in shown.replace("\u2212", "-") if each.isdigit() or each in "-.")
    step = precision.scale * 10.0**-precision.decimals
    assert abs(float(digits) * precision.scale - value) <= step / 2 * (1 + 1e-6) + 1e-9 * abs(value)


@given(
    st.floats(0, 1e12),
    st.sampled_from(["en_US", "de_DE", "fr_FR", "ja_JP", "ar_EG", "sv_SE", "pl_PL", "hi_IN", "he_IL", "tr_TR"]),
    st.sampled_from(["text", "label"]),
)
def test_no_locale_leaves_a_pattern_a_name_or_two_spaces_in_a_figure(value: float, locale: str, form: Style) -> None:
    """Neither CLDR's placeholders nor unit names such as duration-hour reach a slide."""
    words = NumberWords(locale, "EUR")
    for style, unit in (("money", "money"), ("duration", "minutes"), ("share", "share")):
        shown = words.show(value, style, words.precision(value, style, unit), form=form)  # type: ignore[arg-type]
        assert not any(wrong in shown for wrong in ("¤", "{0}", "duration", "\u00a0\u00a0", "'")), shown
        assert shown == shown.strip()


def test_an_unknown_locale_or_currency_is_named_with_an_example() -> None:
    """A typing error in valuestory.toml stops the run before any figure is written."""
    with pytest.raises(ProjectError, match="xx_YY"):
        NumberWords("xx_YY").checked()
    with pytest.raises(ProjectError, match='like "en_US"'):
        NumberWords("en-US").checked()
    with pytest.raises(ProjectError, match="ERU"):
        NumberWords("de_DE", "ERU").checked()


def test_a_text_that_is_no_date_is_an_error_with_what_to_write() -> None:
    """`| date` on "Q2" does not crash and does not show "Q2" as if it were a day."""
    with pytest.raises(StoryError, match="2026-06-30"):
        US.show("Q2", "date", Precision())


def test_every_unit_has_a_format_of_its_own_that_fits_it() -> None:
    """The tables of formats agree with each other."""
    assert set(DEFAULT_FORMAT) == set(FITS)
    assert all(DEFAULT_FORMAT[unit] in FITS[unit] for unit in FITS)
    assert {style for formats in FITS.values() for style in formats} == set(FORMATS)


def test_a_month_is_named_in_the_language_of_the_locale() -> None:
    """For periods that are months: long in a sentence, short on an axis."""
    assert US.month("2026-05-01") == "May 2026"
    assert NumberWords("de_DE").month("2026-03-01") == "März 2026"
    assert US.month("2026-09-01", short=True) == "Sep 2026"


def test_a_language_without_a_word_for_points_takes_the_english_one() -> None:
    """Turkish here: a figure with a foreign word rather than a figure without any."""
    assert said(3.4, "points", "points", NumberWords("tr_TR")) == "3,4 points"
    assert said(1, "points", "points", NumberWords("tr_TR")) == "1 point"
