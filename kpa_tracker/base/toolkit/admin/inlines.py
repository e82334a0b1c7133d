"""Records edited on the page of another: each is added and changed through its own action."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.http import HttpRequest

from kpa_tracker.base.toolkit.admin.forms import SEEN, RecordAdminForm
from kpa_tracker.base.toolkit.admin.scope import Scoped


class PartInline(Scoped):
    """Parts of a record. Without `verbs` the record's own action writes them."""

    form = RecordAdminForm
    extra = 0
    can_delete = False
    show_change_link = True
    verbs: Any = None

    def _may(self, verb: str, request: HttpRequest, obj: Any = None) -> bool:
        """Ask about the record that it stands under, which is of the same authority where it is of one."""
        return super()._may(verb, request, obj if hasattr(obj, "authority_id") else None)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.inline = self
        return formset

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_fields(request, obj), SEEN]  # type: ignore[misc]


class PartTabularInline(PartInline, admin.TabularInline):
    """Parts as rows, with low boxes for long texts."""

    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2})}}


class PartStackedInline(PartInline, admin.StackedInline):
    """Parts as blocks."""
