from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.dates import MONTHS, PartialDate, Precision, parse_partial_date

DAY, MONTH, QUARTER, YEAR = Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR

MONTH_TEXTS = [
    "June 2010",
    "june 2010",
    "JUNE 2010",
    "Jun 2010",
    "Jun. 2010",
    "June, 2010",
    "June 2010.",
    "Jun-10",
    "Jun 10",
    "June '10",
    "June ’10",
    "June10",
    "06/2010",
    "6/2010",
    "2010-06",
    "by June 2010",
    "by end of June 2010",
    "By the end of June 2010",
    "end June 2010",
    "end of June 2010",
    "End-June 2010",
    "due: June 2010",
    "to be completed by June 2010",
    "no later than June 2010",
    "during June 2010",
    "(June 2010)",
    " June\n2010 ",
    "June\u00a02010",
]


@pytest.mark.parametrize("text", MONTH_TEXTS)
def test_a_month_is_due_on_its_last_day(text):
    read = parse_partial_date(text)
    assert (read.precision, read.start, read.due) == (MONTH, date(2010, 6, 1), date(2010, 6, 30))


DAY_TEXTS = [
    "31/03/2010",
    "31/3/10",
    "31.03.2010",
    "31-03-2010",
    "31 March 2010",
    "31st Mar 10",
    "31st of March 2010",
    "31 March, 2010",
    "31-Mar-2010",
    "31-Mar-10",
    "31Mar2010",
    "March 31, 2010",
    "March 31st 2010",
    "2010-03-31",
    "2010/03/31",
    "2010-03-31 00:00:00",
    "2010-03-31T00:00:00",
    "31/03/2010 00:00",
    "by 31 March 2010",
    "Wed 31 March 2010",
    "Wednesday, 31 March 2010",
    "on Wednesday 31/03/2010",
]


@pytest.mark.parametrize("text", DAY_TEXTS)
def test_a_day_is_due_on_that_day(text):
    read = parse_partial_date(text)
    assert (read.precision, read.start, read.due) == (DAY, date(2010, 3, 31), date(2010, 3, 31))


QUARTER_TEXTS = [
    "Q2 2009/10",
    "q2 2009/10",
    "Q2 2009-10",
    "Q2 2009/2010",
    "Q2 09/10",
    "Q2 2009",
    "Q2 09",
    "Q2, 2009/10",
    "Q2 of 2009/10",
    "Q2 FY 2009/10",
    "Qtr 2 2009/10",
    "Quarter 2 2009/10",
    "Quarter 2 of financial year 2009/10",
    "2nd quarter 2009/10",
    "Second quarter of 2009/10",
    "the second quarter of 2009/10",
    "end of Q2 2009/10",
    "by the end of Q2 2009/10",
    "2009/10 Q2",
    "2009/10 quarter 2",
    "July-September 2009",
    "Jul – Sep 2009",
    "July to September 2009",
    "July 2009 to September 2009",
    "Quarter 2, July to September 2009",
]


@pytest.mark.parametrize("text", QUARTER_TEXTS)
def test_a_quarter_is_that_of_the_financial_year(text):
    read = parse_partial_date(text)
    assert (read.precision, read.start, read.due) == (QUARTER, date(2009, 7, 1), date(2009, 9, 30))


@pytest.mark.parametrize(
    ("text", "precision", "start", "due"),
    [
        ("Dec 2009", MONTH, date(2009, 12, 1), date(2009, 12, 31)),
        ("Sept 2009", MONTH, date(2009, 9, 1), date(2009, 9, 30)),
        ("Feb 2008", MONTH, date(2008, 2, 1), date(2008, 2, 29)),
        ("Q4 2009/10", QUARTER, date(2010, 1, 1), date(2010, 3, 31)),
        ("Q4 2009", QUARTER, date(2010, 1, 1), date(2010, 3, 31)),
        ("last quarter of 2009/10", QUARTER, date(2010, 1, 1), date(2010, 3, 31)),
        ("April-June 2010", QUARTER, date(2010, 4, 1), date(2010, 6, 30)),
        ("Spring 2010", QUARTER, date(2010, 3, 1), date(2010, 5, 31)),
        ("summer 2010", QUARTER, date(2010, 6, 1), date(2010, 8, 31)),
        ("Autumn '10", QUARTER, date(2010, 9, 1), date(2010, 11, 30)),
        ("winter 2010", QUARTER, date(2010, 12, 1), date(2011, 2, 28)),
        ("2009/10", YEAR, date(2009, 4, 1), date(2010, 3, 31)),
        ("2009-10", YEAR, date(2009, 4, 1), date(2010, 3, 31)),
        ("2009/2010", YEAR, date(2009, 4, 1), date(2010, 3, 31)),
        ("1999/00", YEAR, date(1999, 4, 1), date(2000, 3, 31)),
        ("FY 2009/10", YEAR, date(2009, 4, 1), date(2010, 3, 31)),
        ("FY09/10", YEAR, date(2009, 4, 1), date(2010, 3, 31)),
        ("financial year 2009/10", YEAR, date(2009, 4, 1), date(2010, 3, 31)),
        ("2010", YEAR, date(2010, 1, 1), date(2010, 12, 31)),
        ("end of 2010", YEAR, date(2010, 1, 1), date(2010, 12, 31)),
        ("May to June 2010", MONTH, date(2010, 5, 1), date(2010, 6, 30)),
        ("June/July 2010", MONTH, date(2010, 6, 1), date(2010, 7, 31)),
        ("June or July 2010", MONTH, date(2010, 6, 1), date(2010, 7, 31)),
        ("Dec-Feb 2010", MONTH, date(2009, 12, 1), date(2010, 2, 28)),
        ("Nov 2009 - Jan 2010", MONTH, date(2009, 11, 1), date(2010, 1, 31)),
        ("April 2009 to March 2010", MONTH, date(2009, 4, 1), date(2010, 3, 31)),
        ("Q1-Q2 2009/10", QUARTER, date(2009, 4, 1), date(2009, 9, 30)),
        ("1-5 June 2010", DAY, date(2010, 6, 1), date(2010, 6, 5)),
        ("1 to 5 June 2010", DAY, date(2010, 6, 1), date(2010, 6, 5)),
        ("28 May to 4 June 2010", DAY, date(2010, 5, 28), date(2010, 6, 4)),
        ("1 April 2009 to 31 March 2010", DAY, date(2009, 4, 1), date(2010, 3, 31)),
        ("01/06/2010 - 30/06/2010", DAY, date(2010, 6, 1), date(2010, 6, 30)),
        ("1 Jan 70", DAY, date(1970, 1, 1), date(1970, 1, 1)),
        ("1 Jan 69", DAY, date(2069, 1, 1), date(2069, 1, 1)),
    ],
)
def test_what_people_write_is_read_as_they_mean_it(text, precision, start, due):
    assert parse_partial_date(text) == PartialDate(text, precision, start, due)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "-",
        "–",
        "—",
        "?",
        "??",
        "n/a",
        "N/A",
        "N/A.",
        "TBC",
        "tbc",
        "TBA",
        "To be confirmed",
        "None",
        "Not set",
    ],
)
def test_no_date_is_set_where_people_say_so_and_their_text_is_kept(text):
    assert parse_partial_date(text) == PartialDate(text.strip(), Precision.NONE)


@pytest.mark.parametrize(
    "text",
    [
        "quarterly",
        "Quarterly",
        "monthly",
        "annually",
        "Annual",
        "half-yearly",
        "six-monthly",
        "bi-monthly",
        "each quarter",
        "every month",
        "every six months",
        "every 3 months",
        "each committee meeting",
        "twice a year",
        "Reports quarterly to the committee",
        "Ongoing, reviewed quarterly",
    ],
)
def test_work_that_comes_round_again_has_no_due_date(text):
    assert parse_partial_date(text) == PartialDate(text, Precision.RECURRING)


@pytest.mark.parametrize("text", ["ongoing", "Ongoing", "on-going", "On going", "Continuous", "throughout the year"])
def test_ongoing_work_has_no_due_date(text):
    assert parse_partial_date(text) == PartialDate(text, Precision.ONGOING)


@pytest.mark.parametrize(
    ("text", "precision", "due"),
    [
        ("Quarterly until March 2010", Precision.RECURRING, date(2010, 3, 31)),
        ("monthly to 31/12/2009", Precision.RECURRING, date(2009, 12, 31)),
        ("ongoing until end of June 2010", Precision.ONGOING, date(2010, 6, 30)),
        ("ongoing until further notice 2", Precision.ONGOING, None),
    ],
)
def test_a_last_day_of_ongoing_or_recurring_work_is_its_due_date(text, precision, due):
    assert parse_partial_date(text) == PartialDate(text, precision, None, due)


@pytest.mark.parametrize(
    "text",
    [
        "31 June 2010",
        "30/02/2010",
        "29 February 2009",
        "2010-13-01",
        "0 June 2010",
        "32 May 2010",
        "Q5 2009/10",
        "Q2 2009/11",
        "FY 2009/11",
        "03/31/2010",
        "13/2010",
        "00/2010",
        "June",
        "10 June",
        "Junk 2010",
        "09/10",
        "06/10",
        "2009-12",
        "2009/12",
        "12345",
        "next summer",
        "when the Force is ready",
        "June 2010 or May 2009",
        "April to June",
        "before June 2010",
        "x" * 500,
    ],
)
def test_what_is_impossible_or_ambiguous_is_kept_and_not_guessed(text):
    assert parse_partial_date(text) == PartialDate(text, Precision.UNKNOWN)


def test_the_month_may_be_written_first_where_the_file_says_so():
    assert parse_partial_date("03/31/2010", day_first=False).due == date(2010, 3, 31)
    assert parse_partial_date("04/05/2010", day_first=False).due == date(2010, 4, 5)
    assert parse_partial_date("04/05/2010").due == date(2010, 5, 4)


PIECES = (
    "Q1 Q4 quarter 2009 2009/10 10 31 1st / - to and by end of until ongoing quarterly spring winter FY ' , 00:00 ² ٣"
)
WORDS = st.sampled_from([*MONTHS, *(name[:3] for name in MONTHS), *PIECES.split()])
PLAN_LIKE = st.lists(WORDS, max_size=8).flatmap(lambda words: st.sampled_from([" ".join(words), "".join(words)]))


@given(st.one_of(st.text(max_size=200), PLAN_LIKE), st.booleans())
@example("İ 2010", True)
@example("\x00", True)
@example("ﬆ", False)
def test_no_text_raises_and_what_is_due_never_precedes_its_start(text, day_first):
    read = parse_partial_date(text, day_first=day_first)
    assert read.text == " ".join(text.split())
    assert read.start is None or (read.due is not None and read.start <= read.due)
    assert (read.due is None) or read.precision not in (Precision.NONE, Precision.UNKNOWN)


@given(PLAN_LIKE)
def test_reading_the_shown_text_again_changes_nothing(text):
    once = parse_partial_date(text)
    assert parse_partial_date(once.text) == once


@given(
    st.integers(1900, 2199),
    st.sampled_from(MONTHS),
    st.booleans(),
    st.sampled_from(["", "by ", "end of ", "by the end of "]),
)
def test_case_and_lead_in_do_not_change_what_a_month_means(year, month, shout, lead_in):
    text = f"{lead_in}{month} {year}"
    plain, varied = parse_partial_date(f"{month} {year}"), parse_partial_date(text.upper() if shout else text)
    assert (varied.precision, varied.start, varied.due) == (plain.precision, plain.start, plain.due)
