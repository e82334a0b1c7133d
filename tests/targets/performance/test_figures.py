from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.performance import Figure, Kind, show, shown_exactly, shown_like

D = Decimal

GROUP = "nationally, of the most similar group"
SHOWN = [
    (Figure(Kind.PERCENTAGE, D("46.4"), decimals=1), "46.4%"),
    (Figure(Kind.PERCENTAGE, D("52")), "52%"),
    (Figure(Kind.PERCENTAGE, D("32"), decimals=1), "32.0%"),
    (Figure(Kind.PERCENTAGE, D("-3.2"), decimals=1), "-3.2%"),
    (Figure(Kind.PERCENTAGE, D("0")), "0%"),
    (Figure(Kind.PERCENTAGE, D("62"), unit="of victims"), "62% of victims"),
    (Figure(Kind.PERCENTAGE, D("2"), unit="percentage points"), "2 percentage points"),
    (Figure(Kind.COUNT, D("21609")), "21,609"),
    (Figure(Kind.COUNT, D("0")), "0"),
    (Figure(Kind.COUNT, D("12345.6"), decimals=1), "12,345.6"),
    (Figure(Kind.COUNT, D("526"), unit="entrants"), "526 entrants"),
    (Figure(Kind.COUNT, D("2300000"), unit="million journeys", decimals=1), "2.3 million journeys"),
    (Figure(Kind.COUNT, D("2300000"), unit="millionaires"), "2,300,000 millionaires"),
    (
        Figure(Kind.RATE, D("0.49"), unit="population in Kent", decimals=2, per=1000),
        "0.49 per 1,000 population in Kent",
    ),
    (Figure(Kind.RATE, D("18.3"), unit="population", decimals=1, per=10000), "18.3 per 10,000 population"),
    (
        Figure(Kind.RATE, D("5.1"), unit="vehicle kilometres", decimals=1, per=10**8),
        "5.1 per 100 million vehicle kilometres",
    ),
    (Figure(Kind.RATE, D("345"), unit="officers", per=1000, counted="complaints"), "345 complaints per 1,000 officers"),
    (Figure(Kind.RATE, D("2"), unit="head", per=1), "2 per head"),
    (Figure(Kind.RATE, D("2"), per=1000), "2 per 1,000"),
    (Figure(Kind.RATIO, D("15.4"), D("3.6"), "%", 1), "15.4% : 3.6%"),
    (Figure(Kind.RATIO, D("9"), D("3.6"), "%", 1), "9.0% : 3.6%"),
    (Figure(Kind.RATIO, D("1"), D("4"), "in"), "1 in 4"),
    (Figure(Kind.RATIO, D("1"), D("10"), "in people"), "1 in 10 people"),
    (Figure(Kind.RATIO, D("3"), D("5"), "out of"), "3 out of 5"),
    (Figure(Kind.RATIO, D("2"), D("1")), "2 : 1"),
    (Figure(Kind.RATIO, D("2"), D("1"), "officers"), "2 : 1 officers"),
    (Figure(Kind.MONEY, D("1500000"), unit="£m", decimals=1), "£1.5m"),
    (Figure(Kind.MONEY, D("1490000"), unit="£m", decimals=2), "£1.49m"),
    (Figure(Kind.MONEY, D("2300000"), unit="£ million", decimals=1), "£2.3 million"),
    (Figure(Kind.MONEY, D("2300000"), unit="£ million saved", decimals=1), "£2.3 million saved"),
    (Figure(Kind.MONEY, D("50000"), unit="£k"), "£50k"),
    (Figure(Kind.MONEY, D("1200000000"), unit="£bn", decimals=1), "£1.2bn"),
    (Figure(Kind.MONEY, D("1886.86"), decimals=2), "£1,886.86"),
    (Figure(Kind.MONEY, D("1886.86"), unit="£", decimals=2), "£1,886.86"),
    (Figure(Kind.MONEY, D("-3000000"), unit="£m"), "-£3m"),
    (Figure(Kind.MONEY, D("12"), unit="members"), "£12 members"),
    (Figure(Kind.MONEY, D("994.58"), unit="population", decimals=2, per=1000), "£994.58 per 1,000 population"),
    (
        Figure(Kind.HOURS, D("35.5"), unit="working hours lost per member of staff", decimals=1),
        "35.5 working hours lost per member of staff",
    ),
    (Figure(Kind.HOURS, D("45"), unit="mins"), "45 mins"),
    (Figure(Kind.RANK, D("22"), D("7"), GROUP), "22nd nationally, 7th of the most similar group"),
    (Figure(Kind.RANK, D("1"), unit="nationally"), "1st nationally"),
    (Figure(Kind.RANK, D("22"), D("7")), "22nd, 7th"),
    (Figure(Kind.RANK, D("22")), "22nd"),
    (Figure(Kind.RANK, D("7.5")), "7.5"),
    (Figure(Kind.LEVEL, D("3")), "Level 3"),
    (Figure(Kind.LEVEL, D("2.5"), decimals=1), "Level 2.5"),
    (Figure(Kind.LEVEL, D("2"), unit="Band"), "Band 2"),
    (Figure(Kind.GRADE, D("3"), words="Good"), "Good"),
    (Figure(Kind.GRADE, None, words="Fair"), "Fair"),
    (Figure(Kind.QUALITATIVE, None, words="In place in all areas."), "In place in all areas."),
]


@pytest.mark.parametrize(("figure", "text"), SHOWN)
def test_a_figure_is_shown_as_people_write_it(figure, text):
    assert (show(figure), str(figure)) == (text, text)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_missing_is_no_data_and_never_zero(kind):
    assert (Figure(kind, None).is_missing, show(Figure(kind, None))) == (True, "no data")


def test_a_rank_on_a_scale_without_its_word_says_nothing():
    assert show(Figure(Kind.GRADE, D(3))) == "no data"


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_a_figure_is_a_finite_number(written):
    with pytest.raises(ValueError, match="finite"):
        Figure(Kind.COUNT, D(written))
    with pytest.raises(ValueError, match="finite"):
        Figure(Kind.RATIO, D(1), D(written))


@pytest.mark.parametrize(
    ("figure", "amount"),
    [
        (Figure(Kind.PERCENTAGE, D("46.4")), D("46.4")),
        (Figure(Kind.RATIO, D("9"), D("3.6"), "%"), D("2.5")),
        (Figure(Kind.RATIO, D("1"), D("4"), "in"), D("0.25")),
        (Figure(Kind.RATIO, D("1"), D("0")), None),
        (Figure(Kind.RATIO, D("1")), None),
        (Figure(Kind.RATIO, None, D("4")), None),
        (Figure(Kind.RANK, D("22"), D("7")), D("22")),
        (Figure(Kind.COUNT, None), None),
    ],
)
def test_what_is_compared_is_the_value_and_of_a_ratio_its_quotient(figure, amount):
    assert figure.amount == amount


def test_other_values_are_shown_like_a_figure():
    rate = Figure(Kind.RATE, None, unit="population", decimals=1, per=1000)
    assert shown_like(rate)(D("73.54")) == "73.5 per 1,000 population"


@pytest.mark.parametrize(
    ("pattern", "value", "text"),
    [
        (Figure(Kind.COUNT, None), "19448.1", "19,448.1"),
        (Figure(Kind.COUNT, None), "19448.00", "19,448"),
        (Figure(Kind.PERCENTAGE, None, decimals=1), "52", "52.0%"),
        (Figure(Kind.PERCENTAGE, None, decimals=1), "51.96", "51.96%"),
        (Figure(Kind.MONEY, None, unit="£m", decimals=1), "1234567", "£1.234567m"),
        (Figure(Kind.MONEY, None, unit="£m", decimals=1), "1000000", "£1.0m"),
    ],
)
def test_what_something_is_judged_by_hides_no_digits(pattern, value, text):
    assert shown_exactly(pattern)(D(value)) == text


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.sampled_from(["", "£k", "£m", "£ million", "£bn"])
)
def test_money_shown_exactly_is_the_same_money(value, unit):
    scale = {"": 1, "£k": 10**3, "£m": 10**6, "£ million": 10**6, "£bn": 10**9}[unit]
    shown = shown_exactly(Figure(Kind.MONEY, None, unit=unit))(value)
    digits = shown.replace("£", "").replace(",", "").rstrip("kmbn ilo")
    assert D(digits) * scale == value
