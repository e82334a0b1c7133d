"""The views that a person keeps of a list: `{% load saved_views %}{% saved_views view_name export_query %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from kpa_tracker.base.people.models import SavedView
from kpa_tracker.base.people.views.saved_views import address_of, list_of
from kpa_tracker.base.toolkit.pages import visible

register = template.Library()


@register.inclusion_tag("people/saved_views.html", takes_context=True)
def saved_views(context: Mapping[str, Any], page: str, query: str = "", may_be_kept: bool = True) -> dict[str, Any]:
    """The person's own views of a list and, unless a filter is wrong, the way to keep it as it is now. One query."""
    if list_of(page) is None:
        return {"views": [], "query": ""}
    kept = visible(SavedView, context["request"].user).filter(page=page)
    rows = [(view, address_of(page, view.query), view.query == query) for view in kept]
    return {
        "views": rows,
        "page": page,
        "query": query,
        "offered": query and may_be_kept,
        "keep_url": reverse("view-keep"),
    }
