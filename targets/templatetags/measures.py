"""Figures of measures in templates: `{% load measures %}{% figure result %}{% travel series found %}`."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from targets.models import Result, Series
from targets.models.judging import shown
from targets.performance import Travel
from targets.tables import drawn

register = template.Library()
register.simple_tag(drawn.marks)


@register.simple_tag
def figure(result: Result | None) -> str:
    """A result as it is read: its figure, "withheld" or "no data"."""
    return shown(result)


@register.simple_tag
def travel(series: Series, found: Travel) -> SafeString:
    """Direction of travel in a word and an arrow, with how much it is; or why nothing is compared."""
    return drawn.travel(series, found)
