"""What is personal and has been kept long enough goes."""

from __future__ import annotations

import datetime
from collections import Counter

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from kpa_tracker.base.people.personal.holdings import HOLDINGS, Holding


@transaction.atomic
def trim(*, really: bool = True) -> Counter[str]:
    """Delete what was kept as long as is said, and count it by what it is. A second run on the same day finds nothing.

    Counts days by the machine's own clock, also in a demonstration that lives on another day.
    """
    found: Counter[str] = Counter()
    for holding in HOLDINGS:
        if holding.days:
            found[holding.what] += _trim(holding, really=really)
    ended = Session.objects.filter(expire_date__lt=timezone.now())
    found["Sessions that have ended"] += ended.count()
    if really:
        ended.delete()
    return found


def days_of(holding: Holding) -> int:
    """Return how many days something is kept: what the installation says, else the usual."""
    return int(getattr(settings, holding.setting, holding.days))


def _trim(holding: Holding, *, really: bool) -> int:
    model = apps.get_model(holding.model)
    before = timezone.now() - datetime.timedelta(days=days_of(holding))
    is_day = holding.since.endswith(("day", "_on"))
    rows = model._base_manager.filter(**{f"{holding.since}__lt": before.date() if is_day else before})
    number = rows.count()
    if really:
        rows.delete()
    return number
