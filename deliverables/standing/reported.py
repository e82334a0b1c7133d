"""Which updates were of record at a moment, and what they said then.

An update's row is rewritten when it was sent back or pulled back and is submitted again. Where an event since the
moment tells of an update, its line of versions is therefore played again from its first event on; every other row
stands as it stood.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Post

State = ProgressUpdate.State
Line = tuple[int, int]
"""A deliverable and a period: within it an update's versions replace one another."""
COLUMNS = {column.name: column for column in ProgressUpdate._meta.concrete_fields}
POSTS = ("recovery_by", "on_behalf_of")
VERSION = re.compile(r", version (\d+)$")
REPLACED = re.compile(r"version_(\d+)$")
STATES = {"drafted": State.DRAFT, "pulled back": State.DRAFT, "sent back": State.SENT_BACK, "accepted": State.ACCEPTED}


@dataclass
class Version:
    """One version of an update on its way: its state, what it says, who submitted and who reviewed it when."""

    state: str = State.DRAFT
    says: dict[str, Any] = field(default_factory=dict)
    stamps: dict[str, Any] = field(default_factory=dict)

    def submit(self, event: Event) -> None:
        """Take over what an event tells: all of it, or what differs from what was sent back."""
        told = {name: after for name, (_, after) in event.changes.items() if not REPLACED.match(name)}
        self.says = {**self.says, **told} if self.state == State.SENT_BACK else told
        self.state = State.SUBMITTED
        kept = {name: value for name, value in self.stamps.items() if name == "sent_back_reason"}
        self.stamps = {**kept, "submitted_at": event.at, "submitted_by_id": event.actor_id}

    def review(self, event: Event, state: str) -> None:
        """Take over what somebody else, or its writer, did with it."""
        self.state = state
        if state in (State.ACCEPTED, State.SENT_BACK):
            reviewed = {"reviewed_at": event.at, "reviewed_by_id": event.actor_id, "sent_back_reason": event.reason}
            self.stamps |= {**reviewed, "review_rating": event.changes.get("review_rating", ("", ""))[1]}


def replay(told: Iterable[tuple[int, Event]]) -> dict[int, Version]:
    """Return the versions of one line, by number, after some events (the oldest first), each of a version."""
    versions: dict[int, Version] = defaultdict(Version)
    for number, event in told:
        verb = event.verb.removeprefix("progressupdate ")
        if verb == "submitted":
            versions[number].submit(event)
        elif verb in STATES:
            versions[number].review(event, STATES[verb])
        _replace(versions, event)
    return versions


def _replace(versions: dict[int, Version], event: Event) -> None:
    """Take over what an event tells of other versions: a correction replaces one, and gives it way again."""
    for name, (_, after) in event.changes.items():
        if found := REPLACED.match(name):
            versions[int(found[1])].state = after


class Reported:
    """The updates of some plans at a moment, of which the periods and posts are given as they were then."""

    def __init__(
        self,
        plans: Iterable[Any],
        *,
        moment: datetime.datetime,
        periods: Mapping[int, ReportingPeriod],
        posts: Mapping[int, Post],
        since: Iterable[Event],
    ) -> None:
        self.moment, self.periods, self.posts = moment, periods, posts
        self.rows: dict[Line, list[ProgressUpdate]] = defaultdict(list)
        self._load_rows(plans)
        touched = [event for event in since if event.verb.startswith("progressupdate ")]
        self._read_names(plans, touched)
        self.replayed = self._replay(touched)

    def of_record(self) -> dict[Line, ProgressUpdate]:
        """Return what was of record, by deliverable and period."""
        found = {line: self._of_record(line) for line in self.rows if line[1] in self.periods}
        return {line: update for line, update in found.items() if update}

    def _of_record(self, line: Line) -> ProgressUpdate | None:
        versions = self.replayed.get(line)
        if versions is None:
            return self._as_it_is(line)
        for row in self.rows[line]:
            if row.number in versions and versions[row.number].state in ProgressUpdate.OF_RECORD:
                return self._as_it_was(row, versions[row.number])
        return None

    def _as_it_is(self, line: Line) -> ProgressUpdate | None:
        for row in self.rows[line]:
            if row.state in ProgressUpdate.OF_RECORD and row.submitted_at and row.submitted_at < self.moment:
                row.recovery_by = self.posts.get(row.recovery_by_id or 0)
                row.on_behalf_of = self.posts.get(row.on_behalf_of_id or 0)
                row.period = self.periods[row.period_id]
                return row
        return None

    def _as_it_was(self, row: ProgressUpdate, then: Version) -> ProgressUpdate:
        """Return a row that says what it said then."""
        was = ProgressUpdate(pk=row.pk, deliverable_id=row.deliverable_id, number=row.number, state=then.state)
        was.period, was.written_by_id = self.periods[row.period_id], row.written_by_id
        for name, value in then.says.items():
            setattr(was, name, self._post(value) if name in POSTS else COLUMNS[name].to_python(value))
        for name, value in then.stamps.items():
            setattr(was, name, value)
        return was

    def _post(self, title: str | None) -> Post | None:
        """Return the post that bore a title; where none does any more, its title alone."""
        if not title:
            return None
        return next((post for post in self.posts.values() if post.title == title), Post(title=title))

    def _load_rows(self, plans: Iterable[Any]) -> None:
        rows = ProgressUpdate.objects.filter(deliverable__plan__in=plans, created_at__lt=self.moment)
        for row in rows.exclude(submitted_at=None).order_by("-number"):
            self.rows[row.deliverable_id, row.period_id].append(row)

    def _replay(self, touched: list[Event]) -> dict[Line, dict[int, Version]]:
        """Return the versions of each line that an event since the moment tells of."""
        lines: dict[Line, list[tuple[int, Event]]] = {}
        for event in touched:
            line, _ = self._place_of(event)
            lines[line] = []
        for event in self._earlier:
            line, number = self._place_of(event)
            if line in lines:
                lines[line].append((number, event))
        return {line: replay(told) for line, told in lines.items() if told}

    def _read_names(self, plans: Iterable[Any], touched: list[Event]) -> None:
        """Load the events before the moment of what was touched since, and what its periods were ever called. One
        query; none where nothing was touched."""
        self._earlier: list[Event] = []
        self.names = {(period.name, pk) for pk, period in self.periods.items()}
        if not touched:
            return
        of_updates = Q(
            subject_type=Deliverable._meta.label_lower,
            subject_id__in={event.subject_id for event in touched},
            verb__startswith="progressupdate ",
            at__lt=self.moment,
        )
        renamed = Q(
            subject_type=ReportingPeriod._meta.label_lower,
            subject_id__in=list(self.periods),
            verb="reportingperiod changed",
        )
        for event in Event.objects.filter(of_updates | renamed).order_by("pk"):
            if event.verb == "reportingperiod changed":
                self.names |= {(name, event.subject_id) for name in event.changes.get("name", ())}
            else:
                self._earlier.append(event)

    def _place_of(self, event: Event) -> tuple[Line, int]:
        """Return the line and the version that an event tells of, from the end of its name."""
        found = VERSION.search(event.subject_name)
        name = VERSION.sub("", event.subject_name)
        called = [(len(period), pk) for period, pk in self.names if name.endswith(f", {period}")]
        return (event.subject_id, max(called, default=(0, 0))[1]), int(found[1]) if found else 1
