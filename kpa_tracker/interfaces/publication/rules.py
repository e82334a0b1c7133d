"""Who may take the plan out as a document."""

from __future__ import annotations

from kpa_tracker.base.people.rules import grant

grant("publication.export_plan")
