"""Committees, posts and meetings as tables."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html

from kpa_tracker.base.people.models import Committee, Meeting, Post
from kpa_tracker.base.toolkit.tables import DayColumn, GapColumn, LinkColumn

VACANT = "Vacant"


class MeetingDayColumn(DayColumn):
    """A meeting's day, that leads to the meeting."""

    def render(self, value: Any, record: Any) -> Any:
        return format_html('<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), super().render(value))


class CommitteeTable(tables.Table):
    """A committee, who chairs it, how many sit on it, when it meets next."""

    name = LinkColumn("Committee")
    remit = GapColumn("Remit", gap="Not written down", orderable=False)
    chair = GapColumn("Chair", gap="No chair", order_by="chair__title")
    member_count = tables.Column("Members")
    next_meeting = DayColumn("Next meeting", gap="None planned")

    class Meta:
        model = Committee
        fields = ("name", "remit", "chair", "member_count", "next_meeting")


class PostTable(tables.Table):
    """A post, who holds it today, and the committees that it sits on."""

    title = LinkColumn("Post")
    kind = tables.Column("What it is")
    holders = tables.Column("Held by", accessor="held_today", empty_values=(), orderable=False)
    sits_on = tables.Column("Sits on", accessor="committees", empty_values=(), orderable=False)

    class Meta:
        model = Post
        fields = ("title", "kind", "holders", "sits_on")

    def render_kind(self, record: Any) -> str:
        return {Post.Kind.POST: "Post", Post.Kind.GROUP: "Group", Post.Kind.EVERYONE: "Everyone"}[record.kind]

    def render_holders(self, record: Any) -> str:
        words = self.value_holders(record)
        return (
            render_to_string("components/flag.html", {"word": VACANT, "look": "strong"}) if words == VACANT else words
        )

    def value_holders(self, record: Any) -> str:
        names = [appointment.person.name for appointment in record.held_today]
        nobody = VACANT if record.kind == Post.Kind.POST else "Not held by one person"
        return ", ".join(dict.fromkeys(names)) or nobody

    def render_sits_on(self, record: Any) -> str:
        return ", ".join(str(one) for one in record.committees.all() if not one.is_archived) or "None"


class MeetingTable(tables.Table):
    """A meeting, its day, and the day by which its papers must be out."""

    held_on = MeetingDayColumn("Date")
    committee = tables.Column("Committee", order_by="committee__name")
    papers_due_on = DayColumn("Papers due")
    place = GapColumn("Place", gap="Not set")

    class Meta:
        model = Meeting
        fields = ("held_on", "committee", "papers_due_on", "place")

    def render_committee(self, value: Committee) -> str:
        return format_html('<a class="govuk-link" href="{}">{}</a>', value.get_absolute_url(), value.name)

    def value_committee(self, value: Committee) -> str:
        return value.name
