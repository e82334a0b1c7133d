"""A record's history in sentences: `{% load history %}{% history_of record %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.utils import timezone

from kpa_tracker.base.audit.actions import history_of as events_of
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import Told, tell

register = template.Library()
PER_PAGE = 25
FIELD = "history"


@dataclass(frozen=True)
class Line:
    """One event as the page shows it."""

    event: Event
    day: Any
    told: Told
    about: str = ""


def lines(events: Iterable[Event], *, drafts: bool, of: Any = None) -> list[Line]:
    """Put events into words, each with the day (of the installation's time zone) that it stands under, and with the
    name of the part that it is about where that is not the record itself."""
    return [
        Line(event, timezone.localtime(event.at).date(), tell(event, drafts=drafts), part_named(event, of))
        for event in events
    ]


def part_named(event: Event, of: Any) -> str:
    if of is None or (event.subject_type, event.subject_id) == (of._meta.label_lower, of.pk):
        return ""
    return event.subject_name


@register.inclusion_tag("audit/history.html", takes_context=True, name="history_of")
def history_of(context: Mapping[str, Any], record: Any, level: int = 3, parts: Iterable[Any] = ()) -> dict[str, Any]:
    """One record's history, newest first, grouped by day, 25 events a page; with that of its parts. Two queries.

    Of somebody who may work for several authorities it shows what the reader may search of their history.
    `level` is the level of the days' headings. Words of drafts are told to those who may read a deliverable's drafts.
    """
    request = context["request"]
    events = events_of(record, *parts)
    events = events if hasattr(record, "authority_id") else events.visible_to(request.user)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get(FIELD))
    drafts = any(event.is_draft for event in page) and request.user.has_perm("deliverables.view_draft", record)
    told = lines(page.object_list, drafts=drafts, of=record)
    return {"lines": told, "page": page, "field": FIELD, "level": level, "request": request}
