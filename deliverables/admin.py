"""Deliverables and what is reported on them in the Django admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from deliverables.actions import deliverables as actions
from deliverables.actions import periods
from deliverables.actions.parts import Item
from deliverables.forms.deliverables import DeadlineField
from deliverables.models import (
    DeadlineRequest,
    Deliverable,
    Evidence,
    Measurement,
    ProgressUpdate,
    ReportingPeriod,
    SubItem,
)
from kpa_tracker.base.toolkit.admin import PartTabularInline, ReadingAdmin, RecordAdmin, RecordAdminForm, Verbs

PLAN_FILTER = ("plan", admin.RelatedOnlyFieldListFilter)
DELIVERABLES_PLAN = ("deliverable__plan", admin.RelatedOnlyFieldListFilter)


class GapFilter(admin.SimpleListFilter):
    """What is missing: the honest gaps of the plan."""

    title = "what is missing"
    parameter_name = "gap"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("without_owner", "No lead post"),
            ("without_deadline", "No deadline"),
            ("without_measurement", "No measurement"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Select by one of the choices. Any other word of an address would name some other method of the rows."""
        known = dict(self.lookups(request, None))
        chosen: QuerySet[Any] = getattr(queryset, self.value())() if self.value() in known else queryset
        return chosen


class MeasurementInline(PartTabularInline):
    """How anybody will know. They are saved with the deliverable, as one change."""

    model = Measurement
    fields = ("text",)
    extra = 1
    can_delete = True
    show_change_link = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class SubItemInline(MeasurementInline):
    """Things under a deliverable, each with its own committee where it has one."""

    model = SubItem
    verbose_name, verbose_name_plural = "part", "parts of it"
    fields = ("text", "committee", "committee_text")
    autocomplete_fields = ("committee",)


class DeliverableAdminForm(RecordAdminForm):
    """A deliverable, with its deadline as people write it."""

    deadline = DeadlineField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "deadline" in self.fields:
            self.initial["deadline"] = self.fields["deadline"].kept = self.instance.deadline

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        ambition, descriptor = cleaned.get("ambition"), cleaned.get("descriptor")
        if ambition:
            self.instance.plan = ambition.plan
        if ambition and descriptor and descriptor.ambition_id != ambition.pk:
            raise ValidationError({"descriptor": f"This does not belong to “{ambition}”."})
        return cleaned


@admin.register(Deliverable)
class DeliverableAdmin(RecordAdmin):
    """Deliverables. An adopted plan's deadlines move by a request, and places by the outline, both on the site."""

    form = DeliverableAdminForm
    verbs = Verbs(
        change=actions.change_deliverable, archive=actions.archive_deliverable, restore=actions.restore_deliverable
    )
    set_once = ("ambition", "descriptor")
    readonly_fields = ("plan", "first_deadline_text", "deadline_moves")
    list_display = ("reference", "title", "lead", "deadline_text")
    list_filter = (GapFilter, PLAN_FILTER, ("committee", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("lead",)
    search_fields = ("reference", "title", "description", "lead__title")
    autocomplete_fields = ("ambition", "descriptor", "lead", "supporting", "committee", "priorities")
    ordering = ("plan", "ambition__position", "descriptor__position", "position")
    fieldsets = (
        (None, {"fields": ("plan", "ambition", "descriptor", "reference", "title", "description", "public_wording")}),
        ("Who and when", {"fields": ("lead", "supporting", "committee", "deadline", "first_deadline_text")}),
        ("Beside it", {"fields": ("deadline_moves", "priorities", "source_owner")}),
    )
    inlines = (MeasurementInline, SubItemInline)

    def perform_create(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        form.instance.deadline = form.cleaned_data["deadline"]
        actions.create_deliverable(form.instance, links=form.links, by=request.user, **parts_typed(formsets))

    def perform_change(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        changes = {**form.changes, **parts_typed(formsets)}
        actions.change_deliverable(form.instance, seen=form.seen, changes=changes, by=request.user)


def rows_kept(formset: Any) -> list[dict[str, Any]]:
    rows = [form.cleaned_data for form in formset.forms if form.is_valid()]
    return [row for row in rows if row.get("text") and not row.get("DELETE")]


def parts_typed(formsets: list[Any]) -> dict[str, list[Any]]:
    """Return the measurements and sub-items that stand in the inlines, in their order, without what was struck out."""
    found: dict[str, list[Any]] = {}
    for formset in formsets:
        kept = rows_kept(formset)
        if formset.model is Measurement:
            found["measurements"] = [row["text"] for row in kept]
        else:
            found["sub_items"] = [Item(row["text"], row["committee"], row["committee_text"]) for row in kept]
    return found


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(RecordAdmin):
    """Reporting periods. They are closed on the plan's page of the site."""

    verbs = Verbs(create=periods.open_period, change=periods.change_period)
    set_once = ("plan",)
    list_display = ("name", "plan", "observed_from", "observed_to", "opens_on", "due_on", "closed_at")
    list_filter = (PLAN_FILTER, "closed_at")
    list_select_related = ("plan",)
    search_fields = ("name", "plan__title")
    autocomplete_fields = ("plan",)
    fields = ("plan", "name", "observed_from", "observed_to", "opens_on", "due_on")
    ordering = ("-observed_from",)


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ReadingAdmin):
    """Updates, to read. Officers write them on the site; what was submitted is locked."""

    list_display = ("deliverable", "period", "number", "state", "stage", "rating", "submitted_by", "submitted_at")
    list_filter = ("state", "stage", "rating", DELIVERABLES_PLAN)
    list_select_related = ("deliverable", "period", "submitted_by")
    search_fields = ("deliverable__reference", "deliverable__title", "done", "next_steps")
    ordering = ("-submitted_at",)


@admin.register(DeadlineRequest)
class DeadlineRequestAdmin(ReadingAdmin):
    """Requests to move deadlines, to read. They are decided on the site, by somebody other than who asked."""

    list_display = ("deliverable", "old_text", "new_text", "requested_by", "decision", "decided_by")
    list_filter = ("decision", DELIVERABLES_PLAN)
    list_select_related = ("deliverable", "requested_by", "decided_by")
    search_fields = ("deliverable__reference", "deliverable__title", "reason")
    ordering = ("-requested_at",)


@admin.register(Evidence)
class EvidenceAdmin(ReadingAdmin):
    """Evidence, to read about. Its files are opened on the site, which asks who may."""

    list_display = ("title", "deliverable", "added_by")
    list_filter = (DELIVERABLES_PLAN,)
    list_select_related = ("deliverable", "added_by")
    search_fields = ("title", "deliverable__reference", "deliverable__title")
    hidden = frozenset({"id", "version", "file"})
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out what was withdrawn where the person does not check the history: they may not open it either."""
        checks = request.user.authorities_granting("audit.view_event")
        rows = super().get_queryset(request)
        return rows.filter(Q(withdrawn_at=None) | Q(deliverable__plan__authority__in=checks))
