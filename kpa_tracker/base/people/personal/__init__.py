"""What is held about people: where, for how long, given out to them, and taken out when they have left."""

from kpa_tracker.base.people.personal.erasing import AlreadyErased, erase_person, mentions
from kpa_tracker.base.people.personal.exporting import held_about, in_words
from kpa_tracker.base.people.personal.holdings import HOLDINGS, KEPT_BY_NAME, Holding
from kpa_tracker.base.people.personal.trimming import trim

__all__ = [
    "HOLDINGS",
    "KEPT_BY_NAME",
    "AlreadyErased",
    "Holding",
    "erase_person",
    "held_about",
    "in_words",
    "mentions",
    "trim",
]
