"""The records of reminders: what was sent to whom, when it is sent, and calendar feeds."""

from kpa_tracker.interfaces.notifications.models.feeds import FeedToken
from kpa_tracker.interfaces.notifications.models.messages import Message, Notice
from kpa_tracker.interfaces.notifications.models.schedules import Preference, Schedule

__all__ = ["FeedToken", "Message", "Notice", "Preference", "Schedule"]
