"""Who may read and edit the register."""

import rules

from kpa_tracker.base.people.rules import grant, granted

grant("risks.view_risk", "risks.change_risk")
rules.add_perm("risks.add_risk", granted("risks.change_risk"))
