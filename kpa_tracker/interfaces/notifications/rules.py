"""Who reads what was sent, who says when it is sent, who sends again; and everybody's own reminders."""

from __future__ import annotations

import rules

from kpa_tracker.base.people.rules import grant, granted

grant("notifications.view_message", "notifications.send_again", "notifications.change_schedule")
rules.add_perm("notifications.keep_reminders", granted("people.view_authority"))
