"""The columns of a return's sheet, in the order in which it is taken out. Readers find them by their headings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Sort(Enum):
    """What a cell holds: something to read, something to fill in, or one of a list."""

    READ = "read"
    TEXT = "text"
    DAY = "day"
    STAGE = "stage"
    RATING = "rating"
    POST = "post"

    @property
    def is_chosen(self) -> bool:
        return self in (Sort.STAGE, Sort.RATING, Sort.POST)


@dataclass(frozen=True)
class Column:
    """A column: the name of what it holds, its heading, its width, what is in it."""

    name: str
    heading: str
    width: int
    sort: Sort = Sort.READ


KEY = Column("key", "Key", 8)
WRONG = Column("wrong", "What is wrong", 50)
REFERENCE = Column("reference", "Reference", 11)
TOLD = (
    KEY,
    REFERENCE,
    Column("title", "Deliverable", 40),
    Column("deadline", "Deadline", 16),
    Column("last_rating", "Last period: rating", 14),
    Column("last_done", "Last period: what was done", 40),
    Column("last_next_steps", "Last period: what comes next", 34),
)
"""What a row tells, and nobody changes there."""

ANSWERS = (
    Column("stage", "How far is it?", 14, Sort.STAGE),
    Column("rating", "Rating now", 14, Sort.RATING),
    Column("forecast", "Forecast for the end of the year", 16, Sort.RATING),
    Column("done", "What was done?", 46, Sort.TEXT),
    Column("next_steps", "What comes next?", 40, Sort.TEXT),
    Column("cause", "Why is it not green?", 36, Sort.TEXT),
    Column("recovery", "What will bring it back?", 36, Sort.TEXT),
    Column("recovery_by", "Who will do it?", 26, Sort.POST),
    Column("green_on", "When is it green again?", 18, Sort.DAY),
    Column("late_reason", "Why is it green though overdue?", 36, Sort.TEXT),
    Column("public_wording", "What may the public read?", 40, Sort.TEXT),
)
"""What people fill in: the answers of an update, by the names of its fields."""

COLUMNS = (*TOLD, *ANSWERS)
BY_HEADING = {column.heading.casefold(): column for column in (*COLUMNS, WRONG)}
LISTS = (Sort.STAGE, Sort.RATING, Sort.POST)
"""What there are lists of, in the order of their columns on the sheet that holds them."""
