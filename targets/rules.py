"""Who may read and keep measures, results, inspections and recommendations."""

import rules

from kpa_tracker.base.people.rules import grant, granted

grant("targets.view_measure", "targets.change_measure", "targets.view_inspection", "targets.change_inspection")
rules.add_perm("targets.add_measure", granted("targets.change_measure"))
rules.add_perm("targets.add_inspection", granted("targets.change_inspection"))

WITH_MEASURES = (
    *("baseline", "comparator", "definition", "footnote", "grade", "gradescale", "measureset"),
    *("objective", "series", "source", "target", "tolerance"),
)
"""What is read and kept by whoever reads and keeps measures."""

for name in WITH_MEASURES:
    rules.add_perm(f"targets.view_{name}", granted("targets.view_measure"))
    rules.add_perm(f"targets.add_{name}", granted("targets.change_measure"))
    rules.add_perm(f"targets.change_{name}", granted("targets.change_measure"))
