"""The history as a table."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django_tables2.data import TableQuerysetData

from deliverables.models import Deliverable
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import NOUNS, sentence_case, tell
from kpa_tracker.base.toolkit.keyed import MOST_COUNTED


def type_name(subject_type: str) -> str:
    """Return "deliverables.subitem" as "Part": the noun that people use."""
    noun = subject_type.partition(".")[2] or subject_type
    return sentence_case(NOUNS.get(noun, noun))


class KeyedEvents(TableQuerysetData):
    """Events that somebody may read, by their numbers: the newest first, or the oldest."""

    def __init__(self, events: Any, user: Any) -> None:
        super().__init__(events)
        self.user = user

    def keys_beyond(self, key: int | None, *, back: bool, most: int) -> list[int]:
        newest_first = self.data.query.order_by in ((), ("-id",))
        keys: list[int] = self.data.keys_beyond(self.user, key, descending=newest_first != back, most=most)
        return keys

    def found(self, keys: list[int]) -> list[Any]:
        events = self.data.model.objects.in_bulk(keys)
        return [events[one] for one in keys]

    @cached_property
    def _counted(self) -> int:
        counted: int = self.data.count_up_to(self.user, MOST_COUNTED + 1)
        return counted

    def __len__(self) -> int:
        """Return how many there are, as far as they are counted: templates ask whether there are any."""
        return self._counted


class EventTable(tables.Table):
    """Who did what to which record, newest first."""

    at = tables.Column("When", order_by="id", orderable=True)
    actor_name = tables.Column("Who")
    told = tables.Column("What happened", empty_values=())
    subject_type = tables.Column("Kind of record")
    subject_name = tables.Column("Record")
    door = tables.Column("Through")

    class Meta:
        model = Event
        orderable = False  # to put a long history in another order is to read all of it; the facets narrow it
        fields = ("at", "actor_name", "told", "subject_type", "subject_name", "door")

    def render_at(self, value: datetime.datetime) -> str:
        return f"{timezone.localtime(value):%-d %B %Y, %H:%M}"

    def value_at(self, value: datetime.datetime) -> str:
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"

    def render_told(self, record: Event) -> str:
        return tell(record, drafts=record.is_draft and self.tells_drafts_of(record)).sentence

    def tells_drafts_of(self, event: Event) -> bool:
        """Whether whoever looks may read the words of drafts in the record of an event."""
        return event.subject_id in self.answered or event.authority_id in self.audited

    @cached_property
    def answered(self) -> set[int]:
        user = self.request.user
        answered = Deliverable.objects.answered_by(user.post_ids, everyone_in=user.authority_ids)
        return set(answered.values_list("pk", flat=True))

    @cached_property
    def audited(self) -> set[int]:
        return self.request.user.authorities_granting("audit.view_draft")

    def render_subject_type(self, value: str) -> str:
        return type_name(value)

    def render_subject_name(self, value: str, record: Event) -> Any:
        url = f"{reverse('history')}?type={record.subject_type}&number={record.subject_id}"
        hidden = '<span class="govuk-visually-hidden">: all of its history</span>'
        return format_html(f'<a class="govuk-link" href="{{}}">{{}}{hidden}</a>', url, value)

    def value_subject_name(self, value: str) -> str:
        return value
