"""Who may import a plan: editors and administrators of its authority."""

from __future__ import annotations

from kpa_tracker.base.people.rules import grant

grant("exchange.import_plan")
