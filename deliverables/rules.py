"""Who may read, edit, update and review deliverables."""

from __future__ import annotations

from kpa_tracker.base.people.rules import grant

grant(
    "deliverables.view_deliverable",
    "deliverables.add_deliverable",
    "deliverables.change_deliverable",
    "deliverables.update_any_deliverable",
    "deliverables.review_update",
    "deliverables.open_period",
)
