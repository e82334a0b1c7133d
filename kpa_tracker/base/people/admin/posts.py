"""Posts, and who holds them, in the admin."""

from __future__ import annotations

from django.contrib import admin

from kpa_tracker.base.people import actions
from kpa_tracker.base.people.models import Appointment, Post
from kpa_tracker.base.toolkit.admin import PartTabularInline, RecordAdmin, Verbs

APPOINTED = Verbs(create=actions.enter, change=actions.amend)


class HolderInline(PartTabularInline):
    """Who holds a post, or held it."""

    model = Appointment
    verbs = APPOINTED
    fields = ("person", "role", "starts_on", "ends_on")
    autocomplete_fields = ("person",)
    verbose_name, verbose_name_plural = "holder", "holders"


@admin.register(Post)
class PostAdmin(RecordAdmin):
    """Posts: what plans name as owners. Whoever holds a post is appointed below it."""

    verbs = Verbs(actions.enter, actions.amend, actions.archive_post, actions.restore)
    set_once = ("authority",)
    list_display = ("title", "kind", "authority")
    list_filter = ("kind", ("authority", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("authority",)
    search_fields = ("title",)
    autocomplete_fields = ("authority", "answers_to")
    fields = ("authority", "title", "kind", "answers_to")
    ordering = ("title",)
    inlines = (HolderInline,)
