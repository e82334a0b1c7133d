"""When a risk is looked at again."""

from __future__ import annotations

from datetime import date

import pytest

from risks.scoring import STANDARD_MONTHS, Level, next_review, problems_of_months


@pytest.mark.parametrize(
    ("level", "reviewed", "due"),
    [
        (Level.VERY_HIGH, date(2010, 4, 12), date(2010, 5, 12)),
        (Level.HIGH, date(2010, 4, 12), date(2010, 7, 12)),
        (Level.MEDIUM, date(2010, 4, 12), date(2010, 10, 12)),
        (Level.LOW, date(2010, 4, 12), date(2011, 4, 12)),
        (Level.VERY_HIGH, date(2010, 1, 31), date(2010, 2, 28)),
        (Level.VERY_HIGH, date(2012, 1, 31), date(2012, 2, 29)),
        (Level.LOW, date(2012, 2, 29), date(2013, 2, 28)),
        (Level.HIGH, date(2009, 11, 30), date(2010, 2, 28)),
    ],
)
def test_the_graver_a_risk_the_sooner_its_review(level, reviewed, due):
    assert next_review(level, reviewed, STANDARD_MONTHS) == due


def test_an_authority_reviews_as_often_as_it_says():
    assert next_review(2, date(2010, 4, 12), {**STANDARD_MONTHS, Level.MEDIUM: 4}) == date(2010, 8, 12)


def test_the_months_that_an_authority_starts_from_are_sound():
    assert problems_of_months(STANDARD_MONTHS) == []


def test_graver_risks_are_not_reviewed_less_often():
    months = {**STANDARD_MONTHS, Level.HIGH: 7}
    assert problems_of_months(months) == ["High risks would be reviewed less often than medium ones."]
