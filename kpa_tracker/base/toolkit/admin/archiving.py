"""Archiving in the admin: nothing is deleted; it leaves the lists with a reason, and can come back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kpa_tracker.base.toolkit.editing import ReasonForm
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.forms import NUMBER
from kpa_tracker.base.toolkit.models import Archivable


class ArchivedFilter(admin.SimpleListFilter):
    """Lists show what is not archived, unless somebody asks."""

    title = "archived"
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Archived"), ("all", "Everything")]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        return [{**first, "display": "In the lists"}, *rest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(archived_at__isnull=self.value() != "yes")


class Archiving:
    """The two actions of a list: archive with a reason, bring back."""

    model: Any
    verbs: Any
    archive_template: ClassVar[str] = "admin/toolkit/archive.html"

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        kept = super().get_list_filter(request)  # type: ignore[misc]
        return [*kept, ArchivedFilter] if issubclass(self.model, Archivable) else [*kept]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        actions.pop("delete_selected", None)
        for name in ("archive", "restore"):
            if getattr(self.verbs, name) and self.has_change_permission(request):  # type: ignore[attr-defined]
                function = getattr(type(self), f"{name}_selected")
                actions[name] = (function, name, function.short_description)
        return actions

    @admin.action(description="Archive, with a reason")
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for the reason, then archive each; one that is refused says why and leaves the others."""
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if form.is_bound and form.is_valid():
            reason = form.cleaned_data["reason"]
            self.do_for_each(
                request, queryset, lambda one: self.verbs.archive(one, seen=one.version, reason=reason, by=request.user)
            )
            return None
        return self.ask(request, queryset, form)

    @admin.action(description="Bring back from the archive")
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.do_for_each(request, queryset, lambda one: self.verbs.restore(one, seen=one.version, by=request.user))

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Refuse what no box of the list holds, before a database is asked for it."""
        if not all(NUMBER.fullmatch(one) for one in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("A box of the list holds the number of a record.")
        done: HttpResponse | None = super().response_action(request, queryset)  # type: ignore[misc]
        return done

    def do_for_each(self, request: HttpRequest, records: QuerySet[Any], act: Any) -> None:
        done = 0
        for record in records:
            try:
                self.check_scope(request, record, change=True)  # type: ignore[attr-defined]
                act(record)
                done += 1
            except Refused as refused:
                messages.error(request, f"{record}: {refused.message}")
        if done:
            messages.success(request, f"Done: {done}.")

    def ask(self, request: HttpRequest, records: QuerySet[Any], form: ReasonForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": "Archive",
            "records": records,
            "form": form,
            "opts": self.model._meta,
            "chosen": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, self.archive_template, context)
