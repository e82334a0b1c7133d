"""Who may read, edit and adopt plans."""

from __future__ import annotations

import rules

from kpa_tracker.base.people.rules import grant, granted

grant("plans.view_plan", "plans.add_plan", "plans.change_plan", "plans.adopt_plan")

PARTS = (
    "ambition",
    "descriptor",
    "priority",
    "section",
    "glossaryentry",
    "picture",
    "picturefile",
    "scale",
    "scalepoint",
)
for part in PARTS:
    rules.add_perm(f"plans.view_{part}", granted("plans.view_plan"))
    rules.add_perm(f"plans.add_{part}", granted("plans.change_plan"))
    rules.add_perm(f"plans.change_{part}", granted("plans.change_plan"))
