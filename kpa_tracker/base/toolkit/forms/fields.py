"""Questions of our own: dates as people write them, points of a scale."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kpa_tracker.base.toolkit.dates import PartialDate, Precision, format_date, parse_partial_date

NUMBER = re.compile("[0-9]{1,18}")
"""What the number of a record can be in an address or a form: what a database looks up."""
DATE_HINT = "As you would say it: 30 June 2010, June 2010, Q2 2009/10, quarterly, ongoing."


class PartialDateFormField(forms.CharField):
    """A date as people write it. Gives a PartialDate; what is not understood is kept as written, or refused."""

    def __init__(self, *, must_be_dated: bool = False, **kwargs: Any) -> None:
        self.must_be_dated = must_be_dated
        super().__init__(**{"max_length": 200, "help_text": DATE_HINT, **kwargs})
        self.widget.attrs.setdefault("class", "govuk-input--width-20")

    def clean(self, value: Any) -> PartialDate:
        read = parse_partial_date(super().clean(self.prepare_value(value)))
        if self.must_be_dated and read.is_set and read.due is None:
            raise ValidationError(f"“{read.text}” does not say when. Write a date like 30 June 2010 or June 2010.")
        return read

    def prepare_value(self, value: Any) -> Any:
        return value.text if isinstance(value, PartialDate) else value


class DayField(forms.CharField):
    """A day of the calendar, typed as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, "help_text": "For example, 31/3/2010 or 31 March 2010.", **kwargs})
        self.widget.attrs.setdefault("class", "govuk-input--width-10")

    def clean(self, value: Any) -> date | None:
        read = parse_partial_date(super().clean(self.prepare_value(value)))
        if read.is_set and read.precision is not Precision.DAY:
            raise ValidationError(f"“{read.text}” is not a day. Write it like 31/3/2010.")
        return read.due

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records. What cannot be the number of one is refused before a database fails on it."""

    def _check_values(self, value: Any) -> Any:
        for one in value:
            if not NUMBER.fullmatch(str(one)):
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": one})
        return super()._check_values(value)  # type: ignore[misc]


class RatingField(forms.ChoiceField):
    """A point of a scale: each with its word, shape and colour, and its definition where it is chosen."""

    widget = forms.RadioSelect

    def offer(self, points: Iterable[Any]) -> None:
        """Offer the points of a plan's scale; each has a code, a word and a definition."""
        offered = list(points)
        self.choices = [(point.code, point.word) for point in offered]
        self.option_hints = {point.code: point.definition for point in offered}
