"""Figures of measures in templates: `{% load measures %}{% figure result %}{% travel series found %}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from targets.models import Result, Series
from targets.models.judging import shown
from targets.models.standing import shows_rounded
from targets.performance import Kind, Travel

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
    places = Kind(series.measure.kind) in (Kind.RANK, Kind.GRADE)
    by = "" if found.change is None or places or not found.change else shows_rounded(series, abs(found.change))
    return {"travel": found, "by": by}
