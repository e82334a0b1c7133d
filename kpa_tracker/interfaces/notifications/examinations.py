"""What can be wrong with reminders."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from kpa_tracker.base.toolkit.doctor import Finding, looks_at
from kpa_tracker.interfaces.notifications.models import Message

LATELY = datetime.timedelta(days=7)


@looks_at("reminders")
def messages() -> Iterator[Finding]:
    """What was written this week was sent."""
    if settings.DEMONSTRATION_DATE is not None:
        return
    stuck = Message.objects.filter(state__in=Message.STUCK, day__gte=timezone.localdate() - LATELY).count()
    if stuck:
        yield Finding(
            f"{stuck} reminders of the last seven days were not sent, or perhaps not.",
            "See My work, Your reminders, Reminders sent: why stands there, and they are sent again from there.",
        )
