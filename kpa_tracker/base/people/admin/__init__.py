"""People and bodies in the Django admin."""

from kpa_tracker.base.people.admin.bodies import AuthorityAdmin, CommitteeAdmin, MeetingAdmin
from kpa_tracker.base.people.admin.persons import AppointmentAdmin, PersonAdmin
from kpa_tracker.base.people.admin.posts import PostAdmin

__all__ = ["AppointmentAdmin", "AuthorityAdmin", "CommitteeAdmin", "MeetingAdmin", "PersonAdmin", "PostAdmin"]
