"""Figures of measures in templates: `{% load measures %}{% figure result %}{% travel series found %}`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from targets.models import Result, Series
from targets.models.judging import pattern_of, shown
from targets.models.standing import shows_rounded
from targets.performance import Kind, Travel, number

register = template.Library()


@register.simple_tag
def figure(result: Result | None) -> str:
    """A result as it is read: its figure, "withheld" or "no data"."""
    return shown(result)


@register.simple_tag
def marks(found: Iterable[str]) -> SafeString | str:
    """The marks of footnotes behind what they belong to."""
    joined = ", ".join(found)
    return format_html('<sup><span class="govuk-visually-hidden">note </span>{}</sup>', joined) if joined else ""


@register.inclusion_tag("targets/parts/travel.html")
def travel(series: Series, found: Travel) -> dict[str, Any]:
    """Direction of travel in a word and an arrow, with how much it is; or why nothing is compared."""
    return {"travel": found, "by": how_much(series, abs(found.change)) if found.change else ""}


def how_much(series: Series, change: Decimal) -> str:
    """A change in the measure's own unit: of a percentage its points; places and grades are not counted, nor how much
    one ratio is more than another."""
    kind = Kind(series.measure.kind)
    if kind in (Kind.RANK, Kind.GRADE, Kind.RATIO):
        return ""
    return (
        f"{number(change, pattern_of(series).decimals)} points"
        if kind is Kind.PERCENTAGE
        else shows_rounded(series, change)
    )
