"""The records of people and bodies."""

from kpa_tracker.base.people.models.bodies import Authority, Committee, Meeting
from kpa_tracker.base.people.models.persons import Person
from kpa_tracker.base.people.models.posts import Appointment, Post
from kpa_tracker.base.people.models.tries import Tries
from kpa_tracker.base.people.models.views import SavedView

__all__ = ["Appointment", "Authority", "Committee", "Meeting", "Person", "Post", "SavedView", "Tries"]
