"""Authorities, committees and their meetings in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpa_tracker.base.people import actions
from kpa_tracker.base.people.models import Authority, Committee, Meeting
from kpa_tracker.base.toolkit.admin import PartTabularInline, RecordAdmin, Verbs

ENTERED = Verbs(create=actions.enter, change=actions.amend)


@admin.register(Authority)
class AuthorityAdmin(RecordAdmin):
    """The authority itself. Another one is set up by a command on the server."""

    verbs = ENTERED
    list_display = ("name", "short_name", "slug")
    search_fields = ("name", "short_name")
    fields = ("name", "short_name", "slug", "contact")


class MeetingInline(PartTabularInline):
    """The meetings of a committee."""

    model = Meeting
    verbs = ENTERED
    fields = ("held_on", "papers_due_on", "place")
    extra = 1
    view_on_site = False  # a link within a row of boxes, told from its words by colour alone


@admin.register(Committee)
class CommitteeAdmin(RecordAdmin):
    """Committees with their chair, members and meetings."""

    verbs = Verbs(actions.enter, actions.amend, actions.archive_committee, actions.restore)
    set_once = ("authority",)
    list_display = ("name", "short_name", "chair", "position", "authority")
    list_filter = (("authority", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("chair", "authority")
    search_fields = ("name", "short_name", "remit")
    autocomplete_fields = ("authority", "chair", "members")
    fields = ("authority", "name", "short_name", "remit", "chair", "members", "position")
    ordering = ("position", "name")
    inlines = (MeetingInline,)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["help_texts"] = {"members": "The posts that sit on it, the chair's among them."}
        return super().get_form(request, obj, change=change, **kwargs)


@admin.register(Meeting)
class MeetingAdmin(RecordAdmin):
    """Meetings of committees."""

    verbs = ENTERED
    set_once = ("committee",)
    list_display = ("committee", "held_on", "papers_due_on", "place")
    list_filter = (("committee", admin.RelatedOnlyFieldListFilter), "held_on")
    list_select_related = ("committee",)
    search_fields = ("committee__name", "place")
    autocomplete_fields = ("committee",)
    fields = ("committee", "held_on", "papers_due_on", "place")
    date_hierarchy = "held_on"
    ordering = ("-held_on",)
