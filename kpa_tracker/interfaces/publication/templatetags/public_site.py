"""The way to the public site: `{% load public_site %}`."""

from __future__ import annotations

from django import template

from kpa_tracker.interfaces.publication.models import Publication

register = template.Library()


@register.simple_tag
def something_is_public() -> bool:
    """Whether anything is published that the public may read at this second. One query."""
    return bool(Publication.objects.public().exists())
