"""The register of risks in the Django admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin

from kpa_tracker.base.toolkit.admin import DueAdminForm, RecordAdmin, Verbs
from kpa_tracker.base.toolkit.models import assign
from risks import actions
from risks.models import Action, Category, Control, Risk

LINKS = ("ambitions", "deliverables")


def create(risk: Risk, *, by: Any, links: Mapping[str, Any] | None = None) -> Risk:
    return actions.add_risk(risk, by=by, **{name: (links or {}).get(name, ()) for name in LINKS})


def change(risk: Risk, *, seen: int, changes: Mapping[str, Any], by: Any) -> Risk:
    _, links = assign(risk, changes)
    kept = {name: links[name] if name in links else getattr(risk, name).all() for name in LINKS}
    return actions.change_risk(risk, seen=seen, by=by, **kept)


@admin.register(Risk)
class RiskAdmin(RecordAdmin):
    """Risks, with what in the plan hangs on them."""

    verbs = Verbs(create, change, actions.archive_risk, actions.restore_risk)
    set_once = ("authority", "reference")
    list_display = ("reference", "title", "owner", "committee", "status", "authority")
    list_filter = (
        "status",
        ("category", admin.RelatedOnlyFieldListFilter),
        ("committee", admin.RelatedOnlyFieldListFilter),
        ("owner", admin.RelatedOnlyFieldListFilter),
        ("authority", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("owner", "committee", "authority")
    search_fields = ("reference", "title", "cause", "event", "effect", "description", "owner__title")
    autocomplete_fields = ("authority", "category", "owner", "committee", "ambitions", "deliverables")
    fieldsets = (
        (None, {"fields": ("authority", "reference", "title")}),
        ("What may happen", {"fields": ("cause", "event", "effect", "proximity", "description")}),
        ("Who looks after it", {"fields": ("category", "owner", "committee")}),
        ("What it puts at stake, and what treats it", {"fields": ("ambitions", "deliverables")}),
        ("What the public may read", {"fields": ("public_wording",)}),
    )
    ordering = ("reference",)


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    """Categories and their appetite. Their order is changed on the site."""

    verbs = Verbs(actions.add_category, actions.change_category, actions.archive_category, actions.restore_category)
    set_once = ("authority",)
    list_display = ("name", "appetite", "authority", "position")
    list_filter = (("authority", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("authority",)
    search_fields = ("name",)
    autocomplete_fields = ("authority",)
    fields = ("authority", "name", "appetite", "statement")
    ordering = ("authority", "position")


class PartAdmin(RecordAdmin):
    """What controls and actions share here. Tests of controls are recorded on the site."""

    verbs = Verbs(actions.add_part, actions.change_part, actions.archive_part, actions.restore_part)
    set_once = ("risk",)
    list_select_related = ("risk", "owner")
    search_fields = ("title", "description", "risk__reference", "risk__title")
    autocomplete_fields = ("risk", "owner")
    ordering = ("risk", "position")


@admin.register(Control)
class ControlAdmin(PartAdmin):
    """What is in place against risks."""

    list_display = ("title", "risk", "owner", "type", "effectiveness", "tested_on")
    list_filter = ("type", "effectiveness")
    fields = ("risk", "title", "type", "owner", "description")


@admin.register(Action)
class ActionAdmin(PartAdmin):
    """What is still to be done about risks."""

    form = DueAdminForm
    list_display = ("title", "risk", "owner", "due_text", "state")
    list_filter = ("state",)
    fields = ("risk", "title", "owner", "due", "state", "outcome", "description")
