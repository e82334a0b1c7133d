"""What waits for a post, as one kind of thing, whichever app keeps it. No models.

An app that reminders and calendars know nothing of adds a source from its `AppConfig.ready`: interfaces do not import
one another.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from kpa_tracker.base.toolkit.dates import format_date, format_days

TITLE_LENGTH = 160


@dataclass(frozen=True)
class Owed:
    """Something that waits: its sort, the key that it has at every run, its day, and the post that answers for it.

    What `waits` has waited since its day, instead of being due on it. What is `optional` nobody has to do: a person may
    turn off the reminders of it, whatever an editor has set.
    """

    sort: str
    key: str
    title: str
    due: datetime.date
    url: str
    authority_id: int
    post_id: int | None = None
    waits: bool = False
    optional: bool = False

    def days_late(self, today: datetime.date) -> int:
        return (today - self.due).days

    def is_late(self, today: datetime.date) -> bool:
        return not self.waits and not self.optional and self.due < today

    def when(self, today: datetime.date) -> str:
        """Say how it stands to its day: due on 21 April 2010, in 9 days."""
        late, day = self.days_late(today), format_date(self.due)
        if self.waits:
            return f"waiting since {day}"
        if not late:
            return f"due today, {day}"
        return f"due on {day}, in {format_days(-late)}" if late < 0 else f"was due on {day}, {format_days(late)} ago"


@dataclass(frozen=True)
class Source:
    """A sort of thing that another app keeps: its heading in a mail, its noun in a calendar, and how it is found: of
    a person who holds posts, or of every post of an authority. One query each.

    What stays late of an authority's is brought to the post above."""

    sort: str
    heading: str
    noun: str
    of_person: Callable[[Any], Iterable[Owed]]
    of_authority: Callable[[Any], Iterable[Owed]]


SOURCES: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """Let reminders and calendars tell of one sort more."""
    SOURCES[source.sort] = source


def one_line(text: Any) -> str:
    """Return the title of something on one line, cut where it is too long for a mail or a calendar."""
    return Truncator(" ".join(str(text).split())).chars(TITLE_LENGTH)
