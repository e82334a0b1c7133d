import re
from decimal import Decimal

import pytest

from targets.performance import Figure, Kind
from targets.performance.reading.amounts import AMOUNT, FIELD, PER, figure_of, has_time, with_pounds

D = Decimal

AMOUNTS = [
    ("46.4%", ["46.4%"]),
    ("80.1% White 77.1% BME", ["80.1%", "77.1%"]),
    ("15.4% : 3.6%", ["15.4% : 3.6%"]),
    ("1 in 4 and 1 in 5", ["1 in 4", "1 in 5"]),
    ("£1.5m to £2 million", ["£1.5m", "£2 million"]),
    ("-3.2% (4.1%)", ["-3.2%", "(4.1%)"]),
    ("22nd, 7th", ["22nd", "7th"]),
    ("Level 3 Level 2", ["Level 3", "Level 2"]),
    ("2 percentage points", ["2 percentage points"]),
    ("12,345.6", ["12,345.6"]),
    ("1,000,000", ["1,000,000"]),
    (".5", [".5"]),
    ("5.", ["5"]),
    ("5, 6", ["5", "6"]),
    ("5;6", ["5", "6"]),
    ("2.3 million journeys", ["2.3 million"]),
    ("2.3 millionaires", ["2.3"]),
    ("10 - 17", ["10", "17"]),
    ("10-17", []),
    ("2008/09", []),
    ("12,34", []),
    ("1.2.3", []),
    ("Q1", []),
    ("A12", []),
    ("12a", []),
    ("50p", []),
    ("1.5m", []),
    ("12.5.2009", []),
    ("10:30:15", []),
    ("no number", []),
    ("3 in 2009", ["3", "2009"]),
    ("(46.4", ["46.4"]),
]


@pytest.mark.parametrize(("text", "amounts"), AMOUNTS)
def test_amounts_are_found_whole_and_apart_from_what_only_looks_like_one(text, amounts):
    assert [found[0] for found in re.finditer(AMOUNT, text)] == amounts


def figure(amount, words="", hint=None):
    return figure_of(re.fullmatch(AMOUNT, amount), words, hint)


@pytest.mark.parametrize(
    ("amount", "words", "read"),
    [
        ("46.4%", "", Figure(Kind.PERCENTAGE, D("46.4"), decimals=1)),
        ("46.4%", "of victims per year", Figure(Kind.PERCENTAGE, D("46.4"), unit="of victims per year", decimals=1)),
        ("5", "offences", Figure(Kind.COUNT, D(5), unit="offences")),
        ("5", "days", Figure(Kind.HOURS, D(5), unit="days")),
        ("5", "hours lost per officer", Figure(Kind.HOURS, D(5), unit="hours lost per officer")),
        ("5", "crimes per day", Figure(Kind.RATE, D(5), unit="day", per=1, counted="crimes")),
        ("5", "per million vehicle kilometres", Figure(Kind.RATE, D(5), unit="vehicle kilometres", per=10**6)),
        ("5", "per 10 million vehicle kilometres", Figure(Kind.RATE, D(5), unit="vehicle kilometres", per=10**7)),
        ("£5", "per head", Figure(Kind.MONEY, D(5), unit="head", per=1)),
        ("£5k", "saved per 1,000 officers", Figure(Kind.MONEY, D(5000), None, "£k officers", 0, 1000, "saved")),
        ("Level 3", "", Figure(Kind.LEVEL, D(3))),
        ("Level 3", "reached", None),
        ("7th", "of the most similar group", Figure(Kind.RANK, D(7), unit="of the most similar group")),
        ("7th", "phase", None),
        ("7th", "nationally unknown", None),
        ("5%:4", "", None),
        ("1% in 4%", "", None),
        ("£5", "m", None),
    ],
)
def test_an_amount_and_its_words_make_a_figure(amount, words, read):
    assert figure(amount, words) == read


@pytest.mark.parametrize("hint", list(Kind))
def test_a_hint_never_changes_an_amount_that_says_what_it_is(hint):
    assert figure("5%", "", hint).kind is Kind.PERCENTAGE
    assert figure("£5", "", hint).kind is Kind.MONEY
    assert figure("5", "days", hint).kind is Kind.HOURS
    assert figure("5", "per 1,000 population", hint).kind is Kind.RATE


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("hours", True),
        ("working days lost", True),
        ("mins", True),
        ("HOURS", True),
        ("crimes per day", False),
        ("daytime", False),
        ("offences", False),
        ("", False),
    ],
)
def test_time_is_named_before_any_per(words, named):
    assert has_time(words) is named


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1.5m", "£1.5m"),
        ("1.5 m", "£1.5 m"),
        ("North 1.5m South 2k", "North £1.5m South £2k"),
        ("£1.5m", "£1.5m"),
        ("1500000", "1500000"),
        ("1.5 million", "1.5 million"),
    ],
)
def test_money_may_be_written_without_its_sign(text, read):
    assert with_pounds(text) == read


@pytest.mark.parametrize("text", ["per 1,000", "per 100 million", "per thousand", "per million", "per 10000"])
def test_per_how_many_is_no_amount(text):
    assert re.fullmatch(PER, text)


@pytest.mark.parametrize(
    ("words", "is_field"),
    [
        ("nationally", True),
        ("of the most similar group", True),
        ("in England and Wales", True),
        ("nationally of 43", True),
        ("nationally and rising", False),
        ("phase of rollout", False),
        ("March", False),
    ],
)
def test_a_place_is_among_others(words, is_field):
    assert bool(re.fullmatch(FIELD, words)) is is_field
