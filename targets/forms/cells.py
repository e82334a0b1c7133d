"""What people type as a series' figure: 46.4, 521 of 1,130, 15.4% : 3.6%, 22nd nationally, Level 3, Good, or that it is
withheld and why. Read whole or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from targets.forms.figures import kept
from targets.models import Result, Series
from targets.models.judging import figure_of, pattern_of
from targets.performance import Figure, Kind, decimals_of, number_as_it_is, read_figures, show
from targets.performance.figures import SCALES
from targets.performance.numbers import per_words

EXAMPLES: Mapping[Kind, str] = {
    Kind.PERCENTAGE: "46.4",
    Kind.COUNT: "21,609",
    Kind.RATE: "0.49",
    Kind.RATIO: "15.4% : 3.6%",
    Kind.MONEY: "£1,886.86 or £1.5m",
    Kind.HOURS: "35.5",
    Kind.RANK: "22, or 22nd nationally, 7th of the most similar group",
    Kind.LEVEL: "3",
}
AS_THEY_ARE = (Kind.RATIO, Kind.RANK, Kind.MONEY)
FRACTIONS = (Kind.PERCENTAGE, Kind.RATE)
FRACTION = re.compile(r"(?P<numerator>[0-9][0-9,.]*) ?(?:/|of|out of) ?(?P<denominator>[0-9][0-9,.]*)")
WITHHELD = re.compile(r"withheld\b[:,]?\s*(?P<reason>.*)", re.IGNORECASE | re.DOTALL)


def read_cell(series: Series, text: str) -> dict[str, Any]:
    """Return what was typed, by the names of a result's columns: value and second, numerator and denominator, words, or
    why it is withheld. Raises ValidationError for what is not one figure of this kind; nothing is guessed, and nothing
    becomes a zero."""
    kind, withheld = Kind(series.measure.kind), WITHHELD.fullmatch(text)
    if withheld:
        return {"withheld_reason": _reason(withheld["reason"])}
    fraction = FRACTION.fullmatch(text) if kind in FRACTIONS else None
    if fraction:
        return {name: _part(part) for name, part in fraction.groupdict().items()}
    if kind.is_words:
        return {"words": text.strip()}
    reading = read_figures(text, kind)
    if reading.unavailable:
        raise ValidationError("Leave it empty where there is no data. What is not given is withheld on its own page.")
    figure = reading.figure
    if figure is None or figure.value is None or figure.kind not in (kind, Kind.COUNT):
        raise ValidationError(f"“{text}” is not understood. Write it like {EXAMPLES[kind]}.")
    _refuse_another_unit(series, figure, text)
    return {"value": kept(figure.value), "second": kept(figure.second) if figure.second is not None else None}


def _reason(text: str) -> str:
    if not text.strip():
        raise ValidationError("Say why as well: withheld: too few people were asked.")
    return text.strip()


def _part(text: str) -> Decimal:
    """The numerator or denominator of a fraction."""
    figure = read_figures(text).figure
    if figure is None or figure.value is None or figure.kind is not Kind.COUNT:
        raise ValidationError(f"“{text}” is not a number. Write a fraction like 521 of 1,130.")
    return kept(figure.value)


def _refuse_another_unit(series: Series, figure: Figure, text: str) -> None:
    unit = pattern_of(series).unit
    if figure.per is not None and f"per {per_words(figure.per)}" not in unit:
        raise ValidationError(f"This is per {per_words(figure.per)}; the measure is {unit}.")
    scale = unit.removeprefix("£").split(" ")[0]
    if scale in SCALES and not figure.unit and "£" not in text:
        raise ValidationError(f"Write whether this is in {scale} or in ones: {text} {scale}, or £{text}.")


def typed(result: Result | None) -> str:
    """A result as it would be typed, with every digit that it has."""
    if result is None or result.is_withheld:
        return ""
    figure = figure_of(result)
    if figure.kind.is_words or figure.value is None:
        return figure.words
    if figure.kind not in AS_THEY_ARE:
        return number_as_it_is(figure.value)
    if figure.kind is Kind.MONEY:
        return f"£{number_as_it_is(figure.value)}"
    digits = max(decimals_of(value.normalize()) for value in (figure.value, figure.second or Decimal(0)))
    return show(replace(figure, decimals=digits))


def in_a_cell(result: Result | None) -> str:
    """A result as a cell of the grid holds it: also why it is withheld."""
    if result is not None and result.is_withheld:
        return f"withheld: {result.withheld_reason}"
    return typed(result)


class CellField(forms.CharField):
    """One figure of a series, of whatever kind. Gives {value, second}; nothing where it is left empty."""

    series: Series

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120, "required": False, **kwargs})
        self.widget.attrs.setdefault("class", "govuk-input--width-10")

    def clean(self, value: Any) -> dict[str, Any]:
        text = super().clean(value).strip()
        return read_cell(self.series, text) if text else {}
