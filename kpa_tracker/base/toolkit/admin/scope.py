"""Whose records the admin shows and offers: those of the person's own authorities, for what the rules allow."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, Field, QuerySet
from django.http import HttpRequest

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.forms import RecordsField

DAYS = ("%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")
NO_DAY = "This is not a day. Write it like 31/3/2010 or 31 March 2010."


class Scoped:
    """Reads, offers and permits by `visible_to` and by the rules. Nothing is ever deleted."""

    model: Any
    opts: Any

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)  # type: ignore[misc]
        if not hasattr(self.model._default_manager, "visible_to"):
            return rows
        return rows.filter(pk__in=self.model._default_manager.visible_to(request.user).values("pk"))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Let a day be written as the site's own pages let it be, and say how where it is not understood."""
        if type(db_field) is DateField:
            kwargs |= {"input_formats": DAYS, "error_messages": {"invalid": NO_DAY}}
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_foreignkey(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = offered(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= {"queryset": offered(db_field, request), "form_class": RecordsField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _may(self, verb: str, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}", obj))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("view", request, obj) or self._may("change", request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("add", request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("change", request, obj)

    def check_scope(self, request: HttpRequest, obj: Any, *, change: bool) -> None:
        """Refuse a record of an authority that the person does not administer, whatever the form offered."""
        if not self._may("change" if change else "add", request, obj):
            raise Refused("You do not administer the authority that this belongs to.")

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Lead straight to the record's page, which asks who may see it."""
        return obj.get_absolute_url() if self.view_on_site and hasattr(obj, "get_absolute_url") else None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def offered(field: Any, request: HttpRequest) -> QuerySet[Any]:
    """Return what a choice offers: the records of the field's kind that the person may see."""
    rows: QuerySet[Any] = field.remote_field.model._default_manager.visible_to(request.user)
    return rows
