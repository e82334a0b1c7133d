"""What can be counted of deliverables, as conditions in SQL with the sentence that explains each to a reader.

`deliverables/progress.py` computes the same of one loaded deliverable; a test holds the two together.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, Value, When

from deliverables.progress import DUE_SOON_DAYS, is_on_course
from kpa_tracker.base.toolkit.ratings import NOT_RATED_RANK, RATINGS

OPEN_STAGES = ("", "not_started", "in_progress")
ON_COURSE = [code for code in RATINGS if is_on_course(code)]
NEEDS_RECOVERY = [code for code, rating in RATINGS.items() if rating.needs_recovery]
IS_OPEN = Q(latest=None) | Q(latest__stage__in=OPEN_STAGES)
RATED_OTHERWISE = "rated_otherwise"
NOT_RATED = "none"
"""How a choice names what has no rating, where an empty text would mean "all"."""


def is_overdue(today: datetime.date) -> Q:
    return IS_OPEN & Q(deadline_due__lt=today)


def is_due_soon(today: datetime.date) -> Q:
    return IS_OPEN & Q(deadline_due__range=(today, today + datetime.timedelta(days=DUE_SOON_DAYS)))


def is_green_but_late(today: datetime.date) -> Q:
    return is_overdue(today) & Q(latest__rating__in=ON_COURSE)


def is_stale(today: datetime.date) -> Q:
    return IS_OPEN & Q(awaiting=True)


@dataclass(frozen=True)
class Selection:
    """One thing that lists select by and dashboards count: its words, its rule in a sentence, its condition."""

    key: str
    word: str
    how: str
    condition: Callable[[datetime.date], Q]


_ALL = (
    Selection(
        "overdue",
        "Overdue",
        "The work is neither complete nor cancelled, and the last day of its deadline has passed. "
        "“June 2010” passes on 1 July 2010. Work without a dated deadline is never overdue.",
        is_overdue,
    ),
    Selection(
        "due_soon",
        "Due soon",
        f"The work is neither complete nor cancelled, and the last day of its deadline is today or within the next "
        f"{DUE_SOON_DAYS} days.",
        is_due_soon,
    ),
    Selection(
        "stale",
        "No update this period",
        "The work is neither complete nor cancelled, a reporting period of its plan is open, and no update for it has "
        "been submitted or accepted. Drafts do not count.",
        is_stale,
    ),
    Selection(
        "green_but_late",
        "Green but late",
        "Its owner rates it green (or amber/green) although it is overdue. Both are shown; neither overwrites the "
        "other.",
        is_green_but_late,
    ),
    Selection(
        RATED_OTHERWISE,
        "Committee rates otherwise",
        "At the last meeting that rated it, a committee rated it otherwise than its owner did then, and the owner has "
        "not answered yet. Both are shown; neither overwrites the other.",
        lambda today: Q(otherwise=True),
    ),
    Selection(
        "slipped",
        "Deadline slipped",
        "The last day of its deadline is later than that of the deadline it had when the plan was adopted. The slip is "
        "the number of days between the two.",
        lambda today: Q(deadline_due__gt=F("first_deadline_due")),
    ),
    Selection("without_owner", "No lead post", "No post leads it.", lambda today: Q(lead=None)),
    Selection(
        "without_deadline",
        "No deadline",
        "Nothing is written in its deadline. “Ongoing” and “quarterly” are deadlines.",
        lambda today: Q(deadline_precision="none"),
    ),
    Selection(
        "without_measurement",
        "No measurement",
        "Nothing says how anybody will know that it has been achieved.",
        lambda today: Q(measured=False),
    ),
    Selection("without_committee", "No committee", "No committee oversees it.", lambda today: Q(committee=None)),
)
SELECTIONS: dict[str, Selection] = {selection.key: selection for selection in _ALL}

IMPROVED, WORSENED, UNCHANGED, NEW, UNRATED, NO_UPDATE = (
    "improved",
    "worsened",
    "unchanged",
    "new",
    "unrated",
    "no_update",
)
MOVEMENTS: dict[str, str] = {
    IMPROVED: "Improved",
    WORSENED: "Worsened",
    UNCHANGED: "Unchanged",
    NEW: "Newly rated",
    UNRATED: "Updated without a rating",
    NO_UPDATE: "Nothing new reported",
}
"""Where a deliverable stands against the period before; every deliverable is in exactly one of them."""

HOW_MOVED = (
    "The rating in the latest period that has opened is compared with the rating in the period before it. Improved: "
    "closer to green. Worsened: closer to red. Newly rated: rated now, and not in the period before. Updated without a "
    "rating: reported on now, but not rated. Nothing new reported: nothing submitted or accepted in the latest period. "
    "Every deliverable is in exactly one of them, so that they add up to all. Nothing new is reported of what was "
    "completed or cancelled before, and that is as it should be; “No update this period” leaves those out and counts "
    "only the updates that are owed while a period is open."
)


def rank_of(field: str) -> Case:
    """Return the severity of a rating's code as SQL: red is 1, not rated is last."""
    whens = [When(**{field: code}, then=Value(rating.rank)) for code, rating in RATINGS.items() if code]
    return Case(*whens, default=Value(NOT_RATED_RANK), output_field=IntegerField())
