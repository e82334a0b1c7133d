"""Reading the past from the history: records loaded as they are now, and taken back to a day in memory."""

from kpa_tracker.base.audit.past.loading import Loaded, by_number
from kpa_tracker.base.audit.past.rewinding import Rewinding, end_of, events_since, is_own, key_of

__all__ = ["Loaded", "Rewinding", "by_number", "end_of", "events_since", "is_own", "key_of"]
