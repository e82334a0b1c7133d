"""Who may read and keep measures, results, inspections and recommendations."""

import rules

from kpa_tracker.base.people.rules import grant, granted

grant("targets.view_measure", "targets.change_measure", "targets.view_inspection", "targets.change_inspection")
rules.add_perm("targets.add_measure", granted("targets.change_measure"))
rules.add_perm("targets.add_inspection", granted("targets.change_inspection"))
