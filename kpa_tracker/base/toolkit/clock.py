"""What day it is. The demonstration's plan is of 2009/10, so its installation lives on a day of that year."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """Return today in the installation's time zone; in the demonstration, its day."""
    return settings.DEMONSTRATION_DATE or timezone.localdate()


def now() -> datetime.datetime:
    """Return the present moment; in the demonstration, this time of day on its day."""
    moment = timezone.now()
    if settings.DEMONSTRATION_DATE is None:
        return moment
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.datetime.combine(settings.DEMONSTRATION_DATE, local.time()))
