"""What day it is. The demonstration's plan is of 2009/10, so its installation lives on a day of that year."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_moment: ContextVar[datetime.datetime | None] = ContextVar("moment", default=None)


def today() -> datetime.date:
    """Return today in the installation's time zone; in the demonstration, its day."""
    moment = _moment.get()
    if moment is not None:
        return day_of(moment)
    return settings.DEMONSTRATION_DATE or day_of(timezone.now())


def now() -> datetime.datetime:
    """Return the present moment; in the demonstration, this time of day on its day."""
    moment = _moment.get() or timezone.now()
    if settings.DEMONSTRATION_DATE is None or _moment.get() is not None:
        return moment
    zone = timezone.get_current_timezone()
    return datetime.datetime.combine(settings.DEMONSTRATION_DATE, moment.astimezone(zone).time(), zone)


def day_of(moment: datetime.datetime) -> datetime.date:
    """Return the day on which a moment was, in the installation's time zone."""
    return moment.astimezone(timezone.get_default_timezone()).date()


@contextmanager
def at(moment: datetime.datetime) -> Iterator[None]:
    """Let it be this moment within: for a past that is written down as it would have happened."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
