"""What cells of several tables show alike: the marks of footnotes, and which way a series went."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from targets.models import Series
from targets.models.judging import pattern_of
from targets.models.standing import shows_rounded
from targets.performance import Kind, Travel, number


def marks(found: Iterable[str]) -> SafeString | str:
    """The marks of footnotes behind what they belong to."""
    joined = ", ".join(found)
    return format_html('<sup><span class="govuk-visually-hidden">note </span>{}</sup>', joined) if joined else ""


def travel(series: Series, found: Travel) -> SafeString:
    """Direction of travel in a word and an arrow, with how much it is; or why nothing is compared."""
    by = how_much(series, abs(found.change)) if found.change else ""
    return SafeString(render_to_string("targets/parts/travel.html", {"travel": found, "by": by}).strip())


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
