"""Whom a visitor may sign in as: `{% load demonstration %}{% demonstration_accounts as accounts %}`."""

from __future__ import annotations

from django import template
from django.conf import settings

from kpa_tracker.interfaces.scrutiny.demonstration import accounts
from kpa_tracker.interfaces.scrutiny.demonstration.loading import Account

register = template.Library()


@register.simple_tag
def demonstration_accounts() -> list[Account]:
    """Return who can sign in to the demonstration, by authority; nobody in real use. One query, none in real use."""
    return accounts() if settings.DEMONSTRATION_DATE else []
