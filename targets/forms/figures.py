"""A box for a figure, typed as people type it: 52%, 21,609, £1.5m."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from targets.performance import Figure, Kind, read_figures
from targets.performance.numbers import decimals_of, number_as_it_is

MOST = Decimal(10) ** 11
"""Figures are kept with eleven digits before the point and four behind it."""


class FigureField(forms.CharField):
    """One exact figure. What cannot be read as just one is refused, never guessed or rounded."""

    def __init__(self, *, kind: Kind | None = None, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**{"max_length": 60, "required": False, **kwargs})
        self.widget.attrs.setdefault("class", "govuk-input--width-10")

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(self.prepare_value(value))
        if not text:
            return None
        figure = self.read(text)
        if figure is None or figure.value is None or figure.second is not None:
            raise ValidationError(f"“{text}” is not a figure. Write it like 52 or 21,609.5.")
        return kept(figure.value)

    def read(self, text: str) -> Figure | None:
        """Return the figure that the text is: of the box's kind, or a bare number."""
        figure = read_figures(text, self.kind).figure or read_figures(text).figure
        if figure is None or figure.kind not in (self.kind, Kind.COUNT):
            return None
        return None if figure.kind is Kind.COUNT and figure.unit and self.kind is not Kind.COUNT else figure

    def prepare_value(self, value: Any) -> Any:
        return number_as_it_is(value) if isinstance(value, Decimal) else value


def kept(value: Decimal) -> Decimal:
    """Return a figure that the database keeps to its last digit; refuse one that it would round."""
    if decimals_of(value.normalize()) > 4:
        raise ValidationError("Figures are kept to four decimal places.")
    if abs(value) >= MOST:
        raise ValidationError("This figure is too large to be kept exactly.")
    return value
