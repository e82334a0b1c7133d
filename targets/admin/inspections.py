"""Inspections, what they judged and what they recommend, in the Django admin. Their steps are taken in the site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpa_tracker.base.toolkit.admin import DueAdminForm, PartTabularInline, RecordAdmin, Verbs
from targets.actions import inspections, recommendations
from targets.admin.lists import AUTHORITY_FILTER
from targets.models import Grade, Inspection, Judgement, Recommendation

JUDGING = Verbs(inspections.add_judgement, inspections.change_judgement)


class JudgementInline(PartTabularInline):
    """What an inspection judged, area by area. Distributions are entered in the site, where they are added up."""

    model = Judgement
    verbs = JUDGING
    fields = ("domain", "reference", "area", "grade", "travel")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the grades of the inspection's own scale."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "grade":
            inspection = Inspection.objects.filter(pk=request.resolver_match.kwargs.get("object_id")).first()
            field.queryset = Grade.objects.filter(scale=inspection.scale_id if inspection else None)
        return field


@admin.register(Inspection)
class InspectionAdmin(RecordAdmin):
    """Reports of inspectorates, with their judgements."""

    verbs = Verbs(
        inspections.add_inspection,
        inspections.change_inspection,
        inspections.archive_inspection,
        inspections.restore_inspection,
    )
    set_once = ("authority",)
    list_display = ("title", "inspectorate", "published_on", "where_comments_stand", "authority")
    list_filter = ("needs_comments", *AUTHORITY_FILTER)
    list_select_related = ("authority",)
    search_fields = ("title", "inspectorate")
    autocomplete_fields = ("authority", "scale")
    ordering = ("-published_on",)
    fieldsets = (
        (None, {"fields": ("authority", "title", "inspectorate", "published_on", "summary")}),
        ("What it looks at", {"fields": ("looked_from", "looked_to")}),
        ("How it judges", {"fields": ("scale", "forces")}),
        ("The office's comments", {"fields": ("needs_comments",)}),
    )
    inlines = (JudgementInline,)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else ()


@admin.register(Recommendation)
class RecommendationAdmin(RecordAdmin):
    """Recommendations: their words and owners. Sign-off is asked for and given in the site, by two people."""

    form = DueAdminForm
    verbs = Verbs(
        recommendations.add_recommendation,
        recommendations.change_recommendation,
        recommendations.archive_recommendation,
        recommendations.restore_recommendation,
    )
    set_once = ("authority", "inspection")
    list_display = ("reference", "text", "state", "owner", "due_text", "inspection")
    list_filter = ("state", "kind", ("inspection", admin.RelatedOnlyFieldListFilter), *AUTHORITY_FILTER)
    list_select_related = ("owner", "inspection", "authority")
    search_fields = ("reference", "text", "owner__title")
    autocomplete_fields = ("authority", "inspection", "owner", "committee")
    fields = (
        *("authority", "inspection", "reference", "kind", "text"),
        *("owner", "committee", "due", "remains", "comment"),
    )
    ordering = ("inspection", "position")
