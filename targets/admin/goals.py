"""Objectives, targets, baselines, tolerances and profiles in the Django admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpa_tracker.base.toolkit.admin import ReadingAdmin, RecordAdmin, Verbs
from targets.actions import goals, keeping
from targets.actions.yardsticks import set_tolerance
from targets.admin.lists import KEPT
from targets.models import Baseline, ExpectedValue, Objective, Target, Tolerance

PLAN_FILTER = (("plan", admin.RelatedOnlyFieldListFilter),)


@admin.register(Objective)
class ObjectiveAdmin(RecordAdmin):
    """Objectives of plans. Their order is changed on the plan's page of targets."""

    verbs = KEPT
    set_once = ("plan",)
    list_display = ("title", "priority", "plan", "position")
    list_filter = PLAN_FILTER
    list_select_related = ("priority", "plan")
    search_fields = ("title",)
    autocomplete_fields = ("plan", "priority")
    fields = ("plan", "priority", "title")
    ordering = ("plan", "position")


@admin.register(Baseline)
class BaselineAdmin(RecordAdmin):
    """Where targets start from."""

    verbs = Verbs(keeping.add, goals.change_baseline)
    set_once = ("series",)
    list_display = ("__str__", "series", "starts", "ends", "is_projected")
    list_select_related = ("series__measure",)
    search_fields = ("text", "series__name", "series__measure__title")
    autocomplete_fields = ("series", "footnotes")
    fields = ("series", "text", "value", "second", "starts", "ends", "is_projected", "footnotes")
    ordering = ("series", "ends")


@admin.register(Target)
class TargetAdmin(RecordAdmin):
    """Targets. The plan's page of targets reads their wording and asks for the baseline with them."""

    verbs = Verbs(goals.add_target, goals.change_target, goals.archive_target, goals.restore_target)
    set_once = ("plan", "series")
    list_display = ("text", "series", "plan", "starts", "ends")
    list_filter = ("form", *PLAN_FILTER)
    list_select_related = ("series__measure", "plan")
    search_fields = ("text", "series__name", "series__measure__title")
    autocomplete_fields = ("plan", "series", "objective", "baseline", "footnotes")
    ordering = ("plan", "position")
    fieldsets = (
        (None, {"fields": ("plan", "series", "objective", "text", "starts", "ends")}),
        ("Its parts", {"fields": ("form", "value", "second", "change_percent", "change_by", "is_strict")}),
        ("Where it starts from", {"fields": ("baseline", "footnotes")}),
    )


def set_by_admin(tolerance: Tolerance, *, by: Any) -> Tolerance:
    return set_tolerance(tolerance, seen=tolerance.target.version, by=by)


@admin.register(Tolerance)
class ToleranceAdmin(RecordAdmin):
    """Tolerances. One is added and followed by another, never changed."""

    verbs = Verbs(set_by_admin)
    list_display = ("target", "amber_within", "measured_in", "applies_from", "set_on")
    list_filter = ("measured_in",)
    list_select_related = ("target", "committee")
    search_fields = ("target__text", "target__series__measure__title", "set_by")
    autocomplete_fields = ("target", "committee")
    fields = ("target", "amber_within", "measured_in", "applies_from", "committee", "set_by", "set_on", "reason")
    ordering = ("target", "applies_from")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ExpectedValue)
class ExpectedValueAdmin(ReadingAdmin):
    """Steps of profiles. A profile is set in one piece, on the page of its target."""

    list_display = ("target", "starts", "ends", "value")
    list_select_related = ("target",)
    search_fields = ("target__text",)
    ordering = ("target", "ends")
