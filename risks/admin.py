"""The register of risks in the Django admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin

from kpa_tracker.base.toolkit.admin import RecordAdmin, Verbs
from kpa_tracker.base.toolkit.models import assign
from risks import actions
from risks.models import Risk

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
    list_display = ("reference", "title", "owner", "committee", "authority")
    list_filter = (
        ("committee", admin.RelatedOnlyFieldListFilter),
        ("owner", admin.RelatedOnlyFieldListFilter),
        ("authority", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("owner", "committee", "authority")
    search_fields = ("reference", "title", "description", "owner__title")
    autocomplete_fields = ("authority", "owner", "committee", "ambitions", "deliverables")
    fields = ("authority", "reference", "title", "description", "owner", "committee", "ambitions", "deliverables")
    ordering = ("reference",)
