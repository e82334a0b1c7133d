"""The admin of one kind of record: what is saved goes through the record's actions, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError
from django.db.models import JSONField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kpa_tracker.base.toolkit.admin.archiving import Archiving
from kpa_tracker.base.toolkit.admin.forms import SEEN, RecordAdminForm
from kpa_tracker.base.toolkit.admin.scope import Scoped, offered
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.forms import NUMBER
from kpa_tracker.base.toolkit.models import Archivable


@dataclass(frozen=True)
class Verbs:
    """The actions of one kind of record, such as change(record, seen=, changes=, by=)."""

    create: Callable[..., Any] | None = None
    change: Callable[..., Any] | None = None
    archive: Callable[..., Any] | None = None
    restore: Callable[..., Any] | None = None


class RecordAdmin(Archiving, Scoped, admin.ModelAdmin):
    """Add and change records. `set_once` names what is said when a record is made and stays."""

    form = RecordAdminForm
    verbs: ClassVar[Verbs] = Verbs()
    set_once: ClassVar[tuple[str, ...]] = ()
    list_per_page = 50
    save_on_top = True
    object_history_template = "admin/toolkit/history.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = self.set_once if obj else ()
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Put the version that was read among the fields; it is hidden."""
        first, *rest = super().get_fieldsets(request, obj)
        name, options = first
        if obj is None or SEEN in options["fields"] or not self.has_change_permission(request, obj):
            return [first, *rest]
        return [(name, {**options, "fields": [*options["fields"], SEEN]}), *rest]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"refusal": getattr(request, "refusal", None)})

    # --- What an address asks for -------------------------------------------------------------------------------------

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Look nothing up in what is kept as a structure: PostgreSQL breaks off over what is none."""
        kept = {field.name for field in self.opts.concrete_fields if isinstance(field, JSONField)}
        return lookup.partition("__")[0] not in kept and super().lookup_allowed(lookup, value, request)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Show the whole list where an address asks for what no database can look up."""
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters from error

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in what the address says where the fields can hold it, and the authority where there is only one."""
        said = super().get_changeform_initial_data(request)
        given = {name: value for name, value in said.items() if self._can_hold(name, value)}
        field = next((field for field in self.opts.concrete_fields if field.name == "authority"), None)
        only = list(offered(field, request)[:2]) if field else []
        return {"authority": only[0].pk, **given} if len(only) == 1 else given

    def _can_hold(self, name: str, value: Any) -> bool:
        field = self.opts.get_field(name) if name in {one.name for one in self.opts.get_fields()} else None
        if field is None or not field.is_relation:
            return field is not None
        return all(NUMBER.fullmatch(str(one)) for one in (value if isinstance(value, list) else [value]))

    # --- Saving -------------------------------------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save through the actions; what they refuse undoes everything, and the form shows it beside what was typed."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (Refused, ValidationError) as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Leave it to `save_related`, which has the parts as well."""

    def save_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        self.check_scope(request, form.instance, change=change)
        if change:
            self.perform_change(request, form, formsets)
        else:
            self.perform_create(request, form, formsets)
        for formset in formsets:
            self.save_parts(request, form.instance, formset)

    def perform_create(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        self.verbs.create(form.instance, by=request.user, **({"links": form.links} if form.links else {}))  # type: ignore[misc]

    def perform_change(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        if form.has_changed():
            self.verbs.change(form.instance, seen=form.seen, changes=form.changes, by=request.user)  # type: ignore[misc]

    def save_parts(self, request: HttpRequest, record: Any, formset: Any) -> None:
        """Add and change what stands in an inline, each by its own action."""
        verbs = formset.inline.verbs
        if verbs is None:
            return
        for form in formset.forms:
            if not form.has_changed():
                continue
            part = form.instance
            setattr(part, formset.fk.name, record)
            formset.inline.check_scope(request, part, change=bool(part.pk))
            if part.pk:
                verbs.change(part, seen=form.seen, changes=form.changes, by=request.user)
            else:
                verbs.create(part, by=request.user, **({"links": form.links} if form.links else {}))

    # --- History ------------------------------------------------------------------------------------------------------

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The action has recorded it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The action has recorded it."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show the record's own history, the one that all pages show."""
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "title": f"History of {record}", "object": record}
        return TemplateResponse(request, self.object_history_template, {**context, "opts": self.opts})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """What somebody chooses from is what is not archived. PostgreSQL has no place for a NUL, in a search either."""
        rows, duplicates = super().get_search_results(request, queryset, search_term.replace("\x00", ""))
        if request.path.endswith("/autocomplete/") and issubclass(self.model, Archivable):
            rows = rows.filter(archived_at=None)
        return rows, duplicates


class ReadingAdmin(RecordAdmin):
    """Records that are written elsewhere, and only read here, with all that is known of them."""

    hidden: ClassVar[frozenset[str]] = frozenset({"id", "version"})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.concrete_fields if field.name not in self.hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
