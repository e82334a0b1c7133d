"""Dates as people write them, and points of a scale."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.toolkit.dates import Precision
from kpa_tracker.base.toolkit.forms import DayField, PartialDateFormField
from tests.base.toolkit.forms.making import form_of


def test_a_partial_date_is_kept_as_written():
    form = form_of({"due": "June 2010"}, due=PartialDateFormField())
    assert form.is_valid()
    assert (str(form.cleaned_data["due"]), form.cleaned_data["due"].due) == ("June 2010", datetime.date(2010, 6, 30))


def test_a_date_that_is_not_understood_is_kept_unless_a_day_is_needed():
    assert PartialDateFormField().clean("when the roof is done").precision is Precision.UNKNOWN
    with pytest.raises(ValidationError, match="does not say when"):
        PartialDateFormField(must_be_dated=True).clean("when the roof is done")


def test_a_date_may_be_left_out_where_the_field_allows_it():
    assert not PartialDateFormField(required=False).clean("")
    assert DayField(required=False).clean("") is None


@pytest.mark.parametrize("typed", ["31/3/2010", "31 March 2010", "2010-03-31"])
def test_a_day_is_read_as_people_type_it(typed):
    assert DayField().clean(typed) == datetime.date(2010, 3, 31)


@pytest.mark.parametrize("typed", ["March 2010", "31/2/2010", "soon"])
def test_what_is_not_a_day_is_refused_in_words(typed):
    with pytest.raises(ValidationError, match="is not a day"):
        DayField().clean(typed)


def test_dates_are_shown_as_they_are_typed():
    form = form_of(
        None, day=DayField(initial=datetime.date(2010, 3, 31)), due=PartialDateFormField(initial="Q2 2009/10")
    )
    assert 'value="31 March 2010"' in str(form)
    assert 'value="Q2 2009/10"' in str(form)
