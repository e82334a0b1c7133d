"""What committees do: agendas, questions, minuted actions, ratings of their own, resolutions; and what is answered."""

from kpa_tracker.interfaces.scrutiny.actions.agenda import add_item, change_item, move_item, record_attendance
from kpa_tracker.interfaces.scrutiny.actions.answering import answer
from kpa_tracker.interfaces.scrutiny.actions.asking import ask_question
from kpa_tracker.interfaces.scrutiny.actions.minuting import (
    change_action,
    close_action,
    minute_action,
    rate_as_committee,
    resolve,
)
from kpa_tracker.interfaces.scrutiny.actions.withdrawing import withdraw

__all__ = [
    "add_item",
    "answer",
    "ask_question",
    "change_action",
    "change_item",
    "close_action",
    "minute_action",
    "move_item",
    "rate_as_committee",
    "record_attendance",
    "resolve",
    "withdraw",
]
