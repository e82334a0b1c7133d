"""Who may take documents out, decide on public wording, and publish."""

from __future__ import annotations

import rules

from kpa_tracker.base.people.rules import grant, granted

grant(
    "publication.export_plan",
    "publication.view_wording",
    "publication.submit_wording",
    "publication.approve_wording",
    "publication.publish",
    "publication.change_requirement",
    "publication.change_look",
)
rules.add_perm("publication.view_requirement", granted("publication.view_wording"))
rules.add_perm("publication.add_requirement", granted("publication.change_requirement"))
rules.add_perm("publication.view_look", granted("publication.view_wording"))
rules.add_perm("publication.add_look", granted("publication.change_look"))
