"""Plans and their parts in the Django admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from kpa_tracker.base.toolkit.admin import (
    PartStackedInline,
    PartTabularInline,
    RecordAdmin,
    RecordAdminForm,
    Verbs,
)
from plans import actions
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, Scale, ScalePoint, Section

PARTS = Verbs(actions.create_part, actions.change_part, actions.archive, actions.restore)
PLAN_FILTER = (("plan", admin.RelatedOnlyFieldListFilter),)


class CurrentParts:
    """Parts that are not archived: those are found in their own list."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(archived_at=None)  # type: ignore[misc]


class SectionInline(CurrentParts, PartStackedInline):
    """The narrative sections of a plan."""

    model = Section
    verbs = PARTS
    fields = ("title", "body", "place", "is_public")
    classes = ("collapse",)


class PriorityInline(CurrentParts, PartTabularInline):
    """The priorities that a plan serves."""

    model = Priority
    verbs = PARTS
    fields = ("title",)
    classes = ("collapse",)


class GlossaryInline(CurrentParts, PartTabularInline):
    """The glossary of a plan."""

    model = GlossaryEntry
    verbs = PARTS
    fields = ("term", "meaning")
    classes = ("collapse",)


class AmbitionInline(CurrentParts, PartTabularInline):
    """The first level of a plan."""

    model = Ambition
    verbs = PARTS
    fields = ("reference", "title")
    classes = ("collapse",)


class DescriptorInline(CurrentParts, PartTabularInline):
    """The second level, under an ambition."""

    model = Descriptor
    verbs = PARTS
    fields = ("title",)
    extra = 1


class PlanAdminForm(RecordAdminForm):
    """A plan. Without a scale it gets the authority's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "scale" in self.fields:
            self.fields["scale"].required = self.instance.pk is not None
            self.fields["scale"].help_text = "Empty: the authority's red, amber and green, made where it has none."


@admin.register(Plan)
class PlanAdmin(RecordAdmin):
    """Plans with their words. A plan's state moves on its own page of the site, under “View on site”."""

    form = PlanAdminForm
    verbs = Verbs(actions.create_plan, actions.change_plan, actions.archive, actions.restore)
    set_once = ("authority",)
    readonly_fields = ("state",)
    list_display = ("title", "starts_on", "ends_on", "state", "authority")
    list_filter = ("state", ("authority", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("authority",)
    search_fields = ("title",)
    autocomplete_fields = ("authority", "under", "previous", "scale")
    ordering = ("-starts_on", "title")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "authority",
                    "title",
                    "starts_on",
                    "ends_on",
                    "state",
                    "under",
                    "previous",
                    "scale",
                    "marking",
                )
            },
        ),
        ("What its levels are called", {"fields": ("ambition_word", "descriptor_word", "deliverable_word")}),
        ("What stands before its table", {"fields": ("vision", "values", "foreword")}),
    )
    inlines = (AmbitionInline, PriorityInline, SectionInline, GlossaryInline)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else ()


class PartAdmin(RecordAdmin):
    """What the parts of a plan share. Their order is changed in the plan's outline on the site."""

    verbs = PARTS
    set_once = ("plan",)
    list_filter = PLAN_FILTER
    list_select_related = ("plan",)
    autocomplete_fields = ("plan",)
    ordering = ("plan", "position")


@admin.register(Ambition)
class AmbitionAdmin(PartAdmin):
    """The first level of plans, with the second under it."""

    list_display = ("__str__", "plan", "position")
    search_fields = ("reference", "title", "description")
    autocomplete_fields = ("plan", "priorities")
    fields = ("plan", "reference", "title", "description", "priorities")
    inlines = (DescriptorInline,)


@admin.register(Descriptor)
class DescriptorAdmin(PartAdmin):
    """The second level of plans."""

    set_once = ("ambition",)
    list_display = ("title", "ambition", "position")
    list_filter = (("ambition__plan", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("ambition",)
    search_fields = ("title",)
    autocomplete_fields = ("ambition",)
    fields = ("ambition", "title")
    ordering = ("ambition", "position")


@admin.register(Priority)
class PriorityAdmin(PartAdmin):
    """Priorities of the policing plan."""

    list_display = ("title", "plan", "position")
    search_fields = ("title",)
    fields = ("plan", "title")


@admin.register(Section)
class SectionAdmin(PartAdmin):
    """Narrative sections of plans."""

    list_display = ("title", "plan", "place", "is_public", "position")
    list_filter = ("place", "is_public", *PLAN_FILTER)
    search_fields = ("title", "body")
    fields = ("plan", "title", "body", "place", "is_public")


@admin.register(GlossaryEntry)
class GlossaryEntryAdmin(PartAdmin):
    """Terms and what they stand for."""

    list_display = ("term", "meaning", "plan")
    search_fields = ("term", "meaning")
    fields = ("plan", "term", "meaning")
    ordering = ("plan", "term")


class PointInline(PartTabularInline):
    """The points of a scale: their words change, the points stay."""

    model = ScalePoint
    fields = ("code", "word", "definition")
    readonly_fields = ("code",)
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ScaleAdminForm(RecordAdminForm):
    """A new scale is made with the usual words of its points."""

    kind = forms.ChoiceField(
        label="Points",
        choices=[("three", "Three: red, amber, green"), ("five", "Five: with amber/red and amber/green between")],
        required=False,
    )


@admin.register(Scale)
class ScaleAdmin(RecordAdmin):
    """Scales of rating. The words of their points are changed here or on the plan's page."""

    form = ScaleAdminForm
    set_once = ("authority", "name")
    list_display = ("name", "authority")
    list_filter = (("authority", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("authority",)
    search_fields = ("name",)
    autocomplete_fields = ("authority",)
    ordering = ("name",)
    inlines = (PointInline,)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("authority", "name") if obj else ("authority", "name", "kind")

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else ()

    def perform_create(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        asked = form.cleaned_data
        made = actions.create_scale(
            asked["authority"], name=asked["name"], kind=asked["kind"] or "three", by=request.user
        )
        form.instance.pk = made.pk

    def perform_change(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        rows = [row for formset in formsets for row in formset.forms]
        words = {row.instance.code: {name: row.cleaned_data[name] for name in ("word", "definition")} for row in rows}
        actions.change_points(form.instance, seen=form.seen, words=words, by=request.user)
